package import Addressing
package import PacketFilter

/// Why a packet went no further. Every packet is delivered, dropped for one of these, or under way.
package enum DropReason: Hashable, Sendable {
    /// A rule of the host's filter; nil is the chain's policy.
    case rule(FilterTable, ChainName, RulePlace?)
    case noRoute
    /// Nobody answered ARP or neighbour discovery.
    case noNeighbor
    /// Too many packets wait for one neighbour.
    case neighborQueue
    /// TTL or hop limit used up.
    case hopLimit
    /// Larger than the MTU, and not to be fragmented.
    case tooBig
    /// It came to a stack that forwards nothing.
    case notForwarding
    /// A flooded frame for somebody else.
    case foreignMAC
    /// A bridge has no other port.
    case noPort
    /// A link that the user took down.
    case linkDown(String)
    /// Lost on an impaired link.
    case lost(String)
    /// Two containers that the user parted.
    case partition(String, String)
    /// macvlan and ipvlan children do not reach their parent's host, nor it them.
    case parentIsolation
    /// macvlan in private or vepa mode.
    case macvlanMode
    /// A private address outside, where nobody routes it.
    case notRoutedOutside
    /// A private source address outside: the answer would have nowhere to go.
    case privateSource
    /// Masquerading found no address on the outgoing interface.
    case noMasqueradeAddress
    /// Masquerading found no port that is free.
    case noFreePort(IPAddress)
    /// Another connection took the same addresses and ports first.
    case connectionClash
    /// A fragment that fits nowhere.
    case badFragment

    /// In words, for comments in captures and for `why`.
    package var text: String {
        switch self {
        case .rule(let table, let chain, let place?):
            "dropped by rule \(place.number) of \(place.chain.rawValue) (table \(table.rawValue), \(chain.rawValue))"
        case .rule(let table, let chain, nil): "dropped by the policy of \(chain.rawValue) (table \(table.rawValue))"
        case .noRoute: "no route to the destination"
        case .noNeighbor: "nobody answered for the next hop's address"
        case .neighborQueue: "too many packets wait for the next hop's address"
        case .hopLimit: "TTL exceeded"
        case .tooBig: "larger than the MTU and not to be fragmented"
        case .notForwarding: "for an address that the stack does not have"
        case .foreignMAC: "for another MAC address"
        case .noPort: "no port leads to the destination"
        case .linkDown(let link): "link down: \(link)"
        case .lost(let link): "lost on the impaired link: \(link)"
        case .partition(let a, let b): "\(a) and \(b) are partitioned"
        case .parentIsolation: "macvlan and ipvlan containers do not reach their parent interface's host"
        case .macvlanMode: "the macvlan mode keeps containers apart"
        case .notRoutedOutside: "the world outside routes no private address"
        case .privateSource: "the world outside has no way back to a private source address"
        case .noMasqueradeAddress: "the outgoing interface has no address to masquerade as"
        case .noFreePort(let address): "no free port to masquerade as at \(address)"
        case .connectionClash: "another connection has the same addresses and ports"
        case .badFragment: "a fragment that fits nowhere"
        }
    }
}
