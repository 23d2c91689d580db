package import Addressing

/// An address of an interface (`struct ifaddrmsg` and its attributes).
package struct AddressMessage: Hashable, Sendable {
    /// The interface's number.
    package var index: UInt32
    /// The address with the length of its prefix.
    package var address: IPPrefix
    package var flags: UInt32 = 0
    /// `RT_SCOPE_…`: 0 is everywhere, 253 the link, 254 the host.
    package var scope: UInt8 = 0
    package var broadcast: IPAddress?
    package var label: String?

    /// `IFA_F_NODAD`: an IPv6 address that is not first tried for duplicates, and so there at once.
    package static let noDuplicateDetection: UInt32 = 0x02
    /// `IFA_F_PERMANENT`.
    package static let permanent: UInt32 = 0x80

    package init(_ address: IPPrefix, on index: UInt32) {
        self.address = address
        self.index = index
    }

    private enum Attribute {
        static let address: UInt16 = 1
        static let local: UInt16 = 2
        static let label: UInt16 = 3
        static let broadcast: UInt16 = 4
        static let flags: UInt16 = 8
    }

    package func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        bytes.append(address.family.netlinkNumber)
        bytes.append(UInt8(clamping: address.length))
        // The first eight flags have room in the header as well.
        bytes.append(UInt8(truncatingIfNeeded: flags))
        bytes.append(scope)
        bytes.append(host: index)
        try bytes.attribute(Attribute.local, address.address)
        if let broadcast { try bytes.attribute(Attribute.broadcast, broadcast) }
        try bytes.attribute(Attribute.address, address.address)
        if let label { try bytes.attribute(Attribute.label, label) }
        if flags > 0xff { try bytes.attribute(Attribute.flags, flags) }
    }

    /// Reads the contents of an address message.
    ///
    /// - Returns: nil for families other than IPv4 and IPv6.
    package init?(decoding bytes: Span<UInt8>, in range: Range<Int>) throws(NetlinkDecodingError) {
        var offset = range.lowerBound
        guard range.count >= 8, range.upperBound <= bytes.count, let family = bytes.octet(at: offset),
            let length = bytes.octet(at: offset + 1), let flags = bytes.octet(at: offset + 2),
            let scope = bytes.octet(at: offset + 3), let index = bytes.hostUInt32(at: offset + 4)
        else { throw .truncated(.familyHeader, offset: offset) }
        self.flags = UInt32(flags)
        self.scope = scope
        self.index = index
        offset += 8
        var (local, other): (IPAddress?, IPAddress?) = (nil, nil)
        guard let known = AddressFamily(netlinkNumber: family) else { return nil }
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            switch type {
            case Attribute.local: local = try bytes.address(value)
            case Attribute.address: other = try bytes.address(value)
            case Attribute.broadcast: broadcast = try bytes.address(value)
            case Attribute.label: label = bytes.string(value)
            case Attribute.flags: self.flags = try bytes.uint32(value)
            default: break
            }
        }
        // On a point-to-point link the local address is this end's, the other one the far end's.
        guard let found = local ?? other, found.family == known,
            let prefix = IPPrefix(address: found, length: Int(length))
        else { throw .badLength(.attributeValue, offset: range.lowerBound) }
        address = prefix
    }
}

extension AddressFamily {
    /// `AF_INET` and `AF_INET6`.
    var netlinkNumber: UInt8 { self == .ipv4 ? 2 : 10 }

    init?(netlinkNumber number: UInt8) {
        switch number {
        case 2: self = .ipv4
        case 10: self = .ipv6
        default: return nil
        }
    }
}
