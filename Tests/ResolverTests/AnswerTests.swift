import Addressing
import DNSWire
import Lab
import TestSupport
import Testing

@testable import Resolver

/// One client of a lab's embedded DNS, for tests that read like a session with dig.
struct Client {
    var service: NameService
    var sequencer = AnswerSequencer(order: .rotate)
    let container: Container

    init(_ lab: Lab, _ name: String) throws {
        service = NameService(lab)
        container = try lab.container(matching: name)
    }

    /// Asks and decodes the response; nil where none came.
    mutating func ask(_ name: String, _ type: RecordType = .a, edns: UInt16? = nil, isTCP: Bool = false) throws
        -> Message?
    {
        var query = Message(header: Header(id: 0x1234, flags: .rd))
        query.questions = [Question(name: try DomainName(parsing: name), type: type)]
        query.edns = edns.map { EDNS(udpPayloadSize: $0) }
        var bytes: [UInt8] = []
        try query.encode(into: &bytes)
        guard
            case .response(let response) = service.ask(bytes, from: container, isTCP: isTCP, sequencer: &sequencer)
                .result
        else { return nil }
        return try Message(decoding: response.span)
    }

    /// `NOERROR 10.0.0.2 10.0.0.3` and the like.
    mutating func short(_ name: String, _ type: RecordType = .a) throws -> String {
        guard let message = try ask(name, type) else { return "silence" }
        let answers = message.answers.map { record in
            switch record.data {
            case .a(let address): address.description
            case .aaaa(let address): address.description
            case .ptr(let name): name.description
            default: "\(record.data)"
            }
        }
        return ([message.header.rcode.description] + answers).joined(separator: " ")
    }
}

