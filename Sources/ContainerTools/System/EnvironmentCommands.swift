internal import Lab

/// GNU env and printenv.
enum EnvironmentCommands {
    static func env(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let options: [OptionScanner.Option] = [
            .init("i", "ignore-environment"), .init("0", "null"), .init("u", "unset", takesValue: true),
            .init("v", "debug"),
        ]
        var scanned: OptionScanner.Scanned
        switch Coreutils.scan("env", options, arguments, stopsAtOperand: true, exitCode: 125) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        var variables = ContainerEnvironment.variables(of: container, context)
        var end = "\n"
        // A lone `-` means -i.
        if scanned.operands.first == "-" {
            scanned.operands.removeFirst()
            variables = []
        }
        for option in scanned.options {
            switch option.letter {
            case "i": variables = []
            case "0": end = "\0"
            case "u": variables.removeAll { ContainerEnvironment.name($0) == option.value }
            default: break
            }
        }
        var words = scanned.operands[...]
        while let word = words.first, word.contains("="), !word.hasPrefix("=") {
            ContainerEnvironment.set(word, in: &variables)
            words.removeFirst()
        }
        guard let command = words.first else { return ToolResult(stdout: variables.map { $0 + end }.joined()) }
        guard ToolRunner.isSimulated(command) else {
            return .failure("env: ‘\(command)’: No such file or directory", exitCode: 127)
        }
        let outer = context.variables
        context.variables = variables
        defer { context.variables = outer }
        return ToolRunner.run(argv: Array(words), in: container, context: &context)
    }

    static func printenv(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("printenv", [.init("0", "null")], arguments, stopsAtOperand: true, exitCode: 2) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        let end = scanned.options.isEmpty ? "\n" : "\0"
        let variables = ContainerEnvironment.variables(of: container, context)
        guard !scanned.operands.isEmpty else { return ToolResult(stdout: variables.map { $0 + end }.joined()) }
        let values = scanned.operands.compactMap { ContainerEnvironment.value($0, in: variables) }
        return ToolResult(
            stdout: values.map { $0 + end }.joined(),
            exitCode: values.count == scanned.operands.count ? 0 : 1
        )
    }
}
