import Addressing
import Capture
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// What stands in a capture file, read back without anybody's help.
struct CaptureFileTests {
    private static let epoch: Int64 = 1_785_585_600_000_000_000

    @Test func `each link is an interface with its name on the host and what hangs on it`() throws {
        let lab = try CaptureLab.lab()
        let recording = try CaptureLab.record(lab) { plane, stack in try CaptureLab.ping(&plane, stack) }
        let bytes = try CaptureFile.pcapng(recording, epoch: Self.epoch, snapLength: 60)
        let interfaces = try PcapngReader.blocks(of: bytes).compactMap { block in
            if case .interface(let interface) = block { interface } else { nil }
        }
        let user = try #require(lab.container(matching: "user").attachments.first?.endpoint?.hostInterface)
        let web = try #require(lab.container(matching: "web").attachments.first?.endpoint?.hostInterface)
        #expect(user.hasPrefix("veth") && web.hasPrefix("veth"))
        #expect(interfaces.map(\.name) == [user, web])
        #expect(interfaces.map(\.description) == ["user eth0 on front", "web eth0 on front"])
        #expect(interfaces.map(\.snapLength) == [60, 60])
    }

    @Test func `times, directions, lengths and counts are those of the frames`() throws {
        let recording = try CaptureLab.record(CaptureLab.lab()) { plane, stack in try CaptureLab.ping(&plane, stack) }
        let bytes = try CaptureFile.pcapng(recording, epoch: Self.epoch, snapLength: 60)
        let blocks = try PcapngReader.blocks(of: bytes)
        let packets = blocks.compactMap { block in if case .packet(let packet) = block { packet } else { nil } }
        #expect(packets.map { $0.timestamp - Self.epoch } == [0, 5, 10, 15, 20, 25, 30, 35].map { $0 * 1000 })
        #expect(
            packets.map(\.direction)
                == [.inbound, .outbound, .inbound, .outbound, .inbound, .outbound, .inbound, .outbound]
        )
        #expect(packets.map(\.originalLength) == [42, 42, 42, 42, 98, 98, 98, 98])
        #expect(packets.map(\.bytes.count) == [42, 42, 42, 42, 60, 60, 60, 60])
        let statistics = blocks.compactMap { block in
            if case .statistics(let statistics) = block { statistics } else { nil }
        }
        #expect(statistics.map(\.received) == [4, 4])
        #expect(statistics.map { ($0.start ?? 0) - Self.epoch } == [0, 5000])
        #expect(statistics.map { ($0.end ?? 0) - Self.epoch } == [35_000, 30_000])
    }

    @Test func `only addresses that occur have names`() throws {
        let recording = try CaptureLab.record(CaptureLab.lab()) { plane, stack in try CaptureLab.ping(&plane, stack) }
        let bytes = try CaptureFile.pcapng(
            recording,
            epoch: Self.epoch,
            names: [
                (CaptureLab.user, "user"), (IPAddress.v4(IPv4Address(172, 18, 0, 9)), "other"),
                (CaptureLab.web, "web"), (CaptureLab.web, "alias"), (CaptureLab.web, "web"),
            ]
        )
        let names = try PcapngReader.blocks(of: bytes).flatMap { block -> [PcapngName] in
            if case .names(let names) = block { names } else { [] }
        }
        #expect(
            names == [
                PcapngName(address: CaptureLab.web, names: ["web", "alias"]),
                PcapngName(address: CaptureLab.user, names: ["user"]),
            ]
        )
    }

    @Test func `a limit keeps the first frames and says how many are left out`() throws {
        let recording = try CaptureLab.record(CaptureLab.lab(), limit: 3) { plane, stack in
            try CaptureLab.ping(&plane, stack)
        }
        #expect(recording.entries.count == 3 && recording.left == 5 && recording.linkCount == 2)
        let blocks = try PcapngReader.blocks(of: try CaptureFile.pcapng(recording, epoch: Self.epoch))
        guard case .section(let section) = blocks.first else {
            Issue.record("no section header")
            return
        }
        #expect(section.comments == ["5 more frames were left out: the limit was 3"])
    }

    @Test func `the same lab and seed give the same bytes, another seed others`() throws {
        func capture(_ seed: UInt64) throws -> [UInt8] {
            let recording = try CaptureLab.record(CaptureLab.lab(), seed: seed) { plane, stack in
                try CaptureLab.ping(&plane, stack)
                try CaptureLab.fetch(&plane, stack)
                CaptureLab.ask(&plane, stack, .udp)
            }
            return try CaptureFile.pcapng(recording, epoch: Self.epoch, names: [(CaptureLab.web, "web")])
        }
        let first = try capture(7)
        #expect(try capture(7) == first)
        #expect(try capture(8) != first)
    }

    @Test func `a capture cannot begin before 1970, and ends with the end of time`() throws {
        let recording = try CaptureLab.record(CaptureLab.lab()) { plane, stack in try CaptureLab.ping(&plane, stack) }
        #expect(throws: PcapngError.negativeTimestamp(-1)) { try CaptureFile.pcapng(recording, epoch: -1) }
        #expect(throws: PcapngError.invalidName("")) {
            try CaptureFile.pcapng(recording, epoch: 0, names: [(CaptureLab.web, "")])
        }
        let late = try PcapngReader.blocks(of: try CaptureFile.pcapng(recording, epoch: .max))
        #expect(late.allSatisfy { if case .packet(let packet) = $0 { packet.timestamp == .max } else { true } })
    }

    @Test func `a server that is to keep silent does, and one that does not listen refuses`() throws {
        let lab = try CaptureLab.lab()
        let silent = try CaptureLab.record(lab) { plane, stack in CaptureLab.ask(&plane, stack, .udp, answer: nil) }
        let datagrams = silent.entries.filter { entry in
            if case .ip(let packet) = entry.frame.payload { packet.protocolNumber == 17 } else { false }
        }
        #expect(datagrams.count == 3)
        let refused = try CaptureLab.record(lab) { plane, stack in
            plane.exchange(
                CaptureLab.query,
                answer: nil,
                in: stack,
                to: CaptureLab.web,
                port: 53,
                .udp,
                until: plane.now.advanced(by: 1_000_000_000)
            )
        }
        #expect(FrameSummary.text(refused).contains("ICMP 172.18.0.2 udp port 53 unreachable, length 65"))
    }
}
