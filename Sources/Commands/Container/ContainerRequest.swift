internal import Addressing
internal import DockerValues
internal import Lab
internal import Text

/// What `run` and `create` ask the engine for, after the checks of Docker's command line (docker/cli `container.parse`).
struct ContainerRequest {
    /// Endpoints whose addresses are still text, for the engine to read.
    private let attachments: [NetworkAttachmentSpec]
    private let restart: RestartPolicySpec
    private let networkMode: NetworkMode
    private(set) var config: ContainerConfig
    private let options: ContainerOptions
    /// Whether an endpoint is to have a MAC address, which Docker's command line asks only newer engines for.
    var asksForMAC: Bool { attachments.contains { !$0.mac.isEmpty } }
    /// What Docker or netsim has to say without refusing.
    private(set) var warnings: [String] = []

    /// - Parameters:
    ///   - operands: the image, then the command.
    ///   - environment: netsim's own, which gives values to variables named without one.
    /// - Throws: Docker's text; checks run in Docker's order.
    init(
        _ options: ContainerOptions,
        _ operands: [String],
        environment: (String) -> String?
    ) throws(ValueError) {
        self.options = options
        config = ContainerConfig()
        config.image = operands.first ?? ""
        config.command = Array(operands.dropFirst())
        config.entrypoint = options.entrypoint.map { $0.isEmpty ? [] : [$0] }
        if !options.mac.isEmpty { _ = try Self.mac(options.mac) }
        for text in options.publish { config.portBindings += try PortSpec.bindings(of: text) }
        var exposed: Set<ContainerPort> = []
        for text in options.expose {
            guard let ports = try ExposeSpec.ports(of: text) else {
                warnings.append(
                    "netsim ignores --expose \(text): it knows tcp, udp and sctp; the engine takes any word, "
                        + (options.publishAll
                            ? "and refuses to start it with -P" : "and nothing can be published there")
                )
                continue
            }
            for port in ports where exposed.insert(port).inserted { config.exposedPorts.append(port) }
        }
        config.environment = try Self.variables(options, environment)
        config.labels = try Self.labels(options)
        try Self.checkNamespaces(options)
        restart = try RestartPolicySpec(parsing: options.restart)
        if options.autoRemove, restart.restarts {
            throw ValueError("conflicting options: cannot specify both --restart and --rm")
        }
        attachments = try Self.attachments(options)
        networkMode = NetworkMode(options.networks.first?.target ?? "default")

        config.networkMode = networkMode
        config.hostname = options.hostname
        config.domainname = options.domainname
        config.publishAll = options.publishAll
        config.dns = options.dns
        config.dnsSearch = options.dnsSearch
        config.dnsOptions = options.dnsOptions
        config.extraHosts = options.extraHosts
        config.links = options.links
        config.autoRemove = options.autoRemove
        config.tty = options.tty
        config.openStdin = options.interactive
        config.stopSignal = options.stopSignal
        if let local = options.dns.first(where: \.isLoopback) {
            warnings.append("Localhost DNS (\(local)) may fail in containers.")
        }
    }

    /// The request as the engine decodes it.
    ///
    /// - Throws: `invalidParameter` for an address that is none, a contradiction with the UTS mode, an unknown signal
    ///   or restart policy.
    func decoded(by engine: EngineVersion) throws(LabError) -> ContainerSpec {
        var spec = ContainerSpec(name: options.name.flatMap { $0.isEmpty ? nil : $0 }, config: config)
        for attachment in attachments {
            spec.endpoints.append(
                ContainerSpec.Endpoint(network: attachment.target, config: try attachment.endpointConfig(for: engine))
            )
        }
        if options.uts == "host", !options.hostname.isEmpty {
            throw LabError(.invalidParameter, "conflicting options: hostname and the UTS mode")
        }
        let ipc = options.ipc
        guard ["", "none", "private", "shareable", "host"].contains(ipc) || Self.donor(ipc) != nil else {
            throw LabError(.invalidParameter, "invalid IPC mode: \(ipc)")
        }
        spec.namespaceDonors = [options.pid, ipc].compactMap(Self.donor)
        if let signal = options.stopSignal { _ = try ContainerSignal.number(signal) }
        do throws(LabError) {
            spec.config.restartPolicy = try restart.policy
        } catch {
            // Older engines name what they do not know, and no more.
            guard !engine.has(.removalTexts), restart.isUnknown else { throw error }
            throw LabError(.invalidParameter, "invalid restart policy '\(options.restart)'")
        }
        return spec
    }

    // MARK: - Parts

    /// The container that `container:NAME` names.
    private static func donor(_ mode: String) -> String? {
        let prefix = "container:"
        return mode.hasPrefix(prefix) && mode != prefix ? String(mode.dropFirst(prefix.count)) : nil
    }

    private static func mac(_ text: String) throws(ValueError) -> MACAddress {
        guard let address = MACAddress(String(text[...].trimmingWhitespace)) else {
            throw ValueError("\(text[...].trimmingWhitespace) is not a valid mac address")
        }
        return address
    }

