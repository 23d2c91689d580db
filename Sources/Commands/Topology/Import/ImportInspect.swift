internal import Exchange
internal import Rendering

/// `netsim import inspect`.
struct ImportInspect: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] FILE [FILE...]",
        .atLeast(1),
        "Make a lab of what docker inspect and docker network inspect printed",
        refusals: .own,
        details: """
            The files may hold networks and containers in any mixture; - is standard input. The
            lab has what was seen: identifiers, addresses, published ports. Networks that only
            their containers tell of are read from those.

            For example: docker inspect $(docker ps -aq) | netsim import inspect -
            """,
        operands: [.files]
    )

    private var target = ImportTarget()

    static var flags: [Flag<ImportInspect>] { ImportTarget.flags.map { $0.within(\.target) } }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var dumps: [InspectedValue] = []
        for file in operands {
            let source = file == "-" ? "standard input" : file
            let bytes = try ImportTarget.content(of: file, session)
            do throws(JSONError) {
                dumps.append(InspectedValue(try JSONValue(parsing: bytes), source: source))
            } catch {
                throw CommandFailure("netsim: cannot import \(source): \(error.description)")
            }
        }
        let found: InspectImport
        do {
            found = try InspectImport(dumps, at: try session.now())
        } catch let error as ImportError {
            throw ImportTarget.failure(error)
        }
        try target.store(found.lab, notes: found.notes, in: session)
        return 0
    }
}
