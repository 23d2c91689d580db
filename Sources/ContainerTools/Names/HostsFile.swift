internal import Addressing

/// The lines of a hosts file as the C library reads them (hosts(5)).
struct HostsFile {
    struct Line: Hashable {
        let address: IPAddress
        let name: String
        let aliases: [String]

        /// Whether the line has a name, in any case.
        func has(_ wanted: String) -> Bool {
            let folded = wanted.lowercased()
            return name.lowercased() == folded || aliases.contains { $0.lowercased() == folded }
        }
    }

    let lines: [Line]

    init(_ text: String) {
        lines = text.split(separator: "\n").compactMap { line in
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }.map(String.init)
            guard words.count > 1, let address = IPAddress(words[0]) else { return nil }
            return Line(address: address, name: words[1], aliases: Array(words[2...]))
        }
    }

    /// The hosts that a name stands for in one family: all lines with it make one host, as `multi on` in host.conf says.
    ///
    /// The IPv6 loopback address serves as the IPv4 one too, as the C library has it.
    func host(named name: String, _ family: AddressFamily) -> HostEntry? {
        var found: HostEntry?
        for line in lines where line.has(name) {
            guard let address = Self.address(of: line, family) else { continue }
            if found == nil {
                found = HostEntry(name: line.name, aliases: line.aliases, addresses: [address])
            } else {
                found?.addresses.append(address)
                found?.aliases += line.aliases
                if line.name != found?.name { found?.aliases.append(line.name) }
            }
        }
        return found
    }

    /// The host that has an address.
    func host(at address: IPAddress) -> HostEntry? {
        lines.first { $0.address == address }
            .map { HostEntry(name: $0.name, aliases: $0.aliases, addresses: [address]) }
    }

    /// The address of a line in a family, if it has one.
    static func address(of line: Line, _ family: AddressFamily) -> IPAddress? {
        if line.address.family == family { return line.address }
        return family == .ipv4 && line.address.isLoopback ? .v4(IPv4Address(127, 0, 0, 1)) : nil
    }
}

/// A host: its name, its other names, and its addresses (`struct hostent`).
struct HostEntry: Hashable {
    var name: String
    var aliases: [String]
    var addresses: [IPAddress]
}
