internal import Addressing
internal import Compose
internal import ContainerTools
internal import DNSWire
internal import Lab
internal import Projects
internal import Resolver
internal import Text
internal import YAML

/// What names come to.
extension ExpectationChecker {
    /// The addresses that programs at a place get for a name, in order, each once.
    mutating func addresses(of name: String, at place: ToolPlace) -> [IPAddress] {
        var seen: Set<IPAddress> = []
        return NameQuestion.addresses(of: name, at: place, &tools).addresses.filter { seen.insert($0).inserted }
    }

    /// Asks at each place that speaks for the asker.
    ///
    /// - Parameters:
    ///   - family: the addresses that count; nil: IPv4, or IPv6 where there are no others.
    ///   - problem: what is wrong with the addresses; nil: nothing.
    mutating func checkNames(
        _ asker: Expectation.Asker,
        _ name: String,
        in project: Int,
        family: AddressFamily? = nil,
        isNegated: Bool = false,
        _ problem: ([IPAddress]) -> String?
    ) throws(ExpectationError) -> Failure? {
        let (places, failure) = try askers(asker, in: project)
        // Who does not run resolves nothing, but was not asked either.
        if let failure { return failure }
        for (label, place, _) in places {
            let all = addresses(of: name, at: place)
            let wanted = family ?? (all.contains { $0.family == .ipv4 } ? .ipv4 : .ipv6)
            let found = isNegated ? all : all.filter { $0.family == wanted }.sorted()
            guard let text = problem(found) else { continue }
            return Failure(
                message: "\(label) \(found.isEmpty ? "finds" : "resolves it to") \(text)",
                details: explanation(of: name, at: place, wanted)
            )
        }
        return nil
    }

    /// How the embedded DNS decided.
    mutating func explanation(of name: String, at place: ToolPlace, _ family: AddressFamily) -> [String] {
        guard case .container(let container) = place else {
            return ["neither the host nor the world outside knows names of containers"]
        }
        guard let question = try? DomainName(parsing: name) else { return ["\(name) is no domain name"] }
        return tools.names.explain(
            Question(name: question, type: family == .ipv6 ? .aaaa : .a),
            from: container
        )
    }

    /// On each network that knows the name, how many containers it stands for.
    mutating func checkSpread(
        _ name: Expectation.Name,
        _ count: Int,
        in project: Int
    ) throws(ExpectationError) -> Failure? {
        let wanted = name.text.lowercased()
        var holders: [(network: String, names: [String])] = []
        var seen: Set<NetworkID> = []
        let projects = context.realisation.projects
        let own = name.project.flatMap { text in projects.firstIndex { $0.name.value == text } } ?? project
        for entry in context.networks where entry.project == own {
            guard let network = entry.made, seen.insert(network.id).inserted else { continue }
            let names = context.lab.liveEndpoints(of: network).compactMap { container, _ -> String? in
                guard let attachment = container.attachments.first(where: { $0.networkID == network.id }),
                    context.lab.dnsNames(of: container, on: attachment).contains(where: { $0.lowercased() == wanted })
                else { return nil }
                return container.name
            }
            if !names.isEmpty { holders.append((entry.label, names)) }
        }
        if holders.isEmpty {
            guard count != 0, parties.meant(name, in: project) == nil else {
                return count == 0 ? nil : Failure(message: "no network knows the name")
            }
            throw parties.unknown(name, in: project)
        }
        guard let wrong = holders.first(where: { $0.names.count != count }) else { return nil }
        return Failure(
            message: "on \(wrong.network) it stands for \(Count.containers(wrong.names.count)), not \(count)",
            details: ["on \(wrong.network): \(Count.list(wrong.names, limit: 8))"]
        )
    }
}
