internal import Addressing

extension RuleMatch {
    /// Whether a packet is what the rule asks for.
    func matches(_ packet: FilterPacket) -> Bool {
        matchesInterfaces(packet) && matchesAddresses(packet) && matchesTransport(packet) && matchesConnection(packet)
    }

    private func matchesInterfaces(_ packet: FilterPacket) -> Bool {
        if let inInterface,
            Self.interface(packet.inInterface, fits: inInterface.value) == inInterface.isNegated
        {
            return false
        }
        guard let outInterface else { return true }
        return Self.interface(packet.outInterface, fits: outInterface.value) != outInterface.isNegated
    }

    private func matchesAddresses(_ packet: FilterPacket) -> Bool {
        if let destinationIsLocal, packet.destinationIsLocal != destinationIsLocal { return false }
        if let source, source.value.contains(packet.source) == source.isNegated { return false }
        if let destination, destination.value.contains(packet.destination) == destination.isNegated { return false }
        return true
    }

    private func matchesTransport(_ packet: FilterPacket) -> Bool {
        if let protocolNumber,
            (packet.protocolNumber == protocolNumber) == negated.contains(.protocolNumber)
        {
            return false
        }
        if let sourcePorts,
            sourcePorts.contains(packet.sourcePort) == negated.contains(.sourcePorts)
        {
            return false
        }
        if let destinationPorts,
            destinationPorts.contains(packet.destinationPort) == negated.contains(.destinationPorts)
        {
            return false
        }
        guard let multiport else { return true }
        let list = multiport.value
        let isListed = list.ranges.contains { range in
            switch list.side {
            case .source: range.contains(packet.sourcePort)
            case .destination: range.contains(packet.destinationPort)
            case .any: range.contains(packet.sourcePort) || range.contains(packet.destinationPort)
            }
        }
        return isListed != multiport.isNegated
    }

    private func matchesConnection(_ packet: FilterPacket) -> Bool {
        if let states, states.isDisjoint(with: packet.state) != negated.contains(.states) { return false }
        if let originalDestination {
            let address = packet.originalDestination ?? packet.destination
            if originalDestination.value.contains(address) == originalDestination.isNegated { return false }
        }
        guard let ports = originalDestinationPorts else { return true }
        return ports.value.contains(packet.originalDestinationPort ?? packet.destinationPort) != ports.isNegated
    }

    /// Whether an interface name fits a pattern, in which a last `+` stands for any ending (iptables(8)).
    static func interface(_ name: String, fits pattern: String) -> Bool {
        if pattern.utf8.last == UInt8(ascii: "+") {
            return name.utf8.starts(with: pattern.utf8.dropLast())
        }
        return name.utf8.elementsEqual(pattern.utf8)
    }
}
