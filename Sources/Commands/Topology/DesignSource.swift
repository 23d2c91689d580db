internal import Compose
internal import Lab
internal import LabStore
internal import Rendering
internal import Topology
internal import YAML

/// A design that a command line names: Compose files, a lab (`lab:NAME`), or a Compose file of a git revision
/// (`HEAD:compose.yaml`).
struct DesignSource {
    let text: String

    /// The design as a lab.
    ///
    /// - Throws: a failure with status 2 for what cannot be read.
    func lab(_ request: ProjectRequest, in session: Session) throws -> Lab {
        if text.hasPrefix("lab:") { return try stored(String(text.dropFirst("lab:".count)), session) }
        let disk = DiskFiles(standardInput: session.surroundings.readAll)
        if let (revision, path) = Self.revision(in: text), !disk.exists(text) {
            let files = try GitFiles(revision: revision)
            var options = request.options(of: session)
            options.files = [path]
            return try Self.realised([options], from: files, session)
        }
        var options = request.options(of: session)
        if disk.isFolder(text) {
            options.workingDirectory = text
        } else {
            options.files = disk.exists(text) ? [text] : text.split(separator: ",").map(String.init)
        }
        return try Self.realised([options], from: disk, session)
    }

    private func stored(_ name: String, _ session: Session) throws -> Lab {
        do {
            let home = try session.home()
            guard try LabStore.exists(home: home, lab: name) else {
                throw CommandFailure(
                    "netsim: there is no lab \(name)",
                    status: 2,
                    hint: NearName.hint(for: name, among: session.labNames())
                )
            }
            return try LabStore(home: home, lab: name).read { $0 }
        } catch let error as StoreError {
            throw CommandFailure("netsim: \(error)", status: 2)
        }
    }

    /// `REVISION:PATH`.
    private static func revision(in text: String) -> (revision: String, path: String)? {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
        let path = text[text.index(after: colon)...]
        return path.isEmpty ? nil : (String(text[..<colon]), String(path))
    }

    /// Plays projects through on a host of their own, and says on standard error what the engine would refuse.
    static func realised(
        _ requests: [ComposeOptions],
        from files: some ComposeFiles,
        _ session: Session
    ) throws -> Lab {
        var sources = SourceTable()
        var projects: [ComposeProject] = []
        var extensions: [Extension] = []
        do throws(ComposeFailure) {
            for request in requests { projects.append(try ComposeLoader.load(request, from: files, into: &sources)) }
            for project in projects { extensions.append(try Extension(of: project)) }
        } catch {
            throw failure(error, in: sources, session)
        }
        let realisation = Realisation.of(
            projects,
            extensions: extensions,
            sources: sources,
            seed: session.options.seed ?? 0,
            at: Timestamp(seconds: 0)
        )
        for failure in realisation.failures {
            session.complain("netsim: \(sources.text(of: failure.place)): \(failure.error.message)")
        }
        return realisation.lab
    }

    static func failure(_ error: ComposeFailure, in sources: SourceTable, _ session: Session) -> CommandFailure {
        let style = TerminalStyle(isEnabled: session.wantsColourOnErrors)
        return CommandFailure(String(FailureReport.text(error, in: sources, style: style).dropLast()), status: 2)
    }
}

extension ProjectRequest {
    /// The options that all projects of a command line share.
    func options(of session: Session) -> ComposeOptions {
        var options = ComposeOptions()
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
