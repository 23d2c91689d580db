package import Addressing
package import Lab

/// One rule of the host's packet filter, as Docker Engine (iptables backend) would install it.
package struct FilterRule: Hashable, Sendable {
    package var match: RuleMatch
    package var target: RuleTarget
    /// What of the lab put the rule there.
    package var origin: RuleOrigin
    /// With what a `reject` target answers; nil means the target's own default.
    package var rejection: RejectionKind?

    package init(_ match: RuleMatch, _ target: RuleTarget, _ origin: RuleOrigin) {
        self.match = match
        self.target = target
        self.origin = origin
    }
}

/// The tables that Docker uses, in the order in which a hook visits them.
package enum FilterTable: String, Hashable, Sendable, CaseIterable {
    case raw
    case nat
    case filter
}

/// A built-in chain or one of Docker's.
package struct ChainName: RawRepresentable, Hashable, Sendable {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let prerouting = ChainName(rawValue: "PREROUTING")
    package static let input = ChainName(rawValue: "INPUT")
    package static let forward = ChainName(rawValue: "FORWARD")
    package static let output = ChainName(rawValue: "OUTPUT")
    package static let postrouting = ChainName(rawValue: "POSTROUTING")
    package static let docker = ChainName(rawValue: "DOCKER")
    package static let dockerBridge = ChainName(rawValue: "DOCKER-BRIDGE")
    package static let dockerConntrack = ChainName(rawValue: "DOCKER-CT")
    package static let dockerForward = ChainName(rawValue: "DOCKER-FORWARD")
    package static let dockerInternal = ChainName(rawValue: "DOCKER-INTERNAL")
    package static let dockerUser = ChainName(rawValue: "DOCKER-USER")
}

/// What a packet must be like; nil fields ask for nothing.
package struct RuleMatch: Hashable, Sendable {
    /// A value or anything but it (`! -i br0`).
    package struct Negatable<Value: Hashable & Sendable>: Hashable, Sendable {
        package var value: Value
        package var isNegated: Bool
        package init(_ value: Value, negated: Bool = false) {
            self.value = value
            isNegated = negated
        }
    }

    /// Interface names; a trailing `+` matches any ending, as in iptables.
    package var inInterface: Negatable<String>?
    package var outInterface: Negatable<String>?
    package var source: Negatable<IPPrefix>?
    package var destination: Negatable<IPPrefix>?
    /// An IP protocol number.
    package var protocolNumber: UInt8?
    package var sourcePorts: PortRange?
    package var destinationPorts: PortRange?
    /// `-m multiport`.
    package var multiport: Negatable<PortList>?
    /// `-m conntrack --ctstate`.
    package var states: ConnectionStates?
    /// `-m conntrack --ctorigdst`: the destination before any DNAT.
    package var originalDestination: Negatable<IPPrefix>?
    package var originalDestinationPorts: Negatable<PortRange>?
    /// `-m addrtype --dst-type LOCAL`: whether the destination is one of the host's own addresses.
    package var destinationIsLocal: Bool?
    /// `-m comment --comment`, which matches everything.
    package var comment: String?
    /// Which of the fields that are not ``Negatable`` ask for anything but their value.
    package var negated: NegatedFields = []

    package init() {}

    /// Ports and runs of ports, as `-m multiport` takes them.
    package struct PortList: Hashable, Sendable {
        package enum Side: String, Hashable, Sendable {
            case source = "--sports"
            case destination = "--dports"
            /// Either of the two.
            case any = "--ports"
        }

        package var side: Side
        package var ranges: [PortRange]

        package init(_ side: Side, _ ranges: [PortRange]) {
            self.side = side
            self.ranges = ranges
        }
    }

    /// The fields with a `!` before them that have no room for it themselves.
    package struct NegatedFields: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let protocolNumber = NegatedFields(rawValue: 1)
        package static let sourcePorts = NegatedFields(rawValue: 2)
        package static let destinationPorts = NegatedFields(rawValue: 4)
        package static let states = NegatedFields(rawValue: 8)
    }
}

