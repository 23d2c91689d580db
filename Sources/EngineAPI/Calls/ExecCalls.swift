internal import Engine
internal import Lab
internal import Rendering

/// Commands in running containers.
extension RouteTable {
    static func addExec(_ table: inout RouteTable) {
        table.add("POST", "/containers/{}/exec") { service, request, names in
            try service.createExec(names[0], request)
        }
        table.add("GET", "/exec/{}/json") { service, _, names in try service.inspectExec(names[0]) }
        table.add("POST", "/exec/{}/start") { service, request, names in try service.startExec(names[0], request) }
        table.add("POST", "/exec/{}/resize") { service, request, names in
            _ = try service.engine.exec(names[0])
            _ = (try request.number("h"), try request.number("w"))
            return .empty(201)
        }
    }
}

extension EngineService {
    func createExec(_ name: String, _ request: APIRequest) throws -> APIResponse {
        let body = try request.json()
        let keys = try body.text("DetachKeys")
        _ = try detachKeys(keys)
        let exec = try engine.createExec(
            try body.words("Cmd") ?? [],
            in: name,
            environment: try body.texts("Env"),
            user: try body.text("User"),
            folder: try body.text("WorkingDir"),
            hasTerminal: try body.flag("Tty") ?? false,
            hasInput: try body.flag("AttachStdin") ?? false,
            detachKeys: keys
        )
        return .json(["Id": .string(exec.id)], status: 201)
    }

    func startExec(_ id: String, _ request: APIRequest) throws -> APIResponse {
        let exec = try engine.exec(id)
        let body = try request.json()
        if try body.flag("Detach") ?? false {
            try engine.startExec(exec)
            return .empty(200)
        }
        // Refusals come before the connection leaves HTTP.
        _ = try engine.read { lab in try lab.checkExec(in: "\(exec.container)") }
        if exec.state.hasStarted {
            throw LabError(.conflict, "exec command \(exec.id) has already run")
        }
        let engine = engine
        // Who starts it says how it reads, whatever it was made with (Docker Engine: `postContainerExecStart`).
        let isRaw = try body.flag("Tty") ?? false
        let keys = try detachKeys(exec.detachKeys)
        return .hijack(contentType: Framing.contentType(isRaw: isRaw, of: request.version)) { stream in
            Attachment.connect(
                stream,
                to: exec.streams,
                isRaw: isRaw,
                input: exec.hasInput,
                closesInput: true,
                keys: keys
            )
            do {
                try engine.startExec(exec)
            } catch {
                stream.end()
            }
        }
    }

    func inspectExec(_ id: String) throws -> APIResponse {
        let exec = try engine.exec(id)
        let state = exec.state
        return .json([
            "ID": .string(exec.id),
            "Running": .bool(state.isRunning),
            "ExitCode": state.exitCode.map { .int(Int64($0)) } ?? .null,
            "ProcessConfig": [
                "tty": .bool(exec.hasTerminal), "entrypoint": .string(exec.command[0]),
                "arguments": JSONValue(exec.command.dropFirst()), "privileged": false, "user": .string(exec.userText),
            ],
            "OpenStdin": .bool(exec.hasInput), "OpenStderr": true, "OpenStdout": true,
            "CanRemove": .bool(!state.isRunning),
            "ContainerID": .string("\(exec.container)"), "DetachKeys": .string(exec.detachKeys),
            "Pid": .int(state.isRunning ? 4_000 : 0),
        ])
    }
}
