internal import Addressing
internal import Lab

extension Attachment: Record {
    static func fields<C: FieldCoder>(_ given: Attachment?, with coder: inout C) throws(FieldError) -> Attachment {
        let network = try coder.field("network", given?.network)
        let networkID = try coder.optional("networkID", given?.networkID)
        // Most attachments ask for nothing, and then store nothing.
        let request = try coder.optional("config", given.flatMap { $0.isPlain ? nil : $0.config })
        let endpoint = try coder.optional("endpoint", given?.endpoint)
        guard let request else { return Attachment(plainTo: network, networkID: networkID, endpoint: endpoint) }
        return Attachment(network: network, networkID: networkID, config: request, endpoint: endpoint)
    }
}

extension EndpointConfig: Record {
    static func fields<C: FieldCoder>(_ given: EndpointConfig?, with coder: inout C) throws(FieldError)
        -> EndpointConfig
    {
        var config = EndpointConfig()
        config.ipv4 = try coder.optional("ipv4", given?.ipv4)
        config.ipv6 = try coder.optional("ipv6", given?.ipv6)
        config.linkLocal = try coder.list("linkLocal", given?.linkLocal)
        config.aliases = try coder.list("aliases", given?.aliases)
        config.links = try coder.list("links", given?.links)
        config.driverOptions = try coder.map("driverOptions", given?.driverOptions)
        config.gatewayPriority = try coder.field("gatewayPriority", given?.gatewayPriority)
        config.mac = try coder.optional("mac", given?.mac)
        config.cameFromConnect = try coder.field("cameFromConnect", given?.cameFromConnect)
        return config
    }
}

extension Endpoint: Record {
    static func fields<C: FieldCoder>(_ given: Endpoint?, with coder: inout C) throws(FieldError) -> Endpoint {
        Endpoint(
            id: try coder.field("id", given?.id),
            sequence: try coder.field("sequence", given?.sequence),
            ipv4: try coder.optional("ipv4", given?.ipv4),
            ipv6: try coder.optional("ipv6", given?.ipv6),
            mac: try coder.optional("mac", given?.mac),
            interface: try coder.field("interface", given?.interface),
            hostInterface: try coder.field("hostInterface", given?.hostInterface),
            linkLocal: try coder.list("linkLocal", given?.linkLocal)
        )
    }
}
