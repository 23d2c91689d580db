internal import Lab
internal import Text

/// An argument that is no flag of the command, or a flag with a value that it does not take.
///
/// `description` is pflag's text, which Docker prints before the command's usage and exits with status 125.
enum FlagError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(name: String)
    /// `group` is the rest of the cluster of letters, the unknown one first.
    case unknownShorthand(UInt8, group: String)
    case missingValue(name: String)
    case missingShorthandValue(UInt8, group: String)
    case badSyntax(String)
    case badValue(String, flag: String, reason: String)

    var description: String {
        switch self {
        case .unknown(let name): "unknown flag: --\(name)"
        case .unknownShorthand(let letter, let group): "unknown shorthand flag: \(Self.quoted(letter)) in -\(group)"
        case .missingValue(let name): "flag needs an argument: --\(name)"
        case .missingShorthandValue(let letter, let group):
            "flag needs an argument: \(Self.quoted(letter)) in -\(group)"
        case .badSyntax(let argument): "bad flag syntax: \(argument)"
        case .badValue(let value, let flag, let reason):
            "invalid argument \(GoQuote.quote(value)) for \"\(flag)\" flag: \(reason)"
        }
    }

    /// A byte as Go quotes it with `%q`: as the character of that code.
    private static func quoted(_ letter: UInt8) -> String {
        letter == UInt8(ascii: "'") || letter == UInt8(ascii: "\\")
            ? "'\\\(Unicode.Scalar(letter))'" : "'\(Unicode.Scalar(letter))'"
    }
}
