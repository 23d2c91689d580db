/// A client's TCP connection.
final class StreamConnection {
    /// The octets of responses that wait for the client to read; no more queries are read beyond.
    private static let mostUnsent = 1 << 17
    /// The queries that are with a real server; no more are read beyond.
    private static let mostPending = 64

    let descriptor: Descriptor
    /// The service port that it came to.
    let port: Handle
    let asker: Asker
    var inbound = StreamFrames()
    private(set) var outbound: [UInt8] = []
    private(set) var sent = 0
    /// Queries that were passed on, and are not answered yet.
    var pending = 0
    /// Whether the client has said that nothing more will come.
    var isFinished = false
    var interest = EventQueue.Interest.reading

    init(_ descriptor: Descriptor, port: Handle, asker: Asker) {
        self.descriptor = descriptor
        self.port = port
        self.asker = asker
    }

    var hasUnsent: Bool { sent < outbound.count }

    var takesQueries: Bool { outbound.count - sent < Self.mostUnsent && pending < Self.mostPending }

    func append(_ response: UnsafeRawBufferPointer) {
        StreamFrames.append(response, to: &outbound)
    }

    /// Marks octets of ``outbound`` as sent.
    func advance(_ count: Int) {
        sent += count
        guard sent >= outbound.count else { return }
        sent = 0
        outbound.removeAll(keepingCapacity: true)
    }
}
