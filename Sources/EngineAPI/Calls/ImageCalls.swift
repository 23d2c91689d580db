internal import DockerViews
internal import Engine
internal import Images
internal import Lab
internal import Rendering
internal import Text

/// Images: names without files. Any reference is pulled at once, and what a container is made from is there.
extension RouteTable {
    static func addImages(_ table: inout RouteTable) {
        table.add("GET", "/images/json") { service, request, _ in try service.images.list(request) }
        table.add("POST", "/images/create") { service, request, _ in try service.images.create(request) }
        table.add("POST", "/images/prune") { _, _, _ in .json(["ImagesDeleted": .null, "SpaceReclaimed": 0]) }
        table.add("POST", "/build/prune") { _, _, _ in .json(["CachesDeleted": .null, "SpaceReclaimed": 0]) }
        table.add("GET", "/images/search") { _, _, _ in
            throw refusal("searches no registry", "docker search on a real engine")
        }
        table.add("GET", "/images/{}/json") { service, _, names in try service.images.inspect(names[0]) }
        table.add("GET", "/images/{}/history") { service, _, names in try service.images.history(names[0]) }
        table.add("POST", "/images/{}/tag") { service, request, names in try service.images.tag(names[0], request) }
        table.add("DELETE", "/images/{}") { service, request, names in try service.images.remove(names[0], request) }
        table.add("GET", "/distribution/{}/json") { _, _, _ in
            throw refusal("asks no registry", "the name is enough: pull it")
        }
        for path in ["/images/{}/push", "/images/load", "/build", "/commit"] {
            table.add("POST", path) { _, _, _ in
                throw refusal("holds no files of images", "name any image: docker pull NAME makes it known")
            }
        }
        for path in ["/images/{}/get", "/images/get"] {
            table.add("GET", path) { _, _, _ in throw refusal("holds no files of images", "there is nothing to save") }
        }
    }

    private static func refusal(_ what: String, _ instead: String) -> CallFailure {
        CallFailure(501, "netsim \(what): \(instead)")
    }
}

extension EngineService {
    var images: ImageCalls { ImageCalls(engine: engine, records: records) }
}

struct ImageCalls {
    let engine: Engine
    let records: ServiceRecords

    /// - Throws: the engine's refusal of what is no image's name.
    func check(_ reference: String) throws(LabError) {
        do throws(ImageReferenceError) {
            try ImageReference.check(reference)
        } catch {
            throw LabError(.invalidParameter, "\(error.message)")
        }
    }

    /// Has an image be there.
    func pull(_ reference: String, at now: Timestamp) throws {
        let name = Self.name(of: reference)
        if try records.read(.images)[name] != nil { return }
        try records.change(.images) { table in
            if table[name] == nil {
                table[name] = ["Id": .string(ImageIdentity.of(reference)), "Created": .string("\(now)")]
            }
        }
    }

    /// With its tag, as listings show it.
    private static func name(of reference: String) -> String {
        let image = ImageReference(reference)
        if let digest = image.digest { return "\(image.familiar)@\(digest)" }
        return image.tag == nil ? "\(image.familiar):latest" : image.familiar
    }

    private func find(_ reference: String) throws -> (name: String, id: String, created: String) {
        let table = try records.read(.images)
        let name = Self.name(of: reference)
        var found = table[name].map { (name, $0) }
        if found == nil {
            let digits = reference.hasPrefix("sha256:") ? reference.dropFirst("sha256:".count) : reference[...]
            if digits.count >= 4, digits.allSatisfy(\.isHexDigit) {
                found = table.first {
                    $0.value["Id"]?.stringValue?.dropFirst("sha256:".count).hasPrefix(digits) == true
                }
            }
        }
        guard let (shown, image) = found, let id = image["Id"]?.stringValue else {
            throw LabError(.notFound, "No such image: \(name)")
        }
        return (shown, id, image["Created"]?.stringValue ?? "")
    }

    /// All names of an image.
    private func names(of id: String) throws -> [String] {
        try records.read(.images).filter { $0.value["Id"]?.stringValue == id }.map(\.key).sorted()
    }

    func list(_ request: APIRequest) throws -> APIResponse {
        .json(.array(try rows(try request.filters())))
    }

    /// An element for each image that fits.
    func rows(_ filters: FilterSet) throws -> [JSONValue] {
        let table = try records.read(.images)
        var byID: [String: [String]] = [:]
        var order: [(id: String, created: String)] = []
        for (name, image) in table {
            let wanted = filters.values("reference")
            if !wanted.isEmpty, !wanted.contains(where: { Self.fits(name, $0) }) { continue }
            let id = image["Id"]?.stringValue ?? ""
            if byID[id] == nil { order.append((id, image["Created"]?.stringValue ?? "")) }
            byID[id, default: []].append(name)
        }
        if filters.values("dangling").contains("true") { order = [] }
        return order.map { id, created in
            let moment = Timestamp(rfc3339: created)?.nanoseconds ?? 0
            return [
                "Containers": -1, "Created": .int(moment / 1_000_000_000), "Id": .string(id), "Labels": .null,
                "ParentId": "", "RepoDigests": JSONValue((byID[id] ?? []).filter { $0.contains("@") }.sorted()),
                "RepoTags": JSONValue((byID[id] ?? []).filter { !$0.contains("@") }.sorted()),
                "SharedSize": -1, "Size": 0,
            ]
        }
    }

