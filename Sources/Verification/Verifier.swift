internal import Addressing
package import KernelBackend
package import Lab
internal import PacketWire

/// Puts a lab to trials in the simulation and in the kernel, and compares what came of them: outcomes, and packets link
/// by link.
package struct Verifier {
    package struct Options: Sendable {
        /// The most trials.
        package var bound = 2000
        package var seed: UInt64 = 0
        package var isRootless = false
        /// Whether all captured octets are wanted in the end.
        package var keepsCaptures = false

        package init() {}
    }

    private let lab: Lab
    private let kernel: KernelLab
    private let options: Options
    private let progress: (_ done: Int, _ of: Int) -> Void

    /// Trials of which an answer is expected are compared so many at a time.
    private static let promptGroup = 100
    /// So many wait together for silence.
    private static let togetherGroup = 300

    /// - Parameter lab: what the simulation simulates; the kernel has been made from it.
    package init(
        _ lab: Lab,
        _ kernel: KernelLab,
        _ options: Options,
        progress: @escaping (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) {
        self.lab = lab.withoutDoubts()
        self.kernel = kernel
        self.options = options
        self.progress = progress
    }

    /// What a plan must have so that trials are no matter of luck and patience.
    package static func planOptions(isRootless: Bool) -> PlanBuilder.Options {
        var options = PlanBuilder.Options()
        options.isRootless = isRootless
        options.isForTrials = true
        return options
    }

    /// - Throws: where sockets cannot be had; trials that fail are results.
    package func run() throws -> Verification {
        let plan = TrialPlan.of(lab, kernel.plan, bound: options.bound, seed: options.seed)
        let taps = try LinkTaps(lab, kernel)
        var verification = Verification()
        verification.possible = plan.possible
        verification.linkCount = taps.links.count
        var judge = SimulatedTrials(lab, seed: options.seed, records: false)
        var paced: [SimulatedTrials.Pace: [Trial]] = [:]
        for trial in plan.trials { paced[judge.pace(of: trial), default: []].append(trial) }
        var session = TrialSession(
            simulated: SimulatedTrials(lab, seed: options.seed, records: true),
            real: KernelTrials(kernel, plan.spaces, taps),
            knownPorts: Self.knownPorts(lab, plan),
            uplink: SharedUplink(lab)
        )
        var done = 0
        progress(0, plan.trials.count)
        // The kernel's own announcements on new links, before the first trial.
        session.discard()
        for pace in [SimulatedTrials.Pace.prompt, .silent, .slow] {
            let all = paced[pace] ?? []
            let size = pace == .prompt ? Self.promptGroup : Self.togetherGroup
            for start in stride(from: 0, to: all.count, by: size) {
                let group = Array(all[start..<min(all.count, start + size)])
                try session.run(group, pace, into: &verification) { progress(done + $0, plan.trials.count) }
                done += group.count
                progress(done, plan.trials.count)
            }
        }
        verification.results.sort { $0.trial.number < $1.trial.number }
        session.finish(&verification)
        verification.lost = taps.lost
        if options.keepsCaptures { verification.capture = try taps.pcapng() }
        return verification
    }

    /// The ports that are asked for, and those that they lead to.
    private static func knownPorts(_ lab: Lab, _ plan: TrialPlan) -> Set<UInt16> {
        var ports = Set(plan.trials.map(\.port))
        for container in lab.allContainers {
            for port in lab.listeningPorts(of: container) { ports.insert(port.number) }
            for port in container.published { ports.formUnion([port.port.number, port.hostPort]) }
        }
        ports.remove(0)
        return ports
    }
}

/// The two sides of a run.
private struct TrialSession {
    var simulated: SimulatedTrials
    let real: KernelTrials
    private var simulatedReader: FlowReader
    private var realReader: FlowReader
    private let uplink: SharedUplink

    init(simulated: SimulatedTrials, real: KernelTrials, knownPorts: Set<UInt16>, uplink: SharedUplink) {
        self.uplink = uplink
        self.simulated = simulated
        self.real = real
        simulatedReader = FlowReader(knownPorts: knownPorts)
        realReader = FlowReader(knownPorts: knownPorts)
    }

    func discard() { _ = real.settle() }

    /// Runs trials on both sides in the same order, and compares them.
    mutating func run(
        _ trials: [Trial],
        _ pace: SimulatedTrials.Pace,
        into verification: inout Verification,
        progress: (Int) -> Void
    ) throws {
        var expected: [Outcome] = []
        var simulatedShots: [Shot] = []
        for trial in trials {
            let (outcome, shots) = simulated.run(trial, pace)
            expected.append(outcome)
            simulatedShots += shots
        }
        simulatedShots += simulated.settle()
        var found: [Outcome] = []
        var realShots: [Shot] = []
        if pace == .prompt {
            for (index, trial) in trials.enumerated() {
                let (outcome, shots) = try real.runPrompt(trial)
                found.append(outcome)
                realShots += shots
                if index % 10 == 9 { progress(index + 1) }
            }
        } else {
            (found, realShots) = try real.runTogether(trials, areSlow: pace == .slow)
        }
        realShots += real.settle()
        verification.frames.simulated += simulatedShots.count
        verification.frames.real += realShots.count
        simulatedReader.read(simulatedShots.map(uplink.unified))
        realReader.read(realShots.filter { !uplink.isChildren($0) }.map(uplink.unified))
        var differences = Comparison.differences(
            simulated: simulatedReader.take(),
            real: realReader.take(),
            among: trials
        )
        for (index, trial) in trials.enumerated() {
            var result = Verification.Result(trial: trial, simulated: expected[index], real: found[index])
            if let difference = differences.removeValue(forKey: trial.number) {
                (result.simulatedFlows, result.realFlows) = difference
            }
            verification.results.append(result)
        }
        for (_, difference) in differences {
            verification.strays.simulated += difference.simulated
            verification.strays.real += difference.real
        }
    }

    mutating func finish(_ verification: inout Verification) {
        let differences = simulatedReader.neighbours.differences(from: realReader.neighbours, deaf: uplink.childLinks)
        verification.neighbours = (differences.own, differences.others)
        verification.aside = realReader.aside
        verification.recording = simulated.finish()
    }
}
