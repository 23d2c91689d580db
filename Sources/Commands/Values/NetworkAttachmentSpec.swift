internal import DockerValues
internal import Lab
internal import Text

/// A value of `--network`: a name, or fields such as `name=back,alias=db,ip=10.0.0.5` (docker/cli `opts.NetworkOpt`).
///
/// Addresses stay text: Docker's command line does not read them, the engine does.
struct NetworkAttachmentSpec: Hashable, Sendable {
    var target: String
    var aliases: [String] = []
    var links: [String] = []
    var ipv4 = ""
    var ipv6 = ""
    var mac = ""
    var linkLocal: [String] = []
    var driverOptions: [String: String] = [:]
    var gatewayPriority = 0

    init(target: String) {
        self.target = target
    }

    init(parsing text: String) throws(FlagValueError) {
        self.init(target: "")
        guard Self.isLongForm(text) else {
            target = text
            return
        }
        for field in try CommaSeparated.fields(of: text) {
            guard let equals = field.firstIndex(of: "="), equals != field.startIndex else {
                throw FlagValueError("invalid field \(field)")
            }
            let key = Self.trimmed(field[..<equals]).lowercased()
            try set(key, Self.trimmed(field[field.index(after: equals)...]))
        }
        if target.isEmpty { throw FlagValueError("network name/id is not specified") }
    }

    private mutating func set(_ key: String, _ value: String) throws(FlagValueError) {
        switch key {
        case "name": target = value
        case "alias": aliases.append(value)
        case "ip": ipv4 = value
        case "ip6": ipv6 = value
        case "mac-address": mac = value
        case "link-local-ip": linkLocal.append(value)
        case "driver-opt":
            guard let option = DriverOption(parsing: value) else {
                throw FlagValueError("invalid key value pair format in driver options")
            }
            driverOptions[option.key] = option.value
        case "gw-priority":
            switch GoNumber.parse(value) {
            case .value(let number): gatewayPriority = Int(number)
            case .fault(let fault): throw FlagValueError("invalid gw-priority (\(value)): \(fault.rawValue)")
            }
        default: throw FlagValueError("invalid field key \(key)")
        }
    }

    /// Whether a word character stands on either side of an equals sign, so that `name=` is a plain, odd name.
    private static func isLongForm(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.dropFirst().dropLast().contains {
            bytes[$0] == UInt8(ascii: "=") && isWord(bytes[$0 - 1]) && isWord(bytes[$0 + 1])
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a: true
        default: false
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.trimmingWhitespace)
    }
}

/// A driver option, `key=value`.
struct DriverOption: Hashable, Sendable {
    let key: String
    let value: String

    /// nil without an equals sign or without a key.
    init?(parsing text: String) {
        guard let equals = text.firstIndex(of: "=") else { return nil }
        key = String(text[..<equals].trimmingWhitespace)
        value = String(text[text.index(after: equals)...].trimmingWhitespace)
        if key.isEmpty { return nil }
    }
}
