/// Why a text is no JSON, and where.
package struct JSONError: Error, Hashable, CustomStringConvertible {
    /// What was wrong.
    package enum Reason: Hashable, Sendable {
        /// Something else had to stand here. `found` is `nil` at the end of the text.
        case expected(String, found: String?)
        case duplicateKey(String)
        case numberOutOfRange(String)
        case invalidUTF8
        case loneSurrogate(String)
        case controlCharacterInString(UInt8)
        case invalidEscape(String)
        case tooDeep(limit: Int)
    }

    package let reason: Reason
    /// Bytes before the place.
    package let offset: Int
    /// From 1; lines end at a line feed.
    package let line: Int
    /// From 1, in characters (Unicode scalars), not bytes.
    package let column: Int

    /// `line 3, column 12: expected "," or "}" after a member, found "x"`.
    package var description: String {
        "line \(line), column \(column): \(reason.text)"
    }
}

extension JSONError.Reason {
    fileprivate var text: String {
        switch self {
        case .expected(let what, found: let found?): "expected \(what), found \(found)"
        case .expected(let what, found: nil): "expected \(what), found the end of the text"
        case .duplicateKey(let key): "key \(JSONValue.string(key).json()) is given twice"
        case .numberOutOfRange(let number): "number \(number) is out of range"
        case .invalidUTF8: "invalid UTF-8"
        case .loneSurrogate(let escape): "\(escape) is half of a surrogate pair"
        case .controlCharacterInString(let byte):
            "control character 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16)) must be escaped in a string"
        case .invalidEscape(let escape): "\(escape) is no escape of JSON"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        }
    }
}
