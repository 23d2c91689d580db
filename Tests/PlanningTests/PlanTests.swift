internal import Addressing
internal import Compose
internal import Lab
internal import Planning
internal import Projects
internal import TestSupport
internal import Testing
internal import YAML

@Suite struct `Address plans` {
    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.split(separator: "   ").map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
                .joined(separator: " | ")
        }
    }

    @Test func `the tables name addresses, routes, ports and what is left`() {
        let project = ComposeProject.named {
            $0.network("back", subnet: "10.0.0.0/29") { $0.isInternal = Placed(true, at: $0.place) }
            $0.network("front")
            $0.service("db", on: "back=10.0.0.5")
            $0.service("web", on: "back", "front", ports: ["8080:80"])
            $0.service("side") { $0.networkMode = Placed(.service("web"), at: $0.place) }
        }
        let plan = AddressPlan(Realisation.of([project], at: noon))
        #expect(
            lines(plan.text) == [
                "CONTAINER | NETWORK | IPV4 | ADDRESS | DEFAULT ROUTE | WHY",
                "shop-db-1 | shop_back | 10.0.0.5/29 | fixed | - | internal network",
                "shop-web-1 | shop_back | 10.0.0.2/29 | dynamic | - | internal network",
                "shop-web-1 | shop_front | 172.18.0.2/16 | dynamic | 172.18.0.1 | only network with a way out",
                "shop-side-1 | - | - | - | - | uses the stack of shop-web-1",
                "",
                "NETWORK | SUBNET | FROM | GATEWAY | USED | FREE",
                "bridge | 172.17.0.0/16 | pool | 172.17.0.1 | 3 | 65533",
                "shop_back | 10.0.0.0/29 | file | 10.0.0.1 | 5 | 3",
                "shop_front | 172.18.0.0/16 | pool | 172.18.0.1 | 4 | 65532",
                "",
                "PUBLISHED | CONTAINER | PORT",
                "0.0.0.0:8080 | shop-web-1 | 80/tcp",
                "[::]:8080 | shop-web-1 | 80/tcp",
                "",
                "DEFAULT POOL | NETWORKS OF | USED | FREE",
                "172.17.0.0/16 | /16 | 1 | 0",
                "172.18.0.0/16 | /16 | 1 | 0",
                "172.19.0.0/16 | /16 | 0 | 1",
                "172.20.0.0/14 | /16 | 0 | 4",
                "172.24.0.0/14 | /16 | 0 | 4",
                "172.28.0.0/14 | /16 | 0 | 4",
                "192.168.0.0/16 | /20 | 0 | 16",
                "fdfa:532f:a031::/48 | /64 | 0 | 65536",
                "29 more IPv4 networks fit into the default pools",
                "",
            ]
        )
    }

    @Test(
        arguments: [
            ("gateway priority", ["a", "b"], ["b": 5], ["shop_b": "gw_priority 5 over 0"]),
            (
                "names", ["b", "a"], [:],
                ["shop_a": "first by name, before shop_b", "shop_b": "default route is on shop_a"]
            ),
            ("one", ["a"], [:], ["shop_a": "only network"]),
        ] as [(String, [String], [String: Int], [String: String])]
    )
    func `the default route has a reason`(
        what: String,
        joined: [String],
        priorities: [String: Int],
        reasons: [String: String]
    ) {
        let project = ComposeProject.named { maker in
            for key in joined { maker.network(key) }
            maker.service("web", on: "a") { service in
                service.networks = joined.map { key in
                    var network = ServiceNetwork(key: key, at: service.place)
                    network.gatewayPriority = priorities[key].map { Placed($0, at: service.place) }
                    return network
                }
            }
        }
        let plan = AddressPlan(Realisation.of([project], at: noon))
        for (network, reason) in reasons {
            #expect(plan.seats.first { $0.network == network }?.reason == reason, "\(what)")
        }
    }

    @Test func `free subnets collide with nothing`() throws {
        let project = ComposeProject.named {
            $0.network("back", subnet: "10.0.1.0/24")
            $0.service("db", on: "back")
        }
        var host = HostFacts()
        host.onLinkRoutes = [try IPPrefix(parsing: "10.0.3.0/24")]
        let made = Realisation.of([project], host: host, at: noon)
        func free(_ count: Int, _ length: Int, avoiding avoided: [String] = []) -> [String] {
            FreeSubnets.find(
                count,
                length: length,
                family: length > 32 ? .ipv6 : .ipv4,
                in: made,
                avoiding: avoided.compactMap { IPPrefix($0) }
            ).map(\.description)
        }
        #expect(free(3, 24, avoiding: ["10.0.0.0/24"]) == ["10.0.2.0/24", "10.0.4.0/24", "10.0.5.0/24"])
        #expect(free(2, 16) == ["10.1.0.0/16", "10.2.0.0/16"])
        #expect(free(2, 12, avoiding: ["10.0.0.0/8"]) == [])
        // What the default pools have not given out comes last.
        #expect(free(3, 16, avoiding: ["10.0.0.0/8"]) == ["172.16.0.0/16", "172.18.0.0/16", "172.19.0.0/16"])
        #expect(free(2, 64).count == 2)
    }

    @Test func `an engine's own pools are where networks come from`() throws {
        var engine = EngineSettings(engineID: "")
        engine.addressPools = [.init(base: try IPPrefix(parsing: "10.64.0.0/22"), size: 24)]
        engine.defaultBridge.address = try IPPrefix(parsing: "10.1.0.9/16")
        engine.defaultBridge.range = try IPPrefix(parsing: "10.1.128.0/17")
        engine.defaultBridge.mtu = 1400
        engine.defaultNetworkOptions = [.init(driver: "bridge", options: ["com.docker.network.driver.mtu": "1400"])]
        try engine.validate()
        let lab = Lab(engine: engine, created: noon)
        #expect(try lab.network(matching: "bridge").subnets.first?.gateway?.description == "10.1.0.9")
        #expect(try lab.network(matching: "bridge").bridge.effectiveMTU == 1400)
        let project = ComposeProject.named { maker in
            for index in 0..<5 {
                maker.network("n\(index)")
                maker.service("s\(index)", on: "n\(index)")
            }
        }
        let made = Realisation.of([project], on: lab, at: noon)
        #expect(made.failures.first?.error.message == "all predefined address pools have been fully subnetted")
        #expect(try made.lab.network(matching: "shop_n0").subnets.first?.prefix.description == "10.64.0.0/24")
        #expect(try made.lab.network(matching: "shop_n0").bridge.effectiveMTU == 1400)
        let pools = AddressPlan(made).pools.filter { $0.base.family == .ipv4 }
        #expect(pools.map(\.used) == [4] && pools.map(\.free) == [0])
        engine.addressPools[0].size = 8
        #expect(
            refusal { try engine.validate() }
                == "failed to initialize default address pools: network at index 0 (&{10.64.0.0/22 8}) has a smaller "
                + "prefix (/22) than the target size of that pool (/8)"
        )
    }
}
