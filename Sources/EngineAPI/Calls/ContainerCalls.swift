internal import ContainerTools
internal import DockerViews
internal import Engine
internal import Lab
internal import Rendering

/// Containers, but for their streams.
extension RouteTable {
    static func addContainers(_ table: inout RouteTable) {
        table.add("GET", "/containers/json") { service, request, _ in try service.listContainers(request) }
        table.add("POST", "/containers/create") { service, request, _ in try service.createContainer(request) }
        table.add("POST", "/containers/prune") { service, request, _ in try service.pruneContainers(request) }
        table.add("GET", "/containers/{}/json") { service, request, names in
            try service.inspectContainer(names[0], request)
        }
        table.add("GET", "/containers/{}/top") { service, request, names in try service.top(names[0]) }
        table.add("POST", "/containers/{}/start") { service, _, names in
            try service.start(names[0])
        }
        table.add("POST", "/containers/{}/stop") { service, request, names in
            let (signal, isAtOnce) = (request.text("signal"), try request.number("t") == 0)
            // One that is down already is said to be.
            if try service.engine.read({ lab in try lab.container(matching: names[0]).isUp }) == false {
                return .empty(304)
            }
            return try service.change { lab, now in
                try lab.stopContainer(matching: names[0], immediately: isAtOnce, signal: signal, at: now)
            }
        }
        table.add("POST", "/containers/{}/restart") { service, request, names in
            let (signal, isAtOnce) = (request.text("signal"), try request.number("t") == 0)
            return try service.change { lab, now in
                try lab.restartContainer(matching: names[0], immediately: isAtOnce, signal: signal, at: now)
            }
        }
        table.add("POST", "/containers/{}/kill") { service, request, names in
            try service.kill(names[0], signal: request.text("signal"))
        }
        table.add("POST", "/containers/{}/pause") { service, _, names in
            try service.change { lab, _ in try lab.pauseContainer(matching: names[0]) }
        }
        table.add("POST", "/containers/{}/unpause") { service, _, names in
            try service.change { lab, _ in try lab.unpauseContainer(matching: names[0]) }
        }
        table.add("POST", "/containers/{}/rename") { service, request, names in
            try service.change { lab, _ in
                try lab.renameContainer(matching: names[0], to: request.text("name"))
            }
        }
        table.add("POST", "/containers/{}/update") { service, request, names in try service.update(names[0], request) }
        table.add("DELETE", "/containers/{}") { service, request, names in try service.remove(names[0], request) }
    }
}

extension EngineService {
    /// Changes the lab, and answers with nothing.
    func change(_ body: (inout Lab, Timestamp) throws -> Void) throws -> APIResponse {
        let now = engine.now
        try engine.update { lab in try body(&lab, now) }
        return .empty(204)
    }

    func start(_ name: String) throws -> APIResponse {
        let container = try engine.read { lab in try lab.container(matching: name) }
        if container.isRunning, container.status != .paused { return .empty(304) }
        return try change { lab, now in try lab.startContainer(matching: name, at: now) }
    }

    /// A signal that a simulated tool takes ends the tool, and the container with it; others act on the container.
    func kill(_ name: String, signal: String) throws -> APIResponse {
        let signal = signal.isEmpty ? "KILL" : signal
        let number = try ContainerSignal.number(signal)
        if number == ContainerSignal.interrupt, let container = try? engine.read({ try $0.container(matching: name) }),
            engine.interrupt(container)
        {
            return .empty(204)
        }
        return try change { lab, now in try lab.killContainer(matching: name, signal: signal, at: now) }
    }

    func createContainer(_ request: APIRequest) throws -> APIResponse {
        if request.body.isEmpty {
            throw LabError(.invalidParameter, "invalid JSON: got EOF while reading request body")
        }
        let body = try request.json()
        let spec = try ContainerBody.spec(body, name: request.text("name"))
        let image = spec.config.image
        if image.isEmpty { throw LabError(.invalidParameter, "no command specified") }
        try images.check(image)
        try LogDriver.check(body)
        let (now, mounts) = (engine.now, try MountTable(body))
        try volumes.make(mounts.namedVolumes, at: now)
        let created = try engine.update { lab in try lab.createContainer(spec, at: now) }
        try images.pull(image, at: now)
        try records.keep(body.members, of: created.id)
        try makeMountPoints(mounts, of: created.id)
        return .json(
            ["Id": .string("\(created.id)"), "Warnings": JSONValue(created.warnings)],
            status: 201
        )
    }

