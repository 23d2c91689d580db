internal import Addressing
internal import IPAM

/// Builds a lab from stored parts: settings and networks first, then the containers one by one.
///
/// Everything that a lab derives from them (indices, address pools, members, namespaces, link names, host ports) is
/// rebuilt here, and each part is checked against the others, so that no stored lab, however damaged, can break
/// what the commands rely on. The order of the networks does not matter but for later ties; containers come in order
/// of creation.
package struct LabRestoration: Sendable {
    /// A part that contradicts itself or another one.
    package struct Refusal: Error, Hashable, Sendable {
        package enum Part: Hashable, Sendable {
            case settings
            /// By position among those given.
            case network(Int, name: String)
            case container(Int, name: String)
        }

        package let part: Part
        /// What is wrong with it, such as `its subnet 10.0.0.0/8 overlaps another network's`.
        package let problem: String
    }

    private var lab: Lab
    private var containerCount = 0
    private var lastSequence: UInt64 = 0
    /// What the containers hold of each network, by network slot.
    private var holdings: [Holding] = []

    /// A network's part that its members' endpoints make up. They are counted up here, and handed over at the end, so
    /// that no container costs a change of the network itself.
    private struct Holding: Sendable {
        let name: String
        let prefixes: [IPPrefix]
        /// Slots of the containers with a live endpoint.
        var members: [Slab<Container>.Slot] = []
        /// The addresses that they hold, by position in `prefixes`.
        var addresses: [[IPAddress]]
        /// The slots of their holders.
        var holders: [[Slab<Container>.Slot]]

        init(_ network: Network) {
            name = network.name
            prefixes = network.claimedSubnets.map(\.prefix)
            addresses = Array(repeating: [], count: prefixes.count)
            holders = addresses.map { _ in [] }
        }
    }

    /// Begins with a lab's settings and all of its networks.
    package init(settings: LabSettings, networks: [Network]) throws(Refusal) {
        lab = Lab(settings: settings)
        try Self.check(settings)
        for cursor in settings.portCursors { lab.hostPorts.restore(cursor.range, at: cursor.last) }
        try restore(networks)
    }

    /// Adds the next container.
    package mutating func add(_ container: consuming Container) throws(Refusal) {
        // A new slab fills its slots in order.
        let slot = Slab<Container>.Slot(containerCount)
        do throws(Problem) {
            try check(container)
            guard lab.containers.slot(container.id) == nil else {
                throw Problem("another container has its identifier \(container.id.short)")
            }
            guard lab.containers.slot(named: container.name) == nil else {
                throw Problem("another container has its name")
            }
            try restoreStack(of: container, slot)
            try holdPorts(of: container)
        } catch {
            throw Refusal(part: .container(containerCount, name: container.name), problem: error.text)
        }
        lastSequence = container.sequence
        containerCount += 1
        let hasLinks = !container.links.isEmpty
        _ = lab.containers.insert(consume container)
        lab.noteServices(of: slot)
        if hasLinks { lab.registerLinks(of: slot) }
    }

    /// The lab, with nothing left to store and no events.
    package consuming func finish() throws(Refusal) -> Lab {
        for (slot, holding) in holdings.enumerated() where !holding.members.isEmpty {
            lab.networks[Slab<Network>.Slot(slot)].members = Set(holding.members)
            for (index, prefix) in holding.prefixes.enumerated() {
                guard let taken = lab.addressSpace.reserve(holding.addresses[index], in: prefix) else { continue }
                let container = holding.holders[index][taken]
                throw Refusal(
                    part: .container(Int(container), name: lab.containers[container].name),
                    problem: "its address \(holding.addresses[index][taken]) is taken"
                )
            }
        }
        if let problem = lab.faultProblem { throw Refusal(part: .settings, problem: problem) }
        _ = lab.takeChanges()
        lab.events = []
        return lab
    }

    private struct Problem: Error {
        let text: String
        init(_ text: String) { self.text = text }
    }

    // MARK: - Settings and networks

    private static func check(_ settings: LabSettings) throws(Refusal) {
        // Far from the end of the numbers, so that commands can go on counting.
        guard (1...UInt64(Int64.max / 2)).contains(settings.nextSequence) else {
            throw Refusal(part: .settings, problem: "its next sequence number \(settings.nextSequence) is out of range")
        }
        var seen: Set<HostPorts.Cursor> = []
        for cursor in settings.portCursors {
            let range = cursor.range
            guard range.first <= cursor.last, cursor.last <= range.last, seen.insert(range).inserted else {
                throw Refusal(
                    part: .settings,
                    problem:
                        "its port cursor \(cursor.last) of \(range.first)-\(range.last)/\(range.transport) is wrong"
                )
            }
        }
    }

    private mutating func restore(_ networks: [Network]) throws(Refusal) {
        for (index, network) in networks.enumerated() {
            do throws(Problem) {
                try check(network)
            } catch {
                throw Refusal(part: .network(index, name: network.name), problem: error.text)
            }
            lab.insertNetwork(network)
        }
        for (name, driver) in Self.predefined {
            guard let slot = lab.networks.slot(named: name), lab.networks[slot].driver == driver else {
                throw Refusal(part: .settings, problem: "its predefined network \(name) is missing")
            }
        }
        // A subnet with an ip-range may overlap one without that came before it, never the other way round
        // (`AddressSpace.claim`): in this order every valid lab's subnets can be claimed again.
        for withRange in [false, true] {
            for (index, network) in networks.enumerated() {
                do throws(Problem) {
                    for subnet in network.claimedSubnets where (subnet.range != nil) == withRange {
                        try claim(subnet)
                        for address in network.lostAddresses where subnet.prefix.contains(address) {
                            try reserve(address, in: subnet.prefix, "its lost address")
                        }
                    }
                } catch {
                    throw Refusal(part: .network(index, name: network.name), problem: error.text)
                }
            }
        }
        holdings = networks.map { Holding($0) }
    }

    private static let predefined: [(String, NetworkDriver)] = [("bridge", .bridge), ("host", .host), ("none", .null)]

    private func check(_ network: Network) throws(Problem) {
        if network.name.allSatisfy(\.isWhitespace) { throw Problem("its name is empty") }
        guard lab.networks.slot(network.id) == nil else {
            throw Problem("another network has its identifier \(network.id.short)")
        }
        guard lab.networks.slot(named: network.name) == nil else { throw Problem("another network has its name") }
        if !network.driver.hasEndpoints, !network.isConfigOnly, !network.subnets.isEmpty {
            throw Problem("the \(network.driver.rawValue) driver has no subnets")
        }
        if let device = network.deviceName, lab.bridgeSlots[device] != nil {
            throw Problem("another network has its bridge device \(device)")
        }
        for subnet in network.claimedSubnets where subnet.prefix.hasHostBits {
            throw Problem("its subnet \(subnet.prefix) has host bits")
        }
    }

    private mutating func claim(_ subnet: Network.Subnet) throws(Problem) {
        do {
            try lab.addressSpace.claim(subnet.prefix, range: subnet.range)
        } catch {
            throw Problem("its subnet \(subnet.prefix) overlaps another one")
        }
        if let gateway = subnet.gateway {
            try reserve(gateway, in: subnet.prefix, "its gateway")
        }
        for (name, address) in subnet.auxiliary.sorted(by: { $0.key < $1.key }) {
            try reserve(address, in: subnet.prefix, "its auxiliary address \(name)")
        }
    }

    private mutating func reserve(_ address: IPAddress, in prefix: IPPrefix, _ what: String) throws(Problem) {
        do {
            try lab.addressSpace.reserve(address, in: prefix)
        } catch {
            switch error {
            case .inUse, .exhausted: throw Problem("\(what) \(address) is taken")
            case .outOfRange: throw Problem("\(what) \(address) is outside its subnet \(prefix)")
            }
        }
    }

    // MARK: - Containers

    private func check(_ container: borrowing Container) throws(Problem) {
        guard Lab.isValidContainerName(container.name) else { throw Problem("its name is no container name") }
        do {
            try Lab.checkTexts(of: container.config)
        } catch {
            throw Problem("it has an \(error.message)")
        }
        guard container.sequence > lastSequence else {
            throw Problem("its sequence number \(container.sequence) is out of order")
        }
        guard container.sequence < lab.nextSequence else {
            throw Problem("its sequence number \(container.sequence) is not below the next one")
        }
        guard (0...Int(Int32.max)).contains(container.restartCount) else {
            throw Problem("its number of restarts \(container.restartCount) is out of range")
        }
        guard container.isRunning == (container.stack != .down) else {
            throw Problem(
                "it is \(container.status.rawValue) and \(container.stack == .down ? "has no" : "has a") stack"
            )
        }
    }

    private mutating func restoreStack(
        of container: borrowing Container,
        _ slot: Slab<Container>.Slot
    ) throws(Problem) {
        let ownsStack: Bool
        switch container.stack {
        case .own(let sandbox):
            guard lab.owner(of: sandbox) == nil else {
                throw Problem("another container owns its namespace \(sandbox.short)")
            }
            lab.sandboxOwners.insert(slot, sandbox.tag)
            ownsStack = true
        case .host: ownsStack = true
        case .down, .joined: ownsStack = false
        }
        let attachments = container.attachments
        for index in attachments.indices {
            // Fields one by one: a whole attachment or endpoint would be copied with all that it refers to.
            guard let sequence = attachments[index].endpoint?.sequence else { continue }
            guard ownsStack else { throw Problem("it has an endpoint and no stack of its own") }
            guard sequence < lab.nextSequence else {
                throw Problem("the sequence number \(sequence) of its endpoint is not below the next one")
            }
            let network = try join(slot, attachments[index].networkID)
            if let prefix = attachments[index].endpoint?.ipv4 { try hold(prefix, .ipv4, on: network, slot) }
            if let prefix = attachments[index].endpoint?.ipv6 { try hold(prefix, .ipv6, on: network, slot) }
        }
    }

    /// Makes a container a member of a network, by position in `holdings`.
    private mutating func join(_ slot: Slab<Container>.Slot, _ networkID: NetworkID?) throws(Problem) -> Int {
        guard let networkID, let networkSlot = lab.networks.slot(networkID) else {
            throw Problem("it has an endpoint on a network that does not exist")
        }
        let network = Int(networkSlot)
        guard holdings[network].members.last != slot else {
            throw Problem("it has two endpoints on network \(holdings[network].name)")
        }
        holdings[network].members.append(slot)
        return network
    }

    private mutating func hold(
        _ prefix: IPPrefix,
        _ family: AddressFamily,
        on network: Int,
        _ slot: Slab<Container>.Slot
    ) throws(Problem) {
        let masked = prefix.masked
        guard prefix.family == family, let index = holdings[network].prefixes.firstIndex(of: masked) else {
            throw Problem("its address \(prefix) is in no subnet of network \(holdings[network].name)")
        }
        holdings[network].addresses[index].append(prefix.address)
        holdings[network].holders[index].append(slot)
    }

    private mutating func holdPorts(of container: borrowing Container) throws(Problem) {
        if container.published.isEmpty { return }
        guard container.ownSandbox != nil else {
            throw Problem("it publishes ports and has no namespace of its own")
        }
        for port in container.published where port.hostPort != 0 {
            let key = HostPorts.Holding(transport: port.port.transport, port: port.hostPort)
            if lab.hostPorts.holders[key]?.contains(port.hostAddress) == true {
                throw Problem("its published port \(port.hostPort)/\(key.transport) is another container's")
            }
            lab.hostPorts.restore(port.hostPort, key.transport, on: port.hostAddress)
        }
    }
}

extension Network {
    /// The subnets that hold a part of the address space: a configuration-only network's are but remembered.
    fileprivate var claimedSubnets: [Subnet] {
        isConfigOnly || !driver.hasEndpoints ? [] : subnets
    }
}
