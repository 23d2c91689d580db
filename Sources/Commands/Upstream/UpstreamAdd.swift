internal import DockerValues
internal import Lab
internal import Resolver

/// `netsim upstream add`.
struct UpstreamAdd: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] NAME TYPE DATA...",
        .atLeast(3),
        "Add a record that the simulated name server outside answers with",
        details: "For example: netsim upstream add www.example.test A 198.51.100.7"
    )

    private var ttl: UInt32 = 300

    static var flags: [Flag<UpstreamAdd>] {
        [
            .custom("ttl", as: "seconds", default: "300", "How long the record may be kept", set: setTTL)
        ]
    }

    @Sendable private static func setTTL(_ command: inout UpstreamAdd, _ text: String) throws(FlagValueError) {
        command.ttl = UInt32(truncatingIfNeeded: try FlagNumber.unsigned(text, bits: 31))
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let record = Upstream.Record(
            name: UpstreamName.canonical(operands[0]),
            type: operands[1].uppercased(),
            ttl: ttl,
            data: operands.dropFirst(2).joined(separator: " ")
        )
        do throws(UpstreamRecordError) {
            _ = try SimulatedUpstream.parse(record)
        } catch {
            throw CommandFailure("netsim: \(error.description)")
        }
        try session.update { lab in lab.addUpstreamRecord(record) }
        return 0
    }
}

/// Names of upstream records, as the lab keeps them.
enum UpstreamName {
    /// Lower case, without the last dot.
    static func canonical(_ text: String) -> String {
        let name = text.lowercased()
        return name.count > 1 && name.last == "." ? String(name.dropLast()) : name
    }
}
