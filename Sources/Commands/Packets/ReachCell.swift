internal import Addressing
internal import Lab
internal import Reachability
internal import Rendering

/// One cell of the matrix.
struct ReachCell {
    /// What needs a line of its own below the matrix.
    enum Sign: Int, Hashable, Comparable {
        case itself, full, part, unknown, pingOnly, published, byAddress, refused, dropped, noRoute

        static func < (a: Sign, b: Sign) -> Bool { a.rawValue < b.rawValue }

        var explanation: String {
            switch self {
            case .itself: "·  the same stack"
            case .full: "✓  all that listens there answers"
            case .part: "+  some of what listens there answers: see --ports"
            case .unknown: "?  the way is open; what listens there is not known"
            case .pingOnly: "p  only ping is answered"
            case .published: "*  only by a port that is published on the host"
            case .byAddress: "@  only by another address than the one that the name stands for"
            case .refused: "r  refused: the stack is reached, and nothing listens"
            case .dropped: "x  dropped: silence, until the asker gives up"
            case .noRoute: "-  unreachable: no route, or nobody has the address"
            }
        }
    }

    let text: String
    private let attributes: TerminalStyle.Attribute?

    /// - Parameter isShort: one sign instead of ports and words.
    init(_ answer: PairAnswer?, isShort: Bool, _ used: inout Set<Sign>) {
        guard let answer else {
            (text, attributes) = ("·", .dim)
            used.insert(.itself)
            return
        }
        let open = answer.ports.filter { $0.best.outcome == .reached }
        let (openCount, count) = (Self.count(open), Self.count(answer.ports))
        if open.isEmpty {
            let isPinged = answer.ping.best.outcome == .reached
            if isPinged, answer.isOpenEnded {
                text = "?"
                attributes = .green
                used.insert(.unknown)
            } else if isPinged {
                text = isShort ? "p" : "ping"
                attributes = answer.ports.isEmpty ? .green : .yellow
                if isShort { used.insert(.pingOnly) }
            } else {
                text = isShort ? Self.letter(answer.outcome) : Self.word(answer.outcome)
                attributes = answer.outcome == .refused ? .yellow : .dim
                if isShort { used.insert(Self.sign(answer.outcome)) }
            }
            return
        }
        let isPublished = open.contains { $0.best.way == .published || $0.best.way == .proxied }
        let isByAddress = open.contains(where: \.needsAddress)
        let isAllPublished = open.allSatisfy { $0.best.way == .published || $0.best.way == .proxied }
        attributes = isAllPublished ? .cyan : .green
        if isShort {
            let sign: Sign = isAllPublished ? .published : openCount == count ? .full : .part
            text = sign == .published ? "*" : sign == .full ? "✓" : "+"
            used.insert(sign)
            return
        }
        if isPublished { used.insert(.published) }
        if isByAddress { used.insert(.byAddress) }
        if open.count > 3 {
            let all = openCount == count ? "all \(openCount)" : "\(openCount) of \(count)"
            text = all + (isAllPublished ? "*" : "")
        } else {
            text = open.map(Self.port).joined(separator: " ")
        }
    }

    func styled(_ style: TerminalStyle) -> String {
        guard let attributes else { return text }
        return style(text, attributes)
    }

    private static func port(_ answer: PairAnswer.ServiceAnswer) -> String {
        guard let name = answer.ports?.shortDescription else { return "" }
        switch answer.best.way {
        case .published, .proxied: return name + "*"
        case .direct, .local: return answer.needsAddress ? name + "@" : name
        }
    }

    private static func count(_ answers: [PairAnswer.ServiceAnswer]) -> Int { answers.reduce(0) { $0 + $1.count } }

    static func word(_ outcome: Verdict.Outcome) -> String {
        switch outcome {
        case .reached: "reached"
        case .refused: "refused"
        case .dropped: "dropped"
        case .unreachable: "no route"
        }
    }

    private static func letter(_ outcome: Verdict.Outcome) -> String {
        switch outcome {
        case .reached: "✓"
        case .refused: "r"
        case .dropped: "x"
        case .unreachable: "-"
        }
    }

    private static func sign(_ outcome: Verdict.Outcome) -> Sign {
        switch outcome {
        case .reached: .full
        case .refused: .refused
        case .dropped: .dropped
        case .unreachable: .noRoute
        }
    }
}
