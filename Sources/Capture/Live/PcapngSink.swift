internal import CLinux
package import PacketWire

/// Frames of real links as pcapng: into a file, a pipe, or files one after the other.
package final class PcapngSink: FrameSink {
    /// When another file is begun, and how the files are named: as tcpdump does it.
    package struct Rotation: Hashable, Sendable {
        /// A file that has so many octets gets no more frames.
        package var size: Int?
        /// A file that is so many seconds old gets no more frames.
        package var seconds: Int?
        /// After so many files the first is written anew; without it they become ever more.
        package var count: Int?

        package init(size: Int? = nil, seconds: Int? = nil, count: Int? = nil) {
            self.size = size
            self.seconds = seconds
            self.count = count
        }

        /// The name of a file, from 0 on: with `count` of them numbers of one width; without, the first has none.
        package func name(_ path: String, _ number: Int) -> String {
            guard size != nil || seconds != nil else { return path }
            guard let count else { return number == 0 ? path : "\(path)\(number)" }
            if count <= 1 { return path }
            let digits = "\(number % count)"
            let width = "\(count - 1)".count
            return path + String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
    }

    package enum Target {
        case file(String)
        /// One that stays open, by its name for people.
        case descriptor(Int32, String)
    }

    private let target: Target
    private let rotation: Rotation
    private let interfaces: [LiveInterface]
    private let snapLength: UInt32
    private let names: [PcapngName]
    private let stop: Int32
    private let statistics: () -> [LiveLink.Statistics]
    /// Nanoseconds since 1970.
    private let began: Int64

    private var output: BlockOutput
    private var writer: PcapngWriter
    private var last: Int64
    private var fileNumber = 0
    private var fileBegan: UInt64
    private var flushed: UInt64
    private var before = 0
    private var isFinished = false

    /// So many octets are written at once.
    private static let room = 1 << 18
    /// What is in memory reaches a file within so many nanoseconds.
    private static let patience: UInt64 = 1_000_000_000

    /// Opens the first file, and writes its beginning.
    ///
    /// - Parameters:
    ///   - names: of addresses, for programs that show the capture.
    ///   - stop: readable when a reader that does not read is not to be waited for any more.
    ///   - statistics: what the links count, whenever a file ends.
    package init(
        _ target: Target,
        rotation: Rotation = Rotation(),
        interfaces: [LiveInterface],
        snapLength: UInt32,
        names: [PcapngName] = [],
        stop: Int32 = -1,
        statistics: @escaping () -> [LiveLink.Statistics] = { [] }
    ) throws(LiveCaptureError) {
        self.target = target
        self.rotation = rotation
        self.interfaces = interfaces
        self.snapLength = snapLength
        self.names = names
        self.stop = stop
        self.statistics = statistics
        began = netsim_wall_clock()
        last = began
        fileBegan = netsim_monotonic()
        flushed = fileBegan
        output = try Self.open(target, rotation, 0, stop)
        writer = try Self.section(interfaces, snapLength, names)
        // A reader may show the links before the first frame.
        try flush()
    }

    package var watched: Int32 { output.watched }
    package var count: Int { before + output.count + writer.bytes.count }
    /// How many files there were.
    package var fileCount: Int { fileNumber + 1 }

    private static func open(
        _ target: Target,
        _ rotation: Rotation,
        _ number: Int,
        _ stop: Int32
    ) throws(LiveCaptureError) -> BlockOutput {
        switch target {
        case .file(let path): try BlockOutput(creating: rotation.name(path, number), stop: stop)
        case .descriptor(let descriptor, let name): BlockOutput(descriptor, named: name, stop: stop)
        }
    }

    private static func section(
        _ interfaces: [LiveInterface],
        _ snapLength: UInt32,
        _ names: [PcapngName]
    ) throws(LiveCaptureError) -> PcapngWriter {
        try formatting { () throws(PcapngError) in
            var writer = try PcapngWriter(PcapngSection(operatingSystem: "Linux", application: "netsim"))
            for interface in interfaces {
                let described = PcapngInterface(
                    snapLength: snapLength,
                    name: interface.name,
                    description: interface.title
                )
                _ = try writer.add(described)
            }
            try writer.add(names)
            return writer
        }
    }

    private static func formatting<Value>(
        _ body: () throws(PcapngError) -> Value
    ) throws(LiveCaptureError) -> Value {
        do throws(PcapngError) { return try body() } catch { throw .format("\(error)") }
    }

    // MARK: Frames

    package func write(_ frame: LiveFrame, _ bytes: UnsafeRawBufferPointer) throws(LiveCaptureError) {
        try rotateIfDue()
        do throws(PcapngError) {
            try writer.add(
                octets: bytes,
                originalLength: frame.originalLength,
                on: frame.link,
                at: frame.time,
                direction: frame.direction
            )
        } catch {
            throw .format("\(error)")
        }
        if frame.time > last { last = frame.time }
        if writer.bytes.count >= Self.room { try flush() }
    }

    package func settle() throws(LiveCaptureError) {
        if output.isLive || netsim_monotonic() &- flushed >= Self.patience { try flush() }
    }

    package func finish(_ statistics: [LiveLink.Statistics]) throws(LiveCaptureError) {
        if isFinished { return }
        isFinished = true
        last = max(last, netsim_wall_clock())
        try end(statistics)
    }

    private func end(_ statistics: [LiveLink.Statistics]) throws(LiveCaptureError) {
        for (number, counted) in statistics.enumerated() where number < interfaces.count {
            let block = PcapngStatistics(
                interface: number,
                timestamp: last,
                start: began,
                end: last,
                received: counted.received,
                dropped: counted.dropped &+ counted.droppedByInterface
            )
            do throws(PcapngError) { try writer.add(block) } catch { throw .format("\(error)") }
        }
        try flush()
    }

    private func flush() throws(LiveCaptureError) {
        flushed = netsim_monotonic()
        if writer.bytes.isEmpty { return }
        defer { writer.removeBytes() }
        try output.write(writer.bytes)
    }

    private func rotateIfDue() throws(LiveCaptureError) {
        guard rotation.size != nil || rotation.seconds != nil else { return }
        let isFull = rotation.size.map { output.count + writer.bytes.count >= $0 } ?? false
        let isOld = rotation.seconds.map {
            netsim_monotonic() &- fileBegan
                >= UInt64(clamping: $0).multipliedReportingOverflow(by: 1_000_000_000)
                .partialValue
        }
        guard isFull || isOld ?? false else { return }
        try end(statistics())
        before += output.count
        fileNumber += 1
        output = try Self.open(target, rotation, fileNumber, stop)
        fileBegan = netsim_monotonic()
        writer = try Self.section(interfaces, snapLength, names)
    }
}
