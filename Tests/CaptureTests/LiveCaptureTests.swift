import CLinux
import Capture
import Foundation
import Netlink
import PacketWire
import TestSupport
import Testing

/// Captures of real links from their beginning to their end.
@Suite(.enabled(if: NamespacePrivilege.isThere, NamespacePrivilege.reason))
struct LiveCaptureTests {
    private static let interfaces = [
        LiveInterface(name: "near", title: "a eth0 on net"), LiveInterface(name: "far", title: "b eth0 on net"),
    ]

    /// Both ends of a wire, and what captures them.
    private final class Bench {
        let wire: Wire
        let stop: WakeEvent
        let links: [LiveLink]

        init(filter: String = "udp", bufferSize: Int32 = 8 << 20) throws {
            let wire = try Wire()
            var settings = LiveLink.Settings()
            settings.filter = filter
            settings.bufferSize = bufferSize
            links = [
                try LiveLink.open("near", in: wire.near, settings), try LiveLink.open("far", in: wire.far, settings),
            ]
            self.wire = wire
            stop = try WakeEvent()
        }

        func sink(
            _ target: PcapngSink.Target,
            rotation: PcapngSink.Rotation = .init(),
            snapLength: UInt32 = 0
        ) throws -> PcapngSink {
            try PcapngSink(
                target,
                rotation: rotation,
                interfaces: LiveCaptureTests.interfaces,
                snapLength: snapLength,
                stop: stop.descriptor
            ) { [links] in links.map { $0.statistics() } }
        }

        func capture(_ sink: any FrameSink, limit: Int = .max) throws -> LiveCapture {
            try LiveCapture(links.map { LiveCapture.Source($0) }, into: sink, limit: limit, stop: stop)
        }
    }

    private func packets(_ blocks: [PcapngBlock]) -> [PcapngPacket] {
        blocks.compactMap { if case .packet(let packet) = $0 { packet } else { nil } }
    }

    private func statistics(_ blocks: [PcapngBlock]) -> [PcapngStatistics] {
        blocks.compactMap { if case .statistics(let statistics) = $0 { statistics } else { nil } }
    }

    @Test func `a stop leaves a whole file: links with names, frames in order with directions, counts`() throws {
        let folder = try TemporaryFolder()
        let bench = try Bench()
        let capture = try bench.capture(try bench.sink(.file("\(folder.path)/a")))
        try bench.wire.send(10)
        // What is on its way when the stop comes is in the file.
        bench.stop.signal()
        #expect(capture.run() == .stopped)
        #expect(capture.progress.frames == 20 && capture.progress.linkCount == 2)
        #expect(capture.progress.statistics.map(\.received) == [10, 10])
        let blocks = try folder.blocks("a")
        let interfaces = blocks.compactMap { if case .interface(let interface) = $0 { interface } else { nil } }
        #expect(interfaces.map(\.name) == ["near", "far"])
        #expect(interfaces.map(\.description) == ["a eth0 on net", "b eth0 on net"])
        let packets = packets(blocks)
        #expect(packets.map(\.timestamp) == packets.map(\.timestamp).sorted())
        #expect(packets.filter { $0.interface == 0 }.map(\.direction) == Array(repeating: .outbound, count: 10))
        #expect(packets.filter { $0.interface == 1 }.map(\.direction) == Array(repeating: .inbound, count: 10))
        let statistics = statistics(blocks)
        #expect(statistics.map(\.received) == [10, 10] && statistics.map(\.dropped) == [0, 0])
        #expect(blocks.suffix(2).allSatisfy { if case .statistics = $0 { true } else { false } })
        #expect(try folder.bytes("a").count == capture.progress.bytes)
    }

