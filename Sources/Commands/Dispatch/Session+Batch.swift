internal import DockerValues
internal import Lab

extension Session {
    /// What became of one of several names.
    struct Outcome {
        let name: String
        let error: (any Error)?
    }

    /// Does `body` for each name, all in one change of the lab, and goes on after failures as Docker does.
    func updateEach(
        _ names: [String],
        _ body: (inout Lab, String) throws -> Void
    ) throws -> [Outcome] {
        try update { lab in
            names.map { name in
                do {
                    try body(&lab, name)
                    return Outcome(name: name, error: nil)
                } catch {
                    return Outcome(name: name, error: error)
                }
            }
        }
    }

    /// Prints the names that went well and complains of the others.
    ///
    /// - Returns: the names that failed.
    @discardableResult
    func report(_ outcomes: [Outcome]) -> [String] {
        for outcome in outcomes {
            if let error = outcome.error { complain(of: error) } else { print(outcome.name) }
        }
        return outcomes.filter { $0.error != nil }.map(\.name)
    }

    /// Says what one of several names ran into.
    func complain(of error: any Error) {
        switch error {
        case let error as LabError: complain(error)
        case let failure as CommandFailure:
            complain(failure.text)
            hint(failure.hint)
        default: complain("\(Dispatcher.program): \(error)")
        }
    }

    /// Asks a yes-or-no question on standard output; no answer is no.
    func confirm(_ warning: String) throws -> Bool {
        write("\(warning)\nAre you sure you want to continue? [y/N] ")
        try flush()
        return surroundings.readLine()?.trimmed.lowercased() == "y"
    }
}

/// Docker's command line refuses empty names itself, before it asks the engine.
enum EmptyName {
    static func refuseContainer(_ name: String) throws(CommandFailure) {
        if name.trimmed.isEmpty { throw CommandFailure("invalid container name or ID: value is empty") }
    }

    static func refuseNetwork(_ name: String) throws(CommandFailure) {
        if name.trimmed.isEmpty { throw CommandFailure("invalid network name or ID: value is empty") }
    }
}

extension String {
    fileprivate var trimmed: Substring { self[...].trimmingWhitespace }
}
