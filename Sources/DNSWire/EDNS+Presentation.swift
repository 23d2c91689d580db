extension EDNS: CustomStringConvertible {
    /// The first line of dig's OPT pseudosection without its `; `: `EDNS: version: 0, flags: do; udp: 1232`.
    package var description: String {
        let reserved = flags.subtracting([.dnssecOK, .compactAnswersOK]).rawValue
        let names = (flags.contains(.dnssecOK) ? " do" : "") + (flags.contains(.compactAnswersOK) ? " co" : "")
        let mbz = reserved == 0 ? "" : " MBZ: 0x\(hexadecimal(reserved, digits: 4)),"
        return "EDNS: version: \(version), flags:\(names);\(mbz) udp: \(udpPayloadSize)"
    }
}

extension EDNSOption: CustomStringConvertible {
    /// The option's line in dig's OPT pseudosection without its `; `: `CLIENT-SUBNET: 172.18.0.5/32/0`.
    ///
    /// dig itself adds its verdict to the line of a cookie, ` (good)`. Octets that are not what the option demands
    /// read as those of unknown options do, `TCP KEEPALIVE: 00 (".")`.
    package var description: String {
        switch code {
        case .nsid: "NSID:\(dump)"
        case .clientSubnet:
            "CLIENT-SUBNET:" + ((try? ClientSubnet(decoding: octets.span, at: 0)).map { " \($0)" } ?? dump)
        case .expire: "EXPIRE:" + (octets.count == 4 ? expiry(octets.span.loadUInt32(at: 0)) : dump)
        case .cookie: "COOKIE: \(octets.map { hexadecimal(UInt16($0), digits: 2) }.joined())"
        case .tcpKeepalive: "TCP KEEPALIVE:" + (octets.count == 2 ? keepalive(octets.span.loadUInt16(at: 0)) : dump)
        case .padding: "PAD:" + (octets.isEmpty ? "" : " (\(octets.count) bytes)")
        case .extendedError: "EDE:" + (octets.count >= 2 ? extendedError(octets.span.loadUInt16(at: 0)) : dump)
        default: "OPT=\(code.rawValue):\(dump)"
        }
    }

    /// The octets in hexadecimal and as text: ` 68 65 ("he")`; nothing for none.
    private var dump: String {
        guard !octets.isEmpty else { return "" }
        let text = octets.map { 0x20...0x7e ~= $0 ? $0 : UInt8(ascii: ".") }
        let digits = octets.map { " " + hexadecimal(UInt16($0), digits: 2) }.joined()
        return "\(digits) (\"\(String(decoding: text, as: UTF8.self))\")"
    }

    private func keepalive(_ tenths: UInt16) -> String { " \(tenths / 10).\(tenths % 10) secs" }

    /// RFC 7314: seconds, and again in words.
    private func expiry(_ seconds: UInt32) -> String {
        let units: [(size: UInt32, name: String)] = [(604_800, "week"), (86400, "day"), (3600, "hour"), (60, "minute")]
        var rest = seconds
        var words: [String] = []
        for unit in units where rest >= unit.size {
            let count = rest / unit.size
            words.append("\(count) \(unit.name)\(count == 1 ? "" : "s")")
            rest %= unit.size
        }
        if rest > 0 || words.isEmpty { words.append("\(rest) second\(rest == 1 ? "" : "s")") }
        return " \(seconds) (\(words.joined(separator: " ")))"
    }

    /// RFC 8914: the code, its name where it has one, and the UTF-8 text behind it without control characters.
    private func extendedError(_ number: UInt16) -> String {
        let name = Int(number) < Self.extendedErrors.count ? " (\(Self.extendedErrors[Int(number)]))" : ""
        guard octets.count > 2 else { return " \(number)\(name)" }
        let text = octets.dropFirst(2).map { $0 < 0x20 || $0 == 0x7f ? UInt8(ascii: ".") : $0 }
        return " \(number)\(name): (\(String(decoding: text, as: UTF8.self)))"
    }

    private static let extendedErrors = [
        "Other", "Unsupported DNSKEY Algorithm", "Unsupported DS Digest Type", "Stale Answer", "Forged Answer",
        "DNSSEC Indeterminate", "DNSSEC Bogus", "Signature Expired", "Signature Not Yet Valid", "DNSKEY Missing",
        "RRSIGs Missing", "No Zone Key Bit Set", "NSEC Missing", "Cached Error", "Not Ready", "Blocked", "Censored",
        "Filtered", "Prohibited", "Stale NXDOMAIN Answer", "Not Authoritative", "Not Supported",
        "No Reachable Authority", "Network Error", "Invalid Data",
    ]
}

/// The number in lower-case hexadecimal with at least `digits` digits.
private func hexadecimal(_ number: UInt16, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(digits - text.count, 0)) + text
}
