internal import DockerValues
internal import Lab
internal import LabStore
internal import PacketFilter
internal import Rendering
internal import Resolver

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

    /// How many octets of a lab are read: some 50,000 containers.
    static let mostOctets = 128 << 20

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
        do throws(ValueError) {
            return try session.input(file, atMost: Self.mostOctets)
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
        let lab: Lab
        do throws(ArchiveError) {
            lab = try LabArchive.decode(json)
        } catch {
            throw CommandFailure("netsim: cannot import \(source): \(error.description)")
        }
        if let problem = Self.problem(of: lab) { throw CommandFailure("netsim: cannot import \(source): \(problem)") }
        return lab
    }

    /// What a lab holds that no command would have put there, as its reader would refuse it.
    private static func problem(of lab: Lab) -> String? {
        for (index, record) in lab.upstream.records.enumerated() {
            do throws(UpstreamRecordError) {
                _ = try SimulatedUpstream.parse(record)
            } catch {
                return "settings.upstream.records[\(index)]: \(error)"
            }
        }
        for (index, rule) in lab.userRules.enumerated() {
            do throws(UserRuleError) {
                _ = try UserRuleParser.parse(rule, number: 1)
            } catch {
                return "settings.userRules[\(index)]: \(error)"
            }
        }
        do throws(LabError) {
            try lab.engine.validate()
        } catch {
            return "settings.engine: \(error.message)"
        }
        return nil
    }
}
