package import Addressing
internal import DNSWire
package import Lab
internal import Resolver

/// What a name comes to for programs at a place: the hosts file, then the resolver, in the order in which they try the
/// addresses.
package enum NameQuestion {
    /// - Returns: the addresses, or the C library's words for there being none.
    package static func addresses(
        of name: String,
        at place: ToolPlace,
        _ context: inout ToolContext
    ) -> (addresses: [IPAddress], failure: String?) {
        guard let seat = ToolSeat(at: place, &context) else { return ([], "it does not run") }
        switch seat.host(named: name, nil, &context) {
        case .success(let host): return (host.addresses, host.addresses.isEmpty ? "no address" : nil)
        case .failure(let failure): return ([], failure.text)
        }
    }
}

extension NameQuestion {
    /// How a program in a container comes to the addresses of a name, step by step: the hosts file, then the resolver with
    /// each spelling of the search list, up to the one that has addresses.
    package static func explain(_ name: String, in container: Container, _ context: inout ToolContext) -> [String] {
        let files = HostsFile(context.lab.hostsFile(of: container))
        let found = AddressFamily.allCases.compactMap { files.host(named: name, $0) }.flatMap(\.addresses)
        if !found.isEmpty {
            let all = Set(found).sorted().map(\.description).joined(separator: ", ")
            return ["/etc/hosts of \(container.name) says \(all), and no name server is asked"]
        }
        let resolver = StubResolver(of: container, in: context.lab)
        let spellings = StubResolver.spellings(of: name, search: resolver.search, ndots: resolver.ndots)
        guard spellings.count > 1 else { return explain(spelling: name, in: container, &context).lines }
        var lines = [
            "resolv.conf of \(container.name) has the search list \(resolver.search.joined(separator: " ")) and ndots:"
                + "\(resolver.ndots): \(spellings.joined(separator: ", then "))"
        ]
        for (index, spelling) in spellings.enumerated() {
            let step = explain(spelling: spelling, in: container, &context)
            lines += step.lines.dropFirst(index == 0 ? 0 : 1)
            lines.append("\(spelling): \(step.result)")
            if step.isFound { break }
        }
        return lines
    }

    /// How one spelling is decided, and what comes of it.
    private static func explain(
        spelling: String,
        in container: Container,
        _ context: inout ToolContext
    ) -> (lines: [String], result: String, isFound: Bool) {
        guard let question = try? DomainName(parsing: spelling) else {
            return ([], "no domain name", false)
        }
        let lines = context.names.explain(Question(name: question, type: .a), from: container)
        // A copy: the rotation of answers stays where it is.
        var copy = context
        copy.rotationPlace = nil
        let resolver = StubResolver(of: container, in: context.lab)
        switch resolver.addresses(of: spelling + ".", [.ipv4, .ipv6], &copy) {
        case .success(let host):
            return (lines, host.addresses.map(\.description).joined(separator: ", "), true)
        case .failure(.noSuchName): return (lines, "no such name", false)
        case .failure(.noData): return (lines, "no address", false)
        case .failure(.tryAgain): return (lines, "no answer", false)
        }
    }
}
