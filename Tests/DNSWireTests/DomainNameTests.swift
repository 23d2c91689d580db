import Addressing
import DNSWire
import Testing

struct DomainNameTests {
    /// Text, wire form, and the text that comes back where it is another.
    @Test(
        arguments: [
            (".", "00", nil),
            ("alpha", "05 616c706861 00", "alpha."),
            ("Alpha.Net1.", "05 416c706861 04 4e657431 00", nil),
            ("a\\.b.c.", "03 612e62 01 63 00", nil),
            ("a\\046b.c.", "03 612e62 01 63 00", "a\\.b.c."),
            ("\\000\\255\\127~!#.", "06 00ff7f7e2123 00", nil),
            ("my net.", "06 6d79206e6574 00", "my\\032net."),
            ("c\\\"d\\(e\\)f\\;g\\\\h\\@i\\$.", "0e 63226428652966 3b675c68406924 00", nil),
            ("\\a\\-b.", "03 612d62 00", "a-b."),
            ("é.", "02 c3a9 00", "\\195\\169."),
            ("_sip._udp.x.", "04 5f736970 04 5f756470 01 78 00", nil),
            ("*.x.", "01 2a 01 78 00", nil),
        ] as [(String, String, String?)]
    )
    func `text and wire form turn into each other`(text: String, wire: String, again: String?) throws {
        let name = try DomainName(parsing: text)
        #expect(name.wire == octets(wire))
        #expect(name.description == again ?? text)
        #expect(try DomainName(parsing: name.description).wire == name.wire)
        var bytes: [UInt8] = [0xa5]
        name.encode(into: &bytes)
        #expect(bytes == [0xa5] + octets(wire))
    }

    private static let label63 = String(repeating: "x", count: 63)

    @Test(
        arguments: [
            ("", .empty),
            ("..", .emptyLabel(offset: 0)),
            (".a", .emptyLabel(offset: 0)),
            ("a..b", .emptyLabel(offset: 2)),
            ("a..", .emptyLabel(offset: 2)),
            (label63 + "x.a", .labelTooLong(offset: 0, count: 64)),
            ("ab." + label63 + "xyz", .labelTooLong(offset: 3, count: 66)),
            ("a\\", .badEscape(offset: 1)),
            ("a\\1", .badEscape(offset: 1)),
            ("a\\12x", .badEscape(offset: 1)),
            ("a.\\256", .badEscape(offset: 2)),
            ("\\999", .badEscape(offset: 0)),
            ("\(label63).\(label63).\(label63).\(label63)", .nameTooLong(count: 257)),
        ] as [(String, DomainNameError)]
    )
    func `bad text throws the first fault`(text: String, error: DomainNameError) {
        #expect(throws: error) { try DomainName(parsing: text) }
    }

