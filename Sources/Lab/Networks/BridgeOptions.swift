public import Addressing
internal import Text

/// A bridge network's driver options, parsed (Docker Engine: `bridge.networkConfiguration`).
///
/// Keys that the driver does not know are stored with the network and ignored.
public struct BridgeOptions: Hashable, Sendable {
    /// How the outside, and other networks, reach the containers of a network.
    public enum GatewayMode: String, Hashable, Sendable, CaseIterable {
        case nat
        /// NAT stays, but every container port is reachable directly.
        case natUnprotected = "nat-unprotected"
        /// No NAT; published container ports are open to routed peers.
        case routed
        /// The bridge device has no address; internal networks only.
        case isolated
    }

    public enum Key {
        public static let prefix = "com.docker.network.bridge."
        public static let deviceName = prefix + "name"
        public static let enableICC = prefix + "enable_icc"
        public static let enableMasquerade = prefix + "enable_ip_masquerade"
        public static let hostBinding = prefix + "host_binding_ipv4"
        public static let inhibitIPv4 = prefix + "inhibit_ipv4"
        public static let gatewayMode4 = prefix + "gateway_mode_ipv4"
        public static let gatewayMode6 = prefix + "gateway_mode_ipv6"
        public static let trustedInterfaces = prefix + "trusted_host_interfaces"
        public static let defaultBridge = prefix + "default_bridge"
        public static let mtu = "com.docker.network.driver.mtu"
        public static let interfacePrefix = "com.docker.network.container_iface_prefix"
        public static let hostIPv4 = "com.docker.network.host_ipv4"
        public static let hostIPv6 = "com.docker.network.host_ipv6"
    }

    public var deviceName: String?
    /// Whether containers of the network reach each other.
    public var enableICC = true
    public var enableMasquerade = true
    /// Default host address of published ports; nil means both wildcards.
    public var hostBinding: IPAddress?
    /// Whether the device goes without an IPv4 address (containers still get the gateway route).
    public var inhibitIPv4 = false
    public var gatewayMode4 = GatewayMode.nat
    public var gatewayMode6 = GatewayMode.nat
    public var trustedInterfaces: [String] = []
    /// 0 means unset: 1500.
    public var mtu = 0
    public var interfacePrefix = "eth"
    /// Source addresses for SNAT in place of masquerading.
    public var hostIPv4: IPAddress?
    public var hostIPv6: IPAddress?

    public init() {}

    /// Reads driver options.
    ///
    /// - Throws: `invalidParameter` with the engine's text for the first unreadable value, by key.
    public init(options: [String: String]) throws(LabError) {
        for (key, value) in options.sorted(by: { $0.key < $1.key }) {
            switch key {
            case Key.deviceName: deviceName = value.isEmpty ? nil : value
            case Key.enableICC: enableICC = try Self.bool(key, value)
            case Key.enableMasquerade: enableMasquerade = try Self.bool(key, value)
            case Key.inhibitIPv4: inhibitIPv4 = try Self.bool(key, value)
            case Key.defaultBridge: _ = try Self.bool(key, value)
            case Key.hostBinding:
                guard let address = IPAddress(netParseIP: value) else { throw Self.unreadable(key, value, "nil ip") }
                hostBinding = address.isUnspecified && address.family == .ipv4 ? nil : address
            case Key.mtu: mtu = try Self.integer(key, value)
            case Key.gatewayMode4: gatewayMode4 = try Self.gatewayMode(key, value)
            case Key.gatewayMode6: gatewayMode6 = try Self.gatewayMode(key, value)
            case Key.trustedInterfaces: trustedInterfaces = value.split(separator: ":").map(String.init)
            case Key.interfacePrefix: interfacePrefix = value.isEmpty ? "eth" : value
            case Key.hostIPv4: hostIPv4 = try Self.address(key, value, .ipv4)
            case Key.hostIPv6: hostIPv6 = try Self.address(key, value, .ipv6)
            default: break
            }
        }
    }

    public func gatewayMode(_ family: AddressFamily) -> GatewayMode {
        family == .ipv4 ? gatewayMode4 : gatewayMode6
    }

    /// The MTU of the bridge and of both veth ends.
    public var effectiveMTU: Int { mtu == 0 ? 1500 : mtu }

    private static func unreadable(_ key: String, _ value: String, _ reason: String) -> LabError {
        LabError(.invalidParameter, "failed to parse \(key) value: \(value) (\(reason))")
    }

    private static func bool(_ key: String, _ value: String) throws(LabError) -> Bool {
        guard let flag = GoNumber.truth(value) else {
            throw unreadable(key, value, "strconv.ParseBool: parsing \(GoQuote.quote(value)): invalid syntax")
        }
        return flag
    }

    /// Go's `strconv.Atoi`.
    private static func integer(_ key: String, _ value: String) throws(LabError) -> Int {
        if let number = Int(value) { return number }
        let digits = value.drop { $0 == "+" || $0 == "-" }
        let isNumber =
            !digits.isEmpty && value.count - digits.count <= 1 && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let reason = isNumber ? "value out of range" : "invalid syntax"
        throw unreadable(key, value, "strconv.Atoi: parsing \(GoQuote.quote(value)): \(reason)")
    }

    private static func gatewayMode(_ key: String, _ value: String) throws(LabError) -> GatewayMode {
        if value.isEmpty { return .nat }
        guard let mode = GatewayMode(rawValue: value) else {
            throw unreadable(key, value, "unknown gateway mode \(value)")
        }
        return mode
    }

    private static func address(_ key: String, _ value: String, _ family: AddressFamily) throws(LabError) -> IPAddress {
        guard let address = IPAddress(netParseIP: value), address.family == family else {
            throw unreadable(key, value, "nil ip")
        }
        return address
    }
}
