import Addressing
import DNSWire
import Lab
import TestSupport
import Testing

@testable import ContainerTools

/// Records and questions as BIND 9.18.49's dig printed them.
@Suite struct `record text` {
    private static func name(_ text: String) throws -> DomainName { try DomainName(parsing: text) }

    private static func record(_ data: RData, _ owner: String = "rr.example.test", ttl: UInt32 = 600) throws
        -> ResourceRecord
    {
        ResourceRecord(name: try name(owner), ttl: ttl, data: data)
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static let authority = StartOfAuthority(
        primary: (try? DomainName(parsing: "ns1.example.test")) ?? .root,
        mailbox: (try? DomainName(parsing: "admin.example.test")) ?? .root,
        serial: 2_026_010_101,
        refresh: 3600,
        retry: 900,
        expire: 604_800,
        minimum: 300
    )

    @Test func `data of every type`() throws {
        let strings = ["v=spf".utf8.map { $0 }, Self.bytes("a \"b\\c") + [0xff, 0x31]].compactMap {
            CharacterString($0)
        }
        let cases: [(RData, String)] = [
            (.a(IPv4Address(10, 111, 0, 2)), "10.111.0.2"),
            (.aaaa(IPv6Address(rawValue: 0xfd00 << 112 | 2)), "fd00::2"),
            (.mx(preference: 10, exchange: try Self.name("mail.example.test")), "10 mail.example.test."),
            (.txt(strings), #""v=spf" "a \"b\\c\2551""#),
            (
                .srv(priority: 1, weight: 2, port: 443, target: try Self.name("srv.example.test")),
                "1 2 443 srv.example.test."
            ),
            (.soa(Self.authority), "ns1.example.test. admin.example.test. 2026010101 3600 900 604800 300"),
            (
                .hinfo(
                    cpu: try #require(CharacterString("X86")),
                    os: try #require(CharacterString("Linux"))
                ), #""X86" "Linux""#
            ),
            (
                .caa(flags: 0, tag: try #require(CharacterString("issue")), value: Self.bytes("letsencrypt.org")),
                #"0 issue "letsencrypt.org""#
            ),
            (.unknown(RecordType(rawValue: 65280), [1, 2, 3]), "\\# 3 010203"),
            (.unknown(RecordType(rawValue: 65280), []), "\\# 0"),
            (
                .unknown(RecordType(rawValue: 65280), Array(0..<57)),
                "\\# 57 000102030405060708090A0B0C0D0E0F101112131415161718191A1B "
                    + "1C1D1E1F202122232425262728292A2B2C2D2E2F3031323334353637 38"
            ),
        ]
        for (data, text) in cases { #expect(data.text() == text) }
    }

    @Test func `service parameters`() throws {
        let parameters: [(UInt16, [UInt8])] = [
            (1, [2] + Self.bytes("h2") + [4] + Self.bytes("h,3\"")), (3, [0x20, 0xfb]), (4, [1, 2, 3, 4, 5, 6, 7, 8]),
            (5, Self.bytes("abcde")), (6, [UInt8](repeating: 0, count: 15) + [1]),
            (667, Self.bytes("he\"l") + [0xff] + Self.bytes(" ")),
        ]
        let full = ServiceBinding(
            priority: 1,
            target: .root,
            parameters: parameters.map { .init(key: $0.0, value: $0.1) }
        )
        #expect(
            RData.https(try #require(full)).text()
                == #"1 . alpn="h2,h\\,3\"" port=8443 ipv4hint=1.2.3.4,5.6.7.8 ech=YWJjZGU= ipv6hint=::1 key667="he\"l\255 ""#
        )
        let short = ServiceBinding(
            priority: 2,
            target: try Self.name("x.test"),
            parameters: [
                .init(key: 0, value: [0, 1]), .init(key: 1, value: [2] + Self.bytes("h2")), .init(key: 2, value: []),
            ]
        )
        #expect(
            RData.svcb(try #require(short)).text() == #"2 x.test. mandatory=alpn alpn="h2" no-default-alpn"#
        )
    }

    @Test func `parameters of any octets are printed`() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let value = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let binding = ServiceBinding(
                priority: 1,
                target: .root,
                parameters: (0..<9).map { .init(key: $0, value: value) }
            )
            #expect(
                try #require(binding.map { RData.https($0).text() }).hasPrefix("1 . mandatory="),
                "seed 5: \(value)"
            )
        }
    }

    @Test(arguments: [
        (22, ";N.\t\tIN\tA", "N.\t600\tIN\tA\t1.1.1.1"), (23, ";N.\tIN\tA", "N. 600\tIN\tA\t1.1.1.1"),
        (29, ";N.\tIN\tA", "N. 600 IN\tA\t1.1.1.1"), (30, ";N.\tIN\tA", "N.\t600 IN\tA\t1.1.1.1"),
        (31, ";N. IN\tA", "N. 600 IN\tA\t1.1.1.1"), (38, ";N.\tIN A", "N.\t600 IN A 1.1.1.1"),
        (45, ";N. IN A", "N. 600 IN A\t1.1.1.1"),
    ])
    func `columns shift behind long names`(length: Int, question: String, answer: String) throws {
        let long = String(repeating: "n", count: length)
        let style = RecordStyle()
        let name = try Self.name(long)
        #expect(style.line(Question(name: name, type: .a)) == question.replacing("N", with: long, maxReplacements: 1))
        let record = ResourceRecord(name: name, ttl: 600, data: .a(IPv4Address(1, 1, 1, 1)))
        #expect(style.line(record) == answer.replacing("N", with: long, maxReplacements: 1))
    }

    @Test func `many lines`() throws {
        var style = RecordStyle()
        style.isMultiline = true
        #expect(
            style.line(try Self.record(.soa(Self.authority))) == """
                rr.example.test.	600 IN SOA ns1.example.test. admin.example.test. (
                				2026010101 ; serial
                				3600       ; refresh (1 hour)
                				900        ; retry (15 minutes)
                				604800     ; expire (1 week)
                				300        ; minimum (5 minutes)
                				)
                """
        )
        let octets = try Self.record(.unknown(RecordType(rawValue: 65280), [1, 2, 3]))
        #expect(style.line(octets) == "rr.example.test.\t600 IN TYPE65280 \\# 3 ( 010203 )")
    }

