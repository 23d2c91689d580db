import Commands
import Engine
import Lab
import TestSupport

/// A machine with netsim on it, in memory: runs one command line after another over one lab.
final class Machine {
    private final class Access: LabAccess {
        var lab = Lab.fresh()
        var rotations: [String: UInt64] = [:]

        func read<Value>(_ body: (Lab) throws -> Value) throws -> Value { try body(lab) }

        func update<Value>(now: Timestamp, _ body: (inout Lab) throws -> Value) throws -> Value { try body(&lab) }

        func replace(with lab: Lab) { self.lab = lab }

        func nextRotation(_ key: String) throws -> UInt64 {
            defer { rotations[key, default: 0] += 1 }
            return rotations[key, default: 0]
        }
    }

    private let access = Access()
    private var seconds: Int64 = 0

    /// Runs one command line, a second after the last.
    ///
    /// - Returns: exit status, standard output, standard error.
    func run(_ arguments: [String]) -> (Int, String, String) {
        var streams: [Surroundings.Stream: [UInt8]] = [:]
        seconds += 1
        let now = Timestamp(nanoseconds: noon.nanoseconds + seconds * 1_000_000_000)
        let surroundings = Surroundings(
            environment: { $0 == "NETSIM_HOME" ? "/nowhere" : nil },
            isTerminal: { _ in false },
            readLine: { nil },
            readAll: { [] },
            write: { stream, bytes in
                streams[stream, default: []] += bytes
                return 0
            },
            clock: { now },
            openLab: { [access] _ in access }
        )
        let status = CommandRunner(surroundings).run(arguments)
        func text(_ stream: Surroundings.Stream) -> String { String(decoding: streams[stream] ?? [], as: UTF8.self) }
        return (Int(status), text(.output), text(.errors))
    }
}
