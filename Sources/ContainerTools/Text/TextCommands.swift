internal import Dataplane
internal import Lab

/// The small tools that go through lines: GNU's wc, head, tail, sort, uniq, cut, tr, seq, and the like.
enum TextCommands {
    private typealias Option = OptionScanner.Option

    // MARK: wc, head, tail

    static func wc(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let options = [
            Option("c", "bytes"), Option("l", "lines"), Option("w", "words"), Option("m", "chars"),
            Option("L", "max-line-length"),
        ]
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("wc", options, arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        let asked = Set(scanned.options.map(\.letter))
        let letters = "lwmcL".filter { asked.isEmpty ? "lwc".contains($0) : asked.contains($0) }
        var result = ToolResult()
        let sources = TextSource.read(scanned.operands, "wc", in: container, &context, into: &result)
        func counts(_ text: String) -> [Int] {
            letters.map { letter in
                switch letter {
                case "l": text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
                case "w": text.split(whereSeparator: \.isWhitespace).count
                case "m": text.unicodeScalars.count
                case "c": text.utf8.count
                default: text.split(separator: "\n").map(\.count).max() ?? 0
                }
            }
        }
        let all = sources.map { counts($0.text) }
        let total = all.reduce([Int](repeating: 0, count: letters.count)) { zip($0, $1).map(+) }
        let bytes = sources.reduce(0) { $0 + $1.text.utf8.count }
        let width = letters.count == 1 && sources.count < 2 ? 1 : scanned.operands.isEmpty ? 7 : "\(bytes)".count
        func row(_ counts: [Int], _ name: String?) {
            let numbers = counts.map { "\($0)".padded(from: width) }.joined(separator: " ")
            result.print(numbers + (name.map { " \($0)" } ?? ""))
        }
        for (source, counts) in zip(sources, all) { row(counts, scanned.operands.isEmpty ? nil : source.name) }
        if scanned.operands.count > 1 { row(total, "total") }
        return result
    }

    static func head(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        part("head", arguments, in: container, &context)
    }

    static func tail(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        part("tail", arguments, in: container, &context)
    }

    private static func part(
        _ tool: String,
        _ arguments: [String],
        in container: Container,
        _ context: inout ToolContext
    ) -> ToolResult {
        // The old form: `-3`.
        let words = arguments.map { word in
            word.count > 1 && word.hasPrefix("-") && word.dropFirst().allSatisfy(\.isNumber)
                ? "-n" + String(word.dropFirst()) : word
        }
        let options = [
            Option("n", "lines", takesValue: true), Option("c", "bytes", takesValue: true), Option("q", "quiet"),
            Option("v", "verbose"), Option("f", "follow"), Option("F"),
        ]
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan(tool, options, words) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        var (amount, inBytes) = ("10", false)
        var follows = false
        for option in scanned.options {
            switch option.letter {
            case "n", "c": (amount, inBytes) = (option.value, option.letter == "c")
            case "f", "F": follows = tool == "tail"
            default: break
            }
        }
        let sign = amount.first == "-" || amount.first == "+" ? amount.removeFirst() : nil
        guard let count = Int(amount), count >= 0 else {
            return .failure("\(tool): invalid number of \(inBytes ? "bytes" : "lines"): ‘\(amount)’")
        }
        var result = ToolResult()
        let sources = TextSource.read(scanned.operands, tool, in: container, &context, into: &result) {
            "cannot open '\($0)' for reading"
        }
        for (index, source) in sources.enumerated() {
            if sources.count > 1 { result.stdout += (index > 0 ? "\n" : "") + "==> \(source.name) <==\n" }
            if inBytes {
                let bytes = Array(source.text.utf8)
                result.stdout += String(decoding: chosen(bytes[...], tool, count, sign), as: UTF8.self)
            } else {
                var lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).map {
                    String($0) + "\n"
                }
                let last = String((lines.popLast() ?? "").dropLast())
                if !last.isEmpty { lines.append(last) }
                result.stdout += chosen(lines[...], tool, count, sign).joined()
            }
        }
        if follows { stay(&result, &context) }
        return result
    }

    /// `tail -f`: goes on until it is interrupted. What others write into a file meanwhile it does not see.
    private static func stay(_ result: inout ToolResult, _ context: inout ToolContext) {
        guard context.terminal != nil else {
            context.wouldGoOn = true
            return
        }
        context.show(&result)
        while !context.isInterrupted {
            context.plane.run(until: context.plane.now.advanced(by: 1_000_000_000))
            context.keepTime()
        }
        result.exitCode = 130
    }

    private static func chosen<Element>(
        _ all: ArraySlice<Element>,
        _ tool: String,
        _ count: Int,
        _ sign: Character?
    ) -> ArraySlice<Element> {
        tool == "head"
            ? sign == "-" ? all.dropLast(count) : all.prefix(count)
            : sign == "+" ? all.dropFirst(max(0, count - 1)) : all.suffix(count)
    }

