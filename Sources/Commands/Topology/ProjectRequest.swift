internal import Compose
internal import DockerValues
internal import Images
internal import Projects
internal import YAML

/// Which projects a command line names, and the options that Compose has for all of them.
struct ProjectRequest: Sendable {
    /// `-f`: files of one project.
    var files: [String] = []
    var profiles: [String] = []
    var environmentFiles: [String] = []
    var name: String?
    var directory: String?
    /// Files of images.
    var images: [String] = []
    /// What files are taken to hold, by their absolute paths, in place of what they do.
    var contents: [String: [UInt8]] = [:]

    static var flags: [Flag<ProjectRequest>] {
        [
            .list("env-file", as: "file", "File of variables for the Compose files, in place of .env") {
                $0.environmentFiles.append($1)
            }
            .completing(.files),
            .list("file", short: "f", as: "file", "File of one project; several are merged, as Compose merges them") {
                $0.files.append($1)
            }
            .completing(.files),
            .list("images", as: "file", "File that says what images listen on, as x-netsim.images does") {
                $0.images.append($1)
            }
            .completing(.files),
            .list("profile", as: "name", "Profile to enable; \"*\" for all") { $0.profiles.append($1) },
            .string("project-directory", "Folder that relative paths of the project start from") { $0.directory = $1 }
                .completing(.files),
            .string("project-name", short: "p", "Name of the project") { $0.name = $1 },
        ]
    }

    /// The projects: those of `-f` as one, and one for each operand; none named: the folder's. An operand may be a folder,
    /// or several files with commas between them, which are merged.
    func load(
        _ operands: [String],
        in session: Session,
        into sources: inout SourceTable
    ) throws(ComposeFailure) -> [ComposeProject] {
        session.statedImages = try statedImages(in: session, into: &sources)
        return try each(operands, in: session) { request, files throws(ComposeFailure) in
            try ComposeLoader.load(request, from: files, into: &sources)
        }
    }

    /// As ``load(_:in:into:)``, with as much of each project as can be understood where Compose refuses it.
    func examine(
        _ operands: [String],
        in session: Session,
        into sources: inout SourceTable
    ) throws(ComposeFailure) -> [ComposeProject] {
        session.statedImages = try statedImages(in: session, into: &sources)
        return try each(operands, in: session) { request, files throws(ComposeFailure) in
            try ComposeLoader.examine(request, from: files, into: &sources)
        }
    }

    private func each(
        _ operands: [String],
        in session: Session,
        _ read: (ComposeOptions, DiskFiles) throws(ComposeFailure) -> ComposeProject
    ) throws(ComposeFailure) -> [ComposeProject] {
        let files = DiskFiles(standardInput: session.surroundings.readAll, contents: contents)
        var requests: [ComposeOptions] = []
        if !self.files.isEmpty || operands.isEmpty { requests.append(options(self.files, session)) }
        for operand in operands {
            if files.isFolder(operand) {
                let found = Self.files(in: operand, files)
                var options = options(found, session)
                if found.isEmpty { options.workingDirectory = operand }
                requests.append(options)
            } else {
                let parts = files.exists(operand) ? [operand] : operand.split(separator: ",").map(String.init)
                requests.append(options(parts, session))
            }
        }
        var projects: [ComposeProject] = []
        var errors: [SourceError] = []
        for request in requests {
            do throws(ComposeFailure) {
                projects.append(try read(request, files))
            } catch {
                errors += error.errors
            }
        }
        if !errors.isEmpty { throw ComposeFailure(errors) }
        return projects
    }

    /// What the files of `--images` say.
    private func statedImages(
        in session: Session,
        into sources: inout SourceTable
    ) throws(ComposeFailure) -> [ImageEntry] {
        let files = DiskFiles(standardInput: session.surroundings.readAll)
        var entries: [ImageEntry] = []
        for path in images {
            let file: Int
            do throws(SourceError) {
                file = sources.add(path: path, bytes: try files.read(path, limit: YAMLReader.Limits().bytes))
            } catch {
                throw ComposeFailure([error])
            }
            entries += try Extension.images(ofFile: file, in: sources)
        }
        return entries
    }

    /// A folder's file and its override, under the names that Compose looks for (compose-go's `DefaultFileNames`).
    private static func files(in folder: String, _ files: DiskFiles) -> [String] {
        let base = folder.hasSuffix("/") ? folder : "\(folder)/"
        return [DefaultFiles.names, DefaultFiles.overrides].compactMap { names in
            names.first { files.exists(base + $0) }.map { base + $0 }
        }
    }

    func options(_ files: [String], _ session: Session) -> ComposeOptions {
        var options = ComposeOptions()
        options.files = files
        options.profiles = profiles
        options.environmentFiles = environmentFiles
        options.projectName = name
        options.projectDirectory = directory
        for name in session.surroundings.environmentNames() {
            options.environment[name] = session.surroundings.environment(name)
        }
        return options
    }
}
