internal import Addressing
package import Lab
internal import Rendering
internal import Text

/// A lab as a containerlab topology: containers as nodes of kind `linux`, bridges as nodes of kind `bridge`, and a link
/// for each endpoint.
package enum ContainerlabExport {
    /// The label by which the import knows a bridge's network again.
    static let networkLabel = "netsim.network"

    package static func text(of lab: Lab, name: String) -> String {
        var notes = [
            "Not as in the lab: containerlab's links know none of Docker's rules: bridges are not kept apart, nothing is",
            "masqueraded or published, and no name is resolved.",
        ]
        let bridges =
            lab.madeNetworks.filter { $0.deviceName != nil }
            + lab.allNetworks.filter {
                $0.isDefaultBridge && !lab.liveEndpoints(of: $0).isEmpty
            }
        if !bridges.isEmpty {
            notes.append("Bridges must be there before \"containerlab deploy\":")
            for bridge in bridges {
                guard let device = bridge.deviceName else { continue }
                notes.append(
                    "  ip link add name \(ShellWord.quoted(device)) type bridge && ip link set dev \(ShellWord.quoted(device)) up"
                )
                for address in lab.bridgeAddresses(bridge) {
                    notes.append("  ip address add \(address) dev \(ShellWord.quoted(device))")
                }
            }
        }
        var nodes = JSONObject()
        var links: [JSONValue] = []
        for bridge in bridges {
            guard let device = bridge.deviceName else { continue }
            nodes[device] = ["kind": "bridge", "labels": [networkLabel: .string(bridge.name)]]
        }
        for container in lab.allContainers {
            guard container.isRunning else {
                notes.append("Not as in the lab: \(container.name) does not run, and is left out.")
                continue
            }
            nodes[container.name] = node(container, lab, &notes)
            for attachment in container.attachments {
                guard let endpoint = attachment.endpoint,
                    let network = attachment.networkID.flatMap({ lab.network($0) })
                else {
                    continue
                }
                if let device = network.deviceName {
                    links.append([
                        "endpoints": ["\(container.name):\(endpoint.interface)", "\(device):\(endpoint.hostInterface)"]
                    ])
                } else if let parent = network.parentName {
                    if network.driver == .macvlan {
                        links.append([
                            "endpoints": ["\(container.name):\(endpoint.interface)", "macvlan:\(parent)"]
                        ])
                    } else {
                        notes.append(
                            "Not as in the lab: containerlab has no ipvlan for \(container.name) on \(network.name)."
                        )
                    }
                }
            }
        }
        let document: JSONValue = [
            "name": .string(name), "prefix": "", "topology": ["nodes": .object(nodes), "links": .array(links)],
        ]
        return notes.map { ShellWord.comment($0) + "\n" }.joined() + document.yaml()
    }

    private static func node(_ container: Container, _ lab: Lab, _ notes: inout [String]) -> JSONValue {
        var node: JSONObject = ["kind": "linux", "image": .string(container.config.image)]
        switch container.config.networkMode {
        case .host: node["network-mode"] = "host"
        case .container(let target):
            node["network-mode"] = .string("container:\((try? lab.container(matching: target))?.name ?? target)")
        default: node["network-mode"] = "none"
        }
        let config = container.config
        if let entrypoint = config.entrypoint { node["entrypoint"] = .string(ShellWord.line(entrypoint)) }
        if !config.command.isEmpty { node["cmd"] = .string(ShellWord.line(config.command)) }
        if !config.environment.isEmpty {
            node["env"] = .object(
                JSONObject(
                    config.environment.map { entry in
                        let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                        return (String(parts[0]), .string(parts.count > 1 ? String(parts[1]) : ""))
                    }
                )
            )
        }
        if !config.labels.isEmpty { node["labels"] = JSONValue(sortedByKey: config.labels) }
        if !config.portBindings.isEmpty {
            notes.append(
                "Not as in the lab: \(container.name) publishes ports, which without containerlab's own network it cannot."
            )
        }
        var commands: [String] = []
        for attachment in container.attachments {
            guard let endpoint = attachment.endpoint, !endpoint.interface.isEmpty else { continue }
            if let mac = endpoint.mac { commands.append("ip link set dev \(endpoint.interface) address \(mac)") }
            for prefix in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0 }) + endpoint.linkLocal {
                commands.append("ip address add \(prefix) dev \(endpoint.interface)")
            }
        }
        for family in AddressFamily.allCases {
            guard let index = lab.gatewayAttachment(of: container, family),
                let gateway = lab.gateway(of: container.attachments[index], family),
                let interface = container.attachments[index].endpoint?.interface
            else { continue }
            let flag = family == .ipv4 ? "" : "-6 "
            commands.append("ip \(flag)route replace default via \(gateway) dev \(interface)")
        }
        if !commands.isEmpty { node["exec"] = JSONValue(commands) }
        return .object(node)
    }
}
