internal import ContainerTools
internal import Engine
internal import Lab

/// `netsim ping`.
struct PingCommand: Command {
    static let synopsis = Synopsis(
        "FROM TO [PING OPTIONS]",
        .atLeast(2),
        "Send echo requests from a container, the host or outside",
        mode: .passingUnknown,
        details: """
            FROM is a running container, "host" or "outside". TO is what ping would take there:
            a name, an alias or an address; also "host", "outside", and from those two a
            container. The rest are the options of iputils' ping: -c 3, -i 0.2, -s 1472, -M do,
            -t 1, -6 and so on. Without -c, ping stops after 10 packets. --capture FILE records
            what crosses the links (-w is ping's own option). Where the lab is in the kernel, it is
            this machine's ping that runs there, but for --capture. With --file it is the lab that
            Compose files come to; where there is no lab, the folder's.
            """,
        operands: [.runningContainers, .runningContainers, .none]
    )

    private var capture: String?
    private var request = ProjectRequest()

    static var flags: [Flag<PingCommand>] {
        let own: [Flag<PingCommand>] = [
            .string("capture", "File for the packets, as pcapng; see netsim capture") { $0.capture = $1 }
                .completing(.files)
        ]
        // The letters are ping's own.
        return (own + DesignRequest.flags(without: ["f", "p"]).map { $0.within(\.request) })
            .sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let (from, to) = (operands[0], operands[1])
        guard !from.hasPrefix("-"), !to.hasPrefix("-") else {
            throw CommandFailure("netsim: ping takes FROM and TO first, then ping's options", status: 2)
        }
        try EmptyName.refuseContainer(from)
        try session.useDesign(request)
        let options = Array(operands.dropFirst(2))
        guard let capture else { return try ping(from, to, options, session) }
        return try CaptureOutput(capture).run(Capturing(), in: session) { try ping(from, to, options, session) }
    }

    private func ping(_ from: String, _ to: String, _ options: [String], _ session: Session) throws -> Int32 {
        if capture == nil, try session.usesKernel() { return try realPing(from, to, options, session) }
        let result = try perform(from, to, options, session) { ends, context in
            context.environment = ["NETSIM_TOOLS=iputils"]
            return ToolRunner.run(argv: ["ping"] + options + [ends.target], at: ends.place, context: &context)
        }
        return session.pass(on: result)
    }

    /// The machine's ping, in the kernel.
    private func realPing(_ from: String, _ to: String, _ options: [String], _ session: Session) throws -> Int32 {
        let ends = try perform(from, to, options, session) { ends, _ in ends }
        let count = options.contains { $0.hasPrefix("-c") } ? [] : ["-c", "10"]
        let program = ["ping"] + count + options + [ends.target]
        switch ends.place {
        case .container(let container): return try KernelProgram.run(program, in: container.id, session)
        case .host: return try KernelProgram.run(program, at: "host", session)
        case .outside: return try KernelProgram.run(program, at: "client", session)
        }
    }

    private func perform<Value>(
        _ from: String,
        _ to: String,
        _ options: [String],
        _ session: Session,
        _ body: (PacketEnds, inout ToolContext) throws -> Value
    ) throws -> Value {
        try session.execution().perform(asker: PacketEnds.asker(from, session), leavesTraces: true) { lab, context in
            let wantsIPv6 = options.contains("-6")
            let ends = try PacketEnds(from: from, to: to, wantsIPv6: wantsIPv6, lab, &context, session)
            return try body(ends, &context)
        }
    }
}
