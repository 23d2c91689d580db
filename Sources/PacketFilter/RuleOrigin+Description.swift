internal import Addressing
package import Lab

extension RuleOrigin {
    /// The option or flag that put the rule there, in a user's words: `network back: enable_icc=false`.
    package func description(in lab: Lab) -> String {
        switch self {
        case .engine: "engine"
        case .network(let id, let cause): "network \(Self.network(id, in: lab)): \(cause.description(id, in: lab))"
        case .port(let container, _, let port): "port \(Self.text(port)) of \(Self.container(container, in: lab))"
        case .endpoint(let container, let network):
            "container \(Self.container(container, in: lab)) on \(Self.network(network, in: lab)): no direct access"
        case .link(let parent, let child):
            "link of \(Self.container(parent, in: lab)) to \(Self.container(child, in: lab))"
        case .user(let number): "your own rule \(number)"
        }
    }

    /// `8080:80/tcp`, with a host address that is no wildcard before it; `80/tcp` where nothing is bound.
    private static func text(_ port: PublishedPort) -> String {
        if port.hostPort == 0 { return "\(port.port)" }
        if port.hostAddress.isUnspecified { return "\(port.hostPort):\(port.port)" }
        let address = port.hostAddress.bracketed
        return "\(address):\(port.hostPort):\(port.port)"
    }

    private static func network(_ id: NetworkID, in lab: Lab) -> String { lab.network(id)?.name ?? id.short }

    private static func container(_ id: ContainerID, in lab: Lab) -> String { lab.container(id)?.name ?? id.short }
}

extension RuleOrigin.NetworkCause {
    fileprivate func description(_ id: NetworkID, in lab: Lab) -> String {
        switch self {
        case .established: "replies to what was let through"
        case .isolation: "closed to other networks but for published ports"
        case .forwarding: "containers may send"
        case .interContainerCommunication:
            lab.network(id)?.isDefaultBridge == true ? "--icc=false of the engine" : "enable_icc=false"
        case .isInternal: "--internal"
        case .gatewayMode(let mode): "gateway mode \(mode.rawValue)"
        case .masquerade: Self.masquerade(id, in: lab)
        case .trustedInterface(let name): "trusted_host_interfaces=\(name)"
        case .bridge: "its bridge"
        }
    }

    private static func masquerade(_ id: NetworkID, in lab: Lab) -> String {
        guard let options = lab.network(id)?.bridge, options.hostIPv4 != nil || options.hostIPv6 != nil else {
            return "enable_ip_masquerade=true"
        }
        return "host_ipv4 or host_ipv6"
    }
}
