internal import Text

/// A number or character constant, kept under each type that can hold it, as Go's untyped constants are.
struct TemplateNumber: Sendable {
    let source: String
    private(set) var integer: Int64?
    private(set) var unsigned: UInt64?
    private(set) var float: Double?

    enum Failure: Error {
        case illegalSyntax, overflow, malformedCharacter, invalidCharacter, complex
    }

    /// - Parameter constant: `'x'` with its quotes.
    init(character constant: String) throws(Failure) {
        source = constant
        switch GoQuote.unquoteCharacter(constant) {
        case .value(let value):
            integer = value
            unsigned = UInt64(exactly: value)
            float = Double(value)
        case .invalid: throw .invalidCharacter
        case .malformed: throw .malformedCharacter
        }
    }

    init(_ text: String) throws(Failure) {
        source = text
        if text.hasSuffix("i") { throw .complex }
        let (digits, radix, isNegative) = Self.parts(of: text)
        if let magnitude = digits.flatMap({ UInt64($0, radix: radix) }) {
            // A sign keeps a number from being unsigned, except for -0.
            if text.first != "-" && text.first != "+" || magnitude == 0 { unsigned = magnitude }
            integer = isNegative ? Self.negative(magnitude) : Int64(exactly: magnitude)
        }
        if let integer {
            float = Double(integer)
        } else if let unsigned {
            float = Double(unsigned)
        } else if let value = Self.parseFloat(text) {
            guard Self.looksLikeFloat(text) else { throw .overflow }
            float = value
            // Converted by hand: init(exactly:) would need the mathematics library.
            if value >= -0x1p63, value < 0x1p63, Double(Int64(value)) == value { integer = Int64(value) }
            if value >= 0, value < 0x1p64, Double(UInt64(value)) == value { unsigned = UInt64(value) }
        } else {
            throw .illegalSyntax
        }
    }

    /// Whether the constant is a floating point number where no type is asked for.
    var isFloat: Bool {
        guard float != nil, !source.hasPrefix("'") else { return false }
        let isHexadecimalInteger = source.lowercased().hasPrefix("0x") && !source.contains { "pP".contains($0) }
        return !isHexadecimalInteger && Self.looksLikeFloat(source)
    }

    private static func looksLikeFloat(_ text: String) -> Bool {
        text.utf8.contains { ".eEpP".utf8.contains($0) }
    }

    private static func negative(_ magnitude: UInt64) -> Int64? {
        magnitude <= Int64.min.magnitude ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
    }

    /// The digits of an integer constant without prefix and underscores, `nil` if it is none.
    private static func parts(of text: String) -> (digits: String?, radix: Int, isNegative: Bool) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
        var radix = 10
        let prefix = rest.prefix(2).lowercased()
        if let named = ["0x": 16, "0o": 8, "0b": 2][prefix] {
            radix = named
            rest.removeFirst(2)
        } else if rest.first == "0", rest.utf8.count > 1 {
            radix = 8
            rest.removeFirst()
        }
        if radix != 10, rest.first == "_" { rest.removeFirst() }
        return (withoutUnderscores(rest), radix, isNegative)
    }

    /// `nil` where an underscore does not stand between digits, or nothing is left.
    private static func withoutUnderscores(_ text: Substring) -> String? {
        let groups = text.split(separator: "_", omittingEmptySubsequences: false)
        guard !groups.contains(where: \.isEmpty), text.first != "+", text.first != "-" else { return nil }
        return groups.joined()
    }

    private static func parseFloat(_ text: String) -> Double? {
        let isHexadecimal = text.utf8.contains { "xX".utf8.contains($0) }
        let hasBinaryExponent = text.utf8.contains { "pP".utf8.contains($0) }
        guard isHexadecimal == hasBinaryExponent, underscoresSeparateDigits(text) else { return nil }
        guard let value = Double(text.filter { $0 != "_" }), value.isFinite else { return nil }
        return value
    }

    private static func underscoresSeparateDigits(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func isDigit(_ index: Int) -> Bool {
            bytes.indices.contains(index) && Character(Unicode.Scalar(bytes[index])).isHexDigit
        }
        // Right behind 0x an underscore may stand as well.
        return bytes.indices.allSatisfy { index in
            bytes[index] != UInt8(ascii: "_")
                || isDigit(index + 1) && (isDigit(index - 1) || index >= 2 && "xX".utf8.contains(bytes[index - 1]))
        }
    }
}
