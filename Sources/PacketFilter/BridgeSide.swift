internal import Addressing
internal import Lab

/// A bridge network in one family, as the engine's firewaller is told of it (Docker Engine: `firewaller.NetworkConfig`
/// and `NetworkConfigFam`).
struct BridgeSide: Sendable {
    /// Where a network stands among those whose rules share a chain: the engine makes the default bridge at its start,
    /// the others as they are created.
    struct Order: Comparable, Sendable {
        let isUserDefined: Bool
        let created: Timestamp
        let slot: Int32

        static func < (a: Order, b: Order) -> Bool {
            if a.isUserDefined != b.isUserDefined { return b.isUserDefined }
            return (a.created, a.slot) < (b.created, b.slot)
        }
    }

    let id: NetworkID
    let order: Order
    let family: AddressFamily
    let device: String
    let prefix: IPPrefix
    let mode: BridgeOptions.GatewayMode
    let isInternal: Bool
    let isDefault: Bool
    let allowsCommunication: Bool
    let masquerades: Bool
    /// The source address that takes the place of masquerading.
    let hostAddress: IPAddress?
    let trustedInterfaces: [String]

    /// nil for networks that have no rules in the family: other drivers, configurations, no subnet.
    init?(_ lab: Lab, _ slot: Int32, _ family: AddressFamily) {
        guard lab.networks[slot].driver == .bridge, let device = lab.networks[slot].deviceName,
            let subnet = lab.networks[slot].subnet(family)
        else { return nil }
        let options = lab.networks[slot].bridge
        id = lab.networks[slot].id
        isDefault = lab.networks[slot].isDefaultBridge
        order = Order(isUserDefined: !isDefault, created: lab.networks[slot].created, slot: slot)
        self.family = family
        self.device = device
        prefix = subnet.prefix.masked
        mode = options.gatewayMode(family)
        isInternal = lab.networks[slot].isInternal
        allowsCommunication = options.enableICC && (!isDefault || lab.engine.interContainerCommunication)
        masquerades = options.enableMasquerade
        hostAddress = family == .ipv4 ? options.hostIPv4 : options.hostIPv6
        trustedInterfaces = options.trustedInterfaces
    }

    /// Whether packets sent straight to a container's address from elsewhere are dropped in the raw table.
    var refusesDirectAccess: Bool { !isInternal && mode != .natUnprotected && mode != .routed }

    /// A device name whose last `+` iptables takes for a pattern, so that the network's rules fit other interfaces too.
    static func isPattern(_ device: String) -> Bool { device.utf8.last == UInt8(ascii: "+") }
}
