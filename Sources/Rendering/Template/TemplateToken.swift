internal import Text

/// A piece of a template's text: what stands between actions, or a word inside one.
struct TemplateToken {
    enum Kind: Equatable {
        case error, endOfText
        case text, leftDelimiter, rightDelimiter, space
        case bool, character, characterConstant, number, complexNumber, string, rawString
        case field, variable, identifier, dot, `nil`
        case assign, declare, pipe, leftParenthesis, rightParenthesis
        case block, `break`, `continue`, define, `else`, end, `if`, range, template, with

        /// The words that cannot name a function.
        static let keywords: [String: Kind] = [
            "block": .block, "break": .break, "continue": .continue, "define": .define, "else": .else, "end": .end,
            "if": .if, "nil": .nil, "range": .range, "template": .template, "with": .with,
        ]

        var isKeyword: Bool {
            switch self {
            case .dot, .nil, .block, .break, .continue, .define, .else, .end, .if, .range, .template, .with: true
            default: false
            }
        }
    }

    var kind: Kind
    /// Byte offset in the template's text.
    var position: Int
    /// From 1: the line on which the token starts.
    var line: Int
    /// The text itself; the message of an ``Kind/error``.
    var text: String

    /// The token as an error text shows it.
    var description: String {
        switch kind {
        case .endOfText: "EOF"
        case .error: text
        case let kind where kind.isKeyword: "<\(text)>"
        default:
            text.utf8.count > 10
                ? GoQuote.quote(String(String.UnicodeScalarView(text.unicodeScalars.prefix(10)))) + "..."
                : GoQuote.quote(text)
        }
    }
}
