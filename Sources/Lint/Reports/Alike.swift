internal import Text
internal import YAML

/// Findings of one rule in one file that say the same of several services or networks.
struct Alike {
    /// How many make a group: two are read as fast as they are put together.
    private static let fewest = 3

    /// What is equal among findings that are alike.
    private struct Kind: Hashable {
        let rule: String
        let severity: Severity
        let file: Int32
        let words: String
        let fix: String?
    }

    let first: Finding
    fileprivate(set) var others: [Finding] = []

    /// In the order of their first findings.
    static func groups(of findings: [Finding], folding: Bool) -> [Alike] {
        let kinds = findings.map(kind)
        var counts: [Kind: Int] = [:]
        for kind in kinds { if let kind { counts[kind, default: 0] += 1 } }
        var places: [Kind: Int] = [:]
        var groups: [Alike] = []
        for (finding, kind) in zip(findings, kinds) {
            if folding, let kind, counts[kind, default: 0] >= fewest {
                if let place = places[kind] {
                    groups[place].others.append(finding)
                    continue
                }
                places[kind] = groups.count
            }
            groups.append(Alike(first: finding))
        }
        return groups
    }

    /// `3 services: web, api (line 9), worker (line 12)`; nil where there is one.
    var text: String? {
        guard !others.isEmpty, let owner = Self.owner(of: first) else { return nil }
        var names: [(name: String, line: Int32)] = []
        for finding in others {
            guard let name = Self.owner(of: finding)?.name else { continue }
            names.append((name, finding.place.line))
        }
        let list = [owner.name] + names.map { "\($0.name) (line \($0.line))" }
        return "\(Count.of(Set([owner.name] + names.map(\.name)).count, owner.kind)): \(Count.list(list, limit: 8))"
    }

    /// Nothing is alike that is of no service or network, has details of its own, or is an author's own words.
    private static func kind(_ finding: Finding) -> Kind? {
        guard let owner = owner(of: finding), finding.details.isEmpty, finding.related.isEmpty else { return nil }
        var words = ""
        for word in finding.message.split(separator: " ", omittingEmptySubsequences: false) {
            let bare = word.trimmingSuffix { ":,;".contains($0) }
            words +=
                bare == owner.name || bare.hasSuffix("/\(owner.name)")
                ? "{}" : String(word.map { $0.isNumber ? "#" : $0 })
            words += " "
        }
        return Kind(
            rule: finding.rule,
            severity: finding.severity,
            file: finding.place.file,
            words: words,
            fix: finding.fix
        )
    }

    private static func owner(of finding: Finding) -> (kind: String, name: String)? {
        let parts = finding.subject.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 2, parts[1] == "service" || parts[1] == "network" else { return nil }
        return (parts[1], parts[2])
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ isLeftOut: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, isLeftOut(last) { text = text.dropLast() }
        return text
    }
}
