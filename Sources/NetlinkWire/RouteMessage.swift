package import Addressing

/// A route (`struct rtmsg` and its attributes), by one next hop.
package struct RouteMessage: Hashable, Sendable {
    package var family: AddressFamily
    /// nil for the default route.
    package var destination: IPPrefix?
    package var gateway: IPAddress?
    /// The interface's number.
    package var outInterface: UInt32?
    package var preferredSource: IPAddress?
    package var metric: UInt32?
    /// `RT_TABLE_…`: 254 is the main table, 255 that of local addresses.
    package var table: UInt32 = RouteMessage.mainTable
    /// Who made it (`RTPROT_…`): 2 the kernel, 3 an administrator at boot.
    package var origin: UInt8 = 3
    /// `RT_SCOPE_…`: 0 is behind a gateway, 253 on the link.
    package var scope: UInt8 = 0
    /// `RTN_…`: 1 is unicast.
    package var type: UInt8 = 1

    package static let mainTable: UInt32 = 254
    package static let linkScope: UInt8 = 253

    package init(_ family: AddressFamily, to destination: IPPrefix? = nil) {
        self.family = family
        self.destination = destination
    }

    private enum Attribute {
        static let destination: UInt16 = 1
        static let outInterface: UInt16 = 4
        static let gateway: UInt16 = 5
        static let metric: UInt16 = 6
        static let preferredSource: UInt16 = 7
        static let table: UInt16 = 15
    }

    package func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        bytes += [family.netlinkNumber, UInt8(clamping: destination?.length ?? 0), 0, 0]
        // 252 stands for a table whose number the attribute says alone (`RT_TABLE_COMPAT`).
        bytes += [UInt8(exactly: table) ?? 252, origin, scope, type]
        bytes.append(host: 0 as UInt32)
        if let destination { try bytes.attribute(Attribute.destination, destination.address) }
        if let preferredSource { try bytes.attribute(Attribute.preferredSource, preferredSource) }
        if let gateway { try bytes.attribute(Attribute.gateway, gateway) }
        if let metric { try bytes.attribute(Attribute.metric, metric) }
        if let outInterface { try bytes.attribute(Attribute.outInterface, outInterface) }
        if table > 0xff { try bytes.attribute(Attribute.table, table) }
    }

    /// Reads the contents of a route message.
    ///
    /// - Returns: nil for families other than IPv4 and IPv6.
    package init?(decoding bytes: Span<UInt8>, in range: Range<Int>) throws(NetlinkDecodingError) {
        var offset = range.lowerBound
        guard range.count >= 12, range.upperBound <= bytes.count, let number = bytes.octet(at: offset),
            let length = bytes.octet(at: offset + 1), let table = bytes.octet(at: offset + 4),
            let origin = bytes.octet(at: offset + 5), let scope = bytes.octet(at: offset + 6),
            let type = bytes.octet(at: offset + 7)
        else { throw .truncated(.familyHeader, offset: offset) }
        guard let family = AddressFamily(netlinkNumber: number) else { return nil }
        self.family = family
        self.table = UInt32(table)
        self.origin = origin
        self.scope = scope
        self.type = type
        offset += 12
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            switch type {
            case Attribute.destination:
                let address = try bytes.address(value)
                guard address.family == family, let prefix = IPPrefix(address: address, length: Int(length)) else {
                    throw .badLength(.attributeValue, offset: value.lowerBound)
                }
                destination = prefix
            case Attribute.outInterface: outInterface = try bytes.uint32(value)
            case Attribute.gateway: gateway = try bytes.address(value)
            case Attribute.metric: metric = try bytes.uint32(value)
            case Attribute.preferredSource: preferredSource = try bytes.address(value)
            case Attribute.table: self.table = try bytes.uint32(value)
            default: break
            }
        }
    }
}
