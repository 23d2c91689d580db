/// A container's place on one network: what was asked, and the endpoint while it is live.
public struct Attachment: Hashable, Sendable {
    /// Most attachments ask for nothing, and then cost nothing: a lab may hold a million of them.
    private indirect enum Request: Hashable, Sendable {
        case plain
        case custom(EndpointConfig)
    }

    /// What inspect shows as `DNSNames`.
    package enum RegisteredNames: Hashable, Sendable {
        /// None were taken up: the network was not there yet, or is one without an embedded DNS.
        case none
        /// Those that the container has.
        case current
        /// Those that it had when they were last taken up: it was renamed since, while it was down.
        case former([String])

        /// What they are where nothing else was noted: those of a network that was joined, but for Docker's own.
        package static func usual(on network: String, joined: NetworkID?) -> RegisteredNames {
            joined != nil && !Network.isPredefined(network) ? .current : .none
        }
    }

    /// The key in inspect's `Networks`: the network's name once it is known, else what the user wrote.
    public package(set) var network: String
    /// Remembered from the first successful attachment on: it is to this network and no namesake.
    public package(set) var networkID: NetworkID?
    private var request: Request
    public package(set) var endpoint: Endpoint?
    package var names = RegisteredNames.none

    /// Whether the user asked for nothing.
    package var isPlain: Bool { if case .plain = request { true } else { false } }

    /// The aliases asked for, without the rest of what was.
    package var aliases: [String] { if case .custom(let config) = request { config.aliases } else { [] } }

    public package(set) var config: EndpointConfig {
        get { if case .custom(let config) = request { config } else { EndpointConfig() } }
        set { request = newValue.isPlain ? .plain : .custom(newValue) }
    }
}

// The compiler's own memberwise initializer, which these rest on, makes the value without copying it.
extension Attachment {
    package init(network: String, networkID: NetworkID? = nil, config: EndpointConfig, endpoint: Endpoint? = nil) {
        self.init(
            network: network,
            networkID: networkID,
            request: config.isPlain ? .plain : .custom(config),
            endpoint: endpoint,
            names: .usual(on: network, joined: networkID)
        )
    }

    /// An attachment that asks for nothing.
    package init(plainTo network: String, networkID: NetworkID?, endpoint: Endpoint?) {
        self.init(
            network: network,
            networkID: networkID,
            request: .plain,
            endpoint: endpoint,
            names: .usual(on: network, joined: networkID)
        )
    }
}
