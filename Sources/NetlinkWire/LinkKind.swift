package import Addressing

/// What a link is (`IFLA_LINKINFO`), with what is particular to that.
package indirect enum LinkKind: Hashable, Sendable {
    case bridge(BridgeSettings)
    /// A veth pair with its other end, which may be in another namespace; nil as the kernel lists it.
    case veth(peer: LinkMessage?)
    case macvlan(MacvlanMode?)
    case ipvlan(IPVLANMode?, flag: IPVLANFlag?)
    case vxlan(VXLANSettings)
    case vlan(UInt16?)
    case dummy
    case other(String)

    /// The kernel's word for it.
    package var name: String {
        switch self {
        case .bridge: "bridge"
        case .veth: "veth"
        case .macvlan: "macvlan"
        case .ipvlan: "ipvlan"
        case .vxlan: "vxlan"
        case .vlan: "vlan"
        case .dummy: "dummy"
        case .other(let name): name
        }
    }
}

/// Settings of a bridge device; nil ones are the kernel's own.
package struct BridgeSettings: Hashable, Sendable {
    /// In hundredths of a second.
    package var forwardDelay: UInt32?
    package var hasSpanningTree: Bool?
    package var snoopsMulticast: Bool?
    /// Whether bridged packets pass iptables and nftables: br_netfilter.
    package var filtersIPv4: Bool?
    package var filtersIPv6: Bool?

    package init() {}
}

/// `macvlan_mode`; an open set.
package struct MacvlanMode: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let isolated = MacvlanMode(rawValue: 1)
    package static let vepa = MacvlanMode(rawValue: 2)
    package static let bridge = MacvlanMode(rawValue: 4)
    package static let passthru = MacvlanMode(rawValue: 8)
}

/// `ipvlan_mode`; an open set.
package struct IPVLANMode: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let layer2 = IPVLANMode(rawValue: 0)
    package static let layer3 = IPVLANMode(rawValue: 1)
    package static let layer3s = IPVLANMode(rawValue: 2)
}

/// `IPVLAN_F_…`; an open set.
package struct IPVLANFlag: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let bridge = IPVLANFlag(rawValue: 0)
    package static let isolated = IPVLANFlag(rawValue: 1)
    package static let vepa = IPVLANFlag(rawValue: 2)
}

/// A tunnel of Ethernet frames in UDP (RFC 7348).
package struct VXLANSettings: Hashable, Sendable {
    package var identifier: UInt32?
    package var link: UInt32?
    /// A multicast group, or the one other end.
    package var remote: IPAddress?
    package var local: IPAddress?
    package var learns: Bool?
    package var port: UInt16?

    package init() {}
}
