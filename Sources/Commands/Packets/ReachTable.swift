internal import Addressing
internal import Lab
internal import PacketFilter
internal import Reachability
internal import Rendering

/// One way to one service.
struct ReachRow {
    let from: String
    let to: String
    /// `ping`, a port, or ports that find the same.
    let service: String
    /// How many ports it is about; 1 for ping.
    let count: Int
    let verdict: Verdict

    /// All ways between two.
    static func all(_ from: String, _ to: String, _ answer: PairAnswer) -> [ReachRow] {
        answer.services.flatMap { service in
            service.ways.map {
                ReachRow(from: from, to: to, service: service.description, count: service.count, verdict: $0)
            }
        }
    }

    static func how(_ verdict: Verdict) -> String {
        switch verdict.way {
        case .direct: "direct"
        case .published: "published"
        case .proxied: "userland proxy"
        case .local: "own stack"
        }
    }

    /// The ports that were asked for; nil for ping.
    var ports: PortRange? {
        if verdict.port == 0 { return nil }
        let last = UInt16(clamping: Int(verdict.port) + count - 1)
        return PortRange(verdict.port...last)
    }

    /// `172.18.0.2`, or `192.0.2.10:8080`, in brackets where IPv6 needs them.
    var place: String {
        guard let address = verdict.address else { return "" }
        guard let ports else { return address.description }
        return address.text(port: ports)
    }
}

/// A list of ways as text, CSV or JSON.
struct ReachTable {
    let rows: [ReachRow]
    let lab: Lab
    let explains: Bool
    let namesParties: Bool

    /// A table; with rules, a line below each way that one decided.
    var text: String {
        var titles = ["service", "result", "at", "how", "source seen", "why"]
        if namesParties { titles = ["from", "to"] + titles }
        var table = TextTable(titles)
        for row in rows {
            var cells = [
                row.service, row.verdict.outcome.rawValue, row.place, ReachRow.how(row.verdict),
                row.verdict.seenSource?.description ?? "",
                row.verdict.outcome == .reached && !row.verdict.isDoubt ? "" : row.verdict.reason.rawValue,
            ]
            if namesParties { cells = [row.from, row.to] + cells }
            table.append(cells)
        }
        guard explains else { return table.rendered }
        var text = ""
        for (number, line) in table.rendered.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty { continue }
            text += line + "\n"
            if number > 0, rows.indices.contains(number - 1) { text += explanation(rows[number - 1]) }
        }
        return text
    }

    private func explanation(_ row: ReachRow) -> String {
        guard let place = row.verdict.rule else { return "" }
        let others = row.count > 1 && place.rule.match.destinationPorts != nil ? ", and one for each other port" : ""
        return "    \(place.table.rawValue) \(rule(place, row)), rule \(place.number)\(others)\n"
            + "    because of \(place.rule.origin.description(in: lab))\n"
    }

    private func rule(_ place: RulePlace, _ row: ReachRow) -> String {
        RuleText.line(place.chain, place.rule, row.verdict.address?.family ?? .ipv4)
    }

    /// RFC 4180, with line feeds.
    var csv: String {
        var text = "from,to,service,result,address,port,how,source,reason,table,rule,origin\n"
        for row in rows {
            let verdict = row.verdict
            let cells = [
                row.from, row.to, row.service, verdict.outcome.rawValue,
                verdict.address?.description ?? "", row.ports?.description ?? "", ReachRow.how(verdict),
                verdict.seenSource?.description ?? "", verdict.reason.rawValue,
                verdict.rule?.table.rawValue ?? "", verdict.rule.map { rule($0, row) } ?? "",
                verdict.rule?.rule.origin.description(in: lab) ?? "",
            ]
            text += cells.map(CSVField.text).joined(separator: ",") + "\n"
        }
        return text
    }

    var json: JSONValue {
        .array(
            rows.map { row in
                let verdict = row.verdict
                var object: JSONObject = [
                    "from": .string(row.from), "to": .string(row.to), "service": .string(row.service),
                    "result": .string(verdict.outcome.rawValue),
                    "address": JSONValue(verdict.address?.description), "how": .string(ReachRow.how(verdict)),
                    "source": JSONValue(verdict.seenSource?.description),
                    "reason": .string(verdict.reason.rawValue),
                ]
                if let ports = row.ports {
                    object["port"] = JSONValue(ports.first)
                    if ports.count > 1 { object["lastPort"] = JSONValue(ports.last) }
                }
                if let place = verdict.rule {
                    object["rule"] = [
                        "table": .string(place.table.rawValue), "number": JSONValue(place.number),
                        "text": .string(rule(place, row)),
                        "origin": .string(place.rule.origin.description(in: lab)),
                    ]
                }
                return .object(object)
            }
        )
    }
}

/// A field of comma-separated values (RFC 4180): quoted where it must be.
enum CSVField {
    static func text(_ field: String) -> String {
        guard field.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
