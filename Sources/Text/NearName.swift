/// Finds the existing name that a mistyped one was probably meant to be.
package enum NearName {
    /// `did you mean "mybridge"?`, or nil where nothing is near.
    package static func hint(for wanted: String, among names: some Sequence<String>) -> String? {
        nearest(to: wanted, among: names).map { "did you mean \($0)?" }
    }

    /// The name at the smallest edit distance, at most a third of the length away; ties go to the first by order.
    package static func nearest(to wanted: String, among names: some Sequence<String>) -> String? {
        let target = Array(wanted.lowercased().utf8)
        // Longer input is no typing error, and the distance is quadratic in it.
        guard (1...64).contains(target.count) else { return nil }
        let limit = max(1, min(3, target.count / 3))
        var best: (distance: Int, name: String)?
        for name in names {
            let candidate = Array(name.lowercased().utf8)
            guard abs(candidate.count - target.count) <= limit else { continue }
            let distance = distance(target, candidate)
            guard distance <= limit else { continue }
            if let found = best, (found.distance, found.name) <= (distance, name) { continue }
            best = (distance, name)
        }
        return best?.name
    }

    /// Edits between two byte strings: insertions, deletions, substitutions and swaps of neighbours.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var current = [i + 1]
            for (j, y) in b.enumerated() {
                var cost = min(last[j + 1] + 1, current[j] + 1, last[j] + (x == y ? 0 : 1))
                if i > 0, j > 0, x == b[j - 1], a[i - 1] == y { cost = min(cost, beforeLast[j - 1] + 1) }
                current.append(cost)
            }
            (beforeLast, last) = (last, current)
        }
        return last[b.count]
    }
}
