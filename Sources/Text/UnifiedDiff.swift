/// The difference of two texts as `diff -u` writes it, for `patch -p1` and `git apply`.
public enum UnifiedDiff {
    private static let context = 3

    /// Empty where the texts are equal.
    ///
    /// - Parameter path: how both names end, after `a/` and `b/`.
    public static func of(_ old: [UInt8], _ new: [UInt8], path: String) -> String {
        if old == new { return "" }
        let (before, after) = (lines(of: old), lines(of: new))
        // As diff and git do: patch takes a name with blanks as far as the tab.
        let end = path.utf8.contains(0x20) ? "\t\n" : "\n"
        return "--- \(quoted("a/\(path)"))\(end)+++ \(quoted("b/\(path)"))\(end)" + hunks(before, after).joined()
    }

    /// A line of either text: kept, taken away, or put in.
    private struct Step {
        let sign: Character
        let text: ArraySlice<UInt8>
    }

    private static func hunks(_ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> [String] {
        let steps = steps(before, after)
        let changed = steps.indices.filter { steps[$0].sign != " " }
        var groups: [ClosedRange<Int>] = []
        for index in changed {
            if let last = groups.last, index - last.upperBound <= 2 * context + 1 {
                groups[groups.count - 1] = last.lowerBound...index
            } else {
                groups.append(index...index)
            }
        }
        var (position, old, new) = (0, 1, 1)
        return groups.map { group in
            let start = max(0, group.lowerBound - context)
            let end = min(steps.count - 1, group.upperBound + context)
            for step in steps[position..<start] {
                if step.sign != "+" { old += 1 }
                if step.sign != "-" { new += 1 }
            }
            let (oldStart, newStart) = (old, new)
            var body = ""
            for step in steps[start...end] {
                if step.sign != "+" { old += 1 }
                if step.sign != "-" { new += 1 }
                body += "\(step.sign)" + String(decoding: step.text, as: UTF8.self)
                if step.text.last != 0x0a { body += "\n\\ No newline at end of file\n" }
            }
            position = end + 1
            return "@@ -\(span(oldStart, old - oldStart)) +\(span(newStart, new - newStart)) @@\n\(body)"
        }
    }

    private static func span(_ start: Int, _ count: Int) -> String {
        count == 1 ? "\(start)" : "\(count == 0 ? start - 1 : start),\(count)"
    }

    private static func steps(_ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>]) -> [Step] {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        // What is equal at both ends is most of it, and needs no search.
        let head = zip(before, after).prefix { $0 == $1 }.count
        let tail = min(
            zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count,
            min(before.count, after.count) - head
        )
        let (old, new) = (before[head..<(before.count - tail)], after[head..<(after.count - tail)])
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(head + offset)
            case .insert(let offset, _, _): inserted.insert(head + offset)
            }
        }
        var steps: [Step] = []
        var (one, other) = (0, 0)
        while one < before.count || other < after.count {
            if removed.contains(one) {
                steps.append(Step(sign: "-", text: before[one]))
                one += 1
            } else if inserted.contains(other) {
                steps.append(Step(sign: "+", text: after[other]))
                other += 1
            } else if one < before.count {
                steps.append(Step(sign: " ", text: before[one]))
                (one, other) = (one + 1, other + 1)
            } else {
                break
            }
        }
        return steps
    }

    /// Lines with their ends.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0a {
            lines.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    /// As git quotes a path with signs that end a line or a name (`core.quotePath`); others stay as they are.
    private static func quoted(_ path: String) -> String {
        guard path.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c || $0 == 0x7f }) else { return path }
        var out = "\""
        for scalar in path.unicodeScalars {
            switch scalar.value {
            case 0x22: out += "\\\""
            case 0x5c: out += "\\\\"
            case 0x00..<0x20, 0x7f:
                let octal = String(scalar.value, radix: 8)
                out += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
