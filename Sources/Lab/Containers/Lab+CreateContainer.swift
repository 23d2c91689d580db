internal import Addressing
internal import Text

extension Lab {
    /// What creating a container gave: its identifier, and what Docker warns of.
    public struct CreatedContainer: Hashable, Sendable {
        public let id: ContainerID
        public let warnings: [String]
    }

    /// Creates a container; nothing is attached before it starts.
    ///
    /// Neither the network, nor a `container:` target, nor the address asked for needs to exist or be free yet.
    ///
    /// - Throws: ``LabError`` with Docker's text; the lab is then as before.
    @discardableResult
    public mutating func createContainer(
        _ spec: ContainerSpec,
        at now: Timestamp
    ) throws(LabError) -> CreatedContainer {
        var config = spec.config
        try Self.checkNetworkMode(config)
        var warnings: [String] = []
        if config.networkMode == .host, !config.portBindings.isEmpty {
            warnings.append("Published ports are discarded when using host network mode")
        }
        if config.autoRemove, config.restartPolicy != .no {
            throw LabError(.invalidParameter, "can't create 'AutoRemove' container with restart policy")
        }
        for host in config.extraHosts { try Self.checkExtraHost(host) }
        for binding in config.portBindings where binding.port.number == 0 && engine.has(.portZeroRefused) {
            throw LabError(.invalidParameter, "invalid port specification: \"\(binding.port)\"")
        }
        try Self.checkTexts(of: config)
        if config.hostname.utf8.count > Self.longestHostname {
            throw LabError(
                .invalidParameter,
                "hostname \(GoQuote.quote(config.hostname)) is too long (maximum \(Self.longestHostname) bytes)"
            )
        }
        if spec.endpoints.count > 1, !engine.has(.severalNetworks) {
            let names = spec.endpoints.map(\.network).sorted().joined(separator: ", ")
            throw LabError(.invalidParameter, "Container cannot be connected to network endpoints: \(names)")
        }
        for endpoint in spec.endpoints {
            // Older engines leave the rest to the start.
            guard engine.has(.endpointValidated) else {
                try endpoint.config.checkSpelling()
                continue
            }
            let network = knownNetworkSlot(matching: endpoint.network)
            do {
                try validate(endpoint.config, on: endpoint.network, network.map { networks[$0] })
            } catch {
                let isRenamed = endpoint.network == "default" && engine.has(.networkmodeBridge)
                let name = isRenamed ? "bridge" : endpoint.network
                throw error.prefixed("invalid config for network \(name): ")
            }
        }
        let name = try spec.name.map { given throws(LabError) in try availableName(given) } ?? generatedName()

        for donor in spec.namespaceDonors { _ = try containerSlot(matching: donor) }

        // Nothing is drawn or numbered before the last check, so that a refusal leaves no trace.
        let links = try legacyLinks(of: config)
        if config.networkMode.isDefaultBridge, !config.links.isEmpty, engine.has(.linkWarning) {
            warnings.append(
                """
                Links on the default bridge network are deprecated and will be removed in a future release. \
                Use a custom network instead.
                """
            )
        }
        if case .container(let target) = config.networkMode, let slot = knownEngineContainerSlot(matching: target) {
            config.networkMode = .container(containers[slot].id.description)
        }
        if config.networkMode == .default, engine.has(.networkmodeBridge) { config.networkMode = .bridge }
        if config.networkMode.isUserDefined { config.links = [] }

        let id = Identifier(drawnFrom: &entropy)
        var container = Container(
            id: id,
            name: name,
            created: now,
            sequence: takeSequence(),
            config: config,
            attachments: initialAttachments(spec, config.networkMode)
        )
        container.links = links
        events.append(LabEvent(.create, of: container))
        insertContainer(container)
        changes.settings = true
        return CreatedContainer(id: id, warnings: warnings)
    }

    /// Refuses a NUL where the kernel, or a file in the container, would take it for the end of the text.
    ///
    /// - Throws: `invalidParameter`, naming what has it.
    static func checkTexts(of config: ContainerConfig) throws(LabError) {
        for (what, texts) in [
            ("hostname", [config.hostname]), ("domainname", [config.domainname]),
            ("DNS search domain", config.dnsSearch),
            ("DNS option", config.dnsOptions), ("extra host", config.extraHosts),
        ] {
            if let text = texts.first(where: { $0.utf8.contains(0) }) {
                throw LabError(.invalidParameter, "invalid \(what) \(GoQuote.quote(text)): it has a NUL")
            }
        }
    }

    /// Octets (Linux: `HOST_NAME_MAX`).
    private static let longestHostname = 64

    /// Enters a container whose identifier and name are free; new, or as a store kept it.
    ///
    /// - Returns: its slot, for the members of the networks that it has live endpoints on.
    @discardableResult
    package mutating func insertContainer(_ container: Container) -> Slab<Container>.Slot {
        let slot = containers.insert(container)
        if let sandbox = container.ownSandbox { sandboxOwners.insert(slot, sandbox.tag) }
        if !container.links.isEmpty { registerLinks(of: slot) }
        changedContainers.insert(slot)
        return slot
    }

    package mutating func takeSequence() -> UInt64 {
        defer { nextSequence += 1 }
        return nextSequence
    }

    /// Options that contradict the network mode, in the engine's order of checking.
    private static func checkNetworkMode(_ config: ContainerConfig) throws(LabError) {
        func refuse(_ text: String) throws(LabError) { throw LabError(.invalidParameter, text) }
        let undefined = "This would result in undefined behavior"
        if case .container(let target) = config.networkMode {
            if target.isEmpty {
                try refuse("invalid network mode: invalid container format container:<name|id>")
            }
            if !config.hostname.isEmpty { try refuse("conflicting options: hostname and the network mode") }
            if !config.links.isEmpty {
                try refuse("conflicting options: container type network can't be used with links. \(undefined)")
            }
            if !config.dns.isEmpty { try refuse("conflicting options: dns and the network mode") }
            if !config.extraHosts.isEmpty {
                try refuse("conflicting options: custom host-to-IP mapping and the network mode")
            }
            if !config.portBindings.isEmpty || config.publishAll {
                try refuse("conflicting options: port publishing and the container type network mode")
            }
            if !config.exposedPorts.isEmpty {
                try refuse("conflicting options: port exposing and the container type network mode")
            }
        }
        if config.networkMode == .host, !config.links.isEmpty {
            try refuse("conflicting options: host type networking can't be used with links. \(undefined)")
        }
    }

    private static func checkExtraHost(_ entry: String) throws(LabError) {
        guard let separator = entry.firstIndex(of: ":"), separator != entry.startIndex else {
            throw LabError(.invalidParameter, "bad format for add-host: \(GoQuote.quote(entry))")
        }
        let address = entry[entry.index(after: separator)...]
        if address != "host-gateway", IPAddress(address) == nil {
            throw LabError(.invalidParameter, "invalid IP address in add-host: \(GoQuote.quote(String(address)))")
        }
    }

    private func initialAttachments(_ spec: ContainerSpec, _ mode: NetworkMode) -> [Attachment] {
        guard let modeNetwork = mode.networkName else { return [] }
        if spec.endpoints.isEmpty { return [initialAttachment(modeNetwork, EndpointConfig())] }
        return spec.endpoints.map { initialAttachment($0.network == "default" ? "bridge" : $0.network, $0.config) }
    }

    private func initialAttachment(_ reference: String, _ config: EndpointConfig) -> Attachment {
        guard let slot = knownNetworkSlot(matching: reference) else {
            return Attachment(network: reference, config: config)
        }
        return Attachment(network: networks[slot].name, config: config)
    }
}
