internal import DockerValues
internal import Lint
internal import Rendering

/// Files of findings that are accepted.
struct BaselineRequest: Sendable {
    private var file: String?
    private var written: String?

    static var flags: [Flag<BaselineRequest>] {
        [
            .string("baseline", "File of accepted findings, so that only new ones fail") { $0.file = $1 }
                .completing(.files),
            .string("write-baseline", "Write the findings into a file that accepts them, and succeed") {
                $0.written = $1
            }
            .completing(.files),
        ]
    }

    /// Silences what is accepted, and says on standard error what of it is found no more.
    ///
    /// - Parameter usual: the configuration's file, where no flag names one.
    func apply(to result: inout CheckResult, usual: String?, in session: Session) throws(CommandFailure) {
        // What is written anew begins from nothing.
        guard written == nil, let path = file ?? usual else { return }
        let baseline: Baseline
        do throws(ValueError) {
            let text = String(decoding: try TextFile.read(path), as: UTF8.self)
            do throws(Baseline.Failure) {
                baseline = try Baseline(parsing: text)
            } catch {
                throw ValueError("\(path): \(error.message)")
            }
        } catch {
            throw CommandFailure("netsim: cannot read the baseline: \(error.message)", status: 2)
        }
        for gone in baseline.apply(to: &result, name: path) {
            session.complain(
                "netsim: \(path): \(gone.rule) of \(gone.subject) is found no more: --write-baseline writes it anew"
            )
        }
    }

    /// Writes what is found, where that was asked for.
    ///
    /// - Returns: whether it was.
    func write(_ result: CheckResult) throws(CommandFailure) -> Bool {
        guard let written else { return false }
        do throws(ValueError) {
            try WholeFile(written).commit(Array(Baseline(of: result).text.utf8))
        } catch {
            throw CommandFailure("netsim: cannot write the baseline: \(error.message)", status: 2)
        }
        return true
    }
}
