internal import Rendering

/// Findings that were there when somebody began to check, and are accepted: only what is new fails.
///
/// An entry is known by its rule, by what it is about and by the values in its words, such as ports and prefixes. Lines
/// may move and sentences be put better without anything becoming new.
package struct Baseline: Sendable {
    package struct Entry: Hashable, Sendable {
        package let rule: String
        /// What it is about, without the project's name where one project is checked: that is often its folder's.
        package let subject: String
        package let message: String
        /// Words of the message that have a digit in them, in order.
        fileprivate let values: [String]

        fileprivate init(rule: String, subject: String, message: String) {
            self.rule = rule
            self.subject = subject
            self.message = message
            values = message.split(separator: " ").filter { $0.contains(where: \.isNumber) }.map { word in
                String(
                    word.drop { !$0.isLetter && !$0.isNumber }.reversed().drop { !$0.isLetter && !$0.isNumber }
                        .reversed()
                )
            }
        }

        fileprivate init(_ finding: Finding, isOnly: Bool) {
            let parts = finding.subject.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            let subject = isOnly && parts.count == 2 ? String(parts[1]) : finding.subject
            self.init(rule: finding.rule, subject: subject, message: finding.message)
        }

        package static func == (a: Entry, b: Entry) -> Bool {
            (a.rule, a.subject) == (b.rule, b.subject) && a.values == b.values
        }

        package func hash(into hasher: inout Hasher) {
            hasher.combine(rule)
            hasher.combine(subject)
            hasher.combine(values)
        }
    }

    /// A baseline that cannot be read.
    package struct Failure: Error {
        package let message: String
    }

    private static let version = 1

    package let entries: [Entry]

    /// Everything that a check found and nobody silenced; what Compose refuses is never accepted.
    package init(of result: CheckResult) {
        entries = result.active.filter(Self.canBeAccepted).map { Entry($0, isOnly: result.projects.count == 1) }
    }

    /// - Throws: what is wrong with the file.
    package init(parsing text: String) throws(Failure) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: text)
        } catch {
            throw Failure(message: "it is not JSON: \(error)")
        }
        guard let version = document["netsimBaseline"]?.intValue else {
            throw Failure(message: "it has no netsimBaseline: is it a file that --write-baseline wrote?")
        }
        guard version == Self.version else {
            throw Failure(message: "it is of version \(version), and this netsim reads version \(Self.version)")
        }
        var entries: [Entry] = []
        for (number, item) in (document["findings"]?.arrayValue ?? []).enumerated() {
            guard let rule = item["rule"]?.stringValue, let subject = item["subject"]?.stringValue,
                let message = item["message"]?.stringValue
            else { throw Failure(message: "finding \(number + 1) lacks one of rule, subject and message") }
            entries.append(Entry(rule: rule, subject: subject, message: message))
        }
        self.entries = entries
    }

    package var text: String {
        let findings: [JSONValue] = entries.map { entry in
            ["rule": .string(entry.rule), "subject": .string(entry.subject), "message": .string(entry.message)]
        }
        let document: JSONValue = ["netsimBaseline": JSONValue(Self.version), "findings": .array(findings)]
        return document.json(.indented) + "\n"
    }

    /// Silences what is accepted, and gives the entries that nothing answers to any more.
    ///
    /// - Parameter name: of the file, for reports.
    package func apply(to result: inout CheckResult, name: String) -> [Entry] {
        var left = Dictionary(entries.map { ($0, 1) }, uniquingKeysWith: +)
        for (index, finding) in result.findings.enumerated() {
            guard finding.suppression == nil, Self.canBeAccepted(finding) else { continue }
            let entry = Entry(finding, isOnly: result.projects.count == 1)
            guard let count = left[entry], count > 0 else { continue }
            left[entry] = count - 1
            result.accept(index, "accepted in \(name)")
        }
        // Of several that are equal the last ones are left over.
        var gone: [Entry] = []
        for entry in entries.reversed() {
            guard let count = left[entry], count > 0 else { continue }
            left[entry] = count - 1
            gone.append(entry)
        }
        return gone.reversed()
    }

    private static func canBeAccepted(_ finding: Finding) -> Bool {
        ![Finding.composeRefuses, Finding.unreadableExtension].contains(finding.rule)
    }
}
