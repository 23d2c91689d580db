import Addressing
import DNSWire
import Glibc
import Lab
import Synchronization
import TestSupport
import Testing

@testable import DNSService

@Suite struct `Forwarding to a real server` {
    private static let answer = IPv4Address(198, 51, 100, 7)

    /// Serves the lab of rotations with a fake server as its upstream.
    private func withUpstream(
        _ script: @escaping FakeUpstream.Script,
        _ configure: (inout ServerConfiguration) -> Void = { _ in },
        _ body: (RunningServer, FakeUpstream) throws -> Void
    ) throws {
        let upstream = FakeUpstream(script)
        defer { upstream.stop() }
        var lab = try Lab.rotation()
        try lab.network("inner", subnet: "172.30.0.0/16") { $0.isInternal = true }
        try lab.run("cut-off", on: "inner")
        lab.setUpstreamServer(upstream.server)
        try withServer(FixedLab(lab), configure) { try body($0, upstream) }
    }

    @Test func `The response comes back with the client's own identifier, by the transport of the query`() throws {
        try withUpstream({ [FakeUpstream.answer($0.query, Self.answer)] }) { server, upstream in
            for container in ["asker", "legacy", "hostly"] {
                let port = server.port(of: container)
                let query = try Message.query("www.example.test", id: 7)
                for reply in [try ask(port, query), try askStream(port, query)] {
                    #expect(reply?.header.id == 7)
                    #expect(reply.short == "NOERROR 198.51.100.7")
                    #expect(reply?.answers.first?.ttl == 60)
                }
            }
            #expect(upstream.asked.map(\.isStream) == [false, true, false, true, false, true])
            // Names of the lab are not asked for outside.
            #expect(try ask(server.port(of: "asker"), try .query("one")).short == "NOERROR 172.18.0.2")
            #expect(upstream.asked.count == 6)
        }
    }

    @Test func `Containers without a way out do not ask it`() throws {
        try withUpstream({ [FakeUpstream.answer($0.query, Self.answer)] }) { server, upstream in
            for container in ["cut-off", "lonely"] {
                let reply = try ask(server.port(of: container), try .query("www.example.test"))
                #expect(reply.short == "SERVFAIL")
                #expect(reply?.header.flags == [.qr, .rd])
            }
            #expect(upstream.asked.isEmpty)
        }
    }

