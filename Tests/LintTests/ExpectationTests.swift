import Lab
import Testing
import YAML

@testable import Lint

@Suite("Expectations against the model")
struct ExpectationTests {
    /// A shop: a published proxy before an application before a database that is closed off, with a sidecar, a service in
    /// host mode, and three workers behind one alias.
    static let shop = """
        name: shop
        services:
          proxy:
            image: nginx
            ports: ["8443:443"]
            networks: [front]
            depends_on: [app]
          app:
            image: example/app
            expose: ["8000"]
            networks: [front, back]
          db:
            image: postgres
            networks:
              back: {ipv4_address: 10.60.2.9, aliases: [database]}
          sidecar:
            image: example/exporter
            network_mode: "service:db"
            x-netsim: {listen: [9187]}
          agent:
            image: example/agent
            network_mode: host
            x-netsim: {listen: [9100]}
          worker:
            image: example/worker
            scale: 3
            networks: {back: {aliases: [pool]}}
        networks:
          front: {ipam: {config: [{subnet: 10.60.1.0/24}]}}
          back: {internal: true, ipam: {config: [{subnet: 10.60.2.0/24}]}}
        x-netsim:
          upstream: [www.example.test A 198.51.100.80]
          expect:
            -
        """

    static func check(_ expectation: String, in file: String = shop) throws -> CheckResult {
        try CheckedFiles.check([file + " " + expectation + "\n"]) { $0.rules = [Finding.expectation] }
    }

    static let holding = [
        "outside can reach proxy:443", "outside can reach host:8443", "outside cannot reach host:8444",
        "host can reach 127.0.0.1:8443", "host can reach proxy:443", "proxy can reach app:8000",
        "proxy cannot reach app:8001", "app can reach db:5432", "app can reach database:5432", "app can reach db",
        "proxy cannot reach db:5432", "proxy cannot reach db", "proxy cannot reach database:5432",
        "outside cannot reach db:5432", "app can reach db:9187", "sidecar can reach worker:80",
        "proxy can reach agent:9100", "outside can reach agent:9100", "outside can reach host:9100",
        "db cannot reach 198.51.100.80:443", "app can reach 198.51.100.80:443", "app can reach www.example.test:443",
        "db cannot reach outside", "proxy can reach outside", "worker can reach worker:80", "db can reach db:5432",
        "shop-worker-2 can reach db:5432", "app can reach shop-db-1:5432", "app@shop can reach shop/db:5432",
        "app resolves worker to 3 addresses", "app resolves pool to 3 addresses", "app resolves db to 10.60.2.9",
        "app resolves db.shop_back to 10.60.2.9", "worker resolves worker to 3 addresses",
        "proxy resolves www.example.test to 198.51.100.80", "proxy cannot resolve db", "app cannot resolve sidecar",
        "outside cannot resolve db", "app cannot resolve nobody", "pool spreads over 3", "db spreads over 1",
        "nobody-at-all spreads over 0", "app cannot reach 10.60.2.200",
    ]

    /// Nothing says what the worker listens on: the way there is what is checked, in both senses.
    @Test func `what nobody knows is a doubt`() throws {
        let result = try Self.check("sidecar can reach worker:80")
        #expect(result.findings.map(\.rule) == [Finding.doubtfulExpectation])
        #expect(result.findings.map(\.severity) == [.info])
        #expect(result.findings.first?.message.contains("is not known") == true)
        #expect(try Self.check("sidecar cannot reach worker:80").holding == 0)
    }

    @Test(arguments: holding)
    func `holds`(_ text: String) throws {
        let result = try Self.check(text)
        #expect(result.findings.filter { $0.rule != Finding.doubtfulExpectation }.map(\.message) == [])
        #expect((result.expectations, result.holding) == (1, 1))
    }

