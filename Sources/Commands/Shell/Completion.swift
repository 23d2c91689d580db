internal import Addressing
internal import Lab

/// `netsim __complete`, which the completion scripts call: prints the words that may stand last.
struct Completion: Command {
    static let synopsis = Synopsis("WORD...", .any, "Print what a word may be completed to", mode: .raw)

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        for candidate in CompletionSearch(session).candidates(for: operands) {
            session.print(
                candidate.description.isEmpty ? candidate.word : "\(candidate.word)\t\(candidate.description)"
            )
        }
        return 0
    }
}

/// Finds the words that may stand at the end of a command line.
struct CompletionSearch {
    struct Candidate: Hashable, Sendable {
        let word: String
        var description = ""
    }

    private let session: Session

    init(_ session: Session) {
        self.session = session
    }

    /// - Parameter words: the words after the program's name, the last one as far as it is written.
    func candidates(for words: [String]) -> [Candidate] {
        let last = words.last ?? ""
        var rest = words.dropLast()
        var nodes = CommandNode.all
        while true {
            let global = GlobalOptions.flags.map(\.spec)
            let found = read(&rest, global, stopsAtOperand: true)
            if let value = found.wanted { return self.words(value, last) }
            guard let word = found.operands.first else {
                let flags = last.hasPrefix("-") ? self.flags(global, last) : []
                let shown = nodes.filter { !$0.isHidden }.map { Candidate(word: $0.name, description: $0.summary) }
                return flags + shown.filter { $0.word.hasPrefix(last) }
            }
            guard let node = nodes.first(where: { $0.answers(to: word) }) else { return [] }
            switch node.kind {
            case .command(let type): return arguments(of: type, rest, last)
            case .either(_, _, let decide): return arguments(of: decide(rest), rest, last)
            case .group(_, let children): nodes = children()
            }
        }
    }

    private func arguments<Chosen: Command>(
        of type: Chosen.Type,
        _ words: ArraySlice<String>,
        _ last: String
    ) -> [Candidate] {
        let synopsis = Chosen.synopsis
        let specs = Chosen.allFlags.map(\.spec) + GlobalOptions.flags.map(\.spec)
        var rest = words
        let found = read(&rest, specs, stopsAtOperand: synopsis.mode == .untilFirstOperand)
        if let wanted = found.wanted { return self.words(wanted, last) }
        let operands = found.operands + rest
        let mayBeFlag = synopsis.mode != .untilFirstOperand || operands.isEmpty
        if mayBeFlag, last.hasPrefix("--"), let equals = last.firstIndex(of: "=") {
            let name = last[last.index(last.startIndex, offsetBy: 2)..<equals]
            guard let spec = specs.first(where: { $0.name == name }) else { return [] }
            return self.words(spec.candidates, String(last[last.index(after: equals)...])).map {
                Candidate(word: "--\(name)=\($0.word)", description: $0.description)
            }
        }
        if mayBeFlag, last.hasPrefix("-") { return flags(specs, last) }
        guard let kind = synopsis.operands.dropFirst(operands.count).first ?? synopsis.operands.last else { return [] }
        let taken = Set(operands)
        return self.words(kind, last).filter { !taken.contains($0.word) }
    }

    // MARK: - Words before the last

    /// What the words before the last one come to.
    private struct Read {
        var operands: [String] = []
        /// Where the last word is the value of the flag before it: what it may be.
        var wanted: Candidates?
    }

    /// Reads words as the scanner would, but puts up with mistakes: the line is not finished.
    private func read(_ words: inout ArraySlice<String>, _ specs: [FlagSpec], stopsAtOperand: Bool) -> Read {
        var read = Read()
        while let word = words.popFirst() {
            guard word.hasPrefix("-"), word.count > 1 else {
                read.operands.append(word)
                if stopsAtOperand { return read }
                continue
            }
            let spec: FlagSpec? =
                word.hasPrefix("--")
                ? specs.first { "--\($0.name)" == word } : specs.first { $0.shorthand == word.utf8.last }
            // A value written in the same word, or none to be written at all.
            guard let spec, !spec.isSwitch else { continue }
            guard let value = words.popFirst() else {
                read.wanted = spec.candidates
                return read
            }
            // The names to offer are those of the lab that the line speaks of.
            let global = GlobalOptions.flags.first { $0.spec.name == spec.name }
            try? global?.set(&session.options, value)
        }
        return read
    }

    private func flags(_ specs: [FlagSpec], _ last: String) -> [Candidate] {
        specs.filter { !$0.isHidden }.sorted { $0.name < $1.name }
            .map { Candidate(word: "--\($0.name)", description: $0.help) }
            .filter { $0.word.hasPrefix(last) }
    }

    // MARK: - Names of the lab

    private func words(_ kind: Candidates, _ last: String) -> [Candidate] {
        let all: [Candidate] =
            switch kind {
            case .none: []
            case .files: [Candidate(word: ":files")]
            case .words(let words): words.map { Candidate(word: $0) }
            case .networks: networks()
            case .networkTargets where last.hasPrefix("container:"):
                containers(where: \.isRunning).map {
                    Candidate(word: "container:\($0.word)", description: $0.description)
                }
            case .networkTargets: networks() + [Candidate(word: "container:", description: "another container's stack")]
            case .containers: containers { _ in true }
            case .runningContainers: containers(where: \.isRunning)
            case .stoppedContainers: containers { !$0.isRunning }
            case .networksAndContainers: containers { _ in true } + networks()
            case .labs: session.labNames().map { Candidate(word: $0) }
            }
        if case .files = kind { return all }
        return all.filter { $0.word.hasPrefix(last) }
    }

    private func networks() -> [Candidate] {
        let networks = try? session.read(\.allNetworks)
        return networks?.map { network in
            let subnets = network.subnets.map(\.prefix.description).joined(separator: " ")
            return Candidate(word: network.name, description: "\(network.driverName) network \(subnets)")
        } ?? []
    }

    private func containers(where isWanted: (Container) -> Bool) -> [Candidate] {
        let containers = try? session.read { lab in lab.allContainers.filter(isWanted) }
        return containers?.sorted { $0.name < $1.name }.map {
            Candidate(word: $0.name, description: "\($0.status.rawValue) \($0.config.image)")
        } ?? []
    }
}
