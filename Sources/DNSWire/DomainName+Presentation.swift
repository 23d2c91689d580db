package import Addressing

// The text form of names, RFC 1035 section 5.1, with the escapes that BIND's tools write.

extension DomainName {
    /// Parses text such as `www.example.org`, with or without the final dot; `.` is the root.
    ///
    /// `\.` is a dot inside a label, `\DDD` the octet with that decimal number, and a backslash before any other
    /// character that character. Characters outside ASCII stand for their UTF-8 octets.
    /// - Throws: the first fault from the left; offsets count UTF-8 octets of the text, from 0.
    package init(parsing text: some StringProtocol) throws(DomainNameError) {
        let octets = [UInt8](text.utf8)
        guard !octets.isEmpty else { throw .empty }
        guard octets != [UInt8(ascii: ".")] else {
            self = .root
            return
        }
        var wire: [UInt8] = [0]
        var lengthOffset = 0
        var labelStart = 0
        var position = 0
        while position < octets.count {
            let start = position
            var octet = octets[position]
            position += 1
            if octet == UInt8(ascii: ".") {
                try Self.close(&wire, labelAt: lengthOffset, textOffset: labelStart)
                lengthOffset = wire.count
                labelStart = position
                wire.append(0)
                continue
            }
            if octet == UInt8(ascii: "\\") {
                guard let escape = Self.escape(octets[position...]) else { throw .badEscape(offset: start) }
                octet = escape.octet
                position += escape.length
            }
            wire.append(octet)
        }
        if lengthOffset < wire.count - 1 {
            try Self.close(&wire, labelAt: lengthOffset, textOffset: labelStart)
            wire.append(0)
        }
        guard wire.count <= Self.maximumLength else { throw .nameTooLong(count: wire.count) }
        self.init(validWire: wire)
    }

    /// Fills in the length octet at `lengthOffset` of the label that ends the wire form.
    private static func close(
        _ wire: inout [UInt8],
        labelAt lengthOffset: Int,
        textOffset: Int
    ) throws(DomainNameError) {
        let count = wire.count - lengthOffset - 1
        guard count > 0 else { throw .emptyLabel(offset: textOffset) }
        guard count <= maximumLabelLength else { throw .labelTooLong(offset: textOffset, count: count) }
        wire[lengthOffset] = UInt8(truncatingIfNeeded: count)
    }

    /// The octet that the text behind a backslash stands for, and how much text that is.
    private static func escape(_ text: ArraySlice<UInt8>) -> (octet: UInt8, length: Int)? {
        func digit(_ byte: UInt8) -> Int? {
            byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte) - Int(UInt8(ascii: "0")) : nil
        }
        guard let first = text.first else { return nil }
        guard digit(first) != nil else { return (first, 1) }
        let digits = text.prefix(3).compactMap(digit)
        guard digits.count == 3, let octet = UInt8(exactly: digits.reduce(0) { $0 * 10 + $1 }) else { return nil }
        return (octet, 3)
    }
}

extension DomainName: CustomStringConvertible {
    /// The text form with the final dot, escaped as dig prints names: `a\.b.c\"d\032e.`
    package var description: String {
        guard !isRoot else { return "." }
        var text: [UInt8] = []
        text.reserveCapacity(wire.count)
        for label in labels {
            for octet in label {
                switch octet {
                case UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "."), UInt8(ascii: ";"),
                    UInt8(ascii: "\\"), UInt8(ascii: "@"), UInt8(ascii: "$"):
                    text.append(UInt8(ascii: "\\"))
                    text.append(octet)
                case 0x21...0x7e:
                    text.append(octet)
                default:
                    text.append(decimalEscape: octet)
                }
            }
            text.append(UInt8(ascii: "."))
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension DomainName {
    /// The name at which PTR records for the address stand: `2.0.111.10.in-addr.arpa.`
    package init(reverseOf address: IPAddress) {
        // The labels are digits and the zone's own, at most 34 of at most 7 octets: they always fit.
        var wire: [UInt8] = []
        for label in address.reverseName.utf8.split(separator: UInt8(ascii: ".")) {
            wire.append(UInt8(truncatingIfNeeded: label.count))
            wire.append(contentsOf: label)
        }
        self.init(validWire: wire + [0])
    }

    /// The address whose PTR records stand at the name; `nil` for any other name.
    package var reverseAddress: IPAddress? { IPAddress(reverseName: description) }
}

extension [UInt8] {
    /// Appends `\DDD`, the escape of any octet in the text form of names and strings.
    mutating func append(decimalEscape octet: UInt8) {
        append(UInt8(ascii: "\\"))
        append(UInt8(ascii: "0") + octet / 100)
        append(UInt8(ascii: "0") + octet / 10 % 10)
        append(UInt8(ascii: "0") + octet % 10)
    }
}
