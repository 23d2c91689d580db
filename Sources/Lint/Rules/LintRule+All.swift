extension LintRule {
    /// Every rule, by family; `engine-refuses` is last, for it reports what no other explained.
    public static var all: [LintRule] {
        [
            SubnetRules.all, ClearanceRules.all, PoolRules.all, RangeRules.all, GatewayRules.all,
            StaticAddressRules.all, FamilyRules.all, AliasRules.all, NameScopeRules.all, NameRules.all,
            NameTargetRules.all, LengthRules.all, ProxyRules.all,
            ResolverRules.all, DependencyRules.all, PublishingRules.all, HostPortRules.all, ModeRules.all,
            HostModeRules.all, MembershipRules.all, NetworkUseRules.all, DriverRules.all, EngineRules.all,
        ].flatMap { $0 }
    }

    /// The rule of a name.
    public static func named(_ name: String) -> LintRule? { all.first { $0.name == name } }
}
