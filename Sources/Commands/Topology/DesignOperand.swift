internal import Compose
internal import DockerValues
internal import Lab
internal import LabStore
internal import Topology
internal import YAML

/// What a command takes for a design: Compose files, a folder with one, a git revision's file, or a lab.
enum DesignOperand {
    /// The lab that a design comes to.
    ///
    /// - Parameter sources: takes the files that were read, for messages.
    /// - Throws: `ComposeFailure` for files that cannot be read, ``CommandFailure`` and store errors for labs.
    static func lab(
        _ text: String,
        _ request: ProjectRequest,
        in session: Session,
        into sources: inout SourceTable
    ) throws -> Lab {
        if text.hasPrefix("lab:") { return try stored(String(text.dropFirst("lab:".count)), session) }
        let projects = try projects(text, request, in: session, into: &sources)
        var extensions: [Extension] = []
        for project in projects { extensions.append(try Extension(of: project)) }
        // No moment is seen in the result.
        let realisation = Realisation.of(
            projects,
            extensions: extensions,
            sources: sources,
            seed: session.options.seed ?? 0,
            at: Timestamp(seconds: 0)
        )
        return realisation.lab
    }

    private static func projects(
        _ text: String,
        _ request: ProjectRequest,
        in session: Session,
        into sources: inout SourceTable
    ) throws -> [ComposeProject] {
        let disk = DiskFiles(standardInput: session.surroundings.readAll)
        if !disk.exists(text), let (revision, path) = GitFiles.split(text) {
            let options = request.options(path.split(separator: ",").map(String.init), session)
            return [try ComposeLoader.load(options, from: GitFiles(revision: revision), into: &sources)]
        }
        return try request.load([text], in: session, into: &sources)
    }

    private static func stored(_ name: String, _ session: Session) throws -> Lab {
        guard session.labNames().contains(name) else {
            throw CommandFailure("netsim: there is no lab \(name)", status: 2, hint: "netsim lab ls lists them")
        }
        let location = LabLocation(home: try session.home(), name: name, seed: 0, now: try session.now())
        return try session.surroundings.openLab(location).read { $0 }
    }
}
