import Addressing
import Lab
import TestSupport
import Testing

/// A lab in which every field of every record has a value that is not its default, somewhere.
func richLab() throws -> Lab {
    var lab = Lab.fresh(seed: 7)
    try giveSettings(to: &lab)
    try addNetworks(to: &lab)
    try addContainers(to: &lab)
    try addFaults(to: &lab)
    return lab
}

private func giveSettings(to lab: inout Lab) throws {
    lab.host.hostname = "büro-1"
    lab.host.uplinkName = "enp3s0"
    lab.host.uplinkMAC = MACAddress(rawValue: 0x0211_2233_4455)
    lab.host.searchDomains = ["example.test", "corp.test"]
    lab.host.resolverOptions = ["ndots:2"]
    lab.host.onLinkRoutes = [try IPPrefix(parsing: "172.17.0.0/16")]
    lab.host.listeners = [.init(transport: .udp, address: try IPAddress(parsing: "::"), port: 514)]
    lab.engine.interContainerCommunication = false
    lab.engine.dns = [try IPAddress(parsing: "2001:db8::53")]
    lab.engine.dnsSearch = ["engine.test"]
    lab.engine.dnsOptions = ["timeout:1"]
    lab.engine.ephemeralPorts = 40_000...40_009
    lab.addUpstreamRecord(.init(name: "www.example.test", type: "A", ttl: 300, data: "198.51.100.7"))
    lab.addUpstreamRecord(
        .init(name: "example.test", type: "TXT", ttl: 4_294_967_295, data: "\"a \\\"b\\\" <c>\u{2028}\"")
    )
    lab.setUpstreamServer(.init(address: try IPAddress(parsing: "192.0.2.53"), port: 5353))
}

private func addNetworks(to lab: inout Lab) throws {
    try lab.network(
        "app",
        subnet: "10.1.0.0/16",
        range: "10.1.2.0/24",
        gateway: "10.1.0.1",
        aux: ["router": "10.1.0.2", "DefaultGatewayIPv4": "10.1.0.3"],
        options: [
            "com.docker.network.bridge.name": "br0",
            "com.docker.network.bridge.enable_icc": "false",
            "com.docker.network.bridge.enable_ip_masquerade": "false",
            "com.docker.network.bridge.host_binding_ipv4": "127.0.0.1",
            "com.docker.network.bridge.inhibit_ipv4": "true",
            "com.docker.network.bridge.trusted_host_interfaces": "wg0:wg1",
            "com.docker.network.driver.mtu": "9000",
            "com.docker.network.container_iface_prefix": "net",
            "com.docker.network.host_ipv4": "192.0.2.10",
            "unknown.option": "kept",
        ]
    ) {
        $0.labels = ["tier": "app", "é": "ü", "": ""]
        $0.isAttachable = true
        $0.ipamOptions = ["a": "b"]
    }
    try lab.network("dual") {
        $0.enableIPv6 = true
        $0.options = [
            "com.docker.network.bridge.gateway_mode_ipv6": "routed",
            "com.docker.network.host_ipv6": "2001:db8::10",
        ]
    }
    try lab.network("six", subnet: "fd00:1::/64") {
        $0.enableIPv4 = false
        $0.enableIPv6 = true
    }
    try lab.network("inner") {
        $0.isInternal = true
        $0.options = [
            "com.docker.network.bridge.gateway_mode_ipv4": "isolated",
            "com.docker.network.bridge.gateway_mode_ipv6": "nat-unprotected",
        ]
    }
    try lab.network("lan", subnet: "192.0.3.0/24", range: "192.0.3.0/25", options: ["parent": "enp3s0"]) {
        $0.driver = "macvlan"
    }
    try lab.network("lan2", subnet: "192.0.3.0/24", range: "192.0.3.128/25", options: ["parent": "enp3s0"]) {
        $0.driver = "macvlan"
        $0.scope = "global"
    }
    try lab.network("l3", options: ["parent": "enp3s0.7", "ipvlan_mode": "l3"]) { $0.driver = "ipvlan" }
    try lab.network("template", subnet: "10.9.0.0/24", range: "10.9.0.0/28", gateway: "10.9.0.1") {
        $0.isConfigOnly = true
    }
    try lab.network("instance") { $0.configFrom = "template" }
    try lab.network("point", subnet: "10.8.0.0/31", gateway: "10.8.0.0")
    try lab.network("gone")
}

