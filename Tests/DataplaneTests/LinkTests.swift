import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// Delay, rate, MTU, TTL and ports, in simulated time.
@Suite struct `Links and limits` {
    static func lab(_ change: (inout Lab) throws -> Void = { _ in }) throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.network("small", subnet: "10.2.0.0/24", options: ["com.docker.network.driver.mtu": "1400"])
        try lab.run("aa", on: "net")
        try lab.run("bb", on: "net") { $0.config.exposedPorts = [ContainerPort(80)] }
        try lab.run("cc", on: "small", publish: [binding(80, host: 8080)])
        try change(&lab)
        return lab
    }

    /// Milliseconds until the answer to an echo, the first one though neighbours have to be found.
    static func roundTrip(_ lab: Lab, _ from: Prober, _ to: String, size: Int = 56) throws -> Double? {
        var probe = PlaneProbe(lab)
        let stack = try probe.stack(from)
        let socket = probe.plane.openEcho(in: stack)
        let target = try IPAddress(parsing: to)
        let start = probe.plane.now
        try probe.plane.sendEcho(socket, to: target, sequence: 1, payloadCount: size)
        guard case .echoReply(let reply)? = probe.plane.receive(socket, until: start.advanced(by: 10_000_000_000))
        else {
            return nil
        }
        return Double(reply.time.since(start)) / 1e6
    }

    static func impairment(_ change: (inout Impairment) -> Void) -> Impairment {
        var impairment = Impairment()
        change(&impairment)
        return impairment
    }

    @Test func `a link delays both ways, a network each crossing once`() throws {
        let slow = Self.impairment { $0.delay = 40_000_000 }
        let link = try Self.lab { try $0.impair(network: "net", container: "aa", slow) }
        let network = try Self.lab { try $0.impair(network: "net", slow) }
        for lab in [link, network] {
            let time = try #require(try Self.roundTrip(lab, "aa", "10.1.0.3"))
            #expect(time >= 80 && time < 80.1)
            let host = try #require(try Self.roundTrip(lab, "host", "10.1.0.2"))
            #expect(host >= 80 && host < 80.1)
        }
        let fast = try #require(try Self.roundTrip(Self.lab(), "aa", "10.1.0.3"))
        #expect(fast < 0.1)
    }

    @Test func `a rate makes large packets late`() throws {
        let slow = Self.impairment { $0.rate = 1_000_000 }
        let lab = try Self.lab { try $0.impair(network: "net", container: "aa", slow) }
        // 1442 bytes at a megabit a second, there and back.
        let time = try #require(try Self.roundTrip(lab, "aa", "10.1.0.3", size: 1400))
        #expect(time >= 23.07 && time < 23.2)
    }

    @Test func `large packets are fragmented and put together`() throws {
        #expect(try Self.roundTrip(Self.lab(), "aa", "10.1.0.3", size: 9000) != nil)
        #expect(try Self.roundTrip(Self.lab(), "aa", "198.51.100.7", size: 4000) != nil)
    }

    @Test func `a smaller MTU on the way is told to who may not fragment`() throws {
        var probe = PlaneProbe(try Self.lab())
        let stack = try probe.stack("host")
        let socket = probe.plane.openEcho(in: stack)
        var options = SendOptions()
        options.dontFragment = true
        let target = try IPAddress(parsing: "10.2.0.2")
        #expect(throws: SocketError.messageTooLong(mtu: 1400)) {
            try probe.plane.sendEcho(socket, to: target, sequence: 1, payloadCount: 1400, options: options)
        }
        // TCP finds out by itself: a megabyte from outside through the smaller bridge.
        let outside = try probe.stack("outside")
        let published = try IPAddress(parsing: "192.0.2.10")
        let deadline = SimulatedTime(nanoseconds: 20_000_000_000)
        let client = try probe.plane.connect(in: outside, to: published, port: 8080, until: deadline)
        try probe.plane.write(
            Array("POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 20000\r\n\r\n".utf8),
            to: client
        )
        try probe.plane.write([UInt8](repeating: 65, count: 20_000), to: client)
        guard case .bytes(let bytes) = probe.plane.read(client, until: deadline) else {
            Issue.record("no answer")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("HTTP/1.1 200 OK"))
        // Both ends said in their SYN how large a segment may be: nothing had to be found out.
        #expect(probe.plane.pathMTU(in: outside, towards: published) == 1500)
    }

    @Test func `a router on the way says how large a packet may be`() throws {
        let lab = try Self.lab { lab in
            try lab.network(
                "straight",
                subnet: "10.3.0.0/24",
                options: [
                    "com.docker.network.driver.mtu": "1400",
                    "com.docker.network.bridge.gateway_mode_ipv4": "routed",
                ]
            )
            try lab.run("dd", on: "straight")
        }
        var probe = PlaneProbe(lab)
        let outside = try probe.stack("outside")
        let socket = probe.plane.openEcho(in: outside)
        var options = SendOptions()
        options.dontFragment = true
        let target = try IPAddress(parsing: "10.3.0.2")
        try probe.plane.sendEcho(socket, to: target, sequence: 1, payloadCount: 1450, options: options)
        guard case .error(let error)? = probe.plane.receive(socket, until: SimulatedTime(nanoseconds: 5_000_000_000))
        else {
            Issue.record("no error")
            return
        }
        #expect(error.kind == .packetTooBig(mtu: 1400))
        #expect("\(error.source)" == "192.0.2.10")
        #expect(probe.plane.pathMTU(in: outside, towards: target) == 1400)
    }

    @Test(arguments: [(1, "10.1.0.1"), (2, "192.0.2.1"), (3, "198.51.100.7")] as [(UInt8, String)])
    func `each hop answers when the TTL runs out`(hopLimit: UInt8, address: String) throws {
        var probe = PlaneProbe(try Self.lab())
        let stack = try probe.stack("aa")
        let socket = probe.plane.openEcho(in: stack)
        var options = SendOptions()
        options.hopLimit = hopLimit
        let target = try IPAddress(parsing: "198.51.100.7")
        try probe.plane.sendEcho(socket, to: target, sequence: 1, payloadCount: 8, options: options)
        switch probe.plane.receive(socket, until: SimulatedTime(nanoseconds: 5_000_000_000)) {
        case .echoReply(let reply): #expect("\(reply.source)" == address)
        case .error(let error):
            #expect("\(error.source)" == address)
            #expect(error.kind == .timeExceeded)
        default: Issue.record("no answer")
        }
    }

    @Test func `masquerading gives two of one port different ones, and takes them back`() throws {
        var lab = try Self.lab()
        try lab.run("dd", on: "net")
        var probe = PlaneProbe(lab)
        let (first, second) = (try probe.stack("aa"), try probe.stack("dd"))
        let outside = try probe.stack("outside")
        let server = try probe.plane.openUDP(in: outside, port: 7000)
        let target = try #require(lab.host.outsideClientAddresses.first?.address)
        var sockets: [SocketID] = []
        var ports: Set<UInt16> = []
        for (number, stack) in [first, second].enumerated() {
            let socket = try probe.plane.openUDP(in: stack, port: 5000)
            sockets.append(socket)
            try probe.plane.send([UInt8(number)], on: socket, to: target, port: 7000)
            guard
                case .datagram(let datagram)? = probe.plane.receive(
                    server,
                    until: probe.plane.now.advanced(by: 1_000_000_000)
                )
            else {
                Issue.record("nothing arrived")
                return
            }
            #expect("\(datagram.source)" == "192.0.2.10")
            ports.insert(datagram.sourcePort)
            try probe.plane.send([UInt8(number) + 10], on: server, to: datagram.source, port: datagram.sourcePort)
        }
        #expect(ports.count == 2 && ports.contains(5000))
        for (number, socket) in sockets.enumerated() {
            guard
                case .datagram(let datagram)? = probe.plane.receive(
                    socket,
                    until: probe.plane.now.advanced(by: 1_000_000_000)
                )
            else {
                Issue.record("no answer came back")
                continue
            }
            #expect(datagram.payload == [UInt8(number) + 10])
            #expect(datagram.source == target)
            #expect(datagram.sourcePort == 7000)
        }
    }

    @Test func `when every port is taken the next connection is dropped by name`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.run("aa", on: "net")
        try lab.run("dd", on: "net")
        var probe = PlaneProbe(lab)
        let (first, second) = (try probe.stack("aa"), try probe.stack("dd"))
        let target = try #require(lab.host.outsideClientAddresses.first?.address)
        // Ports below 512 are masqueraded as ports below 512.
        for port in UInt16(1)...511 {
            let socket = try probe.plane.openUDP(in: first, port: port)
            try probe.plane.send([0], on: socket, to: target, port: 7000)
            probe.plane.run(until: probe.plane.now.advanced(by: 1_000_000))
        }
        let socket = try probe.plane.openUDP(in: second, port: 100)
        try probe.plane.send([0], on: socket, to: target, port: 7000)
        probe.plane.run(until: probe.plane.now.advanced(by: 100_000_000))
        let reasons = probe.plane.dropCounts.map(\.reason)
        #expect(reasons.contains(.noFreePort(try IPAddress(parsing: "192.0.2.10"))))
    }

    @Test func `a link that is down and a partition cut, and nothing else`() throws {
        let down = try Self.lab { _ = try $0.setLink(of: "bb", on: nil, isUp: false) }
        var probe = PlaneProbe(down)
        #expect(try probe.ping("aa", "10.1.0.3") != .open)
        #expect(try probe.ping("aa", "10.1.0.1") == .open)
        let parted = try Self.lab { try $0.partition("aa", "bb") }
        probe = PlaneProbe(parted)
        #expect(try probe.ping("aa", "10.1.0.3") != .open)
        #expect(try probe.ping("host", "10.1.0.3") == .open)
        #expect(try probe.ping("aa", "198.51.100.7") == .open)
    }
}
