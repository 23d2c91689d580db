internal import Addressing
internal import Lab
internal import PacketWire

/// The host's uplink, which macvlan containers share: in the kernel their frames cross it, in the simulation each hangs on
/// the LAN by a link of its own.
struct Uplink {
    private let name: String
    private let children: Set<MACAddress>

    init(_ lab: Lab) {
        name = lab.host.uplinkName
        var children: Set<MACAddress> = []
        for network in lab.allNetworks where network.driver == .macvlan && network.parentName == name {
            for (_, endpoint) in lab.liveEndpoints(of: network) {
                if let mac = endpoint.mac { children.insert(mac) }
            }
        }
        self.children = children
    }

    /// Whether a frame crosses the uplink only for the sake of its children.
    func isChildren(_ shot: Shot) -> Bool {
        shot.link == name && (children.contains(shot.frame.source) || children.contains(shot.frame.destination))
    }
}
