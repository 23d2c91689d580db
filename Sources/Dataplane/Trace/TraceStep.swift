package import Addressing
package import PacketFilter
package import PacketWire

/// One thing that happened to a packet, for `why`.
package struct TraceStep: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A stack sent it: by an interface, to a next hop (nil: itself), from a route's prefix (nil: its own address).
        case output(interface: String, nextHop: IPAddress?, route: IPPrefix?)
        /// The host routes it on.
        case forwarded(interface: String, nextHop: IPAddress?, route: IPPrefix?)
        /// It left a stack by an interface.
        case transmitted
        /// A bridge sent it out of all ports.
        case flooded
        /// Who has this address?
        case asked(IPAddress)
        case answered(IPAddress, MACAddress)
        /// Rules that matched, the deciding one last (a jump last: the policy decided).
        case rules(FilterTable, ChainName, [RulePlace], FilterVerdict)
        /// NAT changed its addresses or ports.
        case translated(before: IPPacket)
        /// It arrived at a stack's protocols.
        case delivered
        /// A service took it.
        case served(String)
        /// The port is closed.
        case refused
        case dropped(DropReason)
    }

    package var time: SimulatedTime
    /// The stack's name: a container's, `host`, `outside`, `router`.
    package var stack: String
    /// The interface concerned, where there is one.
    package var interface: String?
    package var kind: Kind
    package var packet: IPPacket?
}

/// Where every packet has gone.
package struct Accounts: Hashable, Sendable {
    /// Packets that came to be: sent, and copies by flooding, duplication and fragmentation.
    package internal(set) var created = 0
    package internal(set) var delivered = 0
    package internal(set) var dropped = 0
    /// Fragments that became part of a whole.
    package internal(set) var absorbed = 0
}
