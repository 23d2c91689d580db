package import Addressing
internal import Dataplane
package import Lab
internal import PacketFilter
internal import PacketWire

/// Looks for the smallest changes that would make a probe succeed. Each is tried on a copy of the lab: what does not
/// help is not offered.
package struct Remedies {
    let lab: Lab
    let sender: Sender
    let kind: ProbeKind
    /// The container that was meant; nil for the host, the world and addresses that nobody has.
    let target: ContainerID?
    let seed: UInt64
    let now: Timestamp
    /// Where the question leads in a changed lab: the name resolved again, or the address itself.
    let resolve: (Lab) -> IPAddress?

    /// - Parameters:
    ///   - resolve: where the question leads in a changed lab; nil where the name still resolves to nothing.
    package init(
        _ lab: Lab,
        from sender: Sender,
        to target: ContainerID?,
        _ kind: ProbeKind,
        seed: UInt64,
        now: Timestamp,
        resolve: @escaping (Lab) -> IPAddress?
    ) {
        self.lab = lab
        self.sender = sender
        self.kind = kind
        self.target = target
        self.seed = seed
        self.now = now
        self.resolve = resolve
    }

    /// The changes that help, smallest first, at most `limit`.
    package func find(failed: ProbeResult?, limit: Int = 4) -> [Remedy] {
        var found: [Remedy] = []
        for candidate in candidates(failed) {
            guard let remedy = attempt(candidate), !found.contains(where: { $0.text == remedy.text }) else { continue }
            found.append(remedy)
            if found.count == limit { break }
        }
        return found
    }

    private func attempt(_ candidate: Candidate) -> Remedy? {
        guard let changed = candidate.change(lab) else { return nil }
        let place: (address: IPAddress, port: UInt16?)?
        if let target = candidate.target {
            place = target(changed)
        } else {
            place = resolve(changed).map { ($0, kind.port?.number) }
        }
        guard let place else { return nil }
        let probe = kind.at(port: place.port)
        let isReached = ProbeResult.isReached(
            changed,
            from: sender,
            to: place.address,
            probe,
            seed: seed,
            patience: 1_500_000_000
        )
        guard isReached else { return nil }
        return Remedy(
            text: candidate.text,
            commands: candidate.commands,
            address: place.address,
            port: place.port
        )
    }

    // MARK: What to try

    private func candidates(_ failed: ProbeResult?) -> [Candidate] {
        starting + faults + userRules(failed) + ports + connecting + networkOptions + publishing
    }

    private var senderContainer: Container? {
        if case .container(let id) = sender { lab.container(id) } else { nil }
    }

    private var targetContainer: Container? { target.flatMap { lab.container($0) } }

    /// Containers that are not running.
    private var starting: [Candidate] {
        [senderContainer, targetContainer].compactMap { $0 }.filter { !$0.isRunning }.map { container in
            Candidate(text: "start \(container.name)", commands: ["netsim start \(container.name)"]) { lab in
                var lab = lab
                guard (try? lab.startContainer(matching: container.name, at: now)) != nil else { return nil }
                return lab
            }
        }
    }

    private var faults: [Candidate] {
        var candidates: [Candidate] = []
        if let a = senderContainer, let b = targetContainer {
            candidates.append(
                Candidate(
                    text: "heal the partition between \(a.name) and \(b.name)",
                    commands: ["netsim heal \(a.name) \(b.name)"]
                ) { lab in
                    var lab = lab
                    guard (try? lab.heal(a.name, b.name)) != nil else { return nil }
                    return lab
                }
            )
        }
        for container in [senderContainer, targetContainer].compactMap({ $0 }) {
            for place in lab.places(of: container) where lab.faults.downLinks.contains(place) {
                guard let network = lab.network(place.network) else { continue }
                candidates.append(
                    Candidate(
                        text: "bring the link of \(container.name) on \(network.name) up",
                        commands: ["netsim link up \(container.name) \(network.name)"]
                    ) { lab in
                        var lab = lab
                        lab.faults = lab.faults.bringingUp(place)
                        return lab
                    }
                )
            }
        }
        return candidates
    }

    /// The user's own rule that decided.
    private func userRules(_ failed: ProbeResult?) -> [Candidate] {
        guard case .dropped(.rule(_, _, let place?))? = failed?.verdict, case .user(let number) = place.rule.origin
        else {
            return []
        }
        let isIPv6 = failed?.steps.last?.packet?.family == .ipv6
        return [
            Candidate(
                text: "remove your own rule \(number)",
                commands: ["netsim rules rm \(isIPv6 ? "-6 " : "")\(number)"]
            ) { lab in
                var lab = lab
                guard (try? lab.deleteUserRule(number, isIPv6: isIPv6)) != nil else { return nil }
                return lab
            }
        ]
    }

    /// The port that was asked for, open; or another that is.
    private var ports: [Candidate] {
        guard let container = targetContainer, let port = kind.port else { return [] }
        var candidates: [Candidate] = []
        let listening = lab.listeningPorts(of: container)
        if !listening.contains(port) {
            for other in listening where other.transport == port.transport {
                candidates.append(
                    Candidate(
                        text: "ask for port \(other), where \(container.name) listens",
                        commands: [],
                        change: { $0 },
                        target: { changed in resolve(changed).map { ($0, other.number) } }
                    )
                )
            }
            candidates.append(
                Candidate(
                    text: "let \(container.name) listen on \(port) (--expose \(port), or the label \(Lab.listenLabel))",
                    commands: [
                        "netsim rm -f \(container.name)", "netsim run … --expose \(port) --name \(container.name) …",
                    ]
                ) { $0.altering(container.id) { $0.exposedPorts.append(port) } }
            )
        }
        return candidates
    }

    /// A network that one is on and the other is not.
    private var connecting: [Candidate] {
        guard let a = senderContainer, let b = targetContainer else { return [] }
        var candidates: [Candidate] = []
        for (joiner, other) in [(a, b), (b, a)] {
            for attachment in other.attachments where joiner.attachment(to: attachment.network) == nil {
                guard let network = attachment.networkID.flatMap({ lab.network($0) }), network.driver.hasEndpoints
                else {
                    continue
                }
                candidates.append(
                    Candidate(
                        text: "connect \(joiner.name) to \(network.name)",
                        commands: ["netsim network connect \(network.name) \(joiner.name)"],
                        change: { $0.connecting(joiner.name, to: network.name) },
                        target: { changed in
                            let address = resolve(changed) ?? changed.container(b.id)?.address(on: network.name)
                            return address.map { ($0, kind.port?.number) }
                        }
                    )
                )
            }
        }
        return candidates
    }

    private var networkOptions: [Candidate] {
        var candidates: [Candidate] = []
        var seen: Set<NetworkID> = []
        for container in [senderContainer, targetContainer].compactMap({ $0 }) {
            for attachment in container.attachments {
                guard let network = attachment.networkID.flatMap({ lab.network($0) }), seen.insert(network.id).inserted
                else { continue }
                candidates += options(of: network)
            }
        }
        return candidates
    }

    private func options(of network: Network) -> [Candidate] {
        func remake(_ text: String, _ flags: String, _ change: @escaping (inout NetworkSpec) -> Void) -> Candidate {
            Candidate(
                text: text,
                commands: ["netsim network rm \(network.name)", "netsim network create \(flags) \(network.name)"]
            ) {
                $0.altering(network: network.id, change)
            }
        }
        var candidates: [Candidate] = []
        if network.isInternal {
            candidates.append(remake("make \(network.name) without --internal", "…") { $0.isInternal = false })
        }
        if network.driver == .bridge, !network.bridge.enableICC {
            let key = BridgeOptions.Key.enableICC
            candidates.append(
                remake("let containers of \(network.name) talk (enable_icc=true)", "-o \(key)=true …") {
                    $0.options[key] = "true"
                }
            )
        }
        if network.driver == .bridge, !network.bridge.enableMasquerade {
            let key = BridgeOptions.Key.enableMasquerade
            candidates.append(
                remake("masquerade what leaves \(network.name)", "-o \(key)=true …") { $0.options[key] = "true" }
            )
        }
        if network.driver == .bridge, network.bridge.gatewayMode4 == .routed, targetContainer == nil {
            let key = BridgeOptions.Key.gatewayMode4
            candidates.append(
                remake("masquerade what leaves \(network.name) (gateway mode nat)", "-o \(key)=nat …") {
                    $0.options[key] = "nat"
                }
            )
        }
        return candidates
    }

    /// Published on the host, and asked for there.
    private var publishing: [Candidate] {
        guard let container = targetContainer, let port = kind.port else { return [] }
        let flag = "-p \(port.number):\(port.number)" + (port.transport == .tcp ? "" : "/\(port.transport)")
        return [
            Candidate(
                text: "publish \(port) of \(container.name) and ask the host for it",
                commands: ["netsim rm -f \(container.name)", "netsim run … \(flag) --name \(container.name) …"],
                change: { lab in
                    lab.altering(container.id) {
                        $0.portBindings.append(PortBinding(port: port, hostPorts: PortRange(port.number)))
                    }
                },
                target: { changed in hostAddress(in: changed).map { ($0, port.number) } }
            )
        ]
    }

    /// The host's address that the sender knows best: its gateway, else the uplink's.
    private func hostAddress(in lab: Lab) -> IPAddress? {
        if case .container(let id) = sender, let container = lab.container(id) {
            for place in lab.gatewayOrder(of: container) {
                if let gateway = lab.gateway(of: container.attachments[place], .ipv4) { return gateway }
            }
        }
        return lab.host.uplinkAddresses.first { $0.family == .ipv4 }?.address
    }
}

extension ProbeKind {
    func at(port: UInt16?) -> ProbeKind {
        guard let port else { return self }
        switch self {
        case .echo: return self
        case .tcp: return .tcp(port)
        case .udp: return .udp(port)
        }
    }
}
