internal import DNSWire

/// The parts of a DNS message as BIND's tools print them.
enum MessageText {
    /// The two lines of the header, and the warning that goes with them.
    static func header(_ message: Message, counts: SectionCounts, isQuery: Bool = false) -> String {
        let header = message.header
        let flags = header.flags.description
        var text = ";; ->>HEADER<<- opcode: \(header.opcode), status: \(header.rcode), id: \(header.id)\n"
        text += ";; flags:" + (flags.isEmpty ? "" : " \(flags)") + (header.flags.contains(.z) ? "; MBZ: 0x4" : "")
        text += "; QUERY: \(counts.questions), ANSWER: \(counts.answers)"
        text += ", AUTHORITY: \(counts.authorities), ADDITIONAL: \(counts.additionals)\n"
        if !isQuery, header.flags.contains(.rd), !header.flags.contains(.ra) {
            text += ";; WARNING: recursion requested but not available\n"
        }
        return text
    }

    /// The OPT pseudo-section.
    static func edns(_ edns: EDNS) -> String {
        var text = ";; OPT PSEUDOSECTION:\n; EDNS: version: \(edns.version), flags:"
        if edns.flags.contains(.dnssecOK) { text += " do" }
        if edns.flags.contains(.compactAnswersOK) { text += " co" }
        let reserved = edns.flags.subtracting([.dnssecOK, .compactAnswersOK]).rawValue
        text += reserved == 0 ? "; " : "; MBZ: 0x\(hex(UInt8(reserved >> 8)))\(hex(UInt8(reserved & 0xff))), "
        text += "udp: \(edns.udpPayloadSize)\n"
        for option in edns.options { text += "; \(Self.text(of: option))\n" }
        return text
    }

    private static func text(of option: EDNSOption) -> String {
        let digits = option.octets.map(hex)
        switch option.code {
        case .clientSubnet:
            if let subnet = try? ClientSubnet(decoding: option.octets.span, at: 0) { return "CLIENT-SUBNET: \(subnet)" }
            return value("CLIENT-SUBNET", digits)
        case .cookie: return "COOKIE: " + digits.joined()
        case .nsid: return value("NSID", digits)
        case .expire: return value("EXPIRE", digits)
        case .tcpKeepalive: return value("TCP KEEPALIVE", digits)
        case .padding: return value("PAD", digits)
        case .extendedError where option.octets.count >= 2:
            let code = Int(option.octets[0]) << 8 | Int(option.octets[1])
            let reason = String(decoding: option.octets.dropFirst(2), as: UTF8.self)
            return "EDE: \(code)" + (reason.isEmpty ? "" : ": (\(reason))")
        default: return value("OPT=\(option.code.rawValue)", digits)
        }
    }

    private static func value(_ name: String, _ digits: [String]) -> String {
        ([name + ":"] + digits).joined(separator: " ")
    }

    /// A section with its heading and the blank line behind it; nothing for an empty section.
    static func section(_ name: String, _ lines: [String], hasComments: Bool = true) -> String {
        guard !lines.isEmpty else { return "" }
        let body = lines.map { $0 + "\n" }.joined()
        return hasComments ? ";; \(name) SECTION:\n\(body)\n" : body
    }

    /// A message that cannot be read: its octets, 16 a line, as numbers and as text.
    static func badPacket(_ bytes: [UInt8]) -> String {
        var text = ";; Got bad packet: FORMERR\n\(bytes.count) bytes\n"
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let row = bytes[start..<min(start + 16, bytes.count)]
            let characters = row.map { (0x20..<0x7f).contains($0) ? String(UnicodeScalar($0)) : "." }
            let digits = row.map { hex($0) + " " }.joined()
            text += digits.padded(to: 57) + characters.joined() + "\n"
        }
        return text
    }
}