    @Test func `The query goes out as it came but for identifier and client subnet, from ever new ports`() throws {
        try withUpstream({ [FakeUpstream.answer($0.query, Self.answer)] }) { server, upstream in
            var query = try Message.query("WWW.Example.Test", .txt, id: 7, edns: EDNS(udpPayloadSize: 4000))
            query.header.flags = [.rd, .ad, .cd]
            query.edns?.flags = .dnssecOK
            for _ in 0..<8 { _ = try ask(server.port(of: "asker"), query) }
            var named = query
            named.edns = .naming("172.18.0.5/32")
            named.edns?.udpPayloadSize = 4000
            named.edns?.flags = .dnssecOK
            _ = try ask(server.status?.sharedPort, named)
            let asked = upstream.asked
            #expect(asked.count == 9)
            let expected = try query.bytes()
            for one in asked { #expect(Array(one.query.dropFirst(2)) == Array(expected.dropFirst(2))) }
            // Nine draws of 65,536 identifiers, and of some 28,000 ports: two pairs of equals are once in a lifetime.
            #expect(Set(asked.map { $0.query.prefix(2) }).count >= 8)
            #expect(Set(asked.map(\.port)).count >= 8)
        }
    }

    @Test(
        arguments: [
            ("NXDOMAIN", RCODE.nxDomain, "asker", "NXDOMAIN", [.qr, .rd, .ra]),
            ("NOTIMP", .notImp, "asker", "NOTIMP", [.qr, .rd, .ra]),
            ("FORMERR", .formErr, "asker", "FORMERR", [.qr, .rd, .ra]),
            // The embedded DNS would ask the next server, and has none.
            ("SERVFAIL", .servFail, "asker", "SERVFAIL", [.qr, .rd]),
            ("REFUSED", .refused, "asker", "SERVFAIL", [.qr, .rd]),
            // Without it, the container's tool sees what the server says.
            ("SERVFAIL", .servFail, "legacy", "SERVFAIL", [.qr, .rd, .ra]),
            ("REFUSED", .refused, "legacy", "REFUSED", [.qr, .rd, .ra]),
        ] as [(String, RCODE, String, String, HeaderFlags)]
    )
    func `Errors of the server`(
        _: String,
        rcode: RCODE,
        container: String,
        expected: String,
        flags: HeaderFlags
    ) throws {
        let script: FakeUpstream.Script = { asked in
            [
                FakeUpstream.answer(asked.query, Self.answer) { reply in
                    reply.header.rcode = rcode
                    reply.answers = []
                    // As a server that could not even read the question.
                    if rcode == .formErr { reply.questions = [] }
                }
            ]
        }
        try withUpstream(script) { server, _ in
            let reply = try ask(server.port(of: container), try .query("www.example.test"))
            #expect(reply.short == expected)
            #expect(reply?.header.flags == flags)
        }
    }

    @Test func `A truncated response is passed on as it is`() throws {
        let script: FakeUpstream.Script = { asked in
            [
                FakeUpstream.answer(asked.query, Self.answer) { reply in
                    if !asked.isStream {
                        reply.header.flags.insert(.tc)
                        reply.answers = []
                    }
                }
            ]
        }
        try withUpstream(script) { server, _ in
            let query = try Message.query("www.example.test")
            let cut = try #require(try ask(server.port(of: "asker"), query))
            #expect(cut.header.flags.contains(.tc) && cut.answers.isEmpty)
            #expect(try askStream(server.port(of: "asker"), query).short == "NOERROR 198.51.100.7")
        }
    }

    @Test func `What does not answer the question is ignored`() throws {
        let forged = IPv4Address(203, 0, 113, 66)
        let script: FakeUpstream.Script = { asked in
            [
                FakeUpstream.answer(asked.query, forged) { $0.header.id ^= 1 },
                FakeUpstream.answer(asked.query, forged) { $0.header.flags.remove(.qr) },
                FakeUpstream.answer(asked.query, forged) { $0.questions[0].type = .aaaa },
                FakeUpstream.answer(asked.query, forged) { reply in
                    if let name = try? DomainName(parsing: "www.example.tess") { reply.questions[0].name = name }
                },
                FakeUpstream.answer(asked.query, forged) { $0.questions = [] },
                [1, 2, 3],
                FakeUpstream.answer(asked.query, Self.answer) { reply in
                    // Case is no difference.
                    if let name = try? DomainName(parsing: "WWW.EXAMPLE.TEST") { reply.questions[0].name = name }
                },
                FakeUpstream.answer(asked.query, forged),
            ].filter { !(asked.isStream && $0.count < 12) }
        }
        try withUpstream(script) { server, _ in
            let query = try Message.query("www.example.test")
            #expect(try ask(server.port(of: "asker"), query).short == "NOERROR 198.51.100.7")
            #expect(try askStream(server.port(of: "asker"), query).short == "NOERROR 198.51.100.7")
        }
    }

    /// Over UDP a client without EDNS takes 512 octets, and else what it says; over TCP all that there is.
    @Test(arguments: [(nil, 1), (nil, 40), (1232, 40), (1232, 200), (4096, 200), (65_535, 4000)] as [(UInt16?, Int)])
    func `A response is held to what the client takes, and says so`(_ size: UInt16?, _ records: Int) throws {
        let script: FakeUpstream.Script = { asked in
            guard var reply = try? Message(decoding: FakeUpstream.answer(asked.query, Self.answer).span),
                let first = reply.answers.first
            else { return [] }
            reply.answers = Array(repeating: first, count: records)
            var bytes: [UInt8] = []
            guard (try? reply.encode(into: &bytes)) != nil else { return [] }
            return [bytes]
        }
        try withUpstream(script) { server, _ in
            let query = try Message.query("www.example.test", edns: size.map { EDNS(udpPayloadSize: $0) })
            let reply = try #require(try ask(server.port(of: "asker"), query))
            let length = try reply.bytes().count
            let isWhole = reply.answers.count == records
            #expect(length <= Int(size ?? 512))
            #expect(reply.header.flags.contains(.tc) == !isWhole)
            // Sixteen octets each behind a header and question of 34.
            #expect(isWhole == (34 + 16 * records + (size == nil ? 0 : 11) <= Int(size ?? 512)))
            #expect(try askStream(server.port(of: "asker"), query)?.answers.count == records)
        }
    }

    @Test func `A datagram from another address is ignored`() throws {
        // The server of this test is silent; a stranger answers in its place, knowing identifier and port.
        let stranger = TestSocket.open(SOCK_DGRAM, port: 9)
        defer { close(stranger) }
        let script: FakeUpstream.Script = { asked in
            let forged = FakeUpstream.answer(asked.query, IPv4Address(203, 0, 113, 66))
            TestSocket.send(forged, from: stranger, to: asked.port)
            usleep(20_000)
            return [FakeUpstream.answer(asked.query, Self.answer)]
        }
        try withUpstream(script) { server, _ in
            let reply = try ask(server.port(of: "asker"), try .query("www.example.test"))
            #expect(reply.short == "NOERROR 198.51.100.7")
        }
    }

    @Test func `Silence ends in SERVFAIL, and late answers are nobody's`() throws {
        try withUpstream({ _ in [] }, { $0.forwardTimeout = .milliseconds(150) }) { server, _ in
            for container in ["asker", "legacy"] {
                let port = server.port(of: container)
                let query = try Message.query("www.example.test")
                for reply in [try ask(port, query), try askStream(port, query)] {
                    #expect(reply.short == "SERVFAIL")
                    #expect(reply?.header.flags == [.qr, .rd])
                }
            }
            let statistics = server.stop()
            #expect(statistics?.forwarded == 4)
            #expect(statistics?.unanswered == 4)
        }
    }

    @Test func `A port where nobody listens is SERVFAIL at once`() throws {
        let upstream = FakeUpstream { _ in [] }
        var lab = try Lab.rotation()
        lab.setUpstreamServer(upstream.server)
        upstream.stop()
        try withServer(FixedLab(lab)) { server in
            let query = try Message.query("www.example.test")
            let clock = ContinuousClock()
            let start = clock.now
            #expect(try ask(server.port(of: "asker"), query).short == "SERVFAIL")
            #expect(try askStream(server.port(of: "asker"), query).short == "SERVFAIL")
            #expect(clock.now - start < .seconds(2))
        }
    }

    @Test func `More than the bound at once are refused, and local answers wait for none of them`() throws {
        try withUpstream({ _ in [] }, { $0.maximumForwards = 5 }) { server, upstream in
            let client = DatagramClient(server.port(of: "asker"))
            for id in 0..<8 { client.send(try Message.query("www.example.test", id: UInt16(id)).bytes()) }
            var refused: Set<UInt16> = []
            for _ in 0..<3 {
                let reply = try #require(client.receive().map { try Message(decoding: $0.span) })
                #expect(reply.short == "REFUSED")
                #expect(reply.header.flags == [.qr, .rd])
                refused.insert(reply.header.id)
            }
            #expect(refused == [5, 6, 7])
            #expect(try client.exchange(try .query("one")).short == "NOERROR 172.18.0.2")
            let stream = StreamClient(server.port(of: "asker"))
            // Pipelined, so that a refusal answered by recursion would show.
            var frames: [UInt8] = []
            for id in 0..<2000 { frames += try Message.query("www.example.test", id: UInt16(id)).frame() }
            let writer = BackgroundWriter(stream.descriptor, frames)
            for _ in 0..<2000 { #expect(try stream.receiveMessage().short == "REFUSED") }
            writer.join()
            for _ in 0..<100 where upstream.asked.count < 5 { usleep(5000) }
            #expect(upstream.asked.count == 5)
        }
    }

    @Test func `Local answers on one connection overtake those from outside`() throws {
        let gate = Mutex(false)
        let script: FakeUpstream.Script = { asked in
            for _ in 0..<1000 where !gate.withLock({ $0 }) { usleep(2000) }
            return [FakeUpstream.answer(asked.query, Self.answer)]
        }
        try withUpstream(script) { server, _ in
            let client = StreamClient(server.port(of: "asker"))
            client.write(try Message.query("www.example.test", id: 1).frame() + Message.query("one", id: 2).frame())
            #expect(try client.receiveMessage()?.header.id == 2)
            gate.withLock { $0 = true }
            let late = try #require(try client.receiveMessage())
            #expect(late.header.id == 1)
            #expect(late.short == "NOERROR 198.51.100.7")
        }
    }

    @Test func `A connection that waits for the server is not idle`() throws {
        let script: FakeUpstream.Script = { asked in
            usleep(400_000)
            return [FakeUpstream.answer(asked.query, Self.answer)]
        }
        try withUpstream(script, { $0.idleTimeout = .milliseconds(100) }) { server, _ in
            let reply = try askStream(server.port(of: "asker"), try .query("www.example.test"))
            #expect(reply.short == "NOERROR 198.51.100.7")
        }
    }

    @Test func `Identifiers are drawn as configured`() throws {
        let next = Mutex<UInt16>(0x4000)
        let draw: @Sendable () -> UInt16 = {
            next.withLock {
                $0 += 1; return $0
            }
        }
        try withUpstream({ [FakeUpstream.answer($0.query, Self.answer)] }, { $0.drawIdentifier = draw }) {
            server,
            upstream in
            for _ in 0..<3 { _ = try ask(server.port(of: "asker"), try .query("www.example.test")) }
            #expect(upstream.asked.map { $0.query.prefix(2) } == [[0x40, 1], [0x40, 2], [0x40, 3]])
        }
    }
}