    // MARK: sort, uniq

    static func sort(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let options =
            "bdfghinruVsz".map { Option($0) } + [Option("k", "key", takesValue: true), Option("t", takesValue: true)]
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("sort", options, arguments, exitCode: 2) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        let letters = Set(scanned.options.map(\.letter))
        let separator = scanned.options.last { $0.letter == "t" }?.value.first
        let key = scanned.options.first { $0.letter == "k" }?.value
        let field = key.flatMap { Int($0.prefix { $0.isNumber }) }
        if key != nil, field ?? 0 < 1 {
            return .failure(
                "sort: invalid number at field start: invalid count at start of ‘\(key ?? "")’",
                exitCode: 2
            )
        }
        let isNumeric = letters.contains("n") || letters.contains("V") || key?.contains("n") == true
        let isReversed = letters.contains("r") || key?.contains("r") == true
        var result = ToolResult()
        let sources = TextSource.read(
            scanned.operands,
            "sort",
            in: container,
            &context,
            into: &result,
            exitCode: 2,
            complaint: { "cannot read: \($0)" }
        )
        func value(_ line: Substring) -> Substring {
            var text = line
            if let field {
                let fields =
                    separator.map { sign in line.split(separator: sign, omittingEmptySubsequences: false) }
                    ?? line.split(whereSeparator: { $0 == " " || $0 == "\t" })
                text = fields.count >= field ? fields[field - 1] : ""
            }
            if letters.contains("f") { return text.lowercased()[...] }
            return text
        }
        func precedes(_ a: Substring, _ b: Substring) -> Bool {
            let (left, right) = (value(a), value(b))
            if letters.contains("V"), left != right { return Self.versionPrecedes(left, right) }
            if isNumeric {
                let (x, y) = (number(left), number(right))
                if x != y { return isReversed ? x > y : x < y }
            } else if left != right {
                let isBefore = left.utf8.lexicographicallyPrecedes(right.utf8)
                return isReversed ? !isBefore : isBefore
            }
            guard !letters.contains("s"), a != b else { return false }
            return a.utf8.lexicographicallyPrecedes(b.utf8) != isReversed
        }
        var lines = sources.flatMap(\.lines).sorted(by: precedes)
        if letters.contains("u") {
            lines = lines.reduce(into: []) { kept, line in
                let isSame = kept.last.map {
                    isNumeric ? number(value($0)) == number(value(line)) : value($0) == value(line)
                }
                if isSame != true { kept.append(line) }
            }
        }
        result.stdout = lines.map { $0 + "\n" }.joined()
        return result
    }

    private static func number(_ text: Substring) -> Double {
        let trimmed = text.drop { $0 == " " || $0 == "\t" }
        let end = trimmed.enumerated().first { index, character in
            !(character.isASCII && (character.isNumber || character == "." || (index == 0 && character == "-")))
        }
        return Double(trimmed.prefix(end?.offset ?? trimmed.count)) ?? 0
    }

    /// Numbers within names by their value: addresses, above all.
    private static func versionPrecedes(_ left: Substring, _ right: Substring) -> Bool {
        func parts(_ text: Substring) -> [(text: String, number: Int?)] {
            var parts: [(String, Int?)] = []
            var rest = text
            while let first = rest.first {
                let piece = rest.prefix { $0.isNumber == first.isNumber }
                parts.append((String(piece), Int(piece)))
                rest = rest.dropFirst(piece.count)
            }
            return parts
        }
        let (a, b) = (parts(left), parts(right))
        for (x, y) in zip(a, b) where x.text != y.text {
            if let p = x.number, let q = y.number, p != q { return p < q }
            return x.text.utf8.lexicographicallyPrecedes(y.text.utf8)
        }
        return a.count < b.count
    }

    static func uniq(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan(
            "uniq",
            [Option("c", "count"), Option("d", "repeated"), Option("u", "unique"), Option("i")],
            arguments
        ) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        let letters = Set(scanned.options.map(\.letter))
        var result = ToolResult()
        let sources = TextSource.read(Array(scanned.operands.prefix(1)), "uniq", in: container, &context, into: &result)
        var runs: [(line: Substring, count: Int)] = []
        for line in sources.flatMap(\.lines) {
            let isSame = runs.last.map {
                letters.contains("i") ? $0.line.lowercased() == line.lowercased() : $0.line == line
            }
            if isSame == true { runs[runs.count - 1].count += 1 } else { runs.append((line, 1)) }
        }
        for run in runs where !(letters.contains("d") && run.count < 2) && !(letters.contains("u") && run.count > 1) {
            result.print((letters.contains("c") ? "\(run.count)".padded(from: 7) + " " : "") + run.line)
        }
        return result
    }

    // MARK: cut, tr

