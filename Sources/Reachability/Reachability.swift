package import Addressing
package import Lab
internal import PacketFilter

/// Who reaches whom, on which port, and which rule decides: answered from the rules for classes of endpoints that behave
/// alike, not packet by packet.
///
/// What a pair of classes comes to is found out once, when it is first asked for, and shared by all pairs of classes
/// that are alike up to a renaming of networks.
package struct Reachability: Sendable {
    /// What one pair's answer depends on.
    struct PairKey: Hashable, Sendable {
        let from: Int32
        let to: Int32
        let pattern: PairPattern
    }

    package let lab: Lab
    /// By the first member's creation.
    package let classes: [EndpointClass]
    /// Containers that are not running: they reach nobody and are in no class.
    package let stoppedCount: Int
    /// The class of each slot; -1 where there is none.
    private let classNumbers: [Int32]
    let segments: [Slab<Network>.Slot: Int]
    var tracer: Tracer
    private var answers: [PairKey: PairAnswer] = [:]

    package init(_ lab: Lab) {
        self.lab = lab
        let grouping = Grouping(lab)
        classes = grouping.classes
        classNumbers = grouping.classNumbers
        stoppedCount = grouping.stoppedCount
        segments = grouping.segments
        tracer = grouping.tracer
    }

    /// Whether answers of single parties name the rules that decided, whose numbers are what costs most.
    package var namesRules: Bool {
        get { tracer.explains }
        set { tracer.explains = newValue }
    }

    /// How many rules were compared with packets so far: the cost of the answers.
    package var ruleLooks: Int { tracer.filter.ruleLooks }

    // MARK: Classes

    /// The class of a container; nil while it does not run.
    package func classIndex(of container: ContainerID) -> Int? {
        guard let slot = lab.containers.slot(container), classNumbers.indices.contains(Int(slot)) else { return nil }
        let number = Int(classNumbers[Int(slot)])
        return number < 0 ? nil : number
    }

    /// The members of a class, by creation.
    package func members(of index: Int) -> [ContainerID] {
        classes.indices.contains(index) ? classes[index].slots.map { lab.containers[$0].id } : []
    }

    package func memberNames(of index: Int) -> [String] {
        classes.indices.contains(index) ? classes[index].slots.map { lab.containers[$0].name } : []
    }

    package func networkNames(of index: Int) -> [String] {
        classes.indices.contains(index) ? classes[index].networks.map { lab.networks[$0].name } : []
    }

    /// The networks of a class, in gateway order.
    package func networkIDs(of index: Int) -> [NetworkID] {
        classes.indices.contains(index) ? classes[index].networks.map { lab.networks[$0].id } : []
    }

    // MARK: Pairs of classes

    /// What the members of one side find of another member of the other; nil where both are one stack.
    ///
    /// Addresses are those of members that speak for all, and no rules are named: rules are of single addresses and
    /// networks. Who wants either asks for single parties.
    package mutating func classAnswer(from: Side, to: Side) -> PairAnswer? {
        guard let key = key(from, to) else { return nil }
        if let known = answers[key] { return known }
        guard let (asker, target) = representatives(from, to) else { return nil }
        let namesRules = tracer.explains
        tracer.explains = false
        let found = answer(asker, target)
        tracer.explains = namesRules
        answers[key] = found
        return found
    }

    /// nil where both sides are one stack.
    func key(_ from: Side, _ to: Side) -> PairKey? {
        var networks: ([Slab<Network>.Slot], [Slab<Network>.Slot]) = ([], [])
        if case .members(let index) = from { networks.0 = classes[index].networks }
        if case .members(let index) = to { networks.1 = classes[index].networks }
        if from == to {
            guard case .members(let index) = from, classes[index].stackCount > 1 else { return nil }
        }
        return PairKey(
            from: kind(from),
            to: kind(to),
            pattern: PairPattern(networks.0, networks.1, segments: segments)
        )
    }

    func kind(_ side: Side) -> Int32 {
        switch side {
        case .members(let index): classes[index].kind
        case .host: -1
        case .outside: -2
        }
    }

    private func representatives(_ from: Side, _ to: Side) -> (Node, Node)? {
        func node(_ side: Side, second: Bool) -> Node? {
            switch side {
            case .host: .host
            case .outside: .outside
            case .members(let index): (second ? classes[index].second : classes[index].first).map(Node.container)
            }
        }
        guard let asker = node(from, second: false), let target = node(to, second: from == to) else { return nil }
        return (asker, target)
    }

    /// Another member of a side with a stack of its own; nil where there is none.
    package func partner(of party: Party, in side: Side) -> Party? {
        guard case .members(let index) = side, let own = node(party), case .container(let slot) = own else {
            return nil
        }
        return [classes[index].first, classes[index].second].compactMap { $0 }
            .first { !tracer.isSameStack($0, slot) }
            .map { .container(lab.containers[$0].id) }
    }

    // MARK: Single parties

    /// What one party finds of another, with their own addresses; nil for an unknown container.
    package mutating func answer(from: Party, to: Party) -> PairAnswer? {
        guard let asker = node(from), let target = node(to) else { return nil }
        for (node, reason) in [(asker, Verdict.Reason.askerDown), (target, .targetDown)] {
            guard case .container(let slot) = node, !lab.containers[slot].isRunning else { continue }
            let down = PairAnswer.ServiceAnswer(service: .ping, ways: [Verdict(.unreachable, reason)], namedCount: 0)
            return PairAnswer(resolves: false, ping: down, ports: [])
        }
        return answer(asker, target)
    }

    /// What becomes of one question: by name where there is one, by any address, and by published ports.
    package mutating func answer(from: Party, to: Party, _ service: Service) -> Verdict? {
        guard let all = answer(from: from, to: to) else { return nil }
        if let verdict = all.best(of: service) { return verdict }
        // Nothing listens there: what the address that ping takes comes to.
        guard let asker = node(from), let address = all.ping.best.address, let target = node(to) else {
            return all.ping.best
        }
        return tracer.trace(from: asker, to: address, service, near: Self.slot(target))
    }

    /// What becomes of one question to an address.
    package mutating func answer(from: Party, to address: IPAddress, _ service: Service) -> Verdict? {
        guard let asker = node(from) else { return nil }
        if case .container(let slot) = asker, !lab.containers[slot].isRunning {
            return Verdict(.unreachable, .askerDown, address: address, port: service.port?.number ?? 0)
        }
        return tracer.trace(from: asker, to: address, service)
    }

    func node(_ party: Party) -> Node? {
        switch party {
        case .host: .host
        case .outside: .outside
        case .container(let id): lab.containers.slot(id).map(Node.container)
        }
    }

    private static func slot(_ node: Node) -> Slab<Container>.Slot? {
        if case .container(let slot) = node { slot } else { nil }
    }

    /// The address of the client outside.
    package func outsideAddress(_ family: AddressFamily) -> IPAddress? { tracer.outside.clientAddress(family) }
}

/// A row or column of the matrix.
package enum Side: Hashable, Sendable {
    /// A class, by its place among ``Reachability/classes``.
    case members(Int)
    case host
    case outside
}
