internal import Addressing
internal import Compose
internal import ContainerTools
internal import Lab
internal import Reachability
internal import Text
internal import YAML

/// Who reaches whom.
extension ExpectationChecker {
    mutating func checkReach(
        _ asker: Expectation.Asker,
        _ target: Expectation.Target,
        _ port: ContainerPort?,
        isNegated: Bool,
        in project: Int
    ) throws(ExpectationError) -> Failure? {
        var meant: ExpectedParties.Meant?
        if case .named(let name) = target {
            meant = parties.meant(name, in: project)
            if meant == nil, name.project != nil || !isNameOfNetwork(name.text, in: project) {
                throw parties.unknown(name, in: project)
            }
        }
        let (askers, failure) = try askers(asker, in: project)
        if let failure { return failure }
        // An alias is asked for by name where that can be done, and stands for who has it elsewhere.
        if case .named(let name) = target, meant == nil, isNegated || asker == .host || asker == .outside {
            meant = parties.holders(of: name.text, in: project)
        }
        if let meant, let failure = Self.notRunning(meant) { return failure }
        for (label, place, party) in askers {
            let failure: Failure?
            switch target {
            case .named(let name):
                if let meant {
                    failure =
                        isNegated
                        ? checkApart(label, party, meant, port)
                        : checkTogether(label, place, party, meant, name.text, port)
                } else {
                    failure = checkName(label, place, party, name.text, port, isNegated: isNegated)
                }
            case .address(let address):
                failure = checkAddresses(label, party, [address], port, isNegated: isNegated)
            case .host:
                failure = checkAddresses(label, party, hostAddresses(for: party), port, isNegated: isNegated)
            case .outside:
                let addresses = AddressFamily.allCases.compactMap { reach.outsideAddress($0) }
                failure = checkAddresses(label, party, addresses, nil, isNegated: isNegated)
            }
            if let failure { return failure }
        }
        return nil
    }

    /// Whether some service, alias, link or upstream record of the project has a name.
    private func isNameOfNetwork(_ name: String, in project: Int) -> Bool {
        let wanted = name.lowercased()
        let services = context.services.filter { $0.project == project }
        let isOwn = services.contains { entry in
            entry.joins.contains { $0.item.aliases.contains { $0.value.lowercased() == wanted } }
                || entry.service.hostname?.value.lowercased() == wanted
                || entry.service.extraHosts.contains { $0.value.name.lowercased() == wanted }
                || (entry.service.links + entry.service.externalLinks).contains {
                    $0.value.alias.lowercased() == wanted
                }
        }
        if isOwn || context.lab.upstream.records.contains(where: { $0.name == wanted }) { return true }
        // Another project's names, and names with a network behind them, such as db.back.
        return context.services.contains { $0.service.name.lowercased() == wanted } || wanted.contains(".")
    }

    private func hostAddresses(for party: Party) -> [IPAddress] {
        if party == .host { return [IPAddress("127.0.0.1")].compactMap { $0 } }
        return context.lab.host.uplinkAddresses.map(\.address)
    }

    // MARK: - By name

    /// As a program does it: the name is resolved, and what it comes to is asked.
    private mutating func checkTogether(
        _ label: String,
        _ place: ToolPlace,
        _ party: Party,
        _ meant: ExpectedParties.Meant,
        _ name: String,
        _ port: ContainerPort?
    ) -> Failure? {
        let service = port.map(Service.port) ?? .ping
        guard case .container(let asking) = place else {
            return firstUnreached(label, party, meant, service)
        }
        let named = meant.containers.filter { hasNames($0) && $0.id != asking.id }
        // Who has no name, in host mode or another's stack, is asked for by address.
        guard !named.isEmpty else { return firstUnreached(label, party, meant, service) }
        let found = addresses(of: name, at: place)
        if found.isEmpty {
            // In one stack there is nothing to resolve.
            if firstUnreached(label, party, meant, service) == nil, isOwnStack(party, meant) { return nil }
            var details = explanation(of: name, at: place, .ipv4)
            if let address = reach.answer(from: party, to: .container(named[0].id), service),
                address.outcome == .reached
            {
                details.append("by address it can be reached: \(Self.text(address))")
            }
            return Failure(message: "\(label) does not resolve \"\(name)\"", details: details)
        }
        for container in representatives(named) {
            let own = Set(
                container.attachments.flatMap { attachment in
                    [attachment.endpoint?.ipv4?.address, attachment.endpoint?.ipv6?.address].compactMap { $0 }
                }
            )
            let candidates = found.filter(own.contains)
            guard !candidates.isEmpty else {
                return Failure(
                    message: "for \(label), \"\(name)\" is \(Count.list(found.map(\.description))), "
                        + "which is not \(container.name)",
                    details: explanation(of: name, at: place, .ipv4)
                )
            }
            if let failure = checkAddresses(label, party, candidates, port, isNegated: false, of: container) {
                return failure
            }
        }
        return nil
    }

