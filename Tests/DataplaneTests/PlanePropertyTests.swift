import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// What holds in every lab, from seeds that failures print.
@Suite struct `Properties of the plane` {
    /// Everybody asks everybody, in a plane of their own.
    static func busyPlane(seed: UInt64) throws -> Dataplane {
        let lab = RandomLab.make(seed: seed)
        var probe = PlaneProbe(lab, seed: seed)
        let containers = lab.allContainers
        let addresses = containers.flatMap { container in
            container.attachments.compactMap { $0.endpoint?.ipv4?.address ?? $0.endpoint?.ipv6?.address }
        }
        for container in containers where container.isRunning {
            for address in addresses + [try IPAddress(parsing: "198.51.100.7")] {
                _ = try probe.ping(.container(container.name), "\(address)", size: 3000)
                _ = try probe.tcp(.container(container.name), "\(address)", 80)
                _ = try probe.udp(.container(container.name), "\(address)", 53)
            }
        }
        return probe.plane
    }

    @Test(arguments: UInt64(1)...25)
    func `every packet is delivered, dropped for a reason, or under way`(seed: UInt64) throws {
        let plane = try Self.busyPlane(seed: seed)
        let accounts = plane.accounts
        let accounted = accounts.delivered + accounts.dropped + accounts.absorbed + plane.packetsUnderWay
        #expect(accounts.created == accounted, "seed \(seed): \(accounts), under way \(plane.packetsUnderWay)")
        #expect(plane.dropCounts.map(\.count).reduce(0, +) == accounts.dropped, "seed \(seed)")
        #expect(plane.dropCounts.allSatisfy { !$0.reason.text.isEmpty }, "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...25)
    func `nothing goes round for ever`(seed: UInt64) throws {
        var plane = try Self.busyPlane(seed: seed)
        // Handshakes give up after 127 seconds, neighbours after three: an hour is more than everything lasts.
        plane.run(until: plane.now.advanced(by: 3_600_000_000_000))
        #expect(plane.packetsUnderWay == 0, "seed \(seed)")
    }

    @Test(arguments: UInt64(1)...8)
    func `the same seed gives the same packets at the same nanoseconds`(seed: UInt64) throws {
        func entries() throws -> [Recording.Entry] {
            var probe = PlaneProbe(RandomLab.make(seed: seed), seed: seed)
            probe.plane.beginRecording()
            for container in probe.plane.lab.allContainers where container.isRunning {
                _ = try probe.ping(.container(container.name), "172.17.0.1")
                _ = try probe.tcp(.container(container.name), "198.51.100.7", 80)
            }
            return probe.plane.endRecording()?.entries ?? []
        }
        #expect(try entries() == entries(), "seed \(seed)")
    }

    @Test(arguments: [0, 1, 20_000, 100_000, 300_000])
    func `what is written over a lossy link is read whole`(loss: Int) throws {
        for seed in UInt64(1)...12 {
            var lab = Lab.fresh()
            try lab.network("net", subnet: "10.1.0.0/24")
            try lab.run("aa", on: "net")
            try lab.run("bb", on: "net")
            var impairment = Impairment()
            impairment.loss = loss
            impairment.delay = 2_000_000
            impairment.jitter = 1_000_000
            impairment.duplication = loss / 2
            impairment.reordering = loss / 2
            try lab.impair(network: "net", impairment)
            var probe = PlaneProbe(lab, seed: seed)
            let (from, to) = (try probe.stack("aa"), try probe.stack("bb"))
            let listener = try probe.plane.listen(in: to, port: 9000)
            let address = try IPAddress(parsing: "10.1.0.3")
            let deadline = SimulatedTime(nanoseconds: 7_200_000_000_000)
            // Three lost requests for the neighbour's address end a handshake: as a person would, try again.
            var opened: SocketID?
            for _ in 0..<50 where opened == nil {
                opened = try? probe.plane.connect(in: from, to: address, port: 9000, until: deadline)
            }
            let client = try #require(opened, "seed \(seed)")
            let accepted = probe.plane.accept(listener, until: deadline)
            let server = try #require(accepted, "seed \(seed)")
            let sent = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251) }
            try probe.plane.write(sent, to: client)
            probe.plane.closeSending(client)
            var received: [UInt8] = []
            reading: for _ in 0..<10_000 {
                switch probe.plane.read(server, until: deadline) {
                case .bytes(let bytes): received += bytes
                case .end, .reset, .timeout: break reading
                }
            }
            #expect(received == sent, "seed \(seed), loss \(loss): \(received.count) of \(sent.count) bytes")
        }
    }
}
