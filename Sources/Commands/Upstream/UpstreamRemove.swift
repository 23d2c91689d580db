internal import Lab

/// `netsim upstream rm`.
struct UpstreamRemove: Command {
    static let synopsis = Synopsis(
        "NAME [TYPE [DATA...]]",
        .atLeast(1),
        "Remove records of a name, of one type or value where given",
        aliases: ["upstream rm", "upstream remove"]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let data = operands.dropFirst(2)
        do {
            _ = try session.update { lab in
                try lab.removeUpstreamRecords(
                    name: UpstreamName.canonical(operands[0]),
                    type: operands.count > 1 ? operands[1].uppercased() : nil,
                    data: data.isEmpty ? nil : data.joined(separator: " ")
                )
            }
        } catch let error as LabError {
            // No engine has such a command, so that none responds.
            throw CommandFailure("netsim: \(error.message)", hint: error.hint)
        }
        session.print(operands[0])
        return 0
    }
}
