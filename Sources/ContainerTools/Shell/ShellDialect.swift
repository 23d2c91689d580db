/// The shells whose messages are imitated: Debian's dash, and bash 5.
enum ShellDialect: String {
    case dash = "sh"
    case bash

    /// What is wrong with a script.
    ///
    /// - Parameter isArgument: whether the text is that of `-c`.
    func complaint(about fault: ShellFault, in text: String, isArgument: Bool = true) -> ToolResult {
        let line = fault.line
        switch self {
        case .dash:
            func expected(_ word: String?) -> String { word.map { " (expecting \"\($0)\")" } ?? "" }
            let what =
                switch fault {
                case .unexpected(let token, let expecting, _): "\(quoted(token)) unexpected" + expected(expecting)
                case .endOfFile(let expecting, _): "end of file unexpected" + expected(expecting)
                case .unterminated("`", _): "EOF in backquote substitution"
                case .unterminated: "Unterminated quoted string"
                case .missingBrace: "Missing '}'"
                case .badLoopVariable: "Bad for loop variable"
                case .notSimulated(let token, _): "\"\(token)\" is not simulated"
                case .tooDeep: "nested too deeply"
                }
            return .failure("sh: \(line): Syntax error: \(what)", exitCode: 2)
        case .bash:
            let head = isArgument ? "bash: -c: line" : "bash: line"
            switch fault {
            case .unexpected(let token, _, _):
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                let shown = lines.indices.contains(line - 1) ? lines[line - 1] : ""
                return ToolResult(
                    stderr: "\(head) \(line): syntax error near unexpected token `\(token)'\n"
                        + "\(head) \(line): `\(shown)'\n",
                    exitCode: 2
                )
            case .endOfFile(")", _):
                return .failure("\(head) \(line + 1): unexpected EOF while looking for matching `)'", exitCode: 2)
            case .endOfFile:
                return .failure("\(head) \(line + 1): syntax error: unexpected end of file", exitCode: 2)
            case .unterminated(let quote, _):
                return .failure("\(head) \(line): unexpected EOF while looking for matching `\(quote)'", exitCode: 2)
            case .missingBrace:
                return .failure("\(head) \(line): unexpected EOF while looking for matching `}'", exitCode: 2)
            case .badLoopVariable: return .failure("\(head) \(line): syntax error: bad for loop variable", exitCode: 2)
            case .notSimulated(let token, _):
                return .failure("\(head) \(line): syntax error: `\(token)' is not simulated", exitCode: 2)
            case .tooDeep: return .failure("\(head) \(line): syntax error: nested too deeply", exitCode: 2)
            }
        }
    }

    private func quoted(_ token: String) -> String {
        token == "newline" || token == "word" ? token : "\"\(token)\""
    }

    /// How messages about a running script begin.
    ///
    /// - Parameter line: 0 for what somebody types into bash, whose lines it does not count.
    func place(_ line: Int) -> String {
        self == .dash ? "sh: \(line): " : line == 0 ? "bash: " : "bash: line \(line): "
    }

    /// What a failure of a redirection or of a special builtin sets `$?` to; dash ends with it.
    var fatalStatus: Int { self == .dash ? 2 : 1 }

    func notFound(_ command: String, line: Int) -> String {
        switch self {
        case .dash: "sh: \(line): \(command): not found"
        case .bash:
            place(line) + "\(command): "
                + (command.contains("/") ? "No such file or directory" : "command not found")
        }
    }

    func illegalNumber(_ text: String, in builtin: String, line: Int) -> String {
        switch self {
        case .dash: "sh: \(line): \(builtin): Illegal number: \(text)"
        case .bash: "bash: line \(line): \(builtin): \(text): numeric argument required"
        }
    }

    func cannotChange(to folder: String, line: Int) -> String {
        switch self {
        case .dash: "sh: \(line): cd: can't cd to \(folder)"
        case .bash: "bash: line \(line): cd: \(folder): No such file or directory"
        }
    }

    func badName(_ name: String, in builtin: String, line: Int) -> String {
        switch self {
        case .dash: "sh: \(line): \(builtin): \(name): bad variable name"
        case .bash: "bash: line \(line): \(builtin): `\(name)': not a valid identifier"
        }
    }

    func illegalOption(_ option: String) -> ToolResult {
        switch self {
        case .dash: .failure("sh: 0: Illegal option \(option.prefix(2))", exitCode: 2)
        case .bash: .failure("bash: \(option): invalid option", exitCode: 2)
        }
    }

    func cannotOpen(_ file: String) -> ToolResult {
        switch self {
        case .dash: .failure("sh: 0: cannot open \(file): No such file", exitCode: 2)
        case .bash: .failure("bash: \(file): No such file or directory", exitCode: 127)
        }
    }

    /// Why a file cannot be opened for reading or writing.
    func cannotOpen(_ path: String, _ problem: FileProblem, forWriting: Bool, line: Int) -> String {
        switch self {
        case .bash: return place(line) + "\(path): \(problem.text)"
        case .dash:
            let text =
                switch problem {
                case .notFound: forWriting ? "Directory nonexistent" : "No such file"
                default: problem.text
                }
            return place(line) + "cannot \(forWriting ? "create" : "open") \(path): \(text)"
        }
    }
}
