import Addressing
import DNSService
import DNSWire
import Glibc
import Lab
import TestSupport
import Testing

@Suite struct `TCP connections` {
    @Test func `Queries that come together are answered in order`() throws {
        try withServer(FixedLab(try .rotation())) { server in
            let client = StreamClient(server.port(of: "asker"))
            let names = ["one", "two", "nobody", "three", "www.example.test"]
            var frames: [UInt8] = []
            for (id, name) in names.enumerated() { frames += try Message.query(name, id: UInt16(id)).frame() }
            client.write(frames)
            var replies: [String] = []
            for id in names.indices {
                let reply = try #require(try client.receiveMessage())
                #expect(reply.header.id == UInt16(id))
                replies.append(reply.short)
            }
            #expect(
                replies == [
                    "NOERROR 172.18.0.2", "NOERROR 172.18.0.3", "NXDOMAIN", "NOERROR 172.18.0.4",
                    "NOERROR 198.51.100.7",
                ]
            )
        }
    }

    @Test func `A query may come octet by octet`() throws {
        try withServer(FixedLab(try .rotation())) { server in
            let client = StreamClient(server.port(of: "asker"))
            for octet in try Message.query("one").frame() {
                client.write([octet])
                usleep(500)
            }
            #expect(try client.receiveMessage().short == "NOERROR 172.18.0.2")
            // And the next one, with a half of the one after.
            let second = try Message.query("two").frame()
            client.write(second + second[..<7])
            #expect(try client.receiveMessage().short == "NOERROR 172.18.0.3")
            client.write(Array(second[7...]))
            #expect(try client.receiveMessage().short == "NOERROR 172.18.0.3")
        }
    }

    @Test func `Thousands of queries at once do not outgrow the buffers, and none is lost`() throws {
        var lab = Lab.fresh()
        try lab.network("mynet", subnet: "10.1.0.0/16")
        for number in 0..<100 { try lab.run("member\(number)", on: "mynet", aliases: ["all"]) }
        try withServer(FixedLab(lab)) { server in
            let client = StreamClient(server.port(of: "member0"))
            let count = 3000
            var frames: [UInt8] = []
            for id in 0..<count { frames += try Message.query("all", id: UInt16(id)).frame() }
            // Written by another thread, for the server stops reading until its responses are taken: 4.8 MB of them.
            let writer = BackgroundWriter(client.descriptor, frames)
            for id in 0..<count {
                guard let bytes = client.receive() else {
                    Issue.record("response \(id) is missing")
                    break
                }
                #expect(bytes.count == 12 + 9 + 1600)
                #expect(Int(bytes[0]) << 8 | Int(bytes[1]) == id)
            }
            writer.join()
        }
    }

    @Test func `A client that has sent everything still gets its answers`() throws {
        try withServer(FixedLab(try .rotation())) { server in
            let client = StreamClient(server.port(of: "asker"))
            client.write(try Message.query("one").frame() + Message.query("two").frame())
            client.finishWriting()
            #expect(try client.receiveMessage().short == "NOERROR 172.18.0.2")
            #expect(try client.receiveMessage().short == "NOERROR 172.18.0.3")
            #expect(client.end() == .closed)
        }
    }

    @Test(arguments: [
        ("a length below a header's", [UInt8](repeating: 0, count: 2)),
        ("a length of 11", [0, 11] + [UInt8](repeating: 1, count: 11)),
        (
            "HTTP, whose first two octets say a length of 18245, and which then waits",
            Array("GET / HTTP/1.1\r\n\r\n".utf8)
        ),
    ])
    func `What is no DNS is closed`(_: String, octets: [UInt8]) throws {
        try withServer(FixedLab(try .rotation()), { $0.idleTimeout = .milliseconds(200) }) { server in
            let client = StreamClient(server.port(of: "asker"))
            client.write(octets)
            #expect(client.end() == .closed)
        }
    }

    @Test func `A malformed query gets FORMERR, and the connection goes on`() throws {
        try withServer(FixedLab(try .rotation())) { server in
            let client = StreamClient(server.port(of: "asker"))
            client.write([0, 12, 0xab, 0xcd, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0])
            #expect(try client.receiveMessage().short == "FORMERR")
            // A response is not answered, but what follows is.
            client.write([0, 12, 0xab, 0xcd, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0] + (try Message.query("one").frame()))
            #expect(try client.receiveMessage().short == "NOERROR 172.18.0.2")
        }
    }

    @Test func `Idle connections are closed, and octets without a whole query do not help`() throws {
        try withServer(FixedLab(try .rotation()), { $0.idleTimeout = .milliseconds(300) }) { server in
            let silent = StreamClient(server.port(of: "asker"))
            let busy = StreamClient(server.port(of: "asker"))
            let trickling = StreamClient(server.port(of: "asker"))
            let query = try Message.query("one").frame()
            for octet in query.prefix(8) {
                busy.write(query)
                #expect(try busy.receiveMessage().short == "NOERROR 172.18.0.2")
                trickling.write([octet])
                usleep(50_000)
            }
            #expect(silent.end() == .closed)
            #expect(trickling.end() == .closed)
            busy.write(query)
            #expect(try busy.receiveMessage().short == "NOERROR 172.18.0.2")
            #expect(busy.end() == .closed)
        }
    }

    @Test func `One connection too many closes the one that has idled longest`() throws {
        try withServer(FixedLab(try .rotation()), { $0.maximumConnections = 3 }) { server in
            let port = server.port(of: "asker")
            let query = try Message.query("one").frame()
            let first = StreamClient(port, seconds: 0.2)
            let second = StreamClient(port, seconds: 0.2)
            let third = StreamClient(port, seconds: 0.2)
            for _ in 0..<2 {
                // The first is used last.
                third.write(query)
                #expect(try third.receiveMessage().short == "NOERROR 172.18.0.2")
                second.write(query)
                #expect(try second.receiveMessage().short == "NOERROR 172.18.0.2")
                first.write(query)
                #expect(try first.receiveMessage().short == "NOERROR 172.18.0.2")
            }
            let fourth = StreamClient(port)
            fourth.write(query)
            #expect(try fourth.receiveMessage().short == "NOERROR 172.18.0.2")
            #expect(third.end() == .closed)
            #expect(first.end() == .open)
            #expect(second.end() == .open)
        }
    }
}

/// Writes octets to a socket while the test reads from it.
final class BackgroundWriter: @unchecked Sendable {
    private let descriptor: Int32
    private let bytes: [UInt8]
    private var thread = pthread_t()

    init(_ descriptor: Int32, _ bytes: [UInt8]) {
        self.descriptor = descriptor
        self.bytes = bytes
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let writer = Unmanaged<BackgroundWriter>.fromOpaque(argument).takeRetainedValue()
                var sent = 0
                while sent < writer.bytes.count {
                    let count = writer.bytes[sent...].withUnsafeBytes {
                        send(writer.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                    }
                    if count <= 0 { break }
                    sent += count
                }
                return nil
            },
            Unmanaged.passRetained(self).toOpaque()
        )
    }

    func join() {
        pthread_join(thread, nil)
    }
}
