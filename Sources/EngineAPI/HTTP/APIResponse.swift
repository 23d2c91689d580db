package import Rendering

/// Where a response's body goes that comes piece by piece.
package protocol BodyWriter: AnyObject, Sendable {
    func write(_ bytes: [UInt8])
    func end()
    /// Has somebody told when the client has gone, or the response is at its end.
    func whenClosed(_ body: @escaping @Sendable () -> Void)
}

/// A connection that has left HTTP: octets both ways.
package protocol DuplexStream: BodyWriter {
    /// Begins to hand over what the client sends.
    ///
    /// - Parameter inputEnd: the client sends nothing more.
    func begin(input: @escaping @Sendable ([UInt8]) -> Void, inputEnd: @escaping @Sendable () -> Void)
}

/// What a call answers.
package enum APIResponse: Sendable {
    case whole(status: Int, headers: [(name: String, value: String)], body: [UInt8])
    case stream(contentType: String, @Sendable (any BodyWriter) -> Void)
    case hijack(contentType: String, @Sendable (any DuplexStream) -> Void)

    package static func json(_ value: JSONValue, status: Int = 200) -> APIResponse {
        var bytes: [UInt8] = []
        value.writeJSON(into: &bytes, style: .marshal)
        bytes.append(UInt8(ascii: "\n"))
        return .whole(status: status, headers: [("Content-Type", "application/json")], body: bytes)
    }

    package static func empty(_ status: Int) -> APIResponse { .whole(status: status, headers: [], body: []) }

    package static func text(_ text: String) -> APIResponse {
        .whole(status: 200, headers: [("Content-Type", "text/plain; charset=utf-8")], body: Array(text.utf8))
    }

    /// A refusal, as every client reads it.
    package static func refusal(_ status: Int, _ message: String) -> APIResponse {
        .json(["message": .string(message)], status: status)
    }
}
