package import Addressing

extension ContainerConfig {
    /// A configuration as a store knows it, made at once for the same reason as a whole container.
    package init(
        stored image: String,
        command: [String],
        entrypoint: [String]?,
        networkMode: NetworkMode,
        hostname: String,
        domainname: String,
        environment: [String],
        labels: [String: String],
        exposedPorts: [ContainerPort],
        portBindings: [PortBinding],
        publishAll: Bool,
        dns: [IPAddress],
        dnsSearch: [String],
        dnsOptions: [String],
        extraHosts: [String],
        links: [String],
        restartPolicy: RestartPolicy,
        autoRemove: Bool,
        tty: Bool,
        openStdin: Bool,
        stopSignal: String?
    ) {
        self.init(
            image: image,
            command: command,
            entrypoint: entrypoint,
            networkMode: networkMode,
            hostname: hostname,
            domainname: domainname,
            environment: environment,
            labels: labels,
            exposedPorts: exposedPorts,
            portBindings: portBindings,
            publishAll: publishAll,
            dns: dns,
            dnsSearch: dnsSearch,
            dnsOptions: dnsOptions,
            extraHosts: extraHosts,
            links: links,
            restartPolicy: restartPolicy,
            autoRemove: autoRemove,
            tty: tty,
            openStdin: openStdin,
            stopSignal: stopSignal
        )
    }
}
