import Addressing
import DNSWire
import Dataplane
import Lab
import TestSupport
import Testing

@testable import Resolver

/// A name server is whoever a query reaches.
@Suite struct `Name servers` {
    /// `cc` and the server `fwd` are on a network with a way out, `ii`, `jj` and the server `dns` on an internal one.
    private static func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.network("in", subnet: "10.2.0.0/24") { $0.isInternal = true }
        try lab.run("cc", on: "net")
        try lab.run("dns", on: "in") {
            $0.config.labels[Lab.zoneLabel] = "app.lan 10.0.0.5; www.lan 60 CNAME app.lan\n*.dev.lan A 10.0.0.9"
        }
        try lab.run("ii", on: "in") { $0.config.dns = [.v4(IPv4Address(10, 2, 0, 2))] }
        try lab.run("jj", on: "in")
        try lab.run("fwd", on: "net") { $0.config.exposedPorts = [ContainerPort(53, .udp)] }
        try lab.run("pub", on: "net", publish: [PortBinding(port: ContainerPort(53, .udp), hostPorts: PortRange(5353))])
        {
            $0.config.labels[Lab.zoneLabel] = "x.lan 1.2.3.4"
        }
        try lab.run("far", on: "net") { $0.config.dns = [.v4(IPv4Address(8, 8, 8, 8))] }
        try lab.run("dead", on: "net") { $0.config.dns = [.v4(IPv4Address(10, 99, 99, 99))] }
        try lab.run("bad", on: "net") { $0.config.labels[Lab.zoneLabel] = "x.lan WHAT 1" }
        try lab.run("ring", on: "net", ip: "10.1.0.200") {
            $0.config.exposedPorts = [ContainerPort(53, .udp)]
            $0.config.dns = [.v4(IPv4Address(10, 1, 0, 200))]
        }
        try lab.run("local", on: "net") { $0.config.labels[Lab.listenLabel] = "127.0.0.1:53/udp" }
        lab.addUpstreamRecord(.init(name: "example.com", type: "A", ttl: 60, data: "198.51.100.7"))
        return lab
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let asker: String
        /// nil: the container's own.
        let server: String?
        let name: String
        let answer: String
        var port: UInt16 = 53
        var isTCP = false

        init(
            _ asker: String,
            _ server: String?,
            _ name: String,
            _ answer: String,
            port: UInt16 = 53,
            isTCP: Bool = false
        ) {
            (self.asker, self.server, self.name, self.answer, self.port, self.isTCP) =
                (asker, server, name, answer, port, isTCP)
        }

