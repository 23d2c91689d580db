internal import Addressing
internal import Dataplane
internal import Diagnosis
internal import PacketFilter

/// What `netsim why` found out.
struct WhyAnswer {
    let from: String
    let to: ProbeTarget
    /// The address that was tried; nil where nothing was.
    var address: IPAddress?
    /// How the name was resolved, or why it was not; empty for an address.
    var names: [String] = []
    /// Whether the name means nothing where the packet starts: the address is then the container's own.
    var isUnresolved = false
    var result: ProbeResult?
    var path: [PathLine] = []
    /// What is behind a failure, in words.
    var causes: [String] = []
    var remedies: [Remedy] = []
    /// What nobody knows of the one who answered, in words.
    var doubt: String?
    /// What keeps it from being tried at all.
    var obstacle: String?

    var isReached: Bool { result?.verdict == .reached && !isUnresolved }

    /// One word for the verdict.
    var word: String {
        if obstacle != nil { return "impossible" }
        if isUnresolved { return "unresolved" }
        switch result?.verdict {
        case .reached: return "reached"
        case .refused: return "refused"
        case .dropped: return "dropped"
        case .unreachable: return "unreachable"
        case nil: return "impossible"
        }
    }

    /// The verdict's reason in words.
    var reason: String {
        if let obstacle { return obstacle }
        if isUnresolved { return "\(to.host) means nothing to \(from)" }
        switch result?.verdict {
        case .reached where doubt != nil: return "the way is open"
        case .reached: return result?.servedBy.map { "\($0) answered" } ?? "it answered"
        case .refused: return "nothing listens on the port"
        case .dropped(.rule(let table, let chain, let place)?):
            guard let place else { return "the policy of \(chain.rawValue) (table \(table.rawValue))" }
            let origin = deciding?.origin.map { ", \($0)" } ?? ""
            return "rule \(place.number) of \(place.chain.rawValue) (table \(table.rawValue))\(origin)"
        case .dropped(let reason?): return reason.text
        case .dropped(nil): return "no answer came back"
        case .unreachable(let why): return why
        case nil: return "nothing was tried"
        }
    }

    /// The line of the path that decided.
    var deciding: PathLine? {
        guard case .dropped? = result?.verdict else { return nil }
        return path.last { $0.kind == "rule" }
    }
}
