internal import YAML

/// Which files make the project: those of `-f`, of `COMPOSE_FILE`, or the default ones of this folder or one above it.
struct FileFinder<Files: ComposeFiles> {
    let options: ComposeOptions
    let files: Files

    /// Empty, with a complaint, where there are none.
    func find(_ environment: ProjectEnvironment, _ log: inout LoadLog) -> [FileReference] {
        var named = options.files
        if named.isEmpty, let text = environment["COMPOSE_FILE"], !text.isEmpty {
            let separator = environment["COMPOSE_PATH_SEPARATOR"].flatMap { $0.isEmpty ? nil : $0 } ?? ":"
            named = Self.split(text, at: separator)
        }
        guard named.isEmpty else {
            return named.compactMap { name in
                if RemotePath.isRemote(name) {
                    log.errors.append(SourceError(RemotePath.complaint(of: name)))
                    return nil
                }
                return reference(name)
            }
        }
        return findDefault(&log)
    }

    private func reference(_ name: String) -> FileReference {
        if name == "-" {
            // Paths in it start from the folder of the process.
            return FileReference(path: "-", shown: "-")
        }
        return FileReference(path: FilePath.join(options.workingDirectory, name), shown: name)
    }

    private func findDefault(_ log: inout LoadLog) -> [FileReference] {
        let start =
            options.projectDirectory.map { FilePath.join(options.workingDirectory, $0) } ?? options.workingDirectory
        var folder = FileReference(path: start, shown: options.projectDirectory ?? ".")
        var absolute = files.absolute(start)
        for _ in 0..<256 {
            if let file = choose(DefaultFiles.names, "config", in: folder, &log) {
                return [file] + (choose(DefaultFiles.overrides, "override", in: folder, &log).map { [$0] } ?? [])
            }
            let parent = FilePath.folder(of: absolute)
            if parent == absolute { break }
            absolute = parent
            folder = FileReference(path: parent, shown: FilePath.join(folder.shown, ".."))
        }
        log.errors.append(
            SourceError(
                "no configuration file provided: not found",
                help: "name a file, or make one of \(DefaultFiles.names.joined(separator: ", "))"
            )
        )
        return []
    }

    private func choose(
        _ names: [String],
        _ kind: String,
        in folder: FileReference,
        _ log: inout LoadLog
    ) -> FileReference? {
        let found = names.map { folder.appending($0) }.filter { files.exists($0.path) }
        guard let winner = found.first else { return nil }
        if found.count > 1 {
            let list = found.map(\.shown).joined(separator: ", ")
            log.warnings.append(SourceError("Found multiple \(kind) files with supported names: \(list)"))
            log.warnings.append(SourceError("Using \(winner.shown)"))
        }
        return winner
    }

    private static func split(_ text: String, at separator: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var rest = Substring(text)
        while let next = rest.first {
            if rest.hasPrefix(separator) {
                parts.append(part)
                part = ""
                rest = rest.dropFirst(separator.count)
            } else {
                part.append(next)
                rest.removeFirst()
            }
        }
        return (parts + [part]).filter { !$0.isEmpty }
    }
}

/// The names that are looked for, the preferred ones first.
public enum DefaultFiles {
    public static let names = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"]
    public static let overrides = [
        "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml",
    ]
}

/// Files that Compose would fetch.
enum RemotePath {
    static func isRemote(_ path: String) -> Bool {
        ["http://", "https://", "oci://", "git://", "ssh://", "git@", "github.com/"].contains { path.hasPrefix($0) }
    }

    static func complaint(of path: String) -> String {
        "\(path) is remote, and nothing is fetched"
    }
}
