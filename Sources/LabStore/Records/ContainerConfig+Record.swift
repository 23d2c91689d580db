internal import Addressing
internal import Lab

extension ContainerConfig: Record {
    static func fields<C: FieldCoder>(
        _ given: ContainerConfig?,
        with coder: inout C
    ) throws(FieldError) -> ContainerConfig {
        ContainerConfig(
            stored: try coder.field("image", given?.image),
            command: try coder.list("command", given?.command),
            entrypoint: try coder.optional("entrypoint", given?.entrypoint),
            networkMode: try coder.field("networkMode", given?.networkMode),
            hostname: try coder.field("hostname", given?.hostname),
            domainname: try coder.field("domainname", given?.domainname),
            environment: try coder.list("environment", given?.environment),
            labels: try coder.map("labels", given?.labels),
            exposedPorts: try coder.list("exposedPorts", given?.exposedPorts),
            portBindings: try coder.list("portBindings", given?.portBindings),
            publishAll: try coder.field("publishAll", given?.publishAll),
            dns: try coder.list("dns", given?.dns),
            dnsSearch: try coder.list("dnsSearch", given?.dnsSearch),
            dnsOptions: try coder.list("dnsOptions", given?.dnsOptions),
            extraHosts: try coder.list("extraHosts", given?.extraHosts),
            links: try coder.list("links", given?.links),
            restartPolicy: try coder.field("restartPolicy", given?.restartPolicy),
            autoRemove: try coder.field("autoRemove", given?.autoRemove),
            tty: try coder.field("tty", given?.tty),
            openStdin: try coder.field("openStdin", given?.openStdin),
            stopSignal: try coder.optional("stopSignal", given?.stopSignal)
        )
    }
}

extension ContainerConfig.RestartPolicy: Record {
    private var kind: RestartPolicyKind {
        switch self {
        case .no: .no
        case .always: .always
        case .unlessStopped: .unlessStopped
        case .onFailure: .onFailure
        }
    }

    private var maximumRetries: Int? { if case .onFailure(let retries) = self { retries } else { nil } }

    static func fields<C: FieldCoder>(
        _ given: ContainerConfig.RestartPolicy?,
        with coder: inout C
    ) throws(FieldError) -> ContainerConfig.RestartPolicy {
        switch try coder.field("name", given?.kind) {
        case .no: .no
        case .always: .always
        case .unlessStopped: .unlessStopped
        case .onFailure: .onFailure(maximumRetries: try coder.field("maximumRetries", given?.maximumRetries))
        }
    }
}

extension PortBinding: Record {
    static func fields<C: FieldCoder>(_ given: PortBinding?, with coder: inout C) throws(FieldError) -> PortBinding {
        PortBinding(
            port: try coder.field("port", given?.port),
            hostAddress: try coder.optional("hostAddress", given?.hostAddress),
            hostPorts: try coder.optional("hostPorts", given?.hostPorts)
        )
    }
}

/// The cases of a restart policy, without what they carry.
enum RestartPolicyKind: String, Choice {
    case no
    case always
    case unlessStopped = "unless-stopped"
    case onFailure = "on-failure"
    static let numbered: [RestartPolicyKind] = [.no, .always, .unlessStopped, .onFailure]
}
