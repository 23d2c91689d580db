internal import Addressing
internal import DNSWire

extension RData {
    /// The data in presentation format, as dig prints it (RFC 1035 section 5.1).
    ///
    /// Types that the codec keeps as octets are printed as RFC 3597 says, whatever their mnemonic.
    func text(expandsIPv6: Bool = false, isMultiline: Bool = false) -> String {
        switch self {
        case .a(let address): address.description
        case .aaaa(let address): expandsIPv6 ? Self.expanded(address) : address.description
        case .ns(let name), .cname(let name), .ptr(let name), .dname(let name): name.description
        case .mx(let preference, let exchange): "\(preference) \(exchange)"
        case .txt(let strings): strings.map(\.description).joined(separator: " ")
        case .soa(let authority): isMultiline ? authority.lines : authority.line
        case .srv(let priority, let weight, let port, let target): "\(priority) \(weight) \(port) \(target)"
        case .hinfo(let cpu, let os): "\(cpu) \(os)"
        case .caa(let flags, let tag, let value):
            "\(flags) \(String(decoding: tag.octets, as: UTF8.self)) \(ServiceParameterText.quoted(value))"
        case .svcb(let binding), .https(let binding):
            (["\(binding.priority) \(binding.target)"] + binding.parameters.map(ServiceParameterText.text))
                .joined(separator: " ")
        case .unknown(_, let octets): Self.generic(octets, isMultiline: isMultiline)
        }
    }

    /// `\# 3 010203`, long data in words of 56 digits.
    private static func generic(_ octets: [UInt8], isMultiline: Bool) -> String {
        guard !octets.isEmpty else { return "\\# 0" }
        let octetsPerWord = isMultiline ? 22 : 28
        let words = stride(from: 0, to: octets.count, by: octetsPerWord).map { start in
            octets[start..<min(start + octetsPerWord, octets.count)].map { hex($0).uppercased() }.joined()
        }
        guard isMultiline else { return "\\# \(octets.count) " + words.joined(separator: " ") }
        return "\\# \(octets.count) ( " + words.joined(separator: "\n\t\t\t\t") + " )"
    }

    private static func expanded(_ address: IPv6Address) -> String {
        let digits = address.bytes.map(hex)
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] + digits[$0 + 1] }.joined(separator: ":")
    }
}

extension StartOfAuthority {
    var line: String { "\(primary) \(mailbox) \(serial) \(refresh) \(retry) \(expire) \(minimum)" }

    /// Over seven lines, with comments, as `+multiline` prints it.
    var lines: String {
        let times = [("refresh", refresh), ("retry", retry), ("expire", expire), ("minimum", minimum)]
        let rows =
            ["\(padded(serial)) ; serial"]
            + times.map { "\(padded($0.1)) ; \($0.0) (\(RecordStyle.words($0.1)))" } + [")"]
        return "\(primary) \(mailbox) (\n" + rows.map { "\t\t\t\t" + $0 }.joined(separator: "\n")
    }

    private func padded(_ number: UInt32) -> String { String(number).padded(to: 10) }
}

/// Two lower-case hexadecimal digits.
func hex(_ octet: UInt8) -> String {
    (octet < 16 ? "0" : "") + String(octet, radix: 16)
}
