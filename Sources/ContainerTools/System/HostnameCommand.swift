internal import Addressing
internal import Lab

/// Debian's hostname (net-tools' family) and dnsdomainname.
enum HostnameCommand {
    private static let options: [OptionScanner.Option] = [
        .init("a", "alias"), .init("A", "all-fqdns"), .init("b", "boot"), .init("d", "domain"), .init("f", "fqdn"),
        .init("f", "long"), .init("F", "file", takesValue: true), .init("h", "help"), .init("i", "ip-address"),
        .init("I", "all-ip-addresses"), .init("s", "short"), .init("V", "version"), .init("y", "yp"), .init("y", "nis"),
    ]

    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner(options).scan(arguments)
        } catch {
            return ToolResult(stdout: usage, stderr: "hostname: \(error.text)\n", exitCode: 255)
        }
        let letters = scanned.options.map(\.letter)
        if letters.contains("h") { return ToolResult(stdout: usage) }
        if letters.contains("V") { return ToolResult(stdout: "hostname 3.23\n") }
        if !scanned.operands.isEmpty || letters.contains("F") || letters.contains("b") {
            return .failure("hostname: you must be root to change the host name")
        }
        // The last one wins.
        return show(letters.last, container, &context)
    }

    static func domain(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        show("d", container, &context)
    }

    private static func show(_ letter: Character?, _ container: Container, _ context: inout ToolContext) -> ToolResult {
        let name = context.lab.visibleHostname(of: container)
        let lookup = HostLookup(in: container, context.lab)
        switch letter {
        case nil: return ToolResult(stdout: name + "\n")
        case "s": return ToolResult(stdout: name.prefix { $0 != "." } + "\n")
        case "I":
            let addresses = global(lookup.stack)
            return ToolResult(stdout: addresses.map { "\($0) " }.joined() + "\n")
        case "A":
            let names = global(lookup.stack).compactMap { lookup.host(at: $0, &context)?.name }
            return ToolResult(stdout: names.map { "\($0) " }.joined() + "\n")
        case "y": return ToolResult(stdout: "hostname: Local domain name not set\n", exitCode: 1)
        default: break
        }
        guard let host = lookup.addresses(of: name, onlyConfigured: false, &context) else {
            return .failure("hostname: Name or service not known")
        }
        switch letter {
        case "f": return ToolResult(stdout: host.name + "\n")
        case "d":
            guard let dot = host.name.firstIndex(of: ".") else { return ToolResult() }
            return ToolResult(stdout: host.name[host.name.index(after: dot)...] + "\n")
        // busybox's asks gethostbyname, which knows IPv4 alone.
        case "i" where ToolFlavor(at: .container(container), context) == .busybox:
            let found = lookup.host(named: name, .ipv4, &context)?.addresses ?? []
            return ToolResult(stdout: found.map(\.description).joined(separator: " ") + "\n")
        case "i": return ToolResult(stdout: host.addresses.map(\.description).joined(separator: " ") + "\n")
        default:
            let aliases = lookup.files.lines.first { $0.has(name) }?.aliases ?? []
            return ToolResult(stdout: aliases.joined(separator: " ") + "\n")
        }
    }

    /// The addresses that are neither the loopback's nor link-local IPv6 ones.
    private static func global(_ stack: StackView) -> [IPAddress] {
        let all = stack.interfaces.flatMap(\.addresses).map(\.address).filter { !$0.isLoopback }
        return all.filter { $0.family == .ipv4 } + all.filter { $0.family == .ipv6 && !$0.isLinkLocalUnicast }
    }

    private static let usage = """
        Usage: hostname [-b] {hostname|-F file}         set host name (from file)
               hostname [-a|-A|-d|-f|-i|-I|-s|-y]       display formatted name
               hostname                                 display host name

               {yp,nis,}domainname {nisdomain|-F file}  set NIS domain name (from file)
               {yp,nis,}domainname                      display NIS domain name

               dnsdomainname                            display dns domain name

               hostname -V|--version|-h|--help          print info and exit

        Program name:
               {yp,nis,}domainname=hostname -y
               dnsdomainname=hostname -d

        Program options:
            -a, --alias            alias names
            -A, --all-fqdns        all long host names (FQDNs)
            -b, --boot             set default hostname if none available
            -d, --domain           DNS domain name
            -f, --fqdn, --long     long host name (FQDN)
            -F, --file             read host name or NIS domain name from given file
            -i, --ip-address       addresses for the host name
            -I, --all-ip-addresses all addresses for the host
            -s, --short            short host name
            -y, --yp, --nis        NIS/YP domain name

        Description:
           This command can get or set the host name or the NIS domain name. You can
           also get the DNS domain or the FQDN (fully qualified domain name).
           Unless you are using bind or NIS for host lookups you can change the
           FQDN (Fully Qualified Domain Name) and the DNS domain name (which is
           part of the FQDN) in the /etc/hosts file.

        """
}
