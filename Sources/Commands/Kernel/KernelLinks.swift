internal import Capture
internal import Dataplane
internal import KernelBackend
internal import Lab

/// A link of a lab in the kernel that can be captured on, by the name and title that the simulation has for it.
struct KernelLink: Sendable {
    let tap: Recording.Tap
    let space: KernelRecord.Space
    let interface: String
    /// Whether the interface is what hangs on the link, not the switch's end: its out is the link's in.
    let isTurned: Bool
    /// Whether frames for others that cross it are the link's.
    var isPromiscuous = true

    /// All links of a lab, in the order of its containers; then those of the host and outside.
    static func all(_ lab: Lab, _ record: KernelRecord) -> [KernelLink] {
        func space(_ name: String) -> KernelRecord.Space? { record.spaces.first { $0.name == "netsim-\(name)" } }
        var links: [KernelLink] = []
        let spaces = Dictionary(record.members.map { ($0.container, $0.space) }) { first, _ in first }
        for container in lab.allContainers where container.ownSandbox != nil {
            guard let own = spaces[container.id], record.spaces.indices.contains(own) else { continue }
            for attachment in container.attachments {
                guard let endpoint = attachment.endpoint, !endpoint.interface.isEmpty,
                    let network = attachment.networkID.flatMap({ lab.network($0) })
                else { continue }
                let isBridge = network.driver == .bridge && !endpoint.hostInterface.isEmpty
                guard let place = isBridge ? space("host") : record.spaces[own] else { continue }
                links.append(
                    KernelLink(
                        tap: Recording.Tap(
                            name: isBridge ? endpoint.hostInterface : "\(container.name)-\(endpoint.interface)",
                            title: "\(container.name) \(endpoint.interface) on \(network.name)",
                            network: network.name,
                            container: container.name
                        ),
                        space: place,
                        interface: isBridge ? endpoint.hostInterface : endpoint.interface,
                        isTurned: !isBridge
                    )
                )
            }
        }
        return links + outside(lab, host: space("host"), router: space("router"))
    }

    private static func outside(
        _ lab: Lab,
        host: KernelRecord.Space?,
        router: KernelRecord.Space?
    ) -> [KernelLink] {
        // Without an uplink there is nothing beyond it.
        guard let host, let router else { return [] }
        func link(
            _ name: String,
            _ title: String,
            _ space: KernelRecord.Space,
            _ interface: String,
            isTurned: Bool
        ) -> KernelLink {
            KernelLink(
                tap: Recording.Tap(name: name, title: title, network: nil, container: nil),
                space: space,
                interface: interface,
                isTurned: isTurned
            )
        }
        let uplink = lab.host.uplinkName
        // The router's bridge shows what passes it between others, which the router's own link does not carry.
        var own = link("router", "router lan0", router, "lan", isTurned: true)
        own.isPromiscuous = false
        return [
            link(uplink, "host \(uplink)", host, uplink, isTurned: true), own,
            link("outside", "outside eth0", router, "client", isTurned: false),
        ]
    }
}
