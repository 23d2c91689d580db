package import Addressing
package import Lab

/// One rule of the host's packet filter, as Docker Engine (iptables backend) would install it.
package struct FilterRule: Hashable, Sendable {
    package var match: RuleMatch
    package var target: RuleTarget
    /// What of the lab put the rule there.
    package var origin: RuleOrigin

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
    /// `-m conntrack --ctstate`.
    package var states: ConnectionStates?
    /// `-m addrtype --dst-type LOCAL`: whether the destination is one of the host's own addresses.
    package var destinationIsLocal: Bool?

    package init() {}
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
