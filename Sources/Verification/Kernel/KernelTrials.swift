internal import Addressing
internal import CLinux
package import KernelBackend
internal import Netlink

/// The trials in the kernel, by real sockets in the containers' namespaces.
package final class KernelTrials {
    private struct Pinger: Hashable {
        let space: PlanSpace
        let family: AddressFamily
    }

    private let kernel: KernelLab
    private let spaces: [Trial.Party: PlanSpace]
    private let taps: LinkTaps
    private var pingers: [Pinger: EchoSocket] = [:]
    /// Answers that did not come in time: a kernel that is wrong shall not be waited for over and over.
    private var disappointments = 0

    /// How long an answer is waited for that the simulation gives, in nanoseconds.
    private var patience: UInt64 { disappointments < 10 ? 2_000_000_000 : 200_000_000 }
    /// How long silence is listened to, longer than neighbours are asked for.
    private static let silence: UInt64 = 300_000_000
    /// How long is waited for what takes its time: neighbours are asked for three seconds, where nothing can be done about
    /// it, as without root.
    private static let longSilence: UInt64 = 3_600_000_000
    /// Nothing is under way any more when no frame has come for so long.
    private static let quiet: UInt64 = 15_000_000

    package init(_ kernel: KernelLab, _ spaces: [Trial.Party: PlanSpace], _ taps: LinkTaps) {
        self.kernel = kernel
        self.spaces = spaces
        self.taps = taps
    }

    /// Runs a trial of which an answer is expected, to its end.
    package func runPrompt(_ trial: Trial) throws -> (Outcome, [Shot]) {
        var attempts = [try begin(trial)]
        wait(for: &attempts, nanoseconds: patience)
        if attempts[0].outcome == nil { disappointments += 1 }
        let outcome = attempts[0].outcome ?? .dropped
        attempts[0].close()
        return (outcome, taps.shots(trial.number))
    }

    /// Runs trials together, of which silence is expected, or an answer that takes its time.
    package func runTogether(_ trials: [Trial], areSlow: Bool) throws -> ([Outcome], [Shot]) {
        var attempts: [Attempt] = []
        for trial in trials { attempts.append(try begin(trial)) }
        // What is slow comes to an end.
        wait(for: &attempts, nanoseconds: areSlow ? Self.longSilence : Self.silence)
        for index in attempts.indices { attempts[index].close() }
        return (attempts.map { $0.outcome ?? .dropped }, taps.shots(nil))
    }

    /// Waits until nothing is under way any more.
    package func settle() -> [Shot] {
        let end = netsim_monotonic() + 500_000_000
        var last = netsim_monotonic()
        while netsim_monotonic() - last < Self.quiet, netsim_monotonic() < end {
            if taps.drain() { last = netsim_monotonic() }
            Self.pause(milliseconds: 2)
        }
        return taps.shots(nil)
    }

    static func pause(milliseconds: Int32) {
        var nothing: UInt8 = 0
        _ = netsim_poll([], [], &nothing, 0, milliseconds)
    }

    // MARK: Attempts

    private func begin(_ trial: Trial) throws -> Attempt {
        guard let space = spaces[trial.from] else { throw KernelError.noStack(trial.fromName) }
        guard case .echo = trial.action else { return try kernel.run(in: space) { Attempt(trial) } }
        let place = Pinger(space: space, family: trial.address.family)
        let pinger: EchoSocket
        if let known = pingers[place] {
            pinger = known
        } else {
            pinger = try kernel.run(in: space) { try EchoSocket(place.family) }
            pingers[place] = pinger
        }
        // What came for earlier ones.
        _ = pinger.receive()
        return Attempt(echo: trial, failure: pinger.send(trial))
    }

    private func pinger(of trial: Trial) -> EchoSocket? {
        spaces[trial.from].flatMap { pingers[Pinger(space: $0, family: trial.address.family)] }
    }

    private func wait(for attempts: inout [Attempt], nanoseconds: UInt64) {
        let deadline = netsim_monotonic() + nanoseconds
        while true {
            let waiting = attempts.indices.filter { attempts[$0].outcome == nil }
            let now = netsim_monotonic()
            if waiting.isEmpty || now >= deadline { return }
            var descriptors: [Int32] = []
            var events: [UInt8] = []
            for index in waiting {
                descriptors.append(pingDescriptor(attempts[index]) ?? attempts[index].descriptor)
                events.append(max(1, attempts[index].interest))
            }
            var ready = [UInt8](repeating: 0, count: descriptors.count)
            // Frames are taken meanwhile, so that none is lost.
            let milliseconds = min(10, (deadline - now) / 1_000_000 + 1)
            let count = netsim_poll(descriptors, events, &ready, Int32(descriptors.count), Int32(milliseconds))
            taps.drain()
            guard count > 0 else { continue }
            for (place, index) in waiting.enumerated() where ready[place] != 0 {
                if attempts[index].trial.action == .echo {
                    receiveEchoes(&attempts, from: attempts[index].trial)
                } else {
                    attempts[index].proceed()
                }
            }
        }
    }

    private func pingDescriptor(_ attempt: Attempt) -> Int32? {
        attempt.trial.action == .echo ? pinger(of: attempt.trial)?.descriptor : nil
    }

    private func receiveEchoes(_ attempts: inout [Attempt], from asker: Trial) {
        guard let pinger = pinger(of: asker) else { return }
        for (identifier, outcome) in pinger.receive() {
            let place = attempts.firstIndex {
                $0.outcome == nil && $0.trial.from == asker.from
                    && $0.trial.address.family == asker.address.family && EchoSocket.isAnswer(identifier, to: $0.trial)
            }
            if let place { attempts[place].finish(outcome) }
        }
    }
}
