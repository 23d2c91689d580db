internal import Lab
internal import YAML

extension ProjectLoad {
    /// Takes the resources of included files into a document.
    mutating func include(
        _ list: YAMLNode,
        into document: inout YAMLNode,
        folder: FileReference,
        _ environment: ProjectEnvironment,
        including: [String]
    ) {
        guard including.count < Self.maximumIncludeDepth else {
            log.errors.append(
                SourceError("files include each other more than \(including.count - 1) deep", at: list.place)
            )
            return
        }
        for item in list.sequence ?? [] {
            guard let request = IncludeRequest(item) else { continue }
            guard let model = included(request, folder: folder, environment, including: including) else { continue }
            importResources(of: model, into: &document, at: item.place)
        }
        document = document.removing("include")
    }

    static var maximumIncludeDepth: Int { 100 }

    private mutating func included(
        _ request: IncludeRequest,
        folder: FileReference,
        _ environment: ProjectEnvironment,
        including: [String]
    ) -> YAMLNode? {
        var parsed: [ParsedFile] = []
        for path in request.paths {
            if RemotePath.isRemote(path.value) {
                log.errors.append(SourceError(RemotePath.complaint(of: path.value), at: path.place))
                return nil
            }
            let reference = folder.appending(path.value)
            let absolute = files.absolute(reference.path)
            if including.contains(absolute) {
                let chain = (including + [absolute]).joined(separator: " include ")
                log.errors.append(SourceError("include cycle detected: \(chain)", at: path.place))
                return nil
            }
            guard let file = parse(reference, asking: path.place) else { return nil }
            parsed.append(file)
        }
        guard let first = parsed.first else { return nil }
        let home = request.projectDirectory.map { folder.appending($0) } ?? first.reference.folder
        var inner = environment
        if request.environmentFiles.isEmpty {
            readDefaultEnvironment(into: &inner, directory: home.path)
        } else {
            let references = request.environmentFiles.map { folder.appending($0.value) }
            readEnvironment(references, into: &inner, asking: request.environmentFiles.first?.place)
        }
        return layer(of: parsed, folder: home, inner, including: including)
    }

    /// What is defined twice is merged, the document's own upon what it includes.
    private mutating func importResources(of model: YAMLNode, into document: inout YAMLNode, at place: SourcePlace) {
        for section in ["services", "volumes", "networks", "secrets", "configs", "models", "jobs"] {
            guard let imported = model[section], let additions = imported.mapping else { continue }
            let own = document[section]
            var entries = own?.mapping ?? []
            var positions = Dictionary(entries.indices.map { (entries[$0].key, $0) }, uniquingKeysWith: { a, _ in a })
            let (shape, _) = Shape.mapping(Schema.project).child(section)
            for addition in additions {
                guard let position = positions[addition.key] else {
                    positions[addition.key] = entries.count
                    entries.append(addition)
                    continue
                }
                let (item, rule) = shape.child(addition.key)
                entries[position].value = merged(addition.value, entries[position].value, item, rule)
            }
            document.replace(
                section,
                with: YAMLNode(.mapping(entries), at: own?.place ?? imported.place, tag: own?.tag)
            )
        }
        // Compose leaves extensions behind; what a file says to netsim holds for its services wherever they are.
        if let imported = model["x-netsim"] {
            let own = document["x-netsim"]
            document.replace("x-netsim", with: own.map { merged(imported, $0, .anything) } ?? imported)
        }
    }
}

/// An item of `include`.
private struct IncludeRequest {
    let paths: [Placed<String>]
    let projectDirectory: String?
    let environmentFiles: [Placed<String>]

    init?(_ node: YAMLNode) {
        let path = node.string == nil ? node["path"] : node
        guard let path else { return nil }
        paths = Self.texts(path)
        projectDirectory = node["project_directory"]?.string
        environmentFiles = node["env_file"].map(Self.texts) ?? []
    }

    private static func texts(_ node: YAMLNode) -> [Placed<String>] {
        (node.sequence ?? [node]).compactMap { item in item.string.map { Placed($0, at: item.place) } }
    }
}
