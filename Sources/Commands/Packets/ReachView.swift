internal import Addressing
internal import Lab
internal import Reachability
internal import Rendering

/// The matrix of `netsim reach`: rows and columns of alike containers, a legend, and JSON.
struct ReachView {
    /// A row or column: a class, or those of its members that were asked for, the host, or the outside.
    struct Group {
        let side: Side
        /// `api` of `api-1 api-2 api-3`; the name where there is one.
        let label: String
        let names: [String]
        let networks: [String]
        let ports: [PortRun]
        /// Whether nobody knows what they listen on.
        let isOpenEnded: Bool
        /// One that speaks for all.
        let party: Party

        init(_ side: Side, only: ContainerID? = nil, _ reach: Reachability) {
            self.side = side
            switch side {
            case .host: (label, names, networks, ports, isOpenEnded, party) = ("host", [], [], [], false, .host)
            case .outside:
                (label, names, networks, ports, isOpenEnded, party) = ("outside", [], [], [], false, .outside)
            case .members(let index):
                names = only.flatMap { reach.lab.container($0) }.map { [$0.name] } ?? reach.memberNames(of: index)
                networks = reach.classes[index].isHostMode ? ["host"] : reach.networkNames(of: index)
                ports = reach.classes[index].ports.runs
                isOpenEnded = reach.classes[index].isOpenEnded
                label = Self.label(names)
                party = (only ?? reach.members(of: index).first).map(Party.container) ?? .host
            }
        }

        var isClass: Bool { if case .members = side { true } else { false } }

        var countedLabel: String { names.count > 1 ? "\(label) ×\(names.count)" : label }

        /// What the names have in common, without the digits that tell them apart.
        private static func label(_ names: [String]) -> String {
            guard names.count > 1, let first = names.first else { return names.first ?? "" }
            var common = first[...]
            for name in names.dropFirst() {
                let shared = zip(common.indices, zip(common, name)).first { $0.1.0 != $0.1.1 }
                common =
                    common[..<(shared?.0 ?? common.index(common.startIndex, offsetBy: min(common.count, name.count)))]
            }
            while let last = common.last, last.isNumber || "-_.".contains(last) { common = common.dropLast() }
            return common.isEmpty ? first + "…" : String(common)
        }
    }

    let rows: [Group]
    let columns: [Group]
    let matrix: ReachMatrix
    /// Letters of the classes, by side.
    let letters: [Side: String]
    private let stoppedCount: Int

    init(_ rows: [Group], _ columns: [Group], _ reach: inout Reachability) {
        self.rows = rows
        self.columns = columns
        matrix = reach.matrix(from: rows.map(\.side), to: columns.map(\.side))
        stoppedCount = reach.stoppedCount
        var letters: [Side: String] = [:]
        for group in rows + columns where letters[group.side] == nil {
            letters[group.side] = group.isClass ? Self.letter(letters.count { $0.key.isClass }) : group.label
        }
        self.letters = letters
    }

