import DNSWire
import Testing

/// What dig 9.18 printed for the same octets.
struct PresentationTests {
    /// A record of the type and class at `owner`, read from a message.
    private func record(
        _ type: UInt16,
        _ rdata: [UInt8],
        owner: String = "x",
        class: UInt8 = 1,
        ttl: [UInt8] = [0, 0, 2, 0x58]
    ) throws -> ResourceRecord {
        var packet = octets("0000 8000 0000 0001 0000 0000") + (try DomainName(parsing: owner).wire)
        packet += [UInt8(type >> 8), UInt8(type & 0xff), 0, `class`] + ttl
        packet += [UInt8(rdata.count >> 8), UInt8(rdata.count & 0xff)] + rdata
        return try #require(try message(of: packet).answers.first)
    }

    @Test(
        arguments: [
            (1, "0a6f0002", "10.111.0.2"),
            (28, "20010db8000000000000000000000001", "2001:db8::1"),
            (28, "20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"),
            (28, "20010db8000000010000000000010001", "2001:db8:0:1::1:1"),
            (28, "00000000000000000000ffff01020304", "::ffff:1.2.3.4"),
            (28, "00000000000000000000ffff00000001", "::ffff:0.0.0.1"),
            (28, "00000000000000000000000001020304", "::1.2.3.4"),
            (28, "00000000000000000000000000010000", "::0.1.0.0"),
            (28, "00000000000000000000000000000102", "::102"),
            (28, "00000000000000000000000000000001", "::1"),
            (28, "00000000000000000000000000000000", "::"),
            (28, "00000000000000000000000100000001", "::1:0:1"),
            (5, "00", "."),
            (12, "05416c706861 044e657431 00", "Alpha.Net1."),
            (2, "03612e62 0e6322642865 29663b675c68406924 00", "a\\.b.c\\\"d\\(e\\)f\\;g\\\\h\\@i\\$."),
            (2, "08 6a206b00ff7e2123 00", "j\\032k\\000\\255~!#."),
            (39, "0178 0179 00", "x.y."),
            (15, "000a 046d61696c 076578616d706c65 00", "10 mail.example."),
            (16, "05 68656c6c6f 00", "\"hello\" \"\""),
            (16, "0b 6122625c633b6440652466", "\"a\\\"b\\\\c;d@e$f\""),
            (16, "06 001f207fff7e", "\"\\000\\031 \\127\\255~\""),
            (33, "0000 0005 13c4 03736970 076578616d706c65 00", "0 5 5060 sip.example."),
            (
                6, "036e7331 00 0b686f73742e6d6173746572 00 78c275f5 00001c20 00000e10 00127500 0000012c",
                "ns1. host\\.master. 2026010101 7200 3600 1209600 300"
            ),
            (13, "03 783836 08 4c696e7578203622", "\"x86\" \"Linux 6\\\"\""),
            (13, "00 00", "\"\" \"\""),
            (257, "00 05 6973737565 6c657473656e63727970742e6f7267", "0 issue \"letsencrypt.org\""),
            (257, "80 03 746273 556e226b6e6f773b6e00", "128 tbs \"Un\\\"know;n\\000\""),
            (257, "00 05 6973737565", "0 issue \"\""),
            (65280, "0a000001", "\\# 4 0A000001"),
            (65280, "", "\\# 0"),
            (65, "0000 03737663 076578616d706c65 00", "0 svc.example."),
            (
                65,
                "0001 00 0000 0004 00010003 0001 0006 026832026833 0002 0000 0003 0002 01bb 0004 0008 0102030405060708"
                    + " 0006 0010 20010db8000000000000000000000001 ff35 0005 6122622063",
                "1 . mandatory=alpn,port alpn=\"h2,h3\" no-default-alpn port=443 ipv4hint=1.2.3.4,5.6.7.8"
                    + " ipv6hint=2001:db8::1 key65333=\"a\\\"b c\""
            ),
            (
                64, "0010 03666f6f 00 0001 000c 08665c6f6f2c626172 026832 029b 0009 68656c6c6fd2716f6f 029c 0000",
                "16 foo. alpn=\"f\\\\\\\\oo\\\\,bar,h2\" key667=\"hello\\210qoo\" key668"
            ),
            (65, "0001 00 0001 000a 026832 06 61222c5c007e", "1 . alpn=\"h2,a\\\"\\\\,\\\\\\\\\\000~\""),
            (65, "0001 00 0005 0005 0001feff00", "1 . ech=AAH+/wA="),
            (65, "0001 00 0005 0000", "1 . ech"),
            (65, "0001 00 0008 0000 ffff 0003 2c5c7f", "1 . key8 key65535=\",\\\\\\127\""),
            (64, "0001 00 0007 0008 2f717b3f646e737d", "1 . key7=\"/q{?dns}\""),
        ] as [(UInt16, String, String)]
    )
    func `RDATA reads as dig prints it`(type: UInt16, rdata: String, text: String) throws {
        #expect(try record(type, octets(rdata)).data.description == text)
    }

