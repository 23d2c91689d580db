/// A pattern of file names and of `case` (POSIX.1-2024 volume 3, section 2.14): `*`, `?`, `[…]`, and `\` before what stands
/// for itself.
struct ShellPattern {
    private enum Part {
        case one(Character)
        case any
        case many
        case set([ClosedRange<Character>], isNegated: Bool)

        func admits(_ character: Character) -> Bool {
            switch self {
            case .one(let wanted): wanted == character
            case .any, .many: true
            case .set(let ranges, let isNegated): ranges.contains { $0.contains(character) } != isNegated
            }
        }
    }

    private var parts: [Part] = []

    init(_ pattern: String) {
        let characters = Array(pattern)
        var index = 0
        while index < characters.count {
            let character = characters[index]
            index += 1
            switch character {
            case "*": parts.append(.many)
            case "?": parts.append(.any)
            case "\\" where index < characters.count:
                parts.append(.one(characters[index]))
                index += 1
            case "[":
                if let (set, end) = Self.set(characters, from: index) {
                    parts.append(set)
                    index = end
                } else {
                    parts.append(.one("["))
                }
            default: parts.append(.one(character))
            }
        }
    }

    private static func set(_ characters: [Character], from start: Int) -> (Part, end: Int)? {
        var index = start
        var ranges: [ClosedRange<Character>] = []
        let isNegated = index < characters.count && (characters[index] == "!" || characters[index] == "^")
        if isNegated { index += 1 }
        let first = index
        while index < characters.count {
            var character = characters[index]
            index += 1
            if character == "]", index > first + 1 { return (.set(ranges, isNegated: isNegated), index) }
            if character == "[", index < characters.count, characters[index] == ":",
                let end = characters[index...].firstIndex(of: "]"), characters[end - 1] == ":", end > index + 1
            {
                ranges += TextClass.ranges(of: String(characters[(index + 1)..<(end - 1)]))
                index = end + 1
                continue
            }
            if character == "\\", index < characters.count {
                character = characters[index]
                index += 1
            }
            if index + 1 < characters.count, characters[index] == "-", characters[index + 1] != "]" {
                let last = characters[index + 1]
                if character <= last { ranges.append(character...last) }
                index += 2
            } else {
                ranges.append(character...character)
            }
        }
        return nil
    }

    func matches(_ text: some StringProtocol) -> Bool { matches(Array(text)[...]) }

    /// The last `*` is the only one that has to be taken back, so that the work is bounded by both lengths' product.
    private func matches(_ text: ArraySlice<Character>) -> Bool {
        var (place, part) = (text.startIndex, 0)
        var retry: (place: Int, part: Int)?
        while place < text.endIndex {
            if part < parts.count {
                if case .many = parts[part] {
                    retry = (place, part)
                    part += 1
                    continue
                }
                if parts[part].admits(text[place]) {
                    place += 1
                    part += 1
                    continue
                }
            }
            guard let last = retry else { return false }
            place = last.place + 1
            part = last.part + 1
            retry = (place, last.part)
        }
        return parts[part...].allSatisfy { if case .many = $0 { true } else { false } }
    }

    /// `${name%pattern}` and the like.
    func stripped(from text: String, fromEnd: Bool, isLongest: Bool) -> String {
        let characters = Array(text)
        // From the shortest part to the longest, or the reverse.
        let counts = isLongest ? Array((0...characters.count).reversed()) : Array(0...characters.count)
        for count in counts {
            let part = fromEnd ? characters[(characters.count - count)...] : characters[..<count]
            if matches(part) {
                return String(fromEnd ? characters[..<(characters.count - count)] : characters[count...])
            }
        }
        return text
    }

    static func literal(_ text: some StringProtocol) -> String {
        text.map { "*?[]\\!-".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    static func isPattern(_ pattern: String) -> Bool {
        var isEscaped = false
        for character in pattern {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if "*?[".contains(character) {
                return true
            }
        }
        return false
    }

    /// A pattern without the backslashes that make its characters stand for themselves.
    static func unescaped(_ pattern: some StringProtocol) -> String {
        var text = ""
        var isEscaped = false
        for character in pattern {
            if !isEscaped, character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
                isEscaped = false
            }
        }
        return text
    }
}

/// Classes of characters by their POSIX names, in the C locale.
enum TextClass {
    static func ranges(of name: String) -> [ClosedRange<Character>] {
        switch name {
        case "digit": ["0"..."9"]
        case "lower": ["a"..."z"]
        case "upper": ["A"..."Z"]
        case "alpha": ["a"..."z", "A"..."Z"]
        case "alnum": ["a"..."z", "A"..."Z", "0"..."9"]
        case "xdigit": ["0"..."9", "a"..."f", "A"..."F"]
        case "blank": [" "..." ", "\t"..."\t"]
        case "space": [" "..." ", "\t"..."\t", "\n"..."\n", "\r"..."\r", "\u{b}"..."\u{b}", "\u{c}"..."\u{c}"]
        case "punct": ["!"..."/", ":"..."@", "["..."`", "{"..."~"]
        case "print": [" "..."~"]
        case "graph": ["!"..."~"]
        default: []
        }
    }
}

/// bash's braces: `{a,b}` and `{1..5}`, once in a word.
enum ShellBraces {
    private static let most = 10_000

    static func expanded(_ word: String) -> [String] {
        guard let open = word.firstIndex(of: "{"), let close = word[open...].firstIndex(of: "}") else { return [word] }
        let inner = word[word.index(after: open)..<close]
        let (head, tail) = (word[..<open], word[word.index(after: close)...])
        var parts: [String] = []
        if inner.contains(",") {
            parts = inner.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        } else if let dots = inner.firstRange(of: "..") {
            guard let first = Int(inner[..<dots.lowerBound]), let last = Int(inner[dots.upperBound...]),
                first.distance(to: last).magnitude < most
            else { return [word] }
            parts = stride(from: first, through: last, by: first <= last ? 1 : -1).map(String.init)
        }
        return parts.isEmpty ? [word] : parts.map { "\(head)\($0)\(tail)" }
    }
}
