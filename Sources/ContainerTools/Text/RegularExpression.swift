/// A regular expression of POSIX, basic or extended, with GNU's additions (`\w`, `\b`, `\+` and the like).
///
/// Matching tries one way after another; it gives up, as if nothing matched, after ``mostSteps``.
struct RegularExpression {
    struct Fault: Error {
        let text: String
    }

    private indirect enum Node {
        case character(Character)
        case any
        case set([ClosedRange<Character>], isNegated: Bool)
        case start, end
        case wordEdge(isNegated: Bool)
        case wordStart, wordEnd
        case group(Node, Int)
        case reference(Int)
        case sequence([Node])
        case either([Node])
        case many(Node, least: Int, most: Int)
    }

    private var root = Node.sequence([])
    private let ignoresCase: Bool
    private static let mostSteps = 200_000
    private static let deepest = 40

    init(_ pattern: String, isExtended: Bool, ignoresCase: Bool = false) throws(Fault) {
        self.ignoresCase = ignoresCase
        var parser = Parser(characters: Array(pattern), isExtended: isExtended)
        root = try parser.alternatives(depth: 0)
        if parser.index < parser.characters.count {
            throw Fault(text: isExtended ? "Unmatched ) or \\)" : "Unmatched ( or \\(")
        }
    }

    // MARK: Reading

    private struct Parser {
        let characters: [Character]
        let isExtended: Bool
        var index = 0
        var groups = 0

        init(characters: [Character], isExtended: Bool) {
            self.characters = characters
            self.isExtended = isExtended
        }

        /// Whether an operator stands here: plain in extended expressions, behind a backslash in basic ones.
        private func has(_ sign: Character) -> Bool {
            if isExtended { return index < characters.count && characters[index] == sign }
            return index + 1 < characters.count && characters[index] == "\\" && characters[index + 1] == sign
        }

        private mutating func takes(_ sign: Character) -> Bool {
            guard has(sign) else { return false }
            index += isExtended ? 1 : 2
            return true
        }

        mutating func alternatives(depth: Int) throws(Fault) -> Node {
            guard depth < RegularExpression.deepest else { throw Fault(text: "Regular expression too big") }
            var all = [try sequence(depth)]
            while takes("|") { all.append(try sequence(depth)) }
            return all.count == 1 ? all[0] : .either(all)
        }

        private mutating func sequence(_ depth: Int) throws(Fault) -> Node {
            var nodes: [Node] = []
            let start = index
            while index < characters.count, !has("|"), !(has(")") && (depth > 0 || !isExtended)) {
                if !isExtended, characters[index] == "*", index == start {
                    index += 1
                    nodes.append(.character("*"))
                    continue
                }
                nodes.append(try repeated(try atom(isFirst: index == start, depth)))
            }
            return .sequence(nodes)
        }

        private mutating func repeated(_ node: Node) throws(Fault) -> Node {
            var node = node
            while index < characters.count {
                if characters[index] == "*" {
                    index += 1
                    node = .many(node, least: 0, most: .max)
                } else if takes("+") {
                    node = .many(node, least: 1, most: .max)
                } else if takes("?") {
                    node = .many(node, least: 0, most: 1)
                } else if has("{") {
                    let start = index
                    _ = takes("{")
                    guard let bounds = bounds() else {
                        if !isExtended { throw Fault(text: "Invalid content of \\{\\}") }
                        index = start
                        return node
                    }
                    node = .many(node, least: bounds.0, most: bounds.1)
                } else {
                    return node
                }
            }
            return node
        }

        private mutating func bounds() -> (Int, Int)? {
            var text = ""
            while index < characters.count, characters[index].isNumber || characters[index] == "," {
                text.append(characters[index])
                index += 1
            }
            guard takes("}") else { return nil }
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
            guard let least = parts.first ?? nil, least <= 255, parts.count <= 2 else { return nil }
            let most = parts.count == 1 ? least : parts[1] ?? .max
            return least <= most ? (least, most) : nil
        }

