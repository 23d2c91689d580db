import Addressing
import DNSService
import DNSWire
import Glibc
import TestSupport
import Testing

@Suite struct `One query to a real server` {
    private static let loopback = IPAddress.v4(IPv4Address(127, 0, 0, 1))
    private static let answer = IPv4Address(198, 51, 100, 7)

    /// What comes of a query for `www.example.test` where `script` answers.
    private func reply(
        isTCP: Bool,
        milliseconds: Int32 = 3000,
        _ script: @escaping FakeUpstream.Script
    ) throws -> String {
        let upstream = FakeUpstream(script)
        defer { upstream.stop() }
        let query = try Message.query("www.example.test", id: 77).bytes()
        let reply = OneShotQuery.send(
            query,
            to: Self.loopback,
            port: upstream.port,
            isTCP: isTCP,
            milliseconds: milliseconds
        )
        guard case .response(let bytes) = reply else { return "\(reply)" }
        let message = try Message(decoding: bytes.span)
        #expect(message.header.id == 77)
        return message.short
    }

    @Test(arguments: [false, true])
    func `The response is handed on`(isTCP: Bool) throws {
        let found = try reply(isTCP: isTCP) { [FakeUpstream.answer($0.query, Self.answer)] }
        #expect(found == "NOERROR 198.51.100.7")
    }

    @Test func `Other datagrams are passed over`() throws {
        let forged = IPv4Address(203, 0, 113, 66)
        let found = try reply(isTCP: false) { asked in
            [
                FakeUpstream.answer(asked.query, forged) { $0.header.id ^= 1 },
                FakeUpstream.answer(asked.query, forged) { $0.questions[0].type = .aaaa },
                asked.query,
                FakeUpstream.answer(asked.query, Self.answer),
            ]
        }
        #expect(found == "NOERROR 198.51.100.7")
    }

    @Test(arguments: [false, true])
    func `Patience ends`(isTCP: Bool) throws {
        let clock = ContinuousClock()
        let start = clock.now
        #expect(
            try reply(isTCP: isTCP, milliseconds: 150) { _ in
                usleep(300_000); return []
            } == "timeout"
        )
        #expect(clock.now - start < .seconds(3))
    }

    @Test(arguments: [false, true])
    func `Nobody there is a refusal`(isTCP: Bool) throws {
        let upstream = FakeUpstream { _ in [] }
        upstream.stop()
        let query = try Message.query("www.example.test").bytes()
        let reply = OneShotQuery.send(
            query,
            to: Self.loopback,
            port: upstream.port,
            isTCP: isTCP,
            milliseconds: 2000
        )
        #expect(reply == .refused)
    }
}
