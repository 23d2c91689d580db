internal import Compose
internal import Lab
internal import Projects
internal import Text
internal import YAML

/// What silences findings: comments in the files, and `x-netsim.ignore`.
struct Suppressions {
    private struct Entry {
        enum Scope: Hashable {
            /// The line that a comment is for.
            case line(file: Int32, line: Int32)
            /// Parts of a subject: a project, and perhaps a service or network.
            case subject(project: String, part: String?)
        }

        let rule: String
        let reason: String?
        let place: SourcePlace
        let scope: Scope
        let project: String
        var isUsed = false
    }

    private var entries: [Entry] = []
    private var byRule: [String: [Entry.Scope: [Int]]] = [:]

    init(_ projects: [ComposeProject], _ extensions: [Extension]) {
        // Projects that are loaded together may each list the comments of all files.
        var seen: Set<ComposeProject.Suppression> = []
        for (number, project) in projects.enumerated() {
            let name = project.name.value
            for comment in project.suppressions where seen.insert(comment).inserted {
                add(
                    Entry(
                        rule: comment.rule,
                        reason: comment.reason.isEmpty ? nil : comment.reason,
                        place: comment.place,
                        scope: .line(file: comment.place.file, line: comment.place.line),
                        project: name
                    )
                )
            }
            guard extensions.indices.contains(number) else { continue }
            for ignored in extensions[number].ignored {
                let part = ignored.service.map { "/service/\($0)" } ?? ignored.network.map { "/network/\($0)" }
                add(
                    Entry(
                        rule: ignored.rule.value,
                        reason: ignored.reason,
                        place: ignored.place,
                        scope: .subject(project: name, part: part),
                        project: name
                    )
                )
            }
        }
    }

    private mutating func add(_ entry: Entry) {
        byRule[entry.rule, default: [:]][entry.scope, default: []].append(entries.count)
        entries.append(entry)
    }

    /// Why a finding is silenced; nil where it is not. All that would silence it count as used.
    mutating func reason(for finding: Finding) -> String? {
        guard let known = byRule[finding.rule] else { return nil }
        var reason: String?
        for index in Self.scopes(of: finding).flatMap({ known[$0] ?? [] }).sorted() {
            entries[index].isUsed = true
            reason = reason ?? entries[index].reason ?? "no reason given"
        }
        return reason
    }

    /// What may have been named to silence a finding: its line, its project, and the services and networks in its subject.
    private static func scopes(of finding: Finding) -> Set<Entry.Scope> {
        let parts = finding.subject.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let project = parts[0]
        var scopes: Set<Entry.Scope> = [.line(file: finding.place.file, line: finding.place.line)]
        guard parts.count > 1 else { return scopes }
        scopes.insert(.subject(project: project, part: nil))
        for (kind, name) in zip(parts.dropFirst(), parts.dropFirst(2)) where kind == "service" || kind == "network" {
            scopes.insert(.subject(project: project, part: "/\(kind)/\(name)"))
        }
        return scopes
    }

    /// What is wrong with suppressions.
    ///
    /// - Parameter applied: the rules that were applied: what silences another rule was of no use this time only.
    func findings(applied: Set<String>) -> [Finding] {
        let known = LintRule.all.map(\.name) + LintRule.otherNames
        let names = Set(known)
        return entries.flatMap { entry -> [Finding] in
            func finding(_ rule: String, _ message: String, _ fix: String?) -> Finding {
                Finding(
                    rule: rule,
                    severity: .warning,
                    message: message,
                    at: entry.place,
                    subject: "\(entry.project)/ignore/\(entry.rule)",
                    fix: fix
                )
            }
            guard names.contains(entry.rule) else {
                return [
                    finding(
                        Finding.unknownSuppression,
                        "there is no rule \"\(entry.rule)\" to ignore",
                        NearName.hint(for: entry.rule, among: known) ?? "netsim check --list-rules lists them"
                    )
                ]
            }
            var found: [Finding] = []
            if entry.reason == nil {
                found.append(
                    finding(
                        Finding.unexplainedSuppression,
                        "\(entry.rule) is ignored without a reason",
                        "say why, for whoever reads it next"
                    )
                )
            }
            if !entry.isUsed, applied.contains(entry.rule) {
                found.append(
                    finding(Finding.unusedSuppression, "\(entry.rule) is ignored, and nothing is found", "remove it")
                )
            }
            return found
        }
    }
}
