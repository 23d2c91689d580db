internal import Addressing
internal import Dataplane
internal import Lab

/// Networks to join, to make, and to make otherwise.
extension Remedies {
    /// A network that one is on and the other is not.
    var connecting: [Candidate] { sharing + wayOut + bridging + bridgingSender + ownNetwork + gatewayNetwork }

    private var sharing: [Candidate] {
        guard let a = senderContainer.flatMap({ lab.stackOwner(of: $0) ?? $0 }),
            let b = target.flatMap({ lab.stackOwner(of: $0) ?? $0 }), a.id != b.id
        else { return [] }
        var candidates: [Candidate] = []
        for (joiner, other) in [(a, b), (b, a)] {
            for attachment in other.attachments where joiner.attachment(to: attachment.network) == nil {
                guard let network = attachment.networkID.flatMap({ lab.network($0) }), network.driver.hasEndpoints
                else {
                    continue
                }
                candidates.append(connect(joiner, to: network.name, asking: b))
            }
        }
        return candidates
    }

    private func connect(_ joiner: Container, to network: String, asking target: Container?) -> Candidate {
        let none = joiner.config.networkMode == .none
        return Candidate(
            text: none ? "run \(joiner.name) on \(network)" : "connect \(joiner.name) to \(network)",
            commands: none
                ? remake(joiner, "--network \(network)") : ["netsim network connect \(network) \(joiner.name)"],
            change: { lab in
                none ? lab.running(joiner, on: network, at: now) : lab.connecting(joiner.name, to: network)
            },
            target: { changed in
                let found = inquiry.resolve(changed)
                let shared = target.flatMap { changed.container($0.id)?.address(on: network) }
                return (found ?? shared).map { ($0, kind.port?.number) }
            }
        )
    }

    /// Another network for a sender that has no way out.
    private var wayOut: [Candidate] {
        guard let asker = senderContainer.flatMap({ lab.stackOwner(of: $0) ?? $0 }), target == nil,
            AddressFamily.allCases.allSatisfy({ lab.gatewayAttachment(of: asker, $0) == nil }), asker.stack != .host
        else { return [] }
        let open = lab.networks.slots.map { lab.networks[$0] }
            .filter { $0.driver == .bridge && $0.hasWayOut && !$0.isConfigOnly }
            .sorted { !$0.isPredefined && $1.isPredefined }
        return open.prefix(2).map { connect(asker, to: $0.name, asking: nil) }
    }

    /// A bridge network between the host or the outside and a container on macvlan or on internal networks alone.
    private var bridging: [Candidate] {
        guard let target, let owner = lab.stackOwner(of: target), owner.stack != .host else { return [] }
        let places = owner.attachments.compactMap { $0.networkID.flatMap { lab.network($0) } }
        guard senderContainer == nil || inquiry.isFromHost || inquiry.isAtHost,
            !places.contains(where: { $0.driver == .bridge && $0.hasWayOut })
        else { return [] }
        return [
            Candidate(
                text: "connect \(owner.name) to a bridge network as well (bridge), and ask there",
                commands: ["netsim network connect bridge \(owner.name)"],
                change: { $0.connecting(owner.name, to: "bridge") },
                target: { lab in
                    if inquiry.isAtHost || inquiry.sender == .outside {
                        guard let port = kind.port else { return nil }
                        let entry = lab.publications.first { $0.container.id == owner.id && $0.port.port == port }
                        let number = inquiry.isAtHost ? port.number : entry?.port.hostPort
                        return number.flatMap { number in inquiry.hostAddress(in: lab).map { ($0, number) } }
                    }
                    return lab.container(owner.id)?.address(on: "bridge").map { ($0, kind.port?.number) }
                }
            )
        ]
    }