        private mutating func atom(isFirst: Bool, _ depth: Int) throws(Fault) -> Node {
            if takes("(") {
                groups += 1
                let number = groups
                let inner = try alternatives(depth: depth + 1)
                guard takes(")") else { throw Fault(text: "Unmatched ( or \\(") }
                return .group(inner, number)
            }
            let character = characters[index]
            index += 1
            switch character {
            case ".": return .any
            case "[": return try set()
            case "^" where isExtended || isFirst: return .start
            case "$" where isExtended || index == characters.count || has(")") || has("|"): return .end
            case "\\":
                guard index < characters.count else { throw Fault(text: "Trailing backslash") }
                let next = characters[index]
                index += 1
                switch next {
                case "w", "W": return .set(TextClass.ranges(of: "alnum") + ["_"..."_"], isNegated: next == "W")
                case "s", "S": return .set(TextClass.ranges(of: "space"), isNegated: next == "S")
                case "b", "B": return .wordEdge(isNegated: next == "B")
                case "<": return .wordStart
                case ">": return .wordEnd
                case "n": return .character("\n")
                case "t": return .character("\t")
                case "1"..."9": return .reference(next.wholeNumberValue ?? 0)
                default: return .character(next)
                }
            default: return .character(character)
            }
        }

        private mutating func set() throws(Fault) -> Node {
            var ranges: [ClosedRange<Character>] = []
            var isNegated = false
            if index < characters.count, characters[index] == "^" {
                isNegated = true
                index += 1
            }
            let first = index
            while index < characters.count {
                let character = characters[index]
                index += 1
                if character == "]", index > first + 1 { return .set(ranges, isNegated: isNegated) }
                if character == "[", index < characters.count, characters[index] == ":",
                    let end = characters[index...].firstIndex(of: "]"), end > index + 1, characters[end - 1] == ":"
                {
                    let classRanges = TextClass.ranges(of: String(characters[(index + 1)..<(end - 1)]))
                    if classRanges.isEmpty { throw Fault(text: "Invalid character class name") }
                    ranges += classRanges
                    index = end + 1
                } else if index + 1 < characters.count, characters[index] == "-", characters[index + 1] != "]" {
                    let last = characters[index + 1]
                    guard character <= last else { throw Fault(text: "Invalid range end") }
                    ranges.append(character...last)
                    index += 2
                } else {
                    ranges.append(character...character)
                }
            }
            throw Fault(text: "Unmatched [, [^, [:, [., or [=")
        }
    }

    // MARK: Matching

    /// Where a match lies, and its groups, by number; 0 is the whole.
    struct Match {
        let groups: [Int: Range<Int>]

        var range: Range<Int> { groups[0] ?? 0..<0 }
    }

    /// The first match that begins at a place or behind it.
    func firstMatch(in text: [Character], from start: Int = 0) -> Match? {
        guard start <= text.count else { return nil }
        var steps = Self.mostSteps
        for place in start...text.count {
            var groups: [Int: Range<Int>] = [:]
            var end: Int?
            _ = match(root, text, place, &groups, &steps) { found, groups in
                end = found
                return true
            }
            if let end {
                groups[0] = place..<end
                return Match(groups: groups)
            }
            if steps <= 0 { return nil }
        }
        return nil
    }

    private func isWord(_ text: [Character], _ place: Int) -> Bool {
        text.indices.contains(place) && (text[place].isLetter || text[place].isNumber || text[place] == "_")
    }

    private func admits(_ ranges: [ClosedRange<Character>], _ character: Character) -> Bool {
        if ranges.contains(where: { $0.contains(character) }) { return true }
        guard ignoresCase, let lower = character.lowercased().first, let upper = character.uppercased().first else {
            return false
        }
        return ranges.contains { $0.contains(lower) || $0.contains(upper) }
    }

