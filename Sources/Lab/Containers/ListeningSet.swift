public import Addressing

/// What listens in a stack: ports that are open at every address, as runs, and those that are open at some.
public struct ListeningSet: Hashable, Sendable {
    private var everywhere: PortSet
    /// Those of ports that are not open everywhere, in order.
    private var bound: [ListeningPort]
    /// Whether nobody knows what else listens there: what is asked for is taken to be open, which is a doubt.
    public package(set) var isOpenEnded = false

    public init(_ ports: PortSet = PortSet()) {
        everywhere = ports
        bound = []
    }

    public init(_ listeners: [ListeningPort]) {
        everywhere = PortSet(listeners.filter { $0.address == nil }.map(\.port))
        bound = listeners.filter { $0.address != nil }
        normalise()
    }

    public mutating func formUnion(_ other: ListeningSet) {
        everywhere.formUnion(other.everywhere)
        bound += other.bound
        isOpenEnded = isOpenEnded || other.isOpenEnded
        normalise()
    }

    private mutating func normalise() {
        if bound.isEmpty { return }
        bound = Set(bound.filter { !everywhere.contains($0.port) }).sorted()
    }

    /// Whether something takes what comes to a port at one of the stack's addresses, or is taken to.
    public func takes(_ port: ContainerPort, at address: IPAddress) -> Bool {
        isKnown(port, at: address) || mayTake(port, at: address)
    }

    /// Whether something is known to take it.
    package func isKnown(_ port: ContainerPort, at address: IPAddress) -> Bool {
        everywhere.contains(port) || bound.contains { $0.takes(port, at: address) }
    }

    /// Whether only a doubt has it taken. Nobody is taken for a name server without being said to be one, and on its own
    /// loopback a container reaches nothing that nobody knows of.
    package func mayTake(_ port: ContainerPort, at address: IPAddress) -> Bool {
        isOpenEnded && !address.isLoopback && !Lab.nameServerPorts.contains(port) && !isKnown(port, at: address)
    }

    /// Each listener, lowest port first.
    public var listeners: [ListeningPort] {
        let open = everywhere.ports.map { ListeningPort($0) }
        return bound.isEmpty ? open : (open + bound).sorted()
    }

    /// All ports.
    public var ports: PortSet { union { _ in true } }

    /// The ports that are open to more than the stack itself.
    public var openPorts: PortSet { union { !$0.isLoopbackOnly } }

    /// The ports that are open at an address.
    public func ports(at address: IPAddress) -> PortSet { union { $0.takes($0.port, at: address) } }

    private func union(_ isMeant: (ListeningPort) -> Bool) -> PortSet {
        var ports = everywhere
        if !bound.isEmpty { ports.formUnion(PortSet(bound.filter(isMeant).map(\.port))) }
        return ports
    }

    /// Runs of ports that are open at the same addresses, lowest first.
    public var runs: [PortRun] {
        if bound.isEmpty { return everywhere.runs }
        let single = Set(bound.map(\.port)).map { PortRun(PortRange($0.number), $0.transport) }
        return (everywhere.runs + single).sorted()
    }
}
