import CLinux
import Capture
import Glibc
import Netlink
import PacketWire
import TestSupport
import Testing

/// Frames of real links, in namespaces of the tests' own.
@Suite(.enabled(if: NamespacePrivilege.isThere, NamespacePrivilege.reason))
struct LiveLinkTests {
    private struct Frame: Equatable {
        let direction: LiveLink.Direction
        let time: Int64
        let originalLength: Int
        let bytes: [UInt8]

        /// Ethernet's, in hexadecimal.
        var etherType: String { String(Int(bytes[12]) << 8 | Int(bytes[13]), radix: 16) }
        var isICMP: Bool { etherType == "800" && bytes[23] == 1 }
    }

    /// Collects frames until enough are there, or for two seconds; then what comes within 50 ms more.
    private func collect(_ link: LiveLink, atLeast count: Int = 1) throws -> [Frame] {
        var frames: [Frame] = []
        for _ in 0..<40 {
            let isEnough = frames.count >= count
            _ = netsim_wait_readable(link.descriptor, 50)
            _ = try link.drain { time, length, bytes, direction in
                frames.append(Frame(direction: direction, time: time, originalLength: length, bytes: Array(bytes)))
            }
            if isEnough { break }
        }
        return frames
    }

    private func settings(_ change: (inout LiveLink.Settings) -> Void = { _ in }) -> LiveLink.Settings {
        var settings = LiveLink.Settings()
        change(&settings)
        return settings
    }

