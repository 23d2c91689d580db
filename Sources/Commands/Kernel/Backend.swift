/// What carries a lab's packets.
enum Backend: String, CaseIterable, Sendable {
    /// netsim itself.
    case simulated
    /// Linux, by namespaces and links.
    case kernel
}
