internal import Addressing
internal import DNSWire

/// The parameters of SVCB and HTTPS records as text (RFC 9460 section 2.1).
enum ServiceParameterText {
    private static let names: [UInt16: String] = [
        0: "mandatory", 1: "alpn", 2: "no-default-alpn", 3: "port", 4: "ipv4hint", 5: "ech", 6: "ipv6hint",
        7: "dohpath",
    ]

    static func text(_ parameter: ServiceBinding.Parameter) -> String {
        let value = parameter.value
        let name = names[parameter.key] ?? "key\(parameter.key)"
        switch parameter.key {
        case 0: return "\(name)=" + pairs(value).map { names[$0] ?? "key\($0)" }.joined(separator: ",")
        case 1: return "\(name)=" + quoted(protocols(value))
        case 2: return name
        case 3: return "\(name)=" + pairs(value).map(String.init).joined(separator: ",")
        case 4: return "\(name)=" + addresses(value, size: 4)
        case 5: return "\(name)=" + base64(value)
        case 6: return "\(name)=" + addresses(value, size: 16)
        default: return value.isEmpty ? name : "\(name)=" + quoted(value)
        }
    }

    /// The octets in quotes: quote and backslash behind a backslash, what is not printable ASCII as `\DDD`.
    static func quoted(_ octets: [UInt8]) -> String {
        // A character string has the same rules, and at most 255 octets.
        stride(from: 0, to: max(octets.count, 1), by: 255).reduce(into: "\"") { text, start in
            let part = CharacterString(octets[start..<min(start + 255, octets.count)])
            text += (part?.description ?? "\"\"").dropFirst().dropLast()
        } + "\""
    }

    /// Names behind their lengths as a list with commas, commas and backslashes in them escaped.
    private static func protocols(_ value: [UInt8]) -> [UInt8] {
        var list: [UInt8] = []
        var offset = 0
        while offset < value.count {
            let end = min(offset + 1 + Int(value[offset]), value.count)
            if offset > 0 { list.append(UInt8(ascii: ",")) }
            for octet in value[(offset + 1)..<max(end, offset + 1)] {
                if octet == UInt8(ascii: ",") || octet == UInt8(ascii: "\\") { list.append(UInt8(ascii: "\\")) }
                list.append(octet)
            }
            offset = end
        }
        return list
    }

    private static func pairs(_ value: [UInt8]) -> [UInt16] {
        stride(from: 0, to: value.count - 1, by: 2).map { UInt16(value[$0]) << 8 | UInt16(value[$0 + 1]) }
    }

    private static func addresses(_ value: [UInt8], size: Int) -> String {
        stride(from: 0, to: value.count, by: size).compactMap { start in
            IPAddress(bytes: value[start..<min(start + size, value.count)])?.description
        }.joined(separator: ",")
    }

    private static func base64(_ value: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: value.count, by: 3) {
            let group = value[start..<min(start + 3, value.count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for index in 0..<4 {
                let digit = digits[Int(bits >> UInt32(18 - 6 * index)) & 63]
                text.append(index <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
