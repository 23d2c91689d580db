/// A refused command: what kind of refusal, and Docker's own text for it.
///
/// Compare by `kind` and `message`; the Docker API maps `kind` to a status in one place, the command
/// line to an exit status in another.
public struct LabError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Docker's error classes with the HTTP status that its API gives them.
    public enum Kind: Int, Hashable, Sendable {
        case invalidParameter = 400
        case forbidden = 403
        case notFound = 404
        case conflict = 409
        case system = 500
    }

    public let kind: Kind
    public let message: String
    /// What netsim adds for a person: the nearest existing name, or what to do. Never part of Docker's text.
    public var hint: String?

    public init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    public var description: String { message }

    /// The same refusal with `prefix` before its text.
    package func prefixed(_ prefix: String) -> LabError {
        LabError(kind, prefix + message, hint: hint)
    }
}
