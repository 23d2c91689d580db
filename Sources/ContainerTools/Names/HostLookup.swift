internal import Addressing
internal import Lab

/// The C library's look-up of hosts in a container: the hosts file, then the resolver (`hosts: files dns`).
struct HostLookup {
    enum Source: String, Hashable {
        case files, dns
    }

    let files: HostsFile
    let resolver: StubResolver
    let stack: StackView
    let sources: [Source]
    /// Whose order the addresses are put into.
    var library = ResolverLibrary.glibc

    init(in container: Container, _ lab: Lab, sources: [Source] = [.files, .dns]) {
        files = HostsFile(lab.hostsFile(of: container))
        resolver = StubResolver(of: container, in: lab)
        stack = lab.stackView(of: container)
        self.sources = sources
    }

    /// `gethostbyname2`: a host in one family.
    func host(named name: String, _ family: AddressFamily, _ context: inout ToolContext) -> HostEntry? {
        if !name.hasSuffix("."), name.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) {
            guard family == .ipv4, let address = LegacyIPv4.parse(name) else { return nil }
            return HostEntry(name: name, aliases: [], addresses: [address])
        }
        for source in sources {
            switch source {
            case .files:
                if let host = files.host(named: name, family) { return host }
            case .dns:
                if case .success(let host) = resolver.addresses(of: name, [family], &context) { return host }
            }
        }
        return nil
    }

    /// `gethostbyaddr`: the host that has an address.
    func host(at address: IPAddress, _ context: inout ToolContext) -> HostEntry? {
        for source in sources {
            switch source {
            case .files:
                if let host = files.host(at: address) { return host }
            case .dns:
                if var host = resolver.name(of: address.unmapped, &context) {
                    host.addresses = [address]
                    return host
                }
            }
        }
        return nil
    }

    /// `getaddrinfo`: the addresses of a host in the order in which programs try them, and its canonical name.
    ///
    /// - Parameters:
    ///   - family: nil for both.
    ///   - isMapped: whether IPv4 addresses serve as IPv6 ones where there are no others (`AI_V4MAPPED`).
    ///   - onlyConfigured: whether a family that no interface has is left out (`AI_ADDRCONFIG`).
    /// - Returns: nil where there are none.
    func addresses(
        of name: String,
        _ family: AddressFamily? = nil,
        isMapped: Bool = false,
        onlyConfigured: Bool = true,
        _ context: inout ToolContext
    ) -> HostEntry? {
        var wanted = family.map { [$0] } ?? [.ipv4, .ipv6]
        if onlyConfigured {
            let configured = AddressFamily.allCases.filter(isConfigured)
            if family != nil {
                guard wanted.allSatisfy(configured.contains) else { return nil }
            } else if configured.count == 1 {
                wanted = configured
            }
        }
        if let address = LegacyIPv4.parse(name) ?? IPAddress(name) {
            if wanted.contains(address.family) { return HostEntry(name: name, aliases: [], addresses: [address]) }
            guard isMapped, case .v4(let ipv4) = address else { return nil }
            return HostEntry(name: name, aliases: [], addresses: [Self.mapped(ipv4)])
        }
        if var host = find(name, wanted, &context) {
            host.addresses = library.sorted(host.addresses, in: stack)
            return host
        }
        guard isMapped, var host = find(name, [.ipv4], &context) else { return nil }
        host.addresses = host.addresses.compactMap { $0.ipv4.map(Self.mapped) }
        return host
    }

    private func find(_ name: String, _ families: [AddressFamily], _ context: inout ToolContext) -> HostEntry? {
        for source in sources {
            switch source {
            case .files:
                if let host = fromFiles(name, families) { return host }
            case .dns:
                if case .success(let host) = resolver.addresses(of: name, families, &context) { return host }
            }
        }
        return nil
    }

    private func fromFiles(_ name: String, _ families: [AddressFamily]) -> HostEntry? {
        if let family = families.first, families.count == 1 { return files.host(named: name, family) }
        let lines = files.lines.filter { $0.has(name) }
        guard let first = lines.first else { return nil }
        return HostEntry(name: first.name, aliases: [], addresses: lines.map(\.address))
    }

    /// Whether an interface other than the loopback has an address of a family.
    private func isConfigured(_ family: AddressFamily) -> Bool {
        stack.interfaces.contains { interface in
            interface.addresses.contains { $0.family == family && !$0.address.isLoopback }
        }
    }

    private static func mapped(_ address: IPv4Address) -> IPAddress {
        .v6(IPv6Address(rawValue: 0xffff << 32 | UInt128(address.rawValue)))
    }
}

/// IPv4 addresses as `inet_aton` takes them: one to four numbers, decimal, octal or hexadecimal, the last one filling up.
enum LegacyIPv4 {
    static func parse(_ text: String) -> IPAddress? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var value: UInt64 = 0
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            guard let number = number(part), number < (isLast ? 1 << UInt64(8 * (5 - parts.count)) : 256) else {
                return nil
            }
            value |= isLast ? number : number << UInt64(24 - 8 * index)
        }
        return .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: value)))
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard let first = text.utf8.first, (0x30...0x39).contains(first), text.utf8.count <= 12 else { return nil }
        if text.hasPrefix("0x") || text.hasPrefix("0X") { return UInt64(text.dropFirst(2), radix: 16) }
        return UInt64(text, radix: first == UInt8(ascii: "0") ? 8 : 10)
    }
}
