internal import Addressing
internal import IPAM
internal import Lab

/// The addresses of one family of one network, and who competes for them.
struct AddressField: Sendable {
    /// A container that asks for an address.
    struct Fixed: Sendable {
        /// Position in ``StartOrders/participants``.
        let participant: Int
        let address: IPAddress
    }

    let network: String
    /// What dynamic addresses come from, in the order in which the engine tries them.
    private let pools: [(pool: AddressPool, range: IPPrefix?)]
    private(set) var fixed: [Fixed] = []
    /// Positions of the containers that ask for none, in the order of their start.
    private(set) var dynamic: [Int] = []
    /// Positions of the containers whose address somebody else could have, were there no dependencies.
    private(set) var contested: Set<Int> = []

    /// The fields of a lab in which somebody asks for an address or gets one.
    static func all(_ lab: Lab, _ participants: [ContainerID]) -> [AddressField] {
        var fields: [AddressField] = []
        for network in lab.allNetworks where network.driver.hasEndpoints && !network.isConfigOnly {
            for family in AddressFamily.allCases {
                if let field = AddressField(network, family) { fields.append(field) }
            }
        }
        var places: [String: [Int]] = [:]
        for (place, field) in fields.enumerated() { places[field.network, default: []].append(place) }
        for (position, id) in participants.enumerated() {
            for attachment in lab.container(id)?.attachments ?? [] {
                for place in places[attachment.network] ?? [] {
                    let wish = fields[place].family == .ipv4 ? attachment.config.ipv4 : attachment.config.ipv6
                    if let wish {
                        fields[place].fixed.append(Fixed(participant: position, address: wish))
                    } else {
                        fields[place].dynamic.append(position)
                    }
                }
            }
        }
        for place in fields.indices { fields[place].findContested() }
        return fields.filter { !$0.fixed.isEmpty || !$0.dynamic.isEmpty }
    }

    private let family: AddressFamily

    /// With all fixed addresses taken and all others given out, what lies above the last is safe.
    private mutating func findContested() {
        let deadlines = deadlines(of: fixed, among: dynamic.count)
        var owners: [IPAddress: Int] = [:]
        for fixed in fixed {
            if let deadline = deadlines[fixed.participant], deadline < dynamic.count {
                contested.insert(fixed.participant)
            }
            if let other = owners.updateValue(fixed.participant, forKey: fixed.address) {
                contested.formUnion([other, fixed.participant])
            }
        }
    }

    private init?(_ network: Network, _ family: AddressFamily) {
        let subnets = network.subnets.filter { $0.family == family }
        if subnets.isEmpty { return nil }
        self.network = network.name
        self.family = family
        pools = subnets.map { subnet in
            var pool = AddressPool(subnet: subnet.prefix)
            for address in [subnet.gateway].compactMap({ $0 }) + subnet.auxiliary.values { try? pool.reserve(address) }
            return (pool, subnet.range)
        }
    }

    func contains(_ address: IPAddress) -> Bool { pools.contains { $0.pool.subnet.contains(address) } }

    /// How many dynamic containers may start before each of the containers with a wish, by position, so that its address
    /// is free; without those whose address no dynamic one is ever given.
    func deadlines(of fixed: [Fixed], among dynamic: Int) -> [Int: Int] {
        if fixed.isEmpty { return [:] }
        var taking = start
        for fixed in fixed { _ = taking.take(fixed.address) }
        var slots: [IPAddress] = []
        while slots.count < dynamic, let slot = taking.next() { slots.append(slot) }
        var deadlines: [Int: Int] = [:]
        for fixed in fixed {
            guard let own = pool(of: fixed.address), pools[own].range?.contains(fixed.address) ?? true else { continue }
            let before = slots.count { slot in
                guard let other = pool(of: slot) else { return false }
                return other == own ? slot < fixed.address : other < own
            }
            deadlines[fixed.participant] = before
        }
        return deadlines
    }

    private func pool(of address: IPAddress) -> Int? { pools.firstIndex { $0.pool.subnet.contains(address) } }

    /// The network's addresses before any container runs.
    var start: Taking { Taking(pools: pools) }

    /// The addresses as containers take them.
    struct Taking {
        var pools: [(pool: AddressPool, range: IPPrefix?)]

        /// The next address for a container that asks for none; nil where all are taken.
        mutating func next() -> IPAddress? {
            for index in pools.indices {
                if let address = try? pools[index].pool.allocate(in: pools[index].range) { return address }
            }
            return nil
        }

        /// Takes an address that is asked for; false where it is taken.
        mutating func take(_ address: IPAddress) -> Bool {
            guard let index = pools.firstIndex(where: { $0.pool.subnet.contains(address) }) else { return false }
            do {
                try pools[index].pool.reserve(address)
                return true
            } catch {
                return false
            }
        }
    }
}
