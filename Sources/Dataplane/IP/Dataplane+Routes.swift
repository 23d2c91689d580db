package import Addressing
internal import Lab

extension Dataplane {
    /// The kernel's choice of route and source address (RFC 1812 section 5.2.4.3: longest prefix first).
    ///
    /// - Parameter interface: an interface that the socket insists on.
    mutating func route(_ destination: IPAddress, in stack: Int, interface: Int? = nil) -> RouteChoice? {
        if interface == nil, let known = stacks[stack].routeCache[destination] { return known }
        if stacks[stack].isHost { wakeBridge(with: destination) }
        let choice = findRoute(destination, in: stack, interface: interface)
        if interface == nil, let choice {
            if stacks[stack].routeCache.count > 4096 { stacks[stack].routeCache = [:] }
            stacks[stack].routeCache[destination] = choice
        }
        return choice
    }

    private func findRoute(_ destination: IPAddress, in stack: Int, interface: Int?) -> RouteChoice? {
        let loopback = stacks[stack].interfaces[0]
        if stacks[stack].local[destination] != nil {
            return RouteChoice(target: .local, interface: loopback, source: destination, route: nil)
        }
        if destination.isLoopback {
            guard destination.family == .ipv4 else { return nil }
            return RouteChoice(target: .local, interface: loopback, source: Self.loopbackAddress, route: nil)
        }
        if destination == Self.limitedBroadcast || destination.isMulticast {
            let candidates = stacks[stack].interfaces.filter { !interfaces[$0].isLoopback }
            guard let outgoing = interface ?? stacks[stack].routes.last?.interface ?? candidates.first else {
                return nil
            }
            let source = sourceAddress(on: outgoing, towards: destination)
            return RouteChoice(target: .broadcast, interface: outgoing, source: source, route: nil)
        }
        for route in stacks[stack].routes where route.prefix.contains(destination) {
            if let interface, route.interface != interface { continue }
            let isBroadcast = interfaces[route.interface].addresses.contains {
                $0.family == .ipv4 && $0.hostBits > 1 && $0.last == destination
            }
            let hop = route.gateway ?? destination
            return RouteChoice(
                target: isBroadcast && route.gateway == nil ? .broadcast : .unicast(nextHop: hop),
                interface: route.interface,
                source: route.source ?? sourceAddress(on: route.interface, towards: hop, destination),
                route: route
            )
        }
        // A socket bound to an interface may speak on its link even without a route.
        guard let interface else { return nil }
        return RouteChoice(
            target: .unicast(nextHop: destination),
            interface: interface,
            source: sourceAddress(on: interface, towards: destination),
            route: nil
        )
    }

    static let limitedBroadcast = IPAddress.v4(IPv4Address(rawValue: .max))
    static let loopbackAddress = IPAddress.v4(IPv4Address(rawValue: 0x7f00_0001))

    /// The address in the next hop's prefix, else the first of as wide a scope.
    private func sourceAddress(on interface: Int, towards hop: IPAddress, _ destination: IPAddress? = nil) -> IPAddress?
    {
        let destination = destination ?? hop
        let candidates = interfaces[interface].addresses.filter { $0.family == destination.family }
        let isLinkLocal = destination.isLinkLocalUnicast
        let sameScope = candidates.filter { $0.address.isLinkLocalUnicast == isLinkLocal }
        return (sameScope.first { $0.contains(hop) } ?? sameScope.first ?? candidates.first)?.address
    }

    /// The address that a packet from a stack to `destination` would carry; nil without a route.
    package mutating func sourceAddress(in stack: StackID, towards destination: IPAddress) -> IPAddress? {
        guard stacks.indices.contains(stack.index) else { return nil }
        return route(destination, in: stack.index)?.source
    }

    /// The MTU of the route to `destination`, as path MTU discovery knows it so far; nil without a route.
    package mutating func pathMTU(in stack: StackID, towards destination: IPAddress) -> Int? {
        guard stacks.indices.contains(stack.index), let choice = route(destination, in: stack.index) else { return nil }
        return mtu(towards: destination, choice, in: stack.index)
    }

    func mtu(towards destination: IPAddress, _ choice: RouteChoice, in stack: Int) -> Int {
        min(interfaces[choice.interface].mtu, stacks[stack].pathMTU[destination] ?? .max)
    }

    /// The interface of a stack by its name.
    func interface(named name: String, in stack: Int) -> Int? {
        stacks[stack].interfaces.first { interfaces[$0].name == name }
    }
}
