internal import Addressing
internal import Lab

/// The addresses of two designs side by side.
enum AddressTable {
    static func networks(_ a: Lab, _ b: Lab, _ parties: DesignParties) -> [DesignDiff.Subnets] {
        func table(_ lab: Lab) -> [String: [String]] {
            var table: [String: [String]] = [:]
            for network in lab.allNetworks where !network.isPredefined {
                table[parties.name(of: network)] = network.subnets.map { subnet in
                    var text = subnet.prefix.description
                    if let range = subnet.range { text += " (dynamic \(range))" }
                    if let gateway = subnet.gateway { text += " gateway \(gateway)" }
                    return text
                }
            }
            return table
        }
        let (before, after) = (table(a), table(b))
        return Set(before.keys).union(after.keys).sorted().compactMap { name in
            let (old, new) = (before[name], after[name])
            return old == new ? nil : DesignDiff.Subnets(network: name, before: old, after: new)
        }
    }

    private struct Key: Hashable {
        let party: String
        let network: String
        let container: String
    }

    static func addresses(_ a: Lab, _ b: Lab, _ parties: DesignParties) -> [DesignDiff.Address] {
        func table(_ lab: Lab) -> [Key: [String]] {
            var table: [Key: [String]] = [:]
            for container in lab.allContainers {
                for attachment in container.attachments {
                    guard let endpoint = attachment.endpoint,
                        let network = attachment.networkID.flatMap({ lab.network($0) })
                    else { continue }
                    let addresses = [endpoint.ipv4, endpoint.ipv6].compactMap { $0?.address.description }
                    if addresses.isEmpty { continue }
                    let key = Key(
                        party: parties.name(of: container),
                        network: parties.name(of: network),
                        container: parties.member(container)
                    )
                    table[key] = addresses
                }
            }
            return table
        }
        let (before, after) = (table(a), table(b))
        return Set(before.keys).union(after.keys)
            .sorted { ($0.party, $0.network, $0.container) < ($1.party, $1.network, $1.container) }
            .compactMap { key in
                let (old, new) = (before[key] ?? [], after[key] ?? [])
                if old == new { return nil }
                return DesignDiff.Address(
                    party: key.party,
                    network: key.network,
                    container: key.container,
                    before: old,
                    after: new
                )
            }
    }
}
