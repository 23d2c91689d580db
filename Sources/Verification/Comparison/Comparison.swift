/// Holds the flows of trials in the simulation against those in the kernel.
enum Comparison {
    /// Of each side, what the other has not, by trial; under -1 what belongs to none.
    static func differences(
        simulated: [Flow],
        real: [Flow],
        among trials: [Trial]
    ) -> [Int: (simulated: [Flow], real: [Flow])] {
        var counts: [Flow: Int] = [:]
        for flow in real { counts[flow, default: 0] += 1 }
        var found: [Int: (simulated: [Flow], real: [Flow])] = [:]
        for flow in simulated {
            if let count = counts[flow], count > 0 {
                counts[flow] = count - 1
            } else {
                found[trial(of: flow, trials), default: ([], [])].simulated.append(flow)
            }
        }
        // Flows begin alike on both sides, whatever becomes of them.
        var begun: [[String]: Int] = [:]
        for flow in simulated { if let trial = flow.trial { begun[[flow.link] + flow.ends] = trial } }
        for flow in real.reversed() {
            guard let count = counts[flow], count > 0 else { continue }
            counts[flow] = count - 1
            let owner = flow.trial ?? begun[[flow.link] + flow.ends] ?? trial(of: flow, trials)
            found[owner, default: ([], [])].real.insert(flow, at: 0)
        }
        return found
    }

    /// The trial in which a flow began, or that has most in common with it.
    private static func trial(of flow: Flow, _ trials: [Trial]) -> Int {
        if let trial = flow.trial { return trial }
        let text = flow.packets.joined(separator: " ")
        for trial in trials where text.contains("\"trial \(trial.number)\"") || text.contains("GET /\(trial.number) ") {
            return trial.number
        }
        var best = (score: 0, number: -1)
        for trial in trials {
            var score = 0
            if flow.ends.contains("\(trial.address)") { score += 2 }
            if trial.port != 0, flow.ends.last == "\(trial.port)" { score += 1 }
            if trial.action == .echo, text.contains("echo") { score += 1 }
            if score > best.score { best = (score, trial.number) }
        }
        return best.number
    }
}
