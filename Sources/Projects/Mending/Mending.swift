internal import Lab

/// A refused request is tried again with less and less of what it asks for, until the engine takes it: so that one
/// mistake hides no other. What had no part in the refusal stays as its author meant it.
struct Mending<Request: Equatable> {
    /// Changes that each take one thing back, the least harmful first.
    let changes: [(Request) -> Request]
    /// Further refusals that came to light, in order.
    private(set) var refusals: [LabError] = []
    /// Whether refusals that differ in their numbers alone are one: an error that names the subnet names another one
    /// once the subnet is mended.
    let ignoresNumbers: Bool

    init(ignoringNumbers: Bool = false, _ changes: [(Request) -> Request]) {
        self.changes = changes
        ignoresNumbers = ignoringNumbers
    }

    /// Tries again.
    ///
    /// - Parameters:
    ///   - error: what the engine said of the request as it was.
    ///   - attempt: carries a request out; refused, it leaves nothing behind.
    /// - Returns: what the request came to; nil where nothing helps.
    mutating func mend<Result>(
        _ request: Request,
        after error: LabError,
        attempt: (Request) throws(LabError) -> Result
    ) -> (request: Request, result: Result)? {
        var request = request
        var reason = Self.reason(error)
        var seen = Set(lines(error))
        // A second pass finds what only came to light once something else was mended.
        for _ in 0..<3 {
            let before = reason
            for change in changes {
                let changed = change(request)
                if changed == request { continue }
                do throws(LabError) {
                    return (changed, try attempt(changed))
                } catch {
                    if Self.reason(error) == reason { continue }
                    request = changed
                    reason = Self.reason(error)
                    let lines = lines(error).filter { seen.insert($0).inserted }
                    if !lines.isEmpty { refusals.append(error) }
                }
            }
            if reason == before { break }
        }
        // Several reasons that are told as one.
        var bare = request
        for change in changes { bare = change(bare) }
        guard let result = try? attempt(bare) else { return nil }
        return (bare, result)
    }

    /// The text of a refusal without the identifiers in it, which are drawn anew each time.
    private static func reason(_ error: LabError) -> String { withoutIdentifiers(error.message[...]) }

    private static func withoutIdentifiers(_ text: Substring) -> String {
        let words = text.split(omittingEmptySubsequences: false, whereSeparator: { !$0.isHexDigit })
        return words.filter { $0.utf8.count < 12 }.joined(separator: " ") + text.filter { !$0.isHexDigit }
    }

    private func lines(_ error: LabError) -> [String] {
        error.message.split(separator: "\n").map { line in
            // One of several problems stands behind an asterisk.
            let line = line.hasPrefix("* ") ? line.dropFirst(2) : line
            return ignoresNumbers ? line.filter { !$0.isHexDigit && $0 != ":" } : Self.withoutIdentifiers(line)
        }
    }
}