    private func isOwnStack(_ party: Party, _ meant: ExpectedParties.Meant) -> Bool {
        guard case .container(let id) = party, let asking = context.lab.container(id) else { return false }
        let owner = context.lab.stackOwner(of: asking)?.id
        return meant.containers.allSatisfy { context.lab.stackOwner(of: $0)?.id == owner }
    }

    private func hasNames(_ container: Container) -> Bool {
        container.attachments.contains { attachment in
            attachment.endpoint != nil && !context.lab.dnsNames(of: container, on: attachment).isEmpty
        }
    }

    /// A name that is no service's: an alias, a link, a record of the world outside.
    private mutating func checkName(
        _ label: String,
        _ place: ToolPlace,
        _ party: Party,
        _ name: String,
        _ port: ContainerPort?,
        isNegated: Bool
    ) -> Failure? {
        let found = addresses(of: name, at: place)
        if found.isEmpty {
            if isNegated { return nil }
            return Failure(
                message: "\(label) does not resolve \"\(name)\"",
                details: explanation(of: name, at: place, .ipv4)
            )
        }
        // Every address that the name may lead to has to work, or none may.
        for address in found {
            if let failure = checkAddresses(label, party, [address], port, isNegated: isNegated) { return failure }
        }
        return nil
    }

    // MARK: - By any way

    /// Whether there is a way to each container of the target.
    private mutating func firstUnreached(
        _ label: String,
        _ party: Party,
        _ meant: ExpectedParties.Meant,
        _ service: Service
    ) -> Failure? {
        for container in others(meant.containers, than: party) {
            guard let verdict = reach.answer(from: party, to: .container(container.id), service) else { continue }
            if verdict.outcome == .reached {
                note(verdict, container, service.port)
                continue
            }
            return failure(label, party, container, verdict, service.port)
        }
        return nil
    }

    /// Whether no way leads to any container of the target: neither its addresses nor what it publishes.
    private mutating func checkApart(
        _ label: String,
        _ party: Party,
        _ meant: ExpectedParties.Meant,
        _ port: ContainerPort?
    ) -> Failure? {
        for container in others(meant.containers, than: party) {
            guard let answer = reach.answer(from: party, to: .container(container.id)) else { continue }
            var verdicts: [(Service, Verdict)] = answer.services.map { ($0.service, $0.best) }
            if let port {
                let asked =
                    answer.services.first { $0.service == .port(port) }?.best
                    ?? reach.answer(from: party, to: .container(container.id), .port(port))
                verdicts = asked.map { [(.port(port), $0)] } ?? []
            }
            guard let (service, verdict) = verdicts.first(where: { $0.1.outcome == .reached }) else { continue }
            return Failure(
                message: "\(label) reaches \(container.name)\(service.port.map { " on \($0)" } ?? "") "
                    + Self.text(verdict),
                details: evidence(party, label, verdict, service.port, of: container)
            )
        }
        return nil
    }

    /// One of each class, the asker left out where there is anybody else.
    private func others(_ containers: [Container], than party: Party) -> [Container] {
        let others = representatives(containers.filter { .container($0.id) != party })
        return others.isEmpty ? containers : others
    }

    /// Whether one of some addresses can be reached.
    private mutating func checkAddresses(
        _ label: String,
        _ party: Party,
        _ addresses: [IPAddress],
        _ port: ContainerPort?,
        isNegated: Bool,
        of container: Container? = nil
    ) -> Failure? {
        let service = port.map(Service.port) ?? .ping
        var worst: Verdict?
        for address in addresses {
            guard let verdict = reach.answer(from: party, to: address, service) else { continue }
            if verdict.outcome == .reached {
                if !isNegated {
                    note(verdict, container, port)
                    return nil
                }
                return Failure(
                    message: "\(label) reaches it \(Self.text(verdict))",
                    details: evidence(party, label, verdict, port, of: nil)
                )
            }
            if worst == nil { worst = verdict }
        }
        if isNegated { return nil }
        guard let worst else { return Failure(message: "there is no address to ask") }
        return failure(label, party, container, worst, port)
    }

    private mutating func failure(
        _ label: String,
        _ party: Party,
        _ container: Container?,
        _ verdict: Verdict,
        _ port: ContainerPort?
    ) -> Failure {
        let place = verdict.address.map { " at \(Self.text($0, verdict.port))" } ?? ""
        let target = container.map { " \($0.name)" } ?? ""
        return Failure(
            message: "\(label) does not reach\(target)\(place): \(verdict.reason.rawValue)",
            details: evidence(party, label, verdict, port, of: container)
        )
    }

    static func text(_ verdict: Verdict) -> String {
        let doubt = verdict.isDoubt ? ", where nobody knows what listens" : ""
        let place = (verdict.address.map { text($0, verdict.port) } ?? "its own stack") + doubt
        switch verdict.way {
        case .direct: return "at \(place)"
        case .published, .proxied: return "by the published port \(place)"
        case .local: return "in its own stack"
        }
    }

    static func text(_ address: IPAddress, _ port: UInt16) -> String {
        if port == 0 { return "\(address)" }
        return address.text(port: port)
    }
}
