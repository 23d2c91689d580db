internal import Projects
internal import Rendering
internal import YAML

/// For scripts. Fields are a contract: none goes away.
struct JSONReport {
    private let report: CheckReport

    init(_ report: CheckReport) { self.report = report }

    func text() -> String {
        let result = report.result
        let prints = Finding.fingerprints(of: result.findings)
        let document: JSONValue = [
            "version": .string(report.version),
            "projects": JSONValue(result.projects),
            "checked": [
                "services": JSONValue(result.services),
                "networks": JSONValue(result.networks),
                "containers": JSONValue(result.containers),
                "rules": JSONValue(result.rules),
                "rulesWithoutFacts": JSONValue(result.rulesWithoutFacts),
            ],
            "expectations": [
                "total": JSONValue(result.expectations),
                "holding": JSONValue(result.holding),
                "checked": .array(
                    result.checked.map { checked in
                        [
                            "text": .string(checked.text.value),
                            "project": .string(checked.project),
                            "file": .string(report.path(checked.text.place)),
                            "line": JSONValue(checked.text.place.line),
                            "holds": JSONValue(checked.finding == nil),
                        ]
                    }
                ),
            ],
            "summary": [
                "errors": JSONValue(result.count(.error)),
                "warnings": JSONValue(result.count(.warning)),
                "infos": JSONValue(result.count(.info)),
                "ignored": JSONValue(result.findings.count - result.active.count),
                "failed": JSONValue(report.hasFailed),
            ],
            "assumptions": .array(
                result.assumptions.map { assumption in
                    [
                        "kind": .string(assumption.kind.rawValue),
                        "name": .string(assumption.name),
                        "text": .string(assumption.text),
                        "file": .string(report.path(assumption.place)),
                        "line": JSONValue(assumption.place.line),
                    ]
                }
            ),
            "findings": .array(zip(result.findings, prints).map { object($0, $1) }),
        ]
        return document.json(.indented) + "\n"
    }

    /// A fix as edits: each takes a stretch of a file away, and puts a text in its place.
    private func change(_ fix: Fix) -> JSONValue {
        let sources = report.result.sources
        return [
            "title": .string(fix.title),
            "safety": .string(fix.safety.rawValue),
            "edits": .array(
                fix.edits.map { edit in
                    let start = sources.position(ofOffset: edit.range.lowerBound, of: edit.file)
                    let end = sources.position(ofOffset: edit.range.upperBound, of: edit.file)
                    return [
                        "file": .string(report.path(SourcePlace(file: edit.file, line: 1, column: 1))),
                        "line": JSONValue(start.line),
                        "column": JSONValue(start.column),
                        "endLine": JSONValue(end.line),
                        "endColumn": JSONValue(end.column),
                        "text": .string(edit.replacement),
                    ]
                }
            ),
        ]
    }

    private func object(_ finding: Finding, _ fingerprint: String) -> JSONValue {
        [
            "rule": .string(finding.rule),
            "severity": .string(finding.severity.name),
            "message": .string(finding.message),
            "file": .string(report.path(finding.place)),
            "line": JSONValue(finding.place.line),
            "column": JSONValue(finding.place.column),
            "length": JSONValue(finding.place.length),
            "subject": .string(finding.subject),
            "fingerprint": .string(fingerprint),
            "fix": JSONValue(finding.fix),
            "change": finding.change.map(change) ?? .null,
            "effect": .string(finding.effect),
            "certainty": .string(finding.certainty.rawValue),
            "details": JSONValue(finding.details),
            "related": .array(
                finding.related.map { related in
                    [
                        "message": .string(related.value),
                        "file": .string(report.path(related.place)),
                        "line": JSONValue(related.place.line),
                        "column": JSONValue(related.place.column),
                    ]
                }
            ),
            "ignored": JSONValue(finding.suppression),
        ]
    }
}
