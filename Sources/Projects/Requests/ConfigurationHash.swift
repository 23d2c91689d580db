internal import Addressing
internal import Compose
internal import IPAM
internal import Lab
internal import Text
internal import YAML

/// A stable digest of what a file asks for, by which a later `up` sees whether a container or network still is what the
/// file says. As in Compose, what does not change the container itself (`scale`, `depends_on`, `profiles`, `build`) does
/// not count (docker/compose: `ServiceHash`, `NetworkHash`); the digest's value is netsim's own.
struct ConfigurationHash {
    private var bytes: [UInt8] = []

    /// 64 hexadecimal digits.
    var text: String {
        let digits = Array("0123456789abcdef".utf8)
        let digest = SHA256.digest(of: bytes)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Adds a field. Neither names nor values can run into each other: each ends with a byte that no text has.
    private mutating func add(_ name: StaticString, _ values: some Sequence<String>) {
        var isEmpty = true
        for value in values {
            if isEmpty {
                name.withUTF8Buffer { bytes += $0 }
                isEmpty = false
            }
            bytes.append(0xfe)
            bytes += value.utf8
        }
        if !isEmpty { bytes.append(0xff) }
    }

    private mutating func add(_ name: StaticString, _ value: (some CustomStringConvertible)?) {
        if let value { add(name, CollectionOfOne(value.description)) }
    }

    private mutating func add(_ name: StaticString, _ pairs: [String: String]) {
        if pairs.isEmpty { return }
        add(name, pairs.sorted { ServiceOrder.precedes($0.key, $1.key) }.flatMap { [$0.key, $0.value] })
    }

    private mutating func add(_ name: StaticString, flag: Bool) {
        if flag { add(name, CollectionOfOne("true")) }
    }
}

extension ConfigurationHash {
    init(of service: ComposeService) {
        bytes.reserveCapacity(256)
        add("image", service.image?.value)
        add("command", service.command)
        add("entrypoint", service.entrypoint ?? [])
        add("container_name", service.containerName?.value)
        add("hostname", service.hostname?.value)
        add("domainname", service.domainname?.value)
        add("network_mode", service.networkMode.map { Self.text($0.value) })
        for network in service.networks ?? [] { add(network) }
        add("ports", service.ports.map(Self.text))
        add("expose", service.expose.map { "\($0.value.ports)/\($0.value.transport)" })
        add("links", service.links.flatMap { [$0.value.target, $0.value.alias] })
        add("external_links", service.externalLinks.flatMap { [$0.value.target, $0.value.alias] })
        add("dns", service.dns.map(\.value.description))
        add("dns_search", service.dnsSearch.map(\.value))
        add("dns_opt", service.dnsOptions.map(\.value))
        add("extra_hosts", service.extraHosts.flatMap { [$0.value.name, $0.value.address] })
        add("mac_address", service.macAddress?.value)
        add("labels", service.labels)
        let environment = service.environment.sorted { ServiceOrder.precedes($0.key, $1.key) }
        add("environment", environment.map { name, value in value.map { "\(name)=\($0)" } ?? name })
        add("restart", service.restart?.value)
        add("tty", flag: service.tty)
        add("stdin_open", flag: service.stdinOpen)
    }

    init(of network: ComposeNetwork) {
        add("name", network.name.value)
        add("driver", network.driver?.value)
        add(
            "driver_opts",
            network.driverOptions.map(\.value).sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        )
        add("ipam.driver", network.ipamDriver?.value)
        add("ipam.options", network.ipamOptions)
        for subnet in network.subnets {
            add("subnet", subnet.prefix?.value ?? nil)
            add("ip_range", subnet.range?.value)
            add("gateway", subnet.gateway?.value)
            add("aux_addresses", subnet.auxiliary.flatMap { [$0.name, $0.address.value.description] })
            add("config", flag: true)
        }
        add("internal", flag: network.isInternal?.value == true)
        add("attachable", flag: network.isAttachable)
        add("enable_ipv4", network.enableIPv4?.value)
        add("enable_ipv6", network.enableIPv6?.value)
        add("labels", network.labels)
    }

    private mutating func add(_ network: ServiceNetwork) {
        add("network", network.key)
        add("aliases", network.aliases.map(\.value))
        add("ipv4_address", network.ipv4?.value)
        add("ipv6_address", network.ipv6?.value)
        add("link_local_ips", network.linkLocal.map(\.value.description))
        add("mac_address", network.mac?.value)
        add("priority", network.priority?.value)
        add("gw_priority", network.gatewayPriority?.value)
        add("driver_opts", network.driverOptions)
        add("interface_name", network.interfaceName?.value)
    }

    private static func text(_ mode: ServiceNetworkMode) -> String {
        switch mode {
        case .bridge: "bridge"
        case .host: "host"
        case .none: "none"
        case .service(let name): "service:\(name)"
        case .container(let name): "container:\(name)"
        case .network(let name): name
        }
    }

    private static func text(_ port: ServicePort) -> String {
        let host = port.hostAddress?.description ?? ""
        return "\(host)|\(port.published?.description ?? "")|\(port.target)|\(port.mode ?? "")"
    }
}
