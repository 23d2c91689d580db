import Addressing
import TestSupport
import Testing

@testable import Lab

@Suite struct `Refused networks` {
    @Test(arguments: [
        (
            ["com.docker.network.driver.mtu": "abc"],
            "failed to parse com.docker.network.driver.mtu value: abc (strconv.Atoi: parsing \"abc\": invalid syntax)"
        ),
        (["com.docker.network.driver.mtu": "-5"], "invalid MTU number: -5"),
        (
            ["com.docker.network.driver.mtu": "99999999999999999999"],
            "failed to parse com.docker.network.driver.mtu value: 99999999999999999999 (strconv.Atoi: parsing \"99999999999999999999\": value out of range)"
        ),
        (
            [BridgeOptions.Key.enableICC: "maybe"],
            "failed to parse com.docker.network.bridge.enable_icc value: maybe (strconv.ParseBool: parsing \"maybe\": invalid syntax)"
        ),
        (
            [BridgeOptions.Key.gatewayMode4: "zap"],
            "failed to parse com.docker.network.bridge.gateway_mode_ipv4 value: zap (unknown gateway mode zap)"
        ),
        (
            [BridgeOptions.Key.hostBinding: "no"],
            "failed to parse com.docker.network.bridge.host_binding_ipv4 value: no (nil ip)"
        ),
        (
            [BridgeOptions.Key.gatewayMode4: "isolated"],
            "gateway mode 'isolated' can only be used for an internal network"
        ),
        ([BridgeOptions.Key.deviceName: "eth0"], "existing interface eth0 is not a bridge"),
        (["com.docker.network.enable_ipv6": "x"], "driver-opt \"com.docker.network.enable_ipv6\" is not a valid bool"),
    ])
    func `bridge options`(options: [String: String], text: String) throws {
        var lab = Lab.fresh()
        #expect(refusal { try lab.network("net", options: options) } == text)
        // The subnet that the refused request was given is free again.
        #expect(try lab.network("next").subnets[0].prefix.description == "172.18.0.0/16")
    }

    @Test(arguments: [
        (
            "10.50.0.5/24", nil as String?, nil as String?, [:] as [String: String],
            "invalid subnet 10.50.0.5/24: it should be 10.50.0.0/24"
        ),
        (
            "10.50.0.0/24", "10.51.0.0/25", nil, [:],
            "invalid ip-range 10.51.0.0/25: parent subnet 10.50.0.0/24 doesn't contain ip-range"
        ),
        (
            "10.50.0.0/24", "10.50.0.0/23", nil, [:],
            "invalid ip-range 10.50.0.0/23: CIDR block is bigger than its parent subnet 10.50.0.0/24"
        ),
        ("10.50.0.0/24", "10.50.0.9/29", nil, [:], "invalid ip-range 10.50.0.9/29: it should be 10.50.0.8/29"),
        ("10.50.0.0/24", "fd00::/64", nil, [:], "invalid ip-range fd00::/64: parent subnet is an IPv4 block"),
        (
            "10.50.0.0/24", nil, "10.51.0.1", [:],
            "invalid gateway 10.51.0.1: parent subnet 10.50.0.0/24 doesn't contain this address"
        ),
        (
            "10.50.0.0/24", nil, nil, ["x": "10.51.0.1"],
            "invalid auxiliary address x: parent subnet 10.50.0.0/24 doesn't contain this address"
        ),
    ])
    func `addresses that contradict each other`(
        subnet: String,
        range: String?,
        gateway: String?,
        aux: [String: String],
        text: String
    ) throws {
        var lab = Lab.fresh()
        #expect(
            refusal { try lab.network("net", subnet: subnet, range: range, gateway: gateway, aux: aux) }
                == "invalid network config:\n" + text
        )
    }

    @Test func `several problems are listed`() throws {
        var lab = Lab.fresh()
        #expect(
            refusal { try lab.network("net", subnet: "10.50.0.5/24", gateway: "10.51.0.1") }
                == """
                invalid network config:
                * invalid subnet 10.50.0.5/24: it should be 10.50.0.0/24
                * invalid gateway 10.51.0.1: parent subnet 10.50.0.5/24 doesn't contain this address
                """
        )
    }

    @Test(arguments: [
        ("10.50.0.0", [:] as [String: String], "failed to allocate gateway (10.50.0.0): Address already in use"),
        ("10.50.0.255", [:], "failed to allocate gateway (10.50.0.255): Address already in use"),
        (
            "10.50.0.9", ["x": "10.50.0.9"],
            "failed to allocate secondary ip address (x:10.50.0.9): Address already in use"
        ),
    ])
    func `addresses that are taken`(gateway: String, aux: [String: String], text: String) throws {
        var lab = Lab.fresh()
        #expect(refusal { try lab.network("net", subnet: "10.50.0.0/24", gateway: gateway, aux: aux) } == text)
        try lab.network("net", subnet: "10.50.0.0/24")
    }

    @Test func `configuration-only networks`() throws {
        var lab = Lab.fresh()
        try lab.network("cfg", subnet: "10.9.0.0/24") {
            $0.isConfigOnly = true; $0.labels = ["a": "b"]
        }
        let user = try lab.network("user") { $0.configFrom = "cfg" }
        #expect(user.subnets[0].gateway?.description == "10.9.0.1" && user.labels == ["a": "b"])
        #expect(
            refusal { try lab.removeNetwork(matching: "cfg") }
                == "error while removing network: configuration network \"cfg\" is in use"
        )
        #expect(
            refusal { try lab.network("x") { $0.configFrom = "zzz" } } == "configuration network \"zzz\" does not exist"
        )
        #expect(
            refusal { try lab.run("box", on: "cfg") }
                == "failed to set up container networking: cannot create endpoint on configuration-only network"
        )
    }

    @Test(arguments: [
        (
            "macvlan", ["macvlan_mode": "zap"],
            "requested macvlan mode 'zap' is not valid, 'bridge' mode is the macvlan driver default"
        ),
        ("macvlan", ["parent": "lo"], "loopback interface is not a valid macvlan parent link"),
        ("macvlan", ["parent": "nosuch0"], "invalid subinterface vlan name nosuch0, example formatting is eth0.10"),
        ("macvlan", ["parent": "eth0.5000"], "vlan id must be between 1-4094, received: 5000"),
        (
            "ipvlan", ["ipvlan_mode": "x"],
            "requested ipvlan mode 'x' is not valid, 'l2' mode is the ipvlan driver default"
        ),
        (
            "overlay", [:],
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again."
        ),
        ("host", [:], "only one instance of \"host\" network is allowed"),
        ("teleport", [:], "plugin \"teleport\" not found"),
    ])
    func `other drivers`(driver: String, options: [String: String], text: String) throws {
        var lab = Lab.fresh()
        #expect(refusal { try lab.network("net", options: options) { $0.driver = driver } } == text)
    }

    @Test func `macvlan takes no gateway of its own and may share its parent`() throws {
        var lab = Lab.fresh()
        try lab.network("lan", subnet: "10.7.0.0/24", options: ["parent": "eth0"]) { $0.driver = "macvlan" }
        try lab.network("lan2", subnet: "10.8.0.0/24", gateway: "10.8.0.1", options: ["parent": "eth0"]) {
            $0.driver = "macvlan"
        }
        try lab.run("aa", on: "lan")
        try lab.run("bb", on: "lan2")
        #expect(try lab.ip("aa") == "10.7.0.1" && lab.ip("bb") == "10.8.0.2")
    }
}