    static let failing: [(text: String, message: String)] = [
        ("proxy can reach db:5432", "proxy can reach db:5432: shop-proxy-1 does not resolve \"db\""),
        (
            "proxy can reach app:8001",
            "proxy can reach app:8001: shop-proxy-1 does not reach shop-app-1 at 10.60.1.2:8001: nothing listens on the port"
        ),
        (
            "app cannot reach db:5432",
            "app cannot reach db:5432: shop-app-1 reaches shop-db-1 on 5432/tcp at 10.60.2.9:5432"
        ),
        (
            "app cannot reach proxy:443",
            "app cannot reach proxy:443: shop-app-1 reaches shop-proxy-1 on 443/tcp at 10.60.1.3:443"
        ),
        (
            "worker cannot reach worker",
            "worker cannot reach worker: shop-worker-1 reaches shop-worker-2 at 10.60.2.4"
        ),
        (
            "outside can reach db:5432",
            "outside can reach db:5432: outside does not reach shop-db-1 at 10.60.2.9:5432: a rule drops it"
        ),
        (
            "db can reach 198.51.100.80:443",
            "db can reach 198.51.100.80:443: shop-db-1 does not reach at 198.51.100.80:443: no route to the address"
        ),
        (
            "outside cannot reach host:8443",
            "outside cannot reach host:8443: outside reaches it by the published port 192.0.2.10:8443"
        ),
        (
            "app resolves worker to 2 addresses",
            "app resolves worker to 2 addresses: shop-app-1 resolves it to 3 addresses, not 2"
        ),
        (
            "app resolves db to 10.60.2.8", "app resolves db to 10.60.2.8: shop-app-1 resolves it to 10.60.2.9"
        ),
        ("proxy resolves db to 1 address", "proxy resolves db to 1 address: shop-proxy-1 finds 0 addresses, not 1"),
        ("app cannot resolve db", "app cannot resolve db: shop-app-1 resolves it to 10.60.2.9"),
        ("pool spreads over 2", "pool spreads over 2: on back it stands for 3 containers, not 2"),
        (
            "db gets 10.60.2.8 in every start order",
            "db gets 10.60.2.8 in every start order: shop-db-1 gets 10.60.2.9"
        ),
    ]

    @Test(arguments: failing)
    func `fails, and says why`(_ text: String, _ message: String) throws {
        let result = try Self.check(text)
        #expect(result.findings.map(\.message) == [message])
        #expect(result.findings.map(\.rule) == [Finding.expectation])
        #expect(result.holding == 0)
    }

    @Test
    func `a failure carries the packet's way and what would help`() throws {
        let details = try #require(try Self.check("outside can reach db:5432").findings.first?.details)
        #expect(details.first?.hasPrefix("→ outside: ") == true)
        #expect(details.contains { $0.contains("DROP") && $0.contains("(") })
        let names = try #require(try Self.check("proxy can reach db:5432").findings.first?.details)
        #expect(names.first == "shop-proxy-1 asks 127.0.0.11; networks in gateway order: shop_front")
    }

    static let unreadable: [(text: String, complaint: String)] = [
        ("wbe can reach db:5432", "+0 no service or container \"wbe\""),
        ("prxoy can reach db:5432", "+0 no service or container \"prxoy\"; did you mean proxy?"),
        ("app can reach dbb:5432", "+14 no service or container \"dbb\"; did you mean db?"),
        ("app can reach blog/db:5432", "+14 no project \"blog\" is checked"),
        ("app kan reach db", "+4 \"kan\" is nothing that could be expected; did you mean can?"),
    ]

