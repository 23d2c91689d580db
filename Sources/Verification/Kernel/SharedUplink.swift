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
        for network in lab.allNetworks where network.driver == .macvlan {
            for (container, endpoint) in lab.liveEndpoints(of: network) {
                links.insert("\(container.name)-\(endpoint.interface)")
            }
        }
        childLinks = links
    }

    /// Whether a frame crosses the uplink only for the sake of its children.
    func isChildren(_ shot: Shot) -> Bool {
        shot.link == name && (children.contains(shot.frame.source) || children.contains(shot.frame.destination))
    }
}
