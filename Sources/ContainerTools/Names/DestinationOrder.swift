internal import Addressing
internal import Lab

/// The order of several addresses of one host: RFC 6724 section 6 with glibc's tables and its own turns.
///
/// This is why `getent ahosts` may name one address first whatever the resolver's order: rule 9 prefers what shares
/// more leading bits with the source, and for IPv4 glibc counts them only within the source's own subnet.
struct DestinationOrder {
    let stack: StackView

    private struct Candidate {
        let address: IPAddress
        let source: IPAddress?
        let commonBits: Int
    }

    func sorted(_ addresses: [IPAddress]) -> [IPAddress] {
        let candidates = addresses.map(candidate)
        // Insertion keeps equals in their order, and lists are short.
        var ordered: [Candidate] = []
        for candidate in candidates {
            let place = ordered.firstIndex { Self.precedes(candidate, $0) } ?? ordered.endIndex
            ordered.insert(candidate, at: place)
        }
        return ordered.map(\.address)
    }

    private func candidate(_ address: IPAddress) -> Candidate {
        let lookup = RouteLookup(to: address, in: stack)
        guard let source = lookup?.source else { return Candidate(address: address, source: nil, commonBits: 0) }
        var bits = Self.commonBits(address, source)
        if address.family == .ipv4 {
            // By the source's own address, also where the route is the loopback's: a stack's own address comes first.
            let own = stack.interfaces.lazy.flatMap(\.addresses).first { $0.address == source }
            if own?.contains(address) != true { bits = 0 }
        }
        return Candidate(address: address, source: source, commonBits: bits)
    }

    private static func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
        // Rule 1: avoid destinations that cannot be used.
        guard let left = a.source, let right = b.source else { return a.source != nil && b.source == nil }
        // Rule 2: prefer matching scope.
        let matches = (scope(a.address) == scope(left), scope(b.address) == scope(right))
        if matches.0 != matches.1 { return matches.0 }
        // Rule 5: prefer matching label.
        let labels = (label(a.address) == label(left), label(b.address) == label(right))
        if labels.0 != labels.1 { return labels.0 }
        // Rule 6: prefer higher precedence.
        let precedences = (precedence(a.address), precedence(b.address))
        if precedences.0 != precedences.1 { return precedences.0 > precedences.1 }
        // Rule 8: prefer smaller scope.
        let scopes = (scope(a.address), scope(b.address))
        if scopes.0 != scopes.1 { return scopes.0 < scopes.1 }
        // Rule 9: use the longest matching prefix.
        return a.address.family == b.address.family && a.commonBits > b.commonBits
    }

    static func commonBits(_ a: IPAddress, _ b: IPAddress) -> Int {
        guard a.family == b.family else { return 0 }
        return (a.number ^ b.number).leadingZeroBitCount - (128 - a.family.bitWidth)
    }

    /// 1 interface-local, 2 link-local, 5 site-local, 14 global.
    static func scope(_ address: IPAddress) -> Int {
        if case .v6(let ipv6) = address {
            if address.isMulticast { return Int(truncatingIfNeeded: ipv6.rawValue >> 112) & 0xf }
            if ipv6.rawValue >> 118 == 0xfec0 >> 6 { return 5 }
        }
        return address.isLinkLocalUnicast || address.isLoopback ? 2 : 14
    }

    private static func label(_ address: IPAddress) -> Int { policy(address).label }
    private static func precedence(_ address: IPAddress) -> Int { policy(address).precedence }

    /// glibc's default tables (gai.conf(5)).
    private static func policy(_ address: IPAddress) -> (label: Int, precedence: Int) {
        guard case .v6(let ipv6) = address else { return (4, 10) }
        let number = ipv6.rawValue
        if number == 1 { return (0, 50) }
        if number >> 32 == 0xffff { return (4, 10) }
        if number >> 32 == 0 { return (3, 20) }
        switch number >> 112 {
        case 0x2002: return (2, 30)
        case 0x2001 where number >> 96 == 0x2001_0000: return (7, 40)
        case 0xfec0...0xfeff: return (5, 40)
        case 0xfc00...0xfdff: return (6, 40)
        default: return (1, 40)
        }
    }
}
