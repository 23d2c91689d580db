internal import Addressing
internal import Lab
internal import Netlink
internal import NetlinkWire

/// The containers' stacks.
extension PlanBuilder {
    /// Makes a namespace for each stack that a running container uses, with what must be set before links come.
    mutating func addSandboxes() {
        var known: [SandboxID: PlanSpace] = [:]
        // The owners first, so that their stacks have their names.
        let running = lab.allContainers.filter(\.isRunning)
        for container in running.filter({ $0.ownSandbox != nil }) + running.filter({ $0.ownSandbox == nil }) {
            switch container.stack {
            case .down: continue
            case .host: plan.spaceOfContainer[container.id] = .host
            case .own(let sandbox):
                let space = PlanSpace(.sandbox(sandbox), name: container.name)
                known[sandbox] = space
                plan.spaceOfContainer[container.id] = space
                addSandbox(space, of: container)
            case .joined(let sandbox):
                if known[sandbox] == nil {
                    // Its owner has stopped: the loopback is all that is left.
                    let space = PlanSpace(.sandbox(sandbox), name: container.name)
                    known[sandbox] = space
                    addSandbox(space, of: nil)
                }
                plan.spaceOfContainer[container.id] = known[sandbox]
            }
        }
    }

    private mutating func addSandbox(_ space: PlanSpace, of container: Container?) {
        make(space)
        let endpoints = container?.attachments.compactMap(\.endpoint).filter { !$0.interface.isEmpty } ?? []
        // Docker's own settings of every container (`daemon.setDefaultSysctls`).
        set("net/ipv4/ip_unprivileged_port_start", "0", in: space)
        // Its groups are not all there in a user namespace.
        if !options.isRootless { set("net/ipv4/ping_group_range", "0\t2147483647", in: space) }
        if endpoints.count > 1 {
            set("net/ipv4/conf/all/rp_filter", "0", in: space)
            set("net/ipv4/conf/default/rp_filter", "0", in: space)
        }
        if endpoints.contains(where: { $0.ipv6 == nil }) {
            set("net/ipv6/conf/default/disable_ipv6", "1", in: space)
        }
        if endpoints.contains(where: { $0.ipv6 != nil }) {
            set("net/ipv6/conf/default/accept_dad", "0", in: space)
            set("net/ipv6/conf/default/accept_ra", "0", in: space)
        }
        later.append(.request(space, Self.switchOn(1)))
    }

    /// Makes the containers' links, each in place, and what is to be done at their inner ends.
    mutating func addEndpoints() {
        for container in lab.allContainers {
            guard container.ownSandbox != nil, let space = plan.spaceOfContainer[container.id] else { continue }
            for attachment in container.attachments {
                guard let endpoint = attachment.endpoint, !endpoint.interface.isEmpty,
                    let network = attachment.networkID.flatMap({ lab.network($0) })
                else { continue }
                let number = number(Lab.containerIndex(endpoint), in: space)
                guard addLink(endpoint, of: container, on: network, number, in: space) else { continue }
                innerNumbers[endpoint.id] = number
                // The default of a stack outlives the link that it was made for.
                if endpoint.ipv6 != nil {
                    let path = "net/ipv6/conf/\(endpoint.interface)/disable_ipv6"
                    later.append(.setting(space, path: path, value: "0", kernelOption: nil))
                }
                addInside(endpoint, number, in: space)
            }
            for family in AddressFamily.allCases {
                guard let route = lab.defaultRoute(of: container, family),
                    let number = container.attachments[route.attachment].endpoint.flatMap({ innerNumbers[$0.id] })
                else { continue }
                later.append(.request(space, Self.defaultRoute(family, via: route.nextHop, by: number)))
            }
        }
    }

    /// - Returns: whether there is a link.
    private mutating func addLink(
        _ endpoint: Endpoint,
        of container: Container,
        on network: Network,
        _ number: Int32,
        in space: PlanSpace
    ) -> Bool {
        var inner = LinkMessage()
        (inner.name, inner.index, inner.address) = (endpoint.interface, number, endpoint.mac)
        switch network.driver {
        case .bridge:
            guard let device = network.deviceName, let bridge = hostNumbers[device] else { return false }
            plan.need(.link("veth"), for: "network \(network.name)")
            inner.mtu = UInt32(clamping: network.bridge.effectiveMTU)
            let outer = self.number(Lab.hostIndex(endpoint), in: .host)
            hostNumbers[endpoint.hostInterface] = outer
            var link = LinkMessage(endpoint.hostInterface, .veth(peer: inner), index: outer)
            (link.master, link.mtu) = (UInt32(clamping: bridge), inner.mtu)
            link.address = Lab.hostMAC(endpoint)
            link.set(up: !lab.faults.isDown(Faults.Place(container: container.id, network: network.id)))
            plan.add(.addLink(.host, link, into: space))
        case .macvlan:
            guard let parent = parentNumber(network) else { return false }
            plan.need(.link("macvlan"), for: "network \(network.name)")
            inner.kind = .macvlan(Self.macvlanMode(network))
            inner.link = UInt32(clamping: parent)
            plan.add(.addLink(.host, inner, into: space))
        case .ipvlan:
            guard let parent = parentNumber(network) else { return false }
            plan.need(.link("ipvlan"), for: "network \(network.name)")
            let (mode, flag) = Self.ipvlanMode(network)
            inner.kind = .ipvlan(mode, flag: flag)
            // Its address is its parent's.
            inner.address = nil
            inner.link = UInt32(clamping: parent)
            plan.add(.addLink(.host, inner, into: space))
        case .host, .null: return false
        }
        return true
    }

    private mutating func addInside(_ endpoint: Endpoint, _ number: Int32, in space: PlanSpace) {
        later.append(.request(space, Self.switchOn(number)))
        for address in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0 }) + endpoint.linkLocal {
            later.append(.request(space, Self.address(address, on: number)))
        }
        let families = Set([endpoint.ipv4, endpoint.ipv6].compactMap { $0?.family })
        later += trialSteps(endpoint.interface, in: space, families)
    }

    private static func macvlanMode(_ network: Network) -> MacvlanMode {
        switch network.options[Lab.ParentOption.macvlanMode] {
        case "private": .isolated
        case "vepa": .vepa
        case "passthru": .passthru
        default: .bridge
        }
    }

    private static func ipvlanMode(_ network: Network) -> (IPVLANMode, IPVLANFlag) {
        let mode: IPVLANMode =
            switch network.options[Lab.ParentOption.ipvlanMode] {
            case "l3": .layer3
            case "l3s": .layer3s
            default: .layer2
            }
        let flag: IPVLANFlag =
            switch network.options[Lab.ParentOption.ipvlanFlag] {
            case "private": .isolated
            case "vepa": .vepa
            default: .bridge
            }
        return (mode, flag)
    }
}
