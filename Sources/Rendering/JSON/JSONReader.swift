/// Reads one JSON text, strictly after RFC 8259: no comments, no trailing commas, no byte order mark, no duplicate
/// keys, no half surrogates, nothing after the value.
///
/// The text is handed to each step, since a stored span would make the reader itself non-escapable.
struct JSONReader {
    private typealias Text = Span<UInt8>

    private var position = 0
    private var depthLeft: Int
    private let depthLimit: Int

    private init(depthLimit: Int) {
        self.depthLimit = depthLimit
        self.depthLeft = depthLimit
    }

    static func read(_ text: Span<UInt8>, depthLimit: Int) throws(JSONError) -> JSONValue {
        var reader = JSONReader(depthLimit: depthLimit)
        reader.skipBlanks(text)
        let value = try reader.value(text, expecting: "a value")
        reader.skipBlanks(text)
        guard reader.position == text.count else { throw reader.expected("the end of the text", text) }
        return value
    }

    // MARK: Values

    private mutating func value(_ text: Text, expecting what: StaticString) throws(JSONError) -> JSONValue {
        guard position < text.count else { throw expected(what, text) }
        switch text[position] {
        case UInt8(ascii: "{"): return try nested(text) { reader, text throws(JSONError) in try reader.object(text) }
        case UInt8(ascii: "["): return try nested(text) { reader, text throws(JSONError) in try reader.array(text) }
        case UInt8(ascii: "\""): return .string(try string(text))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(text)
        case UInt8(ascii: "t") where take("true", text): return true
        case UInt8(ascii: "f") where take("false", text): return false
        case UInt8(ascii: "n") where take("null", text): return nil
        default: throw expected(what, text)
        }
    }

    private mutating func nested(
        _ text: Text,
        _ read: (inout JSONReader, Text) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depthLeft > 0 else { throw error(.tooDeep(limit: depthLimit), text, at: position) }
        depthLeft -= 1
        position += 1
        skipBlanks(text)
        let value = try read(&self, text)
        depthLeft += 1
        return value
    }

