internal import Addressing
internal import ContainerTools
internal import Diagnosis
internal import Lab
internal import Reachability

/// What a packet met on its way, and what would have helped.
extension ExpectationChecker {
    /// A lab of more containers than this is not changed on trial: each trial copies it.
    private static var trialLimit: Int { 100 }

    /// The lines that `netsim why` prints of the same question.
    mutating func evidence(
        _ party: Party,
        _ label: String,
        _ verdict: Verdict,
        _ port: ContainerPort?,
        of container: Container?
    ) -> [String] {
        guard evidenceLeft > 0, let address = verdict.address else { return [] }
        evidenceLeft -= 1
        let sender: Sender =
            switch party {
            case .container(let id): .container(id)
            case .host: .host
            case .outside: .outside
            }
        let kind: ProbeKind
        switch port?.transport {
        case .tcp: kind = .tcp(verdict.port)
        case .udp: kind = .udp(verdict.port)
        case .sctp: return []
        case nil: kind = .echo
        }
        guard let result = ProbeResult.run(context.lab, from: sender, to: address, kind, seed: seed) else { return [] }
        var lines = PathLine.lines(of: result, in: context.lab, from: label).map(Self.text)
        guard verdict.outcome != .reached, context.lab.containerCount <= Self.trialLimit else { return lines }
        let inquiry = Inquiry(
            context.lab,
            from: sender,
            to: container?.id,
            host: container?.name ?? "\(address)",
            at: address,
            kind,
            seed: seed,
            now: tools.now
        ) { changed in
            guard let container else { return address }
            let endpoints = changed.container(container.id)?.attachments.compactMap(\.endpoint) ?? []
            let own = endpoints.compactMap { $0.ipv4?.address ?? $0.ipv6?.address }
            return own.contains(address) ? address : own.first
        }
        lines += Causes(inquiry, failed: result).find().map { "because \($0)" }
        lines += Remedies(inquiry, failed: result).find(limit: 2).map { "it would work: \($0.text)" }
        return lines
    }

    private static func text(_ line: PathLine) -> String {
        let arrow = line.direction == .there ? "→" : "←"
        let origin = line.origin.map { " (\($0))" } ?? ""
        return "\(arrow) \(line.place): \(line.text)\(origin)"
    }
}
