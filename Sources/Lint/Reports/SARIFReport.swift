internal import Projects
internal import Rendering
internal import YAML

/// SARIF 2.1.0 (OASIS standard of 27 March 2020), for code scanning.
///
/// Fingerprints are of what a finding is about and not of its line, so that moving lines makes no new alerts.
struct SARIFReport {
    private let report: CheckReport

    init(_ report: CheckReport) { self.report = report }

    func text() -> String {
        let result = report.result
        let prints = Finding.fingerprints(of: result.findings)
        let known = LintRule.all
        let used = LintRule.otherNames.filter { name in result.findings.contains { $0.rule == name } }
        var places: [String: Int] = [:]
        for (place, name) in (known.map(\.name) + used).enumerated() { places[name] = place }
        let rules = known.map(rule) + used.map { ["id": .string($0), "shortDescription": Self.message($0)] }
        let document: JSONValue = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                [
                    "tool": [
                        "driver": [
                            "name": "netsim",
                            "semanticVersion": .string(report.version),
                            "rules": .array(rules),
                        ]
                    ],
                    "columnKind": "unicodeCodePoints",
                    "invocations": [invocation],
                    "results": .array(
                        zip(result.findings, prints).map { object($0, $1, place: places[$0.rule]) }
                    ),
                    "properties": [
                        "projects": JSONValue(result.projects),
                        "rulesApplied": JSONValue(result.rules),
                        "expectations": JSONValue(result.expectations),
                        "expectationsHolding": JSONValue(result.holding),
                    ],
                ]
            ],
        ]
        return document.json(.indented) + "\n"
    }

    /// What was assumed is told of the run, and is no result (3.20.21, 3.58).
    private var invocation: JSONValue {
        var object: JSONObject = ["executionSuccessful": true]
        let assumptions = report.result.assumptions
        if !assumptions.isEmpty {
            object["toolExecutionNotifications"] = .array(
                assumptions.map { assumption in
                    [
                        "descriptor": ["id": .string("assumption-\(assumption.kind.rawValue)")],
                        "level": "note",
                        "message": Self.message("assumed: \(assumption.text)"),
                        "locations": [["physicalLocation": location(assumption.place)]],
                    ]
                }
            )
        }
        return .object(object)
    }

    private func rule(_ rule: LintRule) -> JSONValue {
        [
            "id": .string(rule.name),
            "shortDescription": Self.message(rule.summary),
            "fullDescription": Self.message(rule.reason),
            "help": Self.message("\(rule.reason)\n\nFix: \(rule.fix)."),
            "defaultConfiguration": ["level": .string(Self.level(rule.severity))],
        ]
    }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "note"
        }
    }

    private func object(_ finding: Finding, _ fingerprint: String, place: Int?) -> JSONValue {
        var lines = [finding.message]
        if let consequence = finding.consequence { lines.append("S\(consequence.dropFirst()).") }
        if let fix = finding.fix { lines.append("Fix: \(fix).") }
        var object: JSONObject = ["ruleId": .string(finding.rule)]
        if let place { object["ruleIndex"] = JSONValue(place) }
        object["level"] = .string(Self.level(finding.severity))
        object["message"] = Self.message((lines + finding.details).joined(separator: "\n"))
        object["locations"] = [["physicalLocation": location(finding.place)]]
        if !finding.related.isEmpty {
            object["relatedLocations"] = .array(
                finding.related.enumerated().map { number, related in
                    [
                        "id": JSONValue(number),
                        "message": Self.message(related.value),
                        "physicalLocation": location(related.place),
                    ]
                }
            )
        }
        object["properties"] = [
            "effect": .string(finding.effect), "certainty": .string(finding.certainty.rawValue),
        ]
        if let change = finding.change { object["fixes"] = [fix(change)] }
        object["partialFingerprints"] = ["netsimSubject/v1": .string(fingerprint)]
        if let reason = finding.suppression {
            let kind = finding.isSilencedElsewhere ? "external" : "inSource"
            object["suppressions"] = [["kind": .string(kind), "justification": .string(reason)]]
        }
        return .object(object)
    }

    /// A fix (3.55): for each file the regions that go, and what comes in their place.
    private func fix(_ fix: Fix) -> JSONValue {
        let sources = report.result.sources
        let files = Dictionary(grouping: fix.edits, by: \.file).sorted { $0.key < $1.key }
        let note = fix.safety == .safe ? "" : " (suggested: it may take a path away from somebody)"
        return [
            "description": Self.message(fix.title + note),
            "artifactChanges": .array(
                files.map { file, edits in
                    let path = report.path(SourcePlace(file: file, line: 1, column: 1))
                    return [
                        "artifactLocation": ["uri": .string(Self.uri(path))],
                        "replacements": .array(
                            edits.sorted().map { edit in
                                let start = sources.position(ofOffset: edit.range.lowerBound, of: file)
                                let end = sources.position(ofOffset: edit.range.upperBound, of: file)
                                return [
                                    "deletedRegion": [
                                        "startLine": JSONValue(start.line),
                                        "startColumn": JSONValue(start.column),
                                        "endLine": JSONValue(end.line),
                                        "endColumn": JSONValue(end.column),
                                    ],
                                    "insertedContent": ["text": .string(edit.replacement)],
                                ]
                            }
                        ),
                    ]
                }
            ),
        ]
    }

    /// A plain text message without placeholders (3.11.5) and embedded links (3.11.6): only what has such a form means
    /// one, and there is no other way to write it.
    private static func message(_ text: String) -> JSONValue {
        [
            "text": .string(
                text.replacing("{", with: "{{").replacing("}", with: "}}").replacing("](", with: "] (")
            )
        ]
    }

    private func location(_ place: SourcePlace) -> JSONValue {
        [
            "artifactLocation": ["uri": .string(Self.uri(report.path(place)))],
            "region": [
                "startLine": JSONValue(max(1, place.line)),
                "startColumn": JSONValue(max(1, place.column)),
                "endColumn": JSONValue(max(1, place.column) &+ max(1, place.length)),
            ],
        ]
    }

    /// A path as a URI reference (RFC 3986, section 4.2): other octets than its unreserved ones and slashes are escaped.
    static func uri(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var out = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                out += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return out
    }
}
