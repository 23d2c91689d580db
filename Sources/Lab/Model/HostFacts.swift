public import Addressing

/// Facts about the simulated machine that the engine runs on. Fixed defaults; never the real machine's.
///
/// The addresses are documentation prefixes (RFC 5737, RFC 3849), so that they collide with no design.
public struct HostFacts: Hashable, Sendable {
    public var hostname = "docker-host"
    /// The interface towards the outside world.
    public var uplinkName = "eth0"
    public var uplinkMAC = MACAddress(rawValue: 0x5254_0012_3456)
    public var uplinkAddresses: [IPPrefix]
    /// Next hops of the host's default routes.
    public var gateways: [IPAddress]
    /// What the host's `/etc/resolv.conf` names.
    public var nameservers: [IPAddress]
    public var searchDomains: [String] = []
    public var resolverOptions: [String] = []
    /// On-link routes beside the uplink's own: prefixes that the default pools keep clear of.
    public var onLinkRoutes: [IPPrefix] = []
    /// Interfaces beside the uplink that are known to be there, such as parents of macvlan networks.
    public var interfaces: [String] = []
    /// Addresses of those interfaces: ports can be published on them.
    public var addresses: [IPAddress] = []
    /// Other programs of the host that hold ports.
    public var listeners: [Listener] = []

    /// A port that something beside the containers listens on.
    public struct Listener: Hashable, Sendable {
        public let transport: TransportProtocol
        public let address: IPAddress
        public let port: UInt16

        public init(transport: TransportProtocol, address: IPAddress, port: UInt16) {
            self.transport = transport
            self.address = address
            self.port = port
        }
    }

    /// Facts that a store fills in: no addresses, gateways or name servers yet.
    package init(hostname: String, uplinkName: String) {
        self.hostname = hostname
        self.uplinkName = uplinkName
        (uplinkAddresses, gateways, nameservers) = ([], [], [])
    }

    public init() {
        uplinkAddresses = [IPPrefix("192.0.2.10/24"), IPPrefix("2001:db8::10/64")].compactMap { $0 }
        gateways = [IPAddress("192.0.2.1"), IPAddress("2001:db8::1")].compactMap { $0 }
        nameservers = [IPAddress("192.0.2.53")].compactMap { $0 }
    }

    /// The host's own `/etc/hosts`, which host-mode containers get a copy of.
    public var hostsFile: String {
        """
        127.0.0.1\tlocalhost
        127.0.1.1\t\(hostname)
        ::1\tip6-localhost ip6-loopback
        fe00::0\tip6-localnet
        ff00::0\tip6-mcastprefix
        ff02::1\tip6-allnodes
        ff02::2\tip6-allrouters

        """
    }

    /// Whether another program of the host holds a port, so that a container cannot.
    package func isListening(_ transport: TransportProtocol, _ address: IPAddress, _ port: UInt16) -> Bool {
        listeners.contains {
            $0.transport == transport && $0.port == port && $0.address.family == address.family
                && ($0.address == address || $0.address.isUnspecified || address.isUnspecified)
        }
    }

    /// Whether a program of the host answers at one of its addresses: what is known to listen, and the host's own resolver
    /// where its `/etc/resolv.conf` names one on the loopback (systemd-resolved's 127.0.0.53).
    package func answers(_ transport: TransportProtocol, _ address: IPAddress, _ port: UInt16) -> Bool {
        if isListening(transport, address, port) { return true }
        return address.isLoopback && port == 53 && transport != .sctp && nameservers.contains(address)
    }

    /// Prefixes that an automatically chosen subnet must not overlap: on-link routes and name servers
    /// (Docker Engine: `netutils.InferReservedNetworks`).
    package var reservedPrefixes: [IPPrefix] {
        uplinkAddresses.map(\.masked) + onLinkRoutes.map(\.masked)
            + nameservers.map { IPPrefix(host: $0) }
    }
}
