internal import Addressing
public import Compose
public import Lab
internal import YAML

/// Gives a lab's host what projects need of it, as far as nobody said what it has.
public struct HostAssumptions: Sendable {
    /// What is said of the host; kinds that are listed there are not assumed.
    let statement: HostStatement
    /// Whether nothing is known of the lab's host but what is simulated.
    let isUnknown: Bool
    public private(set) var assumptions: [Assumption] = []

    public init(_ statement: HostStatement, on lab: Lab) {
        self.statement = statement
        isUnknown = lab.host.isSimulated
    }

    // MARK: - What is said

    /// Adds what is said of the host to a lab that nothing else is known of.
    ///
    /// - Parameter projects: networks that they make themselves are left to them.
    public func addStated(to lab: inout Lab, besides projects: [ComposeProject], at now: Timestamp) {
        guard isUnknown else { return }
        for name in statement.interfaces ?? [] where !lab.hostInterfaceExists(name.value) {
            lab.host.interfaces.append(name.value)
        }
        for address in statement.addresses ?? [] where !lab.isHostAddress(address.value.address) {
            lab.host.uplinkAddresses.append(address.value)
        }
        let made = Set(projects.flatMap { $0.networks.filter { !$0.isExternal }.map(\.name.value) })
        for network in statement.networks ?? [] where !made.contains(network.name.value) {
            var spec = NetworkSpec(name: network.name.value)
            spec.driver = network.driver ?? ""
            spec.subnets = network.subnets.map { NetworkSpec.Subnet(prefix: $0.value) }
            if network.subnets.contains(where: { $0.value.family == .ipv6 }) { spec.enableIPv6 = true }
            _ = try? lab.createNetwork(spec, at: now)
        }
    }

    // MARK: - Interfaces

    /// Gives the host the interfaces that networks of its LAN hang on. The first is the uplink, where no network hangs on
    /// the simulated one and nothing is in the lab yet.
    public mutating func addInterfaces(for projects: [ComposeProject], to lab: inout Lab) {
        guard isUnknown, statement.interfaces == nil else { return }
        var needed: [Placed<String>] = []
        let bridges = Set(projects.flatMap(\.networks).flatMap(\.driverOptions).map(\.value.value))
        for network in projects.flatMap(\.networks) where !network.isExternal {
            guard let driver = network.driver?.value, driver == "macvlan" || driver == "ipvlan" else { continue }
            for option in network.driverOptions where option.value.key == Lab.ParentOption.parent {
                let name = Self.device(under: option.value.value)
                guard (1...15).contains(name.utf8.count), name != "lo", !needed.contains(where: { $0.value == name })
                else { continue }
                // Another network's bridge.
                if bridges.contains(name), name != option.value.value { continue }
                needed.append(Placed(name, at: option.place))
            }
        }
        let isFree = lab.isUnused && !needed.contains { $0.value == lab.host.uplinkName }
        for (number, name) in needed.enumerated() {
            let isThere = lab.hostInterfaceExists(name.value)
            // Told when it was assumed first; the simulated one is no more than assumed.
            if isThere, name.value != HostFacts().uplinkName { continue }
            assumptions.append(
                Assumption(.interface, name.value, "the host has the interface \(name.value)", at: name.place)
            )
            if isThere { continue }
            if isFree, number == 0 {
                lab.host.uplinkName = name.value
            } else {
                lab.host.interfaces.append(name.value)
            }
        }
    }

    /// `eth0` of `eth0.10`: the VLAN's own interface is made by the engine.
    private static func device(under parent: String) -> String {
        let parts = parent.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let vlan = Int(parts[1]), (1...4094).contains(vlan) else { return parent }
        return String(parts[0])
    }

    // MARK: - Addresses

    /// Gives the host the addresses that ports are published on. To be done once the networks are there, whose gateways
    /// are addresses of the host too.
    public mutating func addAddresses(for projects: [ComposeProject], to lab: inout Lab) {
        guard isUnknown, statement.addresses == nil else { return }
        for service in projects.flatMap(\.services) where service.networkMode?.value != .host {
            for port in service.ports {
                guard let address = port.hostAddress, !lab.isHostAddress(address) else { continue }
                lab.host.uplinkAddresses.append(Self.prefix(of: address, in: lab))
                assumptions.append(
                    Assumption(.address, "\(address)", "the host has the address \(address)", at: port.place)
                )
            }
        }
    }

    /// An address with the usual length of a LAN's subnet, where that is in nobody's way.
    private static func prefix(of address: IPAddress, in lab: Lab) -> IPPrefix {
        let alone = IPPrefix(host: address)
        guard let usual = IPPrefix(address: address, length: address.family == .ipv4 ? 24 : 64),
            address != usual.first, address != usual.last, lab.addressSpace.overlapping(usual.masked) == nil,
            !lab.host.uplinkAddresses.contains(where: { $0.length != usual.length && $0.overlaps(usual) })
        else { return alone }
        return usual
    }

    // MARK: - Containers

    /// Makes the containers that services share the stack of, or link to, and that no project makes.
    public mutating func addContainers(for projects: [ComposeProject], to lab: inout Lab, at now: Timestamp) {
        var made: Set<String> = []
        for project in projects {
            for service in project.services {
                if let name = service.containerName { made.insert(name.value) }
                for number in 1...max(1, min(service.replicas, 10_000)) {
                    made.insert(ServiceRequest.name(of: service, number, in: project.name.value))
                }
            }
        }
        let stated = statement.containers.map { Set($0.map(\.value)) }
        for (project, service) in projects.flatMap({ project in project.services.map { (project, $0) } }) {
            var needed: [Placed<String>] = []
            if let mode = service.networkMode, case .container(let name) = mode.value {
                needed.append(Placed(name, at: mode.place))
            }
            needed += service.externalLinks.map { Placed($0.value.target, at: $0.place) }
            for name in needed where !name.value.isEmpty && made.insert(name.value).inserted {
                if let stated, !stated.contains(name.value) { continue }
                guard isUnknown, add(name.value, beside: service, of: project, to: &lab, at: now) else { continue }
                if stated != nil { continue }
                assumptions.append(
                    Assumption(.container, name.value, "container \(name.value) runs", at: name.place)
                )
            }
        }
    }

    /// A running container on the default bridge, and on what a service that links to it is on.
    private func add(
        _ name: String,
        beside service: ComposeService,
        of project: ComposeProject,
        to lab: inout Lab,
        at now: Timestamp
    ) -> Bool {
        var spec = ContainerSpec(name: name, config: ContainerConfig())
        spec.config.image = name
        let isLinked = service.externalLinks.contains { $0.value.target == name }
        let key = isLinked ? service.networks?.first?.key ?? "default" : nil
        if let network = key.flatMap({ project.network($0)?.name.value }) {
            spec.config.networkMode = NetworkMode(network)
            spec.endpoints = [ContainerSpec.Endpoint(network: network, config: EndpointConfig())]
        }
        guard (try? lab.createContainer(spec, at: now)) != nil else { return false }
        return (try? lab.startContainer(matching: name, at: now)) != nil
    }
}

extension Lab {
    /// Whether nothing has been made in it.
    fileprivate var isUnused: Bool { containerCount == 0 && allNetworks.allSatisfy(\.isPredefined) }
}

extension HostFacts {
    /// Whether the host is the simulated one, whatever was assumed of it since.
    var isSimulated: Bool {
        let simulated = HostFacts()
        return hostname == simulated.hostname && gateways == simulated.gateways && nameservers == simulated.nameservers
            && uplinkAddresses.starts(with: simulated.uplinkAddresses) && listeners.isEmpty
    }
}
