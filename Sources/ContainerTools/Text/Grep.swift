internal import Lab

/// GNU grep.
enum Grep {
    static func grep(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run("grep", arguments, isExtended: false, isFixed: false, in: container, &context)
    }

    static func egrep(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run("egrep", arguments, isExtended: true, isFixed: false, in: container, &context)
    }

    static func fgrep(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run("fgrep", arguments, isExtended: false, isFixed: true, in: container, &context)
    }

    private static let options: [OptionScanner.Option] = [
        .init("E", "extended-regexp"), .init("F", "fixed-strings"), .init("G", "basic-regexp"), .init("P"),
        .init("e", "regexp", takesValue: true), .init("i", "ignore-case"), .init("y"), .init("v", "invert-match"),
        .init("w", "word-regexp"), .init("x", "line-regexp"), .init("c", "count"), .init("l", "files-with-matches"),
        .init("L", "files-without-match"), .init("m", "max-count", takesValue: true), .init("o", "only-matching"),
        .init("q", "quiet"), .init("q", "silent"), .init("s", "no-messages"), .init("H", "with-filename"),
        .init("h", "no-filename"), .init("n", "line-number"), .init("a", "text"),
        .init("A", "after-context", takesValue: true), .init("B", "before-context", takesValue: true),
        .init("C", "context", takesValue: true), .init("r", "recursive"), .init("R"),
    ]

    private static func run(
        _ tool: String,
        _ arguments: [String],
        isExtended: Bool,
        isFixed: Bool,
        in container: Container,
        _ context: inout ToolContext
    ) -> ToolResult {
        // Colour changes nothing where there is no terminal.
        let words = arguments.filter { !$0.hasPrefix("--color") && !$0.hasPrefix("--colour") }
        var scanned: OptionScanner.Scanned
        switch Coreutils.scan(tool, options, words, exitCode: 2) {
        case .success(let read): scanned = read
        case .failure: return ToolResult(stderr: usage(tool), exitCode: 2)
        }
        let letters = Set(scanned.options.map(\.letter))
        var patterns = scanned.options.filter { $0.letter == "e" }.map(\.value)
        if patterns.isEmpty {
            guard !scanned.operands.isEmpty else { return ToolResult(stderr: usage(tool), exitCode: 2) }
            patterns = [scanned.operands.removeFirst()]
        }
        patterns = patterns.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        let isFixed = isFixed || letters.contains("F")
        let isExtended = isExtended || letters.contains("E") || letters.contains("P") || isFixed
        var expressions: [RegularExpression] = []
        for var pattern in patterns {
            if isFixed {
                pattern = pattern.map { "\\.[]{}()*+?^$|".contains($0) ? "\\\($0)" : String($0) }.joined()
            }
            if letters.contains("w") { pattern = isExtended ? "\\<(\(pattern))\\>" : "\\<\\(\(pattern)\\)\\>" }
            if letters.contains("x") { pattern = isExtended ? "^(\(pattern))$" : "^\\(\(pattern)\\)$" }
            do throws(RegularExpression.Fault) {
                expressions.append(
                    try RegularExpression(
                        pattern,
                        isExtended: isExtended,
                        ignoresCase: !letters.isDisjoint(with: ["i", "y"])
                    )
                )
            } catch {
                return .failure("\(tool): \(error.text)", exitCode: 2)
            }
        }
        func number(_ letter: Character) -> Int? {
            scanned.options.last { $0.letter == letter }.map { Int($0.value) ?? 0 }
        }
        let after = number("A") ?? number("C") ?? 0
        let before = number("B") ?? number("C") ?? 0
        var result = ToolResult()
        var operands = scanned.operands
        if !letters.isDisjoint(with: ["r", "R"]) {
            operands = files(below: operands.isEmpty ? ["."] : operands, container, context)
        }
        let sources = TextSource.read(operands, tool, in: container, &context, into: &result, exitCode: 2)
        if letters.contains("s") { result.stderr = "" }
        let showsNames =
            (operands.count > 1 || !letters.isDisjoint(with: ["H", "r", "R"])) && !letters.contains("h")
        var hasMatched = false
        for source in sources {
            let name = source.name == "-" ? "(standard input)" : source.name
            let head = showsNames ? name : nil
            var count = 0
            var shown = -1
            let lines = source.lines
            for (index, line) in lines.enumerated() {
                if let most = number("m"), count >= most { break }
                let characters = Array(line)
                let isMatch = expressions.contains { $0.firstMatch(in: characters) != nil }
                guard isMatch != letters.contains("v") else { continue }
                count += 1
                hasMatched = true
                if !letters.isDisjoint(with: ["c", "l", "L", "q"]) { continue }
                func show(_ text: some StringProtocol, at place: Int, _ sign: String) {
                    var row = head.map { $0 + sign } ?? ""
                    if letters.contains("n") { row += "\(place + 1)\(sign)" }
                    result.print(row + text)
                }
                if letters.contains("o") {
                    if letters.contains("v") { continue }
                    for part in matches(expressions, characters) { show(part, at: index, ":") }
                    continue
                }
                let first = max(shown + 1, index - before)
                if (after > 0 || before > 0), shown >= 0, first > shown + 1 { result.print("--") }
                for place in first..<max(first, index) { show(lines[place], at: place, "-") }
                show(line, at: index, ":")
                shown = index
                // Lines behind it, up to the next one that matches.
                for place in (index + 1)..<max(index + 1, min(lines.count, index + 1 + after)) {
                    let isNext = expressions.contains { $0.firstMatch(in: Array(lines[place])) != nil }
                    if isNext != letters.contains("v") { break }
                    show(lines[place], at: place, "-")
                    shown = place
                }
            }
            if letters.contains("q") { continue }
            if letters.contains("l") {
                if count > 0 { result.print(name) }
            } else if letters.contains("L") {
                if count == 0 { result.print(name) }
            } else if letters.contains("c") {
                result.print((head.map { $0 + ":" } ?? "") + "\(count)")
            }
        }
        if letters.contains("q"), hasMatched { return ToolResult(exitCode: 0) }
        if result.exitCode == 0 { result.exitCode = hasMatched ? 0 : 1 }
        return result
    }

    private static func matches(_ expressions: [RegularExpression], _ line: [Character]) -> [String] {
        var found: [String] = []
        var place = 0
        while place <= line.count {
            let all = expressions.compactMap { $0.firstMatch(in: line, from: place)?.range }
            let first = all.min { ($0.lowerBound, -$0.count) < ($1.lowerBound, -$1.count) }
            guard let range = first else { break }
            if range.isEmpty {
                place = range.upperBound + 1
            } else {
                found.append(String(line[range]))
                place = range.upperBound
            }
        }
        return found
    }

    private static func files(below paths: [String], _ container: Container, _ context: ToolContext) -> [String] {
        let tree = FileTree(of: container, context)
        var found: [String] = []
        var left = 1_000
        func visit(_ path: String, _ depth: Int) {
            left -= 1
            guard left > 0, depth < 20 else { return }
            switch tree.node(at: path, from: context.folder) {
            case .folder(let names)?:
                for name in names { visit(path == "/" ? "/\(name)" : "\(path)/\(name)", depth + 1) }
            case .file?, nil: found.append(path)
            }
        }
        for path in paths { visit(path, 0) }
        return found
    }

    private static func usage(_ tool: String) -> String {
        "Usage: \(tool) [OPTION]... PATTERNS [FILE]...\nTry '\(tool) --help' for more information.\n"
    }
}
