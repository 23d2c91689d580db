internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// Whether a container gets its address in whatever order the engine starts containers, as after a reboot.
///
/// The engine gives the lowest free address of the ip_range, or of the subnet without one, and reserves a fixed address
/// only while its container runs.
struct AddressRace {
    /// An order in which the address goes elsewhere.
    struct Order {
        let message: String
        let steps: [String]
    }

    let context: LintContext

    init(_ context: LintContext) {
        self.context = context
    }

    /// nil where the address is safe.
    func order(thatTakes address: IPAddress, from service: LintContext.ServiceEntry) -> Order? {
        for join in service.joins {
            let network = context.networks[join.network]
            guard let subnet = network.made?.subnets.first(where: { $0.prefix.contains(address) }) else { continue }
            let wish = address.family == .ipv6 ? join.item.ipv6?.value : join.item.ipv4?.value
            let race = Field(network, subnet, service, context)
            if wish != address { return race.orderForDynamic(address) }
            return race.orderThatTakes(address)
        }
        return nil
    }

    /// Who competes for the addresses of one subnet.
    private struct Field {
        let network: LintContext.NetworkEntry
        let range: IPPrefix
        let service: LintContext.ServiceEntry
        /// Containers without a wish, but for the service's own, by name.
        var dynamic: [String] = []
        /// Wishes of other services.
        var fixed: [(name: String, address: IPAddress)] = []
        let reserved: Set<IPAddress>

        init(
            _ network: LintContext.NetworkEntry,
            _ subnet: Network.Subnet,
            _ service: LintContext.ServiceEntry,
            _ context: LintContext
        ) {
            self.network = network
            self.service = service
            range = subnet.range ?? subnet.prefix
            reserved = Set([subnet.gateway, subnet.prefix.first].compactMap { $0 } + subnet.auxiliary.values)
            for member in context.everyMember(of: network) where member != service.index {
                let other = context.services[member]
                let join = other.joins.first { network.same.contains($0.network) }
                let wish = subnet.family == .ipv6 ? join?.item.ipv6?.value : join?.item.ipv4?.value
                if let wish {
                    fixed.append((other.label, wish))
                } else {
                    dynamic += other.containers.map(\.name)
                }
            }
        }

        /// Addresses of the range below one that neither gateway nor auxiliaries hold, lowest first; no more than `limit`.
        private func free(below address: IPAddress, limit: Int) -> [IPAddress] {
            var found: [IPAddress] = []
            var next: IPAddress? = range.first
            while let candidate = next, candidate < address, found.count < limit {
                if !reserved.contains(candidate) { found.append(candidate) }
                next = candidate.advanced(by: 1)
            }
            return found
        }

        /// The containers without a wish fill the addresses below, those with a wish for one of these holding it.
        func orderThatTakes(_ address: IPAddress) -> Order? {
            guard range.contains(address) else { return nil }
            var competitors = dynamic
            // Another replica of the service itself wants the very same.
            if service.service.replicas > 1 {
                return Order(message: "\(service.service.replicas) replicas want one address", steps: [])
            }
            let below = free(below: address, limit: competitors.count + fixed.count + 1)
            var steps: [String] = []
            for candidate in below {
                if let holder = fixed.first(where: { $0.address == candidate }) {
                    steps.append("\(holder.name) starts, and has \(candidate)")
                } else {
                    guard !competitors.isEmpty else { return nil }
                    steps.append("\(competitors.removeFirst()) starts, and is given \(candidate)")
                }
            }
            guard let thief = competitors.first else { return nil }
            steps.append("\(thief) starts, and is given \(address), the lowest that is free")
            steps.append("\(service.label) starts, and fails: Address already in use")
            return Order(message: "\(thief) gets it where it is started first", steps: steps)
        }

        /// An address without a wish is the lowest that is free, and so depends on who else runs.
        func orderForDynamic(_ address: IPAddress) -> Order? {
            let own = service.containers.dropFirst().map(\.name)
            if let other = (dynamic + own).first {
                return Order(
                    message: "\(service.label) has no fixed address, and \(other) gets this one where it starts first",
                    steps: ["add ipv4_address, and an ip_range that leaves it out"]
                )
            }
            let lower = fixed.first { range.contains($0.address) && $0.address < address }
            return lower.map { lower in
                Order(
                    message:
                        "\(service.label) has no fixed address, and gets \(lower.address) where \(lower.name) is down",
                    steps: []
                )
            }
        }
    }
}
