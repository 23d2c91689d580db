extension EngineChange {
    /// Whether a lab of an older engine goes without the change; else it has it all the same, as head.
    public var isModelled: Bool { !Self.unmodelled.contains(self) }

    private static let unmodelled = filterChanges.union([
        .apiMinimum, .apiStatusCodes, .bridgeV6Ipam, .connectMac, .defaultNetworkOpts, .dnsRewrite, .endpointSysctls,
        .filterStateText, .linkEnvOff, .nftables, .noFe801, .noStrayIpv6, .reservedPorts, .resolvConfKept,
    ])

    /// Changes of the packet filter: every lab has head's rules.
    private static let filterChanges: Set<EngineChange> = [
        .directClosed, .directPerAddress, .dockerUserNoReturn, .forwardPolicyV6, .iccV6AnySource, .ip6tablesOn,
        .isolationDropped, .loPublishClosed, .noHairpinMasq, .routedFromBridges,
    ]

    /// Whether an engine's own packet filter is another one than the one that its labs have.
    static func filterDiffers(_ engine: EngineVersion) -> Bool { !filterChanges.allSatisfy(engine.has) }
}

extension EngineVersion {
    /// What is to be said wherever rules decide; nil where they are the engine's own.
    public var filterDoubt: String? {
        EngineChange.filterDiffers(self)
            ? "the packet filter of Docker Engine \(name) is not modelled yet: rules are head's" : nil
    }
}
