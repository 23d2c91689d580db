import Addressing
import DNSWire
import Testing

struct MessageTests {
    private func name(_ text: String) throws -> DomainName { try DomainName(parsing: text) }

    private func string(_ text: String) throws -> CharacterString { try #require(CharacterString(text)) }

    /// The message that `GoldenPackets.manyTypes` holds.
    private func manyTypes() throws -> Message {
        let zone = try name("Example.org")
        let web = try name("web.Example.org")
        func record(_ owner: DomainName, _ ttl: UInt32, _ data: RData) -> ResourceRecord {
            ResourceRecord(name: owner, ttl: ttl, data: data)
        }
        let https = try #require(
            ServiceBinding(
                priority: 1,
                target: .root,
                parameters: [.init(key: 1, value: octets("026832")), .init(key: 3, value: octets("01bb"))]
            )
        )
        let authority = StartOfAuthority(
            primary: try name("ns1.Example.org"),
            mailbox: try name("host\\.master.Example.org"),
            serial: 2_026_010_101,
            refresh: 7200,
            retry: 3600,
            expire: 1_209_600,
            minimum: 300
        )
        return Message(
            header: Header(id: 0x1234, flags: [.qr, .rd, .ra]),
            questions: [Question(name: try name("www.Example.org"), type: .a)],
            answers: [
                record(try name("www.Example.org"), 300, .cname(web)),
                record(web, 60, .a(IPv4Address(192, 0, 2, 1))),
                record(web, 60, .a(IPv4Address(192, 0, 2, 2))),
            ],
            authorities: [
                record(zone, 3600, .ns(try name("ns1.Example.org"))),
                record(zone, 3600, .soa(authority)),
            ],
            additionals: [
                record(try name("ns1.Example.org"), 3600, .aaaa(try #require(IPv6Address("2001:db8::53")))),
                record(zone, 3600, .mx(preference: 10, exchange: try name("mail.Example.org"))),
                record(try name("_sip._udp.Example.org"), 60, .srv(priority: 0, weight: 5, port: 5060, target: web)),
                record(zone, 60, .txt([try string("v=spf1 -all"), try string("two")])),
                record(zone, 60, .caa(flags: 0, tag: try string("issue"), value: [UInt8]("ca.example".utf8))),
                record(zone, 60, .hinfo(cpu: try string("x86"), os: try string("Linux"))),
                record(zone, 60, .https(https)),
                record(zone, 60, .unknown(RecordType(rawValue: 65280), [10, 0, 0, 1])),
            ]
        )
    }

    @Test func `a golden message of many types is read and written to the octet`() throws {
        let message = try manyTypes()
        #expect(try DNSWireTests.message(of: GoldenPackets.manyTypes) == message)
        // In front of the message stand the two octets of TCP's length; pointers count from behind them.
        var bytes: [UInt8] = [0xa5, 0xa5]
        try message.encode(into: &bytes)
        #expect(bytes == [0xa5, 0xa5] + GoldenPackets.manyTypes)
    }

    @Test(arguments: GoldenPackets.queries + GoldenPackets.responses)
    func `golden packets come back from their messages`(packet: [UInt8]) throws {
        var bytes: [UInt8] = []
        try message(of: packet).encode(into: &bytes)
        #expect(hexadecimal(bytes) == hexadecimal(packet))
    }

    @Test func `EDNS fields, client subnet and cookie are read`() throws {
        let query = try message(of: GoldenPackets.subnetQuery)
        let subnet = try #require(ClientSubnet(prefix: IPPrefix(host: .v4(IPv4Address(172, 18, 0, 5)))))
        #expect(query.header == Header(id: 0x4d82, flags: [.rd, .ad]))
        #expect(query.edns?.udpPayloadSize == 1232)
        #expect(query.edns?.options.map(\.code) == [.clientSubnet, .cookie])
        #expect(query.edns?.options.last?.octets == octets("5d156a0158fa01ba"))
        #expect(try query.edns?.clientSubnet() == subnet)
        #expect(query.edns?.options.first == subnet.option)
        #expect(query.additionals.isEmpty)

        let response = try message(of: GoldenPackets.subnetResponse)
        #expect(try response.edns?.clientSubnet() == subnet.scoped(to: 32))
        #expect(response.edns?.flags == .dnssecOK)
    }

    @Test func `the upper bits of the RCODE come from the OPT record`() throws {
        let message = try message(of: GoldenPackets.badVersion)
        #expect(message.header.rcode == .badVers)
        var withoutEDNS = message
        withoutEDNS.edns = nil
        var bytes: [UInt8] = [0xa5]
        #expect(throws: DNSEncodingError.rcodeNeedsEDNS(.badVers)) { try withoutEDNS.encode(into: &bytes) }
        #expect(bytes == [0xa5])
        withoutEDNS.header.rcode = RCODE(rawValue: 0x1000)
        #expect(throws: DNSEncodingError.rcodeNeedsEDNS(RCODE(rawValue: 0x1000))) {
            try withoutEDNS.encode(into: &bytes)
        }
    }

    /// A message with one question for the root and the records, whose section counts are given.
    private static func packet(_ answers: Int, _ authorities: Int, _ additionals: Int, _ records: String) -> [UInt8] {
        octets("0000 8000 0001") + [answers, authorities, additionals].flatMap { [0, UInt8($0)] }
            + octets("00 0001 0001")
            + octets(records)
    }

    @Test(
        arguments: [
            ([], .truncated(.header, offset: 0)),
            (octets("0000 8000 0000 0000 0000 00"), .truncated(.header, offset: 0)),
            (octets("0000 8000 0001 0000 0000 0000"), .truncated(.name, offset: 12)),
            (octets("0000 8000 0001 0000 0000 0000 00 00"), .truncated(.type, offset: 13)),
            (octets("0000 8000 0001 0000 0000 0000 00 0001 00"), .truncated(.class, offset: 15)),
            (octets("0000 8000 ffff ffff ffff ffff"), .truncated(.name, offset: 12)),
            (packet(0, 0, 0, "00"), .trailingBytes(.message, offset: 17)),
            (packet(1, 0, 0, ""), .truncated(.name, offset: 17)),
            (packet(1, 0, 0, "00 0001 0001 000000"), .truncated(.ttl, offset: 22)),
            (packet(1, 0, 0, "00 0001 0001 00000000 00"), .truncated(.rdLength, offset: 26)),
            (packet(1, 0, 0, "00 0001 0001 00000000 0004 010203"), .truncated(.rdata, offset: 28)),
            (packet(1, 0, 0, "00 0001 0001 00000000 0003 010203"), .truncated(.rdata, offset: 28)),
            (packet(1, 0, 0, "00 0001 0001 00000000 0005 0102030405"), .trailingBytes(.rdata, offset: 32)),
            (
                packet(1, 0, 0, "00 001c 0001 00000000 000f" + String(repeating: "00", count: 15)),
                .truncated(.rdata, offset: 28)
            ),
            (packet(1, 0, 0, "00 0002 0001 00000000 0000"), .truncated(.name, offset: 28)),
            (packet(1, 0, 0, "00 0002 0001 00000000 0002 00 00"), .trailingBytes(.rdata, offset: 29)),
            // The name would end behind the RDATA.
            (packet(1, 0, 0, "00 0005 0001 00000000 0002 01 61 00"), .truncated(.name, offset: 30)),
            (packet(1, 0, 0, "00 0005 0001 00000000 0002 c01c"), .badPointer(offset: 28)),
            (packet(1, 0, 0, "00 0027 0001 00000000 0002 c00c"), .badPointer(offset: 28)),
            (packet(1, 0, 0, "00 0010 0001 00000000 0000"), .truncated(.characterString, offset: 28)),
            (packet(1, 0, 0, "00 0010 0001 00000000 0003 00 02 61"), .truncated(.characterString, offset: 30)),
            (packet(1, 0, 0, "00 000d 0001 00000000 0001 00"), .truncated(.characterString, offset: 29)),
            (packet(1, 0, 0, "00 0006 0001 00000000 0006 00 00 00000001"), .truncated(.rdata, offset: 34)),
            (packet(1, 0, 0, "00 0021 0001 00000000 0005 0000 0000 00"), .truncated(.rdata, offset: 32)),
            (packet(1, 0, 0, "00 0101 0001 00000000 0002 00 00"), .invalid(.rdata, offset: 29)),
            (
                packet(1, 0, 0, "00 0041 0001 00000000 000b 0001 00 0003 0000 0003 0000"),
                .invalid(.serviceParameter, offset: 35)
            ),
            (
                packet(1, 0, 0, "00 0041 0001 00000000 0008 0001 00 0003 0002 00"),
                .truncated(.serviceParameter, offset: 35)
            ),
            // OPT: in other sections, not at the root, twice, options cut off.
            (packet(1, 0, 0, "00 0029 0200 00000000 0000"), .invalid(.opt, offset: 17)),
            (packet(0, 1, 0, "00 0029 0200 00000000 0000"), .invalid(.opt, offset: 17)),
            (packet(0, 0, 1, "01 61 00 0029 0200 00000000 0000"), .invalid(.opt, offset: 17)),
            (packet(0, 0, 2, "00 0029 0200 00000000 0000 00 0029 0200 00000000 0000"), .invalid(.opt, offset: 28)),
            (packet(0, 0, 1, "00 0029 0200 00000000 0003 0008 00"), .truncated(.option, offset: 30)),
            (packet(0, 0, 1, "00 0029 0200 00000000 0005 0008 0002 00"), .truncated(.option, offset: 32)),
        ] as [([UInt8], DNSWireError)]
    )
    func `malformed messages throw the first fault`(packet: [UInt8], error: DNSWireError) {
        #expect(throws: error) { try message(of: packet) }
    }

    @Test(arguments: [
        // CH has A records of its own, but TXT as everywhere (`version.bind`).
        (RecordType.a, RecordClass.ch, "00 0001", RData.unknown(.a, [0, 0, 1])),
        (.a, .ch, "01020304", .unknown(.a, [1, 2, 3, 4])),
        (.ns, .ch, "00", .ns(.root)),
        // Deletions of dynamic updates have no RDATA.
        (.a, .any, "", .unknown(.a, [])),
        (.ns, .none, "00", .unknown(.ns, [0])),
        (RecordType(rawValue: 99), .in, "", .unknown(RecordType(rawValue: 99), [])),
    ])
    func `RDATA means what its class makes of it`(
        type: RecordType,
        class: RecordClass,
        rdata: String,
        data: RData
    ) throws {
        let body = octets(rdata)
        var packet = octets("0000 8000 0000 0001 0000 0000 00")
        packet += [UInt8(type.rawValue >> 8), UInt8(type.rawValue & 0xff), 0, UInt8(`class`.rawValue)]
        packet += [0, 0, 0, 1, 0, UInt8(body.count)] + body
        let message = try message(of: packet)
        #expect(message.answers == [ResourceRecord(name: .root, class: `class`, ttl: 1, data: data)])
    }
}
