import Addressing
import Lab
import Planning
import Rendering
import TestSupport
import Testing
internal import Text
import YAML

@testable import Exchange

@Suite struct DesignExportTests {
    static let designs = [
        """
        name: shop
        services:
          web:
            image: nginx
            ports: ["8080:80", "127.0.0.1:9000-9001:9000-9001", "53:53/udp"]
            networks:
              front: {aliases: [www], priority: 10}
              back: {ipv4_address: 10.7.0.9, gw_priority: 5}
            restart: on-failure:3
          db:
            image: postgres
            command: ["postgres", "-c", "price=$$5 'x'"]
            expose: ["5432"]
            networks: [back]
            hostname: database
            dns: [192.0.2.7]
            extra_hosts: ["lan:192.0.2.9"]
        networks:
          front: {enable_ipv6: true, driver_opts: {com.docker.network.driver.mtu: "1400"}}
          back:
            internal: true
            labels: {tier: data}
            ipam: {config: [{subnet: 10.7.0.0/24, ip_range: 10.7.0.128/25, gateway: 10.7.0.254, aux_addresses: {printer: 10.7.0.5}}]}
        """,
        """
        name: scaled
        services:
          api: {image: api, scale: 3, expose: ["80"]}
          client: {image: curl, container_name: asker, depends_on: [api]}
          side: {image: side, network_mode: "service:client"}
          metal: {image: metal, network_mode: host}
          alone: {image: alone, network_mode: none}
          old: {image: old, network_mode: bridge}
        """,
        """
        name: lan
        services:
          camera: {image: camera, networks: {lan: {ipv4_address: 192.0.2.70, mac_address: "02:00:00:00:00:07"}}}
        networks:
          lan:
            driver: macvlan
            driver_opts: {parent: eth0}
            ipam: {config: [{subnet: 192.0.2.0/24, gateway: 192.0.2.1, ip_range: 192.0.2.64/27}]}
        """,
    ]

    @Test(arguments: designs)
    func `a Compose file written and read again gives the same lab`(design: String) throws {
        let before = try Designs.lab(of: design)
        let text = ComposeExport.text(of: before)
        let after = try Designs.lab(of: text)
        #expect(DiffText.plain(DesignDiff(from: before, to: after)) == "", "\(text)")
        #expect(ComposeExport.text(of: after) == text)
        for (a, b) in zip(before.allContainers, after.allContainers) {
            #expect(a.name == b.name)
            #expect(a.config.command == b.config.command)
            #expect(a.config.portBindings == b.config.portBindings)
            #expect(a.config.restartPolicy == b.config.restartPolicy)
            #expect(a.config.hostname == b.config.hostname)
            #expect(a.config.extraHosts == b.config.extraHosts)
        }
    }

