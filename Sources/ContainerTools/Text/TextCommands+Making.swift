internal import Lab

/// Tools that make their lines, or take names of files apart: GNU's seq, basename and dirname.
extension TextCommands {
    static func seq(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        var separator = "\n"
        var numbers: [Int] = []
        var isPadded = false
        var words = arguments[...]
        while let word = words.popFirst() {
            if word == "-s", let value = words.popFirst() {
                separator = value
            } else if word == "-w" {
                isPadded = true
            } else if let number = Int(word) {
                numbers.append(number)
            } else {
                return Coreutils.usage("seq", "invalid floating point argument: ‘\(word)’")
            }
        }
        guard let last = numbers.last else { return Coreutils.usage("seq", "missing operand") }
        guard numbers.count <= 3 else { return Coreutils.extraOperand("seq", "\(numbers[3])") }
        let first = numbers.count > 1 ? numbers[0] : 1
        let step = numbers.count > 2 ? numbers[1] : 1
        guard step != 0 else { return Coreutils.usage("seq", "invalid Zero increment value: ‘0’") }
        let distance = last.subtractingReportingOverflow(first)
        guard !distance.overflow, distance.partialValue.magnitude / step.magnitude < 100_000 else {
            return .failure("seq: netsim prints no more than 100000 numbers")
        }
        let all = stride(from: first, through: last, by: step).map(String.init)
        let width = isPadded ? all.map(\.count).max() ?? 0 : 0
        let texts = all.map { String(repeating: "0", count: max(0, width - $0.count)) + $0 }
        return ToolResult(stdout: texts.isEmpty ? "" : texts.joined(separator: separator) + "\n")
    }

    static func basename(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        guard let path = arguments.first else { return Coreutils.usage("basename", "missing operand") }
        guard arguments.count <= 2 else { return Coreutils.extraOperand("basename", arguments[2]) }
        var name = path.split(separator: "/").last.map(String.init) ?? (path.isEmpty ? "" : "/")
        if arguments.count == 2, name != arguments[1], name.hasSuffix(arguments[1]) {
            name.removeLast(arguments[1].count)
        }
        return ToolResult(stdout: name + "\n")
    }

    static func dirname(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        guard !arguments.isEmpty else { return Coreutils.usage("dirname", "missing operand") }
        return ToolResult(
            stdout: arguments.map { path in
                var parts = path.split(separator: "/")
                _ = parts.popLast()
                let folder = parts.joined(separator: "/")
                return (path.hasPrefix("/") ? "/" + folder : folder.isEmpty ? "." : folder) + "\n"
            }.joined()
        )
    }
}
