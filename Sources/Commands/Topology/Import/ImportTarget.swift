internal import DockerValues
internal import Exchange
internal import Lab
internal import LabStore

/// Where an import goes: the lab of `--lab`, which has to be empty or may be replaced.
struct ImportTarget: Sendable {
    var replaces = false

    static var flags: [Flag<ImportTarget>] {
        [
            .bool("force", short: "f", "Replace a lab that is not empty") { $0.replaces = $1 },
            .bool("replace", "Replace a lab that is not empty") { $0.replaces = $1 }.hidden,
        ]
    }

    /// Keeps the lab, and says what was left out on standard error.
    func store(_ lab: Lab, notes: [String], in session: Session) throws {
        let (home, name) = (try session.home(), session.labName)
        if !replaces, try LabStore.exists(home: home, lab: name) {
            let isEmpty = try LabStore(home: home, lab: name).read(\.isUnused)
            guard isEmpty else {
                throw CommandFailure(
                    """
                    netsim: cannot import into lab \(name): it is not empty; name another with --lab, or replace it \
                    with --force
                    """
                )
            }
        }
        try LabStore(home: home, lab: name).replace(with: lab)
        for note in notes { session.complain("netsim: \(note)") }
        session.print(name)
    }

    static func content(of file: String, _ session: Session) throws(CommandFailure) -> [UInt8] {
        do throws(ValueError) {
            return try session.input(file)
        } catch {
            throw CommandFailure("netsim: \(error.message)")
        }
    }

    static func failure(_ error: ImportError) -> CommandFailure {
        CommandFailure("netsim: cannot import \(error)")
    }
}

extension Lab {
    /// Whether it holds nothing but the networks that every engine has.
    var isUnused: Bool { containerCount == 0 && allNetworks.allSatisfy(\.isPredefined) }
}