    @Test func `the longest name has 255 octets`() throws {
        let x61 = String(repeating: "x", count: 61)
        let longest = try DomainName(parsing: "\(Self.label63).\(Self.label63).\(Self.label63).\(x61)")
        #expect(longest.wire.count == 255)
        #expect(throws: DomainNameError.nameTooLong(count: 256)) {
            try DomainName(parsing: "\(Self.label63).\(Self.label63).\(Self.label63).\(x61)x.")
        }
        #expect(throws: DomainNameError.nameTooLong(count: 257)) { try DomainName(parsing: "a").appending(longest) }
        let halves = String(repeating: "a.", count: 127)
        #expect(try DomainName(parsing: halves).labelCount == 127)
    }

    @Test(arguments: [
        ("alpha", "ALPHA.", true),
        ("alpha.net1", "Alpha.Net1", true),
        ("alpha", "alphb", false),
        ("a.b", "a\\.b", false),
        ("abcdefgh.ij", "abcdefgh\\002ij", false),
        ("[", "{", false),
        ("\\@", "`", false),
        ("\\192", "\\224", false),
        ("\\193", "\\225", false),
        ("abcdefghijk@Z", "ABCDEFGHIJK@z", true),
        ("abcdefghijk@Z", "ABCDEFGHIJK`z", false),
        (".", ".", true),
    ])
    func `names are equal but for ASCII case`(left: String, right: String, equal: Bool) throws {
        let left = try DomainName(parsing: left)
        let right = try DomainName(parsing: right)
        #expect((left == right) == equal)
        #expect((left.foldedHash == right.foldedHash) == equal)
        #expect((left.lowercased.wire == right.lowercased.wire) == equal)
        #expect(Set([left, right]).count == (equal ? 1 : 2))
    }

    @Test func `case counts only for identity`() throws {
        let name = try DomainName(parsing: "Alpha")
        #expect(try name.isIdentical(to: DomainName(parsing: "Alpha.")))
        #expect(try !name.isIdentical(to: DomainName(parsing: "alpha.")))
    }

    @Test func `folding agrees with a plain loop at every length`() {
        let pattern: [UInt8] = (0..<100).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
        func lower(_ octets: ArraySlice<UInt8>) -> [UInt8] { octets.map { (65...90).contains($0) ? $0 + 32 : $0 } }
        for count in 0...40 {
            let left = pattern[..<count]
            for change in 0..<count {
                for flip in [0x20, 0x01, 0x80] as [UInt8] {
                    var right = [UInt8](left)
                    right[change] ^= flip
                    let equal = lower(left) == lower(right[...])
                    #expect(foldedEqual([UInt8](left).span, right.span) == equal)
                    #expect((foldedHash([UInt8](left).span) == foldedHash(right.span)) == equal)
                }
            }
        }
    }

    @Test(arguments: [
        ("alpha.net1", "net1", true),
        ("alpha.NET1", "net1", true),
        ("net1", "net1", true),
        ("alphanet1", "net1", false),
        ("net1", "alpha.net1", false),
        ("a.b", ".", true),
        (".", "a", false),
        ("x\\003com", "com", false),
    ])
    func `a subdomain ends with the labels of its ancestor`(name: String, ancestor: String, expected: Bool) throws {
        #expect(try DomainName(parsing: name).isSubdomain(of: DomainName(parsing: ancestor)) == expected)
    }

    @Test func `labels and parents come from the left`() throws {
        let name = try DomainName(parsing: "a\\.b.net1.x")
        #expect(name.labels.map { String(decoding: $0, as: UTF8.self) } == ["a.b", "net1", "x"])
        #expect(name.labelCount == 3)
        #expect(name.parent?.description == "net1.x.")
        #expect(DomainName.root.parent == nil)
        #expect(DomainName.root.labelCount == 0)
        #expect(try DomainName(labels: name.labels) == name)
        #expect(try DomainName(parsing: "a").appending(DomainName(parsing: "b.c")).description == "a.b.c.")
        #expect(throws: DomainNameError.emptyLabel(offset: 1)) { try DomainName(labels: [[0x61], []] as [[UInt8]]) }
        #expect(throws: DomainNameError.labelTooLong(offset: 0, count: 300)) {
            try DomainName(labels: [[UInt8](repeating: 0, count: 300)])
        }
        #expect(throws: DomainNameError.nameTooLong(count: 257)) {
            try DomainName(labels: [[UInt8]](repeating: [1], count: 128))
        }
    }

    @Test(arguments: ["10.111.0.2", "2001:db8::1", "0.0.0.0"])
    func `addresses have names for PTR records`(text: String) throws {
        let address = try #require(IPAddress(text))
        let name = DomainName(reverseOf: address)
        #expect(name.description == address.reverseName)
        #expect(name.reverseAddress == address)
        #expect(try name == DomainName(parsing: address.reverseName))
    }

    @Test(arguments: ["x", ".", "1.2.3.in-addr.arpa", "256.0.0.10.in-addr.arpa", "2\\.0.111.10.in-addr.arpa"])
    func `other names stand for no address`(text: String) throws {
        #expect(try DomainName(parsing: text).reverseAddress == nil)
    }
}