    /// `ubuntu`, `ubuntu:14.04`, or a pattern with stars.
    private static func fits(_ name: String, _ wanted: String) -> Bool {
        let repository = name.split(separator: ":").first.map(String.init) ?? name
        if wanted == name || wanted == repository { return true }
        guard wanted.contains("*") else { return false }
        let parts = wanted.split(separator: "*", omittingEmptySubsequences: false)
        for subject in [name, repository] where subject.hasPrefix(parts[0]) && subject.hasSuffix(parts[parts.count - 1])
        {
            return true
        }
        return false
    }

    func inspect(_ reference: String) throws -> APIResponse {
        let image = try find(reference)
        let names = try names(of: image.id)
        let known = try engine.read { lab in lab.images.lookup(image.name) }
        let exposed = (known?.exposed ?? []).map { ("\($0)", JSONValue.object([:])) }
        let config: JSONObject = [
            "User": .string(known?.user ?? ""), "ExposedPorts": exposed.isEmpty ? .null : .object(JSONObject(exposed)),
            // Clients compare it with the container's, which shows what it was created with.
            "Env": .null,
            "Cmd": known?.command.map { JSONValue($0) } ?? .null,
            "Entrypoint": known?.entrypoint.map { JSONValue($0) } ?? .null, "Volumes": .null, "WorkingDir": "",
            "Labels": .null,
        ]
        return .json([
            "Id": .string(image.id), "RepoTags": JSONValue(names.filter { !$0.contains("@") }),
            "RepoDigests": JSONValue(names.filter { $0.contains("@") }), "Parent": "", "Comment": "",
            "Created": .string(image.created), "DockerVersion": "", "Author": "", "Config": .object(config),
            "ContainerConfig": .object(config), "Architecture": "amd64", "Os": "linux", "Size": 0,
            "GraphDriver": ["Data": .null, "Name": "overlayfs"], "RootFS": ["Type": "layers", "Layers": []],
            "Metadata": ["LastTagTime": .string(image.created)],
        ])
    }

    func history(_ reference: String) throws -> APIResponse {
        let image = try find(reference)
        let created = (Timestamp(rfc3339: image.created)?.nanoseconds ?? 0) / 1_000_000_000
        return .json([
            [
                "Comment": "", "Created": .int(created), "CreatedBy": "netsim: a name without files",
                "Id": .string(image.id), "Size": 0, "Tags": JSONValue(try names(of: image.id)),
            ]
        ])
    }

    /// A pull, with the progress that clients show.
    func create(_ request: APIRequest) throws -> APIResponse {
        if request.has("fromSrc") {
            throw CallFailure(501, "netsim holds no files of images: name any image, docker pull NAME makes it known")
        }
        let image = request.text("fromImage")
        let tag = request.text("tag")
        let reference = tag.isEmpty ? image : tag.contains(":") ? "\(image)@\(tag)" : "\(image):\(tag)"
        try check(reference)
        let wasThere = try records.read(.images)[Self.name(of: reference)] != nil
        try pull(reference, at: engine.now)
        let parsed = ImageReference(reference)
        let repository =
            parsed.repository.hasPrefix("docker.io/")
            ? String(parsed.repository.dropFirst("docker.io/".count)) : parsed.repository
        let id = ImageIdentity.of(reference)
        let layer = String(id.dropFirst("sha256:".count).prefix(12))
        var lines: [JSONValue] = [
            ["status": .string("Pulling from \(repository)"), "id": .string(parsed.tag ?? "latest")]
        ]
        if !wasThere {
            for status in ["Pulling fs layer", "Download complete", "Pull complete"] {
                lines.append(["status": .string(status), "progressDetail": [:], "id": .string(layer)])
            }
        }
        lines.append(["status": .string("Digest: \(id)")])
        let outcome = wasThere ? "Image is up to date for" : "Downloaded newer image for"
        lines.append(["status": .string("Status: \(outcome) \(Self.name(of: reference))")])
        let pieces = lines.map { Array(($0.json(.marshal) + "\r\n").utf8) }
        // Clients tell many lines from one value by the response's coming in chunks.
        return .stream(contentType: "application/json") { writer in
            for piece in pieces { writer.write(piece) }
            writer.end()
        }
    }

    func tag(_ reference: String, _ request: APIRequest) throws -> APIResponse {
        let image = try find(reference)
        let repository = request.text("repo")
        let tag = request.text("tag")
        let name = tag.isEmpty ? repository : "\(repository):\(tag)"
        try check(name)
        try records.change(.images) { table in
            table[Self.name(of: name)] = ["Id": .string(image.id), "Created": .string(image.created)]
        }
        return .empty(201)
    }

    func remove(_ reference: String, _ request: APIRequest) throws -> APIResponse {
        let image = try find(reference)
        let names = try names(of: image.id)
        let isLast = names.count == 1
        if isLast, !request.flag("force"),
            let user = try engine.read({ lab in
                lab.allContainers.first { ImageIdentity.of($0.config.image) == image.id }
            })
        {
            let state =
                user.isUp ? "running container \(user.id.short) is using" : "container \(user.id.short) is using"
            throw LabError(
                .conflict,
                "conflict: unable to \(user.isUp ? "delete" : "remove repository reference") \(user.isUp ? image.id : "\"\(image.name)\"") (\(user.isUp ? "cannot be forced" : "must force")) - \(state) its referenced image \(image.id.dropFirst(7).prefix(12))"
            )
        }
        try records.change(.images) { $0[image.name] = nil }
        var gone: [JSONValue] = [["Untagged": .string(image.name)]]
        if isLast { gone.append(["Deleted": .string(image.id)]) }
        return .json(.array(gone))
    }
}
