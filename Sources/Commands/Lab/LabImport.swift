internal import DockerValues
internal import Lab
internal import LabStore
internal import Rendering

/// `netsim lab import`.
struct LabImport: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FILE]",
        .between(0, 1),
        "Make a lab of what lab export wrote",
        details: """
            The lab is the one that --lab or NETSIM_LAB names. Without FILE, or with -, standard
            input is read.
            """,
        operands: [.files]
    )

    private var force = false

    static var flags: [Flag<LabImport>] {
        [.bool("force", short: "f", "Replace a lab that exists already") { $0.force = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let file = operands.first ?? "-"
        var lab = try decoded(try content(of: file, session), file == "-" ? "standard input" : file)
        // Nobody waits for them.
        lab.startRestartingContainers(at: try session.now())
        let name = session.labName
        let home = try session.home()
        if !force, try LabStore.exists(home: home, lab: name) {
            throw CommandFailure(
                "netsim: cannot import into lab \(name): it exists; name another with --lab, or replace it with --force"
            )
        }
        try LabStore(home: home, lab: name).replace(with: lab)
        session.hasChangedLab = true
        session.print(name)
        return 0
    }

    private func content(of file: String, _ session: Session) throws(CommandFailure) -> [UInt8] {
        if file == "-" { return session.surroundings.readAll() }
        do throws(ValueError) {
            return try TextFile.read(file)
        } catch {
            throw CommandFailure("netsim: \(error.message)")
        }
    }

    private func decoded(_ bytes: [UInt8], _ source: String) throws(CommandFailure) -> Lab {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw CommandFailure("netsim: cannot import \(source): \(error.description)")
        }
        do throws(ArchiveError) {
            return try LabArchive.decode(json)
        } catch {
            throw CommandFailure("netsim: cannot import \(source): \(error.description)")
        }
    }
}
