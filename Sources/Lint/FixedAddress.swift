internal import Addressing
internal import Compose
internal import Lab
internal import Planning
internal import Text
internal import YAML

/// What is wrong with an address that a file gives to a service.
enum FixedAddress {
    enum Kind: Hashable, Sendable {
        /// No subnet of the network has it, and subnets are declared.
        case outside
        /// The file declares no subnet of the family.
        case noSubnet
        /// The network does not do IPv6.
        case familyOff
        /// The network's own, or broadcast, address.
        case unusable
        case gateway
        case auxiliary
        /// Another service has it too, or another replica of the same one.
        case duplicate
        /// Neighbors without a wish may be given it first.
        case dynamic
    }

    struct Problem: Sendable {
        let kind: Kind
        let service: Int
        let join: LintContext.Join
        let address: Placed<IPAddress>
        /// Services that have it too, or that may be given it.
        var others: [Int] = []
        var related: [Placed<String>] = []
        /// Whether it is of the network as a whole: the others like it stand in `related`.
        var count = 1
    }

    /// A wish for an address.
    private struct Wish {
        let service: Int
        let join: LintContext.Join
        let address: Placed<IPAddress>
        let isIPv6: Bool
    }

    /// Every problem, by service; those of kind ``Kind/dynamic`` one a network.
    static func problems(in context: LintContext) -> [Problem] {
        var wishes: [Int: [Wish]] = [:]
        var problems: [Problem] = []
        for service in context.services {
            for join in service.joins {
                for (address, isIPv6) in [(join.item.ipv4, false), (join.item.ipv6, true)] {
                    guard let address else { continue }
                    let network = context.networks[join.network]
                    if let kind = kind(address.value, isIPv6, network, context) {
                        problems.append(Problem(kind: kind, service: service.index, join: join, address: address))
                        continue
                    }
                    let wish = Wish(service: service.index, join: join, address: address, isIPv6: isIPv6)
                    wishes[network.same.first ?? network.index, default: []].append(wish)
                }
            }
        }
        let thefts = wishes.isEmpty ? [:] : Dictionary(grouping: StartOrders(context.realisation).thefts, by: \.network)
        for (index, wishes) in wishes.sorted(by: { $0.key < $1.key }) {
            problems += duplicates(wishes, context)
            let network = context.networks[index]
            problems += stolen(wishes, network, network.made.flatMap { thefts[$0.name] } ?? [], context)
        }
        return problems
    }

    private static func kind(
        _ address: IPAddress,
        _ isIPv6: Bool,
        _ network: LintContext.NetworkEntry,
        _ context: LintContext
    ) -> Kind? {
        // What the file of an external network's own project says counts, where that is given too.
        let declared = network.same.flatMap { context.networks[$0].network.subnets }
        let family: AddressFamily = isIPv6 ? .ipv6 : .ipv4
        let prefixes = declared.compactMap(\.prefix?.value).filter { $0.family == family }
        if isIPv6, let made = network.made, !made.enableIPv6 { return .familyOff }
        // Nothing is known of an external network that no file makes.
        if network.isAssumed { return nil }
        guard !prefixes.isEmpty else { return network.network.isExternal ? nil : .noSubnet }
        guard let prefix = prefixes.first(where: { $0.contains(address) }) else { return .outside }
        if prefix.hostBits > 1 || family == .ipv6 && prefix.hostBits > 0 {
            if address == prefix.first || family == .ipv4 && address == prefix.last { return .unusable }
        }
        if declared.contains(where: { $0.auxiliary.contains { $0.address.value == address } }) { return .auxiliary }
        if declared.contains(where: { $0.gateway?.value == address }) { return .gateway }
        if network.made?.subnets.contains(where: { $0.gateway == address }) == true { return .gateway }
        return nil
    }

    private static func duplicates(_ wishes: [Wish], _ context: LintContext) -> [Problem] {
        var first: [IPAddress: Wish] = [:]
        var problems: [Problem] = []
        for wish in wishes {
            if let other = first[wish.address.value] {
                let label = context.services[other.service].label
                problems.append(
                    Problem(
                        kind: .duplicate,
                        service: wish.service,
                        join: wish.join,
                        address: wish.address,
                        others: [other.service],
                        related: [Placed("\(label) has it here", at: other.address.place)]
                    )
                )
            } else {
                first[wish.address.value] = wish
                if context.services[wish.service].service.replicas > 1 {
                    problems.append(
                        Problem(
                            kind: .duplicate,
                            service: wish.service,
                            join: wish.join,
                            address: wish.address,
                            others: [wish.service]
                        )
                    )
                }
            }
        }
        return problems
    }

