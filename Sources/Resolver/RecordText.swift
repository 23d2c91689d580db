internal import Addressing
internal import DNSWire

/// Reads RDATA in presentation format (RFC 1035 section 5.1), for the types that a design may need of its upstream.
enum RecordText {
    enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        case unsupported(RecordType)
        case wrongFieldCount(expected: Int, found: Int)
        case badAddress(String)
        case badNumber(String)
        case textTooLong

        var description: String {
            switch self {
            case .unsupported(let type): "records of type \(type) are not supported here"
            case .wrongFieldCount(let expected, let found): "\(expected) fields expected, \(found) found"
            case .badAddress(let text): "\(text) is no address of this type"
            case .badNumber(let text): "\(text) is no number from 0 to 65535"
            case .textTooLong: "a string of more than 255 octets"
            }
        }
    }

    static func data(_ text: String, _ type: RecordType) throws -> RData {
        let fields = text.split(whereSeparator: \.isWhitespace).map(String.init)
        switch type {
        case .a:
            guard case .v4(let address)? = IPAddress(text) else { throw Fault.badAddress(text) }
            return .a(address)
        case .aaaa:
            guard case .v6(let address)? = IPAddress(text) else { throw Fault.badAddress(text) }
            return .aaaa(address)
        case .cname: return .cname(try DomainName(parsing: try only(fields)))
        case .ptr: return .ptr(try DomainName(parsing: try only(fields)))
        case .ns: return .ns(try DomainName(parsing: try only(fields)))
        case .mx:
            try expect(2, fields)
            return .mx(preference: try number(fields[0]), exchange: try DomainName(parsing: fields[1]))
        case .srv:
            try expect(4, fields)
            return .srv(
                priority: try number(fields[0]),
                weight: try number(fields[1]),
                port: try number(fields[2]),
                target: try DomainName(parsing: fields[3])
            )
        case .txt:
            guard let string = CharacterString(unquoted(text).utf8) else { throw Fault.textTooLong }
            return .txt([string])
        default: throw Fault.unsupported(type)
        }
    }

    private static func expect(_ count: Int, _ fields: [String]) throws {
        guard fields.count == count else { throw Fault.wrongFieldCount(expected: count, found: fields.count) }
    }

    private static func only(_ fields: [String]) throws -> String {
        try expect(1, fields)
        return fields[0]
    }

    private static func number(_ text: String) throws -> UInt16 {
        guard let number = UInt16(text) else { throw Fault.badNumber(text) }
        return number
    }

    private static func unquoted(_ text: String) -> Substring {
        guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text[...] }
        return text.dropFirst().dropLast()
    }
}
