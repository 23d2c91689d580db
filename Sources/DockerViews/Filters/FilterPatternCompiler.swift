/// Turns a pattern in the syntax of Go's `regexp` (RE2) into the steps of a ``FilterPattern``.
struct FilterPatternCompiler {
    private indirect enum Node {
        case empty
        case scalar(ScalarClass)
        case check(FilterPattern.Assertion)
        case sequence([Node])
        case choice([Node])
        /// `most` is nil for any number.
        case repeated(Node, least: Int, most: Int?)
    }

    /// Go refuses larger counts of repetition.
    private static let maximumRepeat = 1000
    /// Nested repetitions multiply; Go refuses large products too.
    private static let maximumSteps = 20_000
    private static let maximumDepth = 200

    private var pattern: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private var ignoresCase = false

    static func compile(_ pattern: String) -> [FilterPattern.Step]? {
        var compiler = FilterPatternCompiler(pattern: Array(pattern.unicodeScalars))
        if compiler.take("(?i)") { compiler.ignoresCase = true }
        guard let node = compiler.choice(), compiler.position == compiler.pattern.count else { return nil }
        var steps: [FilterPattern.Step] = []
        guard emit(node, &steps) else { return nil }
        steps.append(.accept)
        return steps
    }

    private init(pattern: [Unicode.Scalar]) {
        self.pattern = pattern
    }

    // MARK: - Reading

    private var next: Unicode.Scalar? { position < pattern.count ? pattern[position] : nil }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard pattern[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private mutating func choice() -> Node? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { return nil }
        var alternatives: [Node] = []
        repeat {
            guard let alternative = sequence() else { return nil }
            alternatives.append(alternative)
        } while take("|")
        return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
    }

