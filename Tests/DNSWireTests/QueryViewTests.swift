import Addressing
import DNSWire
import Testing

struct QueryViewTests {
    private func view(of query: [UInt8]) -> QueryView { QueryView(query.span) }

    @Test func `a query with EDNS and client subnet is seen whole`() throws {
        let query = GoldenPackets.subnetQuery
        let view = view(of: query)
        let name = try DomainName(parsing: "ALICEK106")
        #expect(view.verdict == .answer)
        #expect(view.header == Header(id: 0x4d82, flags: [.rd, .ad]))
        #expect(view.questionEnd == 27)
        #expect(view.nameLength == 11)
        #expect(view.nameHash == name.foldedHash)
        let other = try DomainName(parsing: "alicek107")
        let (isName, isOther) = (view.nameEquals(name, in: query.span), view.nameEquals(other, in: query.span))
        #expect(isName && !isOther)
        let found = view.name(in: query.span)
        #expect(found?.description == "alicek106.")
        #expect(view.type == .a)
        #expect(view.class == .in)
        #expect(view.edns == QueryView.OPT(udpPayloadSize: 1232))
        #expect(view.clientSubnet == ClientSubnet(prefix: IPPrefix(host: .v4(IPv4Address(172, 18, 0, 5)))))
    }

    @Test func `a query without EDNS has no OPT, and its name keeps its case`() throws {
        let query = GoldenPackets.plainQuery
        let view = view(of: query)
        #expect(view.verdict == .answer)
        #expect(view.header == Header(id: 0xd296, flags: .ad))
        #expect(view.edns == nil)
        #expect(view.clientSubnet == nil)
        #expect(view.type == .aaaa)
        let name = view.name(in: query.span)
        #expect(name?.description == "ALPHA.net1.")
    }

    @Test func `DO and an IPv6 subnet are seen`() throws {
        #expect(view(of: GoldenPackets.reverseQuery).edns?.flags == .dnssecOK)
        let address = try #require(IPAddress("2001:db8::"))
        let prefix = try #require(IPPrefix(address: address, length: 56))
        #expect(view(of: GoldenPackets.subnet6Query).clientSubnet == ClientSubnet(prefix: prefix))
    }

    /// A query for `a.` A IN with the section counts given, and what stands behind the question.
    private static func query(_ counts: String = "0001 0000 0000 0000", _ rest: String = "") -> [UInt8] {
        octets("abcd 0100 \(counts) 01 61 00 0001 0001 \(rest)")
    }

    private static let opt = "00 0029 04d0 00 00 0000 0000"

    /// A query with an OPT record that has these options, whose length is given.
    private static func query(options: String, length: String) -> [UInt8] {
        query("0001 0000 0000 0001", "00 0029 04d0 00 00 0000 \(length) \(options)")
    }

