extension EngineSettings {
    /// Reads the driver options of a bridge network as far as the engine knows them.
    ///
    /// - Throws: the engine's refusal of a value.
    package func bridgeOptions(_ options: [String: String]) throws(LabError) -> BridgeOptions {
        let known = knownOptions(options)
        for key in [BridgeOptions.Key.gatewayMode4, BridgeOptions.Key.gatewayMode6] {
            guard let value = known[key], let mode = BridgeOptions.GatewayMode(rawValue: value), !knows(mode) else {
                continue
            }
            throw LabError(.invalidParameter, "failed to parse \(key) value: \(value) (unknown gateway mode \(value))")
        }
        return try BridgeOptions(options: known)
    }

    private func knows(_ mode: BridgeOptions.GatewayMode) -> Bool {
        switch mode {
        case .nat, .routed: true
        case .natUnprotected: has(.natUnprotected)
        case .isolated: has(.isolatedMode)
        }
    }

    /// Driver options without those that the engine does not know: it keeps them with the network, and ignores them.
    private func knownOptions(_ options: [String: String]) -> [String: String] {
        options.filter { key, _ in
            switch key {
            case BridgeOptions.Key.gatewayMode4, BridgeOptions.Key.gatewayMode6: has(.gatewayMode)
            case BridgeOptions.Key.trustedInterfaces: has(.trustedInterfaces)
            case BridgeOptions.Key.hostIPv6: has(.hostIpv6Snat)
            default: true
            }
        }
    }
}
