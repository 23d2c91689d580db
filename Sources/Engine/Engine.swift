package import ContainerTools
package import Lab
package import LabStore
package import Resolver
internal import Synchronization

/// A lab that lives: its containers' commands run by the clock, their streams can be watched and fed, and whoever changes
/// the lab, in this process or another, is followed.
package final class Engine: Sendable {
    package struct Configuration: Sendable {
        package var clock: @Sendable () -> Timestamp
        package var seed: UInt64 = 0
        package var order = AnswerOrder.rotate

        package init(clock: @escaping @Sendable () -> Timestamp) { self.clock = clock }
    }

    package let lab: SharedLab
    package let configuration: Configuration
    private let state: Mutex<State>

    private struct State {
        /// Of containers that were attached to, or have a command that runs.
        var streams: [ContainerID: ProcessStreams] = [:]
        /// Containers whose command runs, and since when.
        var running: [ContainerID: Timestamp] = [:]
        var delays: [ContainerID: RestartDelay] = [:]
        var execs: [String: Exec] = [:]
        var execEntropy: Entropy
        var seen: Int64
        var followers: [Int: @Sendable ([KeptEvent]) -> Void] = [:]
        var nextFollower = 0
        var isStopping = false
        var logs: [ContainerID: LogWriter] = [:]
        var alarms: [Alarm] = []
        var settings: (@Sendable (ContainerID) -> ProcessSettings)?
    }

    /// Something that is to be done at a moment, once or again and again.
    package final class Alarm: Sendable {
        fileprivate let due: Mutex<Int64>
        fileprivate let interval: Int64?
        fileprivate let body: @Sendable () -> Void
        private let isOver = Mutex(false)

        fileprivate init(due: Int64, interval: Int64?, _ body: @escaping @Sendable () -> Void) {
            self.due = Mutex(due)
            self.interval = interval
            self.body = body
        }

        package func cancel() { isOver.withLock { $0 = true } }
        fileprivate var isCancelled: Bool { isOver.withLock { $0 } }
    }

    package init(_ lab: any LabAccess, _ configuration: Configuration) throws {
        self.lab = SharedLab(lab)
        self.configuration = configuration
        let seen = try lab.events(after: 0).last?.sequence ?? 0
        let seed = configuration.seed ^ UInt64(bitPattern: configuration.clock().nanoseconds)
        state = Mutex(State(execEntropy: Entropy(seed: seed), seen: seen))
    }

    package var now: Timestamp { configuration.clock() }

    // MARK: - Changes and events

    /// Changes the lab, and does at once what follows from it.
    package func update<Value>(_ body: (inout Lab) throws -> Value) throws -> Value {
        let outcome = Result { try lab.update(now: now, body) }
        try follow(isOwn: true)
        return try outcome.get()
    }

    package func read<Value>(_ body: (Lab) throws -> Value) throws -> Value { try lab.read(body) }

    /// Has somebody told of events from now on.
    ///
    /// - Returns: what ``unfollow(_:)`` takes.
    package func follow(_ body: @escaping @Sendable ([KeptEvent]) -> Void) -> Int {
        state.withLock { state in
            state.nextFollower += 1
            state.followers[state.nextFollower] = body
            return state.nextFollower
        }
    }

    package func unfollow(_ place: Int) { state.withLock { _ = $0.followers.removeValue(forKey: place) } }

    /// Does what follows from what has happened in the lab since the last time: to be called now and then, for others
    /// change it too.
    package func follow(isOwn: Bool = false) throws {
        let seen = state.withLock { $0.seen }
        let news = try lab.events(after: seen)
        guard let last = news.last?.sequence else { return }
        // Another thread may have come first.
        let (events, followers) = state.withLock { state -> ([KeptEvent], [@Sendable ([KeptEvent]) -> Void]) in
            let events = last < state.seen ? news : news.filter { $0.sequence > state.seen }
            state.seen = last
            return (events, Array(state.followers.values))
        }
        if events.isEmpty { return }
        for event in events where event.type == "container" {
            guard let id = ContainerID(event.subject) else { continue }
            switch event.action {
            case "start": begin(id, isOwn: isOwn)
            case "die": end(id, exitCode: Int(event.attributes["exitCode"] ?? "") ?? 0)
            case "destroy": forget(id)
            default: break
            }
        }
        for follower in followers { follower(events) }
    }

    /// Does what is due: to be called every few milliseconds.
    ///
    /// - Parameter watch: tells whether anybody has changed the lab: asking the lab itself each time costs far more.
    package func tick(_ watch: LabWatch? = nil) throws {
        if watch?.wait(milliseconds: 0) ?? true { try follow() }
        let now = Signal.now()
        let (logs, due) = state.withLock { state -> ([LogWriter], [Alarm]) in
            state.alarms.removeAll { $0.isCancelled }
            let due = state.alarms.filter { alarm in alarm.due.withLock { $0 <= now } }
            for alarm in due where alarm.interval == nil { alarm.cancel() }
            return (Array(state.logs.values), due)
        }
        for log in logs { log.flushIfDue() }
        for alarm in due {
            if let interval = alarm.interval { alarm.due.withLock { $0 = now &+ interval } }
            alarm.body()
        }
    }

    /// Has something done later.
    package func after(nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) {
        let due = Signal.now().addingReportingOverflow(max(0, nanoseconds))
        let alarm = Alarm(due: due.overflow ? .max : due.partialValue, interval: nil, body)
        state.withLock { $0.alarms.append(alarm) }
    }

    /// Has something done at once and then again and again, until that is cancelled.
    package func every(nanoseconds: Int64, _ body: @escaping @Sendable () -> Void) -> Alarm {
        let alarm = Alarm(due: Signal.now(), interval: nanoseconds, body)
        state.withLock { $0.alarms.append(alarm) }
        return alarm
    }

    /// Has what a container's command has written so far be in its log.
    package func flushLog(of id: ContainerID) { state.withLock { $0.logs[id] }?.flush() }

    /// Sends SIGINT to a container's command.
    ///
    /// - Returns: whether that is a tool that runs and does not wait for commands, and so ends by it.
    package func interrupt(_ container: Container) -> Bool {
        let command = (try? read { lab in lab.processArguments(of: container) }) ?? []
        guard OwnCommand.isTool(command), !OwnCommand.isInteractiveShell(command) else { return false }
        let streams = state.withLock { state in state.running[container.id] == nil ? nil : state.streams[container.id] }
        streams?.interrupt()
        return streams != nil
    }

    /// Begins the commands of containers that run already.
    package func takeUp() throws {
        for container in try read({ $0.allContainers }) where container.isRunning { begin(container.id, isOwn: true) }
    }

    /// Ends all commands, for the process ends: the containers go on as they are.
    package func shutDown() {
        let streams = state.withLock { state in
            state.isStopping = true
            return Array(state.streams.values) + state.execs.values.map(\.streams)
        }
        for stream in streams { stream.close() }
    }

    /// Has the settings of containers' processes asked for elsewhere: the lab itself knows none.
    package func setProcessSettings(_ settings: @escaping @Sendable (ContainerID) -> ProcessSettings) {
        state.withLock { $0.settings = settings }
    }

    private func processSettings(of id: ContainerID) -> ProcessSettings {
        state.withLock { $0.settings }?(id) ?? ProcessSettings()
    }

    // MARK: - A container's own command

    /// The streams of a container's own command, be it running or not.
    package func streams(of container: Container) -> ProcessStreams {
        state.withLock { state in
            if let known = state.streams[container.id] { return known }
            let streams = ProcessStreams(hasTerminal: container.config.tty, hasInput: container.config.openStdin)
            state.streams[container.id] = streams
            return streams
        }
    }

    private func begin(_ id: ContainerID, isOwn: Bool) {
        let found = try? lab.read { lab in lab.container(id).map { ($0, lab.processArguments(of: $0)) } }
        guard let (container, command) = found, container.isRunning else { return }
        let streams = streams(of: container)
        streams.begin()
        guard OwnCommand.isTool(command) else { return }
        let started = container.startedAt
        let isFirst = state.withLock { state in
            if state.running[id] == started || state.isStopping { return false }
            state.running[id] = started
            return true
        }
        guard isFirst else { return }
        let hasThread = ProcessThread.start { [self] in
            // What another process has started it runs itself, unless that goes on.
            if !isOwn { Signal.pause(milliseconds: 200) }
            runOwnCommand(command, of: container, streams)
        }
        if !hasThread { finish(id, since: started, exitCode: 126) }
    }

    private func runOwnCommand(_ command: [String], of container: Container, _ streams: ProcessStreams) {
        let log = LogWriter(container.id, in: lab, clock: configuration.clock)
        state.withLock { $0.logs[container.id] = log }
        let place = streams.join { output in
            if case .bytes(let bytes, let isError) = output { log.add(bytes, isError: isError) }
        }
        defer { streams.leave(place) }
        var request = Execution.Request(command)
        request.input = streams.commandInput
        request.terminal = streams
        let settings = processSettings(of: container.id)
        if !settings.folder.isEmpty { request.folder = settings.folder }
        if let user = try? settings.identity() { request.user = user }
        let exitCode = run(request, in: container.id, streams)
        log.flush()
        state.withLock { if $0.logs[container.id] === log { $0.logs[container.id] = nil } }
        guard let exitCode else { return }
        finish(container.id, since: container.startedAt, exitCode: exitCode)
    }

    /// - Returns: the exit code; nil where the command was ended from outside.
    private func run(_ request: Execution.Request, in id: ContainerID, _ streams: ProcessStreams) -> Int? {
        var execution = Execution(lab, at: now, seed: configuration.seed, order: configuration.order)
        execution.hasTerminal = streams.hasTerminal
        do {
            let result = try execution.run(request, in: id)
            streams.write(stdout: result.stdout, stderr: result.stderr)
            return streams.isClosed ? nil : result.exitCode
        } catch {
            streams.write(stdout: "", stderr: "\(error)\n")
            return streams.isClosed ? nil : 126
        }
    }

    /// The command has ended: so does the container, or waits for its restart.
    private func finish(_ id: ContainerID, since started: Timestamp, exitCode: Int) {
        let waits = try? update { lab -> Bool in
            guard let container = lab.container(id), container.isRunning, container.startedAt == started else {
                return false
            }
            return try lab.finishOrRestartContainer(matching: "\(id)", exitCode: exitCode, at: now)
        }
        guard waits == true else { return }
        let ran = Int(max(0, now.nanoseconds &- started.nanoseconds) / 1_000_000)
        let delay = state.withLock { $0.delays[id, default: RestartDelay()].next(afterRunningFor: ran) }
        Signal.pause(milliseconds: delay)
        if state.withLock({ $0.isStopping }) { return }
        _ = try? update { lab in try lab.startRestartingContainer(matching: "\(id)", at: now) }
    }

    private func end(_ id: ContainerID, exitCode: Int) {
        let (streams, execs) = state.withLock { state in
            state.running[id] = nil
            return (state.streams[id], state.execs.values.filter { $0.container == id && $0.state.isRunning })
        }
        for exec in execs { exec.streams.close() }
        streams?.close()
        streams?.end(exitCode: exitCode)
    }

    private func forget(_ id: ContainerID) {
        state.withLock { state in
            state.streams[id] = nil
            state.delays[id] = nil
            state.execs = state.execs.filter { $0.value.container != id }
        }
    }

    // MARK: - Files

    /// Looks at a container's files.
    package func files<Value>(
        of id: ContainerID,
        _ body: (Container, ToolContext) throws -> Value
    ) throws -> Value {
        try Execution(lab, at: now).files(of: id) { container, context in try body(container, context) }
    }

    /// Changes a container's files: all of it, or nothing.
    package func changeFiles(
        of id: ContainerID,
        _ body: (Container, inout ToolContext) throws -> Void
    ) throws {
        try Execution(lab, at: now).files(of: id, body)
    }

    // MARK: - Other commands

    /// Makes a command that is to run in a container.
    package func createExec(
        _ command: [String],
        in reference: String,
        environment: [String] = [],
        user: String = "",
        folder: String = "",
        hasTerminal: Bool = false,
        hasInput: Bool = false,
        detachKeys: String = ""
    ) throws -> Exec {
        let container = try read { lab in try lab.checkExec(in: reference) }
        let settings = processSettings(of: container.id)
        let folder = folder.isEmpty ? settings.folder : folder
        if command.isEmpty || command[0].isEmpty { throw LabError(.invalidParameter, "no exec command specified") }
        let identity: ContainerUser
        do throws(ContainerUser.Refusal) {
            identity = try settings.identity(of: user)
        } catch {
            throw LabError(.invalidParameter, error.text)
        }
        let exec = state.withLock { state in
            let exec = Exec(
                id: "\(Identifier(drawnFrom: &state.execEntropy))",
                container: container.id,
                command: command,
                environment: environment,
                user: identity,
                userText: user,
                folder: folder,
                hasTerminal: hasTerminal,
                hasInput: hasInput,
                detachKeys: detachKeys
            )
            state.execs[exec.id] = exec
            return exec
        }
        try note(.execCreate, of: exec)
        return exec
    }

    package func exec(_ id: String) throws(LabError) -> Exec {
        guard let exec = state.withLock({ $0.execs[id] }) else {
            throw LabError(.notFound, "No such exec instance: \(id)")
        }
        return exec
    }

    /// The identifiers of a container's commands that run.
    package func execs(of id: ContainerID) -> [String] {
        state.withLock { state in
            state.execs.values.filter { $0.container == id && $0.state.isRunning }.map(\.id).sorted()
        }
    }

    /// Has a command run, whose streams ``Exec/streams`` are.
    package func startExec(_ exec: Exec) throws {
        _ = try read { lab in try lab.checkExec(in: "\(exec.container)") }
        guard exec.begin() else {
            throw LabError(.conflict, "exec command \(exec.id) has already run")
        }
        try note(.execStart, of: exec)
        exec.streams.begin()
        let hasThread = ProcessThread.start { [self] in
            var request = Execution.Request(exec.command)
            request.environment = exec.environment
            request.user = exec.user
            request.folder = exec.folder.isEmpty ? nil : exec.folder
            request.input = exec.streams.commandInput
            request.terminal = exec.streams
            let exitCode = run(request, in: exec.container, exec.streams) ?? 137
            exec.end(exitCode: exitCode)
            try? note(.execDie, of: exec, ["exitCode": "\(exitCode)"])
        }
        if !hasThread { exec.end(exitCode: 126) }
    }

    private func note(_ action: LabEvent.Action, of exec: Exec, _ particulars: [String: String] = [:]) throws {
        let detail = action == .execDie ? nil : exec.command.joined(separator: " ")
        try update { lab in
            lab.note(action, of: exec.container, detail: detail, particulars.merging(["execID": exec.id]) { $1 })
        }
    }
}
