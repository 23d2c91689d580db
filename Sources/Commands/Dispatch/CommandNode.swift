/// A word of the command line: a command, or a group of them.
struct CommandNode: Sendable {
    enum Kind: Sendable {
        case command(any Command.Type)
        /// The commands are made when the group is entered: a start needs only those of its own.
        case group(summary: String, @Sendable () -> [CommandNode])
        /// One word with two meanings; the arguments decide which.
        case either(any Command.Type, any Command.Type, decide: @Sendable (ArraySlice<String>) -> any Command.Type)
    }

    let name: String
    let aliases: [String]
    let kind: Kind
    let isHidden: Bool

    init(_ name: String, _ kind: Kind, aliases: [String] = [], isHidden: Bool = false) {
        self.name = name
        self.aliases = aliases
        self.kind = kind
        self.isHidden = isHidden
    }

    init(_ name: String, _ command: any Command.Type, aliases: [String] = [], isHidden: Bool = false) {
        self.init(name, .command(command), aliases: aliases, isHidden: isHidden)
    }

    func answers(to word: String) -> Bool { name == word || aliases.contains(word) }

    var summary: String {
        switch kind {
        case .command(let command), .either(let command, _, _): command.synopsis.summary
        case .group(let summary, _): summary
        }
    }
}
