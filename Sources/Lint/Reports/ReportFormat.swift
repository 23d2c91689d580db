/// How the result of a check is written.
public enum ReportFormat: String, Hashable, Sendable, CaseIterable {
    case text
    case json
    /// SARIF 2.1.0 (OASIS), as code hosts read it.
    case sarif
    /// JUnit's XML: a test for each rule and each expectation.
    case junit
    /// Workflow commands of GitHub Actions.
    case github
    /// For the description of a pull request.
    case markdown
}
