internal import DockerValues
internal import Text

/// `netsim batch`.
struct Batch: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] FILE",
        .exactly(1),
        "Run the commands of a file, one a line, in one process",
        details: """
            A line is a netsim command without the word netsim, quoted as for a shell; # begins
            a comment. FILE may be - for standard input. The first command that fails ends the
            batch, and its exit status is the batch's.
            """,
        operands: [.files]
    )

    private var keepsGoing = false

    static var flags: [Flag<Batch>] {
        [
            .bool(
                "keep-going",
                short: "k",
                "Run the rest after a failure, and exit with the last one's status"
            ) { $0.keepsGoing = $1 }
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let options = session.options
        var status: Int32 = 0
        session.goesOn = true
        defer { session.goesOn = false }
        for (number, line) in try lines(of: operands[0], session).enumerated() {
            guard let words = ShellWord.split(line) else {
                throw CommandFailure("netsim: \(operands[0]): line \(number + 1): a quotation mark is not closed")
            }
            if words.isEmpty { continue }
            session.options = options
            let result = session.run(words)
            if result != 0 {
                status = result
                session.complain("netsim: \(operands[0]): line \(number + 1): \(line)")
                if !keepsGoing { return status }
            }
        }
        return status
    }

    private func lines(of file: String, _ session: Session) throws(CommandFailure) -> [Substring] {
        do throws(ValueError) {
            return String(decoding: try session.input(file), as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false)
        } catch {
            throw CommandFailure("netsim: \(error.message)")
        }
    }
}
