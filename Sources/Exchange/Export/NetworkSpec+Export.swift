internal import Addressing
internal import Lab

extension NetworkSpec {
    /// The request that makes a network again.
    ///
    /// - Parameter pinsEverything: whether subnets that the engine chose are asked for too.
    init(of network: Network, pinsEverything: Bool) {
        self.init(name: network.name)
        driver = network.driver.rawValue
        isInternal = network.isInternal
        isAttachable = network.isAttachable
        isConfigOnly = network.isConfigOnly
        configFrom = network.configFrom
        labels = network.labels
        // The configuration brings the rest with it; the engine refuses both.
        if network.configFrom != nil { return }
        enableIPv4 = network.enableIPv4
        enableIPv6 = network.enableIPv6
        ipamDriver = network.ipamDriver
        ipamOptions = network.ipamOptions
        options = network.options
        subnets = network.subnets.filter { $0.isUserDefined || pinsEverything }.map {
            Subnet(prefix: $0.prefix, range: $0.range, gateway: $0.gateway, auxiliary: $0.auxiliary)
        }
    }
}

extension Lab {
    /// The networks that somebody made, oldest first; those of configuration only before those made from them.
    var madeNetworks: [Network] {
        networks.slots.map { (slot: $0, network: networks[$0]) }.filter { !$0.network.isPredefined }
            .sorted { ($0.network.created, $0.slot) < ($1.network.created, $1.slot) }
            .map(\.network)
    }
}
