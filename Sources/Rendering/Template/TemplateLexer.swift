internal import Text

/// Splits a template into tokens, up to its end or the first thing that is no token.
///
/// Trim markers never reach the parser: the blanks beside `{{- ` and ` -}}` are dropped here, and comments with them.
struct TemplateLexer {
    private let bytes: [UInt8]
    private var position = 0
    private var tokens: [TemplateToken] = []
    private var parenthesisDepth = 0

    /// Lines are counted once, from token to token.
    private var countedTo = 0
    private var line = 1

    private struct Failure: Error {
        var start: Int
        var message: String
    }

    private static let leftDelimiter = Array("{{".utf8)
    private static let rightDelimiter = Array("}}".utf8)

    private init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The last token is ``TemplateToken/Kind/endOfText`` or ``TemplateToken/Kind/error``.
    static func tokens(of text: String) -> [TemplateToken] {
        var lexer = TemplateLexer(text)
        do throws(Failure) {
            try lexer.text()
            lexer.emit(.endOfText, from: lexer.position)
        } catch {
            lexer.emit(.error, from: error.start, text: error.message)
        }
        return lexer.tokens
    }

    // MARK: Text and delimiters

    private mutating func text() throws(Failure) {
        while position < bytes.count {
            let start = position
            guard let delimiter = index(of: Self.leftDelimiter, from: position) else {
                position = bytes.count
                emit(.text, from: start)
                return
            }
            position = delimiter
            if hasLeftTrimMarker(at: delimiter + 2) {
                while position > start, Self.isBlank(bytes[position - 1]) { position -= 1 }
            }
            if position > start { emit(.text, from: start) }
            position = delimiter + 2
            let marker = hasLeftTrimMarker(at: position) ? 2 : 0
            if starts(with: Array("/*".utf8), at: position + marker) {
                position += marker
                try comment()
            } else {
                emit(.leftDelimiter, from: delimiter)
                position += marker
                try action()
            }
        }
    }

    private mutating func comment() throws(Failure) {
        let start = position
        guard let end = index(of: Array("*/".utf8), from: position + 2) else {
            throw Failure(start: start, message: "unclosed comment")
        }
        position = end + 2
        guard let trims = rightDelimiterTrims() else {
            throw Failure(start: start, message: "comment ends before closing delimiter")
        }
        skipRightDelimiter(trims: trims)
    }

    /// Whether a right delimiter here trims what follows; `nil` where there is none.
    private func rightDelimiterTrims() -> Bool? {
        if hasRightTrimMarker(at: position), starts(with: Self.rightDelimiter, at: position + 2) { return true }
        return starts(with: Self.rightDelimiter, at: position) ? false : nil
    }

    private mutating func skipRightDelimiter(trims: Bool) {
        position += trims ? 4 : 2
        guard trims else { return }
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    }

    // MARK: Inside an action

    private mutating func action() throws(Failure) {
        parenthesisDepth = 0
        while true {
            if let trims = rightDelimiterTrims() {
                guard parenthesisDepth == 0 else { throw Failure(start: position, message: "unclosed left paren") }
                let start = trims ? position + 2 : position
                tokens.append(TemplateToken(kind: .rightDelimiter, position: start, line: line(at: start), text: "}}"))
                skipRightDelimiter(trims: trims)
                return
            }
            try word()
        }
    }

    private mutating func word() throws(Failure) {
        let start = position
        guard let scalar = scalar() else { throw Failure(start: start, message: "unclosed action") }
        switch scalar {
        case " ", "\t", "\r", "\n": blanks(from: start)
        case "=": single(.assign)
        case ":":
            guard starts(with: Array(":=".utf8), at: position) else {
                throw Failure(start: start, message: "expected :=")
            }
            position += 2
            emit(.declare, from: start)
        case "|": single(.pipe)
        case "\"": try quoted("\"", .string, "unterminated quoted string")
        case "'": try quoted("'", .characterConstant, "unterminated character constant")
        case "`": try rawString()
        case "$": try name(.variable)
        case ".":
            // A digit after the point makes it a number; so does, as in Go, the end of the text.
            if position + 1 < bytes.count, !Self.isDigit(bytes[position + 1]) {
                try name(.field)
            } else {
                try number()
            }
        case "+", "-", "0"..."9": try number()
        case _ where Self.isAlphanumeric(scalar): try identifier()
        case "(":
            parenthesisDepth += 1
            single(.leftParenthesis)
        case ")":
            parenthesisDepth -= 1
            guard parenthesisDepth >= 0 else {
                throw Failure(start: start, message: "unexpected right paren")
            }
            single(.rightParenthesis)
        case " "..."~": single(.character)
        default:
            throw Failure(
                start: start,
                message: "unrecognized character in action: \(GoQuote.codePoint(scalar, withCharacter: true))"
            )
        }
    }

    private mutating func single(_ kind: TemplateToken.Kind) {
        position += 1
        emit(kind, from: position - 1)
    }

    /// A blank that belongs to a trim marker stays for the right delimiter.
    private mutating func blanks(from start: Int) {
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
        if hasRightTrimMarker(at: position - 1), starts(with: Self.rightDelimiter, at: position + 1) { position -= 1 }
        if position > start { emit(.space, from: start) }
    }

