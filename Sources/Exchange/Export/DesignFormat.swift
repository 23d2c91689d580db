package import Lab

/// What a lab can be written as.
package enum DesignFormat: String, Hashable, Sendable, CaseIterable {
    case compose
    case docker
    case iproute2
    case containerlab
    case networkpolicy
    case swarm

    /// - Parameters:
    ///   - name: the lab's, for formats that have a name of their own.
    ///   - pinsEverything: asks for every address, whether the order of starting brings it back or not.
    ///   - external: networks that somebody else makes.
    ///   - dockerFlags: by a container's name, what `docker create` is told beside what the lab holds.
    ///   - kernelScript: the lab as commands of the kernel's own tools, which another room knows.
    package func text(
        of lab: Lab,
        name: String,
        pinsEverything: Bool = false,
        external: Set<NetworkID> = [],
        dockerFlags: [String: [String]] = [:],
        at now: Timestamp,
        kernelScript: (Lab) throws -> String
    ) rethrows -> String {
        switch self {
        case .compose: ComposeExport.text(of: lab, pinsEverything: pinsEverything, external: external)
        case .docker:
            DockerScript.text(of: lab, pinsEverything: pinsEverything, external: external, flags: dockerFlags, at: now)
        case .iproute2: try kernelScript(lab)
        case .containerlab: ContainerlabExport.text(of: lab, name: name)
        case .networkpolicy: NetworkPolicyExport.text(of: lab)
        case .swarm: ComposeExport.text(of: lab, as: .swarm, external: external)
        }
    }
}
