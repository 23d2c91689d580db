import Addressing
import Lab
import PacketFilter
import Reachability
import TestSupport
import Testing

/// Who reaches whom, after the table of the specification (Docker Engine, head).
struct ReachabilityTests {
    /// `web` publishes port 80 as 8080; `db` is its peer without a published port.
    private static func lab() throws -> Lab {
        var host = HostFacts()
        host.listeners = [
            HostFacts.Listener(transport: .tcp, address: .v4(IPv4Address(rawValue: 0)), port: 22)
        ]
        var lab = Lab(seed: 3, host: host, created: noon)
        func expose(_ ports: UInt16...) -> (inout ContainerSpec) -> Void {
            { $0.config.exposedPorts = ports.map { ContainerPort($0) } }
        }
        try lab.network("front", subnet: "10.1.0.0/24")
        try lab.network("other", subnet: "10.2.0.0/24")
        try lab.network("quiet", subnet: "10.3.0.0/24", options: [BridgeOptions.Key.enableICC: "false"])
        try lab.network("inner", subnet: "10.4.0.0/24") { $0.isInternal = true }
        try lab.network("open", subnet: "10.5.0.0/24", options: [BridgeOptions.Key.gatewayMode4: "nat-unprotected"])
        try lab.network("routed", subnet: "10.6.0.0/24", options: [BridgeOptions.Key.gatewayMode4: "routed"])
        try lab.run("web", on: "front", publish: [binding(80, host: 8080)], change: expose(443))
        try lab.run("db", on: "front", change: expose(5432))
        try lab.run("stranger", on: "other", change: expose(7))
        try lab.run("loner1", on: "quiet", publish: [binding(80, host: 8081)])
        try lab.run("loner2", on: "quiet", change: expose(81))
        try lab.run("inside1", on: "inner", change: expose(5432))
        try lab.run("inside2", on: "inner")
        try lab.run("bare", on: "open", change: expose(9000))
        try lab.run("peer", on: "routed", publish: [binding(80)], change: expose(81))
        try lab.run("local", on: "front", publish: [binding(80, host: 8082, at: "127.0.0.1")])
        try lab.run("helper", on: "container:web") { $0.config.labels[Lab.listenLabel] = "9999" }
        try lab.run("plain", on: "host", change: expose(3000))
        try lab.run("cell", on: "none", change: expose(80))
        return lab
    }

    struct Question: Sendable, CustomTestStringConvertible {
        let from: String
        let to: String
        let service: String
        let outcome: Verdict.Outcome
        let way: Verdict.Way
        let source: String?

        init(
            _ from: String,
            _ to: String,
            _ service: String,
            _ outcome: Verdict.Outcome,
            _ way: Verdict.Way = .direct,
            source: String? = nil
        ) {
            (self.from, self.to, self.service) = (from, to, service)
            (self.outcome, self.way, self.source) = (outcome, way, source)
        }

        var testDescription: String { "\(from) → \(to) \(service): \(outcome)" }
    }

    private static func party(_ name: String, _ lab: Lab) throws -> Party {
        switch name {
        case "host": .host
        case "outside": .outside
        default: .container(try lab.container(matching: name).id)
        }
    }

    private static func service(_ text: String) -> Service {
        let parts = text.split(separator: "/")
        guard let number = parts.first.flatMap({ UInt16($0) }) else { return .ping }
        return .port(
            ContainerPort(number, parts.count > 1 ? TransportProtocol(rawValue: String(parts[1])) ?? .tcp : .tcp)
        )
    }

