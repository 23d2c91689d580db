import TestSupport
import Testing

@testable import Lint

/// What files are like that people write, cut down to what was once judged wrongly: all that is found in each, and no more.
@Suite("Files as they are")
struct RealFileTests {
    static let files: [(file: String, rules: [String])] = [
        ("services: {resolver: {image: pihole/pihole, ports: [\"192.168.7.2:53:53/udp\", \"127.0.0.1:8053:80\"]}}", []),
        (
            "services: {resolver: {image: pihole/pihole, dns: [127.0.0.1, 9.9.9.9], ports: [\"127.0.0.1:53:53/udp\"]}}",
            []
        ),
        (
            """
            services: {web: {image: nginx, networks: {shared: {ipv4_address: 172.29.4.8}}}}
            networks: {shared: {external: true, name: office}}
            """, []
        ),
        (
            """
            services: {web: {image: nginx, networks: {n: {ipv4_address: 10.9.0.400}}}}
            networks: {n: {ipam: {config: [{subnet: 10.9.0.0/40}]}}}
            """, ["engine-refuses", "engine-refuses"]
        ),
        (
            """
            services: {tools: {build: ./tools}, web: {build: ./web, depends_on: [tools], networks: [inner]}}
            networks: {inner: {}}
            """, ["default-network-catchall"]
        ),
        (
            "services: {one: {image: nginx, container_name: site}, two: {image: nginx, container_name: site}}",
            ["container-name-duplicate"]
        ),
        (
            """
            services:
              client: {image: transmission, network_mode: "container:tunnel", depends_on: [tunnel]}
              tunnel: {image: gluetun, container_name: tunnel, ports: ["127.0.0.1:9091:9091"]}
            """, ["shared-netns-restart"]
        ),
        ("services: {web: {image: nginx, dns: \"${NOBODY_SET_THIS}\"}}", ["compose-warning"]),
        (
            """
            services:
              tunnel: {image: qmcgaw/gluetun}
              client: {image: transmission, network_mode: "service:tunnel", ports: ["127.0.0.1:9091:9091"]}
              finder: {image: prowlarr, environment: {CLIENT_URL: "http://client:9091"}}
            """, ["shared-netns-restart", "shared-netns-ports", "alias-scope"]
        ),
        (
            "services: {store: {image: postgres, network_mode: host}, cache: {image: redis, network_mode: host}}",
            ["host-mode-sensitive", "host-mode-sensitive"]
        ),
        (
            """
            services:
              api: {image: example/api, environment: {DB_URL: "postgres://u:p@localhost:5432/d"}, depends_on: [store]}
              store: {image: postgres}
            """, ["localhost-for-service"]
        ),
        (
            """
            services:
              api: {image: example/api, network_mode: none, ports: ["9000:90"], environment: {DB_URL: "postgres://u:p@store:5432/d"}}
              store: {image: postgres}
            """, ["none-mode-ports", "alias-scope"]
        ),
        (
            """
            services:
              api: {image: example/api, environment: {DB_URL: "postgres://u:p@store:25432/d"}, depends_on: [store]}
              store: {image: postgres, ports: ["127.0.0.1:25432:5432"]}
            """, ["host-port-between-services"]
        ),
        (
            """
            services:
              edge: {image: "traefik:v3", ports: ["127.0.0.1:80:80"], networks: [front]}
              api: {image: example/api, networks: [inner], labels: [traefik.enable=true, traefik.docker.network=front]}
            networks: {front: {}, inner: {}}
            """, ["traefik-network"]
        ),
        ("services: {web: {image: example/web, ports: [\"100.70.1.2:8080:80\", \"192.0.2.10:81:80\"]}}", []),
        (
            """
            services: {web: {image: nginx, networks: [n]}}
            networks: {n: {ipam: {config: [{subnet: 192.168.8.0/24, ip_range: 192.168.8.6/30}]}}}
            """, ["range-outside-subnet"]
        ),
        ("services: {web: {image: nginx}}\njobs: {once: {image: busybox, command: echo done}}", ["compose-refuses"]),
        (
            """
            services: {resolver: {image: pihole/pihole, networks: {lan: {ipv4_address: 192.168.8.200}}}}
            networks:
              lan:
                driver: macvlan
                driver_opts: {parent: enp4s0.20}
                ipam: {config: [{subnet: 192.168.8.0/24, gateway: 192.168.8.1, ip_range: 192.168.8.192/27}]}
            """, []
        ),
        (
            """
            services:
              api: {image: example/api, networks: [outer, inner]}
              web: {image: nginx, ports: ["127.0.0.1:80:80"], networks: [inner]}
            networks: {outer: {external: true}, inner: {internal: true}}
            """, ["internal-publish"]
        ),
        (
            "services: {7: {image: nginx}, web: {image: nginx, environment: {1: x}}}",
            ["compose-refuses", "compose-refuses"]
        ),
    ]

    @Test(arguments: files)
    func `all is found, and nothing else`(_ file: String, _ rules: [String]) throws {
        let result = try CheckedFiles.check(["name: p\n" + file], goesOn: true)
        #expect(result.findings.map(\.rule).sorted() == rules.sorted(), "\(result.findings.map(\.message))")
    }
}
