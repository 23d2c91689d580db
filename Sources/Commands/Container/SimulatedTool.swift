internal import ContainerTools
internal import Lab
internal import Resolver

/// Runs the simulated tools inside a container, with what the session knows around them.
enum SimulatedTool {
    /// Whether a container's own command is a simulated tool, so that it runs and ends; anything else is a service.
    static func isTool(_ command: [String]) -> Bool {
        command.first.map(ToolRunner.isSimulated) ?? false
    }

    /// Runs a command inside a running container; a program that is no simulated tool is not found there.
    ///
    /// - Parameters:
    ///   - environment: what `exec -e` adds.
    ///   - explains: whether dig says which rule decided.
    static func run(
        _ command: [String],
        in id: ContainerID,
        environment: [String] = [],
        explains: Bool = false,
        _ session: Session
    ) throws -> ToolResult {
        try perform(session, asker: "\(id)") { lab, context in
            let container = try lab.container(matching: id.description)
            context.environment = environment
            context.explains = explains
            return ToolRunner.run(argv: command, in: container, context: &context)
        }
    }

    /// Runs a tool with a context of the session's lab, clock and terminal.
    ///
    /// - Parameter asker: whose place in a rotation of answers is used, and moved on.
    static func perform<Value>(
        _ session: Session,
        asker: String = "",
        _ body: (Lab, inout ToolContext) throws -> Value
    ) throws -> Value {
        let lab = try session.read { $0 }
        let now = try session.now()
        // Not the lab's own entropy: a question changes nothing but the place in a rotation.
        let seed = UInt64(bitPattern: now.nanoseconds) ^ (session.options.seed ?? 0)
        var context = ToolContext(
            names: NameService(lab),
            sequencer: AnswerSequencer(order: session.options.dnsOrder ?? .rotate, seed: seed),
            entropy: Entropy(seed: seed),
            now: now
        )
        context.hasTerminal = session.surroundings.isTerminal(.output)
        let store = try session.lab()
        var failure: (any Error)?
        context.rotationPlace = { key in
            do {
                return try store.nextRotation("\(asker)/\(String(key, radix: 16))")
            } catch {
                failure = error
                return 0
            }
        }
        context.askUpstream = { server, query, isTCP in UpstreamClient.ask(server, query, isTCP: isTCP) }
        session.capturing?.begin(&context)
        let value = try body(lab, &context)
        session.capturing?.end(&context)
        if let failure { throw failure }
        return value
    }
}
