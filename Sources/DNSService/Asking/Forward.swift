internal import DNSWire

/// A query that is with a real server.
final class Forward {
    /// Who waits for the response.
    enum Client {
        case datagram(port: Handle, DatagramPeer)
        case stream(Handle)
    }

    let client: Client
    let descriptor: Descriptor
    let isStream: Bool
    /// Whether SERVFAIL and REFUSED are passed on as they come.
    let passesRefusals: Bool
    /// The query as it came.
    let query: [UInt8]
    /// The query as it goes out, with an identifier of its own; over TCP behind its length.
    let outbound: [UInt8]
    var sent = 0
    var inbound = StreamFrames()
    private let identifier: UInt16

    init(
        _ query: [UInt8],
        sending message: [UInt8],
        identifier: UInt16,
        by descriptor: Descriptor,
        isStream: Bool,
        passesRefusals: Bool,
        for client: Client
    ) {
        self.client = client
        self.descriptor = descriptor
        self.isStream = isStream
        self.passesRefusals = passesRefusals
        self.query = query
        self.identifier = identifier
        var message = message
        message[0] = UInt8(truncatingIfNeeded: identifier >> 8)
        message[1] = UInt8(truncatingIfNeeded: identifier)
        if isStream {
            var framed: [UInt8] = []
            message.withUnsafeBytes { StreamFrames.append($0, to: &framed) }
            message = framed
        }
        outbound = message
    }

    enum Reply {
        /// Nothing that the server was asked: somebody guesses, or it comes late.
        case stranger
        /// The response with the client's own identifier.
        case response([UInt8])
        /// The server cannot help.
        case failure
    }

    /// Judges what came from the server.
    func judge(_ message: Span<UInt8>) -> Reply {
        let query = query
        guard let header = ResponseCheck.header(of: message, answering: query.span, sentAs: identifier) else {
            return .stranger
        }
        if !passesRefusals, header.rcode == .servFail || header.rcode == .refused { return .failure }
        var bytes = (0..<message.count).map { message[$0] }
        bytes[0] = query[0]
        bytes[1] = query[1]
        return .response(bytes)
    }
}
