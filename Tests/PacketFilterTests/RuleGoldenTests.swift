import Addressing
import Lab
import PacketFilter
import TestSupport
import Testing

/// Rules of whole labs in `iptables-save`'s words.
///
/// Where moby documents a set-up (`integration/network/bridge/iptablesdoc/generated`, the version with DOCKER-FORWARD),
/// the rules are those of its page, in its order, but for FORWARD's policy, which its daemon did not have to change.
struct RuleGoldenTests {
    /// The rules of a table, without the chains' declarations.
    static func rules(_ lab: Lab, _ table: FilterTable, _ family: AddressFamily = .ipv4) -> String {
        PacketFilter(lab).saved([table], family).split(separator: "\n").filter { $0.hasPrefix("-A") }
            .joined(separator: "\n")
    }

    /// moby's network `bridge1` with its container.
    static func mobyLab(_ options: [String: String] = [:], publish: [PortBinding]) throws -> Lab {
        var lab = Lab.fresh()
        var options = options
        options[BridgeOptions.Key.deviceName] = "bridge1"
        try lab.network("bridge1", subnet: "192.0.2.0/24", gateway: "192.0.2.1", options: options)
        try lab.run("c1", on: "bridge1", publish: publish)
        return lab
    }

    @Test func `a new engine has its chains and the default bridge's rules`() {
        let filter = PacketFilter(Lab.fresh())
        let nat = """
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :DOCKER - [0:0]
            -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
            -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
            -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
            COMMIT

            """
        let table = """
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD DROP [0:0]
            :OUTPUT ACCEPT [0:0]
            :DOCKER - [0:0]
            :DOCKER-BRIDGE - [0:0]
            :DOCKER-CT - [0:0]
            :DOCKER-FORWARD - [0:0]
            :DOCKER-INTERNAL - [0:0]
            :DOCKER-USER - [0:0]
            -A FORWARD -j DOCKER-USER
            -A FORWARD -j DOCKER-FORWARD
            -A DOCKER ! -i docker0 -o docker0 -j DROP
            -A DOCKER-BRIDGE -o docker0 -j DOCKER
            -A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A DOCKER-FORWARD -j DOCKER-CT
            -A DOCKER-FORWARD -j DOCKER-INTERNAL
            -A DOCKER-FORWARD -j DOCKER-BRIDGE
            -A DOCKER-FORWARD -i docker0 -j ACCEPT
            COMMIT

            """
        #expect(filter.saved(PacketFilter.savedTables, .ipv4) == table + nat)
        #expect(
            filter.saved([.nat], .ipv6).split(separator: "\n").filter { $0.hasPrefix("-A") } == [
                "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
                "-A OUTPUT ! -d ::1/128 -m addrtype --dst-type LOCAL -j DOCKER",
            ]
        )
        #expect(filter.saved([.raw], .ipv4) == "*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n")
    }

    @Test func `a user-defined network with a published port`() throws {
        let lab = try Self.mobyLab(publish: [binding(80, host: 8080)])
        #expect(
            Self.rules(lab, .filter) == """
                -A FORWARD -j DOCKER-USER
                -A FORWARD -j DOCKER-FORWARD
                -A DOCKER -d 192.0.2.2/32 ! -i bridge1 -o bridge1 -p tcp -m tcp --dport 80 -j ACCEPT
                -A DOCKER ! -i docker0 -o docker0 -j DROP
                -A DOCKER ! -i bridge1 -o bridge1 -j DROP
                -A DOCKER-BRIDGE -o docker0 -j DOCKER
                -A DOCKER-BRIDGE -o bridge1 -j DOCKER
                -A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                -A DOCKER-CT -o bridge1 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                -A DOCKER-FORWARD -j DOCKER-CT
                -A DOCKER-FORWARD -j DOCKER-INTERNAL
                -A DOCKER-FORWARD -j DOCKER-BRIDGE
                -A DOCKER-FORWARD -i docker0 -j ACCEPT
                -A DOCKER-FORWARD -i bridge1 -j ACCEPT
                """
        )
        #expect(
            Self.rules(lab, .nat) == """
                -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
                -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
                -A POSTROUTING -s 192.0.2.0/24 ! -o bridge1 -j MASQUERADE
                -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
                -A DOCKER ! -i bridge1 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 192.0.2.2:80
                """
        )
        #expect(Self.rules(lab, .raw) == "-A PREROUTING -d 192.0.2.2/32 ! -i bridge1 -j DROP")
        // The IPv6 wildcard leads to the IPv4 container through the userland proxy alone.
        #expect(!PacketFilter(lab).saved([.nat, .raw], .ipv6).contains("bridge1"))
    }

    @Test func `enable_icc=false drops what stays on the bridge`() throws {
        let lab = try Self.mobyLab([BridgeOptions.Key.enableICC: "false"], publish: [binding(80, host: 8080)])
        let rules = Self.rules(lab, .filter)
        #expect(
            rules.hasSuffix(
                """
                -A DOCKER-FORWARD -i docker0 -j ACCEPT
                -A DOCKER-FORWARD -i bridge1 -o bridge1 -j DROP
                -A DOCKER-FORWARD -i bridge1 ! -o bridge1 -j ACCEPT
                """
            )
        )
        let open = try Self.mobyLab(publish: [binding(80, host: 8080)])
        #expect(Self.rules(lab, .nat) == Self.rules(open, .nat))
        #expect(Self.rules(lab, .raw) == Self.rules(open, .raw))
    }

    @Test func `routed mode has neither NAT nor refusals of direct access, and lets ICMP in`() throws {
        let lab = try Self.mobyLab([BridgeOptions.Key.gatewayMode4: "routed"], publish: [binding(80, host: 8080)])
        #expect(
            Self.rules(lab, .filter).contains(
                """
                -A DOCKER -d 192.0.2.2/32 ! -i bridge1 -o bridge1 -p tcp -m tcp --dport 80 -j ACCEPT
                -A DOCKER ! -i docker0 -o docker0 -j DROP
                -A DOCKER -o bridge1 -p icmp -j ACCEPT
                -A DOCKER ! -i bridge1 -o bridge1 -j DROP
                """
            )
        )
        #expect(!Self.rules(lab, .nat).contains("bridge1"))
        #expect(Self.rules(lab, .raw).isEmpty)
    }

    @Test func `nat-unprotected keeps NAT and lets everything in`() throws {
        let options = [BridgeOptions.Key.gatewayMode4: "nat-unprotected"]
        let lab = try Self.mobyLab(options, publish: [binding(80, host: 8080)])
        #expect(
            Self.rules(lab, .filter).contains(
                """
                -A FORWARD -j DOCKER-FORWARD
                -A DOCKER ! -i docker0 -o docker0 -j DROP
                -A DOCKER ! -i bridge1 -o bridge1 -j ACCEPT
                -A DOCKER-BRIDGE -o docker0 -j DOCKER
                """
            )
        )
        #expect(
            Self.rules(lab, .nat).contains(
                "-A DOCKER ! -i bridge1 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 192.0.2.2:80"
            )
        )
        #expect(Self.rules(lab, .raw).isEmpty)
    }

    @Test func `a port on the loopback address is closed to remote hosts`() throws {
        let lab = try Self.mobyLab(publish: [binding(80, host: 8080, at: "127.0.0.1")])
        #expect(
            Self.rules(lab, .raw) == """
                -A PREROUTING -d 192.0.2.2/32 ! -i bridge1 -j DROP
                -A PREROUTING -d 127.0.0.1/32 ! -i lo -p tcp -m tcp --dport 8080 -j DROP
                """
        )
        #expect(
            Self.rules(lab, .nat).contains(
                """
                -A DOCKER -d 127.0.0.1/32 ! -i bridge1 -p tcp -m tcp --dport 8080 -j DNAT \
                --to-destination 192.0.2.2:80
                """
            )
        )
    }

    @Test func `internal networks drop what comes from or goes to addresses elsewhere`() throws {
        var lab = Lab.fresh()
        for (name, subnet, icc) in [("bridgeICC", "192.0.2.0/24", "true"), ("bridgeNoICC", "198.51.100.0/24", "false")]
        {
            let options = [BridgeOptions.Key.deviceName: name, BridgeOptions.Key.enableICC: icc]
            try lab.network(name, subnet: subnet, options: options) { $0.isInternal = true }
            try lab.run("c-\(name)", on: name, publish: [binding(80, host: 8080)])
        }
        #expect(
            Self.rules(lab, .filter) == """
                -A FORWARD -j DOCKER-USER
                -A FORWARD -j DOCKER-FORWARD
                -A DOCKER ! -i docker0 -o docker0 -j DROP
                -A DOCKER-BRIDGE -o docker0 -j DOCKER
                -A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                -A DOCKER-FORWARD -j DOCKER-CT
                -A DOCKER-FORWARD -j DOCKER-INTERNAL
                -A DOCKER-FORWARD -j DOCKER-BRIDGE
                -A DOCKER-FORWARD -i docker0 -j ACCEPT
                -A DOCKER-FORWARD -i bridgeICC -o bridgeICC -j ACCEPT
                -A DOCKER-FORWARD -i bridgeNoICC -o bridgeNoICC -j DROP
                -A DOCKER-INTERNAL ! -s 198.51.100.0/24 -o bridgeNoICC -j DROP
                -A DOCKER-INTERNAL ! -d 198.51.100.0/24 -i bridgeNoICC -j DROP
                -A DOCKER-INTERNAL ! -s 192.0.2.0/24 -o bridgeICC -j DROP
                -A DOCKER-INTERNAL ! -d 192.0.2.0/24 -i bridgeICC -j DROP
                """
        )
        #expect(!Self.rules(lab, .nat).contains("ICC"))
        #expect(Self.rules(lab, .raw).isEmpty)
    }

    @Test func `IPv6 of an internal network leaves neighbour discovery on the bridge alone`() throws {
        var lab = Lab.fresh()
        try lab.network("six", subnet: "fd12::/64", options: [BridgeOptions.Key.deviceName: "six0"]) {
            $0.isInternal = true
            $0.enableIPv6 = true
        }
        #expect(
            Self.rules(lab, .filter, .ipv6).split(separator: "\n").filter { $0.hasPrefix("-A DOCKER-INTERNAL") } == [
                "-A DOCKER-INTERNAL ! -s fd12::/64 ! -i six0 -o six0 -j DROP",
                "-A DOCKER-INTERNAL ! -d fd12::/64 -i six0 ! -o six0 -j DROP",
            ]
        )
    }

    @Test func `two networks: old before new, but masquerading and open ports new before old`() throws {
        var lab = Lab.fresh()
        try lab.network("one", subnet: "198.18.1.0/24", options: [BridgeOptions.Key.deviceName: "one0"])
        try lab.network("two", subnet: "198.18.2.0/24", options: [BridgeOptions.Key.deviceName: "two0"])
        try lab.run("aa", on: "one", publish: [binding(80, host: 8080), binding(443, host: 8443)])
        try lab.run("bb", on: "two", publish: [binding(53, host: 5353)])
        #expect(
            Self.rules(lab, .filter).split(separator: "\n").filter { $0.hasPrefix("-A DOCKER ") } == [
                "-A DOCKER -d 198.18.2.2/32 ! -i two0 -o two0 -p tcp -m tcp --dport 53 -j ACCEPT",
                "-A DOCKER -d 198.18.1.2/32 ! -i one0 -o one0 -p tcp -m tcp --dport 443 -j ACCEPT",
                "-A DOCKER -d 198.18.1.2/32 ! -i one0 -o one0 -p tcp -m tcp --dport 80 -j ACCEPT",
                "-A DOCKER ! -i docker0 -o docker0 -j DROP",
                "-A DOCKER ! -i one0 -o one0 -j DROP",
                "-A DOCKER ! -i two0 -o two0 -j DROP",
            ]
        )
        #expect(
            Self.rules(lab, .nat).hasSuffix(
                """
                -A POSTROUTING -s 198.18.2.0/24 ! -o two0 -j MASQUERADE
                -A POSTROUTING -s 198.18.1.0/24 ! -o one0 -j MASQUERADE
                -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
                -A DOCKER ! -i one0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 198.18.1.2:80
                -A DOCKER ! -i one0 -p tcp -m tcp --dport 8443 -j DNAT --to-destination 198.18.1.2:443
                -A DOCKER ! -i two0 -p tcp -m tcp --dport 5353 -j DNAT --to-destination 198.18.2.2:53
                """
            )
        )
    }

    @Test func `a dual-stack network has both families' rules`() throws {
        var lab = Lab.fresh()
        try lab.network("dual", subnet: "fd12::/64", options: [BridgeOptions.Key.deviceName: "dual0"]) {
            $0.enableIPv6 = true
        }
        try lab.run("web", on: "dual", publish: [binding(80, host: 8080), binding(81, host: 8081, at: "::1")])
        #expect(
            Self.rules(lab, .filter, .ipv6) == """
                -A FORWARD -j DOCKER-USER
                -A FORWARD -j DOCKER-FORWARD
                -A DOCKER -d fd12::2/128 ! -i dual0 -o dual0 -p tcp -m tcp --dport 81 -j ACCEPT
                -A DOCKER -d fd12::2/128 ! -i dual0 -o dual0 -p tcp -m tcp --dport 80 -j ACCEPT
                -A DOCKER ! -i dual0 -o dual0 -j DROP
                -A DOCKER-BRIDGE -o dual0 -j DOCKER
                -A DOCKER-CT -o dual0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
                -A DOCKER-FORWARD -j DOCKER-CT
                -A DOCKER-FORWARD -j DOCKER-INTERNAL
                -A DOCKER-FORWARD -j DOCKER-BRIDGE
                -A DOCKER-FORWARD -i dual0 -j ACCEPT
                """
        )
        #expect(
            Self.rules(lab, .nat, .ipv6).hasSuffix(
                """
                -A POSTROUTING -s fd12::/64 ! -o dual0 -j MASQUERADE
                -A DOCKER ! -s fe80::/10 ! -i dual0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination [fd12::2]:80
                -A DOCKER ! -s fe80::/10 -d ::1/128 ! -i dual0 -p tcp -m tcp --dport 8081 -j DNAT \
                --to-destination [fd12::2]:81
                """
            )
        )
        #expect(Self.rules(lab, .raw, .ipv6) == "-A PREROUTING -d fd12::2/128 ! -i dual0 -j DROP")
        #expect(Self.rules(lab, .nat).contains("--dport 8080 -j DNAT"))
        #expect(!Self.rules(lab, .nat).contains("8081"))
    }

    @Test func `SNAT, no masquerading, and trusted interfaces`() throws {
        let snat = try Self.mobyLab([BridgeOptions.Key.hostIPv4: "203.0.113.7"], publish: [])
        #expect(
            Self.rules(snat, .nat).contains(
                "-A POSTROUTING -s 192.0.2.0/24 ! -o bridge1 -j SNAT --to-source 203.0.113.7"
            )
        )
        let none = try Self.mobyLab([BridgeOptions.Key.enableMasquerade: "false"], publish: [])
        #expect(!Self.rules(none, .nat).contains("192.0.2"))
        let trusting = try Self.mobyLab([BridgeOptions.Key.trustedInterfaces: "eth7:wg0"], publish: [])
        #expect(
            Self.rules(trusting, .raw) == """
                -A PREROUTING -d 192.0.2.2/32 -i eth7 -j ACCEPT
                -A PREROUTING -d 192.0.2.2/32 -i wg0 -j ACCEPT
                -A PREROUTING -d 192.0.2.2/32 ! -i bridge1 -j DROP
                """
        )
    }

    @Test func `a legacy link opens the child's ports where --icc=false closed them`() throws {
        var lab = Lab.fresh()
        lab.engine.interContainerCommunication = false
        try lab.run("db", on: "bridge") {
            $0.config.exposedPorts = [ContainerPort(5432), ContainerPort(53, .udp)]
        }
        try lab.run("app", on: "bridge") { $0.config.links = ["db:data", "db:again"] }
        #expect(
            Self.rules(lab, .filter).split(separator: "\n").filter { $0.contains("docker0") } == [
                "-A DOCKER ! -i docker0 -o docker0 -j DROP",
                "-A DOCKER -s 172.17.0.3/32 -d 172.17.0.2/32 -i docker0 -o docker0 -p udp -m udp --dport 53 -j ACCEPT",
                "-A DOCKER -s 172.17.0.2/32 -d 172.17.0.3/32 -i docker0 -o docker0 -p udp -m udp --sport 53 -j ACCEPT",
                "-A DOCKER -s 172.17.0.3/32 -d 172.17.0.2/32 -i docker0 -o docker0 -p tcp -m tcp --dport 5432 -j ACCEPT",
                "-A DOCKER -s 172.17.0.2/32 -d 172.17.0.3/32 -i docker0 -o docker0 -p tcp -m tcp --sport 5432 -j ACCEPT",
                "-A DOCKER-BRIDGE -o docker0 -j DOCKER",
                "-A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
                "-A DOCKER-FORWARD -i docker0 -o docker0 -j DROP",
                "-A DOCKER-FORWARD -i docker0 ! -o docker0 -j ACCEPT",
            ]
        )
        lab.engine.interContainerCommunication = true
        #expect(!Self.rules(lab, .filter).contains("5432"))
    }

    @Test func `only bridge networks have rules, and stopped containers none`() throws {
        var lab = Lab.fresh()
        try lab.network("lan", subnet: "198.18.9.0/24") { $0.driver = "macvlan" }
        try lab.run("mm", on: "lan", publish: [binding(80, host: 8080)])
        let before = PacketFilter(lab).saved(PacketFilter.savedTables, .ipv4)
        #expect(before == PacketFilter(Lab.fresh()).saved(PacketFilter.savedTables, .ipv4))
        try lab.run("cc", on: "bridge", publish: [binding(80, host: 8081)])
        #expect(PacketFilter(lab).saved(PacketFilter.savedTables, .ipv4) != before)
        try lab.stopContainer(matching: "cc", at: noon)
        #expect(PacketFilter(lab).saved(PacketFilter.savedTables, .ipv4) == before)
    }
}
