internal import CLinux
internal import Capture
internal import Dataplane
internal import Glibc
internal import KernelBackend
internal import Lab
internal import Netlink
internal import PacketWire

/// `netsim capture` of a lab that is in the kernel: real links, until a signal, a count or a command's end.
struct KernelCapture {
    /// A file, or `-` for standard output; nil for lines.
    var file: String?
    var snapLength: UInt32 = 0
    /// In libpcap's language.
    var filter = ""
    var count: Int?
    var rotation = PcapngSink.Rotation()
    var isImmediate = false
    /// Octets of a link's rings; nil for a share of ``allBuffers``.
    var bufferSize: Int32?

    /// Octets for all links together, where nobody says; each has 1 to 16 MiB.
    private static let allBuffers = 128 << 20

    /// - Parameters:
    ///   - words: which links; all without any.
    ///   - command: one of netsim's, at whose end the capture ends; or nothing.
    /// - Returns: the command's exit status, or 0.
    func run(_ words: [String], _ command: [String], in session: Session) throws -> Int32 {
        let record = try session.recordInKernel()
        try check(session)
        let (links, names) = try session.read { lab in
            let filter = words.isEmpty ? nil : try CaptureFilter(words, lab)
            let links = KernelLink.all(lab, record).filter { filter?.includes($0.tap) ?? true }
            return (links, CaptureFile.names(Capturing.names(lab)))
        }
        do {
            // As long as the process has but this one thread.
            try LabEntrance(record).becomeOwner()
        } catch {
            throw CommandFailure("netsim: \(error)")
        }
        _ = netsim_raise_descriptor_limit()
        let opened = try open(links, LabEntrance(record), isNamed: !words.isEmpty, session)
        return try capture(opened, names, command, session)
    }

    private func check(_ session: Session) throws(CommandFailure) {
        if file == "-" {
            if session.surroundings.isTerminal(.output) { throw CaptureOutput.terminal }
            if rotation.isWanted { throw CommandFailure("netsim: standard output is one file: it cannot be rotated") }
        }
        if file == nil, rotation.isWanted || rotation.count != nil {
            throw CommandFailure("netsim: files are rotated where one is named: -w FILE")
        }
    }

    // MARK: Links

    private typealias Opened = (link: KernelLink, live: LiveLink)

    private func open(
        _ links: [KernelLink],
        _ entrance: LabEntrance,
        isNamed: Bool,
        _ session: Session
    ) throws -> [Opened] {
        var settings = LiveLink.Settings()
        settings.filter = filter
        settings.isImmediate = isImmediate
        settings.snapLength = kept
        settings.bufferSize =
            bufferSize ?? Int32(clamping: min(16 << 20, max(1 << 20, Self.allBuffers / max(1, links.count))))
        var opened: [Opened] = []
        for link in links {
            settings.isPromiscuous = link.isPromiscuous
            do throws(LiveCaptureError) {
                let namespace: NetworkNamespace
                do throws(NetlinkError) { namespace = try entrance.namespace(link.space) } catch {
                    throw .link(link.interface, "\(error)")
                }
                opened.append((link, try LiveLink.open(link.interface, in: namespace, settings)))
            } catch {
                if case .noInterface = error {
                    // The lab has changed since.
                    let text = "netsim: \(link.tap.title) (\(link.tap.name)) is not in the kernel"
                    if isNamed { throw CommandFailure(text) }
                    session.complain(text)
                } else {
                    throw CommandFailure("netsim: \(error)")
                }
            }
        }
        guard !opened.isEmpty else { throw CommandFailure("netsim: no link of the lab is in the kernel") }
        return opened
    }

    /// Octets kept of each frame.
    private var kept: Int32 {
        let most = Int32(PcapngWriter.maximumSnapLength)
        return snapLength == 0 ? most : min(most, Int32(clamping: snapLength))
    }

    // MARK: The capture

