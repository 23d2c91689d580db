import Addressing
import Testing

struct AddressTests {
    /// The properties of an address, by one letter each.
    private func properties(_ address: IPAddress) -> String {
        var letters = ""
        if address.isUnspecified { letters += "u" }
        if address.isLoopback { letters += "l" }
        if address.isLinkLocalUnicast { letters += "k" }
        if address.isMulticast { letters += "m" }
        if address.isPrivate { letters += "p" }
        return letters
    }

    @Test(arguments: [
        ("0.0.0.0", "u"), ("::", "u"), ("127.0.0.1", "l"), ("127.255.255.255", "l"), ("128.0.0.0", ""), ("::1", "l"),
        ("169.254.0.1", "k"), ("169.255.0.0", ""), ("fe80::1", "k"), ("febf:ffff::", "k"), ("fec0::", ""),
        ("224.0.0.1", "m"), ("239.255.255.255", "m"), ("240.0.0.0", ""), ("ff02::1", "m"), ("10.0.0.1", "p"),
        ("11.0.0.1", ""), ("172.15.255.255", ""), ("172.16.0.0", "p"), ("172.31.255.255", "p"), ("172.32.0.0", ""),
        ("192.168.1.1", "p"), ("192.169.0.0", ""), ("fc00::", "p"), ("fdff::", "p"), ("fe00::", ""), ("8.8.8.8", ""),
        ("2001:db8::1", ""), ("::ffff:10.0.0.1", "p"), ("::ffff:127.0.0.1", "l"), ("::ffff:0.0.0.0", ""),
        ("::ffff:224.0.0.1", "m"), ("::ffff:169.254.1.1", "k"),
    ])
    func `an address is classified by its prefix`(text: String, expected: String) throws {
        #expect(properties(try IPAddress(parsing: text)) == expected)
    }

    @Test(
        arguments: [
            ("10.0.0.255", 1, "10.0.1.0"), ("10.0.0.0", -1, "9.255.255.255"), ("255.255.255.255", 1, nil),
            ("255.255.255.255", 0, "255.255.255.255"), ("0.0.0.0", -1, nil), ("0.0.0.0", .max, nil),
            ("0.0.0.0", .min, nil),
            ("255.255.255.255", .max, nil), ("fd00::ffff:ffff:ffff:ffff", 1, "fd00:0:0:1::"),
            ("fd00:0:0:1::", -1, "fd00::ffff:ffff:ffff:ffff"), ("::", -1, nil), ("::", .min, nil),
            ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 1, nil), ("::8000:0:0:0", .min, "::"),
            ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", 1, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ] as [(String, Int, String?)]
    )
    func `advancing ends at the ends of the family`(text: String, distance: Int, result: String?) throws {
        #expect(try IPAddress(parsing: text).advanced(by: distance)?.description == result)
    }

    @Test func `addresses order by family, then as numbers`() throws {
        let texts = ["0.0.0.0", "9.255.255.255", "10.0.0.0", "::", "::1", "::1:0:0:0:0", "fe80::1"]
        let addresses = try texts.map { try IPAddress(parsing: $0) }
        #expect(addresses.reversed().sorted() == addresses)
        #expect(MemoryLayout<IPAddress>.stride == 24)
        #expect(MemoryLayout<IPPrefix>.stride == 24)
    }

    @Test func `bytes are in network order, and of one family's length`() throws {
        #expect(try IPAddress(parsing: "1.2.3.4").bytes == [1, 2, 3, 4])
        #expect(try IPAddress(parsing: "102::f").bytes == [1, 2] + Array(repeating: 0, count: 13) + [15])
        for count in 0...18 {
            let family = IPAddress(bytes: Array(repeating: 7, count: count))?.family
            #expect(family == (count == 4 ? .ipv4 : count == 16 ? .ipv6 : nil))
        }
        #expect(IPAddress(family: .ipv4, number: 1 << 32) == nil)
        #expect(IPAddress(family: .ipv6, number: 1 << 32)?.description == "::1:0:0")
    }

