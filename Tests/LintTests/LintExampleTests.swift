import Lab
import Testing
import YAML

@testable import Lint

/// The examples on the rules' own pages.
@Suite("Rules of lint by their examples")
struct LintExampleTests {
    static let names = LintRule.all.map(\.name)

    /// Where each bad example's finding stands: line, and the text there.
    static let places: [String: String] = [
        "subnet-overlap": "6 172.30.0.0/20",
        "subnet-host-conflict": "6 192.168.1.0/24",
        "subnet-reserved-range": "6 10.8.0.0/24",
        "subnet-public-range": "6 172.72.0.0/24",
        "subnet-host-bits": "6 10.1.0.7/24",
        "subnet-too-small": "6 10.2.0.0/29",
        "subnet-oversized": "6 10.3.0.0/16",
        "pool-exhausted": "14 n9",
        "range-outside-subnet": "6 172.29.0.0/24",
        "aux-address-conflict": "3 10.4.0.9",
        "gateway-outside-subnet": "6 172.31.0.1",
        "gateway-taken": "3 172.30.0.1",
        "gateway-ambiguous": "3 front",
        "static-ip-outside-subnet": "3 10.9.9.9",
        "static-ip-duplicate": "4 172.30.0.10",
        "static-ip-in-dynamic-range": "3 10.5.0.2",
        "static-ip-unusable": "3 10.5.0.255",
        "static-ip-no-subnet": "3 10.5.0.9",
        "ipv6-disabled-address": "3 \"fd00:5::9\"",
        "ipv6-not-ula": "6 \"2600:1f00:1:2::/64\"",
        "mac-duplicate": "4 \"02:00:00:00:00:01\"",
        "alias-collision": "3 db",
        "alias-shadows-domain": "3 api.stripe.com",
        "alias-default-bridge": "3 www",
        "alias-scope": "3 \"postgres://app@db:5432/shop\"",
        "name-not-hostname": "3 my_api",
        "localhost-for-service": "3 \"postgres://app@localhost:5432/shop\"",
        "host-port-between-services": "3 \"postgres://app@db:15432/shop\"",
        "name-near-service": "3 \"postgres://app@postgress:5432/shop\"",
        "name-ambiguous": "3 networks",
        "name-too-long": "3 \(String(repeating: "front-", count: 11))end",
        "interface-name-too-long": "6 com.docker.network.bridge.name",
        "traefik-network": "8 web",
        "host-mode": "3 host",
        "host-mode-sensitive": "3 host",
        "none-mode-ports": "3 \"127.0.0.1:8080:80\"",
        "container-name-duplicate": "3 db",
        "links-legacy": "3 \"db:database\"",
        "rr-sticky-client": "3 api",
        "dns-search-shadow": "3 corp.test",
        "dns-ndots-override": "3 \"ndots:5\"",
        "dns-loopback": "3 127.0.0.53",
        "dns-internal-upstream": "3 8.8.8.8",
        "dns-upstream-limit": "3 192.0.2.56",
        "depends-no-path": "3 db",
        "icc-off-dependency": "3 db",
        "internal-publish": "3 \"127.0.0.1:8080:80\"",
        "port-all-interfaces": "3 \"8080:80\"",
        "port-sensitive-public": "3 \"5432:5432\"",
        "port-repeated": "3 \"127.0.0.1:8080:80/tcp\"",
        "port-duplicate": "3 \"127.0.0.1:8080:80\"",
        "port-host-busy": "3 \"192.0.2.10:22:22\"",
        "host-mode-ports": "3 \"127.0.0.1:9100:9100\"",
        "shared-netns-ports": "9 \"127.0.0.1:9091:9091\"",
        "shared-netns-restart": "5 \"service:vpn\"",
        "mode-with-networks": "3 networks",
        "netns-cycle": "3 \"service:b\"",
        "zone-bridge": "5 public",
        "default-network-catchall": "5 cron",
        "network-single-member": "7 back",
        "network-unused": "7 back",
        "external-missing": "5 shared",
        "macvlan-host-path": "3 \"127.0.0.1:631:631\"",
        "mtu-above-uplink": "6 front",
        "mtu-mixed": "3 back",
        "bridge-port-limit": "5 fleet",
    ]

