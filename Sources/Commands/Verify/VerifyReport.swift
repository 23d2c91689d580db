internal import Addressing
internal import Rendering
internal import Verification

/// What a verification found, for people and for programs.
struct VerifyReport {
    let verification: Verification
    let style: TerminalStyle

    /// Disagreements beyond these are counted.
    private static let most = 20
    /// Flows shown of one disagreement, for each side.
    private static let mostFlows = 6

    var text: String {
        var text = table
        for result in verification.disagreements.prefix(Self.most) { text += disagreement(result) }
        let left = verification.disagreements.count - Self.most
        if left > 0 { text += "\n… and \(left) more trials that disagree\n" }
        if !verification.strays.simulated.isEmpty || !verification.strays.real.isEmpty {
            text += "\n\(style("packets of no trial", .bold))\n"
            text += sides(verification.strays.simulated, verification.strays.real)
        }
        text += neighbours
        if verification.lost > 0 {
            text += "\n\(verification.lost) frames were lost by the capture: nothing is proved\n"
        }
        return text + "\n" + summary + "\n"
    }

    // MARK: The table

    /// A line for each kind of trial.
    private var table: String {
        var kinds: [String] = []
        var counts: [String: (all: Int, agreed: Int, outcomes: [String: Int])] = [:]
        for result in verification.results {
            let kind = Self.kind(result.trial)
            if counts[kind] == nil { kinds.append(kind) }
            var count = counts[kind] ?? (0, 0, [:])
            count.all += 1
            if result.agrees { count.agreed += 1 }
            count.outcomes[Self.verdict(result.simulated), default: 0] += 1
            counts[kind] = count
        }
        var table = TextTable(["trial", "agree", "reached", "refused", "dropped", "unreachable"])
        for kind in kinds {
            guard let count = counts[kind] else { continue }
            let verdicts = ["reached", "refused", "dropped", "unreachable"].map { count.outcomes[$0] ?? 0 }
            table.append(
                [kind, "\(count.agreed)/\(count.all)"] + verdicts.map { $0 == 0 ? "-" : "\($0)" }
            )
        }
        return table.rendered
    }

    private static func kind(_ trial: Trial) -> String {
        switch trial.action {
        case .echo: "ping"
        case .tcp: "TCP"
        case .udp: "UDP"
        case .lookup: "DNS"
        }
    }

    private static func verdict(_ outcome: Outcome) -> String {
        switch outcome {
        case .reached, .response: "reached"
        case .refused: "refused"
        case .dropped: "dropped"
        case .unreachable, .other: "unreachable"
        }
    }

    // MARK: What disagrees

    private func disagreement(_ result: Verification.Result) -> String {
        let trial = result.trial
        var text = "\n\(style("\(trial.what) from \(trial.fromName) to \(trial.toName) at \(trial.address)", .bold))\n"
        if result.simulated == result.real {
            text += "  both: \(result.simulated)\n"
        } else {
            text += "  simulated: \(style("\(result.simulated)", .red))\n"
            text += "  kernel:    \(style("\(result.real)", .red))\n"
        }
        return text + sides(result.simulatedFlows, result.realFlows)
    }

    /// Both packet lists side by side, link by link, as far as they differ.
    private func sides(_ simulated: [Flow], _ real: [Flow]) -> String {
        if simulated.isEmpty && real.isEmpty { return "" }
        var rows: [(String, String)] = []
        let left = Self.lines(simulated)
        let right = Self.lines(real)
        for link in Set(left.keys).union(right.keys).sorted() {
            rows.append((link, link))
            let (ours, theirs) = (left[link] ?? [], right[link] ?? [])
            for index in 0..<max(ours.count, theirs.count) {
                rows.append(
                    (
                        ours.indices.contains(index) ? "  \(ours[index])" : "",
                        theirs.indices.contains(index) ? "  \(theirs[index])" : ""
                    )
                )
            }
        }
        var table = TextTable(["  simulated", "kernel"])
        for row in rows { table.append(["  \(row.0)", row.1]) }
        return table.rendered
    }

    private static func lines(_ flows: [Flow]) -> [String: [String]] {
        var lines: [String: [String]] = [:]
        for flow in flows.prefix(mostFlows) {
            lines[flow.link, default: []] += flow.packets.map(shortened)
        }
        if flows.count > mostFlows { lines["~", default: []].append("and \(flows.count - mostFlows) more flows") }
        return lines
    }

    private static func shortened(_ line: String) -> String {
        line.count > 110 ? line.prefix(109) + "…" : line
    }

    private var neighbours: String {
        let (simulated, real) = verification.neighbours
        if simulated.isEmpty && real.isEmpty { return "" }
        var text = "\n\(style("questions for neighbours", .bold))\n"
        for (side, lines) in [("simulated only", simulated), ("kernel only", real)] {
            for line in lines.prefix(Self.most) { text += "  \(side): \(line)\n" }
            if lines.count > Self.most { text += "  \(side): and \(lines.count - Self.most) more\n" }
        }
        return text
    }

    // MARK: Summary

    var summary: String {
        let count = verification.results.count
        let agreed = count - verification.disagreements.count
        let of = verification.possible > count ? " (of \(verification.possible) possible)" : ""
        let frames = "\(verification.frames.real) frames on \(verification.linkCount) links"
        let verdict = verification.agrees ? style("agrees", .green) : style("disagrees", .red)
        return "the simulation \(verdict) with the kernel: \(agreed) of \(count) trials\(of), \(frames)"
    }

    // MARK: JSON

    var json: JSONValue {
        [
            "agrees": .bool(verification.agrees),
            "trials": JSONValue(verification.results.count),
            "possible": JSONValue(verification.possible),
            "links": JSONValue(verification.linkCount),
            "frames": [
                "simulated": JSONValue(verification.frames.simulated), "kernel": JSONValue(verification.frames.real),
            ],
            "lost": JSONValue(Int(verification.lost)),
            "setAside": .object(
                JSONObject(verification.aside.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) })
            ),
            "disagreements": .array(verification.disagreements.map(Self.json)),
            "strays": Self.json(verification.strays.simulated, verification.strays.real),
            "neighbours": [
                "simulated": .array(verification.neighbours.simulated.map { .string($0) }),
                "kernel": .array(verification.neighbours.real.map { .string($0) }),
            ],
        ]
    }

    private static func json(_ result: Verification.Result) -> JSONValue {
        [
            "trial": .string(result.trial.what), "from": .string(result.trial.fromName),
            "to": .string(result.trial.toName), "address": .string(result.trial.address.description),
            "simulated": .string(result.simulated.description), "kernel": .string(result.real.description),
            "packets": json(result.simulatedFlows, result.realFlows),
        ]
    }

    private static func json(_ simulated: [Flow], _ real: [Flow]) -> JSONValue {
        func side(_ flows: [Flow]) -> JSONValue {
            .array(
                flows.map { flow in
                    ["link": .string(flow.link), "packets": .array(flow.packets.map { .string($0) })]
                }
            )
        }
        return ["simulated": side(simulated), "kernel": side(real)]
    }
}
