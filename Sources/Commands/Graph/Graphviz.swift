internal import Glibc

/// Graphviz's `dot`.
enum Graphviz {
    /// How it went.
    enum Outcome: Equatable {
        case answer([UInt8])
        /// There is no `dot` in the path.
        case missing
        /// It failed or took too long, in words.
        case failed(String)
    }

    /// Has a graph laid out, within 20 seconds.
    ///
    /// - Parameter program: in place of `dot`, with its arguments.
    static func run(_ graph: String, by program: [String] = ["dot", "-Tjson0"]) -> Outcome {
        var process = Subprocess(program)
        process.input = Array(graph.utf8)
        // Numbers with points, whatever the user's language has.
        process.environment = ["LC_ALL=C", "PATH=\(getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin")"]
        // Its warnings are about fonts; what counts is its answer.
        process.keepsErrors = false
        process.deadline = 20_000
        // More than any layout is long.
        process.limit = 64 << 20
        do throws(Subprocess.Failure) {
            let result = try process.run()
            if result.status == 0 { return .answer(result.output) }
            return .failed("\(program.first ?? "") failed with status \(result.status)")
        } catch {
            switch error {
            case .missing: return .missing
            case .failed(let reason): return .failed(reason)
            }
        }
    }
}
