import Addressing
import KernelBackend
import Lab
import TestSupport
import Testing

/// What is to be done, without doing it.
struct PlanTests {
    @Test func `a container on a network is a namespace, a pair, addresses and a route`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.run("web", on: "net", ip: "10.1.0.7")
        let bridge = try #require(try lab.network(matching: "net").deviceName)
        let endpoint = try #require(try lab.container(matching: "web").attachments.first?.endpoint)
        let mac = try #require(endpoint.mac)
        let lines = try PlanBuilder.plan(lab).script(prefix: "x").split(separator: "\n").map(String.init)
        let own = lines.filter { $0.contains("x-c-web") || $0.contains(endpoint.hostInterface) }
        #expect(
            own == [
                "ip netns add x-c-web",
                "nsenter --net=/run/netns/x-c-web sh -c 'echo \"0\" >/proc/sys/net/ipv4/ip_unprivileged_port_start'",
                "nsenter --net=/run/netns/x-c-web sh -c 'echo \"0\t2147483647\" >/proc/sys/net/ipv4/ping_group_range'",
                "nsenter --net=/run/netns/x-c-web sh -c 'echo \"1\" >/proc/sys/net/ipv6/conf/default/disable_ipv6'",
                "ip -n x-host link add name \(endpoint.hostInterface) index \(Lab.hostIndex(endpoint)) "
                    + "address \(Lab.hostMAC(endpoint)) mtu 1500 master \(bridge) up type veth "
                    + "peer name eth0 index 2 address \(mac) mtu 1500 netns x-c-web",
                "ip -n x-c-web link set dev lo up",
                "ip -n x-c-web link set dev eth0 up",
                "ip -n x-c-web address add 10.1.0.7/24 broadcast 10.1.0.255 dev eth0",
                "ip -n x-c-web -4 route add default via 10.1.0.1 dev eth0",
            ]
        )
    }

    @Test func `the rules are those of the simulation`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24", options: [BridgeOptions.Key.deviceName: "br0"])
        try lab.run("web", on: "net", ip: "10.1.0.7", publish: [binding(80, host: 8080)])
        let script = try PlanBuilder.plan(lab).script(prefix: "x")
        for line in [
            "\t\ttype nat hook prerouting priority -100; policy accept;",
            "\t\tfib daddr type local jump DOCKER",
            "\t\tiifname != \"br0\" meta l4proto 6 th dport 8080 dnat to 10.1.0.7:80",
            "\t\toifname != \"br0\" ip saddr 10.1.0.0/24 masquerade",
            "\t\tiifname != \"br0\" oifname \"br0\" ip daddr 10.1.0.7 meta l4proto 6 th dport 80 accept",
            "\t\tiifname != \"br0\" oifname \"br0\" drop",
            "\t\toifname \"br0\" ct state { related, established } accept",
            "\t\tiifname != \"br0\" ip daddr 10.1.0.7 drop",
        ] {
            #expect(script.contains(line + "\n"), "\(line)")
        }
    }

    // MARK: Refusals

    @Test func `more ports than a bridge takes are refused`() throws {
        var lab = Lab.fresh()
        try lab.network("big", subnet: "10.8.0.0/16")
        for number in 0..<1023 { try lab.run("c\(number)", on: "big") }
        #expect(throws: Never.self) { try PlanBuilder.plan(lab) }
        try lab.run("last", on: "big")
        #expect(throws: PlanRefusal.tooManyPorts(network: "big", count: 1024)) { try PlanBuilder.plan(lab) }
    }

    @Test func `a refusal of a device name says what names may be`() {
        #expect(
            "\(PlanRefusal.badDeviceName("a b", of: "network net"))"
                == "network net has the device name \"a b\", which no interface can have: at most 15 octets, without "
                + "spaces, slashes, quotes and asterisks"
        )
    }

    @Test(arguments: ["a\"b", "a*"])
    func `a device name that the kernel takes is one that nft can write`(name: String) throws {
        var lab = Lab.fresh()
        try lab.network("net", options: [BridgeOptions.Key.deviceName: name])
        #expect(throws: PlanRefusal.badDeviceName(name, of: "network net")) { try PlanBuilder.plan(lab) }
    }

    @Test func `a rule's interface is checked as well`() throws {
        var lab = Lab.fresh()
        lab.appendUserRule(UserRule(words: ["-i", "a\"b", "-j", "DROP"], isIPv6: false))
        #expect(throws: PlanRefusal.badDeviceName("a\"b", of: "a rule in DOCKER-USER")) { try PlanBuilder.plan(lab) }
    }

    @Test func `a script quotes what a shell would read otherwise`() throws {
        var lab = Lab.fresh()
        try lab.network("net", options: [BridgeOptions.Key.deviceName: "a;b'c$d"])
        let script = try PlanBuilder.plan(lab).script(prefix: "x")
        #expect(script.contains("ip -n x-host link add name 'a;b'\\''c$d' index "))
        #expect(script.contains("ip -n x-host link set dev 'a;b'\\''c$d' addrgenmode none up\n"))
    }

    @Test(arguments: [
        ("macvlan", "parent", "eth0", KernelFeature.link("macvlan"), "network pub"),
        ("ipvlan", "parent", "eth0", .link("ipvlan"), "network pub"),
        ("macvlan", "parent", "eth0.10", .link("vlan"), "network pub, whose parent is eth0.10,"),
        ("macvlan", "other", "", .link("dummy"), "network pub, which has no parent interface,"),
    ])
    func `what a network needs of the kernel is said`(
        driver: String,
        option: String,
        value: String,
        feature: KernelFeature,
        reason: String
    ) throws {
        var lab = Lab.fresh()
        try lab.network("pub", subnet: "10.9.0.0/24") {
            $0.driver = driver
            $0.options = [option: value]
        }
        try lab.run("mm", on: "pub")
        let needs = try PlanBuilder.plan(lab).needs
        #expect(needs.first { $0.feature == feature }?.reason == reason)
    }

    @Test func `a delay needs netem, and a rate alone a token bucket`() throws {
        var lab = try Labs.twoNetworks()
        var slow = Impairment()
        slow.rate = 8_000_000
        try lab.impair(network: "front", container: "web", slow)
        var plan = try PlanBuilder.plan(lab)
        #expect(plan.needs.contains { $0.feature == .queue("tbf") })
        #expect(plan.script(prefix: "x").contains("root tbf rate 8000000bit burst 4000 limit 1000000\n"))
        slow.delay = 20_000_000
        slow.loss = 10_000
        try lab.impair(network: "front", container: "web", slow)
        plan = try PlanBuilder.plan(lab)
        let need = try #require(plan.needs.first { $0.feature == .queue("netem") })
        #expect(
            "\(PlanRefusal.missing(need))"
                == "the impaired link of container web on network front needs netem queues, which this kernel has not "
                + "(CONFIG_NET_SCH_NETEM)"
        )
        #expect(plan.script(prefix: "x").contains("root netem limit 1000 delay 20000us loss 1.0000% rate 8000000bit\n"))
    }
}
