internal import Addressing
internal import Dataplane
internal import Lab

/// A stack with a tool in it: its sockets' place, its interfaces, and how names are found there.
struct ToolSeat {
    let place: ToolPlace
    let stack: StackID
    /// Without interfaces outside, where nobody lists them.
    let view: StackView
    private let lookup: HostLookup?
    private let files: HostsFile

    /// - Returns: nil where the container does not run.
    init?(at place: ToolPlace, _ context: inout ToolContext) {
        self.place = place
        switch place {
        case .container(let container):
            guard let stack = context.plane.stack(of: container) else { return nil }
            self.stack = stack
            view = context.lab.stackView(of: container)
            var lookup = HostLookup(in: container, context.lab)
            lookup.library = .ofTools(in: container, context)
            self.lookup = lookup
            files = lookup.files
        case .host:
            stack = context.plane.hostStack()
            view = context.lab.hostStackView()
            lookup = nil
            files = HostsFile(context.lab.host.hostsFile)
        case .outside:
            stack = context.plane.outsideStack()
            view = StackView(interfaces: [], routes: [])
            lookup = nil
            files = HostsFile("")
        }
    }

    /// Who orders the addresses of names there; nil where only the hosts file is read.
    var library: ResolverLibrary? { lookup?.library }

    /// Why a name has no address, as `getaddrinfo` says it.
    enum NameFailure: Error, Hashable {
        case unknown, noAddress, tryAgain, wrongFamily

        /// glibc's `gai_strerror`.
        var text: String {
            switch self {
            case .unknown: "Name or service not known"
            case .noAddress: "No address associated with hostname"
            case .tryAgain: "Temporary failure in name resolution"
            case .wrongFamily: "Address family for hostname not supported"
            }
        }
    }

    /// An address that was written out.
    static func numeric(_ text: String) -> IPAddress? { LegacyIPv4.parse(text) ?? IPAddress(text) }

    /// The host of a name or address, with its addresses in the order in which programs try them (`getaddrinfo`).
    ///
    /// - Parameter family: nil for both.
    func host(
        named name: String,
        _ family: AddressFamily? = nil,
        _ context: inout ToolContext
    ) -> Result<HostEntry, NameFailure> {
        if let address = Self.numeric(name) {
            guard family == nil || address.family == family else { return .failure(.wrongFamily) }
            return .success(HostEntry(name: name, aliases: [], addresses: [address]))
        }
        guard let lookup else {
            let found = [AddressFamily.ipv4, .ipv6].filter { family == nil || family == $0 }.compactMap {
                files.host(named: name, $0)
            }
            guard let first = found.first else { return .failure(.unknown) }
            return .success(HostEntry(name: first.name, aliases: [], addresses: found.flatMap(\.addresses)))
        }
        if let host = lookup.addresses(of: name, family, onlyConfigured: false, &context) {
            return .success(host)
        }
        let families = family.map { [$0] } ?? [.ipv4, .ipv6]
        switch lookup.resolver.addresses(of: name, families, &context) {
        case .failure(.noData): return .failure(.noAddress)
        case .failure(.tryAgain): return .failure(.tryAgain)
        case .failure(.noSuchName), .success: return .failure(.unknown)
        }
    }

    /// The name of an address, if it has one.
    func name(of address: IPAddress, _ context: inout ToolContext) -> String? {
        lookup.map { $0.host(at: address, &context)?.name } ?? files.host(at: address)?.name
    }

    /// Whether an address is a broadcast address on one of the stack's links.
    func isBroadcast(_ address: IPAddress) -> Bool {
        address == .v4(IPv4Address(rawValue: .max)) || RouteLookup(to: address, in: view)?.kind == .broadcast
    }

    func hasInterface(_ name: String) -> Bool { view.interfaces.contains { $0.name == name } }
}
