internal import Addressing
internal import Lab

extension ContainerConfig: Record {
    static func fields<C: FieldCoder>(
        _ given: ContainerConfig?,
        with coder: inout C
    ) throws(FieldError) -> ContainerConfig {
        var config = ContainerConfig()
        config.image = try coder.field("image", given?.image)
        config.command = try coder.list("command", given?.command)
        config.entrypoint = try coder.optional("entrypoint", given?.entrypoint)
        config.networkMode = try coder.field("networkMode", given?.networkMode)
        config.hostname = try coder.field("hostname", given?.hostname)
        config.domainname = try coder.field("domainname", given?.domainname)
        config.environment = try coder.list("environment", given?.environment)
        config.labels = try coder.map("labels", given?.labels)
        config.exposedPorts = try coder.list("exposedPorts", given?.exposedPorts)
        config.portBindings = try coder.list("portBindings", given?.portBindings)
        config.publishAll = try coder.field("publishAll", given?.publishAll)
        config.dns = try coder.list("dns", given?.dns)
        config.dnsSearch = try coder.list("dnsSearch", given?.dnsSearch)
        config.dnsOptions = try coder.list("dnsOptions", given?.dnsOptions)
        config.extraHosts = try coder.list("extraHosts", given?.extraHosts)
        config.links = try coder.list("links", given?.links)
        config.restartPolicy = try coder.field("restartPolicy", given?.restartPolicy)
        config.autoRemove = try coder.field("autoRemove", given?.autoRemove)
        config.tty = try coder.field("tty", given?.tty)
        config.openStdin = try coder.field("openStdin", given?.openStdin)
        config.stopSignal = try coder.optional("stopSignal", given?.stopSignal)
        return config
    }
}

extension ContainerConfig.RestartPolicy: Record {
    private enum Kind: String, Choice {
        case no
        case always
        case unlessStopped = "unless-stopped"
        case onFailure = "on-failure"
        static let numbered: [Kind] = [.no, .always, .unlessStopped, .onFailure]
    }

    private var kind: Kind {
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