@Suite struct `Names` {
    private static func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("net1", subnet: "10.111.0.0/24")
        try lab.run("alpha", on: "net1", aliases: ["shared", "MixedCase"]) { $0.config.hostname = "alpha-host" }
        try lab.run("beta", on: "net1", ip: "10.111.0.40", aliases: ["shared"]) { $0.config.hostname = "b.example.com" }
        try lab.run("probe", on: "net1")
        try lab.run("bare")
        return lab
    }

    @Test(arguments: [
        ("alpha", RecordType.a, "NOERROR 10.111.0.2"),
        ("ALPHA", .a, "NOERROR 10.111.0.2"),
        ("alpha.net1", .a, "NOERROR 10.111.0.2"),
        ("alpha.NET1", .a, "NXDOMAIN"),
        ("alpha.other", .a, "NXDOMAIN"),
        ("shared", .a, "NOERROR 10.111.0.2 10.111.0.40"),
        ("shared.net1", .a, "NOERROR 10.111.0.2 10.111.0.40"),
        ("mixedcase", .a, "NOERROR 10.111.0.2"),
        ("alpha-host", .a, "NOERROR 10.111.0.2"),
        ("b.example.com", .a, "NOERROR 10.111.0.40"),
        ("b.example.com.net1", .a, "NOERROR 10.111.0.40"),
        ("b", .a, "NXDOMAIN"),
        ("alpha", .aaaa, "NOERROR"),
        ("alpha", .mx, "NOERROR"),
        ("alpha", .txt, "NXDOMAIN"),
        ("alpha", .any, "NXDOMAIN"),
        ("alpha", .srv, "NXDOMAIN"),
        ("2.0.111.10.in-addr.arpa", .ptr, "NOERROR alpha.net1."),
        ("40.0.111.10.in-addr.arpa", .ptr, "NOERROR beta.net1."),
        // The engine compares texts.
        ("40.0.111.10.IN-ADDR.ARPA", .ptr, "NXDOMAIN"), ("40.0.111.10.in-addr.Arpa", .ptr, "NXDOMAIN"),
        ("1.0.111.10.in-addr.arpa", .ptr, "NXDOMAIN"),
        ("02.0.111.10.in-addr.arpa", .ptr, "NXDOMAIN"),
        ("10.in-addr.arpa", .ptr, "NXDOMAIN"),
        (".", .a, "NXDOMAIN"),
    ])
    func `spellings and record types`(name: String, type: RecordType, answer: String) throws {
        var client = try Client(try Self.lab(), "probe")
        #expect(try client.short(name, type) == answer)
    }

    @Test func `local answers carry Docker's flags and TTL, and no OPT`() throws {
        var client = try Client(try Self.lab(), "probe")
        let message = try #require(try client.ask("ShaRed", edns: 1232))
        #expect(message.header.flags == [.qr, .rd, .ra])
        #expect(message.answers.map(\.ttl) == [600, 600])
        #expect(message.answers[0].name.description == "ShaRed.")
        #expect(message.edns == nil)
        #expect(message.header.id == 0x1234)
    }

    @Test func `the short identifier is a name, other prefixes are not`() throws {
        let lab = try Self.lab()
        var client = try Client(lab, "probe")
        let id = try lab.container(matching: "alpha").id
        #expect(try client.short(id.short) == "NOERROR 10.111.0.2")
        #expect(try client.short(String(id.description.prefix(11))) == "NXDOMAIN")
    }

    @Test func `names appear at start, vanish at stop and change with a rename`() throws {
        var lab = try Self.lab()
        try lab.stopContainer(matching: "alpha", at: noon)
        var client = try Client(lab, "probe")
        #expect(try client.short("alpha") == "NXDOMAIN")
        #expect(try client.short("shared") == "NOERROR 10.111.0.40")
        try lab.renameContainer(matching: "beta", to: "gamma")
        try lab.pauseContainer(matching: "gamma")
        client = try Client(lab, "probe")
        #expect(try client.short("beta") == "NXDOMAIN")
        #expect(try client.short("gamma") == "NOERROR 10.111.0.40")
        #expect(try client.short("40.0.111.10.in-addr.arpa", .ptr) == "NOERROR gamma.net1.")
    }

    @Test func `the first network in gateway order that knows a name answers alone`() throws {
        var lab = Lab.fresh()
        try lab.network("red", subnet: "10.121.0.0/24")
        try lab.network("blue", subnet: "10.122.0.0/24")
        try lab.run("one", on: "red", aliases: ["db"])
        try lab.run("two", on: "blue", aliases: ["db"])
        try lab.run("both", on: "red")
        try lab.connect(network: "blue", container: "both", config: EndpointConfig())
        var client = try Client(lab, "both")
        #expect(try client.short("db") == "NOERROR 10.122.0.2")
        #expect(try client.short("db.red") == "NOERROR 10.121.0.2")
        #expect(try client.short("one") == "NOERROR 10.121.0.2")
    }

    @Test func `a link alias is private, case-sensitive, bound to its network, and hides a real name`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.run("db", on: "net")
        try lab.run("real", on: "net")
        try lab.run("linker", on: "net") {
            var config = EndpointConfig()
            config.links = ["db:Store", "gone:real", "db"]
            $0.endpoints = [.init(network: "net", config: config)]
        }
        var client = try Client(lab, "linker")
        #expect(try client.short("Store") == "NOERROR 10.1.0.2")
        #expect(try client.short("store") == "NXDOMAIN")
        #expect(try client.short("Store.net") == "NOERROR 10.1.0.2")
        #expect(try client.short("real") == "NXDOMAIN")
        #expect(try client.short("db") == "NOERROR 10.1.0.2")
        var other = try Client(lab, "real")
        #expect(try other.short("Store") == "NXDOMAIN")
        #expect(try other.short("real") == "NOERROR 10.1.0.3")
    }

    @Test func `of two links with one alias the last counts, and an empty alias none`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.run("aa", on: "net")
        try lab.run("bb", on: "net")
        try lab.run("cc", on: "net") {
            var config = EndpointConfig()
            config.links = ["aa:x", "bb:x", "gone:"]
            $0.endpoints = [.init(network: "net", config: config)]
        }
        var client = try Client(lab, "cc")
        #expect(try client.short("x") == "NOERROR 10.1.0.3")
        #expect(try client.short("gone") == "NXDOMAIN")
    }

    @Test(arguments: [(63, "NOERROR"), (64, "SERVFAIL")])
    func `the reverse name on a network with a long name`(length: Int, expected: String) throws {
        var lab = Lab.fresh()
        let name = String(repeating: "n", count: length)
        try lab.network(name, subnet: "10.1.0.0/24")
        try lab.run("box", on: name)
        var client = try Client(lab, "box")
        let message = try #require(try client.ask("2.0.1.10.in-addr.arpa", .ptr))
        #expect(message.header.rcode.description == expected)
        #expect(message.header.flags.contains(.ra) == (length < 64))
    }

    @Test func `the embedded DNS does not look at the version of EDNS`() throws {
        let lab = try Self.lab()
        let client = try Client(lab, "probe")
        var query = Message(header: Header(id: 7, flags: .rd))
        query.questions = [Question(name: try DomainName(parsing: "alpha"), type: .a)]
        query.edns = EDNS(udpPayloadSize: 1232)
        var bytes: [UInt8] = []
        try query.encode(into: &bytes)
        // The version is the second octet of the OPT record's TTL, which is followed by the flags and the length.
        bytes[bytes.count - 5] = 1
        var service = client.service
        var sequencer = client.sequencer
        guard case .response(let response) = service.ask(bytes, from: client.container, sequencer: &sequencer).result
        else { return #expect(Bool(false), "no answer") }
        let message = try Message(decoding: response.span)
        #expect(message.header.rcode == .noError && message.answers.count == 1)
    }

    @Test func `a container only on a macvlan without a gateway has its questions forwarded`() throws {
        var lab = Lab.fresh()
        try lab.network("mac", subnet: "10.5.1.0/24", options: ["parent": "eth0"]) { $0.driver = "macvlan" }
        try lab.run("box", on: "mac")
        var client = try Client(lab, "box")
        #expect(try client.short("nowhere") == "NXDOMAIN")
    }

    @Test func `with ndots set unknown single labels have no data`() throws {
        var lab = try Self.lab()
        try lab.run("dotty", on: "net1") { $0.config.dnsOptions = ["ndots:2"] }
        var client = try Client(lab, "dotty")
        #expect(try client.short("nobody") == "NOERROR")
        #expect(try client.short("nobody", .aaaa) == "NOERROR")
        #expect(try client.short("no.body") == "NXDOMAIN")
        #expect(try client.short("nobody", .txt) == "NXDOMAIN")
    }

    @Test func `on internal networks nobody outside can be asked`() throws {
        var lab = Lab.fresh()
        try lab.network("inside") { $0.isInternal = true }
        try lab.run("box", on: "inside")
        var client = try Client(lab, "box")
        let message = try #require(try client.ask("www.example.test"))
        #expect(message.header.rcode == .servFail && message.header.flags == [.qr, .rd])
        #expect(try client.short("box") == "NOERROR 172.18.0.2")
        try lab.network("open")
        try lab.connect(network: "open", container: "box", config: EndpointConfig())
        client = try Client(lab, "box")
        #expect(try client.short("www.example.test") == "NXDOMAIN")
    }

    @Test func `upstream records, and who sees them`() throws {
        var lab = try Self.lab()
        for (name, type, data) in [
            ("www.example.test", "A", "198.51.100.7"), ("alias.example.test", "CNAME", "www.example.test"),
            ("alpha", "TXT", "hello"),
        ] {
            lab.addUpstreamRecord(.init(name: name, type: type, ttl: 60, data: data))
        }
        var client = try Client(lab, "probe")
        #expect(try client.short("www.example.test") == "NOERROR 198.51.100.7")
        #expect(try client.short("www.example.test", .aaaa) == "NOERROR")
        #expect(try client.short("example.test") == "NOERROR")
        #expect(try client.ask("alias.example.test")?.answers.count == 2)
        #expect(try client.ask("alpha", .txt)?.answers.count == 1)
        var bare = try Client(lab, "bare")
        #expect(try bare.short("www.example.test") == "NOERROR 198.51.100.7")
        #expect(try bare.short("alpha") == "NOERROR")
    }

    @Test func `over the limit the answer is truncated, and whole over TCP`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        for number in 0..<40 { try lab.run("c\(number)x", on: "net", aliases: ["many"]) }
        var client = try Client(lab, "c0x")
        let plain = try #require(try client.ask("many"))
        #expect(plain.header.flags.contains(.tc) && plain.answers.count == 30)
        #expect(try client.ask("many", edns: 1232)?.answers.count == 40)
        let whole = try #require(try client.ask("many", isTCP: true))
        #expect(!whole.header.flags.contains(.tc) && whole.answers.count == 40)
    }
}