    /// Where something is mounted there is a folder, be it an empty one.
    private func makeMountPoints(_ mounts: MountTable, of id: ContainerID) throws {
        if mounts.destinations.isEmpty { return }
        try engine.changeFiles(of: id) { container, context in
            for destination in mounts.destinations {
                var path = ""
                for part in destination.split(separator: "/") {
                    path += "/\(part)"
                    _ = ContainerFiles.put(.folder, at: path, of: container, &context)
                }
            }
        }
    }

    func remove(_ name: String, _ request: APIRequest) throws -> APIResponse {
        try change { lab, now in
            if request.flag("link") {
                try lab.removeLink(name)
            } else {
                try lab.removeContainer(matching: name, force: request.flag("force"), at: now)
            }
        }
    }

    func pruneContainers(_ request: APIRequest) throws -> APIResponse {
        let now = engine.now
        let filters = try request.filters()
        // With a container goes what is kept of its files.
        let stopped = try engine.read { lab in lab.allContainers.filter { !$0.isUp }.map(\.id) }
        let files = try engine.lab.kept(stopped.map { "\($0)/files" })
        let removed = try engine.update { lab in
            let filter = try PruneFilter(filters, now: now)
            return lab.pruneContainers { filter.accepts($0) }
        }
        let freed = removed.reduce(0) { $0 + (files["\($1)/files"].map { WrittenFiles(kept: $0).size } ?? 0) }
        return .json([
            "ContainersDeleted": removed.isEmpty ? .null : JSONValue(removed.map(\.description)),
            "SpaceReclaimed": .int(Int64(freed)),
        ])
    }

    func listContainers(_ request: APIRequest) throws -> APIResponse {
        let (filters, limit, now) = (try request.filters(), try request.number("limit"), engine.now)
        let (all, withSize) = (request.flag("all"), request.flag("size"))
        let list = try engine.read { lab in
            try ContainerFilter.select(lab, filters, all: all, limit: limit).map { container in
                let view = ContainerSummary.json(container, in: lab, at: now, withSize: withSize)
                guard let asked = try records.request(of: container.id) else { return view }
                return RequestOverlay(asked, container).laid(overSummary: view)
            }
        }
        return .json(.array(list))
    }

    func inspectContainer(_ name: String, _ request: APIRequest) throws -> APIResponse {
        let (container, view) = try engine.read { lab in
            let container = try lab.container(matching: name)
            return (container, ContainerView.inspect(container, in: lab, withSize: request.flag("size")))
        }
        var object = view.objectValue ?? [:]
        let execs = engine.execs(of: container.id)
        if !execs.isEmpty { object["ExecIDs"] = JSONValue(execs) }
        if let asked = try records.request(of: container.id) { RequestOverlay(asked, container).lay(over: &object) }
        if request.version < APIVersion(1, 52) { LegacyNetworkSettings.add(to: &object) }
        return .json(.object(object))
    }

    /// The processes: the container's own command, and what `exec` runs there.
    func top(_ name: String) throws -> APIResponse {
        let (container, command) = try engine.read { lab in
            let container = try lab.checkExec(in: name)
            return (container, lab.processArguments(of: container).joined(separator: " "))
        }
        let titles = ["UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD"]
        let first = 2_000 + container.sequence % 4_000_000
        let others = engine.execs(of: container.id).compactMap { try? engine.exec($0).command.joined(separator: " ") }
        let processes = ([command] + others).enumerated().map { index, command in
            JSONValue(["root", "\(first + UInt64(index))", "\(first - 1)", "0", "00:00", "?", "00:00:00", command])
        }
        return .json(["Titles": JSONValue(titles), "Processes": .array(processes)])
    }

    func update(_ name: String, _ request: APIRequest) throws -> APIResponse {
        let body = try request.json()
        let policy = body["RestartPolicy"] == nil ? nil : try ContainerBody.restartPolicy(body)
        let id = try engine.update { lab in
            try lab.updateContainer(matching: name, restartPolicy: policy)
        }
        // The rest is no matter of networks: inspect gives it back.
        var asked = try records.request(of: id) ?? [:]
        var host = asked["HostConfig"]?.objectValue ?? [:]
        for (key, value) in body.members where !value.isNull { host[key] = value }
        asked["HostConfig"] = .object(host)
        try records.keep(asked, of: id)
        return .json(["Warnings": .null])
    }
}
