internal import Compose
internal import Exchange
internal import Lab
internal import Projects
internal import YAML

extension ProjectRequest {
    /// What projects say under `x-netsim`, one for each.
    ///
    /// - Throws: what is wrong with any of them.
    static func extensions(of projects: [ComposeProject]) throws(ComposeFailure) -> [Extension] {
        var extensions: [Extension] = []
        var errors: [SourceError] = []
        for project in projects {
            do throws(ComposeFailure) {
                extensions.append(try Extension(of: project))
            } catch {
                errors += error.errors
            }
        }
        if !errors.isEmpty { throw ComposeFailure(errors) }
        return extensions
    }

    /// What one host has once the projects are up, played through without touching any state.
    ///
    /// No moment is seen in it: one that is fixed makes equal files give equal bytes.
    ///
    /// - Parameter host: the host that they are for; nil: one with nothing but Docker.
    static func play(
        _ projects: [ComposeProject],
        _ extensions: [Extension],
        of sources: SourceTable,
        on host: HostDescription? = nil,
        in session: Session
    ) -> Realisation {
        let seed = session.options.seed ?? 0
        let created = Timestamp(seconds: 0)
        let engine = session.options.engine ?? extensions.lazy.compactMap { $0.engine?.value }.first ?? .head
        var realisation = Realisation.of(
            projects,
            extensions: extensions,
            sources: sources,
            on: host?.lab(seed: seed, engine: engine, created: created)
                ?? Lab(seed: seed, engine: EngineSettings(engineID: "", version: engine), created: created),
            seed: seed,
            at: created
        )
        for image in session.statedImages { realisation.state(image) }
        return realisation
    }

    /// Reads the projects of a command line and plays them through.
    func play(
        _ operands: [String],
        on host: HostDescription? = nil,
        in session: Session,
        into sources: inout SourceTable
    ) throws(ComposeFailure) -> Realisation {
        let projects = try load(operands, in: session, into: &sources)
        let extensions = try Self.extensions(of: projects)
        return Self.play(projects, extensions, of: sources, on: host, in: session)
    }
}
