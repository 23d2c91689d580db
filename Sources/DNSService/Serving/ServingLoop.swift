internal import CLinux
internal import Glibc
internal import Lab

/// The serving thread: waits for events and handles them, one at a time.
struct ServingLoop: ~Copyable {
    let configuration: ServerConfiguration
    let source: any LabSource
    private let stop: StopHandle
    let events: EventQueue
    var answerer: Answerer
    var batch: DatagramBatch

    var ports = SlotTable<ServicePort>()
    var portNumbers: PortNumbers
    var containerPorts: [ContainerID: Handle] = [:]
    let mostContainerPorts: Int
    var status: ServeStatus?
    var entry: ServeRegistry.Entry?
    var reports = Set<String>()

    var connections = SlotTable<StreamConnection>()
    var idleConnections = RecencyList()
    /// Given up for a moment when descriptors run out, so that a connection can be taken off its queue.
    var reserve: Descriptor?

    var forwards = SlotTable<Forward>()
    var pendingForwards = RecencyList()

    /// For what is read of a connection or a real server, one message of it, and a response to be sent there.
    let input = MessageBuffer()
    let message = MessageBuffer()
    let output = MessageBuffer()
    /// Nanoseconds, as of the last wait.
    var now = netsim_monotonic()

    init(_ configuration: ServerConfiguration, _ source: any LabSource, stop: StopHandle) throws {
        // All that may fail comes first: a value that owns memory is made whole or not at all.
        let events = try EventQueue()
        try events.add(stop.descriptor, EventToken(.stop))
        // Watched before the lab is read, so that no change falls in between.
        if let changes = source.changeDescriptor { try events.add(changes, EventToken(.changes)) }
        let lab = try source.current()
        self.configuration = configuration
        self.source = source
        self.stop = stop
        self.events = events
        batch = DatagramBatch()
        answerer = Answerer(lab, order: configuration.order, seed: configuration.seed)
        portNumbers = PortNumbers(first: configuration.firstContainerPort, excluded: configuration.sharedPort)
        reserve = try? Descriptor(netsim_open("/dev/null", O_RDONLY, 0), "")
        mostContainerPorts = Self.mostContainerPorts(
            descriptors: netsim_raise_descriptor_limit(),
            others: configuration.maximumForwards + configuration.maximumConnections
        )
    }

    /// How many containers can have a port of their own, of two descriptors each.
    ///
    /// - Parameters:
    ///   - descriptors: as many as the process may have.
    ///   - others: as many as connections and queries that are passed on may need. Where descriptors are few, they get
    ///     half at most.
    static func mostContainerPorts(descriptors: Int64, others: Int) -> Int {
        let kept = min(max(0, descriptors) / 2, Int64(clamping: others) + 64)
        return Int(clamping: (max(0, descriptors) - kept) / 2)
    }

    /// Handles events until somebody wants a stop.
    mutating func run(_ onStatus: (ServeStatus) -> Void) throws {
        while true {
            let count = try events.wait(milliseconds: timeout())
            now = netsim_monotonic()
            for index in 0..<count {
                let (token, interest) = events.event(index)
                switch token?.kind {
                case nil: break
                case .stop?: return
                case .changes?: noticeChanges(onStatus)
                case .datagrams?: token.map { serveDatagrams($0.handle, onStatus) }
                case .listener?: token.map { accept($0.handle) }
                case .connection?: token.map { serveConnection($0.handle, interest, onStatus) }
                case .forward?: token.map { serveForward($0.handle, interest) }
                }
            }
            closeIdleConnections()
            failLateForwards()
        }
    }

    /// Closes all descriptors and takes the server off the registry.
    mutating func close() {
        entry = nil
        if let file = configuration.readyFile { unlink(file) }
        for handle in forwards.handles { forwards.remove(handle) }
        for handle in connections.handles { connections.remove(handle) }
        for handle in ports.handles { ports.remove(handle) }
    }

    /// Tells of trouble that does not end the server, once in the same words.
    mutating func report(_ text: String) {
        guard reports.count < 1000, reports.insert(text).inserted else { return }
        configuration.report(text)
    }

    /// Milliseconds until the first thing is to be given up; -1 for never.
    private func timeout() -> Int32 {
        var deadline = UInt64.max
        if let oldest = idleConnections.oldest { deadline = oldest.time &+ configuration.idleTimeout.nanoseconds }
        if let oldest = pendingForwards.oldest {
            deadline = min(deadline, oldest.time &+ configuration.forwardTimeout.nanoseconds)
        }
        guard deadline != .max else { return -1 }
        let time = netsim_monotonic()
        // Rounded up: a wait that ends too early would be repeated without a pause.
        return deadline <= time ? 0 : Int32(clamping: (deadline - time + 999_999) / 1_000_000)
    }
}

extension Duration {
    /// Whole nanoseconds; 0 for a negative duration.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max / 2 : product &+ UInt64(attoseconds / 1_000_000_000)
    }
}
