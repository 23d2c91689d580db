public import YAML

/// How bad a finding is.
public enum Severity: Int, Hashable, Sendable, Comparable, CaseIterable {
    case info
    case warning
    case error

    public var name: String {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
}

/// Something that a check found: a rule of lint that is broken, or an expectation that does not hold.
public struct Finding: Sendable {
    /// The rule's permanent name, such as `subnet-overlap`; `expectation` for an expectation.
    public let rule: String
    public var severity: Severity
    /// One sentence: what is wrong, with names and numbers.
    public let message: String
    public let place: SourcePlace
    /// Other places that belong to it, each with what stands there.
    public var related: [Placed<String>]
    /// What to do about it; nil where nothing short can be said.
    public var fix: String?
    /// The same as a change of the files, where netsim can write it.
    public var change: Fix?
    /// More lines for a person, such as the path of a packet.
    public var details: [String]
    /// What the finding is about, free of line numbers, such as `shop/service/web/port/8080`: part of its fingerprint.
    public let subject: String
    /// What happens to whom: `any host that reaches this one can try to log in to db`.
    public var effect: String { Effect.of(rule).text(about: subject) }
    /// How sure that is.
    public var certainty: Certainty { doubt ?? Effect.of(rule).certainty }
    /// Where the rule is less sure than usual of this one.
    var doubt: Certainty?
    /// The effect and its certainty, for people; nil where the message says it already.
    var consequence: String? {
        LintRule.otherNames.contains(rule) ? nil : "so: \(effect) (\(certainty.rawValue))"
    }
    /// Why it is silenced; nil where it is not.
    public var suppression: String?
    /// Whether what silences it stands outside the files that were checked.
    public var isSilencedElsewhere = false

    public init(
        rule: String,
        severity: Severity,
        message: String,
        at place: SourcePlace,
        subject: String,
        related: [Placed<String>] = [],
        fix: String? = nil,
        change: Fix? = nil,
        details: [String] = []
    ) {
        self.rule = rule
        self.severity = severity
        self.message = message
        self.place = place
        self.subject = subject
        self.related = related
        self.fix = fix
        self.change = change
        self.details = details
    }
}
