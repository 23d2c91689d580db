public import Addressing
internal import IPAM
public import Lab
public import Projects

/// What every container of a realisation gets, where it comes from, and what is left.
public struct AddressPlan: Sendable {
    public struct Seat: Sendable {
        public let container: String
        public let network: String
        public let interface: String
        /// With the subnet's length; nil where it has none.
        public let ipv4: IPPrefix?
        public let ipv6: IPPrefix?
        /// Whether the file asks for an address.
        public let isFixed: Bool
        /// nil: the default route is elsewhere, or there is none.
        public let gateways: [IPAddress]
        /// Why the default route is here, or is not.
        public let reason: String
        public let isStarted: Bool
    }

    public struct Subnet: Sendable {
        public let network: String
        public let driver: String
        public let prefix: IPPrefix
        public let range: IPPrefix?
        public let gateway: IPAddress?
        /// Whether the file names it; else the default pools gave it.
        public let isUserDefined: Bool
        /// Addresses that are in use, those that nobody can have included.
        public let used: Int
        /// Addresses that dynamic containers can still get.
        public let free: UInt64
        public let isAssumed: Bool
        /// Whether the engine refused the network as the file has it.
        public let isMended: Bool
    }

    public struct Pool: Sendable {
        public let base: IPPrefix
        public let size: Int
        /// Networks of the pool's size that are not to be had any more: taken, or overlapped by something else.
        public let used: Int
        public let free: Int
    }

    /// A published port, or ports that are published in step.
    public struct Port: Sendable {
        public let container: String
        public let ports: PortRun
        public let hostAddress: IPAddress
        /// nil where nothing is bound on the host (routed gateway mode).
        public let hostPorts: PortRange?
        /// Whether it was asked for and refused.
        public var isRefused = false
    }

    public let seats: [Seat]
    public let subnets: [Subnet]
    /// IPv4 first.
    public let pools: [Pool]
    public let ports: [Port]

    public init(_ realisation: Realisation) {
        let lab = realisation.lab
        var seats: [Seat] = []
        var ports: [Port] = []
        for made in realisation.containers {
            guard let container = made.id.flatMap({ lab.container($0) }) else { continue }
            seats += Self.seats(container, lab, isStarted: made.isStarted)
            ports += made.published(of: container).runs.map { run in
                Port(
                    container: container.name,
                    ports: run.ports,
                    hostAddress: run.hostAddress,
                    hostPorts: run.hostPorts
                )
            }
            ports += made.refusedPorts.map { asked in
                Port(
                    container: container.name,
                    ports: PortRun(PortRange(asked.port.number), asked.port.transport),
                    hostAddress: asked.hostAddress ?? .v4(IPv4Address(rawValue: 0)),
                    hostPorts: asked.hostPorts,
                    isRefused: true
                )
            }
        }
        self.seats = seats
        self.ports = ports
        let assumed = Set(realisation.networks.filter(\.isAssumed).compactMap(\.id))
        let mended = Set(realisation.networks.filter(\.isMended).compactMap(\.id))
        subnets = lab.allNetworks.filter { $0.driver.hasEndpoints && !$0.isConfigOnly }.flatMap { network in
            network.subnets.map {
                Self.subnet(
                    $0,
                    of: network,
                    lab,
                    isAssumed: assumed.contains(network.id),
                    isMended: mended.contains(network.id)
                )
            }
        }
        pools = Self.pools(lab)
    }

    // MARK: - Containers

    private static func seats(_ container: Container, _ lab: Lab, isStarted: Bool) -> [Seat] {
        guard let owner = lab.stackOwner(of: container), owner.id == container.id else {
            let target = lab.stackOwner(of: container)?.name
            let reason = target.map { "uses the stack of \($0)" } ?? (isStarted ? "has no stack" : "is not started")
            return [seat(container, "-", reason, isStarted)]
        }
        if container.config.networkMode == .host {
            return [seat(container, "host", "uses the host's stack", isStarted)]
        }
        let order = lab.gatewayOrder(of: container)
        return container.attachments.indices.map { index in
            let attachment = container.attachments[index]
            let gateways = AddressFamily.allCases.compactMap { family in
                lab.gatewayAttachment(of: container, family) == index ? lab.gateway(of: attachment, family) : nil
            }
            return Seat(
                container: container.name,
                network: attachment.network,
                interface: attachment.endpoint?.interface ?? "",
                ipv4: attachment.endpoint?.ipv4,
                ipv6: attachment.endpoint?.ipv6,
                isFixed: attachment.config.ipv4 != nil || attachment.config.ipv6 != nil,
                gateways: gateways,
                reason: DefaultRoute.reason(lab, container, index, order),
                isStarted: isStarted
            )
        }
    }

    private static func seat(_ container: Container, _ network: String, _ reason: String, _ isStarted: Bool) -> Seat {
        Seat(
            container: container.name,
            network: network,
            interface: "",
            ipv4: nil,
            ipv6: nil,
            isFixed: false,
            gateways: [],
            reason: reason,
            isStarted: isStarted
        )
    }

    // MARK: - Networks

    private static func subnet(
        _ subnet: Network.Subnet,
        of network: Network,
        _ lab: Lab,
        isAssumed: Bool,
        isMended: Bool
    ) -> Subnet {
        let pool = lab.addressSpace.pool(subnet.prefix)
        var ranged = AddressPool(subnet: subnet.prefix, range: subnet.range)
        if subnet.range != nil, let pool { for address in pool.addressesInUse { try? ranged.reserve(address) } }
        return Subnet(
            network: network.name,
            driver: network.driverName,
            prefix: subnet.prefix,
            range: subnet.range,
            gateway: subnet.gateway,
            isUserDefined: subnet.isUserDefined,
            used: pool?.inUseCount ?? 0,
            free: subnet.range == nil ? pool?.dynamicAvailable ?? 0 : ranged.dynamicAvailable,
            isAssumed: isAssumed,
            isMended: isMended
        )
    }

    /// The default pools with what is left of them; a pool of more than 65,536 networks is shown as one of that many.
    private static func pools(_ lab: Lab) -> [Pool] {
        var taken = PrefixSet(lab.host.reservedPrefixes)
        for network in lab.allNetworks { for subnet in network.subnets { taken.insert(subnet.prefix) } }
        return lab.engine.addressSpacePlan.pools.map { pool in
            let bits = min(pool.size - pool.base.length, 16)
            let all = 1 << max(0, bits)
            var used: Set<UInt128> = []
            for prefix in taken.overlapping(pool.base) {
                let step = pool.base.family.bitWidth - pool.size
                let low = max(prefix.first.number, pool.base.first.number) >> UInt128(step)
                let high = min(prefix.last.number, pool.base.last.number) >> UInt128(step)
                var next = low
                while next <= high, used.count < all {
                    used.insert(next)
                    next += 1
                }
            }
            return Pool(base: pool.base, size: pool.size, used: used.count, free: max(0, all - used.count))
        }
    }
}
