internal import Addressing
internal import Diagnosis
internal import Lab
internal import Rendering

/// `netsim why` for people and as JSON.
struct WhyText {
    let answer: WhyAnswer
    let style: TerminalStyle

    private static let indent = "       "

    func text() -> String {
        var lines: [String] = []
        let port = answer.to.port.map { ":\($0)" } ?? ""
        lines.append(style("\(answer.from) → \(answer.to.host)\(port)", .bold))
        lines.append("")
        section("name", answer.names, &lines)
        if answer.isUnresolved, let address = answer.address {
            lines.append("\(Self.indent)asked at its address \(address) all the same:")
        }
        let width = min(24, answer.path.map(\.place.count).max() ?? 0)
        for direction in [PathLine.Direction.there, .back] {
            let part = answer.path.filter { $0.direction == direction }
            section(direction.rawValue, part.flatMap { describe($0, width) }, &lines)
        }
        if lines.last != "" { lines.append("") }
        lines.append(style(answer.word, answer.isReached ? .green : .red) + ": " + answer.reason)
        if let seen = answer.result?.seenSource, answer.result?.verdict == .reached {
            lines.append("the source that it sees is \(seen)")
        }
        if let doubt = answer.doubt { lines.append("but " + doubt) }
        for cause in answer.causes { lines.append("because \(cause)") }
        remedies(&lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ body: [String], _ lines: inout [String]) {
        for (index, line) in body.enumerated() {
            let head = index == 0 ? title + String(repeating: " ", count: max(1, 7 - title.count)) : Self.indent
            lines.append(head + line)
        }
    }

    private func describe(_ line: PathLine, _ width: Int) -> [String] {
        let place = line.place + String(repeating: " ", count: max(0, width - line.place.count))
        let blank = String(repeating: " ", count: width)
        var lines = ["\(place)  \(line.text)"]
        if let rule = line.rule { lines.append("\(blank)    \(rule)") }
        if let origin = line.origin, origin != "engine" { lines.append("\(blank)    by \(origin)") }
        return lines
    }

    private func remedies(_ lines: inout [String]) {
        guard !answer.isReached else { return }
        lines.append("")
        guard !answer.remedies.isEmpty else {
            lines.append("neither one change nor two together were found that make it work")
            return
        }
        lines.append("any one of these makes it work (each was tried on a copy of the lab):")
        for remedy in answer.remedies {
            let port = remedy.port.map { ":\($0)" } ?? ""
            let address = remedy.address.bracketed
            lines.append("  - \(remedy.text), then \(address)\(port) answers")
            for command in remedy.commands { lines.append("      " + command) }
        }
    }

    // MARK: JSON

    func object() -> JSONValue {
        var object = JSONObject()
        object["From"] = .string(answer.from)
        object["To"] = .string(answer.to.host)
        object["Port"] = .int(Int64(answer.to.port?.number ?? 0))
        object["Protocol"] = .string(answer.to.port?.transport.rawValue ?? "icmp")
        object["Address"] = .string(answer.address.map { "\($0)" } ?? "")
        object["Verdict"] = .string(answer.word)
        object["Reason"] = .string(answer.reason)
        object["Rule"] = .string(answer.deciding?.rule ?? "")
        object["Origin"] = .string(answer.deciding?.origin ?? "")
        object["Doubt"] = .string(answer.doubt ?? "")
        object["SeenSource"] = .string(answer.result?.seenSource.map { "\($0)" } ?? "")
        object["Nanoseconds"] = .int(answer.result?.duration ?? 0)
        object["Names"] = .array(answer.names.map { .string($0) })
        object["Path"] = .array(answer.path.map(Self.step))
        object["Causes"] = .array(answer.causes.map { .string($0) })
        object["Remedies"] = .array(answer.remedies.map(Self.remedy))
        return .object(object)
    }

    private static func step(_ line: PathLine) -> JSONValue {
        var object = JSONObject()
        object["Direction"] = .string(line.direction.rawValue)
        object["Place"] = .string(line.place)
        object["Kind"] = .string(line.kind)
        object["Text"] = .string(line.text)
        object["Rule"] = .string(line.rule ?? "")
        object["Origin"] = .string(line.origin ?? "")
        return .object(object)
    }

    private static func remedy(_ remedy: Remedy) -> JSONValue {
        var object = JSONObject()
        object["Text"] = .string(remedy.text)
        object["Commands"] = .array(remedy.commands.map { .string($0) })
        object["Address"] = .string("\(remedy.address)")
        object["Port"] = .int(Int64(remedy.port ?? 0))
        return .object(object)
    }
}