    private func capture(
        _ opened: [Opened],
        _ names: [PcapngName],
        _ command: [String],
        _ session: Session
    ) throws -> Int32 {
        let stop: WakeEvent
        do throws(NetlinkError) { stop = try WakeEvent() } catch { throw CommandFailure("netsim: \(error)") }
        netsim_wake_on_signals(stop.descriptor)
        // Whoever reads the capture may go: that is found out in writing, and told.
        let before = signal(SIGPIPE, SIG_IGN)
        defer {
            netsim_wake_on_signals(-1)
            withExtendedLifetime(stop) {}
            signal(SIGPIPE, before)
        }
        let sink = try sink(opened, names, stop.descriptor, session)
        let capture = try live { () throws(LiveCaptureError) in
            try LiveCapture(
                opened.map { LiveCapture.Source($0.live, isTurned: $0.link.isTurned) },
                into: sink,
                limit: count ?? .max,
                stop: stop
            )
        }
        try session.flush()
        let tool = command.isEmpty ? nil : try ToolProcess.start(command, isDiverted: file == "-", session)
        var line = ProgressLine(session, isWanted: file != nil)
        let end = capture.run { index, error in
            line.clear()
            session.complain("netsim: \(opened[index].link.tap.title): \(error)")
        } show: { progress in
            line.show(CaptureReport.progress(progress))
        } isOver: {
            tool?.hasEnded ?? false
        }
        line.clear()
        let status = tool.map { Self.end($0, after: end) } ?? 0
        session.complain(CaptureReport.text(capture.progress, place, fileCount: (sink as? PcapngSink)?.fileCount ?? 1))
        return try Self.status(end, after: status)
    }

    /// Ends the tool however the capture ended; one that has shown all that was asked for may finish what it does.
    ///
    /// - Returns: its exit status; 0 where it was ended as its capture was complete.
    private static func end(_ tool: ToolProcess, after end: LiveCapture.End) -> Int32 {
        if end == .complete {
            for _ in 0..<200 where !tool.hasEnded { usleep(10_000) }
        }
        if tool.hasEnded { return tool.wait() }
        tool.terminate()
        let status = tool.wait()
        return end == .complete ? 0 : status
    }

    private func sink(
        _ opened: [Opened],
        _ names: [PcapngName],
        _ stop: Int32,
        _ session: Session
    ) throws(CommandFailure) -> any FrameSink {
        let interfaces = opened.map { LiveInterface(name: $0.link.tap.name, title: $0.link.tap.title) }
        guard let file else {
            return LineSink(interfaces, describe: Capturing.describe) { lines throws(LiveCaptureError) in
                let number = session.surroundings.write(.output, lines)
                if number != 0 { throw .system(attempt: "write standard output", number: number) }
            }
        }
        let links = opened.map(\.live)
        return try live { () throws(LiveCaptureError) in
            try PcapngSink(
                file == "-" ? .descriptor(STDOUT_FILENO, "standard output") : .file(file),
                rotation: rotation,
                interfaces: interfaces,
                snapLength: UInt32(kept),
                names: names,
                stop: stop
            ) { links.map { $0.statistics() } }
        }
    }

    private var place: String {
        file.map { $0 == "-" ? " written to standard output" : " written to \($0)" } ?? ""
    }

    private func live<Value>(_ body: () throws(LiveCaptureError) -> Value) throws(CommandFailure) -> Value {
        do throws(LiveCaptureError) { return try body() } catch { throw CommandFailure("netsim: \(error)") }
    }

    private static func status(_ end: LiveCapture.End, after status: Int32) throws -> Int32 {
        switch end {
        case .stopped, .complete: return status
        case .linksGone:
            throw CommandFailure("netsim: no link is left to capture on", status: status == 0 ? 1 : status)
        case .readerGone: throw OutputFailure(number: EPIPE)
        case .failed(let error):
            throw CommandFailure("netsim: the capture ended early: \(error)", status: status == 0 ? 1 : status)
        }
    }
}

extension PcapngSink.Rotation {
    var isWanted: Bool { size != nil || seconds != nil }
}