    /// Reads what follows `[` and blanks.
    private mutating func array(_ text: Text) throws(JSONError) -> JSONValue {
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]"), text) { return .array(elements) }
        elements.append(try value(text, expecting: "a value or \"]\""))
        while true {
            skipBlanks(text)
            if take(UInt8(ascii: "]"), text) { return .array(elements) }
            guard take(UInt8(ascii: ","), text) else { throw expected("\",\" or \"]\" after an element", text) }
            skipBlanks(text)
            elements.append(try value(text, expecting: "a value"))
        }
    }

    /// Reads what follows `{` and blanks.
    private mutating func object(_ text: Text) throws(JSONError) -> JSONValue {
        var members = JSONObject()
        if take(UInt8(ascii: "}"), text) { return .object(members) }
        try member(text, into: &members, expecting: "a key or \"}\"")
        while true {
            skipBlanks(text)
            if take(UInt8(ascii: "}"), text) { return .object(members) }
            guard take(UInt8(ascii: ","), text) else { throw expected("\",\" or \"}\" after a member", text) }
            skipBlanks(text)
            try member(text, into: &members, expecting: "a key")
        }
    }

    private mutating func member(
        _ text: Text,
        into members: inout JSONObject,
        expecting what: StaticString
    ) throws(JSONError) {
        guard position < text.count, text[position] == UInt8(ascii: "\"") else { throw expected(what, text) }
        let start = position
        let key = try string(text)
        skipBlanks(text)
        guard take(UInt8(ascii: ":"), text) else { throw expected("\":\" after a key", text) }
        skipBlanks(text)
        let value = try value(text, expecting: "a value")
        guard members.append(key, value) else { throw error(.duplicateKey(key), text, at: start) }
    }

    // MARK: Numbers (RFC 8259 §6)

    private mutating func number(_ text: Text) throws(JSONError) -> JSONValue {
        let start = position
        let negative = take(UInt8(ascii: "-"), text)
        let firstDigit = position
        let magnitude = integerDigits(text)
        guard position > firstDigit else { throw expected("a digit", text) }
        if text[firstDigit] == UInt8(ascii: "0"), position > firstDigit + 1 {
            position = firstDigit + 1
            throw expected("no digit after a leading 0", text)
        }

        var isInteger = true
        if take(UInt8(ascii: "."), text) {
            isInteger = false
            try digits(text)
        }
        if take(UInt8(ascii: "e"), text) || take(UInt8(ascii: "E"), text) {
            isInteger = false
            if !take(UInt8(ascii: "+"), text) { _ = take(UInt8(ascii: "-"), text) }
            try digits(text)
        }

        // As Go reads them: -0 keeps its sign, and what 64 bits cannot hold is the nearest floating point number. The
        // writer spells numbers below 1e21 without an exponent, so that these have to read back.
        if isInteger, let magnitude, !(negative && magnitude == 0) {
            if !negative { return Int64(exactly: magnitude).map { .int($0) } ?? .unsigned(magnitude) }
            if magnitude <= Int64.min.magnitude { return .int(Int64(truncatingIfNeeded: 0 &- magnitude)) }
        }
        guard let spelling = Self.utf8(text.extracting(start..<position)), let value = Double(spelling), value.isFinite
        else { throw error(.numberOutOfRange(excerpt(text, from: start)), text, at: start) }
        return .double(value)
    }

    /// Takes all digits; `nil` if they exceed 64 bits.
    private mutating func integerDigits(_ text: Text) -> UInt64? {
        var value: UInt64 = 0
        var fits = true
        while position < text.count, let digit = Self.digit(text[position]) {
            let (tens, tooLong) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLarge) = tens.addingReportingOverflow(UInt64(digit))
            fits = fits && !tooLong && !tooLarge
            value = sum
            position += 1
        }
        return fits ? value : nil
    }

    private mutating func digits(_ text: Text) throws(JSONError) {
        let start = position
        while position < text.count, Self.digit(text[position]) != nil { position += 1 }
        guard position > start else { throw expected("a digit", text) }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? value : nil
    }

    // MARK: Strings (RFC 8259 §7)

    private mutating func string(_ text: Text) throws(JSONError) -> String {
        position += 1
        let start = position
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: "\"") {
                guard let value = Self.utf8(text.extracting(start..<position)) else {
                    throw error(.invalidUTF8, text, at: invalidByte(text, start..<position))
                }
                position += 1
                return value
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(text, from: start) }
            guard byte >= 0x20 else { throw error(.controlCharacterInString(byte), text, at: position) }
            position += 1
        }
        throw expected("\"\\\"\" at the end of a string", text)
    }

    /// The slow path, from the first backslash on.
    private mutating func escapedString(_ text: Text, from start: Int) throws(JSONError) -> String {
        var decoded: [UInt8] = []
        var runStart = start
        while position < text.count {
            let byte = text[position]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                for index in runStart..<position { decoded.append(text[index]) }
                if byte == UInt8(ascii: "\"") {
                    guard let value = Self.utf8(decoded.span) else {
                        throw error(.invalidUTF8, text, at: invalidByte(text, start..<position))
                    }
                    position += 1
                    return value
                }
                try escape(text, into: &decoded)
                runStart = position
            case 0..<0x20: throw error(.controlCharacterInString(byte), text, at: position)
            default: position += 1
            }
        }
        throw expected("\"\\\"\" at the end of a string", text)
    }

    private mutating func escape(_ text: Text, into decoded: inout [UInt8]) throws(JSONError) {
        let start = position
        position += 1
        guard position < text.count else { throw expected("an escape", text) }
        let letter = text[position]
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(letter)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0C)
        case UInt8(ascii: "n"): decoded.append(0x0A)
        case UInt8(ascii: "r"): decoded.append(0x0D)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"): decoded.append(contentsOf: UTF8.encode(try escapedScalar(text, from: start)) ?? .init())
        default:
            position = start + 1
            let character = found(text) ?? ""
            throw error(.invalidEscape("\\" + character.dropFirst().dropLast()), text, at: start)
        }
    }

    /// Reads the digits after `\u`, and the second half of a pair.
    private mutating func escapedScalar(_ text: Text, from start: Int) throws(JSONError) -> Unicode.Scalar {
        let first = try fourHexDigits(text)
        if let scalar = Unicode.Scalar(first) { return scalar }
        if first < 0xDC00, position + 1 < text.count, text[position] == UInt8(ascii: "\\"),
            text[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            let second = try fourHexDigits(text)
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
            {
                return scalar
            }
        }
        throw error(.loneSurrogate("\\u" + String(first, radix: 16)), text, at: start)
    }

    private mutating func fourHexDigits(_ text: Text) throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard position < text.count else { throw expected("four hexadecimal digits after \\u", text) }
            switch text[position] {
            case let byte where Self.digit(byte) != nil: value = value << 4 | UInt16(byte - UInt8(ascii: "0"))
            case let byte where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20):
                value = value << 4 | UInt16((byte | 0x20) - UInt8(ascii: "a") + 10)
            default: throw expected("four hexadecimal digits after \\u", text)
            }
            position += 1
        }
        return value
    }

    /// `nil` unless the bytes are valid UTF-8.
    private static func utf8(_ bytes: Text) -> String? {
        guard let valid = try? UTF8Span(validating: bytes) else { return nil }
        return String(copying: valid)
    }

    private func invalidByte(_ text: Text, _ range: Range<Int>) -> Int {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: text.extracting(range))
            return range.lowerBound
        } catch {
            return range.lowerBound + error.byteOffsets.lowerBound
        }
    }

    // MARK: Tokens

    private mutating func skipBlanks(_ text: Text) {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8, _ text: Text) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(_ word: StaticString, _ text: Text) -> Bool {
        let length = word.utf8CodeUnitCount
        guard text.count - position >= length else { return false }
        let matches = word.withUTF8Buffer { letters in
            letters.indices.allSatisfy { text[position + $0] == letters[$0] }
        }
        if matches { position += length }
        return matches
    }

    // MARK: Errors

    private func expected(_ what: StaticString, _ text: Text) -> JSONError {
        if let reason = badEncoding(text) { return error(reason, text, at: position) }
        return error(.expected(what.description, found: found(text)), text, at: position)
    }

    private func error(_ reason: JSONError.Reason, _ text: Text, at offset: Int) -> JSONError {
        var line = 1
        var column = 1
        for index in 0..<min(offset, text.count) {
            if text[index] == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if text[index] & 0xC0 != 0x80 {
                column += 1
            }
        }
        return JSONError(reason: reason, offset: offset, line: line, column: column)
    }

    /// A byte that begins no character at all is reported as such, not as an unexpected character.
    private func badEncoding(_ text: Text) -> JSONError.Reason? {
        guard position < text.count, text[position] >= 0x80 else { return nil }
        return character(text) == nil ? .invalidUTF8 : nil
    }

    /// What stands at the position, quoted; `nil` at the end.
    private func found(_ text: Text) -> String? {
        guard position < text.count else { return nil }
        return JSONValue.string(character(text) ?? "\u{FFFD}").json()
    }

    /// The character at the position; `nil` where the bytes are no UTF-8.
    private func character(_ text: Text) -> String? {
        for length in 1...4 where position + length <= text.count {
            if let one = Self.utf8(text.extracting(position..<(position + length))) { return one }
        }
        return nil
    }

    /// The number read so far, shortened so that an error stays readable.
    private func excerpt(_ text: Text, from start: Int) -> String {
        let limit = 40
        let end = min(position, start + limit)
        let shown = Self.utf8(text.extracting(start..<end)) ?? ""
        return end < position ? shown + "…" : shown
    }
}

extension JSONValue {
    /// Reads one JSON text (RFC 8259).
    ///
    /// - Parameters:
    ///   - text: UTF-8, without a byte order mark.
    ///   - depthLimit: how deep arrays and objects may nest.
    /// - Throws: ``JSONError`` with the place and what was expected there. Duplicate keys, invalid UTF-8, half
    ///   surrogates and numbers beyond a finite `Double` are errors; an integer beyond 64 bits reads as the nearest
    ///   `Double`, and a number too small for one as 0.
    package init(parsing text: Span<UInt8>, depthLimit: Int = 256) throws(JSONError) {
        self = try JSONReader.read(text, depthLimit: depthLimit)
    }

    /// Reads one JSON text from bytes; see ``init(parsing:depthLimit:)``.
    package init(parsing text: [UInt8], depthLimit: Int = 256) throws(JSONError) {
        self = try JSONReader.read(text.span, depthLimit: depthLimit)
    }

    /// Reads one JSON text from a string; see ``init(parsing:depthLimit:)``.
    package init(parsing text: String, depthLimit: Int = 256) throws(JSONError) {
        self = try JSONReader.read(text.utf8.span, depthLimit: depthLimit)
    }
}