    /// A … Z, AA … as columns of a spreadsheet.
    static func letter(_ number: Int) -> String {
        var (text, rest) = ("", number)
        repeat {
            text = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(rest % 26))) + text
            rest = rest / 26 - 1
        } while rest >= 0
        return text
    }

    func letter(_ group: Group) -> String { letters[group.side] ?? "" }

    // MARK: Text

    /// The matrix and what its letters and signs mean; a list where it is wider than `width` columns.
    func text(width: Int, _ style: TerminalStyle) -> String {
        var text = ""
        var used: Set<ReachCell.Sign> = []
        if rows.isEmpty || columns.isEmpty {
            text = "nobody to ask\n"
        } else if let grid = grid(width, style, &used) {
            text = grid
        } else {
            text = list(width, style, &used)
        }
        text += "\n"
        let legend = legend(width)
        if !legend.isEmpty { text += legend + "\n" }
        text += used.sorted().map { $0.explanation + "\n" }.joined()
        if stoppedCount > 0 { text += "not running, and in no class: \(stoppedCount)\n" }
        while text.hasSuffix("\n\n") { text.removeLast() }
        return text
    }

    /// With the ports in the cells, or with signs alone; nil where neither fits.
    private func grid(_ width: Int, _ style: TerminalStyle, _ used: inout Set<ReachCell.Sign>) -> String? {
        // Beyond this no terminal shows it, and cells are not worth making.
        guard columns.count <= width else { return nil }
        let heads = columns.map(letter)
        let labels = rows.map { $0.isClass ? "\(letter($0)) \($0.countedLabel)" : $0.label }
        for isShort in [false, true] {
            var signs: Set<ReachCell.Sign> = []
            let cells = rows.indices.map { row in
                columns.indices.map { column in
                    ReachCell(matrix[row, column], isShort: isShort, &signs)
                }
            }
            let title = "FROM \\ TO"
            let stub = min(max(title.count, labels.map(\.count).max() ?? 0), isShort ? 20 : 26)
            let gap = isShort ? 1 : 2
            let widths = columns.indices.map { column in
                max(heads[column].count, cells.map { $0[column].text.count }.max() ?? 0)
            }
            guard stub + widths.reduce(0, { $0 + $1 + gap }) <= width else { continue }
            func line(_ first: String, _ rest: [(String, String)]) -> String {
                var line = Self.fitted(first, stub)
                for (index, (plain, shown)) in rest.enumerated() {
                    line += String(repeating: " ", count: gap) + shown
                    if index < rest.count - 1 {
                        line += String(repeating: " ", count: max(0, widths[index] - plain.count))
                    }
                }
                return line + "\n"
            }
            used = signs
            return line(title, heads.map { ($0, style($0, .bold)) })
                + zip(labels, cells).map { label, row in line(label, row.map { ($0.text, $0.styled(style)) }) }.joined()
        }
        return nil
    }

    /// One paragraph for each row, with what it reaches: most classes of a wide lab reach few others.
    private func list(_ width: Int, _ style: TerminalStyle, _ used: inout Set<ReachCell.Sign>) -> String {
        var text = ""
        for (row, group) in rows.enumerated() {
            let name = group.isClass ? "\(letter(group)) \(group.countedLabel)" : group.label
            var found: [String] = []
            var failures: [Verdict.Outcome: Int] = [:]
            for (column, target) in columns.enumerated() {
                guard let answer = matrix[row, column] else { continue }
                guard answer.services.contains(where: { $0.best.outcome == .reached }) else {
                    failures[answer.outcome, default: 0] += 1
                    continue
                }
                let cell = ReachCell(answer, isShort: false, &used)
                found.append("\(letter(target)): \(cell.text)")
            }
            let others = failures.sorted { $0.key < $1.key }.map { "\($0.value) \(ReachCell.word($0.key))" }
            text += style(name, .bold) + "\n"
            let words =
                (found.isEmpty ? ["reaches nobody"] : found)
                + (others.isEmpty ? [] : ["others: " + others.joined(separator: ", ")])
            text += Self.filled(words, width, indent: 4)
        }
        return text
    }

    /// What each letter stands for.
    private func legend(_ width: Int) -> String {
        var seen: Set<Side> = []
        var lines: [[String]] = []
        for group in rows + columns where group.isClass && seen.insert(group.side).inserted {
            let ports = group.ports.map(\.shortDescription)
            lines.append([
                letter(group), Self.abbreviated(group.names, 24),
                group.networks.isEmpty ? "no network" : "on " + Self.abbreviated(group.networks, 16),
                Self.listening(ports, isOpenEnded: group.isOpenEnded),
            ])
        }
        let widths = (0..<3).map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let padded = zip(line, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return (padded + [line[3]]).joined(separator: "  ") + "\n"
        }.joined()
    }

    private static func listening(_ ports: [String], isOpenEnded: Bool) -> String {
        if ports.isEmpty { return isOpenEnded ? "listens on: not known" : "nothing listens" }
        return "listens on " + abbreviated(ports, 16) + (isOpenEnded ? " and more" : "")
    }

    /// As many words as fit, and how many there are more.
    static func abbreviated(_ words: [String], _ width: Int) -> String {
        var text = words.first ?? ""
        for (index, word) in words.enumerated().dropFirst() {
            let rest = words.count - index
            let more = rest > 1 ? " +\(rest - 1)" : ""
            if text.count + 1 + word.count + more.count > width { return text + " +\(rest)" }
            text += " " + word
        }
        return text
    }

    private static func fitted(_ text: String, _ width: Int) -> String {
        text.count <= width
            ? text + String(repeating: " ", count: width - text.count) : String(text.prefix(width - 1)) + "…"
    }

    /// Words in lines of at most `width` columns, two blanks apart.
    private static func filled(_ words: [String], _ width: Int, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var (text, line) = ("", "")
        for word in words {
            if line.isEmpty {
                line = margin + word
            } else if line.count + 2 + word.count <= width {
                line += "  " + word
            } else {
                text += line + "\n"
                line = margin + word
            }
        }
        return text + line + "\n"
    }

    // MARK: Data

    /// Each class, and for each row the classes that it finds alike.
    func json(_ reach: Reachability) -> JSONValue {
        var seen: Set<Side> = []
        let classes = (rows + columns).filter { seen.insert($0.side).inserted }.map { group -> JSONValue in
            [
                "class": .string(letter(group)), "label": .string(group.label), "members": JSONValue(group.names),
                "networks": JSONValue(group.networks), "listens": JSONValue(group.ports.map(\.description)),
            ]
        }
        let table = rows.enumerated().map { row, group -> JSONValue in
            var order: [PairAnswer] = []
            var alike: [PairAnswer: [String]] = [:]
            for (column, target) in columns.enumerated() {
                guard let answer = matrix[row, column] else { continue }
                if alike[answer] == nil { order.append(answer) }
                alike[answer, default: []].append(letter(target))
            }
            return [
                "from": .string(letter(group)),
                "to": .array(order.map { answer in Self.json(answer, alike[answer] ?? []) }),
            ]
        }
        return [
            "classes": .array(classes), "reach": .array(table), "notRunning": JSONValue(stoppedCount),
            "pairs": JSONValue(matrix.totals.pairs),
        ]
    }

    private static func json(_ answer: PairAnswer, _ classes: [String]) -> JSONValue {
        [
            "classes": JSONValue(classes), "resolves": .bool(answer.resolves),
            "services": .array(
                answer.services.map { service -> JSONValue in
                    [
                        "service": .string(service.description),
                        "result": .string(service.best.outcome.rawValue),
                        "how": .string(ReachRow.how(service.best)),
                        "reason": .string(service.best.reason.rawValue),
                    ]
                }
            ),
        ]
    }

    /// Every way between the members that speak for each row and column.
    func rows(_ reach: inout Reachability) -> [ReachRow] {
        var listed: [ReachRow] = []
        for row in rows {
            for column in columns {
                var target = column.party
                if row.side == column.side {
                    guard let other = reach.partner(of: row.party, in: column.side) else { continue }
                    target = other
                }
                guard let answer = reach.answer(from: row.party, to: target) else { continue }
                listed += ReachRow.all(row.countedLabel, column.countedLabel, answer)
            }
        }
        return listed
    }
}

extension Side {
    var isClass: Bool { if case .members = self { true } else { false } }
}