    private static func variables(
        _ options: ContainerOptions,
        _ environment: (String) -> String?
    ) throws(ValueError) -> [String] {
        var variables: [String] = []
        for file in options.environmentFiles {
            variables += try KeyValue.lines(of: TextFile.read(file), file: file, lookup: environment)
        }
        return variables
            + options.environment.map { variable in
                if variable.contains("=") { return variable }
                return environment(variable).map { "\(variable)=\($0)" } ?? variable
            }
    }

    private static func labels(_ options: ContainerOptions) throws(ValueError) -> [String: String] {
        var labels: [String] = []
        for file in options.labelFiles {
            labels += try KeyValue.lines(of: TextFile.read(file), file: file) { _ in "" }
        }
        let map = KeyValue.map(labels + options.labels)
        try OwnLabel.check(map)
        return map
    }

    private static func checkNamespaces(_ options: ContainerOptions) throws(ValueError) {
        let isPID =
            ["", "host"].contains(options.pid) || options.pid.hasPrefix("container:") && options.pid != "container:"
        if !isPID { throw ValueError("--pid: invalid PID mode") }
        if !["", "host"].contains(options.uts) { throw ValueError("--uts: invalid UTS mode") }
    }

    /// The endpoints to send, with the older flags merged into the first (docker/cli `parseNetworkOpts`).
    private static func attachments(_ options: ContainerOptions) throws(ValueError) -> [NetworkAttachmentSpec] {
        if options.networks.isEmpty {
            var standard = NetworkAttachmentSpec(target: "default")
            try standard.merge(options)
            try standard.check()
            return [standard]
        }
        var attachments: [NetworkAttachmentSpec] = []
        var hasUserDefined = false
        var hasOther = false
        for (index, network) in options.networks.enumerated() {
            var attachment = network
            if NetworkMode(network.target).isUserDefined { hasUserDefined = true } else { hasOther = true }
            if index == 0 { try attachment.merge(options) }
            try attachment.check()
            if attachments.contains(where: { $0.target == attachment.target }) {
                throw ValueError("network \(GoQuote.quote(attachment.target)) is specified multiple times")
            }
            // A single network without options goes unsaid: the engine adds it from the network mode.
            if options.networks.count == 1, attachment == NetworkAttachmentSpec(target: attachment.target) { continue }
            attachments.append(attachment)
        }
        if hasUserDefined, hasOther {
            throw ValueError(
                "conflicting options: cannot attach both user-defined and non-user-defined network-modes"
            )
        }
        return attachments
    }
}

extension NetworkAttachmentSpec {
    /// Takes over the flags that speak of the first network.
    fileprivate mutating func merge(_ options: ContainerOptions) throws(ValueError) {
        func refuse(_ flag: String, _ field: String) -> ValueError {
            ValueError("conflicting options: cannot specify both \(flag) and per-network \(field)")
        }
        if !aliases.isEmpty, !options.aliases.isEmpty { throw refuse("--network-alias", "alias") }
        if !links.isEmpty, !options.links.isEmpty { throw refuse("--link", "links") }
        if !ipv4.isEmpty, !options.ipv4.isEmpty { throw refuse("--ip", "IPv4 address") }
        if !ipv6.isEmpty, !options.ipv6.isEmpty { throw refuse("--ip6", "IPv6 address") }
        if !mac.isEmpty, !options.mac.isEmpty { throw refuse("--mac-address", "MAC address") }
        if !linkLocal.isEmpty, !options.linkLocal.isEmpty {
            throw refuse("--link-local-ip", "link-local IP addresses")
        }
        if !options.aliases.isEmpty { aliases = options.aliases }
        // On the default bridge a link is the container's, not the endpoint's.
        if NetworkMode(target).isUserDefined, !options.links.isEmpty { links = options.links }
        if !options.ipv4.isEmpty { ipv4 = options.ipv4 }
        if !options.ipv6.isEmpty { ipv6 = options.ipv6 }
        if !options.mac.isEmpty { mac = options.mac }
        if !options.linkLocal.isEmpty { linkLocal = options.linkLocal }
    }

    fileprivate func check() throws(ValueError) {
        if target.allSatisfy(\.isWhitespace) { throw ValueError("no name set for network") }
        if !NetworkMode(target).isUserDefined {
            if !aliases.isEmpty {
                throw ValueError("network-scoped aliases are only supported for user-defined networks")
            }
            if !links.isEmpty { throw ValueError("links are only supported for user-defined networks") }
        }
        if !mac.isEmpty, MACAddress(String(mac[...].trimmingWhitespace)) == nil {
            throw ValueError("\(mac) is not a valid mac address")
        }
    }

    /// The endpoint's settings as the engine decodes them.
    func endpointConfig(for engine: EngineVersion) throws(LabError) -> EndpointConfig {
        var config = EndpointConfig()
        do throws(LabError) {
            config.ipv4 = try EngineText.address(ipv4)
        } catch {
            if engine.has(.typedJson) { throw error }
            config.unreadable = ipv4
        }
        config.ipv6 = try EngineText.address(ipv6)
        for text in linkLocal {
            if let address = try EngineText.address(text) { config.linkLocal.append(address) }
        }
        config.aliases = aliases
        config.links = links
        config.driverOptions = driverOptions
        config.gatewayPriority = gatewayPriority
        config.mac = MACAddress(String(mac[...].trimmingWhitespace))
        return config
    }
}
