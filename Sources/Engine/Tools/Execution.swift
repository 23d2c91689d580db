package import ContainerTools
internal import Dataplane
package import Lab
package import Resolver

/// Runs simulated tools in a lab, with its clock and randomness; what they leave behind is kept beside the lab.
package struct Execution {
    package let lab: any LabAccess
    package var now: Timestamp
    package var seed: UInt64
    /// The order of several answers.
    package var order: AnswerOrder
    /// Whether the tools write to a terminal.
    package var hasTerminal = false
    /// What a capture does before a tool begins, and when it has ended.
    package var before: ((inout ToolContext) -> Void)?
    package var after: ((inout ToolContext) -> Void)?

    package init(_ lab: any LabAccess, at now: Timestamp, seed: UInt64 = 0, order: AnswerOrder = .rotate) {
        self.lab = lab
        self.now = now
        self.seed = seed
        self.order = order
    }

    /// What `exec` asks for beside the command.
    package struct Request {
        package var command: [String]
        /// Variables that are added, `NAME=value`.
        package var environment: [String] = []
        package var user = ContainerUser.root
        /// Where it starts; nil: in the root.
        package var folder: String?
        package var input = ToolInput([])
        /// Whether dig says which rule decided.
        package var explains = false
        /// Where what it writes goes at once; nil: it is collected.
        package var terminal: (any ToolTerminal)?

        package init(_ command: [String]) { self.command = command }
    }

    /// Seconds of simulated time after which a command would still be running when somebody looks.
    private static let patience: Int64 = 10

    /// Runs a command inside a running container; a program that is no simulated tool is not found there.
    package func run(_ request: Request, in id: ContainerID) throws -> ToolResult {
        try runToEnd(request, in: id).result
    }

    /// Runs a command, and says whether it would be over by the time that somebody looks.
    package func runToEnd(_ request: Request, in id: ContainerID) throws -> (result: ToolResult, isOver: Bool) {
        let files = "\(id)/files"
        return try perform(asker: "\(id)", leavesTraces: true) { lab, context in
            let container = try lab.container(matching: id.description)
            context.environment = request.environment
            context.explains = request.explains
            context.user = request.user
            context.standardInput = request.input
            context.terminal = request.terminal
            if request.terminal != nil { context.latestLab = latestLab(lab) }
            let owner = lab.stackOwner(of: container)?.id
            let kept = try self.lab.kept([files] + [owner, nil].map(Self.networkKey))
            context.files = WrittenFiles(kept: kept[files] ?? [])
            for stack in [owner, nil] {
                if let bytes = kept[Self.networkKey(stack)] {
                    context.memory.stacks[stack] = NetworkMemory.Stack(kept: bytes)
                }
            }
            let share = FileShare(files, context.files, in: self.lab)
            // What goes on for long sees what others write, and they what it writes.
            let isLong = request.terminal != nil
            if isLong { context.shareFiles = { share.share($0) } }
            let result: ToolResult
            if let folder = request.folder,
                let refusal = ToolRunner.enter(folder, in: container, context: &context)
            {
                result = refusal
            } else {
                result = ToolRunner.run(argv: request.command, in: container, context: &context)
            }
            if isLong { context.files = share.share(context.files) } else { try share.keep(context.files) }
            let ran = context.moment.nanoseconds &- now.nanoseconds
            return (result, !context.wouldGoOn && ran < Self.patience * 1_000_000_000)
        }
    }

    /// Looks at a container's files, or changes them: what was written is kept beside the lab.
    package func files<Value>(
        of id: ContainerID,
        _ body: (Container, inout ToolContext) throws -> Value
    ) throws -> Value {
        let files = "\(id)/files"
        return try perform { lab, context in
            let container = try lab.container(matching: id.description)
            context.files = WrittenFiles(kept: try self.lab.kept([files])[files] ?? [])
            let share = FileShare(files, context.files, in: self.lab)
            let value = try body(container, &context)
            try share.keep(context.files)
            return value
        }
    }

    /// Gives the lab where it is another one than before.
    private func latestLab(_ lab: Lab) -> () -> Lab? {
        let store = self.lab
        var known = try? store.generation()
        return {
            guard let generation = try? store.generation(), generation != known else { return nil }
            known = generation
            return try? store.read { $0 }
        }
    }

    /// Runs a tool with a context of the lab, the clock and the terminal.
    ///
    /// - Parameters:
    ///   - asker: whose place in a rotation of answers is used, and moved on.
    ///   - leavesTraces: whether the lab's stacks remember the packets.
    package func perform<Value>(
        asker: String = "",
        leavesTraces: Bool = false,
        _ body: (Lab, inout ToolContext) throws -> Value
    ) throws -> Value {
        let lab = try self.lab.read { $0 }
        // Not the lab's own entropy: a question changes nothing but the place in a rotation.
        let seed = UInt64(bitPattern: now.nanoseconds) ^ seed
        var context = ToolContext(
            names: NameService(lab),
            sequencer: AnswerSequencer(order: order, seed: seed),
            entropy: Entropy(seed: seed),
            now: now
        )
        context.hasTerminal = hasTerminal
        let store = self.lab
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
        before?(&context)
        let value = try body(lab, &context)
        after?(&context)
        if leavesTraces { keep(context.plane.traces(), at: context.moment, lab) }
        if let failure { throw failure }
        return value
    }

    private static func networkKey(_ container: ContainerID?) -> String {
        "\(container?.description ?? "host")/network"
    }

    /// Adds to what the lab's stacks remember. It is no part of the lab: where it cannot be kept, nothing else fails.
    private func keep(_ traces: [StackTraces], at moment: Timestamp, _ lab: Lab) {
        if traces.isEmpty { return }
        try? self.lab.changeKept(traces.map { Self.networkKey($0.container) }) { kept in
            var memory = NetworkMemory()
            for trace in traces {
                if let bytes = kept[Self.networkKey(trace.container)] {
                    memory.stacks[trace.container] = NetworkMemory.Stack(kept: bytes)
                }
            }
            var changed: [String: [UInt8]] = [:]
            for stack in memory.add(traces, of: lab, at: moment) {
                changed[Self.networkKey(stack)] = memory.stacks[stack]?.kept
            }
            return changed
        }
    }
}
