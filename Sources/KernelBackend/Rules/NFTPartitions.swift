internal import Addressing
internal import Lab

/// Rules for containers that the user cut off from each other: nothing passes between their links over a bridge, not
/// even the question for an address, and no packet between their addresses over the host.
enum NFTPartitions {
    static func text(_ lab: Lab) -> String {
        var (bridged, routed): ([String], [String]) = ([], [])
        for partition in lab.faults.partitions.sorted() {
            guard let first = lab.container(partition.first).flatMap({ lab.stackOwner(of: $0) }),
                let second = lab.container(partition.second).flatMap({ lab.stackOwner(of: $0) }),
                first.id != second.id
            else { continue }
            for (from, to) in [(first, second), (second, first)] {
                let (sources, destinations) = (ways(to: from, lab), ways(to: to, lab))
                for (_, source) in sources {
                    for (_, destination) in destinations {
                        bridged.append(
                            "iifname \"\(source.hostInterface)\" oifname \"\(destination.hostInterface)\" drop"
                        )
                    }
                }
                for family in AddressFamily.allCases {
                    let word = family == .ipv4 ? "ip" : "ip6"
                    for source in sources.compactMap({ $0.endpoint.address(family)?.address }) {
                        for (device, endpoint) in destinations {
                            guard let destination = endpoint.address(family)?.address else { continue }
                            let way = "oifname \"\(device)\" \(word) saddr \(source) \(word) daddr \(destination)"
                            routed.append("\(way) drop")
                        }
                    }
                }
            }
        }
        return table("bridge", bridged) + table("inet", routed)
    }

    /// A container's endpoints, with the bridges of the host that lead to them. Others have no partitions in the kernel.
    private static func ways(to container: Container, _ lab: Lab) -> [(device: String, endpoint: Endpoint)] {
        container.attachments.compactMap { attachment in
            guard let endpoint = attachment.endpoint, !endpoint.interface.isEmpty else { return nil }
            return attachment.networkID.flatMap { lab.network($0) }?.deviceName.map { ($0, endpoint) }
        }
    }

    private static func table(_ family: String, _ rules: [String]) -> String {
        if rules.isEmpty { return "" }
        var text = "table \(family) netsim-partitions {\n\tchain forward {\n"
        text += "\t\ttype filter hook forward priority -200; policy accept;\n"
        for rule in rules { text += "\t\t\(rule)\n" }
        return text + "\t}\n}\n"
    }
}
