internal import Compose
internal import Lab
internal import Projects
internal import Reachability
internal import YAML

/// One check on its way: what is found, and what the engine refused that a rule has explained.
struct LintRun {
    let context: LintContext
    private(set) var findings: [Finding] = []
    /// The rule that is at work.
    private var rule: LintRule?
    private var explained: Set<Refusal> = []
    private let failuresOfNetworks: [Int: [Int]]
    private let failuresOfServices: [Int: [Int]]
    private var rulings = 0
    private var nameIndex: NameIndex?
    private var claimed: Set<String> = []
    private var fixed: [FixedAddress.Problem]?
    /// Finds the edits of fixes.
    var editor: FileEditor
    /// Made when a rule first asks who reaches whom.
    private var model: Reachability?

    init(_ context: LintContext) {
        self.context = context
        editor = FileEditor(context.realisation.sources)
        var ofNetworks: [Int: [Int]] = [:]
        var ofServices: [Int: [Int]] = [:]
        for (number, failure) in context.realisation.failures.enumerated() {
            switch failure.subject {
            case .network(let project, let key):
                guard let entry = context.network(key, in: project) else { continue }
                ofNetworks[entry.index, default: []].append(number)
            case .container(let project, let service, _):
                guard let entry = context.service(service, in: project) else { continue }
                ofServices[entry.index, default: []].append(number)
            }
        }
        (failuresOfNetworks, failuresOfServices) = (ofNetworks, ofServices)
    }

    mutating func apply(_ rule: LintRule) {
        if rule.needsFacts, !context.host.isKnown { return }
        self.rule = rule
        rule.check(&self)
        self.rule = nil
    }

    /// Notes a finding of the rule at work.
    mutating func report(
        _ message: String,
        at place: SourcePlace,
        subject: String,
        related: [Placed<String>] = [],
        fix: String? = nil,
        change: Fix? = nil,
        details: [String] = [],
        severity: Severity? = nil,
        doubt: Certainty? = nil
    ) {
        guard let rule else { return }
        var finding =
            Finding(
                rule: rule.name,
                severity: severity ?? rule.severity,
                message: message,
                at: place,
                subject: subject,
                related: related,
                fix: fix ?? rule.fix,
                change: change,
                details: details
            )
        finding.doubt = doubt
        findings.append(finding)
    }

    // MARK: - What the engine refused

    /// One problem that the engine named.
    struct Refusal: Hashable {
        /// Position in ``Realisation/failures``.
        let failure: Int
        /// The line of the engine's text that is of this problem alone.
        let line: String
        let place: SourcePlace

        var details: [String] { ["the engine: \(line)"] }
    }

    func refusals(of network: LintContext.NetworkEntry) -> [Refusal] { lines(failuresOfNetworks[network.index]) }

    func refusals(of service: LintContext.ServiceEntry) -> [Refusal] { lines(failuresOfServices[service.index]) }

    private func lines(_ failures: [Int]?) -> [Refusal] { (failures ?? []).flatMap(refusals(of:)) }

    /// The problems of one failure: the engine lists several as lines with an asterisk, below a line that says what of.
    func refusals(of failure: Int) -> [Refusal] {
        let failed = context.realisation.failures[failure]
        let lines = failed.error.message.split(separator: "\n")
        return lines.filter { lines.count == 1 || !$0.hasSuffix(":") }.map { line in
            Refusal(
                failure: failure,
                line: String(line.hasPrefix("* ") ? line.dropFirst(2) : line),
                place: failed.place
            )
        }
    }

    /// A rule has said all about a refusal.
    mutating func explain(_ refusal: Refusal) { explained.insert(refusal) }

    func isExplained(_ refusal: Refusal) -> Bool { explained.contains(refusal) }

    var services: [LintContext.ServiceEntry] { context.services }
    var networks: [LintContext.NetworkEntry] { context.networks }

    /// What is wrong with fixed addresses, found once for the rules that each tell of one kind.
    mutating func fixedAddresses() -> [FixedAddress.Problem] {
        if let fixed { return fixed }
        let found = FixedAddress.problems(in: context)
        fixed = found
        return found
    }

    /// Which names the networks know.
    mutating func names() -> NameIndex {
        if let nameIndex { return nameIndex }
        let made = NameIndex(context)
        nameIndex = made
        return made
    }

    /// Whether a subject is new: for what the engine refuses once for each replica.
    mutating func claim(_ subject: String) -> Bool { claimed.insert("\(rule?.name ?? "") \(subject)").inserted }

    // MARK: - Who reaches whom

    /// What one container finds of another's class; nil where either does not run, or both are one stack.
    mutating func answer(from: Container, to: Container) -> PairAnswer? {
        var reach = model ?? Reachability(context.lab)
        model = nil
        defer { model = reach }
        guard let a = reach.classIndex(of: from.id), let b = reach.classIndex(of: to.id) else { return nil }
        return reach.classAnswer(from: .members(a), to: .members(b))
    }

    /// What one service finds of another, with the rule that decided; nil where either does not run, and after the first
    /// few: rules are looked for by number, which is what costs most.
    mutating func ruling(from: LintContext.ServiceEntry, to: LintContext.ServiceEntry) -> PairAnswer? {
        guard rulings < 16, let a = from.running, let b = to.running else { return nil }
        rulings += 1
        var reach = model ?? Reachability(context.lab)
        model = nil
        defer { model = reach }
        return reach.answer(from: .container(a.id), to: .container(b.id))
    }

    /// What the client outside finds of a container.
    mutating func answerOutside(to: Container) -> PairAnswer? {
        var reach = model ?? Reachability(context.lab)
        model = nil
        defer { model = reach }
        guard let index = reach.classIndex(of: to.id) else { return nil }
        return reach.classAnswer(from: .outside, to: .members(index))
    }

    /// Hands the analysis over to expectations, which ask the same lab.
    mutating func takeModel() -> Reachability? {
        defer { model = nil }
        return model
    }
}
