internal import Compose
internal import Lab
public import Projects
internal import YAML

/// Applies every rule to projects and the lab that they make, then checks what the projects expect.
public enum Check {
    /// - Parameter extensions: one for each project of the realisation.
    public static func run(
        _ realisation: Realisation,
        extensions: [Extension],
        _ options: CheckOptions
    ) -> CheckResult {
        var options = options
        if !options.host.isKnown {
            options.host = HostConditions(said: HostStatement.union(extensions.map(\.host))) ?? options.host
        }
        let context = LintContext(realisation, extensions: extensions, host: options.host)
        var run = LintRun(context)
        let rules = LintRule.all.filter { options.wants($0.name) }
        var applied: Set<String> = []
        for rule in rules where !rule.needsFacts || options.host.isKnown {
            run.apply(rule)
            applied.insert(rule.name)
        }
        var findings = run.findings
        if options.wants(Finding.composeWarning) { findings += warnings(of: realisation, &run.editor) }
        let refusals = refusals(of: realisation, &run.editor) + unreadable(extensions, realisation)
        // What Compose refuses never comes before the engine.
        let refused = Set(refusals.map(\.place))
        findings.removeAll { $0.rule == "engine-refuses" && refused.contains($0.place) }
        findings += refusals

        var checked: [CheckedExpectation] = []
        if options.checksExpectations, extensions.contains(where: { !$0.expectations.isEmpty }) {
            var checker = ExpectationChecker(context, model: run.takeModel(), seed: options.seed, now: options.now)
            for (number, said) in extensions.enumerated() where realisation.projects.indices.contains(number) {
                for text in said.expectations {
                    let finding = checker.check(text, in: number)
                    if finding == nil { findings += checker.doubt(about: text, in: number).map { [$0] } ?? [] }
                    checked.append(
                        CheckedExpectation(
                            text: text,
                            project: realisation.projects[number].name.value,
                            finding: finding,
                            proof: options.wantsProof && finding == nil ? checker.proof(of: text, in: number) : []
                        )
                    )
                }
            }
            applied.formUnion([Finding.expectation, Finding.unreadableExpectation, Finding.doubtfulExpectation])
        }
        findings += checked.compactMap(\.finding)

        var suppressions = Suppressions(realisation.projects, extensions)
        for index in findings.indices { findings[index].suppression = suppressions.reason(for: findings[index]) }
        findings += suppressions.findings(applied: applied).filter { options.wants($0.rule) }
        findings.sort { ($0.place, $0.rule, $0.subject) < ($1.place, $1.rule, $1.subject) }
        return CheckResult(
            findings: findings,
            projects: realisation.projects.map(\.name.value),
            services: context.services.count,
            networks: context.networks.count,
            containers: realisation.containers.count,
            rules: rules.count { !$0.needsFacts || options.host.isKnown },
            rulesWithoutFacts: rules.count { $0.needsFacts && !options.host.isKnown },
            expectations: checked.count,
            holding: checked.count { $0.finding == nil },
            sources: realisation.sources,
            // Which networks the host has is known then, and external-missing tells of the others.
            assumptions: realisation.assumptions.filter { $0.kind != .network || options.host.networks == nil },
            checked: checked
        )
    }

    /// What Compose refuses is told whichever rules were chosen: without it there is no project.
    private static func refusals(of realisation: Realisation, _ editor: inout FileEditor) -> [Finding] {
        var findings: [Finding] = []
        for project in realisation.projects {
            for complaint in project.complaints {
                var finding = finding(Finding.composeRefuses, complaint, in: project)
                finding.change =
                    repeatedItem(complaint, &editor).map { Fix("remove the item", $0, .safe) }
                    ?? unquoted(complaint, &editor).map { Fix("put it into quotes", $0, .safe) }
                findings.append(finding)
            }
        }
        return findings
    }

    /// Of two equal items of a list that Compose refuses for it, the later one.
    private static func repeatedItem(_ complaint: SourceError, _ editor: inout FileEditor) -> [SourceEdit]? {
        guard complaint.message.contains(/items at \d+ and \d+ are equal$/), let place = complaint.place,
            let first = complaint.related.first?.place, editor.areSiblings(first, place)
        else { return nil }
        return editor.removeItem(at: place)
    }

    /// A number or truth value where Compose takes only a text.
    private static func unquoted(_ complaint: SourceError, _ editor: inout FileEditor) -> [SourceEdit]? {
        guard let place = complaint.place, complaint.help?.hasSuffix("put it into quotes") == true else { return nil }
        return editor.quote(at: place)
    }

    /// What says no more than Compose takes it for: the `version` that nothing reads, the old form of `external`.
    private static func modernized(_ warning: SourceError, _ editor: inout FileEditor) -> Fix? {
        guard let place = warning.place else { return nil }
        if warning.message.contains("the attribute `version` is obsolete") {
            return editor.removeEntry(atKey: place).map { Fix("remove the version", $0, .safe) }
        }
        if warning.message.contains("external.name is deprecated") {
            return editor.modernize(externalAt: place).map { Fix("write name and external: true", $0, .safe) }
        }
        return nil
    }

    private static func unreadable(_ extensions: [Extension], _ realisation: Realisation) -> [Finding] {
        zip(extensions, realisation.projects).flatMap { said, project in
            said.complaints.map { finding(Finding.unreadableExtension, $0, in: project) }
        }
    }

    private static func finding(_ rule: String, _ complaint: SourceError, in project: ComposeProject) -> Finding {
        Finding(
            rule: rule,
            severity: .error,
            message: line(of: complaint.message),
            at: complaint.place ?? project.name.place,
            subject: "\(project.name.value)/\(rule)/\(complaint.message)",
            related: complaint.related,
            fix: complaint.help
        )
    }

    /// Compose's complaint in one line, without what it says before all of a kind.
    private static func line(of message: String) -> String {
        let lines = message.split(separator: "\n").filter { !$0.hasPrefix("decoding failed due to") }
        return lines.joined(separator: " ")
    }

    private static func warnings(of realisation: Realisation, _ editor: inout FileEditor) -> [Finding] {
        var findings: [Finding] = []
        for project in realisation.projects {
            for warning in project.warnings {
                let change = modernized(warning, &editor)
                findings.append(
                    Finding(
                        rule: Finding.composeWarning,
                        severity: .info,
                        message: warning.message,
                        at: warning.place ?? project.name.place,
                        subject: "\(project.name.value)/warning/\(warning.message)",
                        related: warning.related,
                        fix: warning.help,
                        change: change
                    )
                )
            }
        }
        return findings
    }
}