@Suite struct `Order of answers` {
    private func lab(_ count: Int) throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        for number in 0..<count { try lab.run("c\(number)x", on: "net", aliases: ["pool", "other"]) }
        return lab
    }

    @Test(arguments: [1, 2, 3, 7])
    func `round robin is fair over any number of queries, for each name apart`(count: Int) throws {
        var client = try Client(try lab(count), "c0x")
        var leads: [String: Int] = [:]
        for query in 1...50 {
            let message = try #require(try client.ask("pool"))
            #expect(Set(message.answers).count == count)
            leads["\(message.answers[0].data)", default: 0] += 1
            if query >= count {
                let spread = try #require(leads.values.max()) - (try #require(leads.values.min()))
                #expect(spread <= 1 && leads.count == count)
            }
            // Another name in between takes nothing from the rotation of the first.
            _ = try client.ask("other")
        }
    }

    @Test func `each query starts one address further`() throws {
        var client = try Client(try lab(3), "c0x")
        let seen = try (0..<4).map { _ in try client.short("pool") }
        #expect(
            seen == [
                "NOERROR 10.1.0.2 10.1.0.3 10.1.0.4", "NOERROR 10.1.0.3 10.1.0.4 10.1.0.2",
                "NOERROR 10.1.0.4 10.1.0.2 10.1.0.3", "NOERROR 10.1.0.2 10.1.0.3 10.1.0.4",
            ]
        )
    }

    @Test func `fixed never moves and shuffle repeats with its seed`() throws {
        var client = try Client(try lab(5), "c0x")
        client.sequencer = AnswerSequencer(order: .fixed)
        #expect(try client.short("pool") == client.short("pool"))
        func shuffled(_ seed: UInt64) throws -> [String] {
            client.sequencer = AnswerSequencer(order: .shuffle, seed: seed)
            return try (0..<20).map { _ in try client.short("pool") }
        }
        #expect(try shuffled(1) == shuffled(1))
        #expect(Set(try shuffled(1)).count > 5)
        #expect(try shuffled(1) != shuffled(2))
    }
}

@Suite struct `Rotation of what clients really ask` {
    @Test func `A and AAAA asked in turn, and other spellings, each go round`() throws {
        var lab = Lab.fresh()
        try lab.network("dual") { $0.enableIPv6 = true }
        for name in ["aa", "bb"] { try lab.run(name, on: "dual", aliases: ["pool"]) }
        var client = try Client(lab, "aa")
        var leaders: [String: Set<String>] = [:]
        for _ in 0..<6 {
            for (name, type) in [("pool", RecordType.a), ("pool", .aaaa), ("POOL.dual", .a)] {
                let answer = try #require(try client.ask(name, type)?.answers.first)
                leaders["\(name) \(type)", default: []].insert("\(answer.data)")
            }
        }
        #expect(leaders.count == 3 && leaders.values.allSatisfy { $0.count == 2 })
    }
}
