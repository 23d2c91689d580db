import DNSWire
import Testing

struct NameDecodingTests {
    /// Twelve octets that stand for a header, so that offsets are those of a message.
    private static let header = [UInt8](repeating: 0xa5, count: 12)

    private func decode(
        _ body: String,
        at offset: inout Int,
        followsPointers: Bool = true
    ) throws(DNSWireError) -> DomainName {
        let message = Self.header + octets(body)
        return try DomainName(decoding: message.span, at: &offset, followsPointers: followsPointers)
    }

    @Test(arguments: [
        ("00", 12, ".", 13),
        ("01 61 00 ff", 12, "a.", 15),
        ("01 61 00 c00c", 15, "a.", 17),
        ("01 61 00 01 62 c00c ee", 15, "b.a.", 19),
        ("01 61 00 01 62 c00c 01 63 c00f", 19, "c.b.a.", 23),
        ("01 61 01 62 00 c00e", 17, "b.", 19),
        ("00 c00c", 13, ".", 15),
        ("01 61 00 c00c c00f", 17, "a.", 19),
        ("03 c0c0c0 00", 12, "\\192\\192\\192.", 17),
    ])
    func `names and pointers are read, and the offset moves past them`(
        body: String,
        offset: Int,
        text: String,
        end: Int
    ) throws {
        var offset = offset
        let name = try decode(body, at: &offset)
        #expect(name.description == text)
        #expect(offset == end)
    }

    @Test(
        arguments: [
            ("", 12, .truncated(.name, offset: 12)),
            ("01", 12, .truncated(.label, offset: 12)),
            ("01 61", 12, .truncated(.name, offset: 14)),
            ("3f 61 00", 12, .truncated(.label, offset: 12)),
            ("01 61 c0", 12, .truncated(.name, offset: 14)),
            ("40 00", 12, .reservedLabelType(offset: 12)),
            ("01 61 80 00", 12, .reservedLabelType(offset: 14)),
            // To itself, forward, into its own label, into the header.
            ("c00c", 12, .badPointer(offset: 12)),
            ("c010 0000 00", 12, .badPointer(offset: 12)),
            ("01 61 c00c", 12, .badPointer(offset: 14)),
            ("01 61 c00d", 12, .badPointer(offset: 14)),
            ("00 c00b", 13, .badPointer(offset: 13)),
            ("00 c000", 13, .badPointer(offset: 13)),
            // Two pointers that point at each other, and one to a name that does not end before the next begins.
            ("c00e c00c", 14, .badPointer(offset: 12)),
            ("01 61 01 62 c00c", 14, .truncated(.name, offset: 14)),
            ("05 61 62 c00c", 15, .truncated(.label, offset: 12)),
        ] as [(String, Int, DNSWireError)]
    )
    func `malformed names throw where they are at fault`(body: String, offset: Int, error: DNSWireError) {
        #expect(throws: error) {
            var offset = offset
            _ = try decode(body, at: &offset)
        }
    }

    @Test func `a pointer is refused where names may not be compressed`() {
        #expect(throws: DNSWireError.badPointer(offset: 17)) {
            var offset = 15
            _ = try decode("01 61 00 01 62 c00c", at: &offset, followsPointers: false)
        }
    }

    @Test(
        arguments: [(255, nil), (256, .nameTooLong(offset: 12 + 252)), (300, .nameTooLong(offset: 12 + 254))]
            as [(Int, DNSWireError?)]
    )
    func `a name has at most 255 octets`(count: Int, error: DNSWireError?) throws {
        // Labels of one octet, and one of two octets where the count is even.
        var wire = [UInt8](repeating: 1, count: count - 1) + [0]
        if count % 2 == 0 { wire.replaceSubrange((count - 4)..<(count - 1), with: [2, 1, 1]) }
        var offset = 12
        if let error {
            #expect(throws: error) { try DomainName(decoding: (Self.header + wire).span, at: &offset) }
        } else {
            #expect(try DomainName(decoding: (Self.header + wire).span, at: &offset).wire == wire)
        }
    }

    @Test func `pointers cannot make a name longer than 255 octets`() {
        // Each name is a label of 63 octets before the previous one.
        var message = Self.header + [0]
        var previous = 12
        var offset = 12
        for _ in 0..<5 {
            offset = message.count
            message +=
                [63] + [UInt8](repeating: 0x78, count: 63) + [0xc0 | UInt8(previous >> 8), UInt8(previous & 0xff)]
            previous = offset
        }
        #expect(throws: DNSWireError.nameTooLong(offset: 13 + 66)) {
            try DomainName(decoding: message.span, at: &offset)
        }
    }

    @Test func `the longest chain of pointers ends`() throws {
        // 8,000 pointers, each to the one before.
        var message = Self.header + [0]
        for target in stride(from: 12, to: 0x3fff - 2, by: 2) {
            let target = target == 12 ? 12 : target - 1
            message += [0xc0 | UInt8(target >> 8), UInt8(target & 0xff)]
        }
        var offset = message.count - 2
        let name = try DomainName(decoding: message.span, at: &offset)
        #expect(name.isRoot)
        #expect(offset == message.count)
    }
}
