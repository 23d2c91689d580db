package import Addressing

/// An Ethernet II frame: what a link of the simulated network carries.
///
/// Frames are values that the simulator passes about; bytes exist only where a frame is captured (see `encode(into:)`).
package struct EthernetFrame: Hashable, Sendable {
    package enum Payload: Hashable, Sendable {
        case arp(ARPMessage)
        case ip(IPPacket)
        /// Anything else, by EtherType.
        case other(etherType: UInt16, bytes: [UInt8])
    }

    package var destination: MACAddress
    package var source: MACAddress
    package var payload: Payload

    package init(destination: MACAddress, source: MACAddress, payload: Payload) {
        self.destination = destination
        self.source = source
        self.payload = payload
    }
}
