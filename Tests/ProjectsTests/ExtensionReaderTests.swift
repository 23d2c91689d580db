import Addressing
import Compose
import Lab
import Testing
import YAML

@testable import Projects

@Suite("x-netsim")
struct ExtensionReaderTests {
    /// A project with the services `web` and `db`, the network `back`, and something under `x-netsim`.
    static func project(_ netsim: String, web: String? = nil, back: String? = nil) throws -> ComposeProject {
        let place = SourcePlace(file: 0, line: 1, column: 1)
        var project = ComposeProject(name: Placed("shop", at: place), directory: ".")
        var table = SourceTable()
        func node(_ text: String) throws -> YAMLNode? {
            let file = table.add(path: "compose.yaml", bytes: Array(text.utf8))
            return try YAMLReader.read(file: file, in: table).first
        }
        project.netsim = try node(netsim)
        var service = ComposeService(name: "web", at: place)
        service.netsim = try web.flatMap(node)
        project.services = [service, ComposeService(name: "db", at: place)]
        var network = ComposeNetwork(key: "back", at: place, name: Placed("shop_back", at: place))
        network.netsim = try back.flatMap(node)
        project.networks = [network]
        return project
    }

    static func read(_ netsim: String, web: String? = nil, back: String? = nil) throws -> Extension {
        try Extension(of: project(netsim, web: web, back: back))
    }

