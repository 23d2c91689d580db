import Addressing
import TestSupport
import Testing

@testable import Lab

/// What the Linux kernel refuses the engine, and what is left of the container then.
@Suite struct `The kernel refuses` {
    private static let name = "com.docker.network.endpoint.ifname"

    @Test(arguments: [
        ("lo", "file exists"), ("eth0", "file exists"), ("a/b", "invalid argument"), ("a:b", "invalid argument"),
        ("a b", "invalid argument"), (".", "invalid argument"), ("..", "invalid argument"),
        ("abcdefghijklmnop", "numerical result out of range"),
    ])
    func `an interface's name, and the connect with it`(name: String, reason: String) throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("web")
        var config = EndpointConfig()
        config.driverOptions = [Self.name: name]
        let text = refusal { try lab.connect(network: "net", container: "web", config: config) }
        #expect(text.hasPrefix("failed to add interface veth"))
        #expect(text.hasSuffix("\" to \"\(name)\": \(reason)"))
        #expect(try lab.container(matching: "web").attachments.map(\.network) == ["bridge"])
        #expect(try lab.network(matching: "net").members.isEmpty)
        try lab.connect(network: "net", container: "web", config: EndpointConfig())
        #expect(try lab.ip("web", on: "net") == "172.18.0.2")
    }

    @Test(arguments: ["01:00:5e:00:00:01", "ff:ff:ff:ff:ff:ff", "03:42:99:00:00:01", "00:00:00:00:00:00"])
    func `a MAC address that no interface can have, and the start with it`(mac: String) throws {
        var lab = Lab.fresh()
        try lab.network("net")
        let text = refusal {
            try lab.run("web", on: "net") {
                var config = EndpointConfig()
                config.mac = MACAddress(mac)
                $0.endpoints = [.init(network: "net", config: config)]
            }
        }
        #expect(text.hasPrefix("failed to set up container networking: failed to add interface veth"))
        #expect(text.hasSuffix(" MAC to \"\(mac)\": cannot assign requested address"))
        let web = try lab.container(matching: "web")
        #expect(web.status == .created && web.exitCode == 128 && web.attachments.isEmpty)
    }

    @Test(arguments: [
        (BridgeOptions.Key.deviceName, "abcdefghijklmnopq", "numerical result out of range" as String?),
        (BridgeOptions.Key.deviceName, "a/b", "invalid argument"),
        (BridgeOptions.Key.deviceName, "abcdefghijklmno", nil),
        (BridgeOptions.Key.mtu, "20", "invalid argument"), (BridgeOptions.Key.mtu, "67", "invalid argument"),
        (BridgeOptions.Key.mtu, "68", nil), (BridgeOptions.Key.mtu, "65535", nil),
        (BridgeOptions.Key.mtu, "65536", "invalid argument"),
    ])
    func `a bridge's name and MTU`(key: String, value: String, text: String?) throws {
        var lab = Lab.fresh()
        func create() throws { try lab.network("net", subnet: "10.1.0.0/24", options: [key: value]) }
        if let text {
            #expect(refusal { try create() } == text)
            try lab.network("again", subnet: "10.1.0.0/24")
        } else {
            try create()
        }
    }

    @Test(arguments: [(64, true), (65, false)])
    func `a hostname over 64 octets`(length: Int, isTaken: Bool) throws {
        var lab = Lab.fresh()
        let name = String(repeating: "h", count: length)
        let seen = Result { try lab.run("web") { $0.config.hostname = name } }
        if isTaken {
            _ = try seen.get()
        } else {
            #expect(
                refusal { _ = try seen.get() } == "hostname \"\(name)\" is too long (maximum 64 bytes)"
            )
        }
    }

    @Test func `a host container on a network of its own`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.create("hosted", on: ["host"])
        try lab.disconnect(network: "host", container: "hosted")
        try lab.connect(network: "net", container: "hosted", config: EndpointConfig())
        let text = refusal { try lab.startContainer(matching: "hosted", at: noon) }
        let device = try lab.network(matching: "net").deviceName
        let bridge = lab.hostStackView().interfaces.first { $0.name == device }
        #expect(
            text.hasSuffix(
                """
                 IP to 10.1.0.2/24: cannot program address 10.1.0.2/24 in sandbox interface because it conflicts with \
                existing route {Ifindex: \(bridge?.index ?? 0) Dst: 10.1.0.0/24 Src: 10.1.0.1 Gw: <nil> Flags: [] Table: 254 Realm: 0}
                """
            )
        )
        #expect(try lab.container(matching: "hosted").attachments.isEmpty)
        try lab.startContainer(matching: "hosted", at: noon)
        #expect(try lab.container(matching: "hosted").stack == .host)
    }

    @Test(arguments: [(1279, false), (1280, true)])
    func `a bridge with IPv6 and an MTU below that of IPv6`(mtu: Int, isTaken: Bool) throws {
        var lab = Lab.fresh()
        let options = [BridgeOptions.Key.mtu: "\(mtu)", BridgeOptions.Key.deviceName: "br6"]
        func create() throws { try lab.network("net", options: options) { $0.enableIPv6 = true } }
        if isTaken {
            try create()
        } else {
            #expect(
                refusal { try create() } == "Cannot read IPv6 setup for bridge br6: "
                    + "open /proc/sys/net/ipv6/conf/br6/disable_ipv6: no such file or directory"
            )
        }
    }

    @Test func `a link of the other driver on a parent, and a second one that passes it through`() throws {
        var lab = Lab.fresh()
        func add(_ name: String, _ driver: String, _ options: [String: String]) throws {
            try lab.network(name, options: options) { $0.driver = driver }
        }
        try add("mac", "macvlan", ["parent": "eth0"])
        try add("ip", "ipvlan", ["parent": "eth0"])
        try add("whole", "macvlan", ["parent": "eth0.7", "macvlan_mode": "passthru"])
        try lab.run("aa", on: "mac")
        let start = "failed to set up container networking: "
        #expect(
            refusal { try lab.run("bb", on: "ip") }
                == start + "failed to create the ipvlan port: device or resource busy"
        )
        try lab.stopContainer(matching: "aa", at: noon)
        try lab.run("cc", on: "ip")
        #expect(
            refusal { try lab.startContainer(matching: "aa", at: noon) }
                == start + "failed to create the macvlan port: device or resource busy"
        )
        try lab.run("dd", on: "whole")
        #expect(
            refusal { try lab.run("ee", on: "whole") }
                == start + "failed to create the macvlan port: invalid argument"
        )
    }

    @Test func `a hostname with a NUL`() throws {
        var lab = Lab.fresh()
        #expect(
            refusal { try lab.run("web") { $0.config.hostname = "a\0b" } }
                == "invalid hostname \"a\\x00b\": it has a NUL"
        )
    }
}
