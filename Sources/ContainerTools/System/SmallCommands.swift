internal import Lab

/// The little tools that scripts lean on.
enum SmallCommands {
    static func succeed(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        ToolResult()
    }

    static func fail(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        ToolResult(exitCode: 1)
    }

    static func pwd(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        ToolResult(stdout: context.folder + "\n")
    }

    static func whoami(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        if let operand = arguments.first { return Coreutils.extraOperand("whoami", operand) }
        return ToolResult(stdout: "root\n")
    }

    static func id(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let options: [OptionScanner.Option] = [
            .init("u", "user"), .init("g", "group"), .init("G", "groups"), .init("n", "name"), .init("r", "real"),
            .init("z", "zero"),
        ]
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("id", options, arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        if let user = scanned.operands.first(where: { $0 != "root" && $0 != "0" }) {
            return .failure("id: ‘\(user)’: no such user")
        }
        let letters = Set(scanned.options.map(\.letter))
        let kinds = letters.intersection(["u", "g", "G"])
        if kinds.count > 1 { return .failure("id: cannot print \"only\" of more than one choice") }
        if kinds.isEmpty {
            if letters.contains("n") || letters.contains("r") {
                return .failure("id: cannot print only names or real IDs in default format")
            }
            return ToolResult(stdout: "uid=0(root) gid=0(root) groups=0(root)\n")
        }
        return ToolResult(stdout: letters.contains("n") ? "root\n" : "0\n")
    }

    static func uname(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let options: [OptionScanner.Option] = [
            .init("a", "all"), .init("s", "kernel-name"), .init("n", "nodename"), .init("r", "kernel-release"),
            .init("v", "kernel-version"), .init("m", "machine"), .init("p", "processor"),
            .init("i", "hardware-platform"), .init("o", "operating-system"),
        ]
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("uname", options, arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        if let operand = scanned.operands.first { return Coreutils.extraOperand("uname", operand) }
        // A simulated host runs no kernel, so it has no release either.
        let facts: [(letter: Character, text: String)] = [
            ("s", "Linux"), ("n", context.lab.visibleHostname(of: container)), ("r", "6.0.0-netsim"),
            ("v", "#1 SMP"), ("m", "x86_64"), ("p", "unknown"), ("i", "unknown"), ("o", "GNU/Linux"),
        ]
        var letters = Set(scanned.options.map(\.letter))
        if letters.isEmpty { letters = ["s"] }
        if letters.contains("a") { letters = ["s", "n", "r", "v", "m", "o"] }
        return ToolResult(
            stdout: facts.filter { letters.contains($0.letter) }.map(\.text).joined(separator: " ") + "\n"
        )
    }

    /// Returns at once: no time passes here.
    static func sleep(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("sleep", [], arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        guard !scanned.operands.isEmpty else { return Coreutils.usage("sleep", "missing operand") }
        for operand in scanned.operands {
            var number = operand[...]
            if let unit = number.last, "smhd".contains(unit) { number.removeLast() }
            guard let seconds = Double(number), seconds >= 0 else {
                return Coreutils.usage("sleep", "invalid time interval ‘\(operand)’")
            }
        }
        return ToolResult()
    }

    /// GNU echo: `-n`, `-e`, `-E`, in any cluster at the start.
    static func echo(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        var words = arguments[...]
        var endsLine = true
        var escapes = false
        while let word = words.first, word.count > 1, word.hasPrefix("-"),
            word.dropFirst().allSatisfy({ "neE".contains($0) })
        {
            for letter in word.dropFirst() {
                switch letter {
                case "n": endsLine = false
                case "e": escapes = true
                default: escapes = false
                }
            }
            words.removeFirst()
        }
        let text = words.joined(separator: " ")
        guard escapes else { return ToolResult(stdout: text + (endsLine ? "\n" : "")) }
        let (unescaped, isCut) = EchoEscapes.replaced(in: text)
        return ToolResult(stdout: unescaped + (endsLine && !isCut ? "\n" : ""))
    }
}
