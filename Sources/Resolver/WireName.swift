internal import Addressing

/// Names as the octets of a question: labels behind their lengths, without the root's zero at the end.
enum WireName {
    /// `text` as labels, split at dots; nil where no question could spell it (an empty or overlong label or name).
    static func octets(of text: some StringProtocol) -> [UInt8]? {
        var wire: [UInt8] = [0]
        var start = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: ".") {
                guard close(&wire, start) else { return nil }
                start = wire.count
                wire.append(0)
            } else {
                wire.append(byte)
            }
        }
        guard close(&wire, start), wire.count <= 254 else { return nil }
        return wire
    }

    private static func close(_ wire: inout [UInt8], _ start: Int) -> Bool {
        let length = wire.count - start - 1
        guard (1...63).contains(length) else { return false }
        wire[start] = UInt8(length)
        return true
    }

    /// Labels with dots between them.
    static func text(of wire: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        var offset = 0
        while offset < wire.count {
            let end = min(offset + 1 + Int(wire[offset]), wire.count)
            if !bytes.isEmpty { bytes.append(UInt8(ascii: ".")) }
            for index in (offset + 1)..<max(end, offset + 1) { bytes.append(wire[index]) }
            offset = end
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether labels with dots between them are `text`, octet for octet.
    static func equals(_ wire: Span<UInt8>, text: Span<UInt8>) -> Bool {
        // Each label's length octet but the first stands where the text has a dot.
        guard wire.count == text.count + 1 else { return false }
        var nextLabel = 0
        for index in 0..<wire.count {
            if index == nextLabel {
                nextLabel += 1 + Int(wire[index])
                if index > 0, text[index - 1] != UInt8(ascii: ".") { return false }
            } else if text[index - 1] != wire[index] {
                return false
            }
        }
        return true
    }

    static func equals(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for index in 0..<a.count where a[index] != b[index] { return false }
        return true
    }

    /// The address that a name under `in-addr.arpa` or `ip6.arpa` stands for; nil for any other name. Capitals are not
    /// recognised, as the engine compares texts (Docker Engine: `handlePTRQuery`).
    static func reverseAddress(_ wire: Span<UInt8>) -> IPAddress? {
        if wire.count > 14, hasTail(wire, "\u{7}in-addr\u{4}arpa") {
            return reverseIPv4(wire.extracting(0..<wire.count - 13))
        }
        if wire.count == 64 + 9, hasTail(wire, "\u{3}ip6\u{4}arpa") {
            return reverseIPv6(wire.extracting(0..<64))
        }
        return nil
    }

    private static func hasTail(_ wire: Span<UInt8>, _ tail: StaticString) -> Bool {
        let length = tail.utf8CodeUnitCount
        guard wire.count >= length else { return false }
        return tail.withUTF8Buffer { expected in
            for index in 0..<length {
                if wire[wire.count - length + index] != expected[index] { return false }
            }
            return true
        }
    }

    private static func reverseIPv4(_ labels: Span<UInt8>) -> IPAddress? {
        var value: UInt32 = 0
        var offset = 0
        var count: UInt32 = 0
        while offset < labels.count {
            let length = Int(labels[offset])
            guard (1...3).contains(length), offset + length < labels.count, count < 4 else { return nil }
            // Leading zeros are no canonical spelling.
            if length > 1, labels[offset + 1] == UInt8(ascii: "0") { return nil }
            var octet: UInt32 = 0
            for index in 1...length {
                let digit = labels[offset + index]
                guard (0x30...0x39).contains(digit) else { return nil }
                octet = octet * 10 + UInt32(digit - 0x30)
            }
            guard octet < 256 else { return nil }
            value |= octet << (8 * count)
            count += 1
            offset += 1 + length
        }
        return count == 4 ? .v4(IPv4Address(rawValue: value)) : nil
    }

    private static func reverseIPv6(_ labels: Span<UInt8>) -> IPAddress? {
        var value: UInt128 = 0
        for nibble in 0..<32 {
            guard labels[2 * nibble] == 1 else { return nil }
            let digit = labels[2 * nibble + 1]
            let number: UInt8
            switch digit {
            case 0x30...0x39: number = digit - 0x30
            case 0x61...0x66: number = digit - 0x57
            default: return nil
            }
            value |= UInt128(number) << UInt128(4 * nibble)
        }
        return .v6(IPv6Address(rawValue: value))
    }
}
