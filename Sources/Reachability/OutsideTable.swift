internal import Addressing
internal import Lab

/// What the client and the router on the uplink's LAN know by address.
struct OutsideTable: Sendable {
    let routerAddresses: [IPPrefix]
    private let clientAddresses: [IPPrefix]
    private let gateways: [IPAddress]
    /// The client's next hops towards the containers' subnets: the host.
    private var subnets = PrefixMap<IPAddress>()

    init(_ lab: Lab) {
        routerAddresses = lab.routerAddresses
        clientAddresses = lab.host.outsideClientAddresses
        gateways = lab.host.gateways
        for slot in lab.networks.slots where lab.networks[slot].deviceName != nil {
            for subnet in lab.networks[slot].subnets {
                let via = lab.host.uplinkAddresses.first { $0.family == subnet.family }?.address
                guard let via, !lab.host.uplinkAddresses.contains(where: { $0.overlaps(subnet.prefix) }) else {
                    continue
                }
                subnets.add(subnet.prefix, via)
            }
        }
    }

    // MARK: The client

    func clientAddress(_ family: AddressFamily) -> IPAddress? {
        clientAddresses.first { $0.family == family }?.address
    }

    func isClient(_ address: IPAddress) -> Bool { clientAddresses.contains { $0.address == address } }

    /// The client's next hop towards an address; nil without a route.
    func clientHop(to address: IPAddress) -> IPAddress? {
        if clientAddresses.contains(where: { $0.hostBits > 0 && $0.contains(address) }) { return address }
        return subnets[address] ?? gateways.first { $0.family == address.family }
    }

    // MARK: The router

    func isRouter(_ address: IPAddress) -> Bool { routerAddresses.contains { $0.address == address } }

    /// Whether an address is on a link of the router's.
    func isOnLink(_ address: IPAddress) -> Bool { routerAddresses.contains { $0.hostBits > 0 && $0.contains(address) } }

    /// The router's own address towards another.
    func routerAddress(towards address: IPAddress) -> IPAddress? {
        let own = routerAddresses.filter { $0.family == address.family }
        return (own.first { $0.contains(address) } ?? own.first)?.address
    }
}
