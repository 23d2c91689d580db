/// At most 255 octets behind a length octet, RFC 1035 section 3.3: the parts of TXT and HINFO records.
package struct CharacterString: Hashable, Sendable {
    /// The octets, 0…255 of them.
    package let octets: [UInt8]

    /// Creates a string of the octets; `nil` for more than 255.
    package init?(_ octets: some Collection<UInt8>) {
        guard octets.count <= 255 else { return nil }
        self.octets = [UInt8](octets)
    }

    /// Creates a string of the text's UTF-8 octets; `nil` for more than 255.
    package init?(_ text: String) {
        self.init(text.utf8)
    }

    init(decoding bytes: Span<UInt8>, at offset: inout Int) throws(DNSWireError) {
        let length = Int(try bytes.readUInt8(&offset, .characterString))
        octets = try bytes.readBytes(length, &offset, .characterString)
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: octets.count))
        bytes.append(contentsOf: octets)
    }
}

extension CharacterString: CustomStringConvertible {
    /// The string in quotes as dig prints it, `"v=spf1 \"x\"\000"`.
    package var description: String { quoted(octets) }
}

/// The octets in quotes: quote and backslash behind a backslash, what is not printable ASCII as `\DDD`.
func quoted(_ octets: some Sequence<UInt8>) -> String {
    var text = [UInt8(ascii: "\"")]
    for octet in octets {
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            text.append(UInt8(ascii: "\\"))
            text.append(octet)
        case 0x20...0x7e:
            text.append(octet)
        default:
            text.append(decimalEscape: octet)
        }
    }
    text.append(UInt8(ascii: "\""))
    return String(decoding: text, as: UTF8.self)
}
