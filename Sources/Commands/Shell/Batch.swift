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

    /// How deep batches may run batches, whatever their names.
    private static let deepest = 16

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
        try begin(operands[0], session)
        defer { session.batches.removeLast() }
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

    /// Batches may run batches, but for those that are under way: they would never end.
    private func begin(_ file: String, _ session: Session) throws(CommandFailure) {
        let path = file == "-" ? file : SystemFiles().absolute(file)
        guard !session.batches.contains(path) else {
            throw CommandFailure("netsim: \(file): this batch is under way: it cannot run itself")
        }
        guard session.batches.count < Self.deepest else {
            throw CommandFailure("netsim: \(file): batches run one another more than \(Self.deepest) deep")
        }
        session.batches.append(path)
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
