internal import Addressing

extension Lab {
    /// The label that says which ports a container's service really opens: `80,53/udp`, in place of those that it
    /// exposes and publishes. Empty: none.
    public static let listenLabel = "netsim.listen"

    /// The ports that a container's service listens on, lowest first: those it exposes and publishes, unless a label
    /// says otherwise. They are open in the container's stack on every address, while it runs.
    public func listeningPorts(of container: Container) -> [ContainerPort] {
        if let text = container.config.labels[Self.listenLabel] {
            return Set(text.split(separator: ",").compactMap(Self.listenedPort)).sorted()
        }
        return Set(container.config.exposedPorts + container.config.portBindings.map(\.port)).sorted()
    }

    private static func listenedPort(_ text: Substring) -> ContainerPort? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, let number = UInt16(first.filter { $0 != " " }), number > 0
        else { return nil }
        guard parts.count == 2 else { return ContainerPort(number) }
        return TransportProtocol(rawValue: parts[1].filter { $0 != " " }.lowercased()).map { ContainerPort(number, $0) }
    }
}
