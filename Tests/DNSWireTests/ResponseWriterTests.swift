import Addressing
import DNSWire
import Testing

struct ResponseWriterTests {
    /// Writes a response into memory full of 0xA5 and checks that nothing behind it was touched.
    private func respond(
        to query: [UInt8],
        rcode: RCODE = .noError,
        flags: HeaderFlags = .ra,
        limit: Int = 512,
        memory: Int = 2048,
        subnetScope: UInt8? = nil,
        _ answer: (inout ResponseWriter, inout MutableRawSpan) -> Void = { _, _ in }
    ) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xa5, count: memory)
        var span = bytes.mutableSpan
        var out = span.mutableBytes
        let view = QueryView(query.span)
        var writer = ResponseWriter(
            to: view,
            query.span,
            rcode: rcode,
            flags: flags,
            limit: limit,
            subnetScope: subnetScope,
            into: &out
        )
        answer(&writer, &out)
        let count = writer.finish(into: &out)
        #expect(count == writer.count)
        #expect(bytes[count...].allSatisfy { $0 == 0xa5 })
        return [UInt8](bytes[..<count])
    }

    private let alice = [IPv4Address(172, 18, 0, 2), IPv4Address(172, 18, 0, 3)]

    @Test func `a response with two addresses and a scoped subnet is right to the octet`() {
        // dnspython's packet answers a query with DO.
        var query = GoldenPackets.subnetQuery
        query.replaceSubrange(0..<4, with: [0, 1, 1, 0])
        query[34] = 0x80
        let response = respond(to: query, subnetScope: 32) { writer, out in
            for address in alice { #expect(writer.addA(address, ttl: 600, into: &out)) }
            #expect(writer.answerCount == 2)
        }
        #expect(hexadecimal(response) == hexadecimal(GoldenPackets.subnetResponse))
    }

    @Test func `a response without EDNS is right to the octet, and keeps the name's case`() throws {
        let address = try #require(IPv6Address("2001:db8::1"))
        let response = respond(to: GoldenPackets.plainQuery) { writer, out in
            writer.addAAAA(address, ttl: 0x0102_0304, into: &out)
        }
        let expected = octets(
            """
            d296 8080 0001 0001 0000 0000               # ID, QR RA; RD was not set, and AD is not copied
            05 414c504841 04 6e657431 00 001c 0001
            c00c 001c 0001 01020304 0010 20010db8000000000000000000000001
            """
        )
        #expect(hexadecimal(response) == hexadecimal(expected))
    }

    @Test func `a PTR answer and records with ready RDATA can be read`() throws {
        let target = try DomainName(parsing: "Alpha.net1")
        let (textRDATA, mxRDATA) = (octets("03 616263"), octets("000a 00"))
        let response = respond(to: GoldenPackets.reverseQuery) { writer, out in
            writer.addPTR(target, ttl: 600, into: &out)
            writer.add(.txt, rdata: textRDATA.span, ttl: 5, into: &out)
            writer.add(.mx, rdata: mxRDATA.span, ttl: 5, into: &out)
        }
        let message = try DNSWireTests.message(of: response)
        let owner = try DomainName(parsing: "2.0.111.10.in-addr.arpa")
        let text = try #require(CharacterString("abc"))
        #expect(
            message.answers == [
                ResourceRecord(name: owner, ttl: 600, data: .ptr(target)),
                ResourceRecord(name: owner, ttl: 5, data: .txt([text])),
                ResourceRecord(name: owner, ttl: 5, data: .mx(preference: 10, exchange: .root)),
            ]
        )
        #expect(message.header == Header(id: 0x097b, flags: [.qr, .rd, .ra]))
        #expect(message.edns == EDNS(udpPayloadSize: 1232, flags: .dnssecOK))
    }

    @Test(arguments: [
        // FORMERR for a question that cannot be copied; NOTIMP echoes the opcode; BADVERS needs the OPT record.
        (octets("abcd 0110 0001 0000 0000 0000 c00c 0001 0001"), "abcd 8191 0000 0000 0000 0000"),
        (octets("abcd 0100 0001 0000 0000 0001 00 0002 0001"), "abcd 8181 0001 0000 0000 0000 00 0002 0001"),
        (GoldenPackets.notifyQuery, "ae2f a184 0000 0000 0000 0000"),
        (
            GoldenPackets.version1Query,
            "cfb8 8180 0001 0000 0000 0001 05 616c706861 00 0001 0001 00 0029 04d0 01 00 0000 0000"
        ),
    ])
    func `a rejection has the code, the ID and what can be copied`(query: [UInt8], response: String) {
        guard case .reject(let rcode) = QueryView(query.span).verdict else {
            Issue.record("not rejected")
            return
        }
        #expect(hexadecimal(respond(to: query, rcode: rcode)) == hexadecimal(octets(response)))
    }

    @Test(
        arguments: [
            ([], "8180"), (.ra, "8180"), (.aa, "8580"), ([.aa, .ra], "8580"), ([.tc, .ad], "83a0"),
        ] as [(HeaderFlags, String)]
    )
    func `flags beside the echoed ones are the caller's`(flags: HeaderFlags, word: String) {
        let response = respond(to: GoldenPackets.subnetQuery, flags: flags.union(.ra))
        #expect(hexadecimal(response[2..<4]) == hexadecimal(octets(word)))
    }

    @Test func `of the query's EDNS flags only DO is copied`() throws {
        let query = octets("abcd 0000 0001 0000 0000 0001 00 0001 0001 00 0029 1000 00 00 ffff 0000")
        let message = try DNSWireTests.message(of: respond(to: query))
        #expect(message.edns == EDNS(udpPayloadSize: 1232, flags: .dnssecOK))
    }

    @Test(arguments: [(512, 30), (513, 30), (528, 31), (1232, 75), (2048, 126), (65535, 126)])
    func `answers that do not fit are left out, and TC says so`(limit: Int, answers: Int) throws {
        // Twelve octets of header, seven of question, sixteen an answer; memory ends at 2048.
        let query = octets("abcd 0100 0001 0000 0000 0000 01 61 00 0001 0001")
        var accepted = 0
        let response = respond(to: query, limit: limit) { writer, out in
            for index in 0..<200 {
                if writer.addA(IPv4Address(rawValue: UInt32(index)), ttl: 600, into: &out) { accepted += 1 }
            }
            #expect(writer.isTruncated)
        }
        let message = try DNSWireTests.message(of: response)
        #expect(accepted == answers)
        #expect(message.header.flags == [.qr, .rd, .ra, .tc])
        let expected = (0..<answers).map { RData.a(IPv4Address(rawValue: UInt32($0))) }
        #expect(message.answers.map(\.data) == expected)
        #expect(response.count <= min(limit, 2048))
    }

    @Test func `the OPT record keeps its room when answers are left out`() throws {
        let query = GoldenPackets.subnetQuery
        let empty: [UInt8] = [0]
        let response = respond(to: query, limit: 512, subnetScope: 24) { writer, out in
            while writer.addA(alice[0], ttl: 600, into: &out) {}
            // What would fit after a longer record did not is refused too: the order of records stays.
            #expect(!writer.add(.txt, rdata: empty.span, ttl: 0, into: &out))
        }
        let message = try DNSWireTests.message(of: response)
        // 27 octets of header and question, 23 of OPT record with the subnet, 16 an answer.
        #expect(message.answers.count == (512 - 27 - 23) / 16)
        #expect(message.header.flags.contains(HeaderFlags.tc))
        #expect(try message.edns?.clientSubnet()?.description == "172.18.0.5/32/24")
    }

    @Test func `a limit below 512 counts as 512, and the longest question fits`() throws {
        let name = [UInt8](repeating: 1, count: 254) + [0]
        let subnet = octets("00 0029 04d0 00 00 8000 0018 0008 0014 0002 80 00") + [UInt8](repeating: 7, count: 16)
        let query = octets("abcd 0100 0001 0000 0000 0001") + name + octets("0001 0001") + subnet
        let response = respond(to: query, limit: 0, memory: 512, subnetScope: 255) { writer, out in
            while writer.addA(alice[0], ttl: 600, into: &out) {}
        }
        let message = try DNSWireTests.message(of: response)
        #expect(message.questions.map(\.name.wire) == [name])
        #expect(message.answers.count == (512 - 271 - 35) / 16)
        #expect(try message.edns?.clientSubnet()?.scopePrefixLength == 128)
    }

    @Test func `RDATA longer than any message is refused`() {
        let rdata = [UInt8](repeating: 0, count: 70000)
        let response = respond(to: GoldenPackets.plainQuery, limit: 65535, memory: 70000) { writer, out in
            #expect(!writer.add(.txt, rdata: rdata.span, ttl: 0, into: &out))
        }
        #expect(response.count == 28)
    }
}
