internal import Lab
internal import LabStore
internal import Text

/// Finds the command that the arguments name, fills it from its flags and runs it.
///
/// Exit statuses are Docker's: 125 for a flag that cannot be read, 1 for other refusals of the command line, and what
/// the command says for the rest.
struct Dispatcher {
    let session: Session
    let tree: [CommandNode]

    static let program = "netsim"

    func run(_ arguments: [String]) throws -> Int32 {
        // No shell can say it, but a batch can; names that hold it would be cut short by the system.
        if let word = arguments.first(where: { $0.utf8.contains(0) }) {
            throw CommandFailure(
                "\(Self.program): the argument \(word.debugDescription) has a NUL character",
                status: 125
            )
        }
        var rest = try globalOptions(arguments[...], path: Self.program, usage: "[OPTIONS] COMMAND [ARG...]")
        try session.options.complete(from: session.surroundings.environment)
        var nodes = tree
        var path = Self.program
        // No more than one. Neither it nor the node found is an optional: their type would be made at each start.
        var group: [CommandNode] = []
        while true {
            guard let word = rest.popFirst() else {
                let help = HelpText.group(path: path, group.first, nodes)
                if session.options.wantsHelp {
                    session.write(help)
                    return 0
                }
                // Nothing was done: whoever lost its words on the way (a pipeline, say) is to hear of it.
                session.complain(String(help.dropLast()))
                return 1
            }
            if word == "help", group.isEmpty {
                session.options.wantsHelp = true
                continue
            }
            guard let index = nodes.firstIndex(where: { $0.answers(to: word) }) else {
                throw unknownCommand(word, rest.first, path: path, isTop: group.isEmpty, nodes)
            }
            let node = nodes[index]
            path += " \(node.name)"
            switch node.kind {
            case .command(let command):
                return try run(command, rest, path: path)
            case .either(_, _, let decide):
                return try run(decide(rest), rest, path: path)
            case .group(_, let children):
                rest = try globalOptions(rest, path: path, usage: "")
                nodes = children()
                group = [node]
            }
        }
    }

    /// Reads global options up to the first word that is none.
    private func globalOptions(
        _ arguments: ArraySlice<String>,
        path: String,
        usage: String
    ) throws(CommandFailure) -> ArraySlice<String> {
        // As mostly: then there is nothing to read.
        guard let first = arguments.first, first.hasPrefix("-") else { return arguments }
        var program = ProgramOptions()
        do throws(FlagError) {
            let scanned = try FlagReader.read(
                arguments,
                flags: path == Self.program ? ProgramOptions.flags : [],
                mode: .untilFirstOperand,
                into: &program,
                globals: &session.options
            )
            return program.wantsVersion ? ["version"] : scanned.operands[...]
        } catch {
            throw Self.usageFailure(error.description, path: path, usage: usage, status: 125)
        }
    }

    private func run<Chosen: Command>(
        _ type: Chosen.Type,
        _ arguments: ArraySlice<String>,
        path: String
    ) throws -> Int32 {
        let synopsis = Chosen.synopsis
        var command = Chosen()
        let scanned: FlagReader.Scanned
        do throws(FlagError) {
            scanned = try FlagReader.read(
                arguments,
                flags: Chosen.allFlags,
                mode: synopsis.mode,
                into: &command,
                globals: &session.options
            )
        } catch {
            let hint = error.hint(among: Chosen.allFlags.map(\.spec))
            throw Self.usageFailure(error.description, path: path, usage: synopsis.arguments, status: 125, hint: hint)
        }
        if session.options.wantsHelp {
            session.write(HelpText.command(path: path, synopsis, Chosen.allFlags.map(\.spec)))
            return 0
        }
        if let refusal = synopsis.arity.refusal(of: scanned.operands.count) {
            var isMinimum = false
            if case .atLeast = synopsis.arity { isMinimum = true }
            throw Self.usageFailure(
                "\(Self.program): '\(path)' \(refusal)",
                path: path,
                usage: synopsis.arguments,
                status: 1,
                pointer: isMinimum ? "See" : "Run"
            )
        }
        if !scanned.ignored.isEmpty {
            session.complain("WARNING: netsim ignores \(scanned.ignored.joined(separator: ", "))")
        }
        do {
            return try command.run(scanned.operands, in: session)
        } catch let error as LabError {
            throw Self.failure(error, synopsis.refusals)
        } catch let error as StoreError {
            throw CommandFailure("\(Self.program): \(error)", status: synopsis.refusals == .run ? 125 : 1)
        }
    }

    /// - Parameter next: the word behind it.
    private func unknownCommand(
        _ word: String,
        _ next: String?,
        path: String,
        isTop: Bool,
        _ nodes: [CommandNode]
    ) -> CommandFailure {
        let group = path.dropFirst(Self.program.count + 1)
        if let text = DockerCommand.refusal(of: isTop ? word : "\(group) \(word)", next) {
            return CommandFailure("\(Self.program): \(text)")
        }
        let usage = isTop ? "" : "Usage:  \(path)\n\n"
        return CommandFailure(
            "\(Self.program): unknown command: \(path) \(word)\n\n\(usage)Run '\(path) --help' for more information",
            hint: NearName.hint(for: word, among: nodes.filter { !$0.isHidden }.map(\.name))
        )
    }

    private static func usageFailure(
        _ text: String,
        path: String,
        usage: String,
        status: Int32,
        pointer: String = "Run",
        hint: String? = nil
    ) -> CommandFailure {
        CommandFailure(
            """
            \(text)

            Usage:  \(usage.isEmpty ? path : "\(path) \(usage)")

            \(pointer) '\(path) --help' for more information
            """,
            status: status,
            hint: hint
        )
    }

    /// A refusal of the engine in the frame that the command gives it.
    static func failure(_ error: LabError, _ refusals: Synopsis.Refusals) -> CommandFailure {
        let text = "Error response from daemon: \(error.message)"
        switch refusals {
        case .plain, .create: return CommandFailure(text, hint: error.hint)
        case .run: return CommandFailure("\(program): \(text)\n", status: 125, hint: error.hint)
        case .own: return CommandFailure("\(program): \(error.message)", hint: error.hint)
        }
    }
}

/// What only the program itself takes.
private struct ProgramOptions: Sendable {
    var wantsVersion = false

    static var flags: [Flag<ProgramOptions>] {
        [.bool("version", short: "v", "Print version information and quit") { $0.wantsVersion = $1 }]
    }
}

extension FlagError {
    /// The flag that an unknown one was probably meant to be.
    func hint(among specs: [FlagSpec]) -> String? {
        guard case .unknown(let name) = self else { return nil }
        let near = NearName.nearest(to: name, among: specs.filter { !$0.isHidden }.map(\.name))
        return near.map { "did you mean --\($0)?" }
    }
}
