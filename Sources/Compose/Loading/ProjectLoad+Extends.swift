internal import Lab
internal import Text
internal import YAML

extension ProjectLoad {
    /// Puts each service of a document upon the one that it extends.
    ///
    /// - Parameter folder: where the files that it names are looked for: the project's, whichever file names them.
    mutating func extend(
        _ document: inout YAMLNode,
        of file: ParsedFile,
        folder: FileReference,
        _ environment: ProjectEnvironment
    ) {
        guard let services = document["services"], let entries = services.mapping,
            entries.contains(where: { $0.value["extends"] != nil })
        else { return }
        var extender = Extender(environment: environment)
        let home = Extender.Home(key: "", reference: file.reference, folder: folder, services: services)
        var extended = entries
        for index in extended.indices where extended[index].value["extends"] != nil {
            guard let service = resolve(entries[index], in: home, through: [], &extender) else { continue }
            extended[index].value = service
        }
        document.replace("services", with: YAMLNode(.mapping(extended), at: services.place, tag: services.tag))
    }

    /// A service with all that it extends; nil, with a complaint, where that cannot be told.
    private mutating func resolve(
        _ entry: YAMLNode.Entry,
        in home: Extender.Home,
        through chain: [Extender.Link],
        _ extender: inout Extender
    ) -> YAMLNode? {
        guard let (reference, place) = Extender.reference(of: entry.value) else {
            return entry.value.removing("extends")
        }
        // What can be merged no more was complained of.
        guard log.mergesLeft >= 0 else { return nil }
        let link = Extender.Link(file: home.key, service: entry.key, shown: home.reference.shown)
        if let known = extender.resolved[link] { return known }
        if chain.contains(link) {
            let steps = (chain.drop { $0 != link } + [link]).map { "\($0.service) in \($0.shown)" }
            log.errors.append(
                SourceError("Circular reference: \(steps.joined(separator: " extends "))", at: place)
            )
            extender.resolved[link] = .some(nil)
            return nil
        }
        guard chain.count < Extender.maximumDepth else {
            log.errors.append(SourceError("services extend each other more than \(chain.count) deep", at: place))
            return nil
        }
        var source = home
        if let file = reference.file {
            guard let other = extendedFile(file, from: home, naming: entry.key, at: place, &extender) else {
                extender.resolved[link] = .some(nil)
                return nil
            }
            source = other
        }
        guard let base = source.services.entry(reference.service) else {
            let suffix = reference.file.map { " in \($0)" } ?? ""
            log.errors.append(
                SourceError(
                    "cannot extend service \(GoQuote.quote(entry.key)) in \(home.reference.shown): "
                        + "service \(GoQuote.quote(reference.service)) not found\(suffix)",
                    at: place,
                    help: NearName.hint(
                        for: reference.service,
                        among: (source.services.mapping ?? []).map(\.key)
                    )
                )
            )
            extender.resolved[link] = .some(nil)
            return nil
        }
        if !source.key.isEmpty, !base.value.isNull, extender.checked.insert([source.key, base.key]).inserted {
            var checker = SchemaChecker(at: ["services", base.key])
            checker.check(base.value, .mapping(Schema.service))
            log.errors += checker.errors
        }
        let own = entry.value.removing("extends")
        guard let whole = resolve(base, in: source, through: chain + [link], &extender) else {
            extender.resolved[link] = .some(nil)
            return nil
        }
        let service = whole.isNull ? own : merged(Merger.withoutTags(whole), own, .mapping(Schema.service))
        extender.resolved[link] = service
        return service
    }

    /// The services of another file, all its documents merged; nothing of it is extended or included yet.
    private mutating func extendedFile(
        _ path: String,
        from home: Extender.Home,
        naming service: String,
        at place: SourcePlace,
        _ extender: inout Extender
    ) -> Extender.Home? {
        if RemotePath.isRemote(path) {
            log.errors.append(SourceError(RemotePath.complaint(of: path), at: place))
            return nil
        }
        let reference = home.folder.appending(path)
        let key = files.absolute(reference.path)
        if let known = extender.files[key] { return known }
        extender.files[key] = .some(nil)
        guard let parsed = parse(reference, asking: place) else { return nil }
        var model = YAMLNode(.mapping([]), at: place)
        for document in parsed.documents {
            guard let own = prepared(document, extender.environment, upon: nil) else { return nil }
            model = merged(model, own)
        }
        guard let services = model["services"], services.mapping != nil else {
            let what = model["services"] == nil ? "no services section" : "services must be a mapping"
            log.errors.append(
                SourceError("cannot extend service \(GoQuote.quote(service)) in \(reference.shown): \(what)", at: place)
            )
            return nil
        }
        folders[parsed.index] = reference.folder
        let other = Extender.Home(key: key, reference: reference, folder: reference.folder, services: services)
        extender.files[key] = other
        return other
    }
}

/// What is known of services that extend others, in one document.
struct Extender {
    /// Where services stand that may be extended.
    struct Home {
        /// The file's absolute path; empty for the document itself.
        let key: String
        let reference: FileReference
        /// Where files are looked for that it names.
        let folder: FileReference
        let services: YAMLNode
    }

    struct Link: Hashable {
        let file: String
        let service: String
        let shown: String
    }

    static let maximumDepth = 200

    let environment: ProjectEnvironment
    var resolved: [Link: YAMLNode?] = [:]
    var files: [String: Home?] = [:]
    var checked: Set<[String]> = []

    init(environment: ProjectEnvironment) {
        self.environment = environment
    }

    /// What `extends` names; nil where there is none, or none that the schema takes.
    static func reference(of service: YAMLNode) -> ((file: String?, service: String), SourcePlace)? {
        guard let extends = service["extends"] else { return nil }
        if let name = extends.string { return ((nil, name), extends.place) }
        guard let name = extends["service"]?.string else { return nil }
        return ((extends["file"]?.string, name), (extends["file"] ?? extends["service"] ?? extends).place)
    }
}

extension YAMLNode {
    func removing(_ key: String) -> YAMLNode {
        guard let entries = mapping, entries.contains(where: { $0.key == key }) else { return self }
        return YAMLNode(.mapping(entries.filter { $0.key != key }), at: place, tag: tag)
    }

    /// Sets a key's value; a new key stands where its value does.
    mutating func replace(_ key: String, with value: YAMLNode) {
        guard var entries = mapping else { return }
        if let index = entries.firstIndex(where: { $0.key == key }) {
            entries[index].value = value
        } else {
            entries.append(.init(key: key, at: value.place, value: value))
        }
        content = .mapping(entries)
    }
}
