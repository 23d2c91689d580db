package import Addressing

/// What the rules look at in a packet that passes the host.
package struct FilterPacket: Hashable, Sendable {
    /// The interface that it came in by; empty for packets of the host's own processes.
    package var inInterface: String
    /// The interface that it leaves by; empty before routing, and on its way to the host's own processes.
    package var outInterface: String
    package var source: IPAddress
    package var destination: IPAddress
    /// An IP protocol number.
    package var protocolNumber: UInt8
    /// 0 where the protocol has none.
    package var sourcePort: UInt16
    package var destinationPort: UInt16
    package var state: ConnectionStates
    /// Whether the destination is one of the host's own addresses.
    package var destinationIsLocal: Bool
    /// Where the connection's first packet went before any DNAT; nil where nothing was translated.
    package var originalDestination: IPAddress?
    package var originalDestinationPort: UInt16?

    package init(
        inInterface: String = "",
        outInterface: String = "",
        source: IPAddress,
        destination: IPAddress,
        protocolNumber: UInt8,
        sourcePort: UInt16 = 0,
        destinationPort: UInt16 = 0,
        state: ConnectionStates = .new,
        destinationIsLocal: Bool = false
    ) {
        self.inInterface = inInterface
        self.outInterface = outInterface
        self.source = source
        self.destination = destination
        self.protocolNumber = protocolNumber
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.state = state
        self.destinationIsLocal = destinationIsLocal
    }
}

/// How a chain decided.
package enum FilterVerdict: Hashable, Sendable {
    case accept
    case drop
    case reject(withReset: Bool)
    /// nat table only.
    case dnat(IPAddress, port: UInt16?)
    case snat(IPAddress)
    case masquerade
}

/// A rule at its place, for `why` and for comments on dropped packets.
package struct RulePlace: Hashable, Sendable {
    package var table: FilterTable
    package var chain: ChainName
    /// From 1, as `iptables -L --line-numbers` counts.
    package var number: Int
    package var rule: FilterRule

    package init(table: FilterTable, chain: ChainName, number: Int, rule: FilterRule) {
        self.table = table
        self.chain = chain
        self.number = number
        self.rule = rule
    }
}