        var testDescription: String { "\(asker) asks \(server ?? "its own")\(isTCP ? " by TCP" : "") for \(name)" }
    }

    @Test(arguments: [
        // Nobody is there, nothing listens, there is no way.
        Row("cc", "10.99.99.99", "example.com", "timeout"), Row("cc", "10.2.0.2", "app.lan", "timeout"),
        Row("cc", "10.1.0.2", "example.com", "refused"), Row("cc", "192.0.2.77", "example.com", "hostUnreachable"),
        Row("jj", "8.8.8.8", "example.com", "unreachable"), Row("cc", "10.1.0.7", "a.lan", "SERVFAIL"),
        Row("cc", "local", "example.com", "refused"), Row("cc", "8.8.8.8", "example.com", "refused", port: 5353),
        // The world, from inside and from the host.
        Row("cc", "8.8.8.8", "example.com", "NOERROR 198.51.100.7"),
        Row("cc", nil, "example.com", "NOERROR 198.51.100.7"),
        Row("far", nil, "example.com", "NOERROR 198.51.100.7"), Row("dead", nil, "example.com", "SERVFAIL"),
        Row("jj", nil, "example.com", "SERVFAIL"),
        // A container with records of its own, on an internal network, asked from the container's namespace.
        Row("ii", nil, "app.lan", "NOERROR 10.0.0.5"), Row("ii", nil, "www.lan", "NOERROR app.lan. 10.0.0.5"),
        Row("ii", nil, "b.dev.lan", "NOERROR 10.0.0.9"), Row("ii", nil, "dev.lan", "SERVFAIL"),
        Row("jj", nil, "app.lan", "SERVFAIL"), Row("jj", "10.2.0.2", "app.lan", "NOERROR 10.0.0.5"),
        Row("jj", "10.2.0.2", "app.lan", "NOERROR 10.0.0.5", isTCP: true), Row("ii", nil, "jj", "NOERROR 10.2.0.4"),
        // One without forwards to whom its resolv.conf names: the embedded DNS knows its networks.
        Row("cc", "10.1.0.3", "example.com", "NOERROR 198.51.100.7"), Row("cc", "10.1.0.3", "far", "NOERROR 10.1.0.5"),
        Row("cc", "10.1.0.3", "far", "refused", isTCP: true), Row("cc", "10.1.0.200", "example.com", "SERVFAIL"),
        // Through a published port.
        Row("cc", "192.0.2.10", "x.lan", "NOERROR 1.2.3.4", port: 5353), Row("cc", "192.0.2.10", "x.lan", "refused"),
    ])
    func `answer where a packet reaches them`(row: Row) throws {
        let lab = try Self.lab()
        var names = NameService(lab)
        var world = QueryWorld(Dataplane(lab, seed: 1))
        var sequencer = AnswerSequencer(order: .rotate)
        let message = Message(
            header: Header(id: 7, flags: .rd),
            questions: [Question(name: try DomainName(parsing: row.name), type: .a)]
        )
        var query: [UInt8] = []
        try message.encode(into: &query)
        let server = try row.server.map { text in
            try IPAddress(text) ?? #require(try lab.ip(text).flatMap { IPAddress($0) })
        }
        let asked = names.ask(
            query,
            from: try lab.container(matching: row.asker),
            server: server,
            port: row.port,
            isTCP: row.isTCP,
            sequencer: &sequencer,
            in: &world
        )
        #expect(try Self.short(asked.result) == row.answer, "\(asked.decision)")
    }

    private static func short(_ reply: QueryReply) throws -> String {
        guard case .response(let bytes) = reply else { return "\(reply)" }
        let message = try Message(decoding: bytes.span)
        let data = message.answers.map { record in
            switch record.data {
            case .a(let address): "\(address)"
            case .cname(let name): "\(name)"
            default: "\(record.data)"
            }
        }
        return (["\(message.header.rcode)"] + data).joined(separator: " ")
    }

    @Test func `a dead server costs the embedded DNS four seconds, and two more than a client waits`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        let dead = [IPAddress.v4(IPv4Address(10, 99, 0, 1)), .v4(IPv4Address(10, 99, 0, 2))]
        try lab.run("one", on: "net") { $0.config.dns = [dead[0], .v4(IPv4Address(8, 8, 8, 8))] }
        try lab.run("two", on: "net") { $0.config.dns = dead + [.v4(IPv4Address(8, 8, 8, 8))] }
        for (name, seconds, answer) in [("one", 4, "NXDOMAIN"), ("two", 8, "timeout")] {
            var names = NameService(lab)
            var world = QueryWorld(Dataplane(lab, seed: 1))
            var sequencer = AnswerSequencer(order: .rotate)
            let message = Message(
                header: Header(id: 7, flags: .rd),
                questions: [Question(name: try DomainName(parsing: "nobody.test"), type: .a)]
            )
            var query: [UInt8] = []
            try message.encode(into: &query)
            let asker = try lab.container(matching: name)
            let asked = names.ask(query, from: asker, sequencer: &sequencer, in: &world)
            #expect(try Self.short(asked.result) == answer)
            #expect(world.carrier.elapsed / 1_000_000_000 == Int64(seconds))
        }
    }

    @Test(arguments: [
        ("a.lan 10.0.0.5", "a.lan 300 A 10.0.0.5"), ("A.Lan. 60 AAAA fd00::1", "a.lan 60 AAAA fd00::1"),
        ("a.lan fd00::1", "a.lan 300 AAAA fd00::1"), ("a.lan 60 10.0.0.5", "a.lan 60 A 10.0.0.5"),
        ("m.lan mx 10 a.lan", "m.lan 300 MX 10 a.lan"),
    ])
    func `records of a label are read`(text: String, record: String) throws {
        let read = try Zone.record(text)
        #expect("\(read.name) \(read.ttl) \(read.type) \(read.data)" == record)
    }

    @Test(arguments: ["a.lan", "a.lan A", "a.lan WHAT 1", "a.lan A fd00::1", "a..lan 10.0.0.5"])
    func `records that cannot be read are refused`(text: String) {
        #expect(throws: UpstreamRecordError.self) { try Zone(label: text) }
    }
}
