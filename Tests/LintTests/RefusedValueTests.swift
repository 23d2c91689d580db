import Testing
import YAML

@testable import Lint

/// A value that Compose or the engine refuses is a finding at its line, and the rest of the file goes on.
@Suite("Refused values")
struct RefusedValueTests {
    /// One mistake a line: behind `# !` stands the rule that tells of it.
    static let file = """
        name: shop
        services:
          web:
            image: example/web
            container_name: web
            mac_address: "zz:11" # !engine-refuses
            restart: never # !engine-refuses
            mem_limit: 5q # !compose-refuses
            stop_grace_period: 5x # !compose-refuses
            dns:
              - 10.5.0.300 # !engine-refuses
              - 9.9.9.9
            extra_hosts:
              - "a=10.5.0.300" # !engine-refuses
              - nothing # !compose-refuses
            expose:
              - "80/zap" # !engine-refuses
              - abc # !engine-refuses
            ports:
              - "99999:80" # !compose-refuses
              - "10.5.0.300:81:81" # !compose-refuses
              - "8x:9" # !compose-refuses
              - target: 70000 # !engine-refuses
              - target: 5
                published: abc # !engine-refuses
              - target: 6
                host_ip: 10.5.0.300 # !compose-refuses
              - target: 7
                protocol: zap # !engine-refuses
              - published: 8 # !compose-refuses
            networks:
              front:
                ipv4_address: 10.5.0.300 # !engine-refuses
                ipv6_address: fd00::zz # !engine-refuses
                mac_address: gg # !engine-refuses
                link_local_ips:
                  - 169.254.1.999 # !engine-refuses
                priority: high # !compose-refuses
                gw_priority: low # !compose-refuses
              nowhere: # !compose-refuses
            depends_on:
              - nobody # !compose-refuses
            volumes:
              - "undeclared:/data" # !compose-refuses
              - ":/data" # !compose-refuses
            secrets:
              - undeclared # !compose-refuses
          db:
            image: postgres
            networks: [front, back]
            deploy:
              replicas: -1 # !compose-refuses
            healthcheck:
              interval: 5x # !compose-refuses
            ports:
              - "5432:5432" # !port-sensitive-public
          bare: # !compose-refuses
            networks: [front]
          first:
            image: example/first
            networks: [front]
            depends_on:
              - second # !compose-refuses
          second:
            image: example/second
            networks: [front]
            depends_on: [first]
          stray:
            image: example/stray
            networks: [front]
            imgae: typo # !compose-refuses
          heir:
            image: example/heir
            networks: [front]
            extends:
              service: nobody # !compose-refuses
          joiner:
            image: example/joiner
            network_mode: "service:nobody" # !compose-refuses
        networks:
          front:
            ipam:
              config:
                - subnet: 10.5.0.0/33 # !engine-refuses
                  gateway: 10.5.0.300 # !engine-refuses
                  ip_range: 10.5.0.0/99 # !engine-refuses
                  aux_addresses:
                    a: 10.5.0.300 # !engine-refuses
          back:
            enable_ipv6: maybe # !compose-refuses
            ipam:
              config:
                - subnet: 10.6.0.0/24
                  gateway: 10.7.0.1 # !gateway-outside-subnet
          extra:
            nothing: 1 # !compose-refuses
        x-netsim:
          expekt: [] # !x-netsim-unreadable
          expect:
            - db resolves nobody to 1 address # !expectation
            - nonsense # !expectation-unreadable
        toplevel: 5 # !compose-refuses

        """

    static let rules: Set<String> = [
        "compose-refuses", "engine-refuses", "expectation", "expectation-unreadable", "gateway-outside-subnet",
        "port-sensitive-public", "x-netsim-unreadable",
    ]

    @Test
    func `every bad value of a file is told at its line in one run`() throws {
        let lines = Self.file.split(separator: "\n", omittingEmptySubsequences: false)
        let wanted = lines.enumerated().compactMap { index, line -> String? in
            guard let mark = line.firstRange(of: "# !") else { return nil }
            return "\(index + 1) \(line[mark.upperBound...])"
        }
        let result = try CheckedFiles.check([Self.file], goesOn: true)
        let found = result.findings.filter { Self.rules.contains($0.rule) }.map { "\($0.place.line) \($0.rule)" }
        #expect(found == wanted)
        #expect(result.isRefused)
    }

    @Test
    func `what cannot be loaded is still refused elsewhere`() {
        #expect(throws: (any Error).self) { try CheckedFiles.check([Self.file]) }
    }
}
