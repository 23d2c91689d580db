/// `netsim man`.
struct Manual: Command {
    static let synopsis = Synopsis("", .none, "Print the manual page, for man(1)")

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        session.write(ManualPage.text(CommandNode.all))
        return 0
    }
}

/// The manual page, made from the commands themselves (roff with the man macros).
enum ManualPage {
    static func text(_ nodes: [CommandNode]) -> String {
        var page = """
            .TH NETSIM 1 "" "netsim \(Version.number)" "User Commands"
            .SH NAME
            netsim \\- say what a Docker network will do, offline
            .SH SYNOPSIS
            .B netsim
            [\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARG\\fR...]
            .SH DESCRIPTION
            netsim simulates Docker's networks and the DNS inside them: who gets which address, what a name resolves
            to from a container, which ports are published. The words, flags, output and exit statuses are those of
            the docker command line. It needs no root, no daemon and no Docker.
            .SH GLOBAL OPTIONS
            They may stand before the command or among its own options.

            """
        page += options(GlobalOptions.flags.map(\.spec))
        page += ".SH COMMANDS\n"
        page += sections(nodes, path: [Dispatcher.program])
        page += closing
        return page
    }

    private static func sections(_ nodes: [CommandNode], path: [String]) -> String {
        var text = ""
        for node in nodes where !node.isHidden {
            let path = path + [node.name]
            switch node.kind {
            case .command(let type): text += section(type, path)
            case .either(let first, let second, _): text += section(first, path) + section(second, path)
            case .group(_, let children): text += sections(children(), path: path)
            }
        }
        return text
    }

    private static func section<Chosen: Command>(_ type: Chosen.Type, _ path: [String]) -> String {
        let synopsis = Chosen.synopsis
        var text = ".SS \(escaped(path.joined(separator: " "))) \(escaped(synopsis.arguments))\n"
        text += escaped(synopsis.summary) + ".\n"
        if !synopsis.details.isEmpty { text += ".PP\n" + escaped(synopsis.details) + "\n" }
        // The short forms at the top have the same flags as the commands of the groups: once is enough.
        if let long = synopsis.aliases.first, long != path.dropFirst().joined(separator: " ") {
            return text + ".PP\nShort for \\fBnetsim \(escaped(long))\\fR.\n"
        }
        return text + options(Chosen.allFlags.map(\.spec))
    }

    private static func options(_ flags: [FlagSpec]) -> String {
        flags.filter { !$0.isHidden }.sorted { $0.name < $1.name }.map { flag in
            let value = flag.valueName.map { " \\fI\(escaped($0))\\fR" } ?? ""
            let note = flag.isIgnored ? " (accepted and ignored)" : ""
            let standard = flag.defaultText.map { " (default \($0))" } ?? ""
            return ".TP\n\\fB\(escaped(flag.display))\\fR\(value)\n\(escaped(flag.help + standard + note)).\n"
        }
        .joined()
    }

    private static let closing = """
        .SH ENVIRONMENT
        .TP
        .B NETSIM_HOME, NETSIM_LAB, NETSIM_SEED, NETSIM_ENGINE, NETSIM_DNS_ORDER
        The global options of the same name; an option given goes before.
        .TP
        .B NETSIM_TIME
        The moment of the command, as RFC 3339 or seconds since 1970, in place of the clock's: with a seed, runs
        repeat to the byte.
        .TP
        .B NETSIM_HINTS
        \\fBalways\\fR or \\fBnever\\fR shows or hides what netsim adds to Docker's messages ("did you mean ...?");
        without it, hints go to terminals only.
        .TP
        .B NO_COLOR
        Where set and not empty, nothing is coloured.
        .TP
        .B XDG_STATE_HOME, HOME
        Where labs are kept without NETSIM_HOME.
        .SH FILES
        .TP
        .I $XDG_STATE_HOME/netsim, ~/.local/state/netsim
        The labs, one store each.
        .SH EXIT STATUS
        Docker's: 0 for success, 1 for a refusal, 125 for a flag that cannot be read or a container that
        .B run
        could not start, 126 and 127 for a program that cannot be run or is not there, 64 for a template that
        cannot be read, and otherwise that of the program in the container.
        .SH SEE ALSO
        docker(1), dig(1)

        """

    /// Text with roff's own characters escaped.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        var isLineStart = true
        for character in text {
            switch character {
            case "\\": escaped += "\\e"
            case "-": escaped += "\\-"
            case ".", "'":
                escaped += isLineStart ? "\\&\(character)" : String(character)
            default: escaped.append(character)
            }
            isLineStart = character == "\n"
        }
        return escaped
    }
}
