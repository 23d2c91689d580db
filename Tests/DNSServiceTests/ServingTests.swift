import Addressing
import DNSService
import DNSWire
import Lab
import TestSupport
import Testing

extension Lab {
    /// Three containers behind an alias, one that asks them, and one each without an embedded DNS.
    static func rotation() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("mynet", subnet: "172.18.0.0/16") { $0.enableIPv6 = true }
        for name in ["one", "two", "three"] { try lab.run(name, on: "mynet", aliases: ["alicek106"]) }
        try lab.run("asker", on: "mynet")
        try lab.run("legacy")
        try lab.run("lonely", on: "none")
        try lab.run("hostly", on: "host")
        lab.addUpstreamRecord(.init(name: "www.example.test", type: "A", ttl: 60, data: "198.51.100.7"))
        return lab
    }
}

@Suite struct `Serving` {
    @Test(arguments: [
        ("asker", "one", RecordType.a, "NOERROR 172.18.0.2"),
        ("asker", "ONE.mynet", .a, "NOERROR 172.18.0.2"),
        ("asker", "one", .mx, "NOERROR"),
        ("asker", "3.0.18.172.in-addr.arpa", .ptr, "NOERROR two.mynet."),
        ("asker", "nobody", .a, "NXDOMAIN"),
        ("asker", "www.example.test", .a, "NOERROR 198.51.100.7"),
        ("asker", "www.example.test", .aaaa, "NOERROR"),
        ("asker", "one", .txt, "NXDOMAIN"),
        ("legacy", "one", .a, "NXDOMAIN"),
        ("legacy", "www.example.test", .a, "NOERROR 198.51.100.7"),
        ("hostly", "www.example.test", .a, "NOERROR 198.51.100.7"),
        ("lonely", "www.example.test", .a, "SERVFAIL"),
    ])
    func `Each container's port has its view, over UDP and TCP alike`(
        container: String,
        name: String,
        type: RecordType,
        expected: String
    ) throws {
        try withServer(FixedLab(try .rotation())) { server in
            let query = try Message.query(name, type)
            let port = server.port(of: container)
            #expect(try ask(port, query).short == expected)
            #expect(try askStream(port, query).short == expected)
        }
    }

    @Test func `Local answers carry RA and RD, and no OPT record`() throws {
        try withServer(FixedLab(try .rotation())) { server in
            let query = try Message.query("one", edns: EDNS(udpPayloadSize: 1232))
            let reply = try #require(try ask(server.port(of: "asker"), query))
            #expect(reply.header.flags == [.qr, .rd, .ra])
            #expect(reply.edns == nil)
            #expect(reply.answers.map(\.ttl) == [600])
            let failure = try #require(try ask(server.port(of: "lonely"), try .query("www.example.test")))
            #expect(failure.header.flags == [.qr, .rd])
        }
    }

    @Test func `Answers rotate for each client by itself, whichever way it asks`() throws {
        try withServer(FixedLab(try .rotation())) { server in
            func leader(_ port: UInt16?, _ edns: EDNS? = nil) throws -> String {
                let reply = try ask(port, try .query("alicek106", edns: edns))
                return reply.short.split(separator: " ").dropFirst().first.map(String.init) ?? reply.short
            }
            let asker = server.port(of: "asker")
            var leaders = [try leader(asker), try leader(asker)]
            // Another client's rotation begins at its own start.
            let other = try leader(server.port(of: "one"))
            #expect(other == "172.18.0.2")
            leaders.append(try leader(server.status?.sharedPort, .naming("172.18.0.5/32")))
            leaders.append(try leader(asker))
            #expect(leaders == ["172.18.0.2", "172.18.0.3", "172.18.0.4", "172.18.0.2"])
        }
    }

    @Test func `A burst of several batches is answered whole`() throws {
        try withServer(FixedLab(try .rotation())) { server in
            let client = DatagramClient(server.port(of: "asker"))
            for id in 0..<200 { client.send(try Message.query("one", id: UInt16(id)).bytes()) }
            var ids = Set<UInt16>()
            for _ in 0..<200 {
                guard let bytes = client.receive() else { break }
                let reply = try Message(decoding: bytes.span)
                #expect(reply.short == "NOERROR 172.18.0.2")
                ids.insert(reply.header.id)
            }
            #expect(ids.count == 200)
        }
    }

    @Test func `A truncated answer sets TC and is whole over TCP`() throws {
        var lab = Lab.fresh()
        try lab.network("mynet", subnet: "10.1.0.0/16")
        for number in 0..<200 { try lab.run("member\(number)", on: "mynet", aliases: ["all"]) }
        try withServer(FixedLab(lab)) { server in
            let port = server.port(of: "member0")
            let cut = try #require(try ask(port, try .query("all")))
            #expect(cut.header.flags.contains(.tc))
            // 512 octets less header and question, in records of 16.
            #expect(cut.answers.count == (512 - 12 - 9) / 16)
            let larger = try ask(port, try .query("all", edns: EDNS(udpPayloadSize: 1232)))
            #expect(larger?.answers.count == (1232 - 12 - 9) / 16)
            let largest = try ask(port, try .query("all", edns: EDNS(udpPayloadSize: 65535)))
            #expect(largest?.answers.count == 200)
            #expect(largest?.header.flags.contains(.tc) == false)
            let whole = try #require(try askStream(port, try .query("all")))
            #expect(whole.answers.count == 200)
            #expect(!whole.header.flags.contains(.tc))
        }
    }

    @Test func `The server counts what it did, and its ports are closed afterwards`() throws {
        let server = try RunningServer(FixedLab(try .rotation()))
        let port = server.port(of: "asker")
        let client = DatagramClient(port)
        for name in ["one", "alicek106", "www.example.test"] { _ = try client.exchange(try .query(name)) }
        _ = client.exchange([1, 2, 0x28, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        _ = try ask(server.port(of: "lonely"), try .query("elsewhere"))
        let statistics = try #require(server.stop())
        var expected = ServerStatistics()
        expected.queries = 5
        expected.local = 2
        expected.simulated = 1
        expected.malformed = 1
        expected.refused = 1
        #expect(statistics == expected)
        let query = try Message.query("one")
        #expect(try ask(port, query, seconds: 0.1) == nil)
        #expect(try askStream(port, query, seconds: 0.1) == nil)
    }

    @Test func `All addresses of the machine can be served, and responses leave from the one asked`() throws {
        let upstream = FakeUpstream { [FakeUpstream.answer($0.query, IPv4Address(203, 0, 113, 1))] }
        defer { upstream.stop() }
        var lab = try Lab.rotation()
        lab.setUpstreamServer(upstream.server)
        try withServer(FixedLab(lab), { $0.address = .v4(IPv4Address(0, 0, 0, 0)) }) { server in
            // The socket is connected, so that it takes datagrams from 127.0.0.2 alone.
            let client = DatagramClient(server.port(of: "asker"), at: [127, 0, 0, 2])
            let local = try client.exchange(try .query("two"))
            #expect(local.short == "NOERROR 172.18.0.3")
            let forwarded = try client.exchange(try .query("www.example.test"))
            #expect(forwarded.short == "NOERROR 203.0.113.1")
        }
    }
}

extension EDNS {
    /// With the client-subnet option.
    static func naming(_ prefix: String) -> EDNS {
        let option = IPPrefix(prefix).flatMap { ClientSubnet(prefix: $0) }?.option
        return EDNS(udpPayloadSize: 1232, options: [option].compactMap { $0 })
    }
}
