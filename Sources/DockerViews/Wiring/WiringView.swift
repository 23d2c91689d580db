package import Addressing
package import Lab

/// The links of the simulated host: bridges with their ports, what hangs on parents, and who shares a stack.
///
/// This is what `brctl show` and `ip link` would tell on a real Docker host, together with what they cannot tell: which
/// container the other end of each veth pair is in.
package struct WiringView: Sendable {
    /// A container's end of a link.
    package struct End: Sendable {
        package let container: String
        package let containerID: ContainerID
        /// The name in the container, such as `eth0`.
        package let interface: String
        package let mac: MACAddress?
        package let addresses: [IPPrefix]
        /// Containers that joined the stack, and so have the same interface; by name.
        package let sharedWith: [String]
        /// Whether the link has not been taken down.
        package let isUp: Bool
        /// What the link does to packets, be it set on the link or on the network.
        package let impairment: Impairment
    }

    /// A veth pair.
    package struct Port: Sendable {
        /// The host's end, a port of the bridge.
        package let hostInterface: String
        package let hostMAC: MACAddress
        /// The number of the container's end in its namespace, as in `veth1234567@if2`.
        package let peerIndex: Int
        package let end: End
    }

    package struct Bridge: Sendable {
        /// The device, such as `docker0`.
        package let name: String
        package let mac: MACAddress
        package let mtu: Int
        package let addresses: [IPPrefix]
        package let network: String
        package let isInternal: Bool
        /// In the order in which they joined.
        package let ports: [Port]

        /// As spanning tree knows the bridge: priority and MAC address.
        package var bridgeID: String {
            "8000." + mac.description.split(separator: ":").joined()
        }

        /// A bridge has a carrier once a port has one.
        package var isUp: Bool { ports.contains(where: \.end.isUp) }
    }

    /// A macvlan or ipvlan network on its parent interface.
    package struct Parent: Sendable {
        package let name: String
        /// Whether the engine made the parent for a network that named none: nothing leads out of it.
        package let isDummy: Bool
        package let driver: NetworkDriver
        package let mode: String
        package let network: String
        /// In the order in which they joined.
        package let children: [End]
    }

    /// A running container without a link of its own.
    package struct Linkless: Sendable {
        package enum Reason: String, Sendable {
            /// It uses the host's stack.
            case host
            /// It was created, or is now, without any network.
            case none
            /// It uses the stack of another container.
            case joined
            /// The container whose stack it used has stopped.
            case orphaned
        }

        package let container: String
        package let containerID: ContainerID
        package let reason: Reason
        /// The container whose stack it uses, or used; nil where there is none, or it is gone.
        package let owner: String?
    }

    /// By device name.
    package let bridges: [Bridge]
    /// By parent, then network.
    package let parents: [Parent]
    /// By container name.
    package let linkless: [Linkless]
    /// Pairs of containers between which no packet passes, by name.
    package let partitions: [(first: String, second: String)]

    package init(_ lab: Lab) {
        let containers = lab.allContainers.filter(\.isRunning).sorted { $0.name < $1.name }
        var joiners: [ContainerID: [String]] = [:]
        for container in containers {
            guard case .joined = container.stack, let owner = lab.stackOwner(of: container) else { continue }
            joiners[owner.id, default: []].append(container.name)
        }
        var bridges: [Bridge] = []
        var parents: [Parent] = []
        for network in lab.allNetworks {
            let ends = lab.liveEndpoints(of: network).map { container, endpoint in
                (endpoint, End(endpoint, of: container, on: network, lab, sharedWith: joiners[container.id] ?? []))
            }
            if let device = network.deviceName {
                bridges.append(Bridge(name: device, network, lab, ends))
            } else if let parent = network.parentName {
                parents.append(Parent(name: parent, network, ends.map(\.1)))
            }
        }
        self.bridges = bridges.sorted { $0.name < $1.name }
        self.parents = parents.sorted { ($0.name, $0.network) < ($1.name, $1.network) }
        linkless = containers.compactMap { Linkless($0, lab) }
        partitions = lab.partitionedNames
    }
}

extension WiringView.End {
    fileprivate init(
        _ endpoint: Endpoint,
        of container: Container,
        on network: Network,
        _ lab: Lab,
        sharedWith: [String]
    ) {
        self.container = container.name
        containerID = container.id
        interface = endpoint.interface
        mac = endpoint.mac
        addresses = [endpoint.ipv4, endpoint.ipv6].compactMap { $0 } + endpoint.linkLocal
        self.sharedWith = sharedWith
        let place = Faults.Place(container: container.id, network: network.id)
        isUp = !lab.faults.isDown(place)
        impairment = lab.faults.impairment(of: place)
    }
}

extension WiringView.Bridge {
    fileprivate init(name: String, _ network: Network, _ lab: Lab, _ ends: [(Endpoint, WiringView.End)]) {
        self.name = name
        mac = Lab.bridgeMAC(network)
        mtu = network.bridge.effectiveMTU
        addresses = lab.bridgeAddresses(network)
        self.network = network.name
        isInternal = network.isInternal
        ports = ends.map { endpoint, end in
            WiringView.Port(
                hostInterface: endpoint.hostInterface,
                hostMAC: Lab.hostMAC(endpoint),
                peerIndex: Lab.containerIndex(endpoint),
                end: end
            )
        }
    }
}

extension WiringView.Parent {
    fileprivate init(name: String, _ network: Network, _ children: [WiringView.End]) {
        self.name = name
        isDummy = network.options[Lab.ParentOption.parent]?.isEmpty != false
        driver = network.driver
        let (key, fallback) =
            network.driver == .macvlan
            ? (Lab.ParentOption.macvlanMode, "bridge") : (Lab.ParentOption.ipvlanMode, "l2")
        mode = network.options[key].flatMap { $0.isEmpty ? nil : $0 } ?? fallback
        self.network = network.name
        self.children = children
    }
}

extension WiringView.Linkless {
    /// nil for a container that is down or has an interface of its own.
    fileprivate init?(_ container: Container, _ lab: Lab) {
        self.container = container.name
        containerID = container.id
        switch container.stack {
        case .down: return nil
        case .host:
            reason = .host
            owner = nil
        case .own:
            if container.attachments.contains(where: { $0.endpoint?.interface.isEmpty == false }) { return nil }
            reason = .none
            owner = nil
        case .joined:
            let stackOwner = lab.stackOwner(of: container)
            reason = stackOwner == nil ? .orphaned : .joined
            owner = stackOwner?.name ?? Self.target(of: container, lab)
        }
    }

    /// The container that `--network container:` named.
    private static func target(of container: Container, _ lab: Lab) -> String? {
        guard case .container(let target) = container.config.networkMode else { return nil }
        return Identifier(target).flatMap { lab.container($0) }?.name
    }
}
