import TestSupport
import Testing

@testable import Dataplane

/// The simulated HTTP service, byte for byte.
struct HTTPResponderTests {
    private static let answer = """
        HTTP/1.1 200 OK\r\nServer: netsim\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\
        Connection: keep-alive\r\n\r\nweb\n
        """

    /// What a client gets that sends bytes in pieces of some length.
    private static func talk(_ bytes: [UInt8], in pieces: Int) -> (text: String, closes: Bool) {
        var responder = HTTPResponder(name: "web")
        var all = HTTPResponder.Answer()
        for start in stride(from: 0, to: bytes.count, by: pieces) where !all.closes {
            let answer = responder.receive(Array(bytes[start..<min(start + pieces, bytes.count)]))
            all.bytes += answer.bytes
            all.closes = answer.closes
        }
        return (String(decoding: all.bytes, as: UTF8.self), all.closes)
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 1_000_000], [1_448, 65_536, 2_000_000])
    func `a body of any length is answered at its end`(length: Int, pieces: Int) {
        let head = Array("POST / HTTP/1.1\r\nContent-Length: \(length)\r\n\r\n".utf8)
        let bytes = head + [UInt8](repeating: 65, count: length)
        #expect(Self.talk(bytes, in: pieces).text == Self.answer)
        if length > 0 { #expect(Self.talk(bytes.dropLast(), in: pieces).text.isEmpty) }
    }

    @Test(arguments: [1, 7, 100_000])
    func `a chunked body ends with its last chunk`(pieces: Int) {
        let request =
            "PUT /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n1\r\n\n\r\n0\r\nX: y\r\n\r\n"
        let next = "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"
        let talk = Self.talk(Array((request + next).utf8), in: pieces)
        #expect(talk.text.hasPrefix(Self.answer + "HTTP/1.1 200 OK"))
        #expect(talk.closes)
    }

    @Test func `who asks for leave gets it`() {
        let request = "POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
        #expect(Self.talk(Array(request.utf8), in: 10).text == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(
            Self.talk(Array((request + "ab").utf8), in: 10).text == "HTTP/1.1 100 Continue\r\n\r\n" + Self.answer
        )
    }

    @Test(
        arguments: [
            ("Content-Length: x", "400 Bad Request"), ("Content-Length: -1", "400 Bad Request"),
            ("Content-Length: 99999999999999999999", "400 Bad Request"),
            ("Transfer-Encoding: gzip", "400 Bad Request"),
            ("Transfer-Encoding: chunked\r\n\r\nzz\r\nX: y", "400 Bad Request"),
            ("X: " + String(repeating: "a", count: 70_000), "431 Request Header Fields Too Large"),
        ]
    )
    func `what makes no sense is refused`(header: String, status: String) {
        let isLong = header.utf8.count > 65_536
        let talk = Self.talk(Array(("POST / HTTP/1.1\r\n\(header)" + (isLong ? "" : "\r\n\r\n")).utf8), in: 1_000)
        #expect(talk.text.hasPrefix("HTTP/1.1 \(status)\r\n"))
        #expect(talk.closes)
    }

    @Test(arguments: ["hello\r\n\r\n", "\u{16}\u{3}\u{1}", "get / HTTP/1.1\r\n\r\n"])
    func `what is no HTTP gets no answer`(text: String) {
        #expect(Self.talk(Array(text.utf8), in: 3).text.isEmpty)
    }

    @Test(arguments: ["POST / HTTP/1.1\r\nContent-Length: ", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"])
    func `what a body costs grows no faster than the body`(start: String) {
        let isChunked = start.hasSuffix("\r\n")
        let growth = Growth.ofEightfold(20_000) { length in
            let head = isChunked ? "\(start)\(String(length, radix: 16))\r\n" : "\(start)\(length)\r\n\r\n"
            _ = Self.talk(Array(head.utf8) + [UInt8](repeating: 65, count: length), in: 100)
        }
        #expect(growth < Growth.bound)
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nX: "])
    func `what a head costs grows no faster than the head`(start: String) {
        let growth = Growth.ofEightfold(8_000) { length in
            _ = Self.talk(Array(start.utf8) + [UInt8](repeating: 65, count: length - start.utf8.count), in: 1)
        }
        #expect(growth < Growth.bound)
    }
}
