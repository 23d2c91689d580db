internal import Addressing
internal import Lab

/// Which route, interface and source address a packet to an address would take: the kernel's choice.
struct RouteLookup {
    enum Kind: Hashable {
        case unicast, local, broadcast, multicast
    }

    let kind: Kind
    let interface: StackView.Interface
    let gateway: IPAddress?
    /// nil: the interface has no address of the family.
    let source: IPAddress?
    /// The route taken; nil for addresses of the stack itself.
    let route: StackView.Route?

    /// - Returns: nil where no route leads to the address.
    init?(to address: IPAddress, in stack: StackView) {
        if let own = Self.owner(of: address, in: stack),
            let loopback = stack.interfaces.first(where: { $0.kind == .loopback })
        {
            kind = .local
            interface = loopback
            gateway = nil
            source = own.contains(address) && address.isLoopback ? own.address : address
            route = nil
            return
        }
        let family = address.family
        let matching = stack.routes(family).filter { $0.destination?.contains(address) ?? true }
        guard let best = matching.max(by: { ($0.destination?.length ?? -1) < ($1.destination?.length ?? -1) }),
            let interface = stack.interfaces.first(where: { $0.name == best.interface })
        else { return nil }
        let isBroadcast = interface.addresses.contains { $0.length < 31 && $0.family == .ipv4 && $0.last == address }
        kind = isBroadcast ? .broadcast : address.isMulticast ? .multicast : .unicast
        self.interface = interface
        gateway = kind == .unicast ? best.gateway : nil
        route = best
        source = best.source ?? Self.source(on: interface, towards: gateway ?? address, address)
    }

    /// The interface address that makes an address the stack's own: itself, or any of a loopback prefix.
    private static func owner(of address: IPAddress, in stack: StackView) -> IPPrefix? {
        for interface in stack.interfaces {
            for prefix in interface.addresses {
                if prefix.address == address || (interface.kind == .loopback && prefix.contains(address)) {
                    return prefix
                }
            }
        }
        return nil
    }

    /// The address of the next hop's prefix, else the first one of as wide a scope.
    private static func source(
        on interface: StackView.Interface,
        towards hop: IPAddress,
        _ destination: IPAddress
    ) -> IPAddress? {
        let candidates = interface.addresses.filter { $0.family == destination.family }
        let wanted = destination.isLinkLocalUnicast
        if let same = candidates.first(where: { $0.contains(hop) && $0.address.isLinkLocalUnicast == wanted }) {
            return same.address
        }
        return (candidates.first { $0.address.isLinkLocalUnicast == wanted } ?? candidates.first)?.address
    }
}
