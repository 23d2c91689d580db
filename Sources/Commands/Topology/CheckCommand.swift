internal import Compose
internal import DockerValues
internal import Exchange
internal import Lab
internal import Lint
internal import Projects
internal import Rendering
internal import Text
internal import YAML

/// `netsim check`.
struct CheckCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FILE...]",
        .any,
        "Check the network design of Compose files, and what they expect of it",
        refusals: .own,
        details: """
            Each FILE is a project, all of them on one host; files with commas between them, or
            given with -f, are merged into one project. Without files the folder's compose.yaml
            is checked, and - is standard input. No lab is touched: the projects are played
            through on a model of the engine, rules look at what comes of it, and what the files
            say under x-netsim.expect is asked of it.

            Of many findings of one rule in a file the first three are shown, in the text for
            people alone; --all shows all of them.

            The exit status is 0 where nothing is found, 1 for findings of the severity that
            --fail-on names or above, and 2 for files that Compose refuses or that cannot be
            read. What Compose refuses is a finding like others, compose-refuses, and hides none.

            --fix writes fixes into the files that keep every path that is meant, such as a
            network address without host bits; comments, order and layout stay, and what is left
            is reported. --fix-dry-run prints them as a patch for patch -p1 or git apply. Fixes
            that take a path away from somebody are only suggested: reports for programs have
            them.

            --baseline accepts the findings that a file has, which --write-baseline writes: only
            new ones fail. A .netsim.yaml in the folder of the first file or above it, up to the
            repository's, sets fail-on, ignore, host, host-facts, images and baseline for all.

            For example: netsim check --fail-on warning shop/compose.yaml blog/compose.yaml
            """,
        operands: [.files]
    )

    private var request = ProjectRequest()
    private var host = HostRequest()
    private var baseline = BaselineRequest()
    private var configuration = ConfigurationRequest()
    /// nil: as the configuration says, or error.
    private var failOn: Severity?
    private var format = ReportFormat.text
    private var rules: [String] = []
    private var ignored: [String] = []
    private var explained: String?
    private var lists = false
    private var showsAll = false
    private var fixes = false
    private var showsFixes = false

    static var flags: [Flag<CheckCommand>] {
        let own: [Flag<CheckCommand>] = [
            .bool("all", "Show every finding, however many of one rule there are in a file") { $0.showsAll = $1 },
            .string("explain", "Print the page of a rule") { $0.explained = $1 }
                .completing(.words(LintRule.all.map(\.name))),
            .custom(
                "fail-on",
                as: "severity",
                default: "\"error\"",
                "Least severity that makes the command fail: info, warning or error",
                set: setSeverity
            )
            .completing(.words(Severity.allCases.map(\.name))),
            .bool("fix", "Write the safe fixes into the files, after showing the difference") { $0.fixes = $1 },
            .bool("fix-dry-run", "Print the safe fixes as a patch, and change nothing") { $0.showsFixes = $1 },
            .custom(
                "format",
                as: "string",
                default: "\"text\"",
                "Format of the report: text, json, sarif, junit, github or markdown",
                set: setFormat
            )
            .completing(.words(ReportFormat.allCases.map(\.rawValue))),
            .list("ignore", as: "rule", "Rule to leave out, or \"expectation\"", check: known) { $0.ignored.append($1) }
                .completing(.words(LintRule.all.map(\.name))),
            .bool("list-rules", "List the rules") { $0.lists = $1 },
            .list("rule", as: "rule", "Rule to apply, and no others; or \"expectation\"", check: known) {
                $0.rules.append($1)
            }
            .completing(.words(LintRule.all.map(\.name))),
        ]
        let shared: [Flag<CheckCommand>] =
            ProjectRequest.flags.map { $0.within(\.request) } + HostRequest.flags.map { $0.within(\.host) }
            + BaselineRequest.flags.map { $0.within(\.baseline) }
            + ConfigurationRequest.flags.map { $0.within(\.configuration) }
        return (own + shared).sorted { $0.spec.name < $1.spec.name }
    }

    /// What holds for the files beside what they say themselves.
    private struct Setting {
        let configuration: Configuration
        let host: HostDescription?
    }

    @Sendable private static func setSeverity(_ command: inout CheckCommand, _ text: String) throws(FlagValueError) {
        guard let severity = Severity.allCases.first(where: { $0.name == text }) else {
            throw FlagValueError("invalid severity: must be \"info\", \"warning\" or \"error\"")
        }
        command.failOn = severity
    }

    @Sendable private static func setFormat(_ command: inout CheckCommand, _ text: String) throws(FlagValueError) {
        guard let format = ReportFormat(rawValue: text) else {
            let names = ReportFormat.allCases.map { "\"\($0.rawValue)\"" }
            throw FlagValueError(
                "invalid format: must be \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
            )
        }
        command.format = format
    }

    @Sendable private static func known(_ name: String) throws(FlagValueError) -> String {
        let names = LintRule.all.map(\.name) + LintRule.otherNames
        if names.contains(name) { return name }
        throw FlagValueError("no such rule\(NearName.hint(for: name, among: names).map { "; \($0)" } ?? "")")
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        if lists {
            session.write(RulePage.list(style: session.style))
            return 0
        }
        if let explained {
            guard let rule = LintRule.named(explained) else {
                throw CommandFailure(
                    "netsim: no such rule: \(explained)",
                    status: 2,
                    hint: NearName.hint(for: explained, among: LintRule.all.map(\.name))
                )
            }
            session.write(RulePage.text(rule, style: session.style))
            return 0
        }
        if fixes, showsFixes {
            throw CommandFailure("netsim: --fix writes what --fix-dry-run only shows: give one of them", status: 2)
        }
        let found = try configuration.find(for: request, operands, in: session)
        let setting = Setting(
            configuration: found?.configuration ?? Configuration(),
            host: try host.description(
                in: session,
                usual: found.map { found in
                    found.configuration.hostFacts.map { found.path($0.value) }
                } ?? []
            )
        )
        var sources = SourceTable()
        var result: CheckResult
        do throws(ComposeFailure) {
            result = try check(operands, setting, session, &sources)
        } catch {
            session.complain(error, in: sources)
            return 2
        }
        guard result.rules > 0 || result.expectations > 0 else {
            throw CommandFailure(
                "netsim: nothing was checked: no rule applies, and the files expect nothing",
                status: 2
            )
        }
        result.silence { found?.reason(for: $0) }
        if fixes || showsFixes {
            result = try fix(result, operands, setting, session)
            result.silence { found?.reason(for: $0) }
        }
        let accepted = found.flatMap { found in found.configuration.baseline.map { found.path($0.value) } }
        try baseline.apply(to: &result, usual: accepted, in: session)
        let said = setting.configuration.failOn.flatMap { text in Severity.allCases.first { $0.name == text.value } }
        let report = CheckReport(
            result,
            failOn: failOn ?? said ?? .error,
            version: Version.number,
            style: session.style,
            showsAll: showsAll
        )
        if !showsFixes { session.write(report.text(format)) }
        let isWritten = try baseline.write(result)
        return result.isRefused ? 2 : report.hasFailed && !isWritten ? 1 : 0
    }

    /// Shows what fixes change, writes it where that was asked for, and gives what is found afterwards.
    private func fix(
        _ result: CheckResult,
        _ operands: [String],
        _ setting: Setting,
        _ session: Session
    ) throws -> CheckResult {
        let files = try FileFixes(result) { contents in
            var again = self
            again.request.contents = contents
            var sources = SourceTable()
            return try? again.check(operands, setting, session, &sources)
        }
        let patch = files.patch
        // Reports for programs keep standard output for themselves.
        if showsFixes || format == .text {
            session.write(patch)
            if !showsFixes, !patch.isEmpty { session.print("") }
        } else if !patch.isEmpty {
            session.complain(String(patch.dropLast()))
        }
        if fixes {
            try session.flush()
            try files.write()
        }
        session.complain("netsim: \(files.summary(isDone: fixes))")
        return files.fixer.result
    }

    private func check(
        _ operands: [String],
        _ setting: Setting,
        _ session: Session,
        _ sources: inout SourceTable
    ) throws(ComposeFailure) -> CheckResult {
        let projects = try request.examine(operands, in: session, into: &sources)
        var extensions = projects.map(Extension.examine)
        for index in extensions.indices { extensions[index].adopt(setting.configuration) }
        let host = setting.host
        // No moment is seen in the result; one that is fixed makes equal files give equal bytes.
        var options = CheckOptions(now: Timestamp(seconds: 0))
        options.seed = session.options.seed ?? 0
        options.rules = rules.isEmpty ? nil : Set(rules)
        options.ignored = Set(ignored)
        options.checksExpectations = options.wantsExpectations
        if let host { options.host = host.conditions }
        let realisation = ProjectRequest.play(projects, extensions, of: sources, on: host, in: session)
        return Check.run(realisation, extensions: extensions, options)
    }
}
