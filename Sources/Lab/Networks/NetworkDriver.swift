/// What realises a network. `overlay` and unknown plugins never get this far: they are refused at create.
public enum NetworkDriver: String, Hashable, Sendable, CaseIterable {
    case bridge
    case host
    case null
    case macvlan
    case ipvlan

    /// Whether containers get a link, and addresses, of their own.
    package var hasEndpoints: Bool { self != .host && self != .null }
}
