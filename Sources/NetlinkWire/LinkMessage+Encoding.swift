internal import Addressing

extension LinkMessage {
    /// Appends the header and the attributes.
    package func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        bytes += [0, 0]
        bytes.append(host: hardwareType)
        bytes.append(host: index)
        bytes.append(host: flags.rawValue)
        bytes.append(host: changedFlags.rawValue)
        // In the order in which `ip link` writes them.
        if let link { try bytes.attribute(LinkAttribute.link, link) }
        if let address { try bytes.attribute(LinkAttribute.address, address.bytes) }
        if let mtu { try bytes.attribute(LinkAttribute.mtu, mtu) }
        if let master { try bytes.attribute(LinkAttribute.master, master) }
        if let namespace { try bytes.attribute(LinkAttribute.namespaceDescriptor, namespace) }
        if let group { try bytes.attribute(LinkAttribute.group, group) }
        if let name { try bytes.attribute(LinkAttribute.name, name) }
        if let operationalState { try bytes.attribute(LinkAttribute.operationalState, operationalState) }
        if let mode = addressGeneration {
            try bytes.attribute(LinkAttribute.perFamily) { (bytes: inout [UInt8]) throws(NetlinkEncodingError) in
                try bytes.attribute(LinkAttribute.inet6) { (bytes: inout [UInt8]) throws(NetlinkEncodingError) in
                    try bytes.attribute(LinkAttribute.inet6AddressGeneration, mode)
                }
            }
        }
        guard let kind else { return }
        try bytes.attribute(LinkAttribute.info) { (bytes: inout [UInt8]) throws(NetlinkEncodingError) in
            // As `ip` does it, without the zero at the end, which the kernel does not ask for.
            try bytes.attribute(LinkAttribute.infoKind, [UInt8](kind.name.utf8))
            guard kind.hasSettings else { return }
            try bytes.attribute(LinkAttribute.infoData, kind.encodeSettings)
        }
    }
}

extension LinkKind {
    fileprivate var hasSettings: Bool {
        switch self {
        case .bridge(let settings): settings != BridgeSettings()
        case .veth(let peer): peer != nil
        case .macvlan(let mode): mode != nil
        case .ipvlan(let mode, let flag): mode != nil || flag != nil
        case .vxlan(let settings): settings != VXLANSettings()
        case .vlan(let identifier): identifier != nil
        case .dummy, .other: false
        }
    }

    /// Appends what stands in `IFLA_INFO_DATA`.
    fileprivate func encodeSettings(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        switch self {
        case .bridge(let settings): try settings.encode(into: &bytes)
        case .veth(let peer?): try bytes.attribute(LinkAttribute.vethPeer, peer.encode)
        case .macvlan(let mode?): try bytes.attribute(1, mode.rawValue)
        case .ipvlan(let mode, let flag):
            if let mode { try bytes.attribute(1, mode.rawValue) }
            if let flag { try bytes.attribute(2, flag.rawValue) }
        case .vxlan(let settings): try settings.encode(into: &bytes)
        case .vlan(let identifier?): try bytes.attribute(1, identifier)
        case .veth, .macvlan, .vlan, .dummy, .other: break
        }
    }
}

extension BridgeSettings {
    /// The numbers of the kernel's `IFLA_BR_…`.
    enum Attribute {
        static let forwardDelay: UInt16 = 1
        static let spanningTree: UInt16 = 5
        static let multicastSnooping: UInt16 = 23
        static let callsIPTables: UInt16 = 36
        static let callsIP6Tables: UInt16 = 37
    }

    fileprivate func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        if let forwardDelay { try bytes.attribute(Attribute.forwardDelay, forwardDelay) }
        if let on = hasSpanningTree { try bytes.attribute(Attribute.spanningTree, on ? 1 : 0 as UInt32) }
        if let on = snoopsMulticast { try bytes.attribute(Attribute.multicastSnooping, on ? 1 : 0 as UInt8) }
        if let on = filtersIPv4 { try bytes.attribute(Attribute.callsIPTables, on ? 1 : 0 as UInt8) }
        if let on = filtersIPv6 { try bytes.attribute(Attribute.callsIP6Tables, on ? 1 : 0 as UInt8) }
    }
}

extension VXLANSettings {
    /// The numbers of the kernel's `IFLA_VXLAN_…`.
    enum Attribute {
        static let identifier: UInt16 = 1
        static let remote: UInt16 = 2
        static let link: UInt16 = 3
        static let local: UInt16 = 4
        static let learning: UInt16 = 7
        static let port: UInt16 = 15
        static let remote6: UInt16 = 16
        static let local6: UInt16 = 17
    }

    fileprivate func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        if let link { try bytes.attribute(Attribute.link, link) }
        if let identifier { try bytes.attribute(Attribute.identifier, identifier) }
        if let local { try bytes.attribute(local.family == .ipv4 ? Attribute.local : Attribute.local6, local) }
        if let remote {
            try bytes.attribute(remote.family == .ipv4 ? Attribute.remote : Attribute.remote6, remote)
        }
        if let learns { try bytes.attribute(Attribute.learning, learns ? 1 : 0 as UInt8) }
        if let port { try bytes.attribute(Attribute.port, bigEndian: port) }
    }
}
