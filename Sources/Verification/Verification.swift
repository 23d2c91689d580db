package import Dataplane

/// What came of holding a lab's simulation against the kernel.
package struct Verification: Sendable {
    /// One trial on both sides.
    package struct Result: Sendable {
        package let trial: Trial
        package let simulated: Outcome
        package let real: Outcome
        /// Packets that one side has and the other has not.
        package internal(set) var simulatedFlows: [Flow] = []
        package internal(set) var realFlows: [Flow] = []

        package var agrees: Bool { simulated == real && simulatedFlows.isEmpty && realFlows.isEmpty }
    }

    package internal(set) var results: [Result] = []
    /// Flows that belong to no trial.
    package internal(set) var strays: (simulated: [Flow], real: [Flow]) = ([], [])
    /// Questions for neighbours and answers that one side alone has.
    package internal(set) var neighbours: (simulated: [String], real: [String]) = ([], [])
    /// Frames compared, and those set aside, by reason.
    package internal(set) var frames: (simulated: Int, real: Int) = (0, 0)
    package internal(set) var aside: [String: Int] = [:]
    /// Frames that the capture lost; then nothing is proved.
    package internal(set) var lost: Int64 = 0
    /// How many trials the plan was drawn from.
    package internal(set) var possible = 0
    package internal(set) var linkCount = 0

    package internal(set) var recording: Recording?
    /// In pcapng.
    package internal(set) var capture: [UInt8] = []

    package var disagreements: [Result] { results.filter { !$0.agrees } }

    package var agrees: Bool {
        disagreements.isEmpty && strays.simulated.isEmpty && strays.real.isEmpty && neighbours.simulated.isEmpty
            && neighbours.real.isEmpty && lost == 0
    }
}
