internal import Addressing
internal import Lab

extension Network: Record {
    static func fields<C: FieldCoder>(_ given: Network?, with coder: inout C) throws(FieldError) -> Network {
        // The identifier stands first in every row: the store's index is on it.
        let id = try coder.field("id", given?.id)
        var spec = NetworkSpec(name: try coder.field("name", given?.name))
        let created = try coder.field("created", given?.created)
        let driver = try coder.field("driver", given?.driver)
        spec.driver = driver.rawValue
        spec.scope = try coder.field("scope", given?.scope)
        spec.enableIPv4 = try coder.field("enableIPv4", given?.enableIPv4)
        spec.enableIPv6 = try coder.field("enableIPv6", given?.enableIPv6)
        spec.isInternal = try coder.field("internal", given?.isInternal)
        spec.isAttachable = try coder.field("attachable", given?.isAttachable)
        spec.isIngress = try coder.field("ingress", given?.isIngress)
        spec.isConfigOnly = try coder.field("configOnly", given?.isConfigOnly)
        spec.configFrom = try coder.optional("configFrom", given?.configFrom)
        spec.ipamDriver = try coder.field("ipamDriver", given?.ipamDriver)
        spec.ipamOptions = try coder.map("ipamOptions", given?.ipamOptions)
        spec.options = try coder.map("options", given?.options)
        spec.labels = try coder.map("labels", given?.labels)
        let defaults = BridgeOptions()
        let bridge = try coder.optional("bridge", given.flatMap { $0.bridge == defaults ? nil : $0.bridge })
        var network = Network(
            id: id,
            spec: spec,
            driver: driver,
            created: created,
            bridge: bridge ?? defaults,
            subnets: try coder.list("subnets", given?.subnets)
        )
        network.lostAddresses = try coder.added("lostAddresses", default: [], given?.lostAddresses)
        network.display = try coder.added("display", default: Network.Display(), given?.display)
        return network
    }
}

extension Network.Display: Record {
    static func fields<C: FieldCoder>(_ given: Network.Display?, with coder: inout C) throws(FieldError)
        -> Network.Display
    {
        var display = Network.Display()
        display.typedSubnets = try coder.map("typedSubnets", given?.typedSubnets)
        display.hiddenGateways = try coder.list("hiddenGateways", given?.hiddenGateways)
        display.unusedSubnets = try coder.list("unusedSubnets", given?.unusedSubnets)
        return display
    }
}

extension Network.Subnet: Record {
    static func fields<C: FieldCoder>(_ given: Network.Subnet?, with coder: inout C) throws(FieldError)
        -> Network.Subnet
    {
        Network.Subnet(
            prefix: try coder.field("prefix", given?.prefix),
            range: try coder.optional("range", given?.range),
            gateway: try coder.optional("gateway", given?.gateway),
            auxiliary: try coder.map("auxiliary", given?.auxiliary),
            isUserDefined: try coder.field("userDefined", given?.isUserDefined)
        )
    }
}

extension BridgeOptions: Record {
    static func fields<C: FieldCoder>(_ given: BridgeOptions?, with coder: inout C) throws(FieldError) -> BridgeOptions
    {
        var options = BridgeOptions()
        options.deviceName = try coder.optional("deviceName", given?.deviceName)
        options.enableICC = try coder.field("enableICC", given?.enableICC)
        options.enableMasquerade = try coder.field("enableMasquerade", given?.enableMasquerade)
        options.hostBinding = try coder.optional("hostBinding", given?.hostBinding)
        options.inhibitIPv4 = try coder.field("inhibitIPv4", given?.inhibitIPv4)
        options.gatewayMode4 = try coder.field("gatewayMode4", given?.gatewayMode4)
        options.gatewayMode6 = try coder.field("gatewayMode6", given?.gatewayMode6)
        options.trustedInterfaces = try coder.list("trustedInterfaces", given?.trustedInterfaces)
        options.mtu = try coder.field("mtu", given?.mtu)
        options.interfacePrefix = try coder.field("interfacePrefix", given?.interfacePrefix)
        options.hostIPv4 = try coder.optional("hostIPv4", given?.hostIPv4)
        options.hostIPv6 = try coder.optional("hostIPv6", given?.hostIPv6)
        return options
    }
}
