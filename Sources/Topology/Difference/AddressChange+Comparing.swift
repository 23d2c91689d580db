internal import Addressing
internal import Lab

extension AddressChange {
    /// Containers of both designs that have other addresses than before, on networks of both or of one.
    static func all(_ old: Design, _ new: Design) -> [AddressChange] {
        let (before, after) = (addresses(of: old), addresses(of: new))
        var changes: [AddressChange] = []
        for (container, group, networks) in before.order {
            let isAlone = max(old.groups[group]?.count ?? 0, new.groups[group]?.count ?? 0) < 2
            guard let now = after.byContainer[container] else { continue }
            let then = before.byContainer[container] ?? [:]
            for network in networks + (after.networks[container] ?? []).filter({ then[$0] == nil }) {
                let (was, isNow) = (then[network] ?? [], now[network] ?? [])
                guard was != isNow else { continue }
                changes.append(
                    AddressChange(
                        container: isAlone ? group : container,
                        network: network,
                        before: was,
                        after: isNow
                    )
                )
            }
        }
        return changes
    }

    private struct Addresses {
        var byContainer: [String: [String: [String]]] = [:]
        var networks: [String: [String]] = [:]
        var order: [(container: String, group: String, networks: [String])] = []
    }

    private static func addresses(of design: Design) -> Addresses {
        var addresses = Addresses()
        for group in design.order {
            for container in design.groups[group] ?? [] {
                let name = design.member(container)
                var networks: [String] = []
                for attachment in container.attachments {
                    guard let endpoint = attachment.endpoint,
                        let network = attachment.networkID.flatMap({ design.lab.network($0) })
                    else { continue }
                    let texts = [endpoint.ipv4, endpoint.ipv6].compactMap { $0?.address.description }
                    guard !texts.isEmpty else { continue }
                    let key = design.networkName(network)
                    networks.append(key)
                    addresses.byContainer[name, default: [:]][key] = texts
                }
                if addresses.byContainer[name] == nil { addresses.byContainer[name] = [:] }
                addresses.networks[name] = networks
                addresses.order.append((name, group, networks))
            }
        }
        return addresses
    }
}
