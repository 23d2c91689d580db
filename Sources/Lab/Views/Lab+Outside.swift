package import Addressing

/// What lies beyond the host's uplink: a LAN with a router and a client on it, and the Internet behind the router.
extension Lab {
    /// Ports that answer at every address behind the router.
    package static let outsideServices: [ContainerPort] = [
        ContainerPort(53, .tcp), ContainerPort(80, .tcp), ContainerPort(443, .tcp), ContainerPort(53, .udp),
    ]

    /// The router's addresses with the prefixes that are on its links: the host's gateways, its name servers on the LAN,
    /// and the gateways that macvlan and ipvlan networks on the uplink name.
    package var routerAddresses: [IPPrefix] {
        var addresses: [IPPrefix] = []
        for address in host.gateways + host.nameservers {
            if let prefix = host.uplinkAddresses.first(where: { $0.contains(address) }) {
                addresses += [IPPrefix(address: address, length: prefix.length)].compactMap { $0 }
            }
        }
        for slot in networks.slots where networks[slot].parentName == host.uplinkName {
            for subnet in networks[slot].subnets {
                guard let gateway = subnet.gateway, !addresses.contains(where: { $0.address == gateway })
                else { continue }
                addresses += [IPPrefix(address: gateway, length: subnet.prefix.length)].compactMap { $0 }
            }
        }
        return addresses
    }
}

extension IPAddress {
    /// Whether the Internet routes the address.
    package var isRoutedOutside: Bool {
        !(isPrivate || isLoopback || isMulticast || isLinkLocalUnicast || isUnspecified)
    }
}
