import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// A lab with a network, a web server and a client, and what a plane over it recorded.
enum CaptureLab {
    static func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "172.18.0.0/16")
        try lab.run("web", on: "front") { $0.config.exposedPorts = [ContainerPort(80, .tcp)] }
        try lab.run("user", on: "front")
        return lab
    }

    static let web = IPAddress.v4(IPv4Address(172, 18, 0, 2))
    static let user = IPAddress.v4(IPv4Address(172, 18, 0, 3))

    /// Records what `body` does from the container `user`, and the second after it.
    static func record(
        _ lab: Lab,
        seed: UInt64 = 7,
        limit: Int = 1000,
        includes: (@Sendable (Recording.Tap) -> Bool)? = nil,
        _ body: (inout Dataplane, StackID) throws -> Void
    ) throws -> Recording {
        var plane = Dataplane(lab, seed: seed)
        let user = plane.stack(of: try lab.container(matching: "user"))
        let stack = try #require(user)
        plane.beginRecording(limit: limit, includes: includes)
        try body(&plane, stack)
        plane.run(until: plane.now.advanced(by: 1_000_000_000))
        let recording = plane.endRecording()
        return try #require(recording)
    }

    static func ping(_ plane: inout Dataplane, _ stack: StackID, to address: IPAddress = web) throws {
        let socket = plane.openEcho(in: stack)
        try plane.sendEcho(socket, to: address, sequence: 1, payloadCount: 56)
        _ = plane.receive(socket, until: plane.now.advanced(by: 1_000_000_000))
        plane.close(socket)
    }

    static func fetch(_ plane: inout Dataplane, _ stack: StackID) throws {
        let deadline = plane.now.advanced(by: 5_000_000_000)
        let socket = try plane.connect(in: stack, to: web, port: 80, until: deadline)
        try plane.write(Array("GET /index HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n".utf8), to: socket)
        _ = plane.read(socket, until: deadline)
        plane.close(socket)
    }

    /// `example.com. A`, and the answer 192.0.2.80.
    static let query: [UInt8] =
        [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + question
    static let answer: [UInt8] =
        [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0] + question
        + [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 80]
    private static let question: [UInt8] =
        [7] + Array("example".utf8) + [3] + Array("com".utf8) + [0, 0, 1, 0, 1]

    static func ask(
        _ plane: inout Dataplane,
        _ stack: StackID,
        _ transport: TransportProtocol,
        answer: [UInt8]? = answer
    ) {
        func framed(_ bytes: [UInt8]) -> [UInt8] { [0, UInt8(bytes.count)] + bytes }
        plane.exchange(
            transport == .tcp ? framed(query) : query,
            answer: transport == .tcp ? answer.map(framed) : answer,
            in: stack,
            to: IPAddress.v4(IPv4Address(192, 0, 2, 53)),
            port: 53,
            transport,
            until: plane.now.advanced(by: 1_000_000_000)
        )
    }
}
