internal import Addressing
internal import ContainerTools
internal import Engine
internal import Lab
internal import Rendering

/// `netsim probe`.
struct ProbeCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] FROM TO:PORT[/tcp|/udp]",
        .exactly(2),
        "Try a port from a container, the host or outside",
        details: """
            FROM is a running container, "host" or "outside"; TO a name or address as seen from
            there, or one of those words. Prints one line: open, refused, timeout or
            unreachable, the addresses used and the simulated time it took. The exit status is
            0 if the port is open and 1 if not; 2 says that the command line is wrong. -w FILE
            records what crosses the links. The lab is asked about, the Compose files of -f, or the
            folder's where there is no lab.
            """,
        operands: [.runningContainers, .none]
    )

    private var capture: String?
    private var format = ""
    private var patience: Int64 = 5_000_000_000
    private var request = ProjectRequest()

    static var flags: [Flag<ProbeCommand>] {
        let own: [Flag<ProbeCommand>] = [
            .string("capture", short: "w", "File for the packets, as pcapng; see netsim capture") { $0.capture = $1 }
                .completing(.files),
            .ownFormat(["table", "json", "yaml"], default: "\"table\"") { $0.format = $1 },
            .int("timeout", default: "5", "Seconds to wait for an answer") {
                $0.patience = Int64(min(max(0, $1), 3600)) * 1_000_000_000
            },
        ]
        return (own + DesignRequest.flags().map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    /// `TO:PORT/PROTOCOL`: a target whose port is not left out.
    private struct Target {
        let host: String
        let port: UInt16
        let transport: TransportProtocol

        init(_ text: String) throws(CommandFailure) {
            let target = try ProbeTarget(text)
            guard let port = target.port else {
                if target.host.contains(":") {
                    throw CommandFailure("netsim: invalid target \(text): IPv6 addresses go in brackets", status: 2)
                }
                throw CommandFailure("netsim: invalid target \(text): want TO:PORT, such as web:80", status: 2)
            }
            host = target.host
            self.port = port.number
            transport = port.transport
        }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let target = try Target(operands[1])
        let format = OutputFormat(format)
        try EmptyName.refuseContainer(operands[0])
        try session.useDesign(request)
        guard let capture else { return try probe(operands[0], target, format, session) }
        return try CaptureOutput(capture).run(Capturing(), in: session) {
            try probe(operands[0], target, format, session)
        }
    }

    private func probe(
        _ from: String,
        _ target: Target,
        _ format: OutputFormat,
        _ session: Session
    ) throws -> Int32 {
        let probe = try session.execution().perform(asker: PacketEnds.asker(from, session)) { lab, context in
            let ends = try PacketEnds(from: from, to: target.host, lab, &context, session)
            return Probe.run(
                from: ends.place,
                to: ends.target,
                port: target.port,
                target.transport,
                patience: patience,
                &context
            )
        }
        guard let probe else { throw CommandFailure("netsim: container \(from) has no network stack") }
        switch format {
        case .json: session.write(document: Self.object(probe, target), asYAML: false)
        case .yaml: session.write(document: Self.object(probe, target), asYAML: true)
        default: session.print(Self.line(probe, target))
        }
        if let doubt = try doubt(about: probe, target, session) { session.complain("netsim: \(doubt)") }
        return probe.outcome == .open ? 0 : 1
    }

    /// What nobody knows of the container that was asked.
    private func doubt(about probe: Probe, _ target: Target, _ session: Session) throws -> String? {
        guard probe.outcome == .open, let address = probe.destination else { return nil }
        return try session.read { lab in
            lab.endpointOwner(of: address).flatMap { lab.container($0) }.flatMap {
                lab.doubt(about: $0, on: ContainerPort(target.port, target.transport))
            }
        }
    }

    private static func line(_ probe: Probe, _ target: Target) -> String {
        var text = probe.outcome.rawValue
        switch probe.outcome {
        case .timeout: text += target.transport == .udp ? " (no answer)" : " (dropped)"
        case .unreachable: if !probe.detail.isEmpty { text += " (\(probe.detail))" }
        default: break
        }
        guard let destination = probe.destination else { return "\(text): \(target.host)" }
        let shown = destination.bracketed
        let source = probe.source.map { "\($0) -> " } ?? ""
        return "\(text): \(source)\(shown):\(target.port)/\(target.transport.rawValue) in \(milliseconds(probe)) ms"
    }

    private static func milliseconds(_ probe: Probe) -> String {
        let microseconds = probe.nanoseconds / 1000
        let digits = String(microseconds % 1000 + 1000).dropFirst()
        return "\(microseconds / 1000).\(digits)"
    }

    private static func object(_ probe: Probe, _ target: Target) -> JSONValue {
        var object = JSONObject()
        object["Result"] = .string(probe.outcome.rawValue)
        object["Detail"] = .string(probe.detail)
        object["Source"] = .string(probe.source.map { "\($0)" } ?? "")
        object["Destination"] = .string(probe.destination.map { "\($0)" } ?? "")
        object["Port"] = .int(Int64(target.port))
        object["Protocol"] = .string(target.transport.rawValue)
        object["Nanoseconds"] = .int(probe.nanoseconds)
        return .object(object)
    }
}
