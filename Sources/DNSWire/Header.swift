/// The twelve octets at the start of a message without their counts, RFC 1035 section 4.1.1.
package struct Header: Hashable, Sendable {
    /// Chosen by the asker, and copied into the reply.
    package var id: UInt16
    package var opcode: Opcode
    package var flags: HeaderFlags
    /// The response code. In a `Message` it includes the upper bits of the OPT record; alone, 0…15.
    package var rcode: RCODE

    package init(id: UInt16, opcode: Opcode = .query, flags: HeaderFlags = [], rcode: RCODE = .noError) {
        self.id = id
        self.opcode = opcode
        self.flags = flags
        self.rcode = rcode
    }

    /// The octets of a header.
    package static let length = 12

    /// Splits the second 16 bits of a header.
    init(id: UInt16, word: UInt16) {
        self.id = id
        opcode = Opcode(rawValue: UInt8(truncatingIfNeeded: word >> 11 & 0xf))
        flags = HeaderFlags(rawValue: word).intersection(.all)
        rcode = RCODE(rawValue: word & 0xf)
    }

    /// The second 16 bits of the header: flags, opcode, and the lower four bits of the RCODE.
    var word: UInt16 {
        flags.intersection(.all).rawValue | UInt16(opcode.rawValue & 0xf) << 11 | rcode.headerBits
    }

    /// Reads the header at the start of `message`, and the counts of the four sections behind it.
    ///
    /// - Throws: `.truncated(.header, …)` for fewer than twelve octets.
    package static func decode(_ message: Span<UInt8>) throws(DNSWireError) -> (header: Header, counts: SectionCounts) {
        try message.require(length, at: 0, .header)
        return (
            Header(id: message.loadUInt16(at: 0), word: message.loadUInt16(at: 2)),
            SectionCounts(
                questions: message.loadUInt16(at: 4),
                answers: message.loadUInt16(at: 6),
                authorities: message.loadUInt16(at: 8),
                additionals: message.loadUInt16(at: 10)
            )
        )
    }
}

/// How many entries a message claims to have in each section. Nothing but the octets behind can prove it.
package struct SectionCounts: Hashable, Sendable {
    package var questions: UInt16
    package var answers: UInt16
    package var authorities: UInt16
    package var additionals: UInt16
}

/// The one-bit fields of a header, RFC 1035 section 4.1.1 and RFC 4035 section 3.1.6, each at its place on the wire.
package struct HeaderFlags: OptionSet, Hashable, Sendable {
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The message is a response.
    package static let qr = HeaderFlags(rawValue: 0x8000)
    /// The answer is authoritative.
    package static let aa = HeaderFlags(rawValue: 0x0400)
    /// The message was truncated to fit its transport.
    package static let tc = HeaderFlags(rawValue: 0x0200)
    /// Recursion is desired; copied into the reply.
    package static let rd = HeaderFlags(rawValue: 0x0100)
    /// Recursion is available.
    package static let ra = HeaderFlags(rawValue: 0x0080)
    /// Reserved, must be zero.
    package static let z = HeaderFlags(rawValue: 0x0040)
    /// The data is authentic.
    package static let ad = HeaderFlags(rawValue: 0x0020)
    /// Checking is disabled.
    package static let cd = HeaderFlags(rawValue: 0x0010)

    static let all: HeaderFlags = [.qr, .aa, .tc, .rd, .ra, .z, .ad, .cd]
}

extension HeaderFlags: CustomStringConvertible {
    /// The flags in dig's order and spelling, `qr rd ra`; dig shows the reserved one apart.
    package var description: String {
        let names: [(HeaderFlags, String)] = [
            (.qr, "qr"), (.aa, "aa"), (.tc, "tc"), (.rd, "rd"), (.ra, "ra"), (.ad, "ad"), (.cd, "cd"),
        ]
        return names.filter { contains($0.0) }.map(\.1).joined(separator: " ")
    }
}