    /// A lab with a bit of everything that its exports show.
    private func shop() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("back", subnet: "10.0.1.0/24") { $0.isInternal = true }
        try lab.network("front", subnet: "10.0.0.0/24")
        try lab.run("db", on: "back", ip: "10.0.1.5") {
            $0.config.image = "postgres"
            $0.config.exposedPorts = [ContainerPort(5432)]
            $0.config.environment = ["PASSWORD=it's $ecret"]
        }
        let publish = [PortBinding(port: ContainerPort(80), hostPorts: PortRange(8080 as UInt16))]
        try lab.run("web", on: "front", aliases: ["www"], publish: publish) { $0.config.image = "nginx" }
        var config = EndpointConfig()
        config.aliases = ["web-inside"]
        config.cameFromConnect = true
        try lab.connect(network: "back", container: "web", config: config)
        return lab
    }

    @Test func `docker commands are quoted, ordered, and taken back`() throws {
        let text = DockerScript.text(of: try shop(), at: noon)
        #expect(
            text == #"""
                #!/bin/sh
                # Makes these networks and containers with a Docker Engine; "down" removes them.
                # Containers start in the order that brings their addresses back.
                set -eu

                if [ "${1:-up}" = down ]; then
                  docker rm --force db web >/dev/null 2>&1 || true
                  docker network rm front >/dev/null 2>&1 || true
                  docker network rm back >/dev/null 2>&1 || true
                  exit 0
                fi

                docker network create --internal --subnet 10.0.1.0/24 --gateway 10.0.1.1 back >/dev/null
                docker network create --subnet 10.0.0.0/24 --gateway 10.0.0.1 front >/dev/null
                docker create --name db --network back --ip 10.0.1.5 --expose 5432/tcp --env 'PASSWORD=it'\''s $ecret' postgres >/dev/null
                docker start db >/dev/null
                docker create --name web --network front --network-alias www --publish 8080:80/tcp nginx >/dev/null
                docker network connect --alias web-inside back web
                docker start web >/dev/null

                """#
        )
    }

    @Test func `policies allow who reaches whom, and nothing else`() throws {
        let text = NetworkPolicyExport.text(of: try shop())
        let policies = text.components(between: "---\n")
        #expect(
            policies == [
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: db
                spec:
                  podSelector:
                    matchLabels:
                      app: db
                  policyTypes:
                    - Ingress
                    - Egress
                  ingress:
                    - from:
                        - podSelector:
                            matchLabels:
                              app: web
                      ports:
                        - protocol: TCP
                          port: 5432
                  egress:
                    - to:
                        - podSelector:
                            matchLabels:
                              app: web
                      ports:
                        - protocol: TCP
                          port: 80
                    - to:
                        - namespaceSelector: {}
                          podSelector:
                            matchLabels:
                              k8s-app: kube-dns
                      ports:
                        - protocol: TCP
                          port: 53
                        - protocol: UDP
                          port: 53

                """,
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata:
                  name: web
                spec:
                  podSelector:
                    matchLabels:
                      app: web
                  policyTypes:
                    - Ingress
                    - Egress
                  ingress:
                    - from:
                        - podSelector:
                            matchLabels:
                              app: db
                      ports:
                        - protocol: TCP
                          port: 80
                    - from:
                        - ipBlock:
                            cidr: 0.0.0.0/0
                      ports:
                        - protocol: TCP
                          port: 80
                  egress:
                    - to:
                        - podSelector:
                            matchLabels:
                              app: db
                      ports:
                        - protocol: TCP
                          port: 5432
                    - to:
                        - namespaceSelector: {}
                          podSelector:
                            matchLabels:
                              k8s-app: kube-dns
                      ports:
                        - protocol: TCP
                          port: 53
                        - protocol: UDP
                          port: 53
                    - to:
                        - ipBlock:
                            cidr: 0.0.0.0/0
                            except:
                              - 10.0.0.0/8
                              - 172.16.0.0/12
                              - 192.168.0.0/16

                """,
            ]
        )
    }

    @Test func `a containerlab topology read back has the same addresses and networks`() throws {
        let before = try shop()
        let text = ContainerlabExport.text(of: before, name: "shop")
        var sources = SourceTable()
        let file = sources.add(path: "shop.clab.yml", bytes: Array(text.utf8))
        let root = try #require(try YAMLReader.read(file: file, in: sources).first)
        let after = try ContainerlabImport(root, at: noon)
        #expect(after.notes == [])
        let diff = DesignDiff(from: before, to: after.lab, parts: [.addresses])
        #expect(diff.addresses == [], "\(text)")
        #expect(diff.networks.map(\.network) == ["back"])
    }

    @Test(
        arguments: [
            ("", "''"), ("web", "web"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("$(reboot)", "'$(reboot)'"),
            ("a\nb", "'a\nb'"), ("~", "'~'"), ("*", "'*'"), ("80:80/tcp", "80:80/tcp"), ("`x`", "'`x`'"),
        ]
    )
    func `a word reaches the program as it stands`(word: String, quoted: String) {
        #expect(ShellWord.quoted(word) == quoted)
    }

    @Test func `a comment never ends early`() {
        #expect(ShellWord.comment("a\nreboot\r\u{7f}b") == "# a reboot  b")
    }
}

extension String {
    /// What follows each separator.
    fileprivate func components(between separator: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return Array((parts + [String(rest)]).dropFirst())
    }
}
