import DNSService
import DNSWire
import Lab
import TestSupport
import Testing

/// A query for `one`, type A, class IN, as octets that a case can be made of.
private let header: [UInt8] = [0xab, 0xcd, 0x01, 0x00]
private let question: [UInt8] = [3, 0x6f, 0x6e, 0x65, 0, 0, 1, 0, 1]
private func counts(_ q: UInt8, _ an: UInt8 = 0, _ ns: UInt8 = 0, _ ar: UInt8 = 0) -> [UInt8] {
    [0, q, 0, an, 0, ns, 0, ar]
}
private func opt(version: UInt8 = 0, _ rdata: [UInt8] = []) -> [UInt8] {
    [0, 0, 41, 0x04, 0xd0, 0, version, 0, 0, 0, UInt8(rdata.count)] + rdata
}

@Suite struct `Malformed queries` {
    /// Octets, and what the server makes of them.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let octets: [UInt8]
        let expected: String

        init(_ name: String, _ pieces: [UInt8]..., gives expected: String) {
            testDescription = name
            octets = pieces.flatMap { $0 }
            self.expected = expected
        }
    }

    static let cases: [Case] = [
        Case("well-formed", header, counts(1), question, gives: "NOERROR 172.18.0.2"),
        Case("nothing", gives: "silence"),
        Case("eleven octets", header, Array(counts(1).dropLast(1)), gives: "silence"),
        Case("a response", [0xab, 0xcd, 0x81, 0x80], counts(1), question, gives: "silence"),
        Case("a header alone that claims a question", header, counts(1), gives: "FORMERR"),
        Case("no question", header, counts(0), gives: "FORMERR"),
        Case("two questions", header, counts(2), question, question, gives: "FORMERR"),
        Case("65535 questions", header, [0xff, 0xff, 0, 0, 0, 0, 0, 0], question, gives: "FORMERR"),
        Case("a name cut off", header, counts(1), [3, 0x6f], gives: "FORMERR"),
        Case("a question without class", header, counts(1), Array(question.dropLast(2)), gives: "FORMERR"),
        Case(
            "a label of a reserved kind",
            header,
            counts(1),
            [0x41, 0x6f, 0x6e, 0x65, 0, 0, 1, 0, 1],
            gives: "FORMERR"
        ),
        Case("a pointer to itself", header, counts(1), [0xc0, 12, 0, 1, 0, 1], gives: "FORMERR"),
        Case("a pointer into the header", header, counts(1), [0xc0, 0, 0, 1, 0, 1], gives: "FORMERR"),
        Case("opcode IQUERY", [0xab, 0xcd, 0x08, 0], counts(1), question, gives: "NOTIMP"),
        Case("opcode STATUS", [0xab, 0xcd, 0x10, 0], counts(1), question, gives: "NOTIMP"),
        Case("opcode NOTIFY", [0xab, 0xcd, 0x20, 0], counts(1), question, gives: "NOTIMP"),
        Case("opcode UPDATE", [0xab, 0xcd, 0x28, 0], counts(1), question, gives: "NOTIMP"),
        Case("opcode 15", [0xab, 0xcd, 0x78, 0], counts(1), question, gives: "NOTIMP"),
        Case("an additional record that is not there", header, counts(1, 0, 0, 1), question, gives: "FORMERR"),
        Case("an OPT record cut off", header, counts(1, 0, 0, 1), question, Array(opt().dropLast(3)), gives: "FORMERR"),
        Case("two OPT records", header, counts(1, 0, 0, 2), question, opt(), opt(), gives: "FORMERR"),
        Case("an OPT record among the answers", header, counts(1, 1), question, opt(), gives: "FORMERR"),
        Case("EDNS version 1", header, counts(1, 0, 0, 1), question, opt(version: 1), gives: "BADVERS"),
        Case("a client subnet of family 3", header, counts(1, 0, 0, 1), question, opt(ecs(3, 0)), gives: "FORMERR"),
        Case("a client subnet of 33 bits", header, counts(1, 0, 0, 1), question, opt(ecs(1, 33)), gives: "FORMERR"),
        Case("octets behind the question", header, counts(1), question, [1, 2, 3], gives: "NOERROR 172.18.0.2"),
        Case("noise of 4096 octets", [UInt8](repeating: 0x5a, count: 4096), gives: "NOTIMP"),
        Case("noise of 9000 octets", [UInt8](repeating: 0x01, count: 9000), gives: "FORMERR"),
    ]

    @Test(arguments: cases)
    func `Each gets its answer or silence, and the server lives on`(_ sent: Case) throws {
        try withServer(FixedLab(try .rotation())) { server in
            let client = DatagramClient(server.port(of: "asker"), seconds: sent.expected == "silence" ? 0.1 : 3)
            let reply = try client.exchange(sent.octets).map { try Message(decoding: $0.span) }
            #expect(reply.short == sent.expected)
            if let reply {
                #expect(reply.header.id == UInt16(sent.octets[0]) << 8 | UInt16(sent.octets[1]))
                #expect(reply.header.flags.contains(.qr))
            }
            #expect(try ask(server.port(of: "asker"), try .query("two")).short == "NOERROR 172.18.0.3")
        }
    }

    /// A client-subnet option without an address.
    private static func ecs(_ family: UInt8, _ length: UInt8) -> [UInt8] {
        [0, 8, 0, 4, 0, family, length, 0]
    }

    @Test func `Mutations of a query never stop the server`() throws {
        let seed: UInt64 = 20_260_801
        var random = SeededGenerator(seed: seed)
        try withServer(FixedLab(try .rotation())) { server in
            let original = try Message.query("alicek106.mynet", edns: .naming("172.18.0.5/32")).bytes()
            let ports = [server.port(of: "asker"), server.status?.sharedPort]
            for round in 0..<2000 {
                var bytes = original
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    let index = Int.random(in: 0..<bytes.count, using: &random)
                    bytes[index] = UInt8.random(in: 0...255, using: &random)
                }
                if round % 3 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
                DatagramClient(ports[round % 2]).send(bytes)
            }
            let reply = try ask(server.port(of: "asker"), try .query("two"))
            #expect(reply.short == "NOERROR 172.18.0.3", "seed \(seed)")
        }
    }
}
