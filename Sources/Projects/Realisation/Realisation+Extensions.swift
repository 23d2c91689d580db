public import Compose
package import Images
public import Lab
public import YAML

extension Realisation {
    /// Takes note of what somebody says of an image beside the projects.
    package mutating func state(_ image: ImageEntry) { lab.state(image) }

    /// Projects as a lab, with what they say under `x-netsim`.
    ///
    /// - Parameters:
    ///   - extensions: one for each project.
    ///   - lab: what the host already holds, such as a lab with an engine's own settings; nil: nothing but Docker.
    ///   - assumesExternals: whether external networks that are missing are invented.
    public static func of(
        _ projects: [ComposeProject],
        extensions: [Extension],
        sources: SourceTable,
        host: HostFacts = HostFacts(),
        on lab: Lab? = nil,
        seed: UInt64 = 0,
        assumesExternals: Bool = true,
        at now: Timestamp
    ) -> Realisation {
        var told = projects
        for (index, said) in extensions.enumerated() where told.indices.contains(index) { said.apply(to: &told[index]) }
        var realisation = Realisation.of(
            told,
            sources: sources,
            host: host,
            on: lab,
            seed: seed,
            statement: HostStatement.union(extensions.map(\.host)),
            assumesExternals: assumesExternals,
            at: now
        )
        for (index, said) in extensions.enumerated() {
            let refused = said.apply(
                on: &realisation.lab,
                networks: realisation.networks.filter { $0.project == index },
                containers: realisation.containers.filter { $0.project == index }
            )
            realisation.failures += refused.map { impaired, error in
                RealisationFailure(
                    subject: impaired.service.map { .container(project: index, service: $0, number: 1) }
                        ?? .network(project: index, key: impaired.network ?? ""),
                    step: .start,
                    error: error,
                    place: impaired.place
                )
            }
        }
        return realisation
    }
}