    @Test(arguments: names)
    func `the bad example gives this finding alone, at its place`(_ name: String) throws {
        let rule = try #require(LintRule.named(name))
        let result = try CheckedFiles.check(rule.bad.files, host: rule.bad.host())
        #expect(result.findings.map(\.rule) == [name], "\(result.findings.map(\.message))")
        let finding = try #require(result.findings.first)
        #expect(finding.severity == rule.severity)
        #expect(finding.fix != nil)
        #expect(!finding.subject.contains(":\(finding.place.line)"))
        if name != "engine-refuses" { #expect(CheckedFiles.places(result) == ["\(name) \(Self.places[name] ?? "?")"]) }
    }

    @Test(arguments: names)
    func `the good example gives none`(_ name: String) throws {
        let rule = try #require(LintRule.named(name))
        let result = try CheckedFiles.check(rule.good.files, host: rule.good.host())
        #expect(result.findings.map { "\($0.rule): \($0.message)" } == [])
    }

    @Test
    func `names are permanent, and each is of one rule`() {
        #expect(Set(Self.names).count == Self.names.count)
        #expect(Set(Self.names).isDisjoint(with: LintRule.otherNames))
        #expect(Self.names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } })
    }

    /// What a naive reading reports and Docker does not do: file, and the rules that are found.
    static let silent: [(why: String, file: String, rules: [String])] = [
        (
            "ports that Docker would not publish are not exposed",
            """
            services:
              a: {image: x, network_mode: host, ports: ["5432:5432"]}
              b: {image: x, networks: [inside], ports: ["6379:6379"]}
              c: {image: x, networks: [inside]}
            networks:
              inside: {internal: true}
            """,
            ["host-mode-ports", "host-mode-sensitive", "internal-publish"]
        ),
        (
            "a network's own default for ports is looked at",
            """
            services:
              db: {image: postgres, networks: [back], ports: ["5432:5432"]}
              app: {image: x, networks: [back]}
            networks:
              back: {driver_opts: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.1}}
            """,
            []
        ),
        (
            "an address too high for the neighbors to fill what is below it is safe",
            """
            services:
              db: {image: postgres, networks: {back: {ipv4_address: 10.5.0.10}}}
              app: {image: x, scale: 8, networks: [back]}
            networks:
              back: {ipam: {config: [{subnet: 10.5.0.0/24}]}}
            """,
            []
        ),
        (
            "and with one more neighbor it is not",
            """
            services:
              db: {image: postgres, networks: {back: {ipv4_address: 10.5.0.10}}}
              app: {image: x, scale: 9, networks: [back]}
            networks:
              back: {ipam: {config: [{subnet: 10.5.0.0/24}]}}
            """,
            ["static-ip-in-dynamic-range"]
        ),
        (
            "two macvlan networks may share a subnet with different ranges",
            """
            services:
              a: {image: x, networks: [one]}
              b: {image: x, networks: [two]}
            networks:
              one:
                driver: macvlan
                driver_opts: {parent: eth0}
                ipam: {config: [{subnet: 10.7.0.0/24, ip_range: 10.7.0.64/26, gateway: 10.7.0.1}]}
              two:
                driver: macvlan
                driver_opts: {parent: eth0}
                ipam: {config: [{subnet: 10.7.0.0/24, ip_range: 10.7.0.128/26, gateway: 10.7.0.2}]}
            """,
            []
        ),
        (
            "a dependency is reached by a published port",
            """
            services:
              web: {image: x, networks: [front], depends_on: [db]}
              app: {image: x, networks: [front]}
              db: {image: postgres, networks: [back], ports: ["192.0.2.10:5432:5432"]}
              job: {image: x, networks: [back]}
            networks:
              front: {}
              back: {}
            """,
            []
        ),
        (
            "a job that only has to end is not spoken to",
            """
            services:
              web: {image: x, networks: [front], depends_on: {job: {condition: service_completed_successfully}}}
              app: {image: x, networks: [front]}
              job: {image: x, network_mode: none}
            networks:
              front: {}
            """,
            []
        ),
        (
            "several mistakes of one network are told one by one",
            """
            services:
              web: {image: x, networks: [front]}
              app: {image: x, networks: [front]}
            networks:
              front: {ipam: {config: [{subnet: 10.1.0.7/24, gateway: 10.2.0.1, ip_range: 10.3.0.0/25}]}}
            """,
            ["subnet-host-bits", "gateway-outside-subnet", "range-outside-subnet"]
        ),
    ]

    @Test(arguments: silent)
    func `rules ask the model`(_ why: String, _ file: String, _ rules: [String]) throws {
        let result = try CheckedFiles.check(["name: shop\n" + file])
        #expect(result.findings.map(\.rule).sorted() == rules.sorted(), "\(why): \(result.findings.map(\.message))")
    }

    @Test
    func `a file of nothing but the usual has nothing but the usual`() throws {
        let result = try CheckedFiles.check(["name: shop\nservices:\n  web: {image: nginx}\n  db: {image: postgres}\n"])
        #expect(result.findings.isEmpty)
        #expect((result.services, result.networks, result.containers) == (2, 1, 2))
        #expect(result.rules + result.rulesWithoutFacts == LintRule.all.count)
    }
}
