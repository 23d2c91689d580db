internal import Lab
internal import YAML

/// One load of one project, stage after stage.
struct ProjectLoad<Files: ComposeFiles> {
    let options: ComposeOptions
    let files: Files
    var log: LoadLog
    /// Whether what Compose refuses ends the load.
    let goesOn: Bool
    /// By position in the source table: where a file's relative paths start.
    var folders: [Int: FileReference] = [:]

    init(options: ComposeOptions, files: Files, sources: SourceTable, goesOn: Bool = false) {
        self.options = options
        self.goesOn = goesOn
        self.files = files
        log = LoadLog(sources: sources)
    }

    /// nil where there is not even a model; otherwise the log says whether it is whole.
    mutating func run() -> ComposeProject? {
        var environment = ProjectEnvironment(options.environment)
        let usesDefaultFile = readEnvironmentFiles(into: &environment, directory: startDirectory)
        let found = FileFinder(options: options, files: files).find(environment, &log)
        guard let first = found.first else { return nil }
        let home = first.path == "-" ? FileReference(path: options.workingDirectory, shown: ".") : first.folder
        let directory = options.projectDirectory.map { FilePath.join(options.workingDirectory, $0) } ?? home.path
        if usesDefaultFile, directory != startDirectory {
            readDefaultEnvironment(into: &environment, directory: directory)
        }
        let documents = found.map { parse($0, asking: nil) }
        guard !documents.contains(where: { $0 == nil }) else { return nil }
        let parsed = documents.compactMap { $0 }

        let name = projectName(of: parsed, directory: directory, environment)
        guard let name = name ?? (goesOn ? nameless(parsed) : nil) else { return nil }
        environment.set("COMPOSE_PROJECT_NAME", name.value)

        let folder = FileReference(path: directory, shown: options.projectDirectory ?? home.shown)
        let model = layer(of: parsed, folder: folder, environment, including: [])
        var project = ComposeProject(name: name, directory: folder.shown)
        project.profiles = activeProfiles(environment)
        guard log.errors.isEmpty || goesOn else { return nil }
        if model.mapping?.allSatisfy({ $0.key == "version" }) != false {
            log.errors.append(SourceError("empty compose file", at: model.place))
            return nil
        }
        var reader = ProjectReader(project: project, environment: environment, goesOn: goesOn)
        reader.read(model) { readEnvironmentFiles(of: $0, environment) }
        // Of a value that the schema refuses, what reads it has no more to say.
        let refused = Set(log.errors.compactMap(\.place))
        let errors = reader.errors.filter { error in error.place.map { !refused.contains($0) } ?? true }
        log.errors += errors.map { found.count == 1 ? withBase($0, first.shown) : $0 }
        log.warnings += reader.warnings
        project = reader.project
        project.suppressions = Suppressions.read(log.sources)
        project.warnings = log.warnings
        return project
    }

    /// A service without an image in a file that is given alone may be meant to be put upon another file's.
    private func withBase(_ error: SourceError, _ file: String) -> SourceError {
        guard error.help == nil, error.message.contains("has neither an image nor a build context") else {
            return error
        }
        var error = error
        let name = FilePath.name(of: file)
        let isOverride = name.contains("override") || !DefaultFiles.names.contains(name)
        let base = name.hasPrefix("docker-compose") ? "docker-compose.yml" : "compose.yaml"
        error.help =
            isOverride
            ? "this is an override: give its base first, as in -f \(base) -f \(file)"
            : "give it an image, or build it from a folder"
        return error
    }

    /// Where `.env` and the project's file are looked for before anything is known.
    private var startDirectory: String {
        if let directory = options.projectDirectory { return FilePath.join(options.workingDirectory, directory) }
        guard let first = options.files.first(where: { $0 != "-" }) else { return options.workingDirectory }
        return FilePath.folder(of: FilePath.join(options.workingDirectory, first))
    }

    private func activeProfiles(_ environment: ProjectEnvironment) -> [String] {
        if !options.profiles.isEmpty { return options.profiles }
        return (environment["COMPOSE_PROFILES"] ?? "").split(separator: ",")
            .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
            .filter { !$0.isEmpty }
    }

    /// The documents of a file; nil where it cannot be read.
    mutating func parse(_ file: FileReference, asking place: SourcePlace?) -> ParsedFile? {
        guard let index = log.read(file.path, shown: file.shown, from: files, asking: place) else { return nil }
        do throws(SourceError) {
            let documents = try YAMLReader.read(file: index, in: log.sources)
            if documents.isEmpty {
                log.errors.append(
                    SourceError("empty compose file", at: SourcePlace(file: index, line: 1, column: 1))
                )
                return nil
            }
            return ParsedFile(reference: file, index: index, documents: documents)
        } catch {
            log.errors.append(error)
            return nil
        }
    }
}

/// A file's path for the system, and as the user would write it.
struct FileReference: Hashable, Sendable {
    let path: String
    let shown: String

    var folder: FileReference {
        FileReference(path: FilePath.folder(of: path), shown: FilePath.folder(of: shown))
    }

    /// A path that is written in a file of this folder.
    func appending(_ relative: String) -> FileReference {
        FileReference(path: FilePath.join(path, relative), shown: FilePath.join(shown, relative))
    }
}

struct ParsedFile {
    let reference: FileReference
    /// Position in the source table.
    let index: Int
    let documents: [YAMLNode]
}
