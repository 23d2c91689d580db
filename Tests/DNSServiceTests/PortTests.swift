import Addressing
import CLinux
import DNSWire
import Glibc
import Lab
import TestSupport
import Testing

@testable import DNSService

@Suite struct `Port numbers` {
    private static let ids: [ContainerID] = {
        var entropy = Entropy(seed: 7)
        return (0..<6).map { _ in ContainerID(drawnFrom: &entropy) }
    }()

    @Test func `They follow the order of creation, and stay while a container exists`() {
        var numbers = PortNumbers(first: 15000, excluded: 15002)
        let ids = Self.ids
        numbers.update(Array(ids[..<3]))
        #expect(ids.map { numbers.number(of: $0) } == [15000, 15001, 15003, nil, nil, nil])
        // A removed one leaves a gap.
        numbers.update([ids[0], ids[2], ids[3]])
        #expect(ids.map { numbers.number(of: $0) } == [15000, nil, 15003, 15004, nil, nil])
        // A number in use by another program is never tried again.
        numbers.replace(ids[0])
        #expect(numbers.number(of: ids[0]) == 15005)
        // The same lab gets the same numbers in another run.
        var again = PortNumbers(first: 15000, excluded: 15002)
        again.update(Array(ids[..<3]))
        #expect(again.number(of: ids[2]) == 15003)
    }

    @Test func `Gaps are filled once no number above is left, and then there is none`() {
        let ids = Self.ids
        var numbers = PortNumbers(first: 65533, excluded: 0)
        numbers.update(Array(ids[..<4]))
        #expect(ids.map { numbers.number(of: $0) } == [65533, 65534, 65535, nil, nil, nil])
        numbers.update([ids[2], ids[3], ids[4]])
        #expect(ids.map { numbers.number(of: $0) } == [nil, nil, 65535, 65533, 65534, nil])
    }

    @Test func `The kernel's choice is kept`() {
        let ids = Self.ids
        var numbers = PortNumbers(first: 0, excluded: 0)
        numbers.update(ids)
        #expect(numbers.number(of: ids[0]) == 0)
        numbers.note(40123, for: ids[0])
        #expect(numbers.number(of: ids[0]) == 40123)
        numbers.replace(ids[0])
        #expect(numbers.number(of: ids[0]) == 0)
        numbers.note(40123, for: ids[0])
        numbers.update(Array(ids[1...]))
        #expect(numbers.number(of: ids[0]) == 0)
    }
}

@Suite struct `Ports` {
    @Test func `A thousand containers have a port each`() throws {
        var lab = Lab.fresh()
        try lab.network("mynet", subnet: "10.1.0.0/16")
        for number in 0..<1000 { try lab.run("member\(number)", on: "mynet", aliases: ["all\(number / 3)"]) }
        try withServer(FixedLab(lab)) { server in
            let ports = try #require(server.status).ports
            #expect(ports.map(\.name) == (0..<1000).map { "member\($0)" })
            let numbers = ports.compactMap(\.number)
            #expect(Set(numbers).count == 1000)
            for index in stride(from: 0, to: 1000, by: 37) {
                let port = ports[index].number
                let expected = try #require(try lab.ip("member\(999 - index)"))
                #expect(try ask(port, try .query("member\(999 - index)")).short == "NOERROR \(expected)")
                #expect(try askStream(port, try .query("member\(999 - index)")).short == "NOERROR \(expected)")
            }
        }
    }

    @Test(arguments: [
        (20_000, 1152, 9392), (1024, 1152, 256), (2_000_000, 1152, 999_392), (100, 10, 25), (0, 1152, 0),
        (-24, 1152, 0),
    ])
    func `Ports leave descriptors for connections and forwards`(descriptors: Int64, others: Int, most: Int) {
        #expect(ServingLoop.mostContainerPorts(descriptors: descriptors, others: others) == most)
    }

    @Test func `A number that another program has is passed over`() throws {
        let taken = TestSocket.listener()
        defer { close(taken.descriptor) }
        let lab = try Lab.rotation()
        try withServer(FixedLab(lab), { $0.firstContainerPort = taken.port }) { server in
            let ports = try #require(server.status).ports
            #expect(ports.count == 7)
            #expect(!ports.contains { $0.number == taken.port || $0.number == nil })
            #expect(try ask(server.port(of: "one"), try .query("two")).short == "NOERROR 172.18.0.3")
        }
    }

    @Test func `A shared port that is taken ends the start, in words`() throws {
        let taken = TestSocket.listener()
        defer { close(taken.descriptor) }
        let error = SystemError("cannot listen on 127.0.0.1 port \(taken.port)", number: EADDRINUSE)
        #expect(throws: error) {
            try RunningServer(FixedLab(try .rotation())) { $0.sharedPort = taken.port }
        }
        #expect(
            error.description
                == "cannot listen on 127.0.0.1 port \(taken.port): Address already in use (EADDRINUSE)"
        )
    }

    @Test func `Without numbers left, the shared port still answers`() throws {
        let lab = try Lab.rotation()
        try withServer(FixedLab(lab), { $0.firstContainerPort = 65535 }) { server in
            #expect(try #require(server.status).ports.compactMap(\.number) == [65535])
            #expect(server.reports.contains("no port number is left for container two; the shared port answers it"))
            let query = try Message.query("one", edns: .naming("172.18.0.5/32"))
            #expect(try ask(server.status?.sharedPort, query).short == "NOERROR 172.18.0.2")
        }
    }

    @Test func `IPv6 loopback can be served`() throws {
        try withServer(FixedLab(try .rotation()), { $0.address = .v6(IPv6Address(rawValue: 1)) }) { server in
            let descriptor = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue), 0)
            defer { close(descriptor) }
            TestSocket.setTimeout(descriptor, 3)
            var address = netsim_address()
            netsim_address_set(&address, IPv6Address(rawValue: 1).bytes, 16, server.port(of: "asker") ?? 0)
            #expect(netsim_connect(descriptor, &address) == 0)
            let query = try Message.query("one").bytes()
            _ = send(descriptor, query, query.count, 0)
            var bytes = [UInt8](repeating: 0, count: 512)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            bytes.removeLast(bytes.count - max(0, count))
            let reply = try Message(decoding: bytes.span)
            #expect(reply.short == "NOERROR 172.18.0.2")
        }
    }
}

extension TestSocket {
    /// A TCP port of 127.0.0.1 that is in use.
    static func listener() -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = netsim_address()
        netsim_address_set(&address, [127, 0, 0, 1], 4, 0)
        _ = netsim_bind(descriptor, &address)
        listen(descriptor, 1)
        return (descriptor, UInt16(netsim_local_port(descriptor)))
    }
}
