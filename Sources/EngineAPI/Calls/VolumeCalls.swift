internal import DockerViews
internal import Engine
internal import Lab
internal import Rendering

/// Volumes: objects with names and users, which hold no files.
extension RouteTable {
    static func addVolumes(_ table: inout RouteTable) {
        table.add("GET", "/volumes") { service, request, _ in try service.volumes.list(request) }
        table.add("POST", "/volumes/create") { service, request, _ in try service.volumes.create(request) }
        table.add("POST", "/volumes/prune") { service, request, _ in try service.volumes.prune(request) }
        table.add("GET", "/volumes/{}") { service, _, names in try service.volumes.inspect(names[0]) }
        table.add("DELETE", "/volumes/{}") { service, request, names in try service.volumes.remove(names[0], request) }
    }
}

extension EngineService {
    var volumes: VolumeCalls { VolumeCalls(engine: engine, records: records) }
}

struct VolumeCalls {
    let engine: Engine
    let records: ServiceRecords

    static func mountpoint(of name: String) -> String { "/var/lib/docker/volumes/\(name)/_data" }

    /// Makes those that are not there, as creating a container does.
    func make(_ names: [String], at now: Timestamp) throws {
        if names.isEmpty { return }
        try records.change(.volumes) { table in
            for name in names where table[name] == nil { table[name] = Self.volume(name, at: now) }
        }
    }

    private static func volume(
        _ name: String,
        labels: JSONValue = .null,
        options: JSONValue = .null,
        at now: Timestamp
    ) -> JSONValue {
        [
            "CreatedAt": .string(now.secondText), "Driver": "local", "Labels": labels,
            "Mountpoint": .string(mountpoint(of: name)), "Name": .string(name), "Options": options, "Scope": "local",
        ]
    }

    func list(_ request: APIRequest) throws -> APIResponse {
        let filters = try request.filters()
        let used = try users().keys
        let all = try records.read(.volumes).filter { name, value in
            let labels = value["Labels"]?.objectValue ?? [:]
            let fits = filters.values("label").allSatisfy { wanted in
                let parts = wanted.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init
                )
                guard let label = labels[parts[0]]?.stringValue else { return false }
                return parts.count == 1 || parts[1] == label
            }
            let isNamed = !filters.contains("name") || filters.values("name").contains { name.contains($0) }
            let dangling = filters.values("dangling").first.map { ["1", "true"].contains($0) }
            return fits && isNamed && dangling.map { $0 == !used.contains(name) } ?? true
        }
        return .json(["Volumes": .array(all.map(\.value)), "Warnings": .null])
    }

    func create(_ request: APIRequest) throws -> APIResponse {
        let body = try request.json()
        var name = try body.text("Name")
        let driver = try body.text("Driver")
        guard ["", "local"].contains(driver) else {
            throw LabError(.notFound, "error looking up volume plugin \(driver): plugin \"\(driver)\" not found")
        }
        if name.isEmpty {
            let count = try records.read(.volumes).count
            var entropy = Entropy(seed: UInt64(bitPattern: engine.now.nanoseconds) ^ UInt64(count))
            name = "\(Identifier(drawnFrom: &entropy))"
        }
        guard name.count > 1, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) })
        else {
            throw LabError(
                .invalidParameter,
                "create \(name): \"\(name)\" includes invalid characters for a local volume name, only "
                    + "\"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute path"
            )
        }
        let (labels, options) = (try body.map("Labels"), try body.map("DriverOpts"))
        let made = try records.change(.volumes) { table -> JSONValue in
            if let known = table[name] { return known }
            let volume = Self.volume(
                name,
                labels: body["Labels"] == nil ? .null : JSONValue(sortedByKey: labels),
                options: options.isEmpty ? .null : JSONValue(sortedByKey: options),
                at: engine.now
            )
            table[name] = volume
            return volume
        }
        return .json(made, status: 201)
    }

    func inspect(_ name: String) throws -> APIResponse {
        guard let volume = try records.read(.volumes)[name] else { throw Self.missing(name) }
        return .json(volume)
    }

    func remove(_ name: String, _ request: APIRequest) throws -> APIResponse {
        guard try records.read(.volumes)[name] != nil else {
            if request.flag("force") { return .empty(204) }
            throw Self.missing(name)
        }
        let users = try users()[name] ?? []
        if !users.isEmpty {
            throw LabError(.conflict, "remove \(name): volume is in use - [\(users.sorted().joined(separator: ", "))]")
        }
        try records.change(.volumes) { $0[name] = nil }
        return .empty(204)
    }

    func prune(_ request: APIRequest) throws -> APIResponse {
        let used = try users()
        let takesAll = try request.filters().values("all").contains { ["1", "true"].contains($0) }
        let removed = try records.change(.volumes) { table -> [String] in
            let unused = table.memberNames.filter { name in
                // Those with names stay unless all are meant (Docker Engine, since 1.42).
                used[name] == nil && (takesAll || name.count == 64)
            }
            for name in unused { table[name] = nil }
            return unused
        }
        return .json(["VolumesDeleted": removed.isEmpty ? .null : JSONValue(removed), "SpaceReclaimed": 0])
    }

    /// The containers that use volumes, by the volume's name.
    private func users() throws -> [String: [String]] {
        var users: [String: [String]] = [:]
        for container in try engine.read({ $0.allContainers }) {
            guard let asked = try records.request(of: container.id), let table = try? MountTable(BodyObject(asked))
            else {
                continue
            }
            for name in table.namedVolumes { users[name, default: []].append("\(container.id)") }
        }
        return users
    }

    private static func missing(_ name: String) -> LabError {
        LabError(.notFound, "get \(name): no such volume")
    }
}
