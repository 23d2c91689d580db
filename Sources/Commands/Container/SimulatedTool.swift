internal import ContainerTools
internal import Dataplane
internal import Lab
internal import Resolver

/// Runs the simulated tools inside a container, with what the session knows around them.
enum SimulatedTool {
    /// Whether a container's own command is a simulated tool, so that it runs and ends; anything else is a service.
    static func isTool(_ command: [String]) -> Bool {
        command.first.map(ToolRunner.isSimulated) ?? false
    }

    /// Whether a command reads what it is to do, or to show, from its standard input: a shell without a script, and
    /// `cat` without files. With an open input and nobody who ends it, it stays until it is stopped.
    static func waitsForInput(_ command: [String]) -> Bool {
        guard let name = command.first, isTool(command) else { return false }
        let operands = command.dropFirst()
        switch name.split(separator: "/").last {
        case "sh", "bash", "ash", "dash":
            return operands.allSatisfy { $0.hasPrefix("-") && ($0.hasPrefix("--") || !$0.contains("c")) }
        case "cat": return operands.allSatisfy { $0.hasPrefix("-") }
        default: return false
        }
    }

    /// Whether a command would be a shell that a person types into.
    static func isInteractiveShell(_ command: [String]) -> Bool {
        waitsForInput(command) && command.first?.split(separator: "/").last != "cat"
    }

    /// The refusal of a shell that a person would type into.
    ///
    /// - Parameter attempt: what was typed, such as `exec -it web sh`.
    static func noInteractiveShell(_ attempt: String, status: Int32) -> CommandFailure {
        CommandFailure(
            """
            netsim: \(attempt): a simulated container has no interactive shell: give the shell its commands with -c, or \
            a script on its standard input (netsim exec -i CONTAINER sh <SCRIPT)
            """,
            status: status
        )
    }

    /// The session's standard input, which is read once somebody wants it. A batch has its own lines there.
    static func input(of session: Session) -> ToolInput {
        session.goesOn ? ToolInput([]) : ToolInput(reading: session.surroundings.readAll)
    }

    /// Runs a command inside a running container; a program that is no simulated tool is not found there.
    ///
    /// - Parameters:
    ///   - environment: what `exec -e` adds.
    ///   - explains: whether dig says which rule decided.
    ///   - folder: where it starts; nil: in the root.
    static func run(
        _ command: [String],
        in id: ContainerID,
        environment: [String] = [],
        explains: Bool = false,
        user: ContainerUser = .root,
        folder: String? = nil,
        input: ToolInput = ToolInput([]),
        _ session: Session
    ) throws -> ToolResult {
        let store = try session.lab()
        let files = "\(id)/files"
        return try perform(session, asker: "\(id)", leavesTraces: true) { lab, context in
            let container = try lab.container(matching: id.description)
            context.environment = environment
            context.explains = explains
            context.user = user
            context.standardInput = input
            let owner = lab.stackOwner(of: container)?.id
            let keys = [files] + [owner, nil].map(Self.networkKey)
            let kept = try store.kept(keys)
            let before = kept[files] ?? []
            context.files = WrittenFiles(kept: before)
            for stack in [owner, nil] {
                if let bytes = kept[Self.networkKey(stack)] {
                    context.memory.stacks[stack] = NetworkMemory.Stack(kept: bytes)
                }
            }
            let known = context.files
            let result: ToolResult
            if let folder, let refusal = ToolRunner.enter(folder, in: container, context: &context) {
                result = refusal
            } else {
                result = ToolRunner.run(argv: command, in: container, context: &context)
            }
            if context.files != known {
                let written = context.files.kept
                try store.changeKept([files]) { _ in [files: written] }
            }
            return result
        }
    }

    private static func networkKey(_ container: ContainerID?) -> String {
        "\(container?.description ?? "host")/network"
    }

    /// Adds to what the lab's stacks remember. It is no part of the lab: where it cannot be kept, nothing else fails.
    private static func keep(_ traces: [StackTraces], at moment: Timestamp, _ lab: Lab, _ store: any LabAccess) {
        if traces.isEmpty { return }
        try? store.changeKept(traces.map { networkKey($0.container) }) { kept in
            var memory = NetworkMemory()
            for trace in traces {
                if let bytes = kept[networkKey(trace.container)] {
                    memory.stacks[trace.container] = NetworkMemory.Stack(kept: bytes)
                }
            }
            var changed: [String: [UInt8]] = [:]
            for stack in memory.add(traces, of: lab, at: moment) {
                changed[networkKey(stack)] = memory.stacks[stack]?.kept
            }
            return changed
        }
    }

    /// Runs a tool with a context of the session's lab, clock and terminal.
    ///
    /// - Parameters:
    ///   - asker: whose place in a rotation of answers is used, and moved on.
    ///   - leavesTraces: whether the lab's stacks remember the packets.
    static func perform<Value>(
        _ session: Session,
        asker: String = "",
        leavesTraces: Bool = false,
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
        if leavesTraces { keep(context.plane.traces(), at: context.moment, lab, store) }
        if let failure { throw failure }
        return value
    }
}