    private mutating func sequence() -> Node? {
        var nodes: [Node] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            guard let atom = atom(), let node = repetition(of: atom) else { return nil }
            nodes.append(node)
        }
        return nodes.isEmpty ? .empty : .sequence(nodes)
    }

    /// Reads what follows an atom: `*`, `+`, `?`, `{2,5}`, or nothing.
    private mutating func repetition(of atom: Node) -> Node? {
        guard let (least, most) = bounds() else { return atom }
        if least > Self.maximumRepeat || (most ?? least) > Self.maximumRepeat || most.map({ $0 < least }) == true {
            return nil
        }
        // Lazy repetition finds other matches, but not in other texts.
        _ = take("?")
        // `a**` is an error to Go.
        if bounds() != nil { return nil }
        return .repeated(atom, least: least, most: most)
    }

    private mutating func bounds() -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = position
        if take("{"), let least = number() {
            if take("}") { return (least, least) }
            if take(",") {
                if take("}") { return (least, nil) }
                if let most = number(), take("}") { return (least, most) }
            }
        }
        // A brace that opens no count stands for itself.
        position = start
        return nil
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = next, ("0"..."9").contains(scalar) {
            value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), Self.maximumRepeat + 1)
            position += 1
        }
        return value
    }

    private mutating func atom() -> Node? {
        guard let scalar = next else { return nil }
        position += 1
        switch scalar {
        case "^": return .check(.start)
        case "$": return .check(.end)
        case ".": return .scalar(.any)
        case "[": return bracket().map(Node.scalar)
        case "(":
            if take("?"), !take(":") { return nil }
            guard let inner = choice(), take(")") else { return nil }
            return inner
        case "*", "+", "?": return nil
        case "\\":
            if take("A") { return .check(.start) }
            if take("z") { return .check(.end) }
            if take("b") { return .check(.wordBoundary) }
            if take("B") { return .check(.noWordBoundary) }
            return escape().map { .scalar(folded($0)) }
        default: return .scalar(folded(ScalarClass(ranges: [scalar.value...scalar.value])))
        }
    }

    /// What a backslash has been read before: a class, or a character.
    private mutating func escape() -> ScalarClass? {
        guard let scalar = next else { return nil }
        position += 1
        switch scalar {
        case "d": return .digit
        case "D": return .digit.negated
        case "w": return .word
        case "W": return .word.negated
        case "s": return .space
        case "S": return .space.negated
        default: break
        }
        let value: UInt32
        switch scalar {
        case "a": value = 7
        case "t": value = 9
        case "n": value = 10
        case "v": value = 11
        case "f": value = 12
        case "r": value = 13
        default:
            // A letter or digit with a backslash means something, though nothing that is known here.
            guard scalar.isASCII, !ScalarClass.word.contains(scalar) || scalar == "_" else { return nil }
            value = scalar.value
        }
        return ScalarClass(ranges: [value...value])
    }

    private func folded(_ set: ScalarClass) -> ScalarClass {
        var set = set
        set.ignoresCase = ignoresCase
        return set
    }

    /// `[a-z]`, with the opening bracket read already.
    private mutating func bracket() -> ScalarClass? {
        var set = ScalarClass(ranges: [], isNegated: take("^"), ignoresCase: ignoresCase)
        var isFirst = true
        while isFirst || next != "]" {
            isFirst = false
            if take("[:") {
                guard let ranges = namedClass() else { return nil }
                set.ranges += ranges
                continue
            }
            guard let low = member() else { return nil }
            let isSingle = low.ranges.count == 1 && low.ranges[0].count == 1 && !low.isNegated
            if isSingle, next == "-", position + 1 < pattern.count, pattern[position + 1] != "]" {
                position += 1
                guard let high = member(), high.ranges.count == 1, high.ranges[0].count == 1, !high.isNegated,
                    low.ranges[0].lowerBound <= high.ranges[0].lowerBound
                else { return nil }
                set.ranges.append(low.ranges[0].lowerBound...high.ranges[0].lowerBound)
            } else {
                set.ranges += low.isNegated ? Self.complement(low.ranges) : low.ranges
            }
        }
        return take("]") ? set : nil
    }

    /// One character of a class, or an escaped class.
    private mutating func member() -> ScalarClass? {
        guard let scalar = next else { return nil }
        position += 1
        return scalar == "\\" ? escape() : ScalarClass(ranges: [scalar.value...scalar.value])
    }

    private mutating func namedClass() -> [ClosedRange<UInt32>]? {
        for (name, ranges) in Self.namedClasses where take("\(name):]") { return ranges }
        return nil
    }

    private static let namedClasses: [String: [ClosedRange<UInt32>]] = [
        "alnum": [0x30...0x39, 0x41...0x5a, 0x61...0x7a], "alpha": [0x41...0x5a, 0x61...0x7a], "digit": [0x30...0x39],
        "lower": [0x61...0x7a], "punct": [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e],
        "space": [0x09...0x0d, 0x20...0x20], "upper": [0x41...0x5a], "word": ScalarClass.word.ranges,
        "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
    ]

    /// All characters but those of `ranges`, which are in order and apart.
    private static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var gaps: [ClosedRange<UInt32>] = []
        var start: UInt32 = 0
        for range in ranges {
            if start < range.lowerBound { gaps.append(start...range.lowerBound - 1) }
            start = range.upperBound + 1
        }
        return gaps + [start...0x10_ffff]
    }

    // MARK: - Writing

    /// Appends the steps of a node; false once there are too many.
    private static func emit(_ node: Node, _ steps: inout [FilterPattern.Step]) -> Bool {
        guard steps.count <= maximumSteps else { return false }
        switch node {
        case .empty: break
        case .scalar(let set): steps.append(.scalar(set))
        case .check(let assertion): steps.append(.check(assertion))
        case .sequence(let nodes):
            return nodes.allSatisfy { emit($0, &steps) }
        case .choice(let nodes):
            var exits: [Int] = []
            for node in nodes.dropLast() {
                let fork = steps.count
                steps.append(.accept)
                guard emit(node, &steps) else { return false }
                exits.append(steps.count)
                steps.append(.accept)
                steps[fork] = .fork(fork + 1, steps.count)
            }
            guard let last = nodes.last, emit(last, &steps) else { return false }
            for exit in exits { steps[exit] = .jump(steps.count) }
        case .repeated(let node, let least, let most):
            for _ in 0..<least {
                let before = steps.count
                guard emit(node, &steps) else { return false }
                // What takes no step once takes none a thousand times.
                if steps.count == before { break }
            }
            guard let most else {
                let fork = steps.count
                steps.append(.accept)
                guard emit(node, &steps) else { return false }
                steps.append(.jump(fork))
                steps[fork] = .fork(fork + 1, steps.count)
                return true
            }
            for _ in least..<most {
                let fork = steps.count
                steps.append(.accept)
                guard emit(node, &steps) else { return false }
                steps[fork] = .fork(fork + 1, steps.count)
            }
        }
        return true
    }
}