    @Test func `frames come whole, with their direction as each end sees it and times that are now`() throws {
        let wire = try Wire()
        let near = try LiveLink.open("near", in: wire.near)
        let far = try LiveLink.open("far", in: wire.far)
        var before = timespec()
        clock_gettime(CLOCK_REALTIME, &before)
        // ARP's request and answer, the datagram, and the kernel's word that nobody listens.
        try wire.send(length: 100)
        let out = try collect(near, atLeast: 4)
        let back = try collect(far, atLeast: 4)
        #expect(out.filter { $0.direction == .outbound }.map(\.etherType).first == "806")
        let sent = try #require(out.first { $0.direction == .outbound && $0.etherType == "800" })
        #expect(sent.originalLength == 142 && sent.bytes.count == 142)
        #expect(sent.bytes.suffix(100).allSatisfy { $0 == 0x5a })
        #expect(out.contains { $0.direction == .inbound && $0.isICMP })
        #expect(!out.contains { $0.direction == .outbound && $0.isICMP })
        // The other end saw the same octets the other way round.
        let received = try #require(back.first { $0.bytes == sent.bytes })
        #expect(received.direction == .inbound)
        #expect(back.contains { $0.direction == .outbound && $0.isICMP })
        let start = Int64(before.tv_sec) * 1_000_000_000 + Int64(before.tv_nsec)
        for frame in out { #expect(frame.time >= start && frame.time < start + 30_000_000_000) }
    }

    @Test func `the first frames behind the opening are there`() throws {
        let wire = try Wire()
        try wire.send(port: 7000)
        for _ in 0..<5 {
            let link = try LiveLink.open("near", in: wire.near, settings { $0.filter = "udp port 9000" })
            try wire.send(3)
            let directions = try collect(link, atLeast: 3).map(\.direction)
            #expect(directions == [.outbound, .outbound, .outbound])
        }
    }

    @Test func `a filter lets through what it says, and nothing of before it was there`() throws {
        let wire = try Wire()
        let link = try LiveLink.open("near", in: wire.near, settings { $0.filter = "udp dst port 9001 or icmp" })
        try wire.send(port: 9000)
        try wire.send(2, port: 9001)
        let frames = try collect(link, atLeast: 4)
        let datagrams = frames.filter { !$0.isICMP }
        #expect(datagrams.count == 2)
        #expect(datagrams.allSatisfy { $0.bytes[36...37] == [0x23, 0x29] })
        #expect(frames.contains { $0.isICMP })
    }

    @Test(arguments: [LiveLink.Direction.inbound, .outbound])
    func `one direction alone may be asked for`(direction: LiveLink.Direction) throws {
        let wire = try Wire()
        let link = try LiveLink.open("near", in: wire.near, settings { $0.direction = direction })
        try wire.send()
        let frames = try collect(link, atLeast: 2)
        #expect(!frames.isEmpty && frames.allSatisfy { $0.direction == direction })
        #expect(frames.contains { $0.isICMP } == (direction == .inbound))
    }

    @Test func `a snap length cuts frames and keeps their length`() throws {
        let wire = try Wire()
        let link = try LiveLink.open(
            "near",
            in: wire.near,
            settings {
                $0.snapLength = 60
                $0.filter = "udp"
            }
        )
        try wire.send(length: 1000)
        let frame = try #require(try collect(link).first)
        #expect(frame.bytes.count == 60)
        #expect(frame.originalLength == 1042)
    }

    @Test func `immediate mode gives the same frames`() throws {
        let wire = try Wire()
        let link = try LiveLink.open(
            "near",
            in: wire.near,
            settings {
                $0.isImmediate = true
                $0.filter = "udp"
            }
        )
        try wire.send(20, length: 40)
        let lengths = try collect(link, atLeast: 20).map(\.originalLength)
        #expect(lengths == Array(repeating: 82, count: 20))
    }

    @Test func `the loopback shows each frame once`() throws {
        let wire = try Wire()
        let link = try LiveLink.open("lo", in: wire.near, settings { $0.filter = "udp" })
        try wire.send(5, to: [127, 0, 0, 1])
        let frames = try collect(link, atLeast: 5)
        #expect(frames.map(\.direction) == Array(repeating: .inbound, count: 5))
        #expect(link.statistics().received == 5)
    }

    @Test func `what finds no room is counted`() throws {
        let wire = try Wire()
        let link = try LiveLink.open(
            "near",
            in: wire.near,
            settings {
                $0.bufferSize = 1 << 19
                $0.filter = "udp"
            }
        )
        let count = 3000
        try wire.send(count, length: 1400)
        var taken = 0
        for _ in 0..<10 {
            _ = netsim_wait_readable(link.descriptor, 50)
            taken += try link.drain { _, _, _, _ in }
        }
        let statistics = link.statistics()
        #expect(statistics.received == UInt64(count))
        #expect(statistics.dropped > 0)
        #expect(taken + Int(statistics.dropped) == count)
    }

    @Test func `an interface that goes ends its capture, after the frames that it left`() throws {
        let wire = try Wire()
        let link = try LiveLink.open("near", in: wire.near, settings { $0.filter = "udp" })
        try wire.send(3)
        usleep(50_000)
        try wire.cut()
        var count = 0
        #expect(throws: LiveCaptureError.vanished("near")) {
            for _ in 0..<40 {
                _ = netsim_wait_readable(link.descriptor, 100)
                count += try link.drain { _, _, _, _ in }
            }
        }
        #expect(count == 3)
    }

    @Test func `an interface that is off for a while is captured on again afterwards`() throws {
        let wire = try Wire()
        let link = try LiveLink.open("near", in: wire.near, settings { $0.filter = "udp" })
        try wire.set(up: false)
        _ = netsim_wait_readable(link.descriptor, 100)
        let early = try link.drain { _, _, _, _ in }
        #expect(early == 0)
        try wire.set(up: true)
        try wire.send()
        #expect(try collect(link).count == 1)
    }

    private static let refusals: [(String, String, String, LiveCaptureError)] = [
        ("no such interface", "nowhere", "", .noInterface("nowhere")),
        ("a name too long for one", "a-name-that-is-too-long", "", .noInterface("a-name-that-is-too-long")),
        ("an unknown word", "near", "prot 80", .filter("prot 80", "can't parse filter expression: syntax error")),
        (
            "what only closes in another filter", "near", "tcp) or (udp",
            .filter("tcp) or (udp", "can't parse filter expression: syntax error")
        ),
    ]

    @Test(arguments: refusals.map(\.0))
    func `what cannot be opened is refused in words`(name: String) throws {
        let (_, interface, filter, error) = try #require(Self.refusals.first { $0.0 == name })
        let wire = try Wire()
        #expect(throws: error) {
            try LiveLink.open(interface, in: wire.near, settings { $0.filter = filter })
        }
    }
}
