internal import Addressing
internal import Lab

/// What lies beyond the host's uplink: a LAN with a router and a client on it, and the Internet behind the router.
///
/// The router answers for every global address: pings, TCP 80 and 443 with a small HTTP service, and 53. Private
/// addresses (RFC 1918, RFC 4193) that are on no link lead nowhere there, as on the real Internet.
enum OutsideWorld {
    static let routerMAC = MACAddress(rawValue: 0x5254_0000_0001)
    static let clientMAC = MACAddress(rawValue: 0x5254_0000_0064)

    /// Ports that answer at every address outside.
    static let services: [ContainerPort] = [
        ContainerPort(53, .tcp), ContainerPort(80, .tcp), ContainerPort(443, .tcp), ContainerPort(53, .udp),
    ]

    /// The router has the host's gateway addresses, those of its name servers on the LAN, and those of the gateways that
    /// macvlan and ipvlan networks on the uplink name.
    static func routerAddresses(_ lab: Lab) -> [IPPrefix] {
        var addresses: [IPPrefix] = []
        for address in lab.host.gateways + lab.host.nameservers {
            if let prefix = lab.host.uplinkAddresses.first(where: { $0.contains(address) }) {
                addresses += [IPPrefix(address: address, length: prefix.length)].compactMap { $0 }
            }
        }
        for slot in lab.networks.slots where lab.networks[slot].parentName == lab.host.uplinkName {
            for subnet in lab.networks[slot].subnets {
                guard let gateway = subnet.containerGateway, !addresses.contains(where: { $0.address == gateway })
                else {
                    continue
                }
                addresses += [IPPrefix(address: gateway, length: subnet.prefix.length)].compactMap { $0 }
            }
        }
        return addresses
    }

    /// Whether the Internet routes an address.
    static func isGlobal(_ address: IPAddress) -> Bool {
        !(address.isPrivate || address.isLoopback || address.isMulticast || address.isLinkLocalUnicast
            || address.isUnspecified)
    }
}