    @Test(
        arguments: [
            ("nothing", [], .ignore),
            ("eleven octets", octets("abcd 0100 0001 0000 0000 00"), .ignore),
            ("a response", octets("abcd 8100 0001 0000 0000 0000 00 0001 0001"), .ignore),
            ("a response with a bad body", octets("abcd 8100 ffff 0000 0000 0000"), .ignore),
            ("a response to NOTIFY", octets("abcd a100 0000 0000 0000 0000"), .ignore),
            ("a header alone", octets("abcd 0100 0000 0000 0000 0000"), .reject(.formErr)),
            ("IQUERY", octets("abcd 0900 0000 0000 0000 0000"), .reject(.notImp)),
            ("NOTIFY", GoldenPackets.notifyQuery, .reject(.notImp)),
            ("an unknown opcode and a bad body", octets("abcd 7900 ffff ffff ffff ffff 40"), .reject(.notImp)),
            ("EDNS version 1", GoldenPackets.version1Query, .reject(.badVers)),
            (
                "EDNS version 1 with options of another form",
                query("0001 0000 0000 0001", "00 0029 04d0 00 01 0000 0001 08"), .reject(.badVers)
            ),
            ("a plain query", query(), .answer),
            ("octets behind the question", query("0001 0000 0000 0000", "01 02 03"), .answer),
            ("no question", query("0000 0000 0000 0000"), .reject(.formErr)),
            ("two questions", query("0002 0000 0000 0000", "00 0001 0001"), .reject(.formErr)),
            ("65535 questions", query("ffff 0000 0000 0000"), .reject(.formErr)),
            (
                "two answers", query("0001 0002 0000 0000", "00 0001 0001 00000000 0000 00 0001 0001 00000000 0000"),
                .reject(.formErr)
            ),
            ("65535 of everything", query("ffff ffff ffff ffff"), .reject(.formErr)),
            ("an answer that is not there", query("0001 0001 0000 0000"), .reject(.formErr)),
            ("an authority that is not there", query("0001 0000 0001 0000"), .reject(.formErr)),
            ("an additional that is not there", query("0001 0000 0000 0001"), .reject(.formErr)),
            ("three additionals", query("0001 0000 0000 0003", "\(opt) \(opt) \(opt)"), .reject(.formErr)),
            ("IXFR's SOA", query("0001 0000 0001 0000", "c00c 0006 0001 00000000 0002 0000"), .answer),
            (
                "an OPT record and a TSIG", query("0001 0000 0000 0002", "\(opt) 01 6b 00 00fa 00ff 00000000 0001 00"),
                .answer
            ),
            ("a name cut off", octets("abcd 0100 0001 0000 0000 0000 03 616263"), .reject(.formErr)),
            ("a label cut off", octets("abcd 0100 0001 0000 0000 0000 03 61"), .reject(.formErr)),
            ("a type cut off", octets("abcd 0100 0001 0000 0000 0000 00 0001 00"), .reject(.formErr)),
            ("the root", octets("abcd 0100 0001 0000 0000 0000 00 0002 0001"), .answer),
            ("a pointer to itself", octets("abcd 0100 0001 0000 0000 0000 c00c 0001 0001"), .reject(.formErr)),
            (
                "a pointer into the header", octets("abcd 0100 0001 0000 0000 0000 01 61 c000 0001 0001"),
                .reject(.formErr)
            ),
            ("a pointer forward", octets("abcd 0100 0001 0000 0000 0000 c012 0001 0001 00"), .reject(.formErr)),
            ("a reserved label", octets("abcd 0100 0001 0000 0000 0000 41 6100 0001 0001"), .reject(.formErr)),
            ("a name of 255 octets", name(ofLength: 255), .answer),
            ("a name of 257 octets", name(ofLength: 257), .reject(.formErr)),
            ("OPT among the answers", query("0001 0001 0000 0000", opt), .reject(.formErr)),
            ("OPT among the authorities", query("0001 0000 0001 0000", opt), .reject(.formErr)),
            ("OPT not at the root", query("0001 0000 0000 0001", "01 61 \(opt)"), .reject(.formErr)),
            ("OPT at a pointer", query("0001 0000 0000 0001", "c00e 0029 04d0 00 00 0000 0000"), .reject(.formErr)),
            ("two OPT", query("0001 0000 0000 0002", "\(opt) \(opt)"), .reject(.formErr)),
            ("OPT cut off", query("0001 0000 0000 0001", "00 0029 04d0 00 00 0000 00"), .reject(.formErr)),
            (
                "options cut off", query("0001 0000 0000 0001", "00 0029 04d0 00 00 0000 0004 0008 00"),
                .reject(.formErr)
            ),
            ("an option's header cut off", query(options: "0008 00", length: "0003"), .reject(.formErr)),
            ("an option cut off", query(options: "000a 0008 00", length: "0005"), .reject(.formErr)),
            ("an unknown option", query(options: "fde9 0002 0102", length: "0006"), .answer),
            ("a subnet", query(options: "0008 0007 0001 18 00 ac1200", length: "000b"), .answer),
            ("no subnet, by family 0", query(options: "0008 0004 0000 00 00", length: "0008"), .answer),
            ("family 0 with a length", query(options: "0008 0005 0000 08 00 0a", length: "0009"), .reject(.formErr)),
            ("an unknown family", query(options: "0008 0007 0003 18 00 ac1200", length: "000b"), .reject(.formErr)),
            ("a subnet's header cut off", query(options: "0008 0003 0001 18", length: "0007"), .reject(.formErr)),
            (
                "a subnet too long for IPv4", query(options: "0008 0009 0001 21 00 ac12000000", length: "000d"),
                .reject(.formErr)
            ),
            (
                "a subnet with too few octets", query(options: "0008 0006 0001 18 00 ac12", length: "000a"),
                .reject(.formErr)
            ),
            (
                "a subnet with too many octets", query(options: "0008 0008 0001 18 00 ac120000", length: "000c"),
                .reject(.formErr)
            ),
            (
                "a subnet with host bits", query(options: "0008 0007 0001 17 00 ac1201", length: "000b"),
                .reject(.formErr)
            ),
            ("a subnet with a scope", query(options: "0008 0007 0001 18 18 ac1200", length: "000b"), .reject(.formErr)),
            (
                "a subnet too long for IPv6",
                query(options: "0008 0015 0002 81 00 " + String(repeating: "00", count: 17), length: "0019"),
                .reject(.formErr)
            ),
        ] as [(String, [UInt8], QueryView.Verdict)]
    )
    func `every query gets its verdict`(what: String, query: [UInt8], verdict: QueryView.Verdict) {
        let view = view(of: query)
        #expect(view.verdict == verdict, "\(what)")
        if query.count >= 12 { #expect(view.header.id == UInt16(query[0]) << 8 | UInt16(query[1])) }
    }

    /// A query for a name of `length` octets, all but the last of its labels one octet long.
    private static func name(ofLength length: Int) -> [UInt8] {
        octets("abcd 0100 0001 0000 0000 0000") + [UInt8](repeating: 1, count: length - 1) + octets("00 0001 0001")
    }

    @Test func `a faulty question is not there to be copied, a good one is`() {
        let query = octets("abcd 0100 0001 0000 0000 0000 00 0001 00")
        let cutOff = view(of: query)
        #expect(cutOff.questionEnd == 12)
        #expect(cutOff.nameLength == 0)
        let name = cutOff.name(in: query.span)
        #expect(name == nil)
        #expect(view(of: Self.query("0001 0000 0000 0001")).questionEnd == 19)
        // The counts are at fault, which is seen before the question is read.
        #expect(view(of: Self.query("0002 0000 0000 0000")).questionEnd == 12)
    }

    @Test(
        arguments: [
            (nil, 4096, 512), (0, 4096, 512), (511, 4096, 512), (512, 4096, 512), (513, 4096, 513), (1232, 1232, 1232),
            (4096, 1232, 1232), (65535, 65535, 65535), (4096, 100, 512),
        ] as [(Int?, Int, Int)]
    )
    func `a UDP response is as long as both sides allow, and 512 octets at least`(offer: Int?, maximum: Int, limit: Int)
    {
        var query = Self.query()
        if let offer {
            query[11] = 1
            query += [0, 0, 0x29, UInt8(offer >> 8), UInt8(offer & 0xff), 0, 0, 0, 0, 0, 0]
        }
        #expect(view(of: query).udpLimit(maximum: maximum) == limit)
    }
}
