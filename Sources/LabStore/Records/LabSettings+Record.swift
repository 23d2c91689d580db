internal import Addressing
internal import Images
internal import Lab

extension LabSettings: Record {
    static func fields<C: FieldCoder>(_ given: LabSettings?, with coder: inout C) throws(FieldError) -> LabSettings {
        var settings = LabSettings(
            host: try coder.field("host", given?.host),
            engine: try coder.field("engine", given?.engine),
            upstream: try coder.field("upstream", given?.upstream),
            entropy: try coder.field("entropy", given?.entropy),
            nextSequence: try coder.field("nextSequence", given?.nextSequence),
            portCursors: try coder.list("portCursors", given?.portCursors),
            faults: try coder.added("faults", default: Faults(), given?.faults),
            userRules: try coder.added("userRules", default: [], given?.userRules)
        )
        // Beside the engine's other settings, not within: fields that were added later end a row.
        settings.engine.addressPools = try coder.added("addressPools", default: [], given?.engine.addressPools)
        settings.engine.defaultBridge = try coder.added(
            "defaultBridge",
            default: EngineSettings.DefaultBridge(),
            given?.engine.defaultBridge
        )
        settings.engine.defaultNetworkOptions = try coder.added(
            "defaultNetworkOptions",
            default: [],
            given?.engine.defaultNetworkOptions
        )
        settings.host.interfaces = try coder.added("interfaces", default: [], given?.host.interfaces)
        settings.host.addresses = try coder.added("addresses", default: [], given?.host.addresses)
        settings.images = ImageCatalogue(try coder.added("images", default: [], given?.images.entries))
        let last = try coder.added("lastFromPools", default: [], given.map { [$0.lastFromPools].compactMap(\.self) })
        settings.lastFromPools = last.first
        settings.engine.version = try coder.added("engineVersion", default: .head, given?.engine.version)
        return settings
    }
}

extension ImageEntry: Record {
    static func fields<C: FieldCoder>(_ given: ImageEntry?, with coder: inout C) throws(FieldError) -> ImageEntry {
        var entry = ImageEntry(name: try coder.field("name", given?.name))
        entry.like = try coder.optional("like", given?.like)
        entry.listens = try coder.optional("listens", given?.listens)
        entry.exposed = try coder.optional("exposed", given?.exposed)
        entry.entrypoint = try coder.optional("entrypoint", given?.entrypoint)
        entry.command = try coder.optional("command", given?.command)
        entry.user = try coder.optional("user", given?.user)
        entry.base = try coder.optional("base", given?.base)
        return entry
    }
}

extension ImageBase: Choice {
    static var numbered: [ImageBase] {
        [.alpine, .debian, .ubuntu, .rhel, .photon, .amazon, .arch, .wolfi, .busybox, .distroless, .scratch]
    }
}

extension EngineSettings.DefaultAddressPool: Record {
    static func fields<C: FieldCoder>(
        _ given: EngineSettings.DefaultAddressPool?,
        with coder: inout C
    ) throws(FieldError) -> EngineSettings.DefaultAddressPool {
        EngineSettings.DefaultAddressPool(
            base: try coder.field("base", given?.base),
            size: try coder.field("size", given?.size)
        )
    }
}

extension EngineSettings.DefaultBridge: Record {
    static func fields<C: FieldCoder>(
        _ given: EngineSettings.DefaultBridge?,
        with coder: inout C
    ) throws(FieldError) -> EngineSettings.DefaultBridge {
        var bridge = EngineSettings.DefaultBridge()
        bridge.address = try coder.optional("address", given?.address)
        bridge.range = try coder.optional("range", given?.range)
        bridge.gateway = try coder.optional("gateway", given?.gateway)
        bridge.mtu = try coder.field("mtu", given?.mtu)
        bridge.enableIPv6 = try coder.field("enableIPv6", given?.enableIPv6)
        bridge.subnet6 = try coder.optional("subnet6", given?.subnet6)
        return bridge
    }
}

