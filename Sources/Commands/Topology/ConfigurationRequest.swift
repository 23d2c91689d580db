internal import Compose
internal import Lint
internal import Projects
internal import Text
internal import YAML

/// Which `.netsim.yaml` a command goes by.
struct ConfigurationRequest: Sendable {
    static let name = ".netsim.yaml"

    private var file: String?
    private var isOff = false

    static var flags: [Flag<ConfigurationRequest>] {
        [
            .string("config", "Configuration to go by, in place of the repository's .netsim.yaml") { $0.file = $1 }
                .completing(.files),
            .bool("no-config", "Go by no configuration") { $0.isOff = $1 },
        ]
    }

    /// A configuration and the folder that its paths start from.
    struct Found {
        let configuration: Configuration
        let folder: String

        func path(_ text: String) -> String { text.hasPrefix("/") || folder.isEmpty ? text : "\(folder)/\(text)" }

        /// What of the configuration silences a finding; nil where nothing does.
        func reason(for finding: Finding) -> String? {
            let parts = finding.subject.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            return configuration.ignored.first { ignored in
                func isAbout(_ kind: String, _ name: String?) -> Bool {
                    name.map { name in zip(parts, parts.dropFirst()).contains { $0 == (kind, name) } } ?? true
                }
                return ignored.rule.value == finding.rule && isAbout("service", ignored.service)
                    && isAbout("network", ignored.network)
            }?.reason
        }
    }

    /// The configuration that holds for files; nil where there is none.
    ///
    /// - Throws: a failure with status 2 for one that cannot be read, or that names a rule that there is not.
    func find(
        for request: ProjectRequest,
        _ operands: [String],
        in session: Session
    ) throws(CommandFailure) -> Found? {
        if isOff {
            if file != nil {
                throw CommandFailure("netsim: --config names a file that --no-config leaves out: give one", status: 2)
            }
            return nil
        }
        let disk = DiskFiles(standardInput: session.surroundings.readAll)
        guard let path = file ?? discovered(from: folder(of: request, operands, disk), disk, session) else {
            return nil
        }
        var sources = SourceTable()
        do throws(ComposeFailure) {
            let bytes: [UInt8]
            do throws(SourceError) {
                bytes = try disk.read(path, limit: YAMLReader.Limits().bytes)
            } catch {
                throw ComposeFailure([error])
            }
            let configuration = try Configuration(ofFile: sources.add(path: path, bytes: bytes), in: sources)
            let unknown = Self.unknownRules(of: configuration)
            if !unknown.isEmpty { throw ComposeFailure(unknown) }
            return Found(configuration: configuration, folder: Self.folder(of: path))
        } catch {
            throw DesignSource.failure(error, in: sources, session)
        }
    }

    private static func unknownRules(of configuration: Configuration) -> [SourceError] {
        let names = LintRule.all.map(\.name) + LintRule.otherNames
        return configuration.ignored.filter { !names.contains($0.rule.value) }.map { ignored in
            SourceError(
                "there is no rule \"\(ignored.rule.value)\" to ignore",
                at: ignored.rule.place,
                help: NearName.hint(for: ignored.rule.value, among: names) ?? "netsim check --list-rules lists them"
            )
        }
    }

    // MARK: - Where it lies

    /// The folder of the first file that is named; this one where none is.
    private func folder(of request: ProjectRequest, _ operands: [String], _ disk: DiskFiles) -> String {
        guard let first = request.files.first ?? operands.first, first != "-" else {
            return request.directory ?? "."
        }
        if disk.isFolder(first) { return first }
        let path = disk.exists(first) ? first : first.split(separator: ",").first.map(String.init) ?? first
        return Self.folder(of: path).isEmpty ? "." : Self.folder(of: path)
    }

    /// The nearest one of a folder and those above it, as far as the repository or the home goes; above neither, that of
    /// the folder alone: what others put into / or /tmp is nobody's configuration.
    private func discovered(from folder: String, _ disk: DiskFiles, _ session: Session) -> String? {
        let home = session.surroundings.environment("HOME").map(disk.absolute)
        var folders: [(shown: String, absolute: String)] = []
        var (shown, absolute) = (folder, disk.absolute(folder))
        var isBounded = false
        for _ in 0..<256 {
            folders.append((shown, absolute))
            if disk.exists("\(absolute)/.git") || disk.isFolder("\(absolute)/.git") || absolute == home {
                isBounded = true
                break
            }
            guard absolute != "/" else { break }
            absolute = Self.folder(of: absolute)
            shown = absolute
        }
        return (isBounded ? folders[...] : folders.prefix(1)).first { disk.exists("\($0.absolute)/\(Self.name)") }.map {
            $0.shown == "." ? Self.name : "\($0.shown == "/" ? "" : $0.shown)/\(Self.name)"
        }
    }

    /// Empty for a file of this folder.
    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
