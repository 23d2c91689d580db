internal import Addressing
package import Lab
internal import Netlink
internal import NetlinkWire
internal import PacketFilter

/// Says how a lab is made in the kernel.
///
/// Each container's stack is a network namespace, and so is the simulated host's: what is here called the host is never
/// the machine. Behind the host's uplink lie a router and a client. Interfaces get the numbers, names and MAC addresses
/// that the simulation gives them, so that nothing has to be asked of the kernel between steps.
package struct PlanBuilder {
    /// What the surroundings allow.
    package struct Options: Sendable {
        /// Whether the namespaces belong to a user namespace without all users, where a few settings cannot be made.
        package var isRootless = false
        /// Whether the lab is made to be asked: then neighbours that do not answer are given up in a fraction of a second,
        /// and no ICMP error is held back because there were many.
        package var isForTrials = false

        package init() {}
    }

    let lab: Lab
    let options: Options
    var plan = KernelPlan()
    /// The numbers taken in each namespace.
    private var numbers: [PlanSpace: Set<Int32>] = [:]
    /// The numbers of the host's interfaces, by name.
    var hostNumbers: [String: Int32] = [:]
    /// The numbers of the containers' interfaces, by endpoint.
    var innerNumbers: [EndpointID: Int32] = [:]
    /// What is to be done inside the sandboxes once their links are there.
    var later: [PlanStep] = []

    private init(_ lab: Lab, _ options: Options) {
        self.lab = lab
        self.options = options
    }

    /// - Throws: ``PlanRefusal`` for what no kernel takes.
    package static func plan(_ lab: Lab, options: Options = Options()) throws(PlanRefusal) -> KernelPlan {
        var builder = PlanBuilder(lab, options)
        try builder.check()
        builder.addHost()
        // Rules name interfaces before there are any: libnftables, which waits by select(2), gets a descriptor below 1024.
        builder.addRules()
        builder.addOutside()
        builder.addSandboxes()
        builder.addEndpoints()
        builder.addLater()
        builder.addQueues()
        return builder.plan
    }

    /// What is left to be done in each stack, all of one together: the kernel is asked once.
    private mutating func addLater() {
        var order: [PlanSpace] = []
        var steps: [PlanSpace: [PlanStep]] = [:]
        for step in later {
            if steps[step.space] == nil { order.append(step.space) }
            steps[step.space, default: []].append(step)
        }
        for space in order { plan.steps += steps[space] ?? [] }
    }

    private func check() throws(PlanRefusal) {
        for network in lab.allNetworks {
            if let device = network.deviceName {
                try Self.check(device, of: "network \(network.name)")
                let count = lab.liveEndpoints(of: network).count
                if count > PlanRefusal.mostPorts { throw .tooManyPorts(network: network.name, count: count) }
            }
            if let parent = network.parentName { try Self.check(parent, of: "network \(network.name)") }
        }
        for container in lab.allContainers {
            for attachment in container.attachments {
                guard let endpoint = attachment.endpoint, !endpoint.interface.isEmpty else { continue }
                try Self.check(endpoint.interface, of: "container \(container.name)")
                guard let network = attachment.networkID.flatMap({ lab.network($0) }), network.driver != .bridge,
                    lab.faults.isDown(Faults.Place(container: container.id, network: network.id))
                else { continue }
                throw .noCarrier(container: container.name, network: network.name)
            }
        }
        for partition in lab.faults.partitions.sorted() {
            let pair = [partition.first, partition.second].compactMap { lab.container($0) }
            guard pair.count == 2, pair.compactMap({ lab.stackOwner(of: $0) }).contains(where: hangsOnParent) else {
                continue
            }
            throw .noCut(first: pair[0].name, second: pair[1].name)
        }
        try checkRules()
    }

    private func hangsOnParent(_ container: Container) -> Bool {
        container.attachments.contains { attachment in
            guard let endpoint = attachment.endpoint, !endpoint.interface.isEmpty else { return false }
            return attachment.networkID.flatMap { lab.network($0) }?.parentName != nil
        }
    }

    /// Rules may name devices that are not of the lab: `nft` has no way to write some of them.
    private func checkRules() throws(PlanRefusal) {
        let filter = PacketFilter(lab)
        for family in AddressFamily.allCases {
            for table in FilterTable.allCases {
                for chain in filter.chains(table, family) {
                    for rule in filter.rules(table, chain, family) {
                        for device in [rule.match.inInterface, rule.match.outInterface].compactMap({ $0?.value }) {
                            try Self.check(device, of: "a rule in \(chain.rawValue)")
                        }
                    }
                }
            }
        }
    }

    /// The kernel's `dev_valid_name`, and what has a meaning of its own in the words of `nft`.
    private static func check(_ name: String, of owner: String) throws(PlanRefusal) {
        let isValid =
            !name.isEmpty && name.utf8.count < 16 && name != "." && name != ".."
            && !name.utf8.contains { "\"*\\".utf8.contains($0) }
            && !name.utf8.contains { $0 == 0x2f || $0 == 0x3a || $0 == 0x20 || (0x09...0x0d).contains($0) || $0 == 0 }
        if !isValid { throw .badDeviceName(name, of: owner) }
    }

    // MARK: Numbers

    /// The wanted number for an interface, or the next one that is free. 1 is the loopback's.
    mutating func number(_ wanted: Int, in space: PlanSpace) -> Int32 {
        var number = max(2, Int32(clamping: wanted))
        while numbers[space]?.contains(number) == true, number < .max { number += 1 }
        numbers[space, default: []].insert(number)
        return number
    }

    // MARK: Steps in few words

    mutating func set(_ path: String, _ value: String, in space: PlanSpace, needs option: String? = nil) {
        plan.add(.setting(space, path: path, value: value, kernelOption: option))
    }

    /// Makes a namespace, with what holds in each.
    mutating func make(_ space: PlanSpace) {
        plan.add(.makeNamespace(space))
        guard options.isForTrials else { return }
        // Of IPv4 no kind of message is limited, of IPv6 one that does not exist.
        set("net/ipv4/icmp_ratemask", "0", in: space)
        set("net/ipv6/icmp/ratemask", "200", in: space)
    }

    /// The settings of an interface that is there: how soon a neighbour that does not answer is given up.
    func trialSteps(_ interface: String, in space: PlanSpace, _ families: Set<AddressFamily>) -> [PlanStep] {
        // Only users of the whole machine may set these.
        guard options.isForTrials, !options.isRootless else { return [] }
        return families.sorted().map { family in
            let path = "net/\(family == .ipv4 ? "ipv4" : "ipv6")/neigh/\(interface)/retrans_time_ms"
            return .setting(space, path: path, value: "40", kernelOption: nil)
        }
    }

    static func switchOn(_ number: Int32) -> NetlinkRequest {
        var link = LinkMessage()
        link.index = number
        link.set(up: true)
        return .setLink(link)
    }

    static func address(_ prefix: IPPrefix, on number: Int32) -> NetlinkRequest {
        var address = AddressMessage(prefix, on: UInt32(clamping: number))
        if prefix.family == .ipv4 {
            // As `ip` and Docker add it; an address alone in its prefix, or with one other, has none.
            if prefix.hostBits > 1 { address.broadcast = prefix.last }
        } else {
            address.flags = AddressMessage.noDuplicateDetection
        }
        if prefix.family == .ipv6, prefix.address.isLinkLocalUnicast { address.scope = RouteMessage.linkScope }
        return .addAddress(address)
    }

    static func defaultRoute(_ family: AddressFamily, via gateway: IPAddress?, by number: Int32) -> NetlinkRequest {
        var route = RouteMessage(family)
        route.gateway = gateway
        route.outInterface = UInt32(clamping: number)
        if gateway == nil, family == .ipv4 { route.scope = RouteMessage.linkScope }
        return .addRoute(route)
    }
}
