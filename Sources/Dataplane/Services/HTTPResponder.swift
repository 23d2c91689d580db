/// A small HTTP/1.1 service (RFC 9112): 200 and the server's name for whatever is asked.
///
/// What does not begin as HTTP is swallowed without an answer, as by a service that speaks something else. A TLS
/// handshake ends the connection at once: its sender learns that nobody here speaks TLS.
package struct HTTPResponder: Hashable, Sendable {
    /// Who answers; it stands in the body.
    package let name: String
    let isSilent: Bool
    private var state = State.head
    /// What has come of a request's head, or of a line of a chunked body.
    private var pending: [UInt8] = []

    private enum State: Hashable {
        case head
        /// The request's body is read and dropped; the answer waits for its end.
        case body(HTTPBody, Request)
        /// Another protocol, of which nothing is understood.
        case other
    }

    /// What of a request's head decides the answer.
    private struct Request: Hashable {
        let method: String
        let closes: Bool
    }

    /// - Parameter isSilent: whether nobody reads what comes, as in a container that is paused.
    package init(name: String, isSilent: Bool = false) {
        self.name = name
        self.isSilent = isSilent
        if isSilent { state = .other }
    }

    package struct Answer: Hashable, Sendable {
        package var bytes: [UInt8] = []
        package var closes = false
    }

    /// The bound of a head alone: a body may be as long as it says.
    private static let longestHead = 65_536
    private static let longestMethod = 32
    /// The content type of a TLS record that opens a session (RFC 8446 section 5.1).
    private static let handshake: UInt8 = 22

    /// Takes bytes from a client, and gives the answers to the requests that are whole now.
    package mutating func receive(_ bytes: [UInt8]) -> Answer {
        var answer = Answer()
        var rest = bytes[...]
        while !answer.closes {
            switch state {
            case .other: return answer
            case .head:
                guard takeHead(&rest, into: &answer) else { return answer }
            case .body(var body, let request):
                let isDone: Bool
                do throws(HTTPBody.Fault) {
                    isDone = try body.take(&rest)
                } catch {
                    refuse("400 Bad Request", &answer)
                    return answer
                }
                state = .body(body, request)
                guard isDone else { return answer }
                state = .head
                answer.bytes += response(to: request)
                answer.closes = request.closes
            }
        }
        return answer
    }

    /// Takes what belongs to a head.
    ///
    /// - Returns: whether there is more to do with what is left.
    private mutating func takeHead(_ rest: inout ArraySlice<UInt8>, into answer: inout Answer) -> Bool {
        // The end may lie across two pieces.
        let searched = max(0, pending.count - 3)
        pending += rest
        if pending.first == Self.handshake {
            state = .other
            answer.closes = true
            return false
        }
        guard let end = Self.headEnd(pending, from: searched) else {
            rest = []
            if !Self.mayBecomeRequest(pending) { state = .other }
            if pending.count > Self.longestHead { refuse("431 Request Header Fields Too Large", &answer) }
            return false
        }
        let head = String(decoding: pending[..<end], as: UTF8.self)
        rest = pending[end...]
        pending = []
        let lines = head.split(whereSeparator: \.isNewline)
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else {
            state = .other
            return false
        }
        let connection = Self.header("connection", lines)?.lowercased()
        let request = Request(
            method: String(words[0]),
            closes: connection == "close" || (words[2] == "HTTP/1.0" && connection != "keep-alive")
        )
        guard
            let body = HTTPBody(
                length: Self.header("content-length", lines),
                coding: Self.header("transfer-encoding", lines)
            )
        else {
            refuse("400 Bad Request", &answer)
            return false
        }
        // A client that asks first waits for leave before it sends the body (RFC 9110 section 10.1.1).
        if Self.header("expect", lines)?.lowercased() == "100-continue" {
            answer.bytes += Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
        }
        state = .body(body, request)
        return true
    }

    private mutating func refuse(_ status: String, _ answer: inout Answer) {
        answer.bytes += Array(
            "HTTP/1.1 \(status)\r\nServer: netsim\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8
        )
        answer.closes = true
        state = .other
        pending = []
    }

    private func response(to request: Request) -> [UInt8] {
        let body = Array((name + "\n").utf8)
        var head = "HTTP/1.1 200 OK\r\nServer: netsim\r\nContent-Type: text/plain\r\nContent-Length: \(body.count)\r\n"
        head += "Connection: \(request.closes ? "close" : "keep-alive")\r\n\r\n"
        return Array(head.utf8) + (request.method == "HEAD" ? [] : body)
    }

    private static func header(_ name: String, _ lines: [Substring]) -> String? {
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].lowercased() == name else { continue }
            return String(parts[1].drop { $0 == " " })
        }
        return nil
    }

    /// The place behind the empty line that ends a request's head.
    private static func headEnd(_ bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= start + 4 else { return nil }
        for index in (start + 3)..<bytes.count
        where bytes[index] == 10 && bytes[index - 1] == 13 && bytes[index - 2] == 10 && bytes[index - 3] == 13 {
            return index + 1
        }
        return nil
    }

    /// A method is upper-case letters, and not many of them: what goes on without a blank is not read again and again.
    private static func mayBecomeRequest(_ bytes: [UInt8]) -> Bool {
        let method = bytes.prefix(longestMethod + 1).prefix { $0 != 32 }
        return method.count <= longestMethod && method.allSatisfy { (65...90).contains($0) }
    }
}
