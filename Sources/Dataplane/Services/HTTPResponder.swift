/// A small HTTP/1.1 service (RFC 9112): 200 and the server's name for whatever is asked.
///
/// What does not begin as HTTP is swallowed without an answer, as by a service that speaks something else. A TLS
/// handshake ends the connection at once: its sender learns that nobody here speaks TLS.
package struct HTTPResponder: Hashable, Sendable {
    /// Who answers; it stands in the body.
    package let name: String
    private var pending: [UInt8] = []
    private var isOther = false

    /// - Parameter isSilent: whether nobody reads what comes, as in a container that is paused.
    package init(name: String, isSilent: Bool = false) {
        self.name = name
        isOther = isSilent
    }

    package struct Answer: Hashable, Sendable {
        package var bytes: [UInt8] = []
        package var closes = false
    }

    private static let longestHead = 65_536
    /// The content type of a TLS record that opens a session (RFC 8446 section 5.1).
    private static let handshake: UInt8 = 22

    /// Takes bytes from a client, and gives the answers to the requests that are whole now.
    package mutating func receive(_ bytes: [UInt8]) -> Answer {
        var answer = Answer()
        if isOther { return answer }
        pending += bytes
        if pending.first == Self.handshake {
            isOther = true
            pending = []
            answer.closes = true
            return answer
        }
        while let end = Self.headEnd(pending) {
            let head = String(decoding: pending[..<end], as: UTF8.self)
            let lines = head.split(whereSeparator: \.isNewline)
            let words = lines.first?.split(separator: " ") ?? []
            guard words.count == 3, words[2].hasPrefix("HTTP/1.") else {
                isOther = true
                pending = []
                return answer
            }
            let length = Self.header("content-length", lines).flatMap { Int($0) } ?? 0
            guard length >= 0, pending.count - end >= length else { break }
            pending.removeFirst(end + length)
            let connection = Self.header("connection", lines)?.lowercased()
            let closes = connection == "close" || (words[2] == "HTTP/1.0" && connection != "keep-alive")
            answer.bytes += response(to: String(words[0]), closes: closes)
            if closes {
                answer.closes = true
                return answer
            }
        }
        if pending.count > Self.longestHead || !Self.mayBecomeRequest(pending) {
            isOther = true
            pending = []
        }
        return answer
    }

    private func response(to method: String, closes: Bool) -> [UInt8] {
        let body = Array((name + "\n").utf8)
        var head = "HTTP/1.1 200 OK\r\nServer: netsim\r\nContent-Type: text/plain\r\nContent-Length: \(body.count)\r\n"
        head += "Connection: \(closes ? "close" : "keep-alive")\r\n\r\n"
        return Array(head.utf8) + (method == "HEAD" ? [] : body)
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
    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 3..<bytes.count
        where bytes[index] == 10 && bytes[index - 1] == 13 && bytes[index - 2] == 10 && bytes[index - 3] == 13 {
            return index + 1
        }
        return nil
    }

    /// A method is upper-case letters.
    private static func mayBecomeRequest(_ bytes: [UInt8]) -> Bool {
        bytes.prefix { $0 != 32 }.allSatisfy { (65...90).contains($0) }
    }
}
