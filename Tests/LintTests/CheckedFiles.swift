import Compose
import Lab
import Planning
import Projects
import TestSupport
import YAML

@testable import Lint

/// Compose files in memory, and what a check finds in them.
enum CheckedFiles {
    /// Checks projects, each of one file: `1.yaml`, `2.yaml`, ….
    ///
    /// - Parameter goesOn: whether what Compose refuses becomes a finding, as in `netsim check`.
    static func check(
        _ texts: [String],
        host: HostConditions = HostConditions(),
        goesOn: Bool = false,
        change: (inout CheckOptions) -> Void = { _ in }
    ) throws -> CheckResult {
        var files: [String: String] = [:]
        for (number, text) in texts.enumerated() { files["\(number + 1).yaml"] = text }
        var sources = SourceTable()
        var projects: [ComposeProject] = []
        for number in texts.indices {
            var options = ComposeOptions()
            options.files = ["\(number + 1).yaml"]
            let given = MemoryFiles(files)
            projects.append(
                goesOn
                    ? try ComposeLoader.examine(options, from: given, into: &sources)
                    : try ComposeLoader.load(options, from: given, into: &sources)
            )
        }
        var options = CheckOptions(now: noon)
        options.host = host
        change(&options)
        let extensions = try projects.map { goesOn ? Extension.examine($0) : try Extension(of: $0) }
        let realisation = Realisation.of(
            projects,
            extensions: extensions,
            sources: sources,
            host: host.facts,
            at: noon
        )
        return Check.run(realisation, extensions: extensions, options)
    }

    /// What `netsim plan --start-orders` finds in a project.
    static func thefts(_ texts: [String]) throws -> [StartOrders.Theft] {
        var sources = SourceTable()
        var options = ComposeOptions()
        options.files = ["1.yaml"]
        let files = MemoryFiles(["1.yaml": texts.first ?? ""])
        let project = try ComposeLoader.load(options, from: files, into: &sources)
        return StartOrders(Realisation.of([project], sources: sources, at: noon)).thefts
    }

    /// `rule line text`, where text is what stands at the finding's place.
    static func places(_ result: CheckResult) -> [String] {
        result.active.map { finding in
            let line = result.sources.line(Int(finding.place.line), of: Int(finding.place.file)) ?? ""
            let scalars = Array(line.unicodeScalars)
            let start = min(max(0, Int(finding.place.column) - 1), scalars.count)
            let end = min(scalars.count, start + Int(finding.place.length))
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[start..<end])
            return "\(finding.rule) \(finding.place.line) \(String(text))"
        }
    }
}