    /// A bridge network for a container on macvlan or ipvlan alone that asks the host.
    private var bridgingSender: [Candidate] {
        guard inquiry.isAtHost, let asker = senderContainer.flatMap({ lab.stackOwner(of: $0) }), asker.stack != .host,
            !asker.attachments.isEmpty,
            asker.attachments.allSatisfy({ attachment in
                let driver = attachment.networkID.flatMap { lab.network($0) }?.driver
                return driver == .macvlan || driver == .ipvlan
            })
        else { return [] }
        return [
            Candidate(
                text: "connect \(asker.name) to a bridge network as well (bridge), and ask the host there",
                commands: ["netsim network connect bridge \(asker.name)"],
                change: { $0.connecting(asker.name, to: "bridge") },
                target: { lab in
                    let network = lab.knownNetworkSlot(matching: "bridge").map { lab.networks[$0] }
                    let gateway = network?.subnet(.ipv4)?.containerGateway
                    return gateway.map { ($0, kind.port?.number) }
                }
            )
        ]
    }

    /// A network of their own for containers that know each other on the default bridge alone, where nobody has a name.
    private var ownNetwork: [Candidate] {
        guard let a = senderContainer, let b = target, a.id != b.id, IPAddress(inquiry.host) == nil,
            inquiry.address == nil, inquiry.sharedNetworks.contains("bridge")
        else { return [] }
        let name = ["shared", "shared-2", "shared-3"].first { lab.knownNetworkSlot(matching: $0) == nil } ?? "shared-4"
        return [
            Candidate(
                text: "put both on a network of their own, where they have names",
                commands: [
                    "netsim network create \(name)", "netsim network connect \(name) \(a.name)",
                    "netsim network connect \(name) \(b.name)",
                ]
            ) { lab in
                var lab = lab
                guard (try? lab.createNetwork(NetworkSpec(name: name), at: now)) != nil else { return nil }
                return lab.connecting(a.name, to: name)?.connecting(b.name, to: name)
            }
        ]
    }

    /// The network by which a question came in, as the one by which answers leave.
    private var gatewayNetwork: [Candidate] {
        guard let detour = Detour(failed, in: lab), let container = lab.container(detour.container),
            let attachment = container.attachments.first(where: { $0.network == detour.network })
        else { return [] }
        let priority = (container.attachments.map(\.config.gatewayPriority).max() ?? 0).addingReportingOverflow(1)
        guard !priority.overflow else { return [] }
        var config = attachment.config
        config.gatewayPriority = priority.partialValue
        config.ipv4 = attachment.endpoint?.ipv4?.address
        return [
            Candidate(
                text: "let \(container.name) answer by \(detour.network): make it the default route (gw-priority)",
                commands: [
                    "netsim network disconnect \(detour.network) \(container.name)",
                    "netsim network connect --gw-priority \(priority.partialValue) "
                        + "\(config.ipv4.map { "--ip \($0) " } ?? "")\(detour.network) \(container.name)",
                ]
            ) { lab in
                var lab = lab
                do throws(LabError) {
                    try lab.disconnect(network: detour.network, container: container.name)
                    try lab.connect(network: detour.network, container: container.name, config: config)
                } catch {
                    return nil
                }
                return lab
            }
        ]
    }

    // MARK: Options