    @Test(.enabled(if: Tshark.isExpected)) func `tshark reads the names, directions and lengths`() throws {
        let folder = try TemporaryFolder()
        let bench = try Bench()
        let capture = try bench.capture(try bench.sink(.file("\(folder.path)/a"), snapLength: 0))
        try bench.wire.send(length: 33)
        bench.stop.signal()
        _ = capture.run()
        let fields = ["frame.interface_name", "frame.packet_flags_direction", "frame.len", "udp.dstport"]
        let rows = try Tshark.fields(fields, of: try folder.bytes("a"))
        #expect(rows.map { [$0[0], $0[2], $0[3]] } == [["near", "75", "9000"], ["far", "75", "9000"]])
        #expect(rows.map { $0[1].hasSuffix("2") } == [true, false])
    }

    @Test func `as many frames as were asked for, and no more`() throws {
        let folder = try TemporaryFolder()
        let bench = try Bench()
        let capture = try bench.capture(try bench.sink(.file("\(folder.path)/a")), limit: 7)
        try bench.wire.send(50)
        #expect(capture.run() == .complete)
        #expect(packets(try folder.blocks("a")).count == 7)
    }

    @Test func `a ring keeps the last files, each whole by itself`() throws {
        let folder = try TemporaryFolder()
        let bench = try Bench()
        let sink = try bench.sink(.file("\(folder.path)/a"), rotation: .init(size: 4000, count: 3))
        let capture = try bench.capture(sink)
        try bench.wire.send(40, length: 400)
        bench.stop.signal()
        #expect(capture.run() == .stopped)
        #expect(folder.files == ["a0", "a1", "a2"])
        #expect(sink.fileCount > 3)
        var times: [Int64] = []
        for number in 0..<3 {
            let name = "a\((sink.fileCount + number) % 3)"
            let blocks = try folder.blocks(name)
            // A file takes a frame while it is shorter than the limit, and its end.
            #expect(try folder.bytes(name).count < 4000 + 600 + 300)
            #expect(statistics(blocks).count == 2)
            times += packets(blocks).map(\.timestamp)
        }
        #expect(times == times.sorted() && times.count < 80)
        #expect(capture.progress.frames == 80)
    }

    private static let names: [(String, PcapngSink.Rotation, [String])] = [
        ("no rotation", .init(count: 5), ["x", "x", "x"]),
        ("by size", .init(size: 1), ["x", "x1", "x2", "x3"]),
        ("by age", .init(seconds: 1), ["x", "x1", "x2", "x3"]),
        ("a ring of one", .init(size: 1, count: 1), ["x", "x"]),
        ("a ring of ten", .init(size: 1, count: 10), ["x0", "x1", "x2"]),
        ("a ring of eleven", .init(size: 1, count: 11), ["x00", "x01", "x02"]),
    ]

    @Test(arguments: names.map(\.0))
    func `files are named as tcpdump names them`(name: String) throws {
        let (_, rotation, wanted) = try #require(Self.names.first { $0.0 == name })
        #expect(wanted.indices.map { rotation.name("x", $0) } == wanted)
    }

    @Test func `a link that goes is told, the others go on, and without any the capture ends`() throws {
        let folder = try TemporaryFolder()
        let (one, other) = (try Bench(), try Wire())
        let kept = try LiveLink.open("near", in: other.near)
        let interfaces = Self.interfaces + [LiveInterface(name: "third", title: "c")]
        let sink = try PcapngSink(.file("\(folder.path)/a"), interfaces: interfaces, snapLength: 0)
        let links = one.links + [kept]
        let capture = try LiveCapture(links.map { LiveCapture.Source($0) }, into: sink, stop: one.stop)
        try one.wire.send()
        usleep(50_000)
        try one.wire.cut()
        var gone: [Int: LiveCaptureError] = [:]
        var asked = 0
        let end = capture.run { link, error in
            gone[link] = error
        } isOver: {
            asked += 1
            if gone.count == 2, asked < 100 {
                // Frames still come by the one that is left, and then that goes as well.
                try? other.send()
                try? other.cut()
                asked = 100
            }
            return asked > 150
        }
        #expect(end == .linksGone)
        #expect(gone == [0: .vanished("near"), 1: .vanished("far"), 2: .vanished("near")])
        let packets = packets(try folder.blocks("a"))
        #expect(Set(packets.map(\.interface)) == [0, 1, 2])
    }

