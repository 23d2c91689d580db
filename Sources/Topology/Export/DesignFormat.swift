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
    package func text(of lab: Lab, name: String, pinsEverything: Bool = false, at now: Timestamp) -> String {
        switch self {
        case .compose: ComposeExport.text(of: lab, pinsEverything: pinsEverything)
        case .docker: DockerScript.text(of: lab, pinsEverything: pinsEverything, at: now)
        case .iproute2: NamespaceScript.text(of: lab, namespace: name)
        case .containerlab: ContainerlabExport.text(of: lab, name: name)
        case .networkpolicy: NetworkPolicyExport.text(of: lab)
        case .swarm: ComposeExport.text(of: lab, as: .swarm)
        }
    }
}
