internal import Lab

/// `sh` and `bash` as scripts use them: `-c`, a file, or standard input.
///
/// Commands run one after the other: a pipeline's next stage begins when the one before it has ended. There are no
/// background jobs.
struct Shell {
    let dialect: ShellDialect
    var container: Container
    /// `$0`, `$1` and so on.
    var parameters: [String]
    var settings = Settings()
    var status = 0
    var flow = Flow.goesOn
    /// Variables of the shell that are not exported.
    var locals: [String] = []
    var functions: [String: ShellNode] = [:]
    /// Of each function under way, the variables that it made its own, with what they were.
    var savedVariables: [[String: String?]] = []
    /// Where its descriptors lead.
    var outputs: [Int: ShellOutput]
    /// How many conditions are under way, in which a failure is no reason to stop.
    var conditions = 0
    var loops = 0
    /// Files that `.` is reading.
    var includes = 0
    /// A line of the script that a message is about.
    var line = 1

    /// What `set` turns on.
    struct Settings {
        var stopsOnFailure = false
        var traces = false
        var refusesUnset = false
        var failsWithPipe = false
        var globs = true
    }

    /// What a command wants of those around it.
    enum Flow: Hashable {
        case goesOn
        case exits
        case returns
        case breaks(Int)
        case continues(Int)
    }

    /// The kernel's limit for one argument.
    static let longestWord = 131_072
    /// Shells, functions and substitutions within one another.
    static let deepest = 40
    /// So many commands may one invocation run: no loop goes on for ever.
    static let mostCommands = 10_000

    static func sh(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run(.dash, arguments, in: container, &context)
    }

    static func bash(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run(.bash, arguments, in: container, &context)
    }

    private static func run(
        _ dialect: ShellDialect,
        _ arguments: [String],
        in container: Container,
        _ context: inout ToolContext
    ) -> ToolResult {
        guard context.depth < deepest else {
            return .failure("\(dialect.rawValue): too many shells within one another", exitCode: 2)
        }
        if context.depth == 0 { context.commandsLeft = mostCommands }
        var words = arguments[...]
        var isCommand = false
        var readsInput = false
        var settings = Settings()
        while let word = words.first, word.count > 1, word.hasPrefix("-") || word.hasPrefix("+") {
            words.removeFirst()
            if word == "--" { break }
            if dialect == .bash, ["--norc", "--noprofile", "--login", "--posix"].contains(word) { continue }
            if word == "-o" || word == "+o" {
                guard let name = words.popFirst(), settings.set(name, word == "-o") else {
                    return dialect.illegalOption(word)
                }
                continue
            }
            for letter in word.dropFirst() {
                switch letter {
                case "c": isCommand = true
                case "s": readsInput = true
                case "i", "l": break
                default:
                    guard settings.set(letter, word.hasPrefix("-")) else {
                        return dialect.illegalOption(word.hasPrefix("--") ? word : "-\(letter)")
                    }
                }
            }
        }
        var text: String?
        var parameters = [dialect.rawValue]
        if isCommand {
            guard let command = words.popFirst() else {
                let complaint =
                    dialect == .dash ? "sh: 0: -c requires an argument" : "bash: -c: option requires an argument"
                return .failure(complaint, exitCode: 2)
            }
            text = command
            if !words.isEmpty { parameters = Array(words) }
        } else if let file = words.first, !readsInput {
            switch FileTree(of: container, context).node(at: file, from: context.folder) {
            case .file(let content)?: text = content
            case .folder?, nil: return dialect.cannotOpen(file)
            }
            parameters = Array(words)
        } else {
            parameters += words
        }
        let outer = (context.variables, context.folder, context.depth)
        defer { (context.variables, context.folder, context.depth) = outer }
        var variables = ContainerEnvironment.variables(of: container, context)
        ContainerEnvironment.set("PWD=\(context.folder)", in: &variables)
        if dialect == .bash, ContainerEnvironment.value("SHLVL", in: variables) == nil { variables.append("SHLVL=1") }
        context.variables = variables
        context.depth += 1
        let isLive = context.terminal != nil
        let (output, errors) = (ShellSink(isLive: isLive), ShellSink(isLive: isLive))
        var shell = Shell(
            dialect: dialect,
            container: container,
            parameters: parameters,
            settings: settings,
            outputs: [1: .sink(output), 2: .sink(errors)]
        )
        if let text {
            shell.runScript(text, isArgument: isCommand, &context)
        } else if isLive {
            shell.interact(&context)
        } else {
            shell.runScript(context.standardInput.text(), &context)
        }
        return ToolResult(stdout: output.text, stderr: errors.text, exitCode: shell.status)
    }

    /// Runs a text command by command.
    mutating func runScript(_ text: String, isArgument: Bool = false, _ context: inout ToolContext) {
        var parser = ShellParser(text)
        while flow == .goesOn {
            do throws(ShellFault) {
                guard let node = try parser.next() else { return }
                run(node, &context)
            } catch {
                let complaint = dialect.complaint(about: error, in: text, isArgument: isArgument)
                write(complaint.stderr, to: 2, &context)
                status = complaint.exitCode
                flow = .exits
            }
        }
    }

    mutating func complain(_ text: String, _ context: inout ToolContext) {
        write(text + "\n", to: 2, &context)
    }

    /// A mistake that ends dash, and fails a command of bash.
    mutating func fail(_ text: String, _ context: inout ToolContext) {
        complain(text, &context)
        status = dialect.fatalStatus
        if dialect == .dash { flow = .exits }
    }
}

extension Shell.Settings {
    /// - Returns: whether there is such a setting.
    mutating func set(_ letter: Character, _ isOn: Bool) -> Bool {
        switch letter {
        case "e": stopsOnFailure = isOn
        case "x": traces = isOn
        case "u": refusesUnset = isOn
        case "f": globs = !isOn
        case "a", "b", "h", "m", "v", "C", "n": break
        default: return false
        }
        return true
    }

    mutating func set(_ name: String, _ isOn: Bool) -> Bool {
        switch name {
        case "errexit": stopsOnFailure = isOn
        case "xtrace": traces = isOn
        case "nounset": refusesUnset = isOn
        case "noglob": globs = !isOn
        case "pipefail": failsWithPipe = isOn
        case "allexport", "monitor", "verbose", "noclobber", "vi", "emacs", "posix": break
        default: return false
        }
        return true
    }
}