    @Test func `without room the file ends with the last whole block, and the capture with the reason`() throws {
        let folder = try TemporaryFolder()
        // The memory is mounted for this thread alone.
        let (end, bytes) = try OwnThread.run { () throws -> (LiveCapture.End, [UInt8]) in
            try #require(netsim_unshare(netsim_namespace_mount) == 0)
            try #require(netsim_make_mounts_private() == 0)
            try #require(mount("netsim", folder.path, "tmpfs", 0, "size=64k") == 0)
            let bench = try Bench()
            let capture = try bench.capture(try bench.sink(.file("\(folder.path)/a")))
            try bench.wire.send(100, length: 1000)
            bench.stop.signal()
            let end = capture.run()
            // Read here: the memory goes with the thread.
            let file = netsim_open("\(folder.path)/a", O_RDONLY, 0)
            defer { _ = netsim_close(file) }
            var bytes = [UInt8](repeating: 0, count: 1 << 20)
            let count = netsim_read(file, &bytes, bytes.count)
            return (end, Array(bytes.prefix(max(0, count))))
        }
        #expect(end == .failed(.system(attempt: "write \(folder.path)/a", number: ENOSPC)))
        #expect(!bytes.isEmpty && bytes.count <= 65536)
        #expect(packets(try PcapngReader.blocks(of: bytes)).count > 20)
    }

    @Test func `a file that cannot be made, or not be written, is refused at once`() throws {
        let bench = try Bench()
        #expect(throws: LiveCaptureError.system(attempt: "create /nowhere/a", number: ENOENT)) {
            try bench.sink(.file("/nowhere/a"))
        }
        #expect(throws: LiveCaptureError.system(attempt: "write /dev/full", number: ENOSPC)) {
            try bench.sink(.file("/dev/full"))
        }
    }

    @Test func `a pipe gets blocks as they come, and its reader's going ends the capture`() throws {
        let bench = try Bench()
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[1]) }
        let capture = try bench.capture(try bench.sink(.descriptor(ends[1], "pipe")))
        try bench.wire.send(3)
        var seen = 0
        let end = capture.run(show: { progress in
            guard seen == 0, progress.frames == 6 else { return }
            seen = progress.frames
            var bytes = [UInt8](repeating: 0, count: 65536)
            let count = read(ends[0], &bytes, bytes.count)
            let blocks = try? PcapngReader.blocks(of: Array(bytes.prefix(max(0, count))))
            #expect(blocks.map { packets($0).count } == 6)
            close(ends[0])
        })
        #expect(end == .readerGone && seen == 6)
    }

    @Test func `a reader that sleeps does not keep the capture from ending`() throws {
        let bench = try Bench()
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let capture = try bench.capture(try bench.sink(.descriptor(ends[1], "pipe")))
        try bench.wire.send(100, length: 1000)
        bench.stop.signal()
        #expect(capture.run() == .failed(.system(attempt: "write pipe", number: ETIMEDOUT)))
    }

    @Test func `lines look as those of simulations do`() throws {
        let bench = try Bench(filter: "icmp or arp or udp")
        var text: [UInt8] = []
        let sink = LineSink(Self.interfaces) { lines in text += lines }
        let capture = try bench.capture(sink)
        try bench.wire.send(length: 5)
        bench.stop.signal()
        _ = capture.run()
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
        let first = try #require(lines.first)
        #expect(
            first.wholeMatch(
                of: /0\.\d{6} a eth0 on net Out ARP, Request who-has 10\.9\.0\.2 tell 10\.9\.0\.1, length 28/
            ) != nil
        )
        #expect(
            lines.contains { $0.contains(" b eth0 on net In  IP 10.9.0.1.") && $0.hasSuffix("9000: UDP, length 5") }
        )
        #expect(lines.last?.hasSuffix("ICMP 10.9.0.2 udp port 9000 unreachable, length 41") == true)
    }
}

extension TemporaryFolder {
    fileprivate func blocks(_ name: String) throws -> [PcapngBlock] { try PcapngReader.blocks(of: bytes(name)) }
}
