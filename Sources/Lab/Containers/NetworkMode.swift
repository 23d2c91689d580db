/// How a container is attached, as `--network`'s first value says it (Docker's `HostConfig.NetworkMode`).
public enum NetworkMode: Hashable, Sendable, CustomStringConvertible {
    /// Nothing was said: the default bridge.
    case `default`
    case bridge
    case host
    case none
    /// Sharing the stack of another container, by name or identifier as given.
    case container(String)
    /// A user-defined network, by name or identifier as given.
    case network(String)

    public init(_ text: String) {
        switch text {
        case "default": self = .default
        case "", "bridge": self = .bridge
        case "host": self = .host
        case "none": self = .none
        default:
            if text.hasPrefix("container:") {
                self = .container(String(text.dropFirst("container:".count)))
            } else {
                self = .network(text)
            }
        }
    }

    public var description: String {
        switch self {
        case .default: "default"
        case .bridge: "bridge"
        case .host: "host"
        case .none: "none"
        case .container(let target): "container:\(target)"
        case .network(let name): name
        }
    }

    /// The network that the mode attaches to by itself; nil when it shares another container's stack.
    package var networkName: String? {
        switch self {
        case .default, .bridge: "bridge"
        case .host: "host"
        case .none: "none"
        case .container: nil
        case .network(let name): name
        }
    }

    public var isUserDefined: Bool { if case .network = self { true } else { false } }
    public var isContainer: Bool { if case .container = self { true } else { false } }
    public var isDefaultBridge: Bool { self == .default || self == .bridge }
    public var isPrivate: Bool { !(self == .host || isContainer) }
}
