import Addressing
import DNSWire
import TestSupport
import Testing

/// Properties that hold for messages made at random, and for golden packets that were damaged.
struct MessagePropertyTests {
    @Test func `a message survives being written and read`() throws {
        for seed in 0..<8 as Range<UInt64> {
            var random = RandomMessages(seed: seed)
            for round in 0..<80 {
                let message = random.message()
                // What stands before the message must not matter, nor may it be touched.
                var bytes = [UInt8](repeating: 0xa5, count: round % 3)
                try message.encode(into: &bytes)
                let context: Comment = "seed \(seed), round \(round)"
                try #require(bytes.prefix(round % 3).allSatisfy { $0 == 0xa5 }, context)
                let packet = [UInt8](bytes.dropFirst(round % 3))
                try #require(try DNSWireTests.message(of: packet) == message, context)
                try #require(namesAreIdentical(try DNSWireTests.message(of: packet), message), context)
            }
        }
    }

    /// Equality of names ignores case; what travels must not lose it.
    private func namesAreIdentical(_ left: Message, _ right: Message) -> Bool {
        zip(left.questions, right.questions).allSatisfy { $0.name.isIdentical(to: $1.name) }
            && zip(left.answers, right.answers).allSatisfy { $0.name.isIdentical(to: $1.name) }
            && left.answers.map(\.data.description) == right.answers.map(\.data.description)
    }

    @Test func `a truncated message is a prefix of the records, with TC`() throws {
        for seed in 0..<4 as Range<UInt64> {
            var random = RandomMessages(seed: seed)
            for round in 0..<80 {
                let message = random.message()
                let limit = Int.random(in: 0...1500, using: &random.generator)
                var bytes: [UInt8] = [0xa5]
                let context: Comment = "seed \(seed), round \(round), limit \(limit)"
                var isWhole = false
                do {
                    isWhole = try message.encode(into: &bytes, limit: limit)
                } catch DNSEncodingError.messageTooLong(let count) {
                    try #require(count > limit && bytes == [0xa5], context)
                    continue
                }
                try #require(bytes.count - 1 <= limit, context)
                let cut = try DNSWireTests.message(of: [UInt8](bytes.dropFirst()))
                try #require(cut.questions == message.questions && cut.edns == message.edns, context)
                try #require(message.answers.starts(with: cut.answers), context)
                try #require(message.authorities.starts(with: cut.authorities), context)
                try #require(message.additionals.starts(with: cut.additionals), context)
                let losesAnswers = cut.answers != message.answers || cut.authorities != message.authorities
                try #require(isWhole == (!losesAnswers && cut.additionals == message.additionals), context)
                let wasTruncated = message.header.flags.contains(.tc)
                try #require(cut.header.flags.contains(.tc) == (wasTruncated || losesAnswers), context)
                if losesAnswers { try #require(cut.additionals.isEmpty, context) }
            }
        }
    }

    @Test func `no prefix of a golden packet traps, and all but the whole are refused`() {
        for packet in GoldenPackets.queries + GoldenPackets.responses {
            for count in 0..<packet.count {
                let prefix = [UInt8](packet.prefix(count))
                #expect(throws: DNSWireError.self) { try message(of: prefix) }
                let view = QueryView(prefix.span)
                #expect(view.verdict != .answer)
            }
        }
    }

    @Test func `no mutation of a golden packet traps, and what is read is written and read again`() throws {
        for seed in 0..<8 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            for round in 0..<2500 {
                let packet = mutated(using: &generator)
                func context() -> Comment { "seed \(seed), round \(round): \(hexadecimal(packet))" }
                let view = QueryView(packet.span)
                try #require(view.questionEnd <= max(packet.count, 12), context())
                if view.verdict == .answer {
                    // Octets behind the last record are let pass by the one and not by the other.
                    let name = view.name(in: packet.span)
                    let question = try #require(name, context())
                    try #require(question.foldedHash == view.nameHash, context())
                    if let message = try? DNSWireTests.message(of: packet) {
                        let expected = Question(name: question, type: view.type, class: view.class)
                        try #require(message.questions == [expected], context())
                        try #require(message.edns?.udpPayloadSize == view.edns?.udpPayloadSize, context())
                        try #require(message.edns?.flags == view.edns?.flags, context())
                        try #require(try message.edns?.clientSubnet() == view.clientSubnet, context())
                    }
                }
                if let message = try? DNSWireTests.message(of: packet) {
                    var bytes: [UInt8] = []
                    try message.encode(into: &bytes)
                    try #require(try DNSWireTests.message(of: bytes) == message, context())
                    _ = message.answers.map(\.description) + message.additionals.map(\.description)
                    _ = message.edns?.options.map(\.description)
                }
                try #require(reply(to: view, packet).count >= 12, context())
            }
        }
    }

    /// A golden packet with a few octets changed, inserted, removed, doubled or cut off.
    private func mutated(using generator: inout SeededGenerator) -> [UInt8] {
        let packets = GoldenPackets.queries + GoldenPackets.responses
        var packet = packets.randomElement(using: &generator) ?? []
        let interesting: [UInt8] = [0x00, 0x01, 0x0c, 0x29, 0x3f, 0x40, 0x80, 0xc0, 0xff]
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !packet.isEmpty {
            let place = Int.random(in: 0..<packet.count, using: &generator)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: packet.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 1: packet.remove(at: place)
            case 2: packet.removeSubrange(place...)
            case 3: packet[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 4: packet.append(contentsOf: packet[place...])
            case 5 where packet.count >= 12: packet[4 + place % 8] = 0xff
            default: packet[place] = interesting.randomElement(using: &generator) ?? 0
            }
        }
        return packet
    }

    /// A response with one answer to whatever the view holds.
    private func reply(to view: QueryView, _ query: [UInt8]) -> [UInt8] {
        var memory = [UInt8](repeating: 0xa5, count: 512)
        var span = memory.mutableSpan
        var out = span.mutableBytes
        var writer = ResponseWriter(to: view, query.span, limit: 512, subnetScope: 32, into: &out)
        writer.addA(IPv4Address(10, 0, 0, 1), ttl: 600, into: &out)
        let count = writer.finish(into: &out)
        return [UInt8](memory.prefix(count))
    }
}
