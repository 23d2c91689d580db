internal import Addressing
internal import Images
package import Lab

/// Who puts the addresses of a name into the order in which a program tries them.
package enum ResolverLibrary: String, CaseIterable, Sendable {
    /// The one that the simulated tools of a container have: its image's, where that is known; else that of the tools'
    /// flavor, for small images leave addresses in the order of the answer.
    package static func ofTools(in container: Container, _ context: ToolContext) -> ResolverLibrary {
        if let own = ofPrograms(in: container, context.lab) { return own }
        return ToolFlavor(at: .container(container), context) == .busybox ? .uclibc : .glibc
    }

    /// The one of the C library that a container's image has; nil where nothing is known of it.
    package static func ofPrograms(in container: Container, _ lab: Lab) -> ResolverLibrary? {
        switch lab.image(of: container)?.base {
        case nil: nil
        case .scratch?: .go
        case let base?: base.library.flatMap { ResolverLibrary(rawValue: $0.rawValue) }
        }
    }

    /// glibc's `getaddrinfo`: RFC 6724, with rule 9 for IPv4 within the client's own subnet.
    case glibc
    /// musl's `getaddrinfo`: as the answers come, unless there are IPv6 addresses among them (`__lookup_name`).
    case musl
    /// uClibc's `getaddrinfo`: as the answers come, IPv6 before IPv4. So did the recorded engine's small images: of three
    /// IPv4 addresses each came first in turn, and of a dual-stack name the IPv6 address.
    case uclibc
    /// Go's own resolver: RFC 6724, with rule 9 for IPv6 alone and its first 64 bits (`net.sortByRFC6724`).
    case go
    /// A program that takes the first address of an answer.
    case none

    /// How it orders them, in a few words.
    package var rule: String {
        switch self {
        case .glibc: "RFC 6724, the own subnet first"
        case .musl: "as answered, with IPv6 by RFC 6724"
        case .uclibc: "as answered, IPv6 first"
        case .go: "RFC 6724, IPv4 as answered"
        case .none: "as answered"
        }
    }

    /// Sorts addresses; equals keep their order.
    func sorted(_ addresses: [IPAddress], in stack: StackView) -> [IPAddress] {
        switch self {
        case .glibc: return DestinationOrder(stack: stack).sorted(addresses)
        case .none: return addresses
        case .uclibc: return addresses.filter { $0.family == .ipv6 } + addresses.filter { $0.family == .ipv4 }
        case .musl where !addresses.contains(where: { $0.family == .ipv6 }): return addresses
        case .musl, .go: return sortedByKey(addresses, in: stack)
        }
    }

    /// What is better in one address than in another, the weightiest first: rules 1, 2, 5, 6, 8 and 9.
    private struct Key: Comparable {
        var isUsable = false
        var matchesScope = false
        var matchesLabel = false
        let precedence: Int
        let scope: Int
        var commonBits = 0

        static func < (a: Key, b: Key) -> Bool {
            if a.isUsable != b.isUsable { return b.isUsable }
            if a.matchesScope != b.matchesScope { return b.matchesScope }
            if a.matchesLabel != b.matchesLabel { return b.matchesLabel }
            if a.precedence != b.precedence { return a.precedence < b.precedence }
            if a.scope != b.scope { return a.scope > b.scope }
            return a.commonBits < b.commonBits
        }
    }

    private func sortedByKey(_ addresses: [IPAddress], in stack: StackView) -> [IPAddress] {
        let keys = addresses.map { key(of: $0, in: stack) }
        let order = addresses.indices.sorted { a, b in
            keys[a] == keys[b] ? a < b : keys[b] < keys[a]
        }
        return order.map { addresses[$0] }
    }

    private func key(of address: IPAddress, in stack: StackView) -> Key {
        let policy = policy(of: address)
        var key = Key(precedence: policy.precedence, scope: DestinationOrder.scope(address))
        guard let source = RouteLookup(to: address, in: stack)?.source else { return key }
        key.isUsable = true
        key.matchesScope = key.scope == DestinationOrder.scope(source)
        key.matchesLabel = policy.label == self.policy(of: source).label
        key.commonBits = commonBits(address, source)
        return key
    }

    private func commonBits(_ address: IPAddress, _ source: IPAddress) -> Int {
        let bits = DestinationOrder.commonBits(address, source)
        guard address.family == .ipv4 else { return self == .go ? min(bits, 64) : bits }
        // musl compares the mapped addresses, which have 96 bits in common already.
        return self == .go ? 0 : 96 + bits
    }

    /// The tables of musl and of Go agree in what containers have: RFC 6724 section 2.1, where unique local addresses
    /// come after IPv4.
    private func policy(of address: IPAddress) -> (label: Int, precedence: Int) {
        guard case .v6(let ipv6) = address else { return (4, 35) }
        let number = ipv6.rawValue
        if number == 1 { return (0, 50) }
        if number >> 32 == 0xffff { return (4, 35) }
        switch number >> 112 {
        case 0x2002: return (2, 30)
        case 0x2001 where number >> 96 == 0x2001_0000: return (5, 5)
        case 0xfc00...0xfdff: return (13, 3)
        case 0x3ffe where self == .go: return (12, 1)
        case 0xfec0...0xfeff where self == .go: return (11, 1)
        default: return number >> 32 == 0 && self == .go ? (3, 1) : (1, 40)
        }
    }
}
