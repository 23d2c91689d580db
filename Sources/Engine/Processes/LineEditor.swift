/// A line that somebody types at a terminal: what the kernel's line discipline and readline do in the commonest cases.
///
/// It is fed octet by octet, and gives what the terminal is to show.
struct LineEditor {
    enum Outcome: Equatable {
        case goesOn
        /// With its end.
        case line(String)
        /// Ctrl-C.
        case interrupted
        /// Ctrl-D on an empty line.
        case end
    }

    private let prompt: String
    private let history: [String]
    /// Scalars, for a cursor moves over whole ones.
    private var text: [Character] = []
    private var cursor = 0
    private var place: Int
    private var draft: [Character] = []
    /// Octets of a scalar, or of an escape sequence, that is not whole yet.
    private var partial: [UInt8] = []

    /// - Parameter history: earlier lines, the last one last.
    init(prompt: String = "", history: [String] = []) {
        self.prompt = prompt
        self.history = history
        place = history.count
    }

    /// Takes an octet.
    ///
    /// - Parameter show: takes what the terminal is to show.
    mutating func take(_ octet: UInt8, show: (String) -> Void) -> Outcome {
        if !partial.isEmpty || octet == 0x1b || octet >= 0x80 { return takePart(octet, show: show) }
        switch octet {
        case 0x0d, 0x0a:
            show("\n")
            return .line(String(text) + "\n")
        case 0x03:
            show("^C\n")
            return .interrupted
        case 0x04 where text.isEmpty: return .end
        case 0x04: delete(at: cursor, show)
        case 0x7f, 0x08: if cursor > 0 { move(to: cursor - 1, show); delete(at: cursor, show) }
        case 0x01: move(to: 0, show)
        case 0x05: move(to: text.count, show)
        case 0x02: move(to: max(0, cursor - 1), show)
        case 0x06: move(to: min(text.count, cursor + 1), show)
        case 0x0b: replace(with: Array(text[..<cursor]), cursor: cursor, show)
        case 0x15: replace(with: Array(text[cursor...]), cursor: 0, show)
        case 0x17: eraseWord(show)
        case 0x0c:
            show("\u{1b}[H\u{1b}[2J" + prompt)
            redraw(show)
        case 0x10: recall(place - 1, show)
        case 0x0e: recall(place + 1, show)
        case 0x20...0x7e: insert(Character(UnicodeScalar(octet)), show)
        default: break
        }
        return .goesOn
    }

    // MARK: Parts

    private mutating func takePart(_ octet: UInt8, show: (String) -> Void) -> Outcome {
        partial.append(octet)
        if partial[0] == 0x1b {
            if partial.count == 2, octet != UInt8(ascii: "["), octet != UInt8(ascii: "O") { partial = [] }
            guard partial.count > 2, (0x40...0x7e).contains(octet) || partial.count > 8 else { return .goesOn }
            let sequence = String(decoding: partial.dropFirst(2), as: UTF8.self)
            partial = []
            switch sequence {
            case "A": recall(place - 1, show)
            case "B": recall(place + 1, show)
            case "C": move(to: min(text.count, cursor + 1), show)
            case "D": move(to: max(0, cursor - 1), show)
            case "H", "1~": move(to: 0, show)
            case "F", "4~": move(to: text.count, show)
            case "3~": delete(at: cursor, show)
            default: break
            }
            return .goesOn
        }
        let length = partial[0] >= 0xf0 ? 4 : partial[0] >= 0xe0 ? 3 : 2
        guard partial.count >= length else { return .goesOn }
        for character in String(decoding: partial, as: UTF8.self) { insert(character, show) }
        partial = []
        return .goesOn
    }

    private mutating func insert(_ character: Character, _ show: (String) -> Void) {
        text.insert(character, at: cursor)
        cursor += 1
        show(String(text[(cursor - 1)...]))
        back(text.count - cursor, show)
    }

    private mutating func delete(at index: Int, _ show: (String) -> Void) {
        guard text.indices.contains(index) else { return }
        text.remove(at: index)
        show(String(text[index...]) + " ")
        back(text.count - index + 1, show)
    }

    private mutating func move(to index: Int, _ show: (String) -> Void) {
        if index < cursor { back(cursor - index, show) } else { show(String(text[cursor..<index])) }
        cursor = index
    }

    private mutating func eraseWord(_ show: (String) -> Void) {
        var start = cursor
        while start > 0, text[start - 1] == " " { start -= 1 }
        while start > 0, text[start - 1] != " " { start -= 1 }
        replace(with: Array(text[..<start] + text[cursor...]), cursor: start, show)
    }

    private mutating func recall(_ index: Int, _ show: (String) -> Void) {
        guard (0...history.count).contains(index), index != place else { return }
        if place == history.count { draft = text }
        place = index
        let line = index == history.count ? draft : Array(history[index])
        replace(with: line, cursor: line.count, show)
    }

    private mutating func replace(with line: [Character], cursor new: Int, _ show: (String) -> Void) {
        back(cursor, show)
        let blank = max(0, text.count - line.count)
        text = line
        cursor = new
        show(String(line) + String(repeating: " ", count: blank))
        back(blank + line.count - new, show)
    }

    private func redraw(_ show: (String) -> Void) {
        show(String(text))
        back(text.count - cursor, show)
    }

    private func back(_ count: Int, _ show: (String) -> Void) {
        if count > 0 { show(String(repeating: "\u{8}", count: count)) }
    }
}