extension EngineSettings.DefaultNetworkOptions: Record {
    static func fields<C: FieldCoder>(
        _ given: EngineSettings.DefaultNetworkOptions?,
        with coder: inout C
    ) throws(FieldError) -> EngineSettings.DefaultNetworkOptions {
        EngineSettings.DefaultNetworkOptions(
            driver: try coder.field("driver", given?.driver),
            options: try coder.map("options", given?.options)
        )
    }
}

extension HostFacts: Record {
    static func fields<C: FieldCoder>(_ given: HostFacts?, with coder: inout C) throws(FieldError) -> HostFacts {
        var host = HostFacts(
            hostname: try coder.field("hostname", given?.hostname),
            uplinkName: try coder.field("uplinkName", given?.uplinkName)
        )
        host.uplinkMAC = try coder.field("uplinkMAC", given?.uplinkMAC)
        host.uplinkAddresses = try coder.list("uplinkAddresses", given?.uplinkAddresses)
        host.gateways = try coder.list("gateways", given?.gateways)
        host.nameservers = try coder.list("nameservers", given?.nameservers)
        host.searchDomains = try coder.list("searchDomains", given?.searchDomains)
        host.resolverOptions = try coder.list("resolverOptions", given?.resolverOptions)
        host.onLinkRoutes = try coder.list("onLinkRoutes", given?.onLinkRoutes)
        host.listeners = try coder.list("listeners", given?.listeners)
        return host
    }
}

extension HostFacts.Listener: Record {
    static func fields<C: FieldCoder>(
        _ given: HostFacts.Listener?,
        with coder: inout C
    ) throws(FieldError) -> HostFacts.Listener {
        HostFacts.Listener(
            transport: try coder.field("transport", given?.transport),
            address: try coder.field("address", given?.address),
            port: try coder.field("port", given?.port)
        )
    }
}

extension EngineSettings: Record {
    static func fields<C: FieldCoder>(_ given: EngineSettings?, with coder: inout C) throws(FieldError)
        -> EngineSettings
    {
        var engine = EngineSettings(engineID: try coder.field("id", given?.engineID))
        engine.interContainerCommunication = try coder.field(
            "interContainerCommunication",
            given?.interContainerCommunication
        )
        engine.dns = try coder.list("dns", given?.dns)
        engine.dnsSearch = try coder.list("dnsSearch", given?.dnsSearch)
        engine.dnsOptions = try coder.list("dnsOptions", given?.dnsOptions)
        engine.ephemeralPorts = try coder.field("ephemeralPorts", given.map { PortRange($0.ephemeralPorts) }).ports
        return engine
    }
}

extension Upstream: Record {
    static func fields<C: FieldCoder>(_ given: Upstream?, with coder: inout C) throws(FieldError) -> Upstream {
        Upstream(
            records: try coder.list("records", given?.records),
            server: try coder.optional("server", given?.server)
        )
    }
}

extension Upstream.Record: Record {
    static func fields<C: FieldCoder>(
        _ given: Upstream.Record?,
        with coder: inout C
    ) throws(FieldError) -> Upstream.Record {
        Upstream.Record(
            name: try coder.field("name", given?.name),
            type: try coder.field("type", given?.type),
            ttl: try coder.field("ttl", given?.ttl),
            data: try coder.field("data", given?.data)
        )
    }
}

extension Upstream.Server: Record {
    static func fields<C: FieldCoder>(
        _ given: Upstream.Server?,
        with coder: inout C
    ) throws(FieldError) -> Upstream.Server {
        Upstream.Server(
            address: try coder.field("address", given?.address),
            port: try coder.field("port", given?.port)
        )
    }
}

extension LabSettings.PortCursor: Record {
    static func fields<C: FieldCoder>(
        _ given: LabSettings.PortCursor?,
        with coder: inout C
    ) throws(FieldError) -> LabSettings.PortCursor {
        let transport = try coder.field("transport", given?.range.transport)
        let address = try coder.field("address", given?.range.address)
        let ports = try coder.field("ports", given.map { PortRange($0.range.first...$0.range.last) })
        return LabSettings.PortCursor(
            range: HostPorts.Cursor(transport: transport, address: address, first: ports.first, last: ports.last),
            last: try coder.field("last", given?.last)
        )
    }
}
