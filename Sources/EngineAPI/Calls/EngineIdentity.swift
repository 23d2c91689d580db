internal import Lab

/// Who the engine says it is: the release that the lab behaves as.
struct EngineIdentity: Sendable {
    let version: String
    /// The highest API version that it speaks.
    let highest: APIVersion

    init(_ engine: EngineVersion) {
        // The head has no number of its own: that of the last release, which differs from it in nothing recorded.
        version = engine.isHead ? "\(EngineVersion.lastReleases.last ?? engine.release)" : "\(engine.release)"
        highest = APIVersion("\(engine.apiVersion)") ?? .highest
    }

    static let kernel = "6.0.0-netsim"
    static let system = "netsim (a simulated host)"
}
