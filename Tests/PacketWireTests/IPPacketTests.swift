import Addressing
import PacketWire
import Testing

@Suite struct IPPacketTests {
    @Test func `a UDP packet counts both headers`() throws {
        let source = try #require(IPAddress("10.0.0.2"))
        let destination = try #require(IPAddress("10.0.0.3"))
        let datagram = UDPDatagram(sourcePort: 1, destinationPort: 2, payload: [1, 2, 3])
        let packet = IPPacket(source: source, destination: destination, payload: .udp(datagram))
        #expect(packet.totalLength == 31)
        #expect(packet.protocolNumber == 17)
    }
}