    /// Addresses that neighbors may be given in some order of starting, as `netsim plan --start-orders` finds them.
    private static func stolen(
        _ wishes: [Wish],
        _ network: LintContext.NetworkEntry,
        _ thefts: [StartOrders.Theft],
        _ context: LintContext
    ) -> [Problem] {
        if thefts.isEmpty { return [] }
        let wishing = Dictionary(grouping: wishes, by: \.address.value).mapValues { Set($0.map(\.service)) }
        var services: [String: Int] = [:]
        var members: Set<Int> = []
        for member in context.everyMember(of: network) where members.insert(member).inserted {
            for container in context.services[member].containers { services[container.name] = member }
        }
        var thieves: [IPAddress: Set<Int>] = [:]
        for theft in thefts {
            // Two that want one address are told of by another rule.
            guard let thief = services[theft.thief], wishing[theft.address]?.contains(thief) == false else { continue }
            thieves[theft.address, default: []].insert(thief)
        }
        var found: Problem?
        for wish in wishes.sorted(by: { $0.address.value < $1.address.value }) {
            guard thieves[wish.address.value] != nil else { continue }
            if found == nil {
                let others = members.subtracting(wishes.lazy.filter { $0.isIPv6 == wish.isIPv6 }.map(\.service))
                found = Problem(
                    kind: .dynamic,
                    service: wish.service,
                    join: wish.join,
                    address: wish.address,
                    others: others.sorted()
                )
            } else {
                found?.count += 1
                if found.map({ $0.related.count < 8 }) == true {
                    let label = context.services[wish.service].label
                    found?.related.append(
                        Placed("nor is \(wish.address.value) of \(label) safe", at: wish.address.place)
                    )
                }
            }
        }
        return [found].compactMap { $0 }
    }

    /// Reports the problems of one kind, each with what the engine said of it.
    static func report(_ kind: Kind, in run: inout LintRun) {
        for problem in run.fixedAddresses() where problem.kind == kind {
            let service = run.services[problem.service]
            let network = run.networks[problem.join.network]
            // Which of two is refused is a matter of who starts first.
            let holders = [service] + (kind == .duplicate ? problem.others.map { run.services[$0] } : [])
            let refusals = holders.flatMap { run.refusals(of: $0) }.filter { refusal in
                (refusal.line.hasSuffix("Address already in use") && kind != .outside)
                    || refusal.line.contains("no configured subnet contains IP address \(problem.address.value)")
            }
            for refusal in refusals { run.explain(refusal) }
            run.report(
                text(problem, service, network, run.context),
                at: problem.address.place,
                subject: "\(service.subject)/network/\(problem.join.item.key)/\(problem.address.value)",
                related: problem.related,
                details: refusals.first?.details ?? []
            )
        }
    }

    private static func text(
        _ problem: Problem,
        _ service: LintContext.ServiceEntry,
        _ network: LintContext.NetworkEntry,
        _ context: LintContext
    ) -> String {
        let address = problem.address.value
        let family = address.family == .ipv6 ? "IPv6" : "IPv4"
        switch problem.kind {
        case .outside:
            let prefixes = network.same.flatMap { context.networks[$0].network.subnets }.compactMap(\.prefix?.value)
                .filter { $0.family == address.family }
            return "\(address) of \(service.label) is outside \(Count.list(prefixes.map(\.description))) "
                + "of \(network.label)"
        case .noSubnet:
            return "\(service.label) wants \(address), and \(network.label) declares no \(family) subnet"
        case .familyOff: return "\(service.label) wants \(address), and \(network.label) has IPv6 switched off"
        case .unusable:
            return "\(address) of \(service.label) is the network or broadcast address of \(network.label)"
        case .gateway: return "\(address) of \(service.label) is the gateway of \(network.label)"
        case .auxiliary: return "\(address) of \(service.label) is an auxiliary address of \(network.label)"
        case .duplicate:
            let other = problem.others.first ?? problem.service
            if other == problem.service {
                return "\(Count.of(service.service.replicas, "replica")) of \(service.label) want \(address)"
            }
            return "\(context.services[other].label) and \(service.label) both want \(address) on \(network.label)"
        case .dynamic:
            let others = Count.list(problem.others.map { context.services[$0].label }, limit: 4)
            let more = problem.count == 1 ? "" : " (and \(problem.count - 1) more)"
            return "\(address)\(more), fixed for \(service.label), is given to \(others) in some order of starting"
        }
    }
}
