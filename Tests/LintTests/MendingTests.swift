import Testing

@testable import Lint

/// One refusal hides no other finding.
@Suite("Mistakes beside mistakes")
struct MendingTests {
    /// Fifteen mistakes, most of which the engine refuses.
    static let mistakes = """
        name: shop
        services:
          web:
            image: example/web
            networks: {front: {ipv4_address: 10.9.9.9}, back: {}}
            ports: ["8080:80", "8080:81", "9090:90"]
          api:
            image: example/api
            networks: {front: {ipv4_address: 10.1.0.40}}
            ports: ["127.0.0.1:9090:90"]
            environment: {DATABASE_URL: "postgres://app@db:5432/shop", CACHE_HOST: localhost}
          twin: {image: example/api, networks: {front: {ipv4_address: 10.1.0.40}}}
          cache: {image: redis, networks: [front], ports: ["6379:6379"]}
          db: {image: postgres, networks: [data], ports: ["5432:5432"]}
          job: {image: example/job, networks: [data]}
          agent: {image: example/agent, network_mode: none, ports: ["9100:9100"]}
          other: {image: example/other, networks: [cut]}
          more: {image: example/other, networks: [cut]}
        networks:
          front: {ipam: {config: [{subnet: 10.1.0.7/24, gateway: 10.2.0.1, ip_range: 10.3.0.0/25}]}}
          back: {ipam: {config: [{subnet: 10.1.0.0/20}]}}
          data: {driver_opts: {com.docker.network.bridge.enable_icc: maybe}}
          cut: {driver: brigde}
        """

    static let rules = [
        "alias-scope", "engine-refuses", "engine-refuses", "gateway-outside-subnet", "localhost-for-service",
        "none-mode-ports", "port-all-interfaces", "port-all-interfaces", "port-all-interfaces", "port-duplicate",
        "port-duplicate", "port-sensitive-public", "port-sensitive-public", "range-outside-subnet",
        "static-ip-duplicate", "static-ip-outside-subnet", "subnet-host-bits", "subnet-overlap",
    ]

    @Test
    func `all of a file's mistakes are told in one run`() throws {
        let result = try CheckedFiles.check([Self.mistakes])
        let found = result.findings.filter { $0.severity > .info && $0.rule != "network-single-member" }
        #expect(found.map(\.rule).sorted() == Self.rules, "\(found.map { "\($0.rule): \($0.message)" })")
    }

    @Test
    func `projects that are in each other's way show what each shows alone`() throws {
        let count = 156
        func file(_ number: Int) -> String {
            """
            name: p\(number)
            services:
              web: {image: example/web, ports: ["8080:80"], networks: [front]}
              db: {image: postgres, ports: ["5432:5432", "127.0.0.1:6000:6000"], networks: [front]}
              more: {image: redis, networks: [a, b]}
              rest: {image: redis, networks: [a, b]}
            networks: {front: {}, a: {internal: true}, b: {internal: true}}
            """
        }
        func exposures(_ result: CheckResult) -> [String] {
            result.findings.filter { ["port-all-interfaces", "port-sensitive-public"].contains($0.rule) }
                .map { "\($0.subject) \($0.severity.name)" }.sorted()
        }
        let together = try CheckedFiles.check((0..<count).map(file))
        let alone = try (0..<count).flatMap { exposures(try CheckedFiles.check([file($0)])) }.sorted()
        #expect(exposures(together) == alone)
        #expect(alone.count == 2 * count)
    }
}
