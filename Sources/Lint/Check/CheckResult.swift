public import Projects
public import YAML

/// What a check found, and what it looked at: a clean result has to say so.
public struct CheckResult: Sendable {
    /// By place, silenced ones included.
    public private(set) var findings: [Finding]
    public let projects: [String]
    public let services: Int
    public let networks: Int
    public let containers: Int
    /// Rules that were applied.
    public let rules: Int
    /// Rules that were left out because nothing is known of the host.
    public let rulesWithoutFacts: Int
    public let expectations: Int
    /// Those that hold.
    public let holding: Int
    public let sources: SourceTable
    /// What was taken to be so of the host.
    public internal(set) var assumptions: [Assumption] = []
    /// Every expectation in the order of the files, with its finding where it does not hold.
    public let checked: [CheckedExpectation]

    /// Those that nobody silenced.
    public var active: [Finding] { findings.filter { $0.suppression == nil } }

    /// The worst that nobody silenced; nil: clean.
    public var worst: Severity? { active.map(\.severity).max() }

    /// Silences findings for what stands outside the files.
    package mutating func silence(_ reason: (Finding) -> String?) {
        for index in findings.indices where findings[index].suppression == nil {
            if let reason = reason(findings[index]) { accept(index, reason) }
        }
    }

    mutating func accept(_ index: Int, _ reason: String) {
        findings[index].suppression = reason
        findings[index].isSilencedElsewhere = true
    }

    /// Whether the files make no project: Compose refuses them, or what they say to netsim cannot be read.
    public var isRefused: Bool {
        active.contains { [Finding.composeRefuses, Finding.unreadableExtension].contains($0.rule) }
    }

    public func count(_ severity: Severity) -> Int { active.count { $0.severity == severity } }
}

/// An expectation and what came of it.
public struct CheckedExpectation: Sendable {
    public let text: Placed<String>
    public let project: String
    /// nil where it holds.
    public let finding: Finding?
    /// Why it holds, where that was asked for.
    public var proof: [String] = []
}
