/// A rule of lint: what it finds, why that matters with Docker, and what to do.
///
/// Its examples are its test: the bad one gives exactly one finding, of this rule, and the good one gives none.
public struct LintRule: Sendable {
    /// Compose files that show the rule; several are projects of one host.
    public struct Example: Sendable {
        public let files: [String]
        /// The host that it takes, where the rule needs facts.
        public var host: @Sendable () -> HostConditions = { HostConditions() }

        init(_ files: String...) { self.files = files }

        init(_ files: String..., on host: @escaping @Sendable () -> HostConditions) {
            self.files = files
            self.host = host
        }
    }

    /// Permanent: it stands in people's files.
    public let name: String
    public let severity: Severity
    /// One line: what is found.
    public let summary: String
    /// What Docker does, and so what happens.
    public let reason: String
    public let fix: String
    public let bad: Example
    public let good: Example
    /// Whether it takes facts of the host.
    public let needsFacts: Bool
    let check: @Sendable (inout LintRun) -> Void

    init(
        _ name: String,
        _ severity: Severity,
        _ summary: String,
        reason: String,
        fix: String,
        bad: Example,
        good: Example,
        needsFacts: Bool = false,
        check: @escaping @Sendable (inout LintRun) -> Void
    ) {
        self.name = name
        self.severity = severity
        self.summary = summary
        self.reason = reason
        self.fix = fix
        self.bad = bad
        self.good = good
        self.needsFacts = needsFacts
        self.check = check
    }

    /// Names of findings that are of no rule: expectations, and what is wrong with suppressions.
    public static var otherNames: [String] {
        [
            Finding.expectation, Finding.unreadableExpectation, Finding.doubtfulExpectation,
            Finding.unusedSuppression, Finding.unexplainedSuppression, Finding.unknownSuppression,
            Finding.composeWarning, Finding.composeRefuses, Finding.unreadableExtension,
        ]
    }
}

extension Finding {
    /// An expectation that does not hold.
    public static let expectation = "expectation"
    /// An expectation that says nothing that could be checked.
    public static let unreadableExpectation = "expectation-unreadable"
    /// An expectation that holds as far as the network goes: nobody knows what listens there.
    public static let doubtfulExpectation = "expectation-doubt"
    /// A suppression that silences nothing.
    public static let unusedSuppression = "suppression-unused"
    /// A suppression without a reason.
    public static let unexplainedSuppression = "suppression-without-reason"
    /// A suppression of a rule that there is not.
    public static let unknownSuppression = "suppression-unknown-rule"
    /// What Compose itself warns of while it reads the files.
    public static let composeWarning = "compose-warning"
    /// What Compose refuses: the files make no project until it is mended.
    public static let composeRefuses = "compose-refuses"
    /// What cannot be read under `x-netsim`.
    public static let unreadableExtension = "x-netsim-unreadable"
}
