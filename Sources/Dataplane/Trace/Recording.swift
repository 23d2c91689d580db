package import PacketWire

/// Frames on the links of a simulation, for a capture file.
package struct Recording: Sendable {
    /// One interface of the capture.
    package struct Tap: Hashable, Sendable {
        /// As the host names the link: the veth's end on the bridge, or the uplink.
        package var name: String
        /// What hangs on it: `web eth0 on front`.
        package var title: String
        /// The network; nil for the uplink's LAN.
        package var network: String?
        /// The container whose link it is; nil for the host's and others outside.
        package var container: String?

        package init(name: String, title: String, network: String?, container: String?) {
            self.name = name
            self.title = title
            self.network = network
            self.container = container
        }
    }

    package struct Entry: Hashable, Sendable {
        package var time: SimulatedTime
        /// Index into ``Recording/taps``.
        package var tap: Int
        package var frame: EthernetFrame
        /// Whether it goes to the host's side (from the container), as seen from the host's end.
        package var isInbound: Bool
        /// Why the packet went no further.
        package var comment: String?
    }

    /// Which links are recorded; nil for all.
    var includes: (@Sendable (Tap) -> Bool)?
    /// Whether floods wake every port, so that all their copies are seen.
    var wantsFloods: Bool
    package internal(set) var taps: [Tap] = []
    package internal(set) var entries: [Entry] = []
    /// By link: its tap, or -1 where it is left out.
    var tapOfLink: [Int: Int] = [:]
    /// More than this many frames are counted and left out.
    package let limit: Int
    package internal(set) var left = 0
    /// The last recorded frame of each packet that may still be dropped.
    var lastEntry: [PacketKey: Int] = [:]

    struct PacketKey: Hashable, Sendable {
        let identification: UInt32
        let protocolNumber: UInt8
        let length: Int
        let sequence: UInt32
    }
}
