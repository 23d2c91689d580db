internal import Addressing
internal import Lab
internal import Rendering

/// The network side of `daemon.json`.
enum DaemonConfiguration {
    /// - Throws: what dockerd would refuse, with the member's place.
    static func read(_ value: InspectedValue) throws(ImportError) -> EngineSettings {
        var engine = EngineSettings(engineID: "")
        engine.interContainerCommunication = try value["icc"].flag(default: true)
        engine.dns = try value["dns"].addresses()
        engine.dnsSearch = try value["dns-search"].texts()
        engine.dnsOptions = try value["dns-opts"].texts()
        engine.defaultBridge.address = try value["bip"].prefix()
        engine.defaultBridge.range = try value["fixed-cidr"].prefix()
        engine.defaultBridge.gateway = try value["default-gateway"].address()
        engine.defaultBridge.mtu = try value["mtu"].int()
        engine.defaultBridge.enableIPv6 = try value["ipv6"].flag()
        engine.defaultBridge.subnet6 = try value["fixed-cidr-v6"].prefix()
        for pool in try value["default-address-pools"].elements() {
            guard let base = try pool["base"].prefix() else { throw pool["base"].problem("a pool needs a base") }
            engine.addressPools.append(EngineSettings.DefaultAddressPool(base: base, size: try pool["size"].int()))
        }
        for (driver, options) in try value["default-network-opts"].members() {
            engine.defaultNetworkOptions.append(
                EngineSettings.DefaultNetworkOptions(driver: driver, options: try options.textMap())
            )
        }
        do {
            try engine.validate()
        } catch {
            throw value.problem(error.message)
        }
        return engine
    }
}
