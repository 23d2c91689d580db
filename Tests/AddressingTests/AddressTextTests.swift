import Addressing
import Testing

/// The sentences are those of Go's `netip.ParseAddr`.
struct AddressTextTests {
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"),
        ("192.168.140.255", "192.168.140.255"),
        ("255.255.255.255", "255.255.255.255"),
        ("::", "::"),
        ("::1", "::1"),
        ("1::", "1::"),
        ("fd7a:115c:a1e0:ab12:4843:cd96:626b:430b", "fd7a:115c:a1e0:ab12:4843:cd96:626b:430b"),
        ("fd7a:115c::626b:430b", "fd7a:115c::626b:430b"),
        ("fd7a:115c:a1e0:ab12:4843:cd96::", "fd7a:115c:a1e0:ab12:4843:cd96::"),
        ("fd7a:115c:a1e0:ab12:4843:cd96:626b::", "fd7a:115c:a1e0:ab12:4843:cd96:626b:0"),
        ("fd7a:115c:a1e0::4843:cd96:626b:430b", "fd7a:115c:a1e0:0:4843:cd96:626b:430b"),
        ("::ffff:192.168.140.255", "::ffff:192.168.140.255"),
        ("::ffff:c0a8:8cff", "::ffff:192.168.140.255"),
        ("1:2::ffff:192.168.140.255", "1:2::ffff:c0a8:8cff"),
        ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
        ("::1.2.3.4", "::102:304"),
        ("FD9E:1A04:F01D::1", "fd9e:1a04:f01d::1"),
        ("0001:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"),
        ("0:0:0:0:0:0:0:0", "::"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ])
    func `an address prints in its canonical form`(text: String, canonical: String) throws {
        let address = try IPAddress(parsing: text)
        #expect(address.description == canonical)
        #expect(try IPAddress(parsing: canonical) == address)
        #expect(IPAddress(bytes: address.bytes) == address)
    }

    @Test(arguments: [
        ("", #"ParseAddr(""): unable to parse IP"#),
        ("banana", #"ParseAddr("banana"): unable to parse IP"#),
        ("1234", #"ParseAddr("1234"): unable to parse IP"#),
        ("%eth0", #"ParseAddr("%eth0"): missing IPv6 address"#),
        ("300.1.0.0", #"ParseAddr("300.1.0.0"): IPv4 field has value >255"#),
        ("192.1234567", #"ParseAddr("192.1234567"): IPv4 field has value >255"#),
        ("010.000.015.001", #"ParseAddr("010.000.015.001"): IPv4 field has octet with leading zero"#),
        ("00.0.0.0", #"ParseAddr("00.0.0.0"): IPv4 field has octet with leading zero"#),
        (".1.2.3", #"ParseAddr(".1.2.3"): IPv4 field must have at least one digit (at ".1.2.3")"#),
        ("1.2.3.", #"ParseAddr("1.2.3."): IPv4 field must have at least one digit (at ".")"#),
        ("1..2.3", #"ParseAddr("1..2.3"): IPv4 field must have at least one digit (at ".2.3")"#),
        ("1.2.3.4.", #"ParseAddr("1.2.3.4."): IPv4 field must have at least one digit (at ".")"#),
        ("1.2.3.4.5", #"ParseAddr("1.2.3.4.5"): IPv4 address too long"#),
        ("127.0.1", #"ParseAddr("127.0.1"): IPv4 address too short"#),
        ("1.2.3.4%eth0", #"ParseAddr("1.2.3.4%eth0"): unexpected character (at "%eth0")"#),
        ("0xc0.0xa8.1.1", #"ParseAddr("0xc0.0xa8.1.1"): unexpected character (at "xc0.0xa8.1.1")"#),
        ("1.2.3.é", #"ParseAddr("1.2.3.é"): unexpected character (at "é")"#),
        ("1.2.3.\u{200B}\t\"", #"ParseAddr("1.2.3.\u200b\t\""): unexpected character (at "\u200b\t\"")"#),
        ("1.2.3.\u{0}\u{7F}", #"ParseAddr("1.2.3.\x00\x7f"): unexpected character (at "\x00\x7f")"#),
        (
            "1.2.3.\u{E0001}\u{A0}",
            #"ParseAddr("1.2.3.\U000e0001\u00a0"): unexpected character (at "\U000e0001\u00a0")"#
        ),
        ("fe80::1%", #"ParseAddr("fe80::1%"): zone must be a non-empty string"#),
        ("fe80::1%eth0", #"ParseAddr("fe80::1%eth0"): IPv6 zones are not supported"#),
        ("::%eth0", #"ParseAddr("::%eth0"): IPv6 zones are not supported"#),
        ("fe801::1", #"ParseAddr("fe801::1"): each group must have 4 or less digits (at "fe801::1")"#),
        (
            "fe80:tail:scal:e::",
            #"ParseAddr("fe80:tail:scal:e::"): each colon-separated field must have at least one digit (at "tail:scal:e::")"#
        ),
        (":", #"ParseAddr(":"): each colon-separated field must have at least one digit (at ":")"#),
        (":1::", #"ParseAddr(":1::"): each colon-separated field must have at least one digit (at ":1::")"#),
        (
            "1:2:3:4:5:6:7:1.2.3.4",
            #"ParseAddr("1:2:3:4:5:6:7:1.2.3.4"): embedded IPv4 address must replace the final 2 fields of the address (at "1.2.3.4")"#
        ),
        (
            "1::2:3:4:5:6:7:1.2.3.4",
            #"ParseAddr("1::2:3:4:5:6:7:1.2.3.4"): too many hex fields to fit an embedded IPv4 at the end of the address (at "1.2.3.4")"#
        ),
        ("::ffff:1.2.03.4", #"ParseAddr("::ffff:1.2.03.4"): IPv4 field has octet with leading zero"#),
        ("::ffff:1.2.3.bad", #"ParseAddr("::ffff:1.2.3.bad"): unexpected character (at "bad")"#),
        ("::1.2.3.x%e", #"ParseAddr("::1.2.3.x%e"): unexpected character (at "x")"#),
        ("::1.2.3", #"ParseAddr("::1.2.3"): IPv4 address too short"#),
        ("fe80:1?:1", #"ParseAddr("fe80:1?:1"): unexpected character, want colon (at "?:1")"#),
        ("fe80:", #"ParseAddr("fe80:"): colon must be followed by more characters (at ":")"#),
        ("fe80::1::1", #"ParseAddr("fe80::1::1"): multiple :: in address (at ":1")"#),
        ("1:2:3:4:5:6:7:8:9", #"ParseAddr("1:2:3:4:5:6:7:8:9"): trailing garbage after address (at "9")"#),
        ("1:2:3:4:5:6:7", #"ParseAddr("1:2:3:4:5:6:7"): address string too short"#),
        ("1:2:3:4::5:6:7:8", #"ParseAddr("1:2:3:4::5:6:7:8"): the :: must expand to at least one field of zeros"#),
        ("1:2:3:4:5:6:7:8::", #"ParseAddr("1:2:3:4:5:6:7:8::"): the :: must expand to at least one field of zeros"#),
    ])
    func `a fault reads as in Go`(text: String, sentence: String) {
        let error = #expect(throws: AddressParseError.self) { try IPAddress(parsing: text) }
        #expect(error?.description == sentence)
        #expect(IPAddress(text) == nil)
        #expect(IPAddress(netParseIP: text) == nil)
    }

    @Test(arguments: [
        ("10.131.0.0", #"netip.ParsePrefix("10.131.0.0"): no '/'"#),
        ("10.131.0.0/33", #"netip.ParsePrefix("10.131.0.0/33"): prefix length out of range"#),
        ("fd00::/129", #"netip.ParsePrefix("fd00::/129"): prefix length out of range"#),
        (
            "300.1.0.0/16",
            #"netip.ParsePrefix("300.1.0.0/16"): ParseAddr("300.1.0.0"): IPv4 field has value >255"#
        ),
        ("/24", #"netip.ParsePrefix("/24"): ParseAddr(""): unable to parse IP"#),
        (
            "1.2.3.4/5/6",
            #"netip.ParsePrefix("1.2.3.4/5/6"): ParseAddr("1.2.3.4/5"): unexpected character (at "/5")"#
        ),
        ("10.0.0.0/x", #"netip.ParsePrefix("10.0.0.0/x"): bad bits after slash: "x""#),
        ("10.0.0.0/", #"netip.ParsePrefix("10.0.0.0/"): bad bits after slash: """#),
        ("10.0.0.0/08", #"netip.ParsePrefix("10.0.0.0/08"): bad bits after slash: "08""#),
        ("10.0.0.0/+8", #"netip.ParsePrefix("10.0.0.0/+8"): bad bits after slash: "+8""#),
        ("10.0.0.0/-1", #"netip.ParsePrefix("10.0.0.0/-1"): bad bits after slash: "-1""#),
        ("10.0.0.0/8 ", #"netip.ParsePrefix("10.0.0.0/8 "): bad bits after slash: "8 ""#),
        (
            "10.0.0.0/9223372036854775807",
            #"netip.ParsePrefix("10.0.0.0/9223372036854775807"): prefix length out of range"#
        ),
        (
            "10.0.0.0/9223372036854775808",
            #"netip.ParsePrefix("10.0.0.0/9223372036854775808"): bad bits after slash: "9223372036854775808""#
        ),
        ("fe80::1%eth0/64", #"netip.ParsePrefix("fe80::1%eth0/64"): IPv6 zones cannot be present in a prefix"#),
        ("fe80::1%eth0/x", #"netip.ParsePrefix("fe80::1%eth0/x"): IPv6 zones cannot be present in a prefix"#),
    ])
    func `a fault in a prefix reads as in Go`(text: String, sentence: String) {
        let error = #expect(throws: AddressParseError.self) { try IPPrefix(parsing: text) }
        #expect(error?.description == sentence)
        #expect(IPPrefix(text) == nil)
    }

    @Test func `parsing a slice of a larger text sees the slice alone`() throws {
        let line = "[10.0.0.1/24]"
        #expect(try IPPrefix(parsing: line.dropFirst().dropLast()).description == "10.0.0.1/24")
    }

    @Test(arguments: [
        ("198.51.100.1/24", "198.51.100.1", "198.51.100.0/24"),
        ("10.0.0.1/008", "10.0.0.1", "10.0.0.0/8"),
        ("2001:db8::1/32", "2001:db8::1", "2001:db8::/32"),
        ("::ffff:10.1.2.3/104", "10.1.2.3", "10.0.0.0/8"),
        ("::ffff:10.1.2.3/64", "10.1.2.3", "::/64"),
        ("2001:db8::1/128", "2001:db8::1", "2001:db8::1/128"),
    ])
    func `CIDR notation gives an address and its network`(text: String, address: String, network: String) throws {
        let parsed = try CIDRAddress(parsing: text)
        #expect(parsed.address.description == address)
        #expect(parsed.network.description == network)
    }

    @Test(arguments: [
        "banana", "", "10.0.0.1", "10.0.0.1/33", "10.0.0.1/", "10.0.0.1/8/8", "10.0.0.01/8", "fe80::1%e/64",
    ])
    func `a fault in CIDR notation reads as in Go`(text: String) {
        let error = #expect(throws: AddressParseError.self) { try CIDRAddress(parsing: text) }
        #expect(error?.description == "invalid CIDR address: \(text)")
    }

    @Test func `ParseIP does not tell a mapped address from IPv4`() {
        #expect(IPAddress(netParseIP: "::ffff:10.0.0.1")?.description == "10.0.0.1")
        #expect(IPAddress("::ffff:10.0.0.1")?.description == "::ffff:10.0.0.1")
    }
}
