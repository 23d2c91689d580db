internal import Lab
internal import Text
internal import YAML

/// Reads `.env` files as Compose does (compose-go, `dotenv`): `KEY=value` or `KEY: value`, perhaps after `export`;
/// comments; values bare, in `'…'` (as they stand) or in `"…"` (with escapes), over several lines where quoted; variables
/// in bare and double-quoted values; a key alone takes its value from outside.
struct DotEnv {
    private(set) var values: [String: String] = [:]
    private(set) var warnings: [SourceError] = []

    private let bytes: [UInt8]
    private let file: Int
    private var position = 0
    private var budget: Int
    private let outside: (String) -> String?

    /// - Parameter outside: variables that win over the file's own in `${…}`.
    static func read(
        _ bytes: [UInt8],
        file: Int,
        budget: Int,
        outside: @escaping (String) -> String?
    ) throws(SourceError) -> DotEnv {
        var reader = DotEnv(bytes: bytes, file: file, budget: budget, outside: outside)
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { reader.position = 3 }
        while reader.skipToStatement() { try reader.statement() }
        return reader
    }

    private init(bytes: [UInt8], file: Int, budget: Int, outside: @escaping (String) -> String?) {
        self.bytes = bytes
        self.file = file
        self.budget = budget
        self.outside = outside
    }

    // MARK: - Statements

    private mutating func skipToStatement() -> Bool {
        while position < bytes.count {
            if Self.isSpace(bytes[position]) || bytes[position] == UInt8(ascii: "\n") {
                position += 1
            } else if bytes[position] == UInt8(ascii: "#") {
                position = endOfLine
            } else {
                return true
            }
        }
        return false
    }

    private mutating func statement() throws(SourceError) {
        skipExport()
        let start = position
        var end = start
        var mark = UInt8(ascii: "\n")
        loop: while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "\n"):
                mark = bytes[end]
                break loop
            case let byte where Self.isSpace(byte) || Self.isName(byte): end += 1
            default:
                position = end
                let line = String(decoding: bytes[start..<endOfLine], as: UTF8.self)
                throw SourceError(
                    "unexpected character \(GoQuote.quote(character(at: end))) in variable name \(GoQuote.quote(line))",
                    at: place(of: end)
                )
            }
        }
        var key = bytes[start..<end]
        while let last = key.last, Self.isSpace(last) { key.removeLast() }
        if key.contains(UInt8(ascii: " ")) {
            throw SourceError("key cannot contain a space", at: place(of: start, length: key.count))
        }
        let name = String(decoding: key, as: UTF8.self)
        position = min(end + 1, bytes.count)
        if mark == UInt8(ascii: "\n") {
            if let value = outside(name) { values[name] = value }
            return
        }
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
        values[name] = try value()
    }

    private mutating func skipExport() {
        let word = Array("export".utf8)
        let after = position + word.count
        guard after < bytes.count, bytes[position..<after].elementsEqual(word), Self.isSpace(bytes[after]) else {
            return
        }
        position = after
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    // MARK: - Values

    private mutating func value() throws(SourceError) -> String {
        guard position < bytes.count else { return "" }
        let start = position
        let quote = bytes[position]
        if quote == UInt8(ascii: "'") { return String(decoding: try quoted(quote), as: UTF8.self) }
        if quote == UInt8(ascii: "\"") {
            return try expanded(Self.unescaped(try quoted(quote)), at: start)
        }
        let end = endOfLine
        var text = bytes[position..<end]
        position = end
        // A comment begins after a space, so that a password may hold a #.
        if let comment = zip(text.indices, text).first(where: { index, byte in
            byte == UInt8(ascii: "#") && index > start && bytes[index - 1] == UInt8(ascii: " ")
        }) {
            text = text[..<comment.0]
        }
        while let last = text.last, Self.isSpace(last) { text.removeLast() }
        return try expanded(Array(text), at: start)
    }

    /// What stands up to the closing quote; an escaped quote loses its backslash.
    private mutating func quoted(_ quote: UInt8) throws(SourceError) -> [UInt8] {
        let start = position
        var out: [UInt8] = []
        var index = position + 1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                if bytes[index + 1] != quote { out.append(byte) }
                out.append(bytes[index + 1])
                index += 2
            } else if byte == quote {
                position = index + 1
                return out
            } else {
                out.append(byte)
                index += 1
            }
        }
        let line = String(decoding: bytes[start..<endOfLine], as: UTF8.self)
        throw SourceError("unterminated quoted value \(line)", at: place(of: start))
    }

    private mutating func expanded(_ text: [UInt8], at start: Int) throws(SourceError) -> String {
        let known = values
        let outside = outside
        var template = Template(budget: budget) { outside($0) ?? known[$0] }
        defer { budget = template.remainingBudget }
        do throws(Template.Fault) {
            let text = try template.substitute(String(decoding: text, as: UTF8.self))
            for name in template.unset {
                warnings.append(
                    SourceError(
                        "The \(GoQuote.quote(name)) variable is not set. Defaulting to a blank string.",
                        at: place(of: start)
                    )
                )
            }
            return text
        } catch {
            throw SourceError(Self.complaint(of: error, in: text), at: place(of: start))
        }
    }

    private static func complaint(of fault: Template.Fault, in text: [UInt8]) -> String {
        switch fault {
        case .badFormat: "Invalid template: \(GoQuote.quote(String(decoding: text, as: UTF8.self)))"
        case .required(let name, let reason):
            "required variable \(name) is missing a value" + (reason.isEmpty ? "" : ": \(reason)")
        case .tooLarge: "the value's variables expand to more than is read"
        }
    }

    /// Backslash escapes of the shell; `\$` keeps a dollar from being a variable.
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "\\"), index + 1 < text.count else {
                out.append(text[index])
                index += 1
                continue
            }
            index += 2
            switch text[index - 1] {
            case UInt8(ascii: "$"): out += Array("$$".utf8)
            case UInt8(ascii: "\\"), UInt8(ascii: "\""): out.append(text[index - 1])
            case UInt8(ascii: "a"): out.append(0x07)
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0c)
            case UInt8(ascii: "n"): out.append(0x0a)
            case UInt8(ascii: "r"): out.append(0x0d)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "v"): out.append(0x0b)
            default: out += text[(index - 2)..<index]
            }
        }
        return out
    }

    // MARK: - Places and characters

    private var endOfLine: Int { bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count }

    private func character(at index: Int) -> String {
        String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).unicodeScalars.first
            .map { String($0) } ?? ""
    }

    private func place(of index: Int, length: Int = 1) -> SourcePlace {
        let before = bytes[..<index]
        let line = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return SourcePlace(
            file: file,
            line: before.count { $0 == UInt8(ascii: "\n") } + 1,
            column: before[line...].count { $0 & 0xc0 != 0x80 } + 1,
            length: length
        )
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0d).contains(byte) && byte != UInt8(ascii: "\n")
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x80...0xff, UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "-"),
            UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }
}