    @Test(arguments: [
        // The same network: any port, the real source.
        Question("db", "web", "80", .reached, source: "10.1.0.3"),
        Question("db", "web", "443", .reached, source: "10.1.0.3"),
        Question("db", "web", "9999", .reached, source: "10.1.0.3"),
        Question("db", "web", "444", .refused),
        Question("web", "db", "ping", .reached, source: "10.1.0.2"),
        // Another bridge: published ports alone.
        Question("stranger", "web", "80", .reached, .published, source: "10.1.0.1"),
        Question("stranger", "web", "443", .dropped),
        Question("stranger", "web", "ping", .dropped),
        Question("stranger", "db", "5432", .dropped),
        // Gateway modes.
        Question("stranger", "bare", "9000", .reached, source: "10.5.0.1"),
        Question("outside", "bare", "9000", .reached, source: "192.0.2.100"),
        Question("stranger", "peer", "80", .reached, source: "10.6.0.1"),
        Question("outside", "peer", "80", .reached, source: "192.0.2.100"),
        Question("outside", "peer", "81", .dropped),
        Question("outside", "peer", "ping", .reached, source: "192.0.2.100"),
        // Inter-container communication off.
        Question("loner1", "loner2", "81", .dropped),
        Question("loner2", "loner1", "80", .reached, .proxied, source: "10.3.0.1"),
        // Internal networks.
        Question("inside2", "inside1", "5432", .reached, source: "10.4.0.3"),
        Question("inside1", "web", "80", .unreachable),
        Question("inside1", "outside", "ping", .unreachable),
        Question("inside1", "host", "ping", .reached),
        Question("inside1", "host", "22", .reached),
        Question("web", "inside1", "5432", .dropped),
        // The host.
        Question("host", "web", "443", .reached, source: "10.1.0.1"),
        Question("host", "inside1", "5432", .reached, source: "10.4.0.1"),
        Question("host", "loner2", "81", .reached, source: "10.3.0.1"),
        Question("host", "cell", "80", .unreachable),
        Question("web", "host", "22", .reached, source: "10.1.0.2"),
        Question("web", "host", "23", .refused),
        Question("web", "plain", "3000", .reached),
        // The outside.
        Question("outside", "web", "80", .reached, .published, source: "192.0.2.100"),
        Question("outside", "web", "443", .dropped),
        Question("outside", "db", "5432", .dropped),
        Question("outside", "local", "80", .dropped),
        Question("outside", "plain", "3000", .reached, source: "192.0.2.100"),
        Question("outside", "host", "22", .reached, source: "192.0.2.100"),
        Question("outside", "inside1", "5432", .dropped),
        Question("web", "outside", "ping", .reached, source: "192.0.2.10"),
        Question("peer", "outside", "ping", .reached, source: "10.6.0.2"),
        // Shared stacks.
        Question("helper", "web", "80", .reached, .local),
        Question("helper", "db", "5432", .reached, source: "10.1.0.2"),
        Question("db", "helper", "80", .reached, source: "10.1.0.3"),
        Question("cell", "web", "80", .unreachable),
    ])
    func `the rules decide as Docker's do`(question: Question) throws {
        let lab = try Self.lab()
        var reach = Reachability(lab)
        let (from, to) = (try Self.party(question.from, lab), try Self.party(question.to, lab))
        let askedVerdict = reach.answer(from: from, to: to, Self.service(question.service))
        let verdict = try #require(askedVerdict)
        #expect(verdict.outcome == question.outcome, "\(verdict.reason.rawValue)")
        #expect(verdict.way == question.way)
        if let source = question.source { #expect(verdict.seenSource?.description == source) }
    }

    struct Place: Sendable, CustomTestStringConvertible {
        let from: String
        let address: String
        let port: String
        let outcome: Verdict.Outcome
        let source: String?

        init(_ from: String, _ address: String, _ port: String, _ outcome: Verdict.Outcome, _ source: String? = nil) {
            (self.from, self.address, self.port) = (from, address, port)
            (self.outcome, self.source) = (outcome, source)
        }

        var testDescription: String { "\(from) → \(address) port \(port): \(outcome)" }
    }

    @Test(arguments: [
        Place("host", "127.0.0.1", "8080", .reached, "10.1.0.1"),
        Place("host", "127.0.0.1", "8082", .reached, "10.1.0.1"),
        Place("host", "192.0.2.10", "8082", .refused),
        Place("outside", "192.0.2.10", "8082", .refused),
        Place("outside", "2001:db8::10", "8080", .reached, "10.1.0.1"),
        Place("outside", "10.1.0.2", "80", .dropped),
        Place("db", "10.1.0.1", "8080", .reached, "10.1.0.1"),
        Place("db", "192.0.2.10", "8080", .reached, "10.1.0.1"),
        Place("web", "192.0.2.10", "8080", .reached, "10.1.0.1"),
        Place("web", "10.1.0.2", "80", .reached, "10.1.0.2"),
        Place("web", "10.1.0.77", "80", .unreachable),
        Place("web", "10.99.0.1", "80", .dropped),
        Place("inside1", "10.4.0.1", "8080", .dropped),
    ])
    func `addresses are asked as they are`(place: Place) throws {
        let lab = try Self.lab()
        var reach = Reachability(lab)
        let target = try IPAddress(parsing: place.address)
        let party = try Self.party(place.from, lab)
        let askedVerdict = reach.answer(from: party, to: target, Self.service(place.port))
        let verdict = try #require(askedVerdict)
        #expect(verdict.outcome == place.outcome, "\(verdict.reason.rawValue)")
        #expect(verdict.seenSource?.description == place.source)
    }

    @Test func `a dropped question names the rule and what put it there`() throws {
        let lab = try Self.lab()
        var reach = Reachability(lab)
        let (from, to) = (try Self.party("loner1", lab), try Self.party("loner2", lab))
        let askedVerdict = reach.answer(from: from, to: to, .port(ContainerPort(81)))
        let verdict = try #require(askedVerdict)
        let place = try #require(verdict.rule)
        #expect(place.table == .filter)
        #expect(place.rule.target == .drop)
        let quiet = try lab.network(matching: "quiet").id
        #expect(place.rule.origin == .network(quiet, .interContainerCommunication))
    }

    @Test func `containers that behave alike are one class`() throws {
        var lab = Lab.fresh()
        try lab.network("front")
        try lab.network("back")
        for number in 1...20 { try lab.run("web\(number)", on: "front", publish: [binding(80)]) }
        for number in 1...10 { try lab.run("api\(number)", on: "front", "back") }
        for number in 1...5 { try lab.run("db\(number)", on: "back") }
        try lab.create("down", on: ["back"])
        var reach = Reachability(lab)
        #expect(reach.classes.map(\.memberCount) == [20, 10, 5])
        #expect(reach.stoppedCount == 1)
        let matrix = reach.matrix()
        // Classes, host and outside, each pair once.
        #expect(matrix.totals.pairs == 37 * 36)
        #expect(matrix[0, 0]?.outcome == .reached)
        #expect(matrix[0, 2]?.outcome == .dropped)
        #expect(matrix[1, 2]?.outcome == .reached)
    }

    @Test func `networks with the same options share their answers`() throws {
        var lab = Lab.fresh()
        for number in 0..<40 {
            try lab.network("net\(number)", subnet: "10.\(number).0.0/24")
            try lab.run("a\(number)", on: "net\(number)") { $0.config.exposedPorts = [ContainerPort(80)] }
            try lab.run("b\(number)", on: "net\(number)") { $0.config.exposedPorts = [ContainerPort(81)] }
        }
        var reach = Reachability(lab)
        #expect(reach.classes.count == 80)
        let matrix = reach.matrix()
        // Each kind finds the other at home and abroad, itself abroad, the host and the outside; and they find it.
        #expect(matrix.answerCount == 6 + 4 + 4 + 2)
        #expect(matrix.totals.pairs == 82 * 81)
    }

    @Test func `a name that leads to a network that drops is said to need an address`() throws {
        var lab = Lab.fresh()
        try lab.network("aa", subnet: "10.1.0.0/24", options: [BridgeOptions.Key.enableICC: "false"])
        try lab.network("bb", subnet: "10.2.0.0/24")
        try lab.run("one", on: "aa", "bb")
        try lab.run("two", on: "aa", "bb") { $0.config.exposedPorts = [ContainerPort(80)] }
        var reach = Reachability(lab)
        let (one, two) = (try Self.party("one", lab), try Self.party("two", lab))
        let askedAnswer = reach.answer(from: one, to: two)?.ports.first
        let answer = try #require(askedAnswer)
        #expect(answer.needsAddress)
        #expect(answer.best.address?.description == "10.2.0.3")
        #expect(answer.ways.first?.outcome == .dropped)
    }

    @Test func `faults cut`() throws {
        var lab = Lab.fresh()
        let front = try lab.network("front")
        let a = try lab.run("aa", on: "front")
        let b = try lab.run("bb", on: "front")
        let c = try lab.run("cc", on: "front")
        lab.faults = Faults(
            networkImpairments: [:],
            linkImpairments: [:],
            downLinks: [Faults.Place(container: c.id, network: front.id)],
            partitions: [Faults.Partition(a.id, b.id)]
        )
        var reach = Reachability(lab)
        func reason(_ from: Container, _ to: Container) -> Verdict.Reason? {
            reach.answer(from: .container(from.id), to: .container(to.id), .ping)?.reason
        }
        #expect(reason(a, b) == .partitioned)
        #expect(reason(a, c) == .linkDown)
        #expect(reason(c, a) == .linkDown)
        #expect(reach.answer(from: .host, to: .container(a.id), .ping)?.outcome == .reached)
    }

    @Test func `children of the uplink reach the outside and not the host`() throws {
        var lab = Lab.fresh()
        try lab.network("lan", subnet: "192.0.2.0/24", range: "192.0.2.64/27", gateway: "192.0.2.1") {
            $0.driver = "macvlan"
            $0.options["parent"] = "eth0"
        }
        try lab.network("apart", subnet: "10.9.0.0/24") {
            $0.driver = "macvlan"
            $0.options["macvlan_mode"] = "private"
        }
        try lab.run("cam1", on: "lan") { $0.config.exposedPorts = [ContainerPort(80)] }
        try lab.run("cam2", on: "lan")
        try lab.run("cell1", on: "apart")
        try lab.run("cell2", on: "apart")
        var reach = Reachability(lab)
        func outcome(_ from: String, _ to: String, _ service: Service = .ping) throws -> Verdict.Outcome? {
            reach.answer(from: try Self.party(from, lab), to: try Self.party(to, lab), service)?.outcome
        }
        #expect(try outcome("cam2", "cam1", .port(ContainerPort(80))) == .reached)
        #expect(try outcome("outside", "cam1", .port(ContainerPort(80))) == .reached)
        #expect(try outcome("cam1", "outside") == .reached)
        #expect(try outcome("cam1", "host") == .unreachable)
        #expect(try outcome("host", "cam1") == .unreachable)
        #expect(try outcome("cell1", "cell2") == .unreachable)
    }

    @Test func `whoever is on a network like another one is exposed as well`() throws {
        var lab = Lab.fresh()
        for (network, subnet) in [("a", "10.1.0.0/24"), ("b", "10.2.0.0/24"), ("c", "10.3.0.0/24")] {
            try lab.network(network, subnet: subnet)
            try lab.run("db-\(network)", on: network) { $0.config.exposedPorts = [ContainerPort(5432)] }
        }
        var reach = Reachability(lab)
        #expect(
            reach.exposure(to: .host).map { "\($0.address) \($0.origin.rawValue)" }.sorted() == [
                "10.1.0.2 bridge", "10.2.0.2 bridge", "10.3.0.2 bridge",
            ]
        )
    }
}
