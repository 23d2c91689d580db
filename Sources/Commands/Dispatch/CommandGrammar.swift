/// All commands with their flags as data: for what draws commands by chance, and for dictionaries of fuzzers.
package struct CommandGrammar: Sendable {
    /// What a word stands for, as far as the command says.
    package enum Word: Hashable, Sendable {
        case anything
        case file
        case network
        /// A network, or `container:` and a container.
        case networkTarget
        case container
        case networkOrContainer
        case lab
        case oneOf([String])

        init(_ candidates: Candidates) {
            switch candidates {
            case .none: self = .anything
            case .files: self = .file
            case .networks: self = .network
            case .networkTargets: self = .networkTarget
            case .containers, .runningContainers, .stoppedContainers: self = .container
            case .networksAndContainers: self = .networkOrContainer
            case .labs: self = .lab
            case .words(let words): self = .oneOf(words)
            }
        }
    }

    package struct Flag: Sendable {
        package let name: String
        package let shorthand: Character?
        /// What help calls the value; nil for a switch.
        package let valueName: String?
        package let value: Word
    }

    package struct Command: Sendable {
        /// The words before the flags: `network create`.
        package let path: [String]
        package let flags: [Flag]
        /// What the operands stand for; the last one serves for all that follow.
        package let operands: [Word]
        /// How many operands there may be.
        package let count: ClosedRange<Int>
    }

    /// All commands that a person may call, in the order of help.
    package static var commands: [Command] { commands(of: CommandNode.all, below: []) }

    private static func commands(of nodes: [CommandNode], below path: [String]) -> [Command] {
        nodes.filter { !$0.isHidden }.flatMap { node in
            let path = path + [node.name]
            switch node.kind {
            case .command(let type): return [command(type, path)]
            case .either(let first, let second, _): return [command(first, path), command(second, path)]
            case .group(_, let children): return commands(of: children(), below: path)
            }
        }
    }

    private static func command<Chosen: Commands.Command>(_ type: Chosen.Type, _ path: [String]) -> Command {
        Command(
            path: path,
            flags: Chosen.flags.map { flag in
                Flag(
                    name: flag.spec.name,
                    shorthand: flag.spec.shorthand.map { Character(Unicode.Scalar($0)) },
                    valueName: flag.spec.valueName,
                    value: Word(flag.spec.candidates)
                )
            },
            operands: Chosen.synopsis.operands.map(Word.init),
            count: Chosen.synopsis.arity.range
        )
    }
}

extension Synopsis.Arity {
    /// How many operands there may be; three where there is no end.
    fileprivate var range: ClosedRange<Int> {
        switch self {
        case .any: 0...3
        case .none: 0...0
        case .exactly(let count): count...count
        case .atLeast(let count): count...(count + 2)
        case .atMost(let count): 0...count
        case .between(let least, let most): least...most
        }
    }
}
