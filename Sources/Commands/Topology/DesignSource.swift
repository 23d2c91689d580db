internal import Compose
internal import Lab
internal import LabStore
internal import Lint
internal import Projects
internal import Rendering
internal import Text
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
            var options = request.options([], session)
            options.files = [path]
            return try Self.realised([options], from: files, session)
        }
        var options = request.options([], session)
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
        let extensions: [Extension]
        do throws(ComposeFailure) {
            for request in requests { projects.append(try ComposeLoader.load(request, from: files, into: &sources)) }
            extensions = try ProjectRequest.extensions(of: projects)
        } catch {
            throw failure(error, in: sources, session)
        }
        let realisation = ProjectRequest.play(projects, extensions, of: sources, in: session)
        tellRefusals(realisation, session)
        return realisation.lab
    }

    /// Says on standard error what the engine would refuse, a line for each.
    static func tellRefusals(_ realisation: Realisation, _ session: Session) {
        for failure in realisation.failures {
            session.complain("netsim: \(realisation.sources.text(of: failure.place)): \(failure.error.message)")
        }
    }

    static func failure(_ error: ComposeFailure, in sources: SourceTable, _ session: Session) -> CommandFailure {
        let style = TerminalStyle(isEnabled: session.wantsColourOnErrors)
        return CommandFailure(String(FailureReport.text(error, in: sources, style: style).dropLast()), status: 2)
    }
}