    @Test func `long unknown RDATA is cut into groups`() throws {
        let group = String(repeating: "AB", count: 28)
        #expect(try record(999, [UInt8](repeating: 0xab, count: 28)).data.description == "\\# 28 \(group)")
        #expect(try record(999, [UInt8](repeating: 0xab, count: 57)).data.description == "\\# 57 \(group) \(group) AB")
    }

    @Test(arguments: [
        // dig refuses these; their octets are shown.
        ("0001 00 0003 0003 000000", "1 . key3=\"\\000\\000\\000\""),
        ("0001 00 0001 0002 0561", "1 . key1=\"\\005a\""),
        ("0001 00 0000 0003 000001", "1 . key0=\"\\000\\000\\001\""),
        ("0001 00 0004 0003 010203", "1 . key4=\"\\001\\002\\003\""),
    ])
    func `parameters that are not what their key demands show their octets`(rdata: String, text: String) throws {
        #expect(try record(65, octets(rdata)).data.description == text)
    }

    @Test(
        arguments: [
            ("alpha", 1, "alpha.\t\t\t600\tIN\tA\t1.2.3.4"),
            ("alpha.net1", 1, "alpha.net1.\t\t600\tIN\tA\t1.2.3.4"),
            ("twenty-three-octet-nam", 1, "twenty-three-octet-nam.\t600\tIN\tA\t1.2.3.4"),
            ("twenty-four-octet-names", 1, "twenty-four-octet-names. 600\tIN\tA\t1.2.3.4"),
            (
                "a-rather-long-name-to-see-columns.example.org", 1,
                "a-rather-long-name-to-see-columns.example.org. 600 IN A\t1.2.3.4"
            ),
            (
                "a\\.b.c\\\"d\\(e\\)f\\;g\\\\h\\@i\\$j\\032k\\000\\255\\127~!#", 1,
                "a\\.b.c\\\"d\\(e\\)f\\;g\\\\h\\@i\\$j\\032k\\000\\255\\127~!#. 600 IN\tA 1.2.3.4"
            ),
            ("u", 65280, "u.\t\t\t600\tIN\tTYPE65280 \\# 4 01020304"),
        ] as [(String, UInt16, String)]
    )
    func `a record stands in dig's columns`(owner: String, type: UInt16, line: String) throws {
        #expect(try record(type, [1, 2, 3, 4], owner: owner).description == line)
    }

    @Test(
        arguments: [
            (3, [0, 0, 2, 0x58], "x.\t\t\t600\tCH\tA\t\\# 4 01020304"),
            (7, [0, 0, 2, 0x58], "x.\t\t\t600\tCLASS7\tA\t\\# 4 01020304"),
            (254, [0, 0, 2, 0x58], "x.\t\t\t600\tNONE\tA\t\\# 4 01020304"),
            (1, [0, 0, 0, 0], "x.\t\t\t0\tIN\tA\t1.2.3.4"),
            (1, [0x80, 0, 0, 0], "x.\t\t\t2147483648 IN\tA\t1.2.3.4"),
        ] as [(UInt8, [UInt8], String)]
    )
    func `classes and TTLs stand in dig's columns`(class: UInt8, ttl: [UInt8], line: String) throws {
        #expect(try record(1, [1, 2, 3, 4], class: `class`, ttl: ttl).description == line)
    }

    @Test(arguments: [
        ("abcde", "abcde.\t\t\t\tIN\tTYPE65280"),
        ("abcdef", "abcdef.\t\t\t\tIN\tTYPE65280"),
        ("abcdefg", "abcdefg.\t\t\tIN\tTYPE65280"),
        (String(repeating: "a", count: 31), String(repeating: "a", count: 31) + ". IN\tTYPE65280"),
        (String(repeating: "a", count: 32), String(repeating: "a", count: 32) + ". IN\tTYPE65280"),
    ])
    func `a question stands in dig's columns`(name: String, line: String) throws {
        let question = Question(name: try DomainName(parsing: name), type: RecordType(rawValue: 65280))
        #expect(question.description == line)
    }

