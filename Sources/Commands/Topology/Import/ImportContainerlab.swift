internal import Compose
internal import Exchange
internal import Lab
internal import YAML

/// `netsim import containerlab`.
struct ImportContainerlab: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] FILE",
        .exactly(1),
        "Make a lab of a containerlab topology",
        refusals: .own,
        details: """
            Nodes become containers; bridges, and links between other nodes, become networks.
            Addresses are those that nodes give their interfaces in exec.
            """,
        operands: [.files]
    )

    private var target = ImportTarget()

    static var flags: [Flag<ImportContainerlab>] { ImportTarget.flags.map { $0.within(\.target) } }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        guard let file = operands.first else { return 1 }
        var sources = SourceTable()
        let bytes = try ImportTarget.content(of: file, session)
        let number = sources.add(path: file == "-" ? "standard input" : file, bytes: bytes)
        let found: ContainerlabImport
        do throws(SourceError) {
            let documents = try YAMLReader.read(file: number, in: sources)
            guard let root = documents.first else {
                throw SourceError("the file is empty", at: SourcePlace(file: number, line: 1, column: 1))
            }
            found = try ContainerlabImport(root, at: Timestamp(seconds: 0))
        } catch {
            throw DesignSource.failure(ComposeFailure([error]), in: sources, session)
        }
        try target.store(found.lab, notes: found.notes, in: session)
        return 0
    }
}