/// `-m conntrack --ctstate`, a set.
package struct ConnectionStates: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let invalid = ConnectionStates(rawValue: 1)
    package static let new = ConnectionStates(rawValue: 2)
    package static let established = ConnectionStates(rawValue: 4)
    package static let related = ConnectionStates(rawValue: 8)
}

package enum RuleTarget: Hashable, Sendable {
    case accept
    case drop
    /// Answers with an ICMP error (port unreachable unless told), or a TCP reset.
    case reject(withReset: Bool)
    case `return`
    case jump(ChainName)
    case dnat(IPAddress, port: UInt16?)
    case snat(IPAddress)
    case masquerade
}

/// `--reject-with`: the ICMP error, or the TCP reset, that answers a refused packet.
package enum RejectionKind: String, Hashable, Sendable, CaseIterable {
    case netUnreachable = "icmp-net-unreachable"
    case hostUnreachable = "icmp-host-unreachable"
    case portUnreachable = "icmp-port-unreachable"
    case protocolUnreachable = "icmp-proto-unreachable"
    case netProhibited = "icmp-net-prohibited"
    case hostProhibited = "icmp-host-prohibited"
    case adminProhibited = "icmp-admin-prohibited"
    case noRoute6 = "icmp6-no-route"
    case adminProhibited6 = "icmp6-adm-prohibited"
    case addressUnreachable6 = "icmp6-addr-unreachable"
    case portUnreachable6 = "icmp6-port-unreachable"
    case reset = "tcp-reset"

    /// The family whose error it is; nil for the reset, which both have.
    package var family: AddressFamily? {
        switch self {
        case .reset: nil
        case .noRoute6, .adminProhibited6, .addressUnreachable6, .portUnreachable6: .ipv6
        default: .ipv4
        }
    }

    /// Whether the sender takes it for a closed port, rather than for a host or network that is out of reach.
    package var isRefusal: Bool {
        switch self {
        case .portUnreachable, .portUnreachable6, .protocolUnreachable, .reset: true
        case .netUnreachable, .hostUnreachable, .netProhibited, .hostProhibited, .adminProhibited, .noRoute6,
            .adminProhibited6, .addressUnreachable6:
            false
        }
    }

    package static func standard(_ family: AddressFamily) -> RejectionKind {
        family == .ipv4 ? .portUnreachable : .portUnreachable6
    }
}

/// What of the lab put a rule there: the Docker option or flag that a user would change.
package enum RuleOrigin: Hashable, Sendable {
    /// The frame of chains that the engine makes at its start.
    case engine
    /// Something true of a network.
    case network(NetworkID, NetworkCause)
    /// A published port of a container, on the network that carries it.
    case port(ContainerID, NetworkID, PublishedPort)
    /// A container's address on a network: direct access from elsewhere is refused.
    case endpoint(ContainerID, NetworkID)
    /// A legacy link on a default bridge without inter-container communication: parent, child.
    case link(ContainerID, ContainerID)
    /// The user's own rule in DOCKER-USER, by its number there, from 1.
    case user(Int)

    package enum NetworkCause: Hashable, Sendable {
        /// Replies to what was allowed.
        case established
        /// Every network: what enters its bridge from elsewhere is refused unless a port was published.
        case isolation
        /// Containers of the network reach each other, and the way out.
        case forwarding
        /// `enable_icc=false`, or the engine's `--icc=false`.
        case interContainerCommunication
        /// `--internal`.
        case isInternal
        /// `gateway_mode_ipv4=…`.
        case gatewayMode(BridgeOptions.GatewayMode)
        /// `enable_ip_masquerade`, or `host_ipv4` in its place.
        case masquerade
        /// `trusted_host_interfaces`.
        case trustedInterface(String)
        /// The jump into DOCKER for packets that leave by the network's bridge.
        case bridge
    }
}
