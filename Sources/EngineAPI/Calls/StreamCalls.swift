internal import DockerViews
internal import Engine
internal import Lab
internal import LabStore
internal import Rendering
internal import Synchronization

/// What goes on while the client looks: attach, wait, logs, events.
extension RouteTable {
    static func addStreams(_ table: inout RouteTable) {
        table.add("POST", "/containers/{}/attach") { service, request, names in try service.attach(names[0], request) }
        table.add("POST", "/containers/{}/wait") { service, request, names in try service.wait(names[0], request) }
        table.add("POST", "/containers/{}/resize") { service, request, names in
            _ = try service.engine.read { lab in try lab.checkExec(in: names[0]) }
            _ = (try request.number("h"), try request.number("w"))
            return .empty(200)
        }
        table.add("GET", "/containers/{}/logs") { service, request, names in try service.logs(names[0], request) }
        table.add("GET", "/containers/{}/stats") { service, request, names in try service.stats(names[0], request) }
        table.add("GET", "/events") { service, request, _ in try service.events(request) }
    }
}

extension EngineService {
    func attach(_ name: String, _ request: APIRequest) throws -> APIResponse {
        let container = try engine.read { lab in try lab.container(matching: name) }
        if container.status == .paused {
            throw LabError(.conflict, "container \(container.id) is paused, unpause the container before attach")
        }
        if container.status == .restarting {
            throw LabError(.conflict, "container \(container.id) is restarting, wait until the container is running")
        }
        let streams = engine.streams(of: container)
        let isRaw = container.config.tty
        let wantsInput = request.flag("stdin") && request.flag("stream") && container.config.openStdin
        let closesInput = try records.request(of: container.id)?["StdinOnce"]?.boolValue ?? false
        let keys = try detachKeys(request.text("detachKeys"))
        let wants = (stdout: request.flag("stdout"), stderr: request.flag("stderr"))
        let earlier = request.flag("logs") ? try LogReader(container, engine).chunks(LogReader.Choice()) : []
        let goesOn = request.flag("stream")
        try engine.update { lab in lab.note(.attach, of: container.id) }
        return .hijack(contentType: Framing.contentType(isRaw: isRaw)) { stream in
            for chunk in earlier { stream.write(chunk) }
            guard goesOn else { return stream.end() }
            Attachment.connect(
                stream,
                to: streams,
                isRaw: isRaw,
                input: wantsInput,
                closesInput: closesInput,
                keys: keys,
                wants: wants
            )
        }
    }

    func detachKeys(_ text: String) throws(LabError) -> DetachKeys {
        if text.isEmpty { return DetachKeys() }
        guard let keys = DetachKeys(text) else {
            throw LabError(.invalidParameter, "Invalid detach keys (\(text)) provided")
        }
        return keys
    }

    /// Answers its headers at once, and the exit code when it is there.
    func wait(_ name: String, _ request: APIRequest) throws -> APIResponse {
        let condition = request.text("condition")
        guard ["", "not-running", "next-exit", "removed"].contains(condition) else {
            throw LabError(.invalidParameter, "invalid condition: \"\(condition)\"")
        }
        let container = try engine.read { lab in try lab.container(matching: name) }
        if ["", "not-running"].contains(condition), !container.isUp {
            return .json(["StatusCode": .int(Int64(container.exitCode))])
        }
        let (engine, subject) = (engine, "\(container.id)")
        let code = ExitCode(container.exitCode)
        return .stream(contentType: "application/json") { writer in
            let place = Mutex(0)
            let finish: @Sendable () -> Void = {
                engine.unfollow(place.withLock { $0 })
                writer.write(Array("{\"StatusCode\":\(code.value)}\n".utf8))
                writer.end()
            }
            let follower = engine.follow { events in
                for event in events where event.subject == subject {
                    if event.action == "die" { code.value = Int(event.attributes["exitCode"] ?? "") ?? 0 }
                    let isOver =
                        condition == "removed" ? event.action == "destroy" : ["die", "destroy"].contains(event.action)
                    if isOver { return finish() }
                }
            }
            place.withLock { $0 = follower }
            // It may have ended before anybody followed.
            let known = try? engine.read { lab in lab.container(container.id) }
            let isOver =
                condition == "removed"
                ? known == nil : known == nil || (condition != "next-exit" && known?.isUp == false)
            if isOver {
                if let known { code.value = known.exitCode }
                return finish()
            }
            writer.whenClosed { engine.unfollow(follower) }
        }
    }

    func logs(_ name: String, _ request: APIRequest) throws -> APIResponse {
        let container = try engine.read { lab in try lab.container(matching: name) }
        guard request.flag("stdout") || request.flag("stderr") else {
            throw LabError(.invalidParameter, "Bad parameters: you must choose at least one stream")
        }
        let choice = try LogReader.Choice(request, now: engine.now)
        let reader = LogReader(container, engine)
        let isRaw = container.config.tty
        let follows = request.flag("follow")
        let first = follows ? [] : try reader.chunks(choice)
        return .stream(contentType: Framing.contentType(isRaw: isRaw, of: request.version)) { writer in
            if follows { return reader.follow(choice, writer) }
            for chunk in first { writer.write(chunk) }
            writer.end()
        }
    }

    func events(_ request: APIRequest) throws -> APIResponse {
        let filter = try EventFilter(request.filters())
        let now = engine.now
        let since = try EventTime.moment(request.text("since"), now: now)
        let until = try EventTime.moment(request.text("until"), now: now)
        let past = since == nil ? [] : try engine.lab.events(after: 0)
        let (engine, last) = (engine, past.last?.sequence ?? 0)
        return .stream(contentType: "application/json") { writer in
            let show: @Sendable (KeptEvent) -> Void = { event in
                if let since, event.moment < since { return }
                if let until, event.moment > until { return }
                guard filter.fits(event) else { return }
                var bytes: [UInt8] = []
                EventView(event).json.writeJSON(into: &bytes, style: .marshal)
                writer.write(bytes + [10])
            }
            for event in past { show(event) }
            if let until, until <= now { return writer.end() }
            let follower = engine.follow { events in
                for event in events where event.sequence > last { show(event) }
            }
            writer.whenClosed { engine.unfollow(follower) }
            if let until { engine.after(nanoseconds: until.nanoseconds &- now.nanoseconds) { writer.end() } }
        }
    }

    func stats(_ name: String, _ request: APIRequest) throws -> APIResponse {
        let engine = engine
        let container = try engine.read { lab in try lab.container(matching: name) }
        let view = ContainerStats(container)
        guard request.flag("stream", default: true) else {
            return .json(view.json(at: engine.now, isUp: container.isRunning))
        }
        return .stream(contentType: "application/json") { writer in
            let ticket = engine.every(nanoseconds: 1_000_000_000) {
                guard let known = try? engine.read({ lab in lab.container(container.id) }) else {
                    return writer.end()
                }
                var bytes: [UInt8] = []
                view.json(at: engine.now, isUp: known.isRunning).writeJSON(into: &bytes, style: .marshal)
                writer.write(bytes + [10])
            }
            writer.whenClosed { ticket.cancel() }
        }
    }
}

/// An exit code that several threads see.
private final class ExitCode: Sendable {
    private let code: Mutex<Int>

    init(_ code: Int) { self.code = Mutex(code) }

    var value: Int {
        get { code.withLock { $0 } }
        set { code.withLock { $0 = newValue } }
    }
}
