internal import Addressing
internal import Lab

/// The search for an order in which a fixed address goes elsewhere.
///
/// Of the containers that may start before the victim, those that hold lower fixed addresses and those that are given
/// addresses fill the range from below; the address is taken as soon as all below it are. More of them never help the
/// victim, so one order decides: all who may start before do, fixed ones as early as their dependencies let them, and
/// where a dynamic one has to start, the one that a fixed one waits for most urgently. Jobs of unit length with deadlines
/// and precedences are done in time by this rule if they can be at all (Lawler, 1973).
extension StartOrders {
    /// What a container is to a field.
    private enum Role {
        case outside
        case dynamic
        case fixed(IPAddress)
    }

    func theft(of victim: Int, in field: AddressField) -> Theft? {
        guard field.contested.contains(victim),
            let wish = field.fixed.first(where: { $0.participant == victim })?.address
        else { return nil }
        for occasion in occasions {
            var excluded: Set<Int> = []
            // Where fixed neighbours are late whatever is done, the order is tried without them.
            for _ in 0...min(field.fixed.count, 32) {
                let schedule = schedule(before: victim, excluded, occasion, in: field)
                let run = run(schedule, wish, occasion, field)
                if let end = run.theft {
                    let steps = shortest(Array(schedule[...end]), wish, victim, occasion, field)
                    return theft(of: victim, wish, occasion, steps, field)
                }
                guard let late = run.late, excluded.insert(late).inserted else { break }
            }
        }
        return nil
    }

    private func theft(
        of victim: Int,
        _ wish: IPAddress,
        _ occasion: Occasion,
        _ order: [Int],
        _ field: AddressField
    ) -> Theft? {
        guard let thief = order.last else { return nil }
        var steps: [Step] = []
        var taking = field.start
        let roles = roles(in: field)
        for position in order {
            let address: IPAddress? =
                switch roles[position] {
                case .outside: nil
                case .dynamic: taking.next()
                case .fixed(let wish): taking.take(wish) ? wish : nil
                }
            steps.append(Step(container: participants[position].name, address: address))
        }
        steps.append(Step(container: participants[victim].name, address: nil))
        return Theft(
            container: participants[victim].id,
            victim: participants[victim].name,
            address: wish,
            network: field.network,
            thief: participants[thief].name,
            occasion: occasion,
            order: steps
        )
    }

    /// Without a restart policy a reboot is followed by an `up` like the first.
    private var occasions: [Occasion] {
        participants.contains(where: \.restarts) ? Occasion.allCases : [.up]
    }

    private func roles(in field: AddressField) -> [Role] {
        var roles = [Role](repeating: .outside, count: participants.count)
        for position in field.dynamic { roles[position] = .dynamic }
        for fixed in field.fixed { roles[fixed.participant] = .fixed(fixed.address) }
        return roles
    }

    /// The positions that have to run before a container on an occasion.
    ///
    /// After a reboot a container that the engine starts by itself waits for nobody, and one that it does not start
    /// waits for all that it does.
    private func needs(_ position: Int, _ occasion: Occasion) -> [Int] {
        if occasion == .reboot, participants[position].restarts { return [] }
        return participants[position].needs
    }

    /// All who may start before the victim, in the order that suits it least.
    private func schedule(
        before victim: Int,
        _ excluded: Set<Int>,
        _ occasion: Occasion,
        in field: AddressField
    ) -> [Int] {
        var dependents = [[Int]](repeating: [], count: participants.count)
        var missing = [Int](repeating: 0, count: participants.count)
        for position in participants.indices {
            for need in needs(position, occasion) {
                dependents[need].append(position)
                missing[position] += 1
            }
        }
        let barred = barred(victim, excluded, dependents, occasion)
        let roles = roles(in: field)
        let deadlines = deadlines(roles, barred, dependents, missing, field)
        var order: [Int] = []
        var ready: [Int] = []
        // After a reboot the engine is through with its own before anyone else starts the rest.
        for isFirst in occasion == .reboot ? [true, false] : [false] {
            ready = participants.indices.reversed().filter {
                missing[$0] == 0 && !barred[$0] && (occasion == .up || participants[$0].restarts == isFirst)
            }
            var waiting: [Int] = []
            while true {
                while let position = ready.popLast() {
                    if case .dynamic = roles[position] { waiting.append(position) } else { start(position, isFirst) }
                }
                let soonest = waiting.indices.min {
                    (deadlines[waiting[$0]], waiting[$0]) < (deadlines[waiting[$1]], waiting[$1])
                }
                guard let soonest else { break }
                start(waiting.remove(at: soonest), isFirst)
            }
        }
        return order

        func start(_ position: Int, _ isFirst: Bool) {
            order.append(position)
            for dependent in dependents[position] {
                missing[dependent] -= 1
                // In the first turn nobody waits; who becomes ready is seen in the second.
                if missing[dependent] == 0, !barred[dependent], !isFirst { ready.append(dependent) }
            }
        }
    }

