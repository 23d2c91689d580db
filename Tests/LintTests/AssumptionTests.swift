import Projects
import Testing

@testable import Lint

/// What a file cannot know of its host is unknown, not wrong.
@Suite("What is assumed of the host")
struct AssumptionTests {
    static let assumed: [(file: String, assumptions: [String])] = [
        (
            "services: {a: {image: x, ports: [\"192.168.1.5:53:53/udp\", \"127.0.0.1:8080:80\", \"192.168.1.5:80:80\"]}}",
            ["the host has the address 192.168.1.5"]
        ),
        (
            """
            services: {a: {image: x, networks: {lan: {ipv4_address: 172.30.5.9}}}}
            networks: {lan: {external: true, name: shared}}
            """,
            ["network shared is there, with 172.30.5.0/24"]
        ),
        (
            """
            services: {a: {image: x, networks: {lan: {ipv4_address: 172.30.5.1}}}, b: {image: x, networks: {lan: {ipv4_address: 172.30.9.7}}}}
            networks: {lan: {external: true}}
            """,
            ["network lan is there, with 172.30.0.0/20"]
        ),
        (
            """
            services: {a: {image: x, networks: {lan: {ipv6_address: "2001:db8:5::9"}}}}
            networks: {lan: {external: true}}
            """,
            ["network lan is there, with 2001:db8:5::/64"]
        ),
        (
            """
            services: {a: {image: x, networks: [one]}, b: {image: x, networks: [two]}}
            networks: {one: {external: true}, two: {external: true, name: other}}
            """,
            ["network one is there", "network other is there"]
        ),
        (
            """
            services: {a: {image: x, networks: {one: {ipv4_address: 10.5.5.9}}}, b: {image: x, networks: {two: {ipv4_address: 10.5.5.200}}}}
            networks: {one: {external: true}, two: {external: true}}
            """,
            ["network one is there, with 10.5.5.0/25", "network two is there, with 10.5.5.128/25"]
        ),
        (
            """
            services: {a: {image: x, networks: [lan]}, b: {image: x, networks: [vlan]}}
            networks:
              lan: {driver: macvlan, driver_opts: {parent: enp3s0}, ipam: {config: [{subnet: 10.20.0.0/24, gateway: 10.20.0.1}]}}
              vlan: {driver: ipvlan, driver_opts: {parent: enp4s0.20}, ipam: {config: [{subnet: 10.21.0.0/24}]}}
            """,
            ["the host has the interface enp3s0", "the host has the interface enp4s0"]
        ),
        (
            "services: {a: {image: x, network_mode: \"container:vpn\"}}",
            ["container vpn runs"]
        ),
        (
            """
            services: {a: {image: x, networks: [n]}, b: {image: x, networks: [n]}}
            networks: {n: {driver: weave, driver_opts: {encrypted: "1"}}}
            """,
            ["network n of the plugin weave is like a bridge"]
        ),
        (
            """
            services: {a: {image: x, networks: [n], deploy: {replicas: 3, placement: {constraints: [node.role == worker]}}, ports: ["127.0.0.1:80:80"]}}
            networks: {n: {driver: overlay, attachable: true}}
            """,
            ["p is for a swarm (deploy.placement)"]
        ),
    ]

    @Test(arguments: assumed)
    func `it is told once, and nothing is wrong`(_ file: String, _ assumptions: [String]) throws {
        let result = try CheckedFiles.check(["name: p\n" + file])
        #expect(result.assumptions.map(\.text) == assumptions)
        #expect(result.findings.filter { $0.severity == .error }.map(\.message) == [])
    }

    static let stated: [(host: String, file: String, rules: [String])] = [
        ("addresses: [192.168.1.5/24]", "services: {a: {image: x, ports: [\"192.168.1.5:80:80\"]}}", []),
        (
            "addresses: [192.168.1.6/24]", "services: {a: {image: x, ports: [\"192.168.1.5:80:80\"]}}",
            ["engine-refuses"]
        ),
        (
            "networks: [{name: lan, subnets: [172.30.5.0/24]}]",
            """
            services: {a: {image: x, networks: {lan: {ipv4_address: 172.30.5.9}}}}
            networks: {lan: {external: true}}
            """, []
        ),
        (
            "networks: [{name: lan, subnets: [172.30.6.0/24]}]",
            """
            services: {a: {image: x, networks: {lan: {ipv4_address: 172.30.5.9}}}}
            networks: {lan: {external: true}}
            """, ["engine-refuses"]
        ),
        (
            "networks: [proxy]",
            """
            services: {a: {image: x, networks: [lan]}}
            networks: {lan: {external: true}}
            """, ["external-missing"]
        ),
        (
            "interfaces: [eth1]",
            """
            services: {a: {image: x, networks: [lan]}}
            networks: {lan: {driver: macvlan, driver_opts: {parent: enp3s0}}}
            """, ["engine-refuses"]
        ),
        ("containers: [vpn]", "services: {a: {image: x, network_mode: \"container:vpn\"}}", []),
        ("containers: [web]", "services: {a: {image: x, network_mode: \"container:vpn\"}}", ["engine-refuses"]),
        (
            "drivers: [weave]",
            """
            services: {a: {image: x, networks: [n]}, b: {image: x, networks: [n]}}
            networks: {n: {driver: other-plugin}}
            """, ["engine-refuses"]
        ),
    ]

    @Test(arguments: stated)
    func `what is said of the host is not assumed`(_ host: String, _ file: String, _ rules: [String]) throws {
        let result = try CheckedFiles.check(["name: p\nx-netsim: {host: {\(host)}}\n" + file])
        #expect(result.findings.map(\.rule) == rules, "\(result.findings.map(\.message))")
        #expect(result.assumptions.isEmpty)
    }

    @Test(arguments: [
        ("two: {external: true}", "network one has it"),
        ("two: {external: true}, own: {ipam: {config: [{subnet: 10.5.5.0/30}]}}", "network one has it"),
    ])
    func `an address that no two networks of one host can hold is told of`(_ other: String, _ reason: String) throws {
        let result = try CheckedFiles.check([
            """
            services:
              a: {image: x, networks: {one: {ipv4_address: 10.5.5.9}}}
              b: {image: x, networks: {two: {ipv4_address: 10.5.5.9}}}
            networks: {one: {external: true}, \(other)}
            """
        ])
        let told = result.findings.filter { $0.severity == .error }
        #expect(told.map(\.rule) == ["engine-refuses"])
        #expect(
            told.first?.message.contains("no subnet of two can hold 10.5.5.9: \(reason)") == true,
            "\(told.map(\.message))"
        )
    }

    @Test
    func `a slip for a driver of the engine is none of a plugin`() throws {
        let result = try CheckedFiles.check([
            "services: {a: {image: x, networks: [n]}, b: {image: x, networks: [n]}}\nnetworks: {n: {driver: brigde}}"
        ])
        #expect(result.findings.map(\.rule) == ["engine-refuses"])
    }

    @Test
    func `all are one line of the text`() throws {
        let result = try CheckedFiles.check([
            """
            services:
              a: {image: x, networks: [one], ports: ["10.0.0.5:80:80", "10.0.0.6:80:80"]}
              b: {image: x, network_mode: "container:vpn"}
            networks: {one: {external: true}}
            """
        ])
        #expect(
            Assumption.line(result.assumptions)
                == "assumed: the host has the addresses 10.0.0.5 and 10.0.0.6; network one is there; container vpn runs "
                + "(x-netsim.host says otherwise)"
        )
    }
}
