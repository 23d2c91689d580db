internal import YAML

/// Applies the safe fixes of a check's findings, and checks again what came of them.
///
/// Only what is proven stays: the findings that a change was for are gone after it, and no other one has come. What
/// cannot be shown to be so is left to its author.
package struct Fixer {
    /// Checks the files, some of which read otherwise than on disk: their octets by location.
    package typealias Checking = ([String: [UInt8]]) -> CheckResult?

    /// How often changes may make others possible, or wait for their turn.
    private static let rounds = 24
    /// How many fixes are made at once: each is held against the others.
    private static let mostAtOnce = 1_000
    /// How many fixes are tried by themselves where all of them together do not prove themselves.
    private static let singleTries = 100

    /// What a finding is, whatever line it is on.
    private struct Kind: Hashable {
        let rule: String
        let subject: String
        let message: String
    }

    /// What is found after the changes.
    package private(set) var result: CheckResult
    /// The files that read otherwise now, by location.
    package private(set) var contents: [String: [UInt8]] = [:]
    /// The findings that are gone.
    package private(set) var fixed: [Finding] = []
    private var refused: Set<Kind> = []
    private let check: Checking

    package init(_ result: CheckResult, check: @escaping Checking) {
        self.result = result
        self.check = check
    }

    /// Findings with a safe fix that did not prove itself.
    package var withheld: [Finding] { candidates(all: true) }

    /// Findings that have a fix for a person to decide.
    package var suggested: [Finding] { result.active.filter { $0.change?.safety == .suggested } }

    package mutating func run() {
        for _ in 0..<Self.rounds {
            let wanted = Array(candidates().prefix(Self.mostAtOnce))
            if wanted.isEmpty { return }
            if apply(wanted) { continue }
            for _ in 0..<Self.singleTries {
                guard let next = candidates().first else { break }
                if !apply([next]) { refused.insert(Self.kind(next)) }
            }
        }
    }

    private func candidates(all: Bool = false) -> [Finding] {
        result.active.filter { $0.change?.safety == .safe && (all || !refused.contains(Self.kind($0))) }
    }

    private mutating func apply(_ findings: [Finding]) -> Bool {
        var made: [SourceEdit] = []
        var ended: [Finding] = []
        for finding in findings {
            guard let edits = finding.change?.edits, edits.allSatisfy({ isFile($0.file) }) else { continue }
            // Several findings may have one cause; edits that touch each other wait for the next round.
            let fits = edits.allSatisfy { edit in made.allSatisfy { $0 == edit || !$0.collides(with: edit) } }
            guard fits else { continue }
            made += edits.filter { !made.contains($0) }
            ended.append(finding)
        }
        guard !ended.isEmpty, let after = check(contents(after: made)), proves(after, ended) else { return false }
        contents = contents(after: made)
        fixed += ended
        result = after
        return true
    }

    private func isFile(_ file: Int) -> Bool {
        result.sources.files.indices.contains(file) && result.sources.files[file].location != "-"
    }

    private func contents(after edits: [SourceEdit]) -> [String: [UInt8]] {
        var contents = contents
        // A file that several projects read is in the table several times.
        let files = Dictionary(grouping: edits) { result.sources.files[$0.file].location }
        for (location, edits) in files {
            guard let first = edits.first else { continue }
            let own = edits.map { SourceEdit(file: first.file, range: $0.range, replacement: $0.replacement) }
            let bytes = result.sources.files[first.file].bytes
            contents[location] = SourceEdit.apply(own, to: bytes, ofFile: first.file)
        }
        return contents
    }

    private func proves(_ after: CheckResult, _ ended: [Finding]) -> Bool {
        let (old, new) = (Self.counts(result.findings, of: Self.kind), Self.counts(after.findings, of: Self.kind))
        let isGone = ended.allSatisfy { new[Self.kind($0), default: 0] < old[Self.kind($0), default: 0] }
        // What else is said of a value that was changed has the new one in its words.
        let before = Self.counts(result.findings, of: Self.concern)
        return isGone
            && Self.counts(after.findings, of: Self.concern).allSatisfy { $1 <= before[$0, default: 0] }
    }

    private static func counts(_ findings: [Finding], of kind: (Finding) -> Kind) -> [Kind: Int] {
        Dictionary(findings.map { (kind($0), 1) }, uniquingKeysWith: +)
    }

    /// The rule, and the service, network or project that it is broken by.
    private static func concern(_ finding: Finding) -> Kind {
        let parts = finding.subject.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        let isPart = parts.count > 2 && (parts[1] == "service" || parts[1] == "network")
        let subject = parts.prefix(isPart ? 3 : 1).joined(separator: "/")
        return Kind(rule: finding.rule, subject: subject, message: "")
    }

    private static func kind(_ finding: Finding) -> Kind {
        Kind(rule: finding.rule, subject: finding.subject, message: finding.message)
    }
}
