internal import Addressing
internal import DockerValues
internal import Lab

/// The body of `POST /networks/create`.
enum NetworkBody {
    static func spec(_ body: BodyObject) throws(LabError) -> NetworkSpec {
        var spec = NetworkSpec(name: try body.text("Name"))
        spec.driver = try body.text("Driver")
        spec.scope = try body.text("Scope")
        spec.enableIPv4 = try body.flag("EnableIPv4")
        spec.enableIPv6 = try body.flag("EnableIPv6")
        spec.isInternal = try body.flag("Internal") ?? false
        spec.isAttachable = try body.flag("Attachable") ?? false
        spec.isIngress = try body.flag("Ingress") ?? false
        spec.isConfigOnly = try body.flag("ConfigOnly") ?? false
        let source = try body.object("ConfigFrom").text("Network")
        spec.configFrom = source.isEmpty ? nil : source
        spec.options = try body.map("Options")
        spec.labels = try body.map("Labels")
        let ipam = try body.object("IPAM")
        let driver = try ipam.text("Driver")
        if !driver.isEmpty { spec.ipamDriver = driver }
        spec.ipamOptions = try ipam.map("Options")
        for config in try ipam.objects("Config") {
            var subnet = NetworkSpec.Subnet(
                prefix: try EngineText.prefix(config.text("Subnet")),
                range: try EngineText.prefix(config.text("IPRange")),
                gateway: try EngineText.address(config.text("Gateway"))
            )
            let auxiliary = try config.map("AuxiliaryAddresses").merging(config.map("AuxAddress")) { $1 }
            for (name, address) in auxiliary.sorted(by: { $0.key < $1.key }) {
                subnet.auxiliary[name] = try EngineText.address(address)
            }
            spec.subnets.append(subnet)
        }
        return spec
    }
}
