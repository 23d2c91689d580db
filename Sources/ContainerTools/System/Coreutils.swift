internal import Lab

/// Words that GNU's small tools share.
enum Coreutils {
    /// Reads options; a fault is answered as coreutils do, and so are `--help` and `--version`.
    static func scan(
        _ tool: String,
        _ options: [OptionScanner.Option],
        _ arguments: [String],
        stopsAtOperand: Bool = false,
        exitCode: Int = 1
    ) -> Result<OptionScanner.Scanned, Refusal> {
        for argument in arguments.prefix(while: { $0 != "--" && !(stopsAtOperand && !$0.hasPrefix("-")) }) {
            switch argument {
            case "--help":
                return .failure(Refusal(result: ToolResult(stdout: "Usage: \(tool) [OPTION]... [ARGUMENT]...\n")))
            case "--version": return .failure(Refusal(result: ToolResult(stdout: "\(tool) (GNU coreutils) 9.1\n")))
            default: break
            }
        }
        do {
            return .success(try OptionScanner(options, stopsAtOperand: stopsAtOperand).scan(arguments))
        } catch {
            return .failure(Refusal(result: usage(tool, error.text, exitCode: exitCode)))
        }
    }

    struct Refusal: Error {
        let result: ToolResult
    }

    /// A complaint, and where to find help.
    static func usage(_ tool: String, _ text: String, exitCode: Int = 1) -> ToolResult {
        ToolResult(stderr: "\(tool): \(text)\nTry '\(tool) --help' for more information.\n", exitCode: exitCode)
    }

    /// The complaint about an operand too many.
    static func extraOperand(_ tool: String, _ operand: String) -> ToolResult {
        usage(tool, "extra operand ‘\(operand)’")
    }
}