    static func cut(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let options = [
            Option("b", "bytes", takesValue: true), Option("c", "characters", takesValue: true),
            Option("d", "delimiter", takesValue: true), Option("f", "fields", takesValue: true),
            Option("s", "only-delimited"), Option("n"),
        ]
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("cut", options, arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        guard let list = scanned.options.last(where: { "bcf".contains($0.letter) }) else {
            return Coreutils.usage("cut", "you must specify a list of bytes, characters, or fields")
        }
        var ranges: [ClosedRange<Int>] = []
        for part in list.value.split(separator: ",") {
            let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let first = ends[0].isEmpty ? 1 : Int(ends[0])
            let last = ends.count == 1 ? first : ends[1].isEmpty ? Int.max : Int(ends[1])
            guard let first, let last, first >= 1, ends != ["", ""] else {
                return Coreutils.usage("cut", "invalid field value ‘\(part)’")
            }
            guard first <= last else { return Coreutils.usage("cut", "invalid decreasing range") }
            ranges.append(first...last)
        }
        let delimiterText = scanned.options.last { $0.letter == "d" }?.value ?? "\t"
        guard delimiterText.count == 1, let delimiter = delimiterText.first else {
            return Coreutils.usage("cut", "the delimiter must be a single character")
        }
        let onlyDelimited = scanned.options.contains { $0.letter == "s" }
        func chosen<Element>(_ all: [Element]) -> [Element] {
            all.indices.filter { index in ranges.contains { $0.contains(index + 1) } }.map { all[$0] }
        }
        var result = ToolResult()
        for source in TextSource.read(scanned.operands, "cut", in: container, &context, into: &result) {
            for line in source.lines {
                guard list.letter == "f" else {
                    result.print(String(chosen(Array(line))))
                    continue
                }
                guard line.contains(delimiter) else {
                    if !onlyDelimited { result.print(String(line)) }
                    continue
                }
                let fields = line.split(separator: delimiter, omittingEmptySubsequences: false)
                result.print(chosen(fields).joined(separator: String(delimiter)))
            }
        }
        return result
    }

    static func tr(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let options = [
            Option("c", "complement"), Option("C"), Option("d", "delete"), Option("s", "squeeze-repeats"), Option("t"),
        ]
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("tr", options, arguments, stopsAtOperand: true) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        let letters = Set(scanned.options.map(\.letter))
        guard let first = scanned.operands.first else { return Coreutils.usage("tr", "missing operand") }
        let from = set(first)
        let to = scanned.operands.count > 1 ? set(scanned.operands[1]) : []
        let (deletes, squeezes) = (letters.contains("d"), letters.contains("s"))
        guard deletes || squeezes || !to.isEmpty else {
            return Coreutils.usage("tr", "missing operand after ‘\(first)’")
        }
        let isComplement = !letters.isDisjoint(with: ["c", "C"])
        let known = Set(from)
        let places = Dictionary(from.enumerated().map { ($1, $0) }) { $1 }
        let squeezed = Set(to.isEmpty || (deletes && scanned.operands.count > 1) ? (to.isEmpty ? from : to) : to)
        var out = ""
        var last: Character?
        for scalar in context.standardInput.text().unicodeScalars {
            var character = Character(scalar)
            let isIn = known.contains(character) != isComplement
            if isIn, deletes { continue }
            if isIn, !to.isEmpty {
                let place = isComplement ? to.count - 1 : min(places[character] ?? 0, to.count - 1)
                character = to[place]
            }
            let isSqueezed = squeezed.contains(character) != (isComplement && to.isEmpty)
            if squeezes, isSqueezed, last == character { continue }
            out.append(character)
            last = character
        }
        return ToolResult(stdout: out)
    }

    /// The characters of a set: ranges, classes and escapes.
    private static func set(_ text: String) -> [Character] {
        var characters: [Character] = []
        var rest = Array(EchoEscapes.replaced(in: text.replacing("\\[", with: "[")).text)[...]
        while let first = rest.popFirst() {
            if first == "[", rest.first == ":", let end = rest.firstIndex(of: "]"), end > rest.startIndex + 1 {
                let name = String(rest[(rest.startIndex + 1)..<(end - 1)])
                for range in TextClass.ranges(of: name) { characters += span(range.lowerBound, range.upperBound) }
                rest = rest[(end + 1)...]
            } else if rest.count >= 2, rest.first == "-" {
                let last = rest[rest.startIndex + 1]
                characters += first <= last ? span(first, last) : []
                rest = rest.dropFirst(2)
            } else {
                characters.append(first)
            }
        }
        return characters
    }

    private static func span(_ first: Character, _ last: Character) -> [Character] {
        guard let low = first.unicodeScalars.first?.value, let high = last.unicodeScalars.first?.value, low <= high,
            high - low < 1024
        else { return [] }
        return (low...high).compactMap { UnicodeScalar($0).map(Character.init) }
    }
}
