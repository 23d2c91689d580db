internal import Addressing
internal import Lab
internal import PacketWire

/// The host's uplink, which macvlan containers share: in the kernel their frames cross it, in the simulation each hangs on
/// the LAN by a link of its own.
struct SharedUplink {
    private let name: String
    private let children: Set<MACAddress>
    /// The links of macvlan containers. The driver sorts groups by eight bits of a hash, and lets some pass that nobody has
    /// joined.
    let childLinks: Set<String>
    /// For links of containers that have several on one parent, the first of them.
    private let firstLinks: [String: String]

    init(_ lab: Lab) {
        name = lab.host.uplinkName
        var children: Set<MACAddress> = []
        for network in lab.allNetworks where network.driver == .macvlan && network.parentName == name {
            for (_, endpoint) in lab.liveEndpoints(of: network) {
                if let mac = endpoint.mac { children.insert(mac) }
            }
        }
        self.children = children
        var links: Set<String> = []
        var firsts: [String: String] = [:]
        var firstOfParent: [String: String] = [:]
        for network in lab.allNetworks where network.driver == .macvlan {
            for (container, endpoint) in lab.liveEndpoints(of: network) {
                let link = "\(container.name)-\(endpoint.interface)"
                links.insert(link)
                let place = "\(container.id) \(network.parentName ?? "")"
                let first = firstOfParent[place, default: link]
                firstOfParent[place] = first
                firsts[link] = first
            }
        }
        (childLinks, firstLinks) = (links, firsts)
    }

    /// A frame to a container with several links on one parent, as if by the first of them: all of them answer a question
    /// by ARP, and which answer counts is a matter of time, where the asker had forgotten or was asked itself.
    func unified(_ shot: Shot) -> Shot {
        guard !shot.isInbound, let first = firstLinks[shot.link] else { return shot }
        var shot = shot
        shot.link = first
        return shot
    }

    /// Whether a frame crosses the uplink only for the sake of its children.
    func isChildren(_ shot: Shot) -> Bool {
        shot.link == name && (children.contains(shot.frame.source) || children.contains(shot.frame.destination))
    }
}