    @Test
    func `everything that can be said is read, with its place`() throws {
        let found = try Self.read(
            """
            expect:
              - web can reach db:5432
            listen: {db: [5432, 53/udp, "127.0.0.1:9000", "[::1]:53/udp"]}
            zone: {db: {app.lan: 10.0.0.5, Www.lan.: CNAME app.lan, "*.dev.lan": [60 A 10.0.0.9, "fd00::9"]}}
            impair:
              - {network: back, delay: 40ms, jitter: 5ms, loss: 1%}
              - {service: db, network: back, rate: 10mbit}
            upstream:
              - www.Example.test. A 198.51.100.7
              - api.example.test 60 CNAME www.example.test
              - {name: mail.example.test, type: mx, data: 10 www.example.test, ttl: 5}
            ignore:
              - {rule: port-all-interfaces, reason: meant, service: web}
              - {rule: links-legacy}
            reserved: [10.8.0.0/16, {subnet: "fd00::/8", name: VPN}]
            """,
            web: "{listen: [80], impair: {loss: 100%}, ignore: [{rule: x, reason: y}]}",
            back: "{ignore: [z]}"
        )
        #expect(found.expectations.map(\.value) == ["web can reach db:5432"])
        #expect(found.expectations.map(\.place.line) == [2])
        #expect(found.listen.map(\.service) == ["db", "web"])
        #expect(found.listen.map(\.label) == ["5432,53/udp,127.0.0.1:9000,[::1]:53/udp", "80"])
        #expect(
            found.zones.map(\.label) == [
                "app.lan 300 A 10.0.0.5; www.lan 300 CNAME app.lan; *.dev.lan 60 A 10.0.0.9; *.dev.lan 300 AAAA fd00::9"
            ]
        )
        #expect(
            found.impairments.map { "\($0.service ?? "*") \($0.network ?? "*") \($0.impairment)" } == [
                "* back delay 40ms 5ms loss 1%", "db back rate 10mbit", "web * loss 100%",
            ]
        )
        #expect(
            found.upstream.map { "\($0.value.name) \($0.value.ttl) \($0.value.type) \($0.value.data)" } == [
                "www.example.test 300 A 198.51.100.7", "api.example.test 60 CNAME www.example.test",
                "mail.example.test 5 MX 10 www.example.test",
            ]
        )
        #expect(
            found.ignored.map { "\($0.rule.value) \($0.reason ?? "-") \($0.service ?? "*") \($0.network ?? "*")" } == [
                "port-all-interfaces meant web *", "links-legacy - * *", "x y web *", "z - * back",
            ]
        )
        #expect(found.reserved.map { "\($0.prefix.value) \($0.name)" } == ["10.8.0.0/16 ", "fd00::/8 VPN"])
    }

    @Test
    func `nothing said is nothing read`() throws {
        let found = try Self.read("", web: "", back: "")
        #expect(found.expectations.isEmpty && found.listen.isEmpty && found.impairments.isEmpty)
    }

    /// What is written, and what is said of it: `line:column message; help`.
    static let mistakes: [(text: String, complaint: String)] = [
        ("expects: []", "1:1 unknown key \"expects\" in x-netsim; did you mean expect?"),
        (
            "foo: 1",
            """
            1:1 unknown key "foo" in x-netsim; it knows expect, listen, zone, impair, upstream, ignore, host, images, reserved, engine
            """
        ),
        ("[1]", "1:1 x-netsim is a mapping, not a list"),
        ("expect: web", "1:9 expect is a list, not a string"),
        ("expect: [{web: db}]", "1:10 an expectation is a text, not a mapping; write: web can reach db:5432"),
        ("listen: [80]", "1:9 listen is a mapping, not a list"),
        ("listen: {wbe: [80]}", "1:10 the project has no service \"wbe\"; did you mean web?"),
        ("listen: {web: 80}", "1:15 listen is a list, not a number"),
        ("listen: {web: [0]}", "1:16 \"0\" is no port; write 8080, 53/udp, or 127.0.0.1:5432"),
        ("listen: {web: [80/tpc]}", "1:16 \"80/tpc\" is no port; write 8080, 53/udp, or 127.0.0.1:5432"),
        ("zone: {web: [a]}", "1:13 zone is a mapping, not a list"),
        (
            "zone: {web: {a: 1}}",
            "1:17 the record cannot be read: a record has a name, a type and data; write 10.0.0.5, or CNAME app.lan"
        ),
        (
            "zone: {web: {a: MX b}}",
            "1:17 the record cannot be read: 2 fields expected, 1 found; write 10.0.0.5, or CNAME app.lan"
        ),
        ("listen: {web: [[80]]}", "1:16 a port is a number, not a list; write 8080, 53/udp, or 127.0.0.1:5432"),
        ("impair: [{delay: 1ms}]", "1:10 an impairment is of a network, a service, or both; add network: NETWORK"),
        ("impair: [{network: bakc, delay: 1ms}]", "1:20 the project has no network \"bakc\"; did you mean back?"),
        ("impair: [{network: back, dealy: 1ms}]", "1:26 unknown key \"dealy\" in impair; did you mean delay?"),
        (
            "impair: [{network: back, delay: 40m}]",
            "1:33 delay cannot be read: unknown unit \"m\": must be ns, us, ms or s"
        ),
        ("impair: [{network: back, loss: 101%}]", "1:32 loss cannot be read: out of range: at most 100%"),
        (
            "impair: [{network: back, reorder: 1%}]",
            "1:10 reordering not possible without specifying some delay"
        ),
        ("impair: [{network: back, loss: 1%}, {network: back}]", "1:37 the same links are impaired twice"),
        ("upstream: [www.test]", "1:12 a record has a name, a type and data; write: www.example.test A 198.51.100.7"),
        ("upstream: [www.test A 1.2.3]", "1:12 the record cannot be read: 1.2.3 is no address of this type"),
        ("upstream: [www.test BOGUS x]", "1:12 the record cannot be read: unknown record type BOGUS"),
        ("upstream: [www.test 9999999999 A 1.2.3.4]", "1:12 9999999999 is no time to live: 0 to 2147483647 seconds"),
        ("upstream: [{name: a, typ: A, data: x}]", "1:22 unknown key \"typ\" in upstream; did you mean type?"),
        ("ignore: [{reason: x}]", "1:10 rule is missing: which rule is ignored?; netsim check --list-rules lists them"),
        ("ignore: [{rule: x, service: nobody}]", "1:29 the project has no service \"nobody\""),
        ("reserved: [10.8.0.1/16]", "1:12 \"10.8.0.1/16\" is no subnet; did you mean 10.8.0.0/16?"),
        ("reserved: [vpn]", "1:12 \"vpn\" is no subnet; write 10.8.0.0/24"),
        ("reserved: [{name: VPN}]", "1:12 subnet is missing: which addresses are reserved?"),
    ]

    @Test(arguments: mistakes)
    func `each mistake is told with its place`(_ text: String, _ complaint: String) throws {
        let failure = try #require(throws: ComposeFailure.self) { try Self.read(text) }
        let texts = failure.errors.map { error in
            "\(error.place.map { "\($0.line):\($0.column)" } ?? "-") \(error.message)"
                + (error.help.map { "; \($0)" } ?? "")
        }
        #expect(texts == [complaint])
    }

    @Test
    func `all mistakes are told at once, by place`() throws {
        let failure = try #require(throws: ComposeFailure.self) {
            try Self.read("listen: {web: [0], wbe: [1]}\nexpekt: []\n")
        }
        #expect(failure.errors.map { $0.place?.line } == [1, 1, 2])
    }

    @Test(arguments: ["delay: 1ms", "listen: [80]", "expect: [x]"])
    func `a network takes neither expectations nor ports`(_ text: String) throws {
        let failure = try #require(throws: ComposeFailure.self) { try Self.read("", back: text) }
        #expect(failure.errors.map { $0.message.hasPrefix("unknown key") } == [true])
    }

    @Test
    func `ports said at two places are a mistake`() throws {
        let failure = try #require(throws: ComposeFailure.self) {
            try Self.read("listen: {web: [1]}", web: "listen: [2]")
        }
        #expect(failure.errors.map(\.message) == ["the ports that web listens on are given twice"])
        #expect(failure.errors.first?.related.map(\.value) == ["first given here"])
    }
}
