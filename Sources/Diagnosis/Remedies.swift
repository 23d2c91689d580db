internal import Addressing
internal import Dataplane
internal import Lab
internal import PacketFilter
internal import PacketWire

/// Looks for the smallest changes that would make a probe succeed. Each is tried on a copy of the lab: what does not
/// help is not offered.
package struct Remedies {
    let inquiry: Inquiry
    let failed: ProbeResult?

    var lab: Lab { inquiry.lab }
    var sender: Sender { inquiry.sender }
    var kind: ProbeKind { inquiry.kind }
    var now: Timestamp { inquiry.now }
    var senderContainer: Container? { inquiry.senderContainer }
    var target: Container? { inquiry.target }

    /// Two changes are tried together so many times at most.
    private static let mostChains = 60

    package init(_ inquiry: Inquiry, failed: ProbeResult?) {
        self.inquiry = inquiry
        self.failed = failed
    }

    /// The changes that help, smallest first, at most `limit`; two together where no single one does. A port of a database
    /// is never opened to the host before something else was found.
    package func find(limit: Int = 4) -> [Remedy] {
        var found: [Remedy] = []
        let candidates = candidates
        var publishing: [Remedy] = []
        for candidate in candidates {
            guard let remedy = attempt(candidate) else { continue }
            if candidate.publishes {
                publishing.append(remedy)
            } else if !found.contains(where: { $0.text == remedy.text }) {
                found.append(remedy)
            }
            if found.count == limit { return found }
        }
        if found.isEmpty { found = chains(candidates, limit: 2) }
        let isDatabase =
            target.flatMap { target in inquiry.targetPort.map { Database.isOne(target, $0, in: lab) } } ?? false
        if found.isEmpty, isDatabase { return [] }
        return Array((found + publishing).prefix(limit))
    }

    private func attempt(_ candidate: Candidate) -> Remedy? {
        guard let changed = candidate.change(lab) else { return nil }
        let place: (address: IPAddress, port: UInt16?)?
        if let target = candidate.target {
            place = target(changed)
        } else {
            place = inquiry.resolve(changed).map { ($0, kind.port?.number) }
        }
        guard let place else { return nil }
        let isReached = ProbeResult.isReached(
            changed,
            from: candidate.sender ?? sender,
            to: place.address,
            (candidate.kind ?? kind).at(port: place.port),
            seed: inquiry.seed,
            patience: 1_500_000_000
        )
        guard isReached else { return nil }
        let commands = inquiry.writer?.whole(candidate.commands, in: changed) ?? candidate.commands
        return Remedy(text: candidate.text, commands: commands, address: place.address, port: place.port)
    }

    /// Two changes, one after the other.
    private func chains(_ candidates: [Candidate], limit: Int) -> [Remedy] {
        var found: [Remedy] = []
        var tried = 0
        for first in candidates where !first.publishes && first.sender == nil && !first.commands.isEmpty {
            guard let changed = first.change(lab) else { continue }
            let next = Remedies(inquiry.again(in: changed), failed: failed)
            for second in next.candidates where !second.publishes && second.sender == nil && second.text != first.text {
                tried += 1
                if tried > Self.mostChains { return found }
                guard let remedy = next.attempt(second) else { continue }
                let both = Remedy(
                    text: "\(first.text), and \(second.text)",
                    commands: first.commands + second.commands,
                    address: remedy.address,
                    port: remedy.port
                )
                let isKnown = found.contains { Set($0.commands) == Set(both.commands) }
                if !isKnown { found.append(both) }
                if found.count == limit { return found }
                break
            }
        }
        return found
    }

    // MARK: What to try

    private var candidates: [Candidate] {
        // Two containers that share no network are to be brought together before a way round is sought.
        let isApart =
            senderContainer != nil && inquiry.meant != nil && inquiry.sharedNetworks.isEmpty && !inquiry.isFromHost
            && target.flatMap { lab.stackOwner(of: $0) }?.stack != .host
        let ways = isApart ? connecting + asking + listening : asking + listening + connecting
        return starting + faults + userRules + fixedNames + ways + naming + networkOptions + tunnelling + publishing
    }

    /// The commands that make a container anew with other flags.
    func remake(_ container: Container, _ flags: String) -> [String] {
        ["netsim rm -f \(container.name)", "netsim run … \(flags) --name \(container.name) …"]
    }

    /// Containers that are not running, that are paused, or that sit in what is left of a stack.
    private var starting: [Candidate] {
        var candidates: [Candidate] = []
        func add(_ verb: String, _ container: Container, _ change: @escaping (inout Lab) throws(LabError) -> Void) {
            candidates.append(
                Candidate(text: "\(verb) \(container.name)", commands: ["netsim \(verb) \(container.name)"]) { lab in
                    var lab = lab
                    guard (try? change(&lab)) != nil else { return nil }
                    return lab
                }
            )
        }
        for container in [senderContainer, target].compactMap({ $0 }) {
            if !container.isRunning {
                add("start", container) { lab throws(LabError) in
                    try lab.startContainer(matching: container.name, at: now)
                }
            } else if container.status == .paused {
                add("unpause", container) { lab throws(LabError) in
                    try lab.unpauseContainer(matching: container.name)
                }
            }
            let isStranded = lab.stackOwner(of: container) == nil && container.isRunning
            for joiner in lab.strandedJoiners(of: container) + (isStranded ? [container] : []) {
                add("restart", joiner) { lab throws(LabError) in
                    try lab.restartContainer(matching: joiner.name, at: now)
                }
            }
        }
        return candidates
    }

    private var faults: [Candidate] {
        var candidates: [Candidate] = []
        if let a = senderContainer, let b = target {
            candidates.append(
                Candidate(
                    text: "heal the partition between \(a.name) and \(b.name)",
                    commands: ["netsim heal \(a.name) \(b.name)"]
                ) { lab in
                    var lab = lab
                    guard (try? lab.heal(a.name, b.name)) != nil else { return nil }
                    return lab
                }
            )
        }
        for container in [senderContainer, target].compactMap({ $0 }) {
            for place in lab.places(of: container) where lab.faults.downLinks.contains(place) {
                guard let network = lab.network(place.network) else { continue }
                candidates.append(
                    Candidate(
                        text: "bring the link of \(container.name) on \(network.name) up",
                        commands: ["netsim link up \(container.name) \(network.name)"]
                    ) { lab in
                        var lab = lab
                        lab.faults = lab.faults.bringingUp(place)
                        return lab
                    }
                )
            }
        }
        return candidates
    }

    /// The user's own rule that decided.
    private var userRules: [Candidate] {
        guard case .dropped(.rule(_, _, let place?))? = failed?.verdict, case .user(let number) = place.rule.origin
        else {
            return []
        }
        let isIPv6 = failed?.steps.last?.packet?.family == .ipv6
        return [
            Candidate(
                text: "remove your own rule \(number)",
                commands: ["netsim rules rm \(isIPv6 ? "-6 " : "")\(number)"]
            ) { lab in
                var lab = lab
                guard (try? lab.deleteUserRule(number, isIPv6: isIPv6)) != nil else { return nil }
                return lab
            }
        ]
    }
}

extension ProbeKind {
    func at(port: UInt16?) -> ProbeKind {
        guard let port else { return self }
        switch self {
        case .echo: return self
        case .tcp: return .tcp(port)
        case .udp: return .udp(port)
        }
    }
}