    private func match(
        _ node: Node,
        _ text: [Character],
        _ place: Int,
        _ groups: inout [Int: Range<Int>],
        _ steps: inout Int,
        _ next: (Int, inout [Int: Range<Int>]) -> Bool
    ) -> Bool {
        steps -= 1
        guard steps > 0 else { return false }
        switch node {
        case .character(let wanted):
            guard place < text.count else { return false }
            let isEqual =
                text[place] == wanted || (ignoresCase && text[place].lowercased() == wanted.lowercased())
            return isEqual && next(place + 1, &groups)
        case .any: return place < text.count && next(place + 1, &groups)
        case .set(let ranges, let isNegated):
            guard place < text.count, admits(ranges, text[place]) != isNegated else { return false }
            return next(place + 1, &groups)
        case .start: return place == 0 && next(place, &groups)
        case .end: return place == text.count && next(place, &groups)
        case .wordEdge(let isNegated):
            return (isWord(text, place - 1) != isWord(text, place)) != isNegated && next(place, &groups)
        case .wordStart: return !isWord(text, place - 1) && isWord(text, place) && next(place, &groups)
        case .wordEnd: return isWord(text, place - 1) && !isWord(text, place) && next(place, &groups)
        case .group(let inner, let number):
            let before = groups[number]
            let matched = match(inner, text, place, &groups, &steps) { end, groups in
                let outer = groups[number]
                groups[number] = place..<end
                if next(end, &groups) { return true }
                groups[number] = outer
                return false
            }
            if !matched { groups[number] = before }
            return matched
        case .reference(let number):
            guard let range = groups[number] else { return false }
            guard text[place...].starts(with: text[range]) else { return false }
            return next(place + range.count, &groups)
        case .sequence(let nodes): return match(nodes[...], text, place, &groups, &steps, next)
        case .either(let all):
            for node in all where match(node, text, place, &groups, &steps, next) { return true }
            return false
        case .many(let inner, let least, let most):
            return many(inner, least, most, text, place, &groups, &steps, next)
        }
    }

    private func match(
        _ nodes: ArraySlice<Node>,
        _ text: [Character],
        _ place: Int,
        _ groups: inout [Int: Range<Int>],
        _ steps: inout Int,
        _ next: (Int, inout [Int: Range<Int>]) -> Bool
    ) -> Bool {
        guard let first = nodes.first else { return next(place, &groups) }
        var left = steps
        let matched = match(first, text, place, &groups, &steps) { end, groups in
            match(nodes.dropFirst(), text, end, &groups, &left, next)
        }
        steps = min(steps, left)
        return matched
    }

    /// As often as it goes, then less.
    private func many(
        _ inner: Node,
        _ least: Int,
        _ most: Int,
        _ text: [Character],
        _ place: Int,
        _ groups: inout [Int: Range<Int>],
        _ steps: inout Int,
        _ next: (Int, inout [Int: Range<Int>]) -> Bool
    ) -> Bool {
        // What takes one character a time needs no way back into it.
        if let count = run(of: inner, text, place, most) {
            guard count >= least else { return false }
            for length in stride(from: count, through: least, by: -1) {
                steps -= 1
                guard steps > 0 else { return false }
                if next(place + length, &groups) { return true }
            }
            return false
        }
        var left = steps
        if most > 0 {
            let matched = match(inner, text, place, &groups, &steps) { end, groups in
                guard end > place else { return false }
                return many(inner, max(0, least - 1), most == .max ? .max : most - 1, text, end, &groups, &left, next)
            }
            if matched { return true }
        }
        steps = min(steps, left)
        return least == 0 && steps > 0 && next(place, &groups)
    }

    private func run(of node: Node, _ text: [Character], _ place: Int, _ most: Int) -> Int? {
        var end = place
        func count(_ admits: (Character) -> Bool) -> Int {
            while end < text.count, end - place < most, admits(text[end]) { end += 1 }
            return end - place
        }
        switch node {
        case .any: return count { _ in true }
        case .character(let wanted):
            return count { $0 == wanted || (ignoresCase && $0.lowercased() == wanted.lowercased()) }
        case .set(let ranges, let isNegated): return count { admits(ranges, $0) != isNegated }
        default: return nil
        }
    }
}