    @Test(
        arguments: [
            ("10.0.0.77/24", "10.0.0.0", "10.0.0.255", "255.255.255.0"),
            ("10.0.0.0/31", "10.0.0.0", "10.0.0.1", "255.255.255.254"),
            ("255.255.255.255/32", "255.255.255.255", "255.255.255.255", "255.255.255.255"),
            ("1.2.3.4/0", "0.0.0.0", "255.255.255.255", "0.0.0.0"),
            ("172.20.0.0/14", "172.20.0.0", "172.23.255.255", "255.252.0.0"),
            ("fd00::1/64", "fd00::", "fd00::ffff:ffff:ffff:ffff", nil),
            ("fd00::1/128", "fd00::1", "fd00::1", nil),
            ("fd00::1/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", nil),
        ] as [(String, String, String, String?)]
    )
    func `a prefix spans its addresses`(text: String, first: String, last: String, netmask: String?) throws {
        let prefix = try IPPrefix(parsing: text)
        #expect(prefix.description == text)
        #expect(prefix.first.description == first)
        #expect(prefix.last.description == last)
        #expect(prefix.netmask?.description == netmask)
        #expect(prefix.masked.address == prefix.first)
        #expect(prefix.hasHostBits == (prefix.address != prefix.first))
        #expect(prefix.contains(prefix.first) && prefix.contains(prefix.last))
        #expect(prefix.first.advanced(by: -1).map(prefix.contains) != true)
        #expect(prefix.last.advanced(by: 1).map(prefix.contains) != true)
        #expect(IPPrefix(host: prefix.address).contains(prefix) == (prefix.hostBits == 0))
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.1.2.3/16", true, false, true),
        ("10.1.2.3/16", "10.0.0.0/8", false, true, true),
        ("10.1.0.9/16", "10.1.0.7/16", true, true, true),
        ("10.0.0.0/9", "10.128.0.0/9", false, false, false),
        ("0.0.0.0/0", "::/0", false, false, false),
        ("::/0", "fd00::/8", true, false, true),
        ("10.0.0.0/8", "::ffff:10.0.0.0/104", false, false, false),
    ])
    func `prefixes nest or are apart`(left: String, right: String, contains: Bool, inside: Bool, overlaps: Bool) throws
    {
        let left = try IPPrefix(parsing: left)
        let right = try IPPrefix(parsing: right)
        #expect(left.contains(right) == contains)
        #expect(right.contains(left) == inside)
        #expect(left.overlaps(right) == overlaps)
        #expect(right.overlaps(left) == overlaps)
    }

    @Test func `prefixes order by network, length, then host bits`() throws {
        let texts = ["9.0.0.0/8", "10.0.0.0/8", "10.9.0.0/8", "10.0.0.0/9", "10.1.0.0/16", "::/0"]
        let prefixes = try texts.map { try IPPrefix(parsing: $0) }
        #expect(prefixes.reversed().sorted() == prefixes)
    }

    @Test(arguments: [-1, 33, .min, .max])
    func `a prefix length is within the family's width`(length: Int) throws {
        #expect(IPPrefix(address: try IPAddress(parsing: "10.0.0.0"), length: length) == nil)
        #expect(
            IPPrefix(address: try IPAddress(parsing: "::"), length: length < 129 && length > 0 ? 129 : length) == nil
        )
    }

    @Test(arguments: [
        ("::ffff:1.2.3.4/120", "1.2.3.4/24"), ("::ffff:1.2.3.4/24", "1.2.3.4/0"), ("10.0.0.1/8", "10.0.0.1/8"),
        ("fd00::1/64", "fd00::1/64"),
    ])
    func `unmapping a prefix shortens its length by 96`(text: String, unmapped: String) throws {
        #expect(try IPPrefix(parsing: text).unmapped.description == unmapped)
    }

    @Test(arguments: [
        ("10.111.0.2", "2.0.111.10.in-addr.arpa."),
        ("255.0.10.1", "1.10.0.255.in-addr.arpa."),
        (
            "fd00:111::f2a:5",
            "5.0.0.0.a.2.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.1.1.0.0.0.d.f.ip6.arpa."
        ),
    ])
    func `a reverse name and its address give each other`(text: String, name: String) throws {
        let address = try IPAddress(parsing: text)
        #expect(address.reverseName == name)
        #expect(IPAddress(reverseName: name) == address)
        #expect(IPAddress(reverseName: name.uppercased()) == address)
        #expect(IPAddress(reverseName: name.dropLast()) == address)
    }

    @Test(arguments: [
        "", ".", "in-addr.arpa.", ".in-addr.arpa.", "10.in-addr.arpa.", "0.111.10.in-addr.arpa.",
        "02.0.111.10.in-addr.arpa.",
        "1.2.0.111.10.in-addr.arpa.", "256.0.0.10.in-addr.arpa", "a.0.111.10.in-addr.arpa.",
        "2.0.111.10.in-addr.arpa..",
        "2.0.111.10-in-addr.arpa.", "2.0.111.10.in-addr.arpa.x.", "2.0.111.10", "::1.in-addr.arpa.", "0.ip6.arpa.",
        "5.0.0.0.a.2.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.1.1.0.0.0.d.g.ip6.arpa.",
        "5.0.0.0.a.2.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.1.1.0.0.0.d-f.ip6.arpa.",
        "50.0.0.a.2.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.1.1.0.0.0.d.f.ip6.arpa.",
    ])
    func `no other name is a reverse name`(name: String) {
        #expect(IPAddress(reverseName: name) == nil)
    }

    @Test(arguments: ["02:42:ac:11:00:02", "02-42-AC-11-00-02", "0242.ac11.0002", "02:42:AC:11:00:02"])
    func `a MAC address is read in three forms`(text: String) throws {
        let address = try MACAddress(parsing: text)
        #expect(address.description == "02:42:ac:11:00:02")
        #expect(address == MACAddress(text))
        #expect(address.bytes == [2, 0x42, 0xac, 0x11, 0, 2])
        #expect(MACAddress(bytes: address.bytes) == address)
        #expect(address.isLocallyAdministered)
        #expect(!address.isMulticast)
    }

    @Test(arguments: [
        "", "banana", "02:42:ac:11:00", "02:42:ac:11:00:02:", "02:42:ac:11:00-02", "02-42:ac:11:00:02",
        "0242.ac11:0002",
        "02.42.ac.11.00.02", "2:42:ac:11:0:2", "02:42:ac:11:00:0g", "0242ac110002", "02:42:ac:11:00:02:03:04",
        "02:42:ac:11:00:é",
    ])
    func `a faulty MAC address reads as in Go`(text: String) {
        let error = #expect(throws: AddressParseError.self) { try MACAddress(parsing: text) }
        #expect(error?.description == (text.isEmpty ? "invalid MAC address" : "address \(text): invalid MAC address"))
        #expect(MACAddress(text) == nil)
    }

    @Test func `a MAC address keeps 48 bits`() {
        #expect(MACAddress(rawValue: .max) == .broadcast)
        #expect(MACAddress.broadcast.description == "ff:ff:ff:ff:ff:ff")
        #expect(MACAddress.broadcast.isMulticast)
        #expect(!MACAddress(rawValue: 1).isLocallyAdministered)
        #expect(MACAddress(bytes: [1, 2, 3]) == nil)
    }

    @Test(
        arguments: [
            ("80", 80, 80, "80"), ("80-85", 80, 85, "80-85"), ("0", 0, 0, "0"), ("0-65535", 0, 65535, "0-65535"),
            ("80-80", 80, 80, "80"), ("0080", 80, 80, "80"),
        ] as [(String, UInt16, UInt16, String)]
    )
    func `a port or a run of ports is read`(text: String, first: UInt16, last: UInt16, canonical: String) throws {
        let range = try #require(PortRange(text))
        #expect(range.first == first && range.last == last)
        #expect(range.count == Int(last) - Int(first) + 1)
        #expect(range.description == canonical)
        #expect(range.contains(first) && range.overlaps(PortRange(last)))
    }

    @Test(arguments: ["", "-", "80-", "-80", "85-80", "65536", "80-65536", "80-81-82", "+80", "8 0", "http", "１"])
    func `nothing else is a port`(text: String) {
        #expect(PortRange(text) == nil)
    }

    @Test(arguments: [("tcp", 6), ("udp", 17), ("sctp", 132)] as [(String, UInt8)])
    func `a transport protocol has a name and a number`(name: String, number: UInt8) throws {
        let transport = try #require(TransportProtocol(rawValue: name))
        #expect(transport.description == name)
        #expect(transport.ipProtocolNumber == number)
    }
}