private func addContainers(to lab: inout Lab) throws {
    try lab.run("web", on: "app", "dual", ip: "10.1.7.7", aliases: ["www", "w"]) {
        $0.config.command = ["sleep", "1 d\u{1}y"]
        $0.config.entrypoint = []
        $0.config.hostname = "web"
        $0.config.domainname = "example.test"
        $0.config.environment = ["A=1", "B="]
        $0.config.labels = ["x": "y"]
        $0.config.exposedPorts = [ContainerPort(53, .udp), ContainerPort(80), ContainerPort(9, .sctp)]
        $0.config.portBindings = [binding(80, host: 8080), binding(443, host: 8443, at: "::1")]
        $0.config.publishAll = true
        $0.config.dns = [IPv4Address(9, 9, 9, 9)].map { .v4($0) }
        $0.config.dnsSearch = ["s.test"]
        $0.config.dnsOptions = ["ndots:3"]
        $0.config.extraHosts = ["db:host-gateway"]
        $0.config.restartPolicy = .onFailure(maximumRetries: -3)
        $0.config.tty = true
        $0.config.openStdin = true
        $0.config.stopSignal = "SIGUSR1"
        $0.endpoints[0].config.linkLocal = [IPv4Address(169, 254, 8, 8)].map { .v4($0) }
        $0.endpoints[0].config.links = ["db:database"]
        $0.endpoints[0].config.driverOptions = ["com.docker.network.endpoint.ifname": "app0"]
        $0.endpoints[0].config.gatewayPriority = -7
        $0.endpoints[0].config.mac = MACAddress(rawValue: 0x0242_0000_0001)
        $0.endpoints[0].config.cameFromConnect = true
    }
    try lab.run("child", on: "bridge")
    try lab.run("parent", on: "bridge") { $0.config.links = ["child:data", "child"] }
    try lab.run("hosted", on: "host")
    try lab.run("alone", on: "none")
    try lab.run("joiner") {
        $0.config.networkMode = .container("web")
        $0.endpoints = []
    }
    try lab.run("v6", on: "six") {
        var endpoint = EndpointConfig()
        endpoint.ipv6 = IPAddress("fd00:1::66")
        $0.endpoints = [.init(network: "six", config: endpoint)]
    }
    try lab.run("doomed", on: "dual")
    try lab.run("hidden", on: "inner")
    try lab.run("lan-a", on: "lan")
    try lab.run("lan-b", on: "lan2")
    try lab.run("flat", on: "l3")
    try lab.run("p2p", on: "point")
    try lab.run("range", on: "app") {
        $0.config.portBindings = [
            PortBinding(port: ContainerPort(7000, .udp), hostPorts: PortRange(7000...7009)),
            PortBinding(port: ContainerPort(7001)),
        ]
        $0.config.restartPolicy = .unlessStopped
    }
    try lab.run("always", on: "dual") { $0.config.restartPolicy = .always }
    try lab.pauseContainer(matching: "always")
    try lab.create("idle", on: ["app"])
    try lab.run("ended", on: "gone") { $0.config.autoRemove = false }
    try lab.finishContainer(matching: "ended", exitCode: 42, at: Timestamp(nanoseconds: 1_780_000_001_000_000_007))
    // Its attachment keeps the identifier of a network that is no more.
    try lab.removeNetwork(matching: "gone")
    #expect(throws: LabError.self) { try lab.startContainer(matching: "ended", at: noon) }
    // A ghost: the network that it asks for never was.
    try lab.create("ghost", on: ["nowhere"])
    try lab.create("once", on: ["dual"]) { $0.config.autoRemove = true }
    try lab.removeContainer(matching: "doomed", force: true, at: noon)
    try lab.renameContainer(matching: "lan-b", to: "renamed")
}

private func addFaults(to lab: inout Lab) throws {
    var impairment = Impairment()
    (impairment.delay, impairment.jitter, impairment.rate) = (40_000_000, 5_000_000, 10_000_000)
    (impairment.loss, impairment.duplication, impairment.reordering) = (10_000, 1000, 20_000)
    try lab.impair(network: "dual", impairment)
    try lab.impair(network: "lan", Impairment.lossy)
    try lab.impair(network: "dual", container: "always", Impairment())
    try lab.impair(network: "app", container: "idle", Impairment.lossy)
    try lab.setLink(of: "web", isUp: false)
    try lab.setLink(of: "idle", isUp: false)
    try lab.partition("web", "child")
    try lab.partition("web", "ghost")
    lab.userRules = [
        UserRule(words: ["-i", "br0", "-s", "10.0.0.0/8", "-j", "DROP"], isIPv6: false),
        UserRule(words: ["-j", "RETURN"], isIPv6: true),
    ]
}

extension Impairment {
    static var lossy: Impairment {
        var impairment = Impairment()
        impairment.loss = 1_000_000
        return impairment
    }
}

private extension Lab {
    mutating func create(_ name: String, on networks: [String], change: (inout ContainerSpec) -> Void) throws {
        try create(name, on: networks, ip: nil, change: change)
    }
}