    var networkOptions: [Candidate] {
        var candidates: [Candidate] = []
        var seen: Set<NetworkID> = []
        for container in [senderContainer, target].compactMap({ $0 }) {
            for attachment in (lab.stackOwner(of: container) ?? container).attachments {
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
        func option(_ text: String, _ key: String, _ value: String) -> Candidate {
            remake(text, "-o \(key)=\(value) …") { $0.options[key] = value }
        }
        var candidates: [Candidate] = []
        if network.isInternal {
            candidates.append(remake("make \(network.name) without --internal", "…") { $0.isInternal = false })
        }
        guard network.driver == .bridge else { return candidates }
        let name = network.name
        if !network.bridge.enableICC {
            candidates.append(
                option("let containers of \(name) talk (enable_icc=true)", BridgeOptions.Key.enableICC, "true")
            )
        }
        if !network.bridge.enableMasquerade {
            candidates.append(
                option("masquerade what leaves \(name)", BridgeOptions.Key.enableMasquerade, "true")
            )
        }
        let mode = BridgeOptions.Key.gatewayMode4
        if network.bridge.gatewayMode4 == .routed, target == nil {
            candidates.append(option("masquerade what leaves \(name) (gateway mode nat)", mode, "nat"))
        }
        // Direct access from outside the bridge.
        guard inquiry.publication == nil, target != nil, inquiry.sharedNetworks.isEmpty, !network.isInternal else {
            return candidates
        }
        func opening(_ text: String, _ key: String, _ value: String) {
            var candidate = option(text, key, value)
            candidate.publishes = true
            candidates.append(candidate)
        }
        if inquiry.sender == .outside {
            let uplink = lab.host.uplinkName
            let text = "let what comes in by \(uplink) reach published ports of \(name) (trusted_host_interfaces)"
            opening(text, BridgeOptions.Key.trustedInterfaces, uplink)
        }
        if network.bridge.gatewayMode4 == .nat {
            opening("let others reach published ports of \(name) (gateway mode routed)", mode, "routed")
            opening("let others reach every port of \(name) (gateway mode nat-unprotected)", mode, "nat-unprotected")
        }
        return candidates
    }

    // MARK: Names

    /// A name that `--add-host` gives another address than name servers would.
    var fixedNames: [Candidate] {
        guard let asker = senderContainer else { return [] }
        let fixed = asker.config.extraHosts.filter { $0.hasPrefix("\(inquiry.host):") }
        if fixed.isEmpty { return [] }
        return [
            Candidate(
                text: "run \(asker.name) without --add-host \(fixed.joined(separator: ", "))",
                commands: remake(asker, "")
            ) { $0.altering(asker.id) { $0.extraHosts.removeAll(where: fixed.contains) } }
        ]
    }

    /// Names that a container is given with `--add-host`, and addresses where there are none.
    var naming: [Candidate] {
        guard inquiry.address == nil, let asker = senderContainer else { return [] }
        if let target, let owner = lab.stackOwner(of: target), inquiry.sharedNetworks.contains("bridge") {
            return [
                .asking("ask for the address of \(target.name), which it keeps until it is started again") { lab in
                    lab.container(owner.id)?.address(on: "bridge").map { ($0, kind.port?.number) }
                }
            ]
        }
        guard inquiry.host == "host.docker.internal" else { return [] }
        let entry = "host.docker.internal:host-gateway"
        return [
            Candidate(
                text: "give \(asker.name) the name (--add-host \(entry))",
                commands: remake(asker, "--add-host \(entry)")
            ) { $0.altering(asker.id) { $0.extraHosts.append(entry) } }
        ]
    }

    // MARK: The host's ports

    /// The way to a database without opening it.
    var tunnelling: [Candidate] {
        guard sender == .outside, let target, let port = kind.port, port.transport == .tcp,
            Database.isOne(target, port, in: lab), let owner = lab.stackOwner(of: target),
            let own = address(of: owner, in: lab),
            let host = lab.host.uplinkAddresses.first(where: { $0.family == .ipv4 })?.address
        else { return [] }
        return [
            Candidate(
                text: "leave it closed and go by the host (a tunnel)",
                commands: ["ssh -L \(port.number):\(own):\(port.number) \(host)"],
                change: { $0 },
                target: { lab in address(of: owner, in: lab).map { ($0, port.number) } },
                sender: .host
            )
        ]
    }

    /// Published on the host, and asked for there.
    var publishing: [Candidate] {
        guard let target = target.flatMap({ lab.stackOwner(of: $0) ?? $0 }), let port = inquiry.targetPort,
            inquiry.publication == nil, !inquiry.isAtHost, target.config.networkMode != .host
        else { return [] }
        let flag = "-p \(port.number):\(port.number)" + suffix(port.transport)
        return [
            Candidate(
                text: "publish \(port) of \(target.name) and ask the host for it",
                commands: remake(target, flag),
                change: { lab in
                    lab.altering(target.id) {
                        $0.portBindings.append(PortBinding(port: port, hostPorts: PortRange(port.number)))
                    }
                },
                target: { changed in inquiry.hostAddress(in: changed).map { ($0, port.number) } },
                publishes: true
            )
        ]
    }
}
