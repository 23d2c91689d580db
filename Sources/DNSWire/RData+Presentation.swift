import Addressing

extension RData: CustomStringConvertible {
    /// The RDATA as dig prints it on one line; `\# 4 0A000001` for octets of unknown types (RFC 3597 section 5).
    package var description: String {
        switch self {
        case .a(let address):
            "\(address)"
        case .aaaa(let address):
            address.digDescription
        case .ns(let name), .cname(let name), .ptr(let name), .dname(let name):
            "\(name)"
        case .mx(let preference, let exchange):
            "\(preference) \(exchange)"
        case .txt(let strings):
            strings.map(\.description).joined(separator: " ")
        case .soa(let soa):
            "\(soa.primary) \(soa.mailbox) \(soa.serial) \(soa.refresh) \(soa.retry) \(soa.expire) \(soa.minimum)"
        case .srv(let priority, let weight, let port, let target):
            "\(priority) \(weight) \(port) \(target)"
        case .hinfo(let cpu, let os):
            "\(cpu) \(os)"
        case .caa(let flags, let tag, let value):
            "\(flags) \(tag.description.dropFirst().dropLast()) \(quoted(value))"
        case .svcb(let binding), .https(let binding):
            "\(binding)"
        case .unknown(_, let octets):
            "\\# \(octets.count)" + hexadecimalGroups(octets)
        }
    }
}

extension IPv6Address {
    /// As C's `inet_ntop` writes it: unlike RFC 5952, the last 32 bits are dotted where the first 96 alone are zero.
    var digDescription: String {
        guard rawValue > 0xffff, let low = UInt32(exactly: rawValue) else { return description }
        return "::\(IPv4Address(rawValue: low))"
    }
}

/// Upper-case hexadecimal in groups of 28 octets, a space before each.
private func hexadecimalGroups(_ octets: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(octets.count * 2 + octets.count / 28 + 1)
    for (index, octet) in octets.enumerated() {
        if index % 28 == 0 { text.append(UInt8(ascii: " ")) }
        for digit in [octet >> 4, octet & 0xf] {
            text.append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10))
        }
    }
    return String(decoding: text, as: UTF8.self)
}
