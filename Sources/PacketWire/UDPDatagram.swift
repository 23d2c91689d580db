/// A UDP datagram (RFC 768).
package struct UDPDatagram: Hashable, Sendable {
    package static let headerLength = 8

    package var sourcePort: UInt16
    package var destinationPort: UInt16
    package var payload: [UInt8]

    package init(sourcePort: UInt16, destinationPort: UInt16, payload: [UInt8]) {
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.payload = payload
    }
}
