internal import Addressing
internal import DockerValues
internal import Lab

/// Docker's `EndpointSettings`, as a request for an attachment.
enum EndpointBody {
    static func config(_ body: BodyObject) throws(LabError) -> EndpointConfig {
        var config = EndpointConfig()
        let ipam = try body.object("IPAMConfig")
        config.ipv4 = try EngineText.address(ipam.text("IPv4Address"))
        config.ipv6 = try EngineText.address(ipam.text("IPv6Address"))
        for text in try ipam.texts("LinkLocalIPs") {
            if let address = try EngineText.address(text) { config.linkLocal.append(address) }
        }
        config.aliases = try body.texts("Aliases")
        config.links = try body.texts("Links")
        config.driverOptions = try body.map("DriverOpts")
        config.gatewayPriority = try body.number("GwPriority") ?? 0
        let mac = try body.text("MacAddress")
        if !mac.isEmpty {
            guard let address = MACAddress(mac) else {
                throw LabError(.invalidParameter, "invalid JSON: address \(mac): invalid MAC address")
            }
            config.mac = address
        }
        return config
    }
}
