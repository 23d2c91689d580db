extension Lab {
    /// The names that an attachment registers with the embedded DNS, as inspect's `DNSNames`: those that the container
    /// had when they were last taken up, by a connect, a start that got as far as the network, or a rename while it ran
    /// (Docker Engine: `updateNetworkConfig`, `ContainerRename`).
    public func dnsNames(of container: Container, on attachment: Attachment) -> [String] {
        switch attachment.names {
        case .none: []
        case .current: registrableNames(of: container, on: attachment)
        case .former(let names): names
        }
    }

    /// Name, aliases, short identifier, hostname (Docker Engine: `buildEndpointDNSNames`).
    private func registrableNames(of container: Container, on attachment: Attachment) -> [String] {
        var names = [container.name]
        func add(_ name: String) {
            if !name.isEmpty, !names.contains(name) { names.append(name) }
        }
        attachment.config.aliases.forEach(add)
        add(container.id.short)
        add(hostname(of: container))
        return names
    }

    /// What inspect shows as the aliases of an attachment: those that were asked for, and, from engines that keep their
    /// own names among them, the short identifier and the hostname.
    public func shownAliases(of container: Container, on attachment: Attachment) -> [String] {
        var aliases = attachment.aliases
        if engine.has(.aliasesAsGiven) || attachment.names == .none { return aliases }
        for name in [container.id.short, hostname(of: container)] where !aliases.contains(name) { aliases.append(name) }
        return aliases
    }

    /// Keeps what is shown of a container that is about to have another name, or another hostname.
    mutating func keepNames(of slot: Slab<Container>.Slot) {
        for index in containers[slot].attachments.indices where containers[slot].attachments[index].names == .current {
            let names = registrableNames(of: containers[slot], on: containers[slot].attachments[index])
            containers[slot].attachments[index].names = .former(names)
        }
    }

    /// The container's hostname: as configured, the host's own in host mode, the short identifier otherwise.
    public func hostname(of container: Container) -> String {
        if !container.config.hostname.isEmpty { return container.config.hostname }
        return container.config.networkMode == .host ? host.hostname : container.id.short
    }
}