    @Test(arguments: [
        (0, "0s", "0 seconds"), (1, "1s", "1 second"), (600, "10m", "10 minutes"),
        (3661, "1h1m1s", "1 hour 1 minute 1 second"),
        (90_000, "1d1h", "1 day 1 hour"), (1_209_600, "2w", "2 weeks"),
        (UInt32.max, "7101w3d6h28m15s", "7101 weeks 3 days 6 hours 28 minutes 15 seconds"),
    ])
    func `times in units and in words`(seconds: UInt32, units: String, words: String) {
        #expect(RecordStyle.units(seconds) == units)
        #expect(RecordStyle.words(seconds) == words)
    }

    @Test(arguments: [
        (Int64(0), "Thu Jan 01 00:00:00 UTC 1970"), (951_782_400, "Tue Feb 29 00:00:00 UTC 2000"),
        (-1, "Wed Dec 31 23:59:59 UTC 1969"), (1_795_463_458, "Mon Nov 23 19:50:58 UTC 2026"),
    ])
    func `moments`(seconds: Int64, text: String) {
        #expect(CalendarText(.init(seconds: seconds)).dig == text)
    }

    @Test(arguments: [
        ("1.2.3.4", "1.2.3.4"), ("1.2", "1.0.0.2"), ("1.2.3", "1.2.0.3"), ("16909060", "1.2.3.4"),
        ("0x7f.1", "127.0.0.1"),
        ("010.1", "8.0.0.1"), ("1.2.65536", nil), ("256.1", nil), ("4294967296", nil), ("", nil), (".", nil),
        ("1.", nil),
        ("08.1", nil), ("1.2.3.4.5", nil), ("a", nil), ("-1", nil), ("1 ", nil),
    ])
    func `addresses as inet_aton reads them`(text: String, address: String?) {
        #expect(LegacyIPv4.parse(text)?.description == address)
    }
}
