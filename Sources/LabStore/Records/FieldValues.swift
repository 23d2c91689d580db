internal import Addressing
internal import Lab

// The values that fields hold, each handed to the coder's own method for it.

extension Bool: FieldValue {
    static func code<C: FieldCoder>(_ given: Bool?, with coder: inout C) throws(FieldError) -> Bool {
        try coder.bool(given)
    }
}

extension Int: FieldValue {
    static func code<C: FieldCoder>(_ given: Int?, with coder: inout C) throws(FieldError) -> Int {
        try coder.integer(given)
    }
}

extension Int64: FieldValue {
    static func code<C: FieldCoder>(_ given: Int64?, with coder: inout C) throws(FieldError) -> Int64 {
        try coder.integer(given)
    }
}

extension UInt16: FieldValue {
    static func code<C: FieldCoder>(_ given: UInt16?, with coder: inout C) throws(FieldError) -> UInt16 {
        try coder.integer(given)
    }
}

extension UInt32: FieldValue {
    static func code<C: FieldCoder>(_ given: UInt32?, with coder: inout C) throws(FieldError) -> UInt32 {
        try coder.integer(given)
    }
}

extension UInt64: FieldValue {
    static func code<C: FieldCoder>(_ given: UInt64?, with coder: inout C) throws(FieldError) -> UInt64 {
        try coder.integer(given)
    }
}

extension String: FieldValue {
    static func code<C: FieldCoder>(_ given: String?, with coder: inout C) throws(FieldError) -> String {
        try coder.text(given)
    }
}

extension Identifier: FieldValue {
    static func code<C: FieldCoder>(_ given: Identifier?, with coder: inout C) throws(FieldError) -> Identifier {
        try coder.identifier(given)
    }
}

extension IPAddress: FieldValue {
    static func code<C: FieldCoder>(_ given: IPAddress?, with coder: inout C) throws(FieldError) -> IPAddress {
        try coder.address(given)
    }
}

extension IPPrefix: FieldValue {
    static func code<C: FieldCoder>(_ given: IPPrefix?, with coder: inout C) throws(FieldError) -> IPPrefix {
        try coder.prefix(given)
    }
}

extension MACAddress: FieldValue {
    static func code<C: FieldCoder>(_ given: MACAddress?, with coder: inout C) throws(FieldError) -> MACAddress {
        try coder.mac(given)
    }
}

extension Timestamp: FieldValue {
    static func code<C: FieldCoder>(_ given: Timestamp?, with coder: inout C) throws(FieldError) -> Timestamp {
        try coder.time(given)
    }
}

extension ContainerPort: FieldValue {
    static func code<C: FieldCoder>(_ given: ContainerPort?, with coder: inout C) throws(FieldError) -> ContainerPort {
        try coder.port(given)
    }
}

extension PortRange: FieldValue {
    static func code<C: FieldCoder>(_ given: PortRange?, with coder: inout C) throws(FieldError) -> PortRange {
        try coder.ports(given)
    }
}

extension Array: FieldValue where Element: FieldValue {
    static func code<C: FieldCoder>(_ given: [Element]?, with coder: inout C) throws(FieldError) -> [Element] {
        try coder.elements(given)
    }
}

extension Entropy: FieldValue {
    static func code<C: FieldCoder>(_ given: Entropy?, with coder: inout C) throws(FieldError) -> Entropy {
        // The generator's seed is its state.
        Entropy(seed: try coder.word(given?.state))
    }
}

extension NetworkMode: FieldValue {
    static func code<C: FieldCoder>(_ given: NetworkMode?, with coder: inout C) throws(FieldError) -> NetworkMode {
        NetworkMode(try coder.text(given?.description))
    }
}

extension TransportProtocol: Choice {
    static let numbered: [TransportProtocol] = [.tcp, .udp, .sctp]
}

extension NetworkDriver: Choice {
    static let numbered: [NetworkDriver] = [.bridge, .host, .null, .macvlan, .ipvlan]
}

extension BridgeOptions.GatewayMode: Choice {
    static let numbered: [BridgeOptions.GatewayMode] = [.nat, .natUnprotected, .routed, .isolated]
}

extension Container.Status: Choice {
    static let numbered: [Container.Status] = [.created, .running, .paused, .exited, .restarting]
}

extension EngineVersion: FieldValue {
    static func code<C: FieldCoder>(_ given: EngineVersion?, with coder: inout C) throws(FieldError) -> EngineVersion {
        let name = try String.code(given?.description, with: &coder)
        guard let version = EngineVersion(name) else { throw FieldError("\(name) is no version of Docker Engine") }
        return version
    }
}
