import PacketWire
import TestSupport
import Testing

/// Frames that were captured as octets, and statistics that others counted.
struct PcapngOctetsTests {
    private func add(
        _ packet: PcapngPacket,
        to writer: inout PcapngWriter,
        _ direction: PcapngPacket.Direction
    ) throws(PcapngError) {
        let result: Result<Void, PcapngError> = packet.bytes.withUnsafeBytes { octets in
            do throws(PcapngError) {
                try writer.add(
                    octets: octets,
                    originalLength: packet.originalLength,
                    on: packet.interface,
                    at: packet.timestamp,
                    direction: direction
                )
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `octets give the same block as a packet`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var (one, other) = (try PcapngWriter(), try PcapngWriter())
        for snapLength: UInt32 in [0, 64] {
            _ = try one.add(PcapngInterface(snapLength: snapLength))
            _ = try other.add(PcapngInterface(snapLength: snapLength))
        }
        for count in (0...9).map({ $0 + Int.random(in: 0...70, using: &random) }) {
            let direction: PcapngPacket.Direction = Bool.random(using: &random) ? .inbound : .outbound
            let packet = PcapngPacket(
                interface: Int.random(in: 0...1, using: &random),
                timestamp: Int64.random(in: 0...(.max), using: &random),
                bytes: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) },
                originalLength: count + Int.random(in: 0...2, using: &random),
                direction: direction
            )
            try one.add(packet)
            try add(packet, to: &other, direction)
            #expect(one.bytes == other.bytes, "seed \(seed)")
        }
        try one.finish(at: .max)
        try other.finish(at: .max)
        #expect(one.bytes == other.bytes, "seed \(seed)")
    }

    @Test func `what cannot be written is refused, and nothing of it is there`() throws {
        var writer = try PcapngWriter()
        _ = try writer.add(PcapngInterface())
        let before = writer.bytes
        let good = PcapngPacket(interface: 0, timestamp: 0, bytes: [1, 2, 3])
        var packet = good
        packet.interface = 1
        #expect(throws: PcapngError.unknownInterface(1)) { try add(packet, to: &writer, .inbound) }
        packet = good
        packet.timestamp = -1
        #expect(throws: PcapngError.negativeTimestamp(-1)) { try add(packet, to: &writer, .inbound) }
        packet = good
        packet.originalLength = 2
        #expect(throws: PcapngError.tooLong(.enhancedPacket, count: 2, limit: Int(UInt32.max))) {
            try add(packet, to: &writer, .inbound)
        }
        #expect(throws: PcapngError.unknownInterface(7)) {
            try writer.add(PcapngStatistics(interface: 7, timestamp: 0))
        }
        #expect(throws: PcapngError.negativeTimestamp(-5)) {
            try writer.add(PcapngStatistics(interface: 0, timestamp: 0, end: -5))
        }
        #expect(writer.bytes == before)
    }

    @Test func `statistics come back as they were given`() throws {
        var writer = try PcapngWriter()
        _ = try writer.add(PcapngInterface())
        let statistics = PcapngStatistics(interface: 0, timestamp: 9, start: 1, end: 8, received: 70, dropped: 3)
        try writer.add(statistics)
        #expect(try PcapngReader.blocks(of: writer.bytes).last == .statistics(statistics))
        writer.removeBytes()
        #expect(writer.bytes.isEmpty)
    }
}
