/// The shells whose messages are imitated: Debian's dash, and bash 5.
enum ShellDialect: String {
    case dash = "sh"
    case bash

    /// What is wrong with a script, before anything of it runs.
    func complaint(about fault: ShellScript.Fault, in text: String) -> ToolResult {
        switch self {
        case .dash:
            let (line, what) =
                switch fault {
                case .unexpected(let token, let line): (line, "\(quoted(token)) unexpected")
                case .endOfFile(let line): (line, "end of file unexpected")
                case .unterminated(_, let line): (line, "Unterminated quoted string")
                case .notSimulated(let token, let line): (line, "\"\(token)\" is not simulated")
                }
            return .failure("sh: \(line): Syntax error: \(what)", exitCode: 2)
        case .bash:
            switch fault {
            case .unexpected(let token, let line):
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                let shown = lines.indices.contains(line - 1) ? lines[line - 1] : ""
                return ToolResult(
                    stderr: "bash: -c: line \(line): syntax error near unexpected token `\(token)'\n"
                        + "bash: -c: line \(line): `\(shown)'\n",
                    exitCode: 2
                )
            case .endOfFile(let line):
                return .failure("bash: -c: line \(line + 1): syntax error: unexpected end of file", exitCode: 2)
            case .unterminated(let quote, let line):
                return .failure(
                    "bash: -c: line \(line): unexpected EOF while looking for matching `\(quote)'",
                    exitCode: 2
                )
            case .notSimulated(let token, let line):
                return .failure("bash: -c: line \(line): syntax error: `\(token)' is not simulated", exitCode: 2)
            }
        }
    }

    private func quoted(_ token: String) -> String { token == "newline" ? token : "\"\(token)\"" }

    func notFound(_ command: String, line: Int) -> String {
        switch self {
        case .dash: "sh: \(line): \(command): not found"
        case .bash:
            "bash: line \(line): \(command): "
                + (command.contains("/") ? "No such file or directory" : "command not found")
        }
    }

    func illegalNumber(_ text: String, line: Int) -> String {
        switch self {
        case .dash: "sh: \(line): exit: Illegal number: \(text)"
        case .bash: "bash: line \(line): exit: \(text): numeric argument required"
        }
    }

    func cannotChange(to folder: String, line: Int) -> String {
        switch self {
        case .dash: "sh: \(line): cd: can't cd to \(folder)"
        case .bash: "bash: line \(line): cd: \(folder): No such file or directory"
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
}
