import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// Sockets as the tools see them.
@Suite struct Sockets {
    @Test func `an echo socket's port is the identifier that its requests carry`() throws {
        var probe = PlaneProbe(try `Nobody answers`.lab())
        let stack = try probe.stack("host")
        let socket = probe.plane.openEcho(in: stack)
        probe.plane.beginTrace()
        try probe.plane.sendEcho(socket, to: try IPAddress(parsing: "10.81.0.2"), sequence: 1, payloadCount: 8)
        let identifiers = probe.plane.endTrace().compactMap { step -> UInt16? in
            guard case .icmp(.echoRequest(let identifier, _, _))? = step.packet?.payload else { return nil }
            return identifier
        }
        let first = try #require(identifiers.first)
        #expect(first != 0)
        #expect(probe.plane.localEnd(of: socket)?.port == first)
    }

    @Test func `a paused container's kernel takes a connection, and nobody closes it`() throws {
        var lab = try `Who reaches whom`.lab()
        try lab.pauseContainer(matching: "web")
        var probe = PlaneProbe(lab)
        let stack = try probe.stack("user")
        let address = try IPAddress(parsing: "10.81.0.2")
        let deadline = SimulatedTime(nanoseconds: 2_000_000_000)
        let socket = try probe.plane.connect(in: stack, to: address, port: 80, until: deadline)
        try probe.plane.write(Array("GET / HTTP/1.0\r\n\r\n".utf8), to: socket)
        probe.plane.closeSending(socket)
        #expect(probe.plane.read(socket, until: deadline) == .timeout)
    }

    @Test(
        arguments: [
            // A TLS 1.0 to 1.3 ClientHello begins so.
            ([0x16, 3, 1, 2, 0], true), ([0x16], true),
            // Something else is swallowed.
            ([0, 0x16], false), (Array("HELO there\r\n".utf8), false),
        ] as [([UInt8], Bool)]
    )
    func `a service without TLS closes what begins with a handshake`(bytes: [UInt8], closes: Bool) throws {
        var probe = PlaneProbe(try `Who reaches whom`.lab())
        let stack = try probe.stack("user")
        let address = try IPAddress(parsing: "10.81.0.2")
        let deadline = SimulatedTime(nanoseconds: 2_000_000_000)
        let socket = try probe.plane.connect(in: stack, to: address, port: 80, until: deadline)
        try probe.plane.write(bytes, to: socket)
        let reading = probe.plane.read(socket, until: deadline)
        switch reading {
        case .end: #expect(closes)
        case .timeout: #expect(!closes)
        case .bytes, .reset: Issue.record("read \(reading)")
        }
        #expect((probe.plane.now < deadline) == closes)
    }
}
