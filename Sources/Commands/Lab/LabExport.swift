internal import LabStore
internal import Rendering

/// `netsim lab export`.
struct LabExport: Command {
    static let synopsis = Synopsis(
        "[LAB]",
        .between(0, 1),
        "Write a whole lab as JSON to standard output",
        details: """
            Without LAB it is the one that --lab or NETSIM_LAB names. The same lab gives the
            same bytes.
            """,
        operands: [.labs]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        if let name = operands.first { session.options.lab = name }
        let name = session.labName
        guard try LabStore.exists(home: session.home(), lab: name) else {
            throw CommandFailure("netsim: cannot export lab \(name): there is none of this name")
        }
        let archive = try session.read { lab in LabArchive.encode(lab) }
        session.print(archive.json(.indented))
        return 0
    }
}
