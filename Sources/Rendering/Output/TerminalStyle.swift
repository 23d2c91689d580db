/// Colours for terminals (ECMA-48 SGR), or plain text where none are wanted.
///
/// Whether they are wanted is for the caller to say: this type looks at neither the environment nor the terminal.
package struct TerminalStyle: Sendable, Hashable {
    package enum Attribute: Int, Sendable {
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case yellow = 33
        case blue = 34
        case cyan = 36
    }

    package let isEnabled: Bool

    package init(isEnabled: Bool) { self.isEnabled = isEnabled }

    /// The text with its attributes, and everything reset behind it.
    package func callAsFunction(_ text: String, _ attributes: Attribute...) -> String {
        guard isEnabled, !attributes.isEmpty, !text.isEmpty else { return text }
        let codes = attributes.map { String($0.rawValue) }.joined(separator: ";")
        return "\u{1B}[\(codes)m\(text)\u{1B}[0m"
    }
}
