import Addressing
import PacketWire
import Testing

/// Properties that hold for packets made at random, and for golden packets that were damaged.
@Suite struct `Packets in general` {
    @Test func `survive being written and read, with right checksums`() throws {
        for seed in 0..<8 as Range<UInt64> {
            var random = RandomPackets(seed: seed)
            for round in 0..<400 {
                let original = random.frame()
                // What stands before the frame must not matter, nor may it be touched.
                var written = [UInt8](repeating: 0xa5, count: round % 3)
                try original.encode(into: &written)
                let context: Comment = "seed \(seed), round \(round): \(hexadecimal(written))"
                try #require(written.prefix(round % 3).allSatisfy { $0 == 0xa5 }, context)
                let bytes = [UInt8](written.dropFirst(round % 3))
                try #require(bytes.count == original.length, context)
                try #require(try frame(of: bytes) == original, context)
            }
        }
    }

    @Test func `are read or refused however damaged, and what is read is written and read again`() throws {
        for seed in 0..<8 as Range<UInt64> {
            var random = RandomPackets(seed: seed)
            for round in 0..<1500 {
                let golden = GoldenPacket.all.randomElement(using: &random.generator) ?? .syn
                let bytes = random.mutated(golden.bytes)
                func context() -> Comment { "seed \(seed), round \(round): \(hexadecimal(bytes))" }
                if let read = try? frame(of: bytes, verifyingChecksums: false) {
                    try #require(try frame(of: try encoded(read)) == read, context())
                }
                let quote = [UInt8](bytes.dropFirst(14))
                guard let quoted = try? QuotedPacket(decoding: quote) else { continue }
                let rewritten = try quoted.rewriting(source: quoted.destination, destination: quoted.source)
                let again = try QuotedPacket(decoding: rewritten)
                try #require(again.source == quoted.destination && again.transport == quoted.transport, context())
            }
        }
    }
}
