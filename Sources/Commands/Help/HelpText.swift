/// What `--help` prints, laid out as Docker's command line does.
enum HelpText {
    /// Help of a command.
    static func command(path: String, _ synopsis: Synopsis, _ flags: [FlagSpec]) -> String {
        var text = "Usage:  \(path) \(synopsis.arguments)\n\n\(synopsis.summary)\n"
        if !synopsis.details.isEmpty { text += "\n\(synopsis.details)\n" }
        if !synopsis.aliases.isEmpty {
            let names = synopsis.aliases.map { "\(Dispatcher.program) \($0)" }
            text += "\nAliases:\n  \(names.joined(separator: ", "))\n"
        }
        let shown = flags.filter { !$0.isHidden }
        if !shown.isEmpty { text += "\nOptions:\n" + options(shown) }
        return text
    }

    /// Help of a group, or, without one, of the program.
    static func group(path: String, _ group: CommandNode?, _ nodes: [CommandNode]) -> String {
        guard let group else { return program(nodes) }
        return """
            Usage:  \(path) COMMAND

            \(group.summary)

            Commands:
            \(commands(nodes))
            Run '\(path) COMMAND --help' for more information on a command.

            """
    }

    private static func program(_ nodes: [CommandNode]) -> String {
        var groups: [CommandNode] = []
        var single: [CommandNode] = []
        for node in nodes where !node.isHidden {
            if case .group = node.kind { groups.append(node) } else { single.append(node) }
        }
        return """
            Usage:  \(Dispatcher.program) [OPTIONS] COMMAND

            What will this Docker network do? Answers offline, without root, as Docker Engine would.

            Groups:
            \(commands(groups))
            Commands:
            \(commands(single))
            Global Options:
            \(options(GlobalOptions.flags.map(\.spec)))
            Run '\(Dispatcher.program) COMMAND --help' for more information on a command.

            """
    }

    private static func commands(_ nodes: [CommandNode]) -> String {
        let shown = nodes.filter { !$0.isHidden }
        let width = shown.map(\.name.count).max() ?? 0
        return shown.map { "  \(padded($0.name, to: width))  \($0.summary)\n" }.joined()
    }

    /// One flag to a line, in order of name, the texts aligned and wrapped at 79 columns.
    static func options(_ flags: [FlagSpec]) -> String {
        let sorted = flags.sorted { $0.name < $1.name }
        let heads = sorted.map(head)
        let indent = (heads.map(\.count).max() ?? 0) + 3
        var text = ""
        for (flag, head) in zip(sorted, heads) {
            let lines = wrapped(body(flag), to: max(24, 79 - indent))
            text += padded(head, to: indent) + lines.joined(separator: "\n" + String(repeating: " ", count: indent))
            text += "\n"
        }
        return text
    }

    /// `  -d, --driver string`.
    private static func head(_ flag: FlagSpec) -> String {
        let shorthand = flag.shorthand.map { "-\(Unicode.Scalar($0)), " } ?? "    "
        return "  \(shorthand)--\(flag.name)" + (flag.valueName.map { " \($0)" } ?? "")
    }

    private static func body(_ flag: FlagSpec) -> String {
        flag.help + (flag.defaultText.map { " (default \($0))" } ?? "")
    }

    private static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? word : " \(word)"
        }
        lines.append(line)
        return lines
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