    @Test(
        arguments: [
            (8, "0001 20 00 ac120005", "CLIENT-SUBNET: 172.18.0.5/32/0"),
            (8, "0001 20 1a ac120005", "CLIENT-SUBNET: 172.18.0.5/32/26"),
            (8, "0002 38 00 20010db800000a", "CLIENT-SUBNET: 2001:db8:0:a00::/56/0"),
            (8, "0000 00 00", "CLIENT-SUBNET: 0/0/0"),
            (8, "0001", "CLIENT-SUBNET: 00 01 (\"..\")"),
            (3, "6865", "NSID: 68 65 (\"he\")"),
            (3, "611b225cff", "NSID: 61 1b 22 5c ff (\"a.\"\\.\")"),
            (3, "", "NSID:"),
            (15, "0012 6e6f202277617922", "EDE: 18 (Prohibited): (no \"way\")"),
            (15, "0012", "EDE: 18 (Prohibited)"),
            (15, "0000", "EDE: 0 (Other)"),
            (15, "0018", "EDE: 24 (Invalid Data)"),
            (15, "0019", "EDE: 25"),
            (15, "4650", "EDE: 18000"),
            (15, "0001 611b620a", "EDE: 1 (Unsupported DNSKEY Algorithm): (a.b.)"),
            (15, "0003 c3a909", "EDE: 3 (Stale Answer): (é.)"),
            (11, "012c", "TCP KEEPALIVE: 30.0 secs"),
            (11, "ffff", "TCP KEEPALIVE: 6553.5 secs"),
            (11, "", "TCP KEEPALIVE:"),
            (11, "00", "TCP KEEPALIVE: 00 (\".\")"),
            (12, "000000", "PAD: (3 bytes)"),
            (12, "", "PAD:"),
            (9, "00000000", "EXPIRE: 0 (0 seconds)"),
            (9, "00015fcd", "EXPIRE: 90061 (1 day 1 hour 1 minute 1 second)"),
            (9, "ffffffff", "EXPIRE: 4294967295 (7101 weeks 3 days 6 hours 28 minutes 15 seconds)"),
            (9, "", "EXPIRE:"),
            (10, "3132333435363738", "COOKIE: 3132333435363738"),
            (65001, "010241", "OPT=65001: 01 02 41 (\"..A\")"),
            (65002, "", "OPT=65002:"),
        ] as [(UInt16, String, String)]
    )
    func `an option reads as in dig's pseudosection`(code: UInt16, rdata: String, line: String) {
        let option = EDNSOption(code: EDNSOptionCode(rawValue: code), octets: octets(rdata))
        #expect(option.description == line)
    }

    @Test(
        arguments: [
            (0, 0, "EDNS: version: 0, flags:; udp: 1232"),
            (1, 0x8000, "EDNS: version: 1, flags: do; udp: 1232"),
            (0, 0xffff, "EDNS: version: 0, flags: do co; MBZ: 0x3fff, udp: 1232"),
            (0, 0x4001, "EDNS: version: 0, flags: co; MBZ: 0x0001, udp: 1232"),
        ] as [(UInt8, UInt16, String)]
    )
    func `an OPT record reads as in dig's pseudosection`(version: UInt8, flags: UInt16, line: String) {
        let edns = EDNS(udpPayloadSize: 1232, version: version, flags: EDNSFlags(rawValue: flags))
        #expect(edns.description == line)
    }

    @Test func `numbers read as dig prints them`() {
        let codes = (0..<32).map { RCODE(rawValue: $0).description }
        #expect(
            codes.joined(separator: " ")
                == "NOERROR FORMERR SERVFAIL NXDOMAIN NOTIMP REFUSED YXDOMAIN YXRRSET NXRRSET NOTAUTH NOTZONE RESERVED11"
                + " RESERVED12 RESERVED13 RESERVED14 RESERVED15 BADVERS ?17 ?18 ?19 ?20 ?21 ?22 BADCOOKIE ?24 ?25 ?26 ?27"
                + " ?28 ?29 ?30 ?31"
        )
        #expect(RCODE(rawValue: 4080).description == "?4080")
        let opcodes = (0..<8).map { Opcode(rawValue: $0).description }
        #expect(opcodes == ["QUERY", "IQUERY", "STATUS", "RESERVED3", "NOTIFY", "UPDATE", "RESERVED6", "RESERVED7"])
        #expect(HeaderFlags(rawValue: 0xffff).description == "qr aa tc rd ra ad cd")
        #expect(HeaderFlags([.qr, .rd, .ra]).description == "qr rd ra")
    }

    @Test(
        arguments: [
            ("A", 1), ("aaaa", 28), ("Any", 255), ("https", 65), ("NSAP-PTR", 23), ("TYPE65280", 65280), ("type1", 1),
            ("TYPE0", 0), ("TYPE65536", nil), ("TYPE", nil), ("TYPE-1", nil), ("TYPE+1", nil), ("", nil), ("AA", nil),
        ] as [(String, UInt16?)]
    )
    func `record types are parsed in any case`(text: String, number: UInt16?) {
        #expect(RecordType(parsing: text)?.rawValue == number)
    }

    @Test(
        arguments: [
            ("in", 1), ("CH", 3), ("chaos", 3), ("HS", 4), ("NONE", 254), ("any", 255), ("CLASS7", 7),
            ("CLASS65536", nil),
            ("INN", nil), ("", nil),
        ] as [(String, UInt16?)]
    )
    func `classes are parsed in any case`(text: String, number: UInt16?) {
        #expect(RecordClass(parsing: text)?.rawValue == number)
    }

    @Test func `every number survives its text`() {
        for number in 0...UInt16.max {
            let type = RecordType(rawValue: number)
            let recordClass = RecordClass(rawValue: number)
            if RecordType(parsing: type.description) != type { Issue.record("type \(number)") }
            if RecordClass(parsing: recordClass.description) != recordClass { Issue.record("class \(number)") }
        }
    }

    @Test(arguments: [
        (DNSWireError.truncated(.ttl, offset: 37), "truncated TTL at octet 37"),
        (.badPointer(offset: 12), "bad compression pointer at octet 12"),
        (.invalid(.clientSubnet, offset: 5), "invalid client subnet option at octet 5"),
    ])
    func `errors read as sentences`(error: DNSWireError, text: String) {
        #expect(error.description == text)
    }
}