    private mutating func quoted(
        _ quote: Unicode.Scalar,
        _ kind: TemplateToken.Kind,
        _ failure: String
    ) throws(Failure) {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") {
            if bytes[position] == UInt8(ascii: quote) {
                position += 1
                emit(kind, from: start)
                return
            }
            if bytes[position] == UInt8(ascii: "\\") {
                position += 1
                guard position < bytes.count, bytes[position] != UInt8(ascii: "\n") else { break }
            }
            position += 1
        }
        throw Failure(start: start, message: failure)
    }

    private mutating func rawString() throws(Failure) {
        let start = position
        guard let end = index(of: [UInt8(ascii: "`")], from: position + 1) else {
            throw Failure(start: start, message: "unterminated raw quoted string")
        }
        position = end + 1
        emit(.rawString, from: start)
    }

    /// A name behind `.` or `$`, or that character alone.
    private mutating func name(_ kind: TemplateToken.Kind) throws(Failure) {
        let start = position
        position += 1
        if isTerminator() {
            emit(kind == .field ? .dot : kind, from: start)
            return
        }
        try takeAlphanumerics(from: start)
        emit(kind, from: start)
    }

    private mutating func identifier() throws(Failure) {
        let start = position
        try takeAlphanumerics(from: start)
        let word = String(decoding: bytes[start..<position], as: UTF8.self)
        let kind = TemplateToken.Kind.keywords[word] ?? (word == "true" || word == "false" ? .bool : .identifier)
        emit(kind, from: start)
    }

    private mutating func takeAlphanumerics(from start: Int) throws(Failure) {
        while let next = scalar(), Self.isAlphanumeric(next) { position += UTF8.width(next) }
        guard !isTerminator(), let next = scalar() else { return }
        throw Failure(start: start, message: "bad character \(GoQuote.codePoint(next, withCharacter: true))")
    }

    /// Whether what follows may stand behind a name.
    private func isTerminator() -> Bool {
        guard position < bytes.count else { return true }
        return Self.isBlank(bytes[position]) || ".,|:)(".utf8.contains(bytes[position])
            || starts(with: Self.rightDelimiter, at: position)
    }

    // MARK: Numbers

    private mutating func number() throws(Failure) {
        let start = position
        var wellFormed = takeNumber()
        var kind = TemplateToken.Kind.number
        if wellFormed, position < bytes.count, "+-".utf8.contains(bytes[position]) {
            wellFormed = takeNumber() && bytes[position - 1] == UInt8(ascii: "i")
            kind = .complexNumber
        }
        guard wellFormed else {
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            throw Failure(start: start, message: "bad number syntax: \(GoQuote.quote(text))")
        }
        emit(kind, from: start)
    }

    /// Takes what looks like a number. As in Go the parser, not the lexer, finds out whether it is one.
    private mutating func takeNumber() -> Bool {
        _ = take(oneOf: "+-")
        var digits = "0123456789_"
        if take(oneOf: "0") {
            if take(oneOf: "xX") {
                digits = "0123456789abcdefABCDEF_"
            } else if take(oneOf: "oO") {
                digits = "01234567_"
            } else if take(oneOf: "bB") {
                digits = "01_"
            }
        }
        while take(oneOf: digits) {}
        if take(oneOf: ".") { while take(oneOf: digits) {} }
        let exponent = digits.utf8.count == 11 ? "eE" : digits.utf8.count == 23 ? "pP" : ""
        if take(oneOf: exponent) {
            _ = take(oneOf: "+-")
            while take(oneOf: "0123456789_") {}
        }
        _ = take(oneOf: "i")
        if let next = scalar(), Self.isAlphanumeric(next) {
            position += UTF8.width(next)
            return false
        }
        return true
    }

    private mutating func take(oneOf set: String) -> Bool {
        guard position < bytes.count, set.utf8.contains(bytes[position]) else { return false }
        position += 1
        return true
    }

    // MARK: Bytes

    private mutating func emit(_ kind: TemplateToken.Kind, from start: Int) {
        emit(kind, from: start, text: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func emit(_ kind: TemplateToken.Kind, from start: Int, text: String) {
        tokens.append(TemplateToken(kind: kind, position: start, line: line(at: start), text: text))
    }

    private mutating func line(at offset: Int) -> Int {
        while countedTo < offset {
            if bytes[countedTo] == UInt8(ascii: "\n") { line += 1 }
            countedTo += 1
        }
        return line
    }

    /// The character at the position.
    private func scalar() -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        if bytes[position] < 0x80 { return Unicode.Scalar(bytes[position]) }
        var decoder = UTF8()
        var iterator = bytes[position...].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return scalar
    }

    private func starts(with pattern: [UInt8], at offset: Int) -> Bool {
        offset + pattern.count <= bytes.count && bytes[offset...].starts(with: pattern)
    }

    private func index(of pattern: [UInt8], from start: Int) -> Int? {
        guard start <= bytes.count else { return nil }
        return bytes[start...].indices.first { starts(with: pattern, at: $0) }
    }

    private func hasLeftTrimMarker(at offset: Int) -> Bool {
        offset + 1 < bytes.count && bytes[offset] == UInt8(ascii: "-") && Self.isBlank(bytes[offset + 1])
    }

    private func hasRightTrimMarker(at offset: Int) -> Bool {
        offset + 1 < bytes.count && Self.isBlank(bytes[offset]) && bytes[offset + 1] == UInt8(ascii: "-")
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || GoUnicode.isLetter(scalar) || GoUnicode.isDigit(scalar)
    }
}
