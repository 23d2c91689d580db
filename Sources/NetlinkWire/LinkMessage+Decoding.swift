internal import Addressing

extension LinkMessage {
    static let headerLength = 16
    /// How deep a peer's peer is read: the kernel never sends even one.
    fileprivate static let deepestPeer = 4

    /// Reads the contents of a link message. Attributes that are not known are passed over.
    package init(decoding bytes: Span<UInt8>, in range: Range<Int>) throws(NetlinkDecodingError) {
        try self.init(decoding: bytes, in: range, depth: 0)
    }

    fileprivate init(decoding bytes: Span<UInt8>, in range: Range<Int>, depth: Int) throws(NetlinkDecodingError) {
        var offset = range.lowerBound
        guard range.count >= Self.headerLength, range.upperBound <= bytes.count,
            let hardwareType = bytes.hostUInt16(at: offset + 2), let index = bytes.hostUInt32(at: offset + 4),
            let flags = bytes.hostUInt32(at: offset + 8), let changed = bytes.hostUInt32(at: offset + 12)
        else { throw .truncated(.familyHeader, offset: offset) }
        self.hardwareType = hardwareType
        self.index = Int32(bitPattern: index)
        self.flags = LinkFlags(rawValue: flags)
        changedFlags = LinkFlags(rawValue: changed)
        offset += Self.headerLength
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            switch type {
            // Links that are not Ethernet have addresses of other lengths.
            case LinkAttribute.address: address = MACAddress(bytes: bytes.bytes(value))
            case LinkAttribute.name: name = bytes.string(value)
            case LinkAttribute.mtu: mtu = try bytes.uint32(value)
            case LinkAttribute.link: link = try bytes.uint32(value)
            case LinkAttribute.master: master = try bytes.uint32(value)
            case LinkAttribute.operationalState: operationalState = try bytes.uint8(value)
            case LinkAttribute.group: group = try bytes.uint32(value)
            case LinkAttribute.namespaceDescriptor: namespace = try bytes.uint32(value)
            case LinkAttribute.perFamily: try readFamilies(bytes, value)
            case LinkAttribute.info: kind = try LinkKind(decoding: bytes, in: value, depth: depth)
            default: break
            }
        }
    }

    private mutating func readFamilies(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(NetlinkDecodingError) {
        var offset = range.lowerBound
        while let (family, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            guard family == LinkAttribute.inet6 else { continue }
            var inner = value.lowerBound
            while let (type, value) = try bytes.nextAttribute(&inner, end: value.upperBound) {
                if type == LinkAttribute.inet6AddressGeneration { addressGeneration = try bytes.uint8(value) }
            }
        }
    }
}

extension LinkKind {
    /// - Returns: nil where no kind is said.
    fileprivate init?(decoding bytes: Span<UInt8>, in range: Range<Int>, depth: Int) throws(NetlinkDecodingError) {
        var offset = range.lowerBound
        var name: String?
        var data: Range<Int>?
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            if type == LinkAttribute.infoKind { name = bytes.string(value) }
            if type == LinkAttribute.infoData { data = value }
        }
        guard let name else { return nil }
        switch name {
        case "bridge": self = .bridge(try BridgeSettings(decoding: bytes, in: data))
        case "veth": self = .veth(peer: try Self.peer(bytes, data, depth))
        case "macvlan": self = .macvlan(try Self.number(bytes, data, 1).map(MacvlanMode.init))
        case "ipvlan":
            self = .ipvlan(
                try Self.short(bytes, data, 1).map(IPVLANMode.init),
                flag: try Self.short(bytes, data, 2).map(IPVLANFlag.init)
            )
        case "vxlan": self = .vxlan(try VXLANSettings(decoding: bytes, in: data))
        case "vlan": self = .vlan(try Self.short(bytes, data, 1))
        case "dummy": self = .dummy
        default: self = .other(name)
        }
    }

    private static func peer(
        _ bytes: Span<UInt8>,
        _ data: Range<Int>?,
        _ depth: Int
    ) throws(NetlinkDecodingError) -> LinkMessage? {
        guard depth < LinkMessage.deepestPeer, let value = try find(bytes, data, LinkAttribute.vethPeer) else {
            return nil
        }
        return try LinkMessage(decoding: bytes, in: value, depth: depth + 1)
    }

    /// The last value of a type.
    private static func find(
        _ bytes: Span<UInt8>,
        _ data: Range<Int>?,
        _ wanted: UInt16
    ) throws(NetlinkDecodingError) -> Range<Int>? {
        guard let data else { return nil }
        var offset = data.lowerBound
        var found: Range<Int>?
        while let (type, value) = try bytes.nextAttribute(&offset, end: data.upperBound) {
            if type == wanted { found = value }
        }
        return found
    }

    private static func number(
        _ bytes: Span<UInt8>,
        _ data: Range<Int>?,
        _ type: UInt16
    ) throws(NetlinkDecodingError) -> UInt32? {
        guard let value = try find(bytes, data, type) else { return nil }
        return try bytes.uint32(value)
    }

    private static func short(
        _ bytes: Span<UInt8>,
        _ data: Range<Int>?,
        _ type: UInt16
    ) throws(NetlinkDecodingError) -> UInt16? {
        guard let value = try find(bytes, data, type) else { return nil }
        return try bytes.uint16(value)
    }
}

extension BridgeSettings {
    fileprivate init(decoding bytes: Span<UInt8>, in range: Range<Int>?) throws(NetlinkDecodingError) {
        guard let range else { return }
        var offset = range.lowerBound
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            switch type {
            case Attribute.forwardDelay: forwardDelay = try bytes.uint32(value)
            case Attribute.spanningTree: hasSpanningTree = try bytes.uint32(value) != 0
            case Attribute.multicastSnooping: snoopsMulticast = try bytes.uint8(value) != 0
            case Attribute.callsIPTables: filtersIPv4 = try bytes.uint8(value) != 0
            case Attribute.callsIP6Tables: filtersIPv6 = try bytes.uint8(value) != 0
            default: break
            }
        }
    }
}

extension VXLANSettings {
    fileprivate init(decoding bytes: Span<UInt8>, in range: Range<Int>?) throws(NetlinkDecodingError) {
        guard let range else { return }
        var offset = range.lowerBound
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            switch type {
            case Attribute.identifier: identifier = try bytes.uint32(value)
            case Attribute.link: link = try bytes.uint32(value)
            case Attribute.remote, Attribute.remote6: remote = try bytes.address(value)
            case Attribute.local, Attribute.local6: local = try bytes.address(value)
            case Attribute.learning: learns = try bytes.uint8(value) != 0
            case Attribute.port: port = try bytes.bigEndianUInt16(value)
            default: break
            }
        }
    }
}
