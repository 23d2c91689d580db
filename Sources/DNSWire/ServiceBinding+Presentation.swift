import Addressing

extension ServiceBinding: CustomStringConvertible {
    /// The binding as dig prints it: `1 . alpn="h2,h3" port=443 ipv4hint=192.0.2.1`.
    package var description: String {
        (["\(priority)", "\(target)"] + parameters.map(\.description)).joined(separator: " ")
    }
}

extension ServiceBinding.Parameter: CustomStringConvertible {
    /// The parameter as dig prints it; one whose value is not what its key demands as `keyN="…"`.
    package var description: String {
        guard !value.isEmpty else { return Self.name(of: key) }
        let text: String? =
            switch key {
            case 0: mandatoryKeys
            case 1: protocols
            case 3: value.count == 2 ? "\(number(at: 0))" : nil
            case 4: addresses(ofOctets: 4)
            case 5: base64(value)
            case 6: addresses(ofOctets: 16)
            default: nil
            }
        if let text { return "\(Self.name(of: key))=\(text)" }
        return "key\(key)=\(quoted(value))"
    }

    /// The key's name, RFC 9460 section 14.3.2, or `key` and its number.
    private static func name(of key: UInt16) -> String {
        let names = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint"]
        return Int(key) < names.count ? names[Int(key)] : "key\(key)"
    }

    private func number(at offset: Int) -> UInt16 { value.span.loadUInt16(at: offset) }

    private var mandatoryKeys: String? {
        guard value.count % 2 == 0 else { return nil }
        let keys = stride(from: 0, to: value.count, by: 2).map { Self.name(of: number(at: $0)) }
        return keys.joined(separator: ",")
    }

    /// The protocols of `alpn`, within which comma and backslash are escaped once more (RFC 9460 appendix A.1).
    private var protocols: String? {
        var list: [UInt8] = []
        var rest = value[...]
        while let length = rest.popFirst().map(Int.init) {
            guard length > 0, length <= rest.count else { return nil }
            if !list.isEmpty { list.append(UInt8(ascii: ",")) }
            for octet in rest.prefix(length) {
                if octet == UInt8(ascii: ",") || octet == UInt8(ascii: "\\") { list.append(UInt8(ascii: "\\")) }
                list.append(octet)
            }
            rest.removeFirst(length)
        }
        return quoted(list)
    }

    private func addresses(ofOctets width: Int) -> String? {
        guard value.count % width == 0 else { return nil }
        let starts = stride(from: 0, to: value.count, by: width)
        let addresses = starts.compactMap { IPAddress(bytes: value[$0..<$0 + width]) }
        return addresses.map { $0.ipv6?.digDescription ?? $0.description }.joined(separator: ",")
    }
}

/// RFC 4648 section 4, with padding.
private func base64(_ octets: [UInt8]) -> String {
    let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: octets.count, by: 3) {
        let group = octets[start..<min(start + 3, octets.count)]
        let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
        for index in 0..<4 {
            let digit = bits >> (18 - 6 * index) & 0x3f
            text.append(index <= group.count ? alphabet[digit] : UInt8(ascii: "="))
        }
    }
    return String(decoding: text, as: UTF8.self)
}
