internal import Dataplane
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
        guard let name = context.user.name else {
            return .failure("whoami: cannot find name for user ID \(context.user.uid)")
        }
        return ToolResult(stdout: name + "\n")
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
        var user = context.user
        if let name = scanned.operands.first {
            guard let named = ContainerUser.named(name) else { return .failure("id: ‘\(name)’: no such user") }
            user = named
        }
        let letters = Set(scanned.options.map(\.letter))
        let kinds = letters.intersection(["u", "g", "G"])
        if kinds.count > 1 { return .failure("id: cannot print \"only\" of more than one choice") }
        if kinds.isEmpty {
            if letters.contains("n") || letters.contains("r") {
                return .failure("id: cannot print only names or real IDs in default format")
            }
            let name = user.name.map { "(\($0))" } ?? ""
            let groups = user.allGroups.map { "\($0)" + (ContainerUser.groupName($0).map { "(\($0))" } ?? "") }
            return ToolResult(
                stdout: "uid=\(user.uid)\(name) gid=\(groups[0]) groups=\(groups.joined(separator: ","))\n"
            )
        }
        if kinds == ["G"], !letters.contains("n") {
            return ToolResult(stdout: user.allGroups.map(String.init).joined(separator: " ") + "\n")
        }
        let number = kinds == ["u"] ? user.uid : user.gid
        guard letters.contains("n") else { return ToolResult(stdout: "\(number)\n") }
        guard let name = kinds == ["u"] ? user.name : user.groupName else {
            let what = kinds == ["u"] ? "user" : "group"
            return ToolResult(
                stdout: "\(number)\n",
                stderr: "id: cannot find name for \(what) ID \(number)\n",
                exitCode: 1
            )
        }
        return ToolResult(stdout: name + "\n")
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
        let facts: [(letter: Character, text: String)] = [
            ("s", "Linux"), ("n", context.lab.visibleHostname(of: container)), ("r", kernelRelease),
            ("v", "#1 SMP"), ("m", "x86_64"), ("p", "unknown"), ("i", "unknown"), ("o", "GNU/Linux"),
        ]
        var letters = Set(scanned.options.map(\.letter))
        if letters.isEmpty { letters = ["s"] }
        if letters.contains("a") { letters = ["s", "n", "r", "v", "m", "o"] }
        return ToolResult(
            stdout: facts.filter { letters.contains($0.letter) }.map(\.text).joined(separator: " ") + "\n"
        )
    }

    /// A simulated host runs no kernel, so it has no release either.
    static let kernelRelease = "6.0.0-netsim"

    /// Returns at once where nobody watches: it is the simulated time that passes.
    static func sleep(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("sleep", [], arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        guard !scanned.operands.isEmpty else { return Coreutils.usage("sleep", "missing operand") }
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        var total = 0.0
        for operand in scanned.operands {
            var number = operand[...]
            var unit = 1.0
            if let letter = number.last, let known = units[letter] {
                unit = known
                number.removeLast()
            }
            guard let seconds = number == "infinity" ? .infinity : Double(number), seconds >= 0 else {
                return Coreutils.usage("sleep", "invalid time interval ‘\(operand)’")
            }
            total += seconds * unit
        }
        // A year at the most: what is left of it afterwards nobody asks.
        let nanoseconds = Int64(min(total, 31_536_000) * 1e9)
        context.plane.run(until: context.plane.now.advanced(by: nanoseconds))
        context.keepTime()
        return ToolResult(exitCode: context.isInterrupted ? 130 : 0)
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
