internal import ContainerTools
internal import Engine
internal import Lab
internal import Rendering

/// The small file system of a container, as `cp` and `diff` use it.
extension RouteTable {
    static func addArchives(_ table: inout RouteTable) {
        table.add("GET", "/containers/{}/archive") { service, request, names in
            try service.readArchive(names[0], request, isHead: false)
        }
        table.add("HEAD", "/containers/{}/archive") { service, request, names in
            try service.readArchive(names[0], request, isHead: true)
        }
        table.add("PUT", "/containers/{}/archive") { service, request, names in
            try service.writeArchive(names[0], request)
        }
        table.add("GET", "/containers/{}/changes") { service, _, names in try service.changes(names[0]) }
        table.add("GET", "/containers/{}/export") { _, _, _ in
            throw CallFailure(501, "netsim holds no files of images: there is nothing to export")
        }
    }
}

extension EngineService {
    private func path(_ request: APIRequest) throws(LabError) -> String {
        let path = request.text("path")
        if path.isEmpty { throw LabError(.invalidParameter, "bad parameter: path cannot be empty") }
        return path.hasPrefix("/") ? path : "/" + path
    }

    func readArchive(_ name: String, _ request: APIRequest, isHead: Bool) throws -> APIResponse {
        let path = try path(request)
        let id = try engine.read { lab in try lab.container(matching: name).id }
        let entries = try engine.files(of: id) { container, context -> [Tar.Entry] in
            guard ContainerFiles.node(at: path, of: container, context) != nil else {
                throw LabError(.notFound, "Could not find the file \(path) in container \(name)")
            }
            let last = path.split(separator: "/").last.map(String.init) ?? "/"
            return Self.entries(at: path, named: last, of: container, context)
        }
        guard let first = entries.first else { throw CallFailure(500, "nothing is at \(path)") }
        let isFolder = first.content == .folder
        let size = if case .file(let content) = first.content { content.count } else { 4_096 }
        let stat: JSONValue = [
            // Go's file mode: the highest bit is that of a folder.
            "name": .string(first.name), "size": .int(Int64(size)),
            "mode": .int((isFolder ? 1 << 31 : 0) | Int64(first.mode)),
            "mtime": .string("\(Timestamp(seconds: first.changed))"), "linkTarget": "",
        ]
        let header = (name: "X-Docker-Container-Path-Stat", value: Base64.text(Array(stat.json().utf8)))
        return .whole(
            status: 200,
            headers: [header, (name: "Content-Type", value: "application/x-tar")],
            body: isHead ? [] : Tar.bytes(of: entries)
        )
    }

    /// What is at a path, and all that is below it: at most so many files.
    private static func entries(
        at path: String,
        named name: String,
        of container: Container,
        _ context: ToolContext
    ) -> [Tar.Entry] {
        var entries: [Tar.Entry] = []
        var left = [(path, name)]
        while let (path, name) = left.popLast(), entries.count < 10_000 {
            guard let (node, changed) = ContainerFiles.node(at: path, of: container, context) else { continue }
            let seconds = changed.nanoseconds / 1_000_000_000
            switch node {
            case .file(let text, let isExecutable):
                let mode = isExecutable ? 0o755 : 0o644
                entries.append(Tar.Entry(name: name, content: .file(Array(text.utf8)), mode: mode, changed: seconds))
            case .folder(let names):
                entries.append(Tar.Entry(name: name, content: .folder, mode: 0o755, changed: seconds))
                // What the kernel shows of itself is no file to copy.
                if ["/proc", "/sys", "/dev"].contains(path) { continue }
                let base = path.hasSuffix("/") ? path : path + "/"
                let folder = name.hasSuffix("/") ? name : name + "/"
                left += names.reversed().map { (base + $0, folder + $0) }
            }
        }
        return entries
    }

    func writeArchive(_ name: String, _ request: APIRequest) throws -> APIResponse {
        let path = try path(request)
        let id = try engine.read { lab in try lab.container(matching: name).id }
        let entries: [Tar.Entry]
        do throws(Tar.Fault) {
            entries = try Tar.entries(of: request.body)
        } catch {
            throw LabError(.invalidParameter, "Error processing tar file: \(error.text)")
        }
        try engine.changeFiles(of: id) { container, context in
            switch ContainerFiles.node(at: path, of: container, context)?.0 {
            case .folder?: break
            case .file?: throw LabError(.invalidParameter, "extraction point is not a directory")
            case nil: throw LabError(.notFound, "Could not find the file \(path) in container \(name)")
            }
            for entry in entries {
                let target = path + "/" + entry.name
                let content: WrittenFiles.Content
                switch entry.content {
                case .folder: content = .folder
                case .file(let bytes):
                    guard let text = String(validating: bytes, as: UTF8.self) else {
                        throw CallFailure(501, "netsim keeps files of text alone: \(entry.name) is none")
                    }
                    content = .file(text, isExecutable: entry.mode & 0o111 != 0)
                }
                if let problem = ContainerFiles.put(content, at: target, of: container, &context) {
                    throw LabError(.system, "\(target): \(problem)")
                }
            }
        }
        return .empty(200)
    }

    func changes(_ name: String) throws -> APIResponse {
        let id = try engine.read { lab in try lab.container(matching: name).id }
        let changes = try engine.files(of: id) { container, context in
            ContainerFiles.changes(of: container, context)
        }
        if changes.isEmpty { return .json(.null) }
        return .json(
            .array(changes.map { ["Path": .string($0.path), "Kind": .int(Int64($0.change.rawValue))] })
        )
    }
}
