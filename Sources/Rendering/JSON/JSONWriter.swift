internal import Text

/// Writes JSON piece by piece into a growing buffer, byte for byte as Go's `encoding/json` (1.22 and later) does.
///
/// Nothing is held back: whatever was begun is already in ``bytes``, so a caller may flush and clear the buffer
/// between members. The caller pairs `begin…` with `end…`; a key must precede each value inside an object.
package struct JSONWriter: Sendable {
    /// The text so far, UTF-8.
    package var bytes: [UInt8]

    private let style: JSONStyle
    /// Whether each open container has members yet, innermost last.
    private var hasMembers: [Bool] = []
    private var afterKey = false

    /// - Parameter bytes: a buffer to append to, so that its storage can be used again.
    package init(style: JSONStyle = .compact, appendingTo bytes: [UInt8] = []) {
        self.style = style
        self.bytes = bytes
    }

    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    package mutating func key(_ key: String) {
        separate()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        if style.indent != nil { bytes.append(UInt8(ascii: " ")) }
        afterKey = true
    }

    package mutating func string(_ value: String) {
        separate()
        quote(value)
    }

    package mutating func int(_ value: Int64) {
        separate()
        appendDecimal(value)
    }

    package mutating func unsigned(_ value: UInt64) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A number that JSON cannot hold (infinite, or none) is written as `null`.
    package mutating func double(_ value: Double) {
        separate()
        bytes.append(contentsOf: value.isFinite ? GoFloat.json(value).utf8 : "null".utf8)
    }

    package mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    package mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .int(let value): int(value)
        case .unsigned(let value): unsigned(value)
        case .double(let value): double(value)
        case .string(let value): string(value)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for (key, member) in members {
                self.key(key)
                self.value(member)
            }
            endObject()
        }
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        hasMembers.append(false)
    }

    private mutating func end(_ bracket: UInt8) {
        // An empty container stays on one line, as MarshalIndent leaves it.
        if hasMembers.popLast() == true { breakLine() }
        bytes.append(bracket)
    }

    /// Writes what stands between the last thing and the next.
    private mutating func separate() {
        if afterKey {
            afterKey = false
            return
        }
        guard let first = hasMembers.last.map({ !$0 }) else { return }
        if first {
            hasMembers[hasMembers.count - 1] = true
        } else {
            bytes.append(UInt8(ascii: ","))
        }
        breakLine()
    }

    private mutating func breakLine() {
        guard let indent = style.indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, indent) * hasMembers.count))
    }

    private mutating func appendDecimal(_ value: Int64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var rest = value.magnitude
        var start = 20
        repeat {
            start -= 1
            digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        for position in start..<20 { bytes.append(digits[position]) }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            var position = 0
            while position < utf8.count {
                let byte = utf8[position]
                if !Self.mayNeedEscape[Int(byte)] {
                    position += 1
                    continue
                }
                guard let length = escapedLength(utf8, at: position) else {
                    position += 1
                    continue
                }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<position]))
                escape(byte, last: utf8[position + length - 1])
                position += length
                start = position
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// How many bytes of input one escape replaces; `nil` where the byte stands for itself.
    private func escapedLength(_ utf8: UnsafeBufferPointer<UInt8>, at position: Int) -> Int? {
        switch utf8[position] {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
            return style.escapesHTML ? 1 : nil
        case 0xE2:
            // U+2028 and U+2029 are E2 80 A8 and E2 80 A9; Go escapes them because they end a line in JavaScript.
            guard position + 2 < utf8.count, utf8[position + 1] == 0x80, utf8[position + 2] & 0xFE == 0xA8 else {
                return nil
            }
            return 3
        default:
            return 1
        }
    }

    /// - Parameter last: the last byte of the escaped character, which tells U+2028 from U+2029.
    private mutating func escape(_ byte: UInt8, last: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0xE2: bytes.append(contentsOf: last == 0xA8 ? "u2028".utf8 : "u2029".utf8)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(Self.hexDigit(byte >> 4))
            bytes.append(Self.hexDigit(byte & 0x0F))
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
    }

    /// Bytes that end a run of plain text: controls, `"`, `\`, `<`, `>`, `&`, and the first byte of U+2028/9.
    private static let mayNeedEscape: [Bool] = (0...255).map { byte in
        byte < 0x20 || byte == 0xE2 || "\"\\<>&".utf8.contains(UInt8(byte))
    }
}

extension JSONValue {
    /// The value as JSON text, without a newline at the end.
    package func json(_ style: JSONStyle = .compact) -> String {
        var bytes: [UInt8] = []
        writeJSON(into: &bytes, style: style)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the value as UTF-8 JSON, without a newline at the end.
    package func writeJSON(into bytes: inout [UInt8], style: JSONStyle = .compact) {
        // The buffer is moved through the writer, not copied.
        var writer = JSONWriter(style: style, appendingTo: bytes.moved())
        writer.value(self)
        bytes = writer.bytes
    }
}

extension Array {
    /// Hands over the storage and leaves an empty array behind.
    fileprivate mutating func moved() -> [Element] {
        var taken: [Element] = []
        swap(&taken, &self)
        return taken
    }
}
