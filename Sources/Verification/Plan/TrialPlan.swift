internal import Addressing
internal import DNSWire
package import KernelBackend
package import Lab
internal import Resolver

/// Which trials a lab is put to: everybody asks everybody at every address, by ping, at every port on which somebody
/// listens and at one where nobody does, and every name is looked up everywhere. Beyond a bound they are drawn from a
/// seed.
package struct TrialPlan: Sendable {
    package private(set) var trials: [Trial] = []
    /// How many there were to choose from.
    package private(set) var possible = 0
    /// The namespace of each asker's stack.
    package private(set) var spaces: [Trial.Party: PlanSpace] = [:]

    /// A place where something may be asked.
    private struct Target {
        let address: IPAddress
        let name: String
        var ports: [ContainerPort]
    }

    /// Ports on which nobody listens unless a lab says so: `discard`, which Docker's users publish least of all.
    private static let closed: UInt16 = 9

    /// - Parameters:
    ///   - bound: the most trials; of more, each kind of asker and action keeps its share.
    ///   - seed: draws those that are kept.
    package static func of(_ lab: Lab, _ kernel: KernelPlan, bound: Int, seed: UInt64) -> TrialPlan {
        var builder = Builder(lab, kernel)
        builder.addProbes()
        builder.addLookups()
        builder.addZoneLookups()
        var plan = TrialPlan()
        plan.spaces = builder.spaces
        plan.possible = builder.probes.count + builder.lookups.count
        var entropy = Entropy(seed: seed)
        // A quarter for names, unless one of the two needs less than its share.
        let lookups = min(builder.lookups.count, max(bound / 4, bound - builder.probes.count))
        let probes = min(builder.probes.count, max(0, bound - lookups))
        plan.trials = probesSample(builder.probes, probes, &entropy) + sample(builder.lookups, lookups, &entropy)
        for number in plan.trials.indices { plan.trials[number].number = number }
        return plan
    }

    /// So many of them, in their order.
    private static func sample(_ all: [Trial], _ count: Int, _ entropy: inout Entropy) -> [Trial] {
        if all.count <= count { return all }
        return all.indices.shuffled(using: &entropy).prefix(count).sorted().map { all[$0] }
    }

    /// Who asks whom, at one address.
    private struct Pair: Hashable {
        let from: Trial.Party
        let address: IPAddress
    }

    /// Of many pairs only so many are taken, with all that one asks the other: a kernel remembers at most 1,024 neighbours
    /// of all its namespaces together (`gc_thresh3`), and each of a pair may have to remember the other.
    private static let mostPairs = 400

    private static func probesSample(_ all: [Trial], _ count: Int, _ entropy: inout Entropy) -> [Trial] {
        let pairs = Set(all.map { Pair(from: $0.from, address: $0.address) })
        if all.count <= count, pairs.count <= mostPairs { return all }
        if pairs.count <= mostPairs { return sample(all, count, &entropy) }
        var places: [Pair: [Int]] = [:]
        var order: [Pair] = []
        for (place, trial) in all.enumerated() {
            let pair = Pair(from: trial.from, address: trial.address)
            if places[pair] == nil { order.append(pair) }
            places[pair, default: []].append(place)
        }
        var chosen: [Int] = []
        for pair in order.shuffled(using: &entropy).prefix(mostPairs) { chosen += places[pair] ?? [] }
        return sample(chosen.sorted().map { all[$0] }, count, &entropy)
    }

    // MARK: Building

    private struct Builder {
        let lab: Lab
        var spaces: [Trial.Party: PlanSpace] = [:]
        var askers: [(party: Trial.Party, name: String)] = []
        var probes: [Trial] = []
        var lookups: [Trial] = []
        private let kernel: KernelPlan

        init(_ lab: Lab, _ kernel: KernelPlan) {
            self.lab = lab
            self.kernel = kernel
            var seen: Set<PlanSpace> = []
            // Who shares a stack asks as its owner does.
            let running = lab.allContainers.filter(\.isRunning)
            for container in running.filter({ $0.ownSandbox != nil }) + running.filter({ $0.ownSandbox == nil }) {
                guard let space = kernel.spaceOfContainer[container.id], space != .host, seen.insert(space).inserted
                else { continue }
                add(.container(container.id), container.name, in: space)
            }
            add(.host, "host", in: .host)
            if kernel.spaces.contains(.client) { add(.outside, "outside", in: .client) }
        }

        private mutating func add(_ party: Trial.Party, _ name: String, in space: PlanSpace) {
            spaces[party] = space
            askers.append((party, name))
        }

        // MARK: Probes

        mutating func addProbes() {
            let targets = targets()
            for asker in askers {
                for target in targets + ownTargets(of: asker.party) {
                    func add(_ action: Trial.Action) {
                        probes.append(
                            Trial(
                                from: asker.party,
                                fromName: asker.name,
                                address: target.address,
                                toName: target.name,
                                action: action
                            )
                        )
                    }
                    add(.echo)
                    var ports = target.ports + [ContainerPort(closed, .tcp)]
                    // The kernel's router stands for the whole world without having its addresses, and has to send ICMPv6
                    // errors from its own.
                    if target.name != Self.world || target.address.family == .ipv4 {
                        ports.append(ContainerPort(closed, .udp))
                    }
                    for port in ports {
                        switch port.transport {
                        case .tcp: add(.tcp(port.number))
                        case .udp: add(.udp(port.number))
                        case .sctp: break
                        }
                    }
                }
            }
        }

        /// Every address of the lab, and a few that are nobody's.
        private func targets() -> [Target] {
            var targets: [Target] = []
            var open: [PlanSpace: Set<ContainerPort>] = [:]
            for service in KernelService.all(of: lab, in: kernel, standsIn: true) {
                open[service.place.space, default: []].insert(service.place.port)
            }
            for container in lab.allContainers {
                guard container.ownSandbox != nil, let space = kernel.spaceOfContainer[container.id] else { continue }
                for endpoint in container.attachments.compactMap(\.endpoint) where !endpoint.interface.isEmpty {
                    for prefix in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0 }) {
                        let ports = (open[space] ?? []).sorted()
                        targets.append(Target(address: prefix.address, name: container.name, ports: ports))
                    }
                }
            }
            targets += hostTargets(open[.host] ?? [])
            for prefix in lab.host.outsideClientAddresses {
                targets.append(Target(address: prefix.address, name: "outside", ports: []))
            }
            for prefix in lab.routerAddresses {
                targets.append(Target(address: prefix.address, name: "router", ports: Self.web))
            }
            for text in ["203.0.113.80", "2001:db8:ffff::80"] {
                guard let address = IPAddress(text), !lab.hasSubnet(containing: address) else { continue }
                targets.append(Target(address: address, name: Self.world, ports: Self.web))
            }
            targets += nobody()
            return targets
        }

        private static let world = "world"
        private static let web = [ContainerPort(80), ContainerPort(443)]

        /// The host at its own addresses: what listens there, and what is published.
        private func hostTargets(_ open: Set<ContainerPort>) -> [Target] {
            var targets: [Target] = []
            for interface in lab.hostStackView().interfaces where interface.kind != .loopback {
                for prefix in interface.addresses where !prefix.address.isLinkLocalUnicast {
                    targets.append(
                        Target(address: prefix.address, name: "host", ports: hostPorts(open, prefix.address))
                    )
                }
            }
            return targets
        }

        private func hostPorts(_ open: Set<ContainerPort>, _ address: IPAddress) -> [ContainerPort] {
            var ports = open
            for container in lab.allContainers where container.isRunning {
                for port in container.published where port.hostPort != 0 {
                    let isAsked =
                        port.hostAddress == address
                        || (port.hostAddress.isUnspecified && port.hostAddress.family == address.family)
                    // Also at the addresses that it is not published at: there it is closed, on the uplink at least.
                    let isUplink = lab.host.uplinkAddresses.contains { $0.address == address }
                    if isAsked || isUplink { ports.insert(ContainerPort(port.hostPort, port.port.transport)) }
                }
            }
            return ports.sorted()
        }

        /// The asker's own loopback.
        private func ownTargets(of party: Trial.Party) -> [Target] {
            guard let space = spaces[party] else { return [] }
            var open: Set<ContainerPort> = []
            for service in KernelService.all(of: lab, in: kernel, standsIn: true) where service.place.space == space {
                if service.place.address == nil { open.insert(service.place.port) }
            }
            return ["127.0.0.1", "::1"].compactMap { IPAddress($0) }.map { address in
                Target(
                    address: address,
                    name: "itself",
                    ports: party == .host ? hostPorts(open, address) : open.sorted()
                )
            }
        }

        /// An address of each subnet that nobody has, one on the LAN, and one that nobody routes.
        private func nobody() -> [Target] {
            var addresses: [IPAddress] = []
            for network in lab.allNetworks {
                for subnet in network.subnets where subnet.prefix.hostBits > 1 {
                    // The last but one: the last is IPv4's broadcast.
                    guard let address = subnet.prefix.last.advanced(by: -1) else { continue }
                    if !lab.isHeld(address) { addresses.append(address) }
                }
            }
            for prefix in lab.host.uplinkAddresses {
                if let address = prefix.first.advanced(by: 222), prefix.contains(address), !lab.isHeld(address) {
                    addresses.append(address)
                }
            }
            addresses += ["10.99.99.9", "fd99:99::9"].compactMap { IPAddress($0) }.filter {
                !lab.hasSubnet(containing: $0)
            }
            return addresses.map { Target(address: $0, name: "nobody", ports: []) }
        }

        // MARK: Names

        /// Names that containers have anywhere in the lab, some that nobody has, and every address's name.
        mutating func addLookups() {
            guard lab.upstream.server == nil else { return }
            var names: Set<String> = ["nobody", "nobody.example"]
            var addresses: Set<IPAddress> = []
            for container in lab.allContainers {
                for attachment in container.attachments {
                    let network = attachment.networkID.flatMap { lab.network($0)?.name }
                    for name in [container.name] + lab.dnsNames(of: container, on: attachment) {
                        names.insert(name)
                        if let network { names.insert("\(name).\(network)") }
                    }
                    for prefix in [attachment.endpoint?.ipv4, attachment.endpoint?.ipv6] {
                        if let prefix { addresses.insert(prefix.address) }
                    }
                }
                for link in container.config.links {
                    if let alias = link.split(separator: ":").last { names.insert(String(alias)) }
                }
            }
            for record in lab.upstream.records { names.insert(record.name) }
            let sorted = names.sorted().compactMap { try? DomainName(parsing: $0) }
            for asker in askers {
                guard case .container(let id) = asker.party, let container = lab.container(id),
                    container.hasEmbeddedDNS, container.ownSandbox != nil
                else { continue }
                for name in sorted {
                    add(asker, name, .a)
                    add(asker, name, .aaaa)
                }
                for address in addresses.sorted(by: { ($0.family, $0) < ($1.family, $1) }) {
                    add(asker, DomainName(reverseOf: address), .ptr)
                }
            }
        }

        /// What containers know that are name servers, asked by every container at their own addresses. For what others
        /// know they ask those, in the kernel by no packets: such names are not tried.
        mutating func addZoneLookups() {
            for server in lab.allContainers where server.isRunning && server.ownSandbox != nil {
                guard let label = server.config.labels[Lab.zoneLabel], let zone = try? Zone(label: label),
                    lab.listeningPorts(of: server).contains(Self.nameServer), kernel.spaceOfContainer[server.id] != nil
                else { continue }
                for endpoint in server.attachments.compactMap(\.endpoint) where !endpoint.interface.isEmpty {
                    for prefix in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0 }) {
                        for asker in askers {
                            guard case .container = asker.party else { continue }
                            for name in zone.ownNames {
                                for type in [RecordType.a, .aaaa] {
                                    add(asker, name, type, at: prefix.address, of: server.name)
                                }
                            }
                        }
                    }
                }
            }
        }

        private static let nameServer = ContainerPort(53, .udp)

        private mutating func add(
            _ asker: (party: Trial.Party, name: String),
            _ name: DomainName,
            _ type: RecordType,
            at address: IPAddress = .embeddedResolver,
            of server: String = "embedded DNS"
        ) {
            lookups.append(
                Trial(
                    from: asker.party,
                    fromName: asker.name,
                    address: address,
                    toName: server,
                    action: .lookup(name, type)
                )
            )
        }
    }
}
