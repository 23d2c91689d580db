public import Addressing

/// What the user asked of one attachment (Docker's `EndpointSettings` as a request).
public struct EndpointConfig: Hashable, Sendable {
    public var ipv4: IPAddress?
    public var ipv6: IPAddress?
    /// An IPv4 address that is none, as the user wrote it: engines that do not read addresses with the request find out
    /// later.
    public var unreadable: String?
    public var linkLocal: [IPAddress] = []
    public var aliases: [String] = []
    /// `target:alias` pairs; only the linking container sees the alias.
    public var links: [String] = []
    public var driverOptions: [String: String] = [:]
    /// The endpoint with the highest value holds the default route.
    public var gatewayPriority = 0
    public var mac: MACAddress?
    /// Whether `network connect` asked: its request names everything, so that inspect shows empty objects and lists
    /// where a container made with its networks shows null.
    public var cameFromConnect = false

    public init() {}

    /// Whether the user asked for nothing at all.
    package var isPlain: Bool { self == Self.plain }

    private static let plain = EndpointConfig()
}
