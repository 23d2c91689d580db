/// Who the engine says it is: the head that the lab's rules are those of.
enum EngineIdentity {
    static let version = "29.7.2"
    static let kernel = "6.0.0-netsim"
    static let system = "netsim (a simulated host)"
}