    @Test(arguments: unreadable)
    func `what means nobody is a finding at its word`(_ text: String, _ complaint: String) throws {
        let result = try Self.check(text)
        let finding = try #require(result.findings.first)
        #expect(finding.rule == Finding.unreadableExpectation)
        let start = result.checked[0].text.place.column
        #expect(
            "+\(finding.place.column - start) \(finding.message)" + (finding.fix.map { "; \($0)" } ?? "") == complaint
        )
    }

    /// The network, the database's own keys, its neighbors, and what happens in the order that takes its address.
    static let races: [(network: String, db: String, services: String, order: [String]?)] = [
        ("{subnet: 10.9.0.0/24, ip_range: 10.9.0.128/25}", "", "a: {image: x, scale: 9, networks: [n]}", nil),
        ("{subnet: 10.9.0.0/24}", "", "a: {image: x, scale: 2, networks: [n]}", nil),
        // up keeps what waits for the database behind it, and no reboot starts anything.
        ("{subnet: 10.9.0.0/24}", "", "a: {image: x, scale: 3, depends_on: [db], networks: [n]}", nil),
        (
            "{subnet: 10.9.0.0/24}", "",
            "a: {image: x, scale: 3, depends_on: [db], restart: always, networks: [n]}",
            [
                "1. race-a-1 gets 10.9.0.2", "2. race-a-2 gets 10.9.0.3", "3. race-a-3 gets 10.9.0.4",
                "4. race-db-1 refused: Address already in use",
            ]
        ),
        // After a reboot what restarts by itself is up before Compose starts the others.
        (
            "{subnet: 10.9.0.0/24}", "restart: always,", "a: {image: x, scale: 3, depends_on: [db], networks: [n]}", nil
        ),
        (
            "{subnet: 10.9.0.0/24}", "depends_on: [a],",
            "a: {image: x, scale: 2, networks: [n]}\n  z: {image: x, networks: [n]}",
            [
                "1. race-a-1 gets 10.9.0.2", "2. race-a-2 gets 10.9.0.3", "3. race-z-1 gets 10.9.0.4",
                "4. race-db-1 refused: Address already in use",
            ]
        ),
        (
            "{subnet: 10.9.0.0/24, aux_addresses: {r: 10.9.0.3}}", "",
            "a: {image: x, networks: [n]}\n  b: {image: x, networks: {n: {ipv4_address: 10.9.0.2}}}",
            [
                "1. race-b-1 gets 10.9.0.2", "2. race-a-1 gets 10.9.0.4",
                "3. race-db-1 refused: Address already in use",
            ]
        ),
    ]

    @Test(arguments: races)
    func `start orders`(_ network: String, _ db: String, _ services: String, _ order: [String]?) throws {
        let file = """
            name: race
            services:
              db: {image: postgres, \(db) networks: {n: {ipv4_address: 10.9.0.4}}}
              \(services)
            networks:
              n: {ipam: {config: [\(network)]}}
            x-netsim:
              expect:
                -
            """
        let result = try Self.check("db gets 10.9.0.4 in every start order", in: file)
        #expect(result.findings.map(\.rule) == (order == nil ? [] : [Finding.expectation]))
        #expect(result.findings.first?.details == order)
        // Lint warns of what starting by hand could do, too, and so of no fewer designs.
        let lint = try CheckedFiles.check([file + " db can reach db\n"])
        let isWarned = lint.findings.contains { $0.rule == "static-ip-in-dynamic-range" }
        #expect(isWarned || order == nil)
    }

    @Test
    func `an address that nobody asked for may be another`() throws {
        let file = """
            name: race
            services:
              a: {image: x, networks: [n]}
              b: {image: x, networks: [n], scale: 2}
            networks:
              n: {ipam: {config: [{subnet: 10.9.0.0/24}]}}
            x-netsim:
              expect:
                -
            """
        #expect(
            try Self.check("a gets 10.9.0.2 in every start order", in: file).findings.map(\.message) == [
                "a gets 10.9.0.2 in every start order: "
                    + "race-a-1 asks for no address, and gets 10.9.0.4 in another order"
            ]
        )
        #expect(
            try Self.check(
                "a gets 10.9.0.2 in every start order",
                in: file.replacing("networks: [n], scale: 2", with: "depends_on: [a], networks: [n]")
            )
            .findings.isEmpty
        )
    }

    @Test
    func `projects are told apart, and share networks`() throws {
        let shop = """
            name: shop
            services:
              db: {image: postgres, networks: [shared]}
            networks:
              shared: {name: shared}
            x-netsim: {expect: [db can reach web@blog:80, blog/web can reach db@shop:5432]}
            """
        let blog = """
            name: blog
            services:
              web: {image: nginx, networks: [shared]}
            networks:
              shared: {external: true}
            x-netsim: {expect: [web can reach db:5432]}
            """
        for texts in [[shop, blog], [blog, shop]] {
            let result = try CheckedFiles.check(texts)
            #expect(result.findings.map(\.message) == [])
            #expect(result.holding == 3)
        }
    }
}