    /// Who does not start before the victim: itself, what is left out, and all that wait for these.
    private func barred(
        _ victim: Int,
        _ excluded: Set<Int>,
        _ dependents: [[Int]],
        _ occasion: Occasion
    ) -> [Bool] {
        var barred = [Bool](repeating: false, count: participants.count)
        var pending = [victim] + excluded
        while let position = pending.popLast() {
            if barred[position] { continue }
            barred[position] = true
            pending += dependents[position]
        }
        // What the engine starts by itself is all up before it is anyone else's turn.
        if occasion == .reboot, participants[victim].restarts {
            for position in participants.indices where !participants[position].restarts { barred[position] = true }
        }
        return barred
    }

    /// For each container, how many dynamic ones may have started once it has, if every fixed address is to go to its
    /// owner.
    private func deadlines(
        _ roles: [Role],
        _ barred: [Bool],
        _ dependents: [[Int]],
        _ missing: [Int],
        _ field: AddressField
    ) -> [Int] {
        let own = field.deadlines(of: field.fixed.filter { !barred[$0.participant] }, among: field.dynamic.count)
        if own.isEmpty { return [Int](repeating: .max, count: participants.count) }
        var missing = missing
        var order: [Int] = participants.indices.filter { missing[$0] == 0 }
        var next = 0
        while next < order.count {
            for dependent in dependents[order[next]] {
                missing[dependent] -= 1
                if missing[dependent] == 0 { order.append(dependent) }
            }
            next += 1
        }
        var deadlines = [Int](repeating: .max, count: participants.count)
        for position in order.reversed() where !barred[position] {
            var soonest = own[position] ?? .max
            for dependent in dependents[position] where deadlines[dependent] != .max {
                var isDynamic = false
                if case .dynamic = roles[dependent] { isDynamic = true }
                soonest = min(soonest, deadlines[dependent] - (isDynamic ? 1 : 0))
            }
            deadlines[position] = soonest
        }
        return deadlines
    }

    /// What comes of an order: the place of the container that takes the address, and the first fixed one that is late.
    /// Who waits for one that fails to start does not start either.
    private func run(
        _ order: [Int],
        _ wish: IPAddress,
        _ occasion: Occasion,
        _ field: AddressField
    ) -> (theft: Int?, late: Int?) {
        var taking = field.start
        var failed: Set<Int> = []
        var late: Int?
        let roles = roles(in: field)
        for (place, position) in order.enumerated() {
            if !failed.isEmpty, needs(position, occasion).contains(where: failed.contains) {
                failed.insert(position)
                continue
            }
            switch roles[position] {
            case .outside: break
            case .dynamic: if taking.next() == wish { return (place, late) }
            case .fixed(let address):
                if taking.take(address) {
                    if address == wish { return (place, late) }
                } else {
                    failed.insert(position)
                    late = late ?? position
                }
            }
        }
        return (nil, late)
    }

    /// An order without any start that it can do without; the thief stays last.
    private func shortest(
        _ order: [Int],
        _ wish: IPAddress,
        _ victim: Int,
        _ occasion: Occasion,
        _ field: AddressField
    ) -> [Int] {
        var order = order
        // What the victim itself waits for has to have started.
        var required: Set<Int> = []
        var pending = needs(victim, occasion)
        while let position = pending.popLast() {
            if required.insert(position).inserted { pending += needs(position, occasion) }
        }
        var tries = 400
        var place = order.count - 2
        while place >= 0, tries > 0 {
            defer { place -= 1 }
            let candidate = order[place]
            if required.contains(candidate) { continue }
            if order.contains(where: { needs($0, occasion).contains(candidate) }) { continue }
            var shorter = order
            shorter.remove(at: place)
            tries -= 1
            if run(shorter, wish, occasion, field).theft == shorter.count - 1 { order = shorter }
        }
        return order
    }

    // MARK: - Dynamic addresses

    /// The lowest and the highest address that a container without a wish gets: the more start before it, the higher.
    func bounds(of position: Int, in field: AddressField) -> [IPAddress] {
        var found: [IPAddress] = []
        for occasion in occasions {
            let latest = schedule(before: position, [], occasion, in: field)
            var needed: Set<Int> = []
            var pending = needs(position, occasion)
            while let next = pending.popLast() {
                if needed.insert(next).inserted { pending += needs(next, occasion) }
            }
            for order in [latest.filter(needed.contains), latest] {
                if let address = address(after: order, field) { found.append(address) }
            }
        }
        return Array(Set(found)).sorted()
    }

    private func address(after order: [Int], _ field: AddressField) -> IPAddress? {
        var taking = field.start
        let roles = roles(in: field)
        for position in order {
            switch roles[position] {
            case .outside: break
            case .dynamic: _ = taking.next()
            case .fixed(let address): _ = taking.take(address)
            }
        }
        return taking.next()
    }
}
