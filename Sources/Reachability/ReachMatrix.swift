internal import Lab

/// What each row finds of each column, held by classes: pairs without a network in common share what their kinds come
/// to, so that it grows with the networks that classes share and not with the square of the containers.
package struct ReachMatrix: Sendable {
    /// How many pairs of stacks came to what.
    package struct Totals: Hashable, Sendable {
        package var pairs = 0
        package var byOutcome: [Verdict.Outcome: Int] = [:]

        mutating func add(_ count: Int, _ outcome: Verdict.Outcome) {
            pairs &+= count
            byOutcome[outcome, default: 0] &+= count
        }
    }

    package let rows: [Side]
    package let columns: [Side]
    package let totals: Totals
    /// How many different pairs of kinds had to be looked at.
    package var answerCount: Int { answers.count }

    private let answers: [PairAnswer]
    private let rowKinds: [Int]
    private let columnKinds: [Int]
    private let kindCount: Int
    /// The answer of a row kind and a column kind that share no network; -1 where there is none.
    private let table: [Int32]
    /// For each row the columns that it shares a network with, by column.
    private let shared: [[Entry]]

    struct Entry: Sendable {
        let column: Int32
        /// -1 where both are one stack.
        let answer: Int32
    }

    /// What a row finds of a column; nil where both are one stack.
    package subscript(row: Int, column: Int) -> PairAnswer? {
        guard rows.indices.contains(row), columns.indices.contains(column) else { return nil }
        let entries = shared[row]
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].column < column { low = middle + 1 } else { high = middle }
        }
        let number =
            low < entries.count && entries[low].column == column
            ? entries[low].answer : table[rowKinds[row] * kindCount + columnKinds[column]]
        return number < 0 ? nil : answers[Int(number)]
    }

    init(rows: [Side], columns: [Side], in reach: inout Reachability) {
        self.rows = rows
        self.columns = columns
        let builder = MatrixBuilder(rows: rows, columns: columns, in: &reach)
        rowKinds = builder.rowKinds
        columnKinds = builder.columnKinds
        kindCount = builder.kindCount
        answers = builder.answers
        table = builder.table
        shared = builder.shared
        totals = builder.totals
    }
}

extension Reachability {
    /// All classes, then the host and the outside.
    package var sides: [Side] { classes.indices.map(Side.members) + [.host, .outside] }

    /// What each of some sides finds of each of others; all of them where none are named.
    package mutating func matrix(from rows: [Side]? = nil, to columns: [Side]? = nil) -> ReachMatrix {
        ReachMatrix(rows: rows ?? sides, columns: columns ?? sides, in: &self)
    }
}

/// Fills a matrix, one row after the other.
private struct MatrixBuilder {
    private(set) var rowKinds: [Int] = []
    private(set) var columnKinds: [Int] = []
    private(set) var kindCount = 0
    private(set) var answers: [PairAnswer] = []
    private(set) var table: [Int32] = []
    private(set) var shared: [[ReachMatrix.Entry]] = []
    private(set) var totals = ReachMatrix.Totals()
    private var outcomes: [Verdict.Outcome] = []
    private var places: [Reachability.PairKey: Int32] = [:]

    init(rows: [Side], columns: [Side], in reach: inout Reachability) {
        let (rowNumbers, rowCount) = Self.numbers(rows.map(reach.kind))
        let (columnNumbers, columnCount) = Self.numbers(columns.map(reach.kind))
        rowKinds = rowNumbers
        columnKinds = columnNumbers
        kindCount = columnCount
        table = Array(repeating: -1, count: rowCount * columnCount)
        shared.reserveCapacity(rows.count)

        // Columns by network, parent interface and kind.
        var byNetwork: [Int: [Int32]] = [:]
        var byKind = [[Int32]](repeating: [], count: columnCount)
        var weights = [Int](repeating: 0, count: columnCount)
        for (number, column) in columns.enumerated() {
            for meeting in Self.meetings(column, reach) {
                byNetwork[meeting, default: []].append(Int32(truncatingIfNeeded: number))
            }
            byKind[columnNumbers[number]].append(Int32(truncatingIfNeeded: number))
            weights[columnNumbers[number]] &+= Self.weight(column, reach)
        }
        /// The row that last met each column.
        var met = [Int32](repeating: -1, count: columns.count)
        for (number, row) in rows.enumerated() {
            let stamp = Int32(truncatingIfNeeded: number)
            var near: [Int32] = []
            for meeting in Self.meetings(row, reach) {
                for column in byNetwork[meeting] ?? [] where met[Int(column)] != stamp {
                    met[Int(column)] = stamp
                    near.append(column)
                }
            }
            // The same side shares no network with itself where it has none.
            if near.isEmpty, let own = columns.firstIndex(of: row) {
                met[own] = stamp
                near.append(Int32(truncatingIfNeeded: own))
            }
            near.sort()
            var (left, leftCount) = (weights, byKind.map(\.count))
            var entries: [ReachMatrix.Entry] = []
            entries.reserveCapacity(near.count)
            let weight = Self.weight(row, reach)
            for column in near {
                let other = columns[Int(column)]
                let kind = columnNumbers[Int(column)]
                left[kind] &-= Self.weight(other, reach)
                leftCount[kind] &-= 1
                let answer = answer(row, other, &reach)
                entries.append(ReachMatrix.Entry(column: column, answer: answer))
                if answer >= 0 {
                    let partners = row == other ? weight &- 1 : Self.weight(other, reach)
                    totals.add(weight &* partners, outcomes[Int(answer)])
                }
            }
            shared.append(entries)
            for kind in 0..<columnCount where leftCount[kind] > 0 {
                let place = rowNumbers[number] * columnCount + kind
                if table[place] < 0, let column = byKind[kind].first(where: { met[Int($0)] != stamp }) {
                    table[place] = answer(row, columns[Int(column)], &reach)
                }
                if table[place] >= 0 { totals.add(weight &* left[kind], outcomes[Int(table[place])]) }
            }
        }
    }

    private mutating func answer(_ row: Side, _ column: Side, _ reach: inout Reachability) -> Int32 {
        guard let key = reach.key(row, column) else { return -1 }
        if let known = places[key] { return known }
        guard let found = reach.classAnswer(from: row, to: column) else { return -1 }
        let number = Int32(truncatingIfNeeded: answers.count)
        answers.append(found)
        outcomes.append(found.outcome)
        places[key] = number
        return number
    }

    /// Where a side meets others: its networks, and the parent interfaces that several networks share.
    private static func meetings(_ side: Side, _ reach: Reachability) -> [Int] {
        guard case .members(let index) = side else { return [] }
        // Parents count below zero, apart from networks.
        return reach.classes[index].networks.map { reach.segments[$0].map { -1 &- $0 } ?? Int($0) }
    }

    private static func weight(_ side: Side, _ reach: Reachability) -> Int {
        if case .members(let index) = side { reach.classes[index].stackCount } else { 1 }
    }

    /// Small numbers in place of kinds, by first occurrence.
    private static func numbers(_ kinds: [Int32]) -> (numbers: [Int], count: Int) {
        var places: [Int32: Int] = [:]
        let numbers = kinds.map { kind in
            let place = places[kind] ?? places.count
            places[kind] = place
            return place
        }
        return (numbers, places.count)
    }
}
