internal import Addressing
internal import Dataplane

/// One request on a connection of its own, and what came back.
struct HTTPExchange {
    enum Outcome {
        case response(HTTPResponse)
        /// Bytes that are no HTTP/1 response.
        case noHTTP([UInt8])
        /// The stream ended before anything came.
        case empty
        /// The connection was reset before a response was whole.
        case reset
        /// The time was over before a response was whole; with how many bytes of it.
        case timeout(Int)
        /// The stream ended within the body.
        case cut(HTTPResponse, missing: Int)
    }

    /// At most so many bytes are read.
    private static let most = 64 << 20

    /// Sends a request and reads the response.
    ///
    /// - Parameters:
    ///   - isHead: whether no body follows.
    ///   - deadline: of the whole exchange.
    static func perform(
        _ request: [UInt8],
        on socket: SocketID,
        isHead: Bool,
        until deadline: SimulatedTime,
        _ context: inout ToolContext
    ) -> Outcome {
        do throws(SocketError) {
            try context.plane.write(request, to: socket)
        } catch {
            return .reset
        }
        var bytes: [UInt8] = []
        var head: HTTPResponse?
        var wanted: Int?
        while bytes.count < most {
            switch context.plane.read(socket, until: deadline) {
            case .bytes(let more): bytes += more
            case .reset: return .reset
            case .timeout: return .timeout(bytes.count)
            case .end:
                if bytes.isEmpty { return .empty }
                guard let response = HTTPResponse(bytes) else { return .noHTTP(bytes) }
                guard let wanted, response.body.count < wanted else { return .response(response) }
                return .cut(response, missing: wanted - response.body.count)
            }
            if head == nil, let found = HTTPResponse(bytes) {
                head = found
                wanted = found.bodyLength(isHead: isHead)
            }
            if let head, let wanted, bytes.count - head.headLength >= wanted, let whole = HTTPResponse(bytes) {
                return .response(whole)
            }
            if head == nil, !HTTPResponse.isResponse(bytes) || bytes.count > HTTPResponse.longestHead {
                return .noHTTP(bytes)
            }
        }
        return HTTPResponse(bytes).map { .response($0) } ?? .noHTTP(bytes)
    }
}
