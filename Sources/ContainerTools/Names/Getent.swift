internal import Addressing
internal import Lab

/// glibc's getent for the databases of hosts; containers here have no others.
enum Getent {
    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanner = OptionScanner([
            .init("A", "no-addrconfig"), .init("i", "no-idn"), .init("s", "service", takesValue: true),
            .init("?", "help"), .init("u", "usage"), .init("V", "version"),
        ])
        let scanned: OptionScanner.Scanned
        do {
            scanned = try scanner.scan(arguments)
        } catch {
            return ToolResult(stderr: "getent: \(error.text)\n\(hint)", exitCode: 64)
        }
        var sources: [HostLookup.Source] = [.files, .dns]
        var onlyConfigured = true
        for option in scanned.options {
            switch option.letter {
            case "A": onlyConfigured = false
            case "s":
                // `dns`, or `hosts:dns` for one database alone.
                let parts = option.value.split(separator: ":", maxSplits: 1).map(String.init)
                guard parts.count < 2 || parts[0] == "hosts" || parts[0].hasPrefix("ahosts") else { continue }
                sources = (parts.last ?? "").split(separator: " ").compactMap { .init(rawValue: String($0)) }
            case "?": return ToolResult(stdout: help)
            case "u": return ToolResult(stdout: usage)
            case "V": return ToolResult(stdout: "getent (GNU libc) 2.36\n")
            default: break
            }
        }
        guard let database = scanned.operands.first else {
            return ToolResult(stdout: hint, stderr: "getent: wrong number of arguments\n", exitCode: 1)
        }
        let keys = Array(scanned.operands.dropFirst())
        let lookup = HostLookup(in: container, context.lab, sources: sources)
        switch database {
        case "hosts" where keys.isEmpty, "ahosts" where keys.isEmpty, "ahostsv4" where keys.isEmpty,
            "ahostsv6" where keys.isEmpty:
            return all(lookup)
        case "hosts": return each(keys) { hosts($0, lookup, &context) }
        case "ahosts", "ahostsv4", "ahostsv6":
            let family: AddressFamily? = database == "ahosts" ? nil : database == "ahostsv4" ? .ipv4 : .ipv6
            return each(keys) { key in
                lookup.addresses(
                    of: key,
                    family,
                    isMapped: family == .ipv6,
                    onlyConfigured: onlyConfigured,
                    &context
                ).map(lines)
            }
        default:
            return ToolResult(stdout: hint, stderr: "Unknown database: \(database)\n", exitCode: 1)
        }
    }

    private static func each(_ keys: [String], _ find: (String) -> String?) -> ToolResult {
        var result = ToolResult()
        for key in keys {
            if let text = find(key) { result.stdout += text } else { result.exitCode = 2 }
        }
        return result
    }

    /// A host by name or address: by name, IPv6 addresses where there are any, else IPv4 ones.
    private static func hosts(_ key: String, _ lookup: HostLookup, _ context: inout ToolContext) -> String? {
        let host: HostEntry?
        if let address = IPAddress(key) {
            host = lookup.host(at: address, &context)
        } else {
            host = lookup.host(named: key, .ipv6, &context) ?? lookup.host(named: key, .ipv4, &context)
        }
        guard let host else { return nil }
        let names = ([host.name] + host.aliases).joined(separator: " ")
        return host.addresses.map { "\($0.description.padded(to: 15)) \(names)\n" }.joined()
    }

    /// Three lines for each address, one for each kind of socket; the canonical name stands on the first alone.
    private static func lines(_ host: HostEntry) -> String {
        var text = ""
        for (index, address) in host.addresses.enumerated() {
            for kind in ["STREAM", "DGRAM", "RAW"] {
                let name = index == 0 && kind == "STREAM" ? host.name : ""
                text += "\(address.description.padded(to: 15)) \(kind.padded(to: 6)) \(name)\n"
            }
        }
        return text
    }

    /// The hosts file from end to end, as far as it has IPv4 addresses.
    private static func all(_ lookup: HostLookup) -> ToolResult {
        var result = ToolResult()
        for line in lookup.files.lines {
            guard let address = HostsFile.address(of: line, .ipv4) else { continue }
            let names = ([line.name] + line.aliases).joined(separator: " ")
            result.print("\(address.description.padded(to: 15)) \(names)")
        }
        return result
    }

    private static let hint = "Try `getent --help' or `getent --usage' for more information.\n"

    private static let usage = """
        Usage: getent [-Ai?V] [-s CONFIG] [--no-addrconfig] [--no-idn]
                    [--service=CONFIG] [--help] [--usage] [--version]
                    database [key ...]

        """

    private static let help = """
        Usage: getent [OPTION...] database [key ...]
        Get entries from administrative database.

          -A, --no-addrconfig        do not filter out unsupported IPv4/IPv6 addresses
                                     (with ahosts*)
          -i, --no-idn               disable IDN encoding
          -s, --service=CONFIG       Service configuration to be used
          -?, --help                 Give this help list
              --usage                Give a short usage message
          -V, --version              Print program version

        Mandatory or optional arguments to long options are also mandatory or optional
        for any corresponding short options.

        Supported databases:
        ahosts ahostsv4 ahostsv6 hosts

        """
}
