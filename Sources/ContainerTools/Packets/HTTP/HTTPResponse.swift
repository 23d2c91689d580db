/// An HTTP response as it arrives on a stream (RFC 9112), as far as tools need it.
struct HTTPResponse {
    /// `HTTP/1.1 200 OK`.
    private(set) var statusLine = ""
    /// `HTTP/1.1`'s last part.
    private(set) var version = ""
    private(set) var status = 0
    private(set) var reason = ""
    /// In order, as they were sent.
    private(set) var headerLines: [String] = []
    private(set) var body: [UInt8] = []
    /// Bytes before the body.
    private(set) var headLength = 0

    /// Header sections of more bytes are not read.
    static let longestHead = 300 << 10

    /// The value of a header by its name, in any case.
    func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        for line in headerLines {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == wanted else { continue }
            return String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
        }
        return nil
    }

    /// The length that the header announces; nil where it says none or nonsense.
    var announcedLength: Int? {
        guard let text = header("Content-Length"), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// How many bytes of body there will be; nil: up to the end of the stream.
    ///
    /// - Parameter isHead: whether the request was for the header section alone.
    func bodyLength(isHead: Bool) -> Int? {
        isHead || status / 100 == 1 || status == 204 || status == 304 ? 0 : announcedLength
    }

    /// Reads the header section.
    ///
    /// - Returns: nil while it is not whole, or where the bytes are no HTTP/1 response.
    init?(_ bytes: [UInt8]) {
        guard let end = Self.endOfHead(bytes) else { return nil }
        var lines = String(decoding: bytes[..<end], as: UTF8.self)
            .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
            .map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard let first = lines.first, Self.isResponse(bytes) else { return nil }
        let parts = first.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, let status = Int(parts[1]), (100...999).contains(status) else { return nil }
        statusLine = first
        version = String(parts[0].dropFirst("HTTP/".count))
        self.status = status
        reason = parts.count > 2 ? String(parts[2]) : ""
        headerLines = Array(lines.dropFirst())
        headLength = end
        body = Array(bytes[end...])
    }

    /// Whether bytes begin as a response does, as far as they go.
    static func isResponse(_ bytes: [UInt8]) -> Bool { zip(bytes, "HTTP/".utf8).allSatisfy { $0 == $1 } }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        let newline = UInt8(ascii: "\n")
        for index in bytes.indices.prefix(longestHead) where bytes[index] == newline {
            var next = index + 1
            if next < bytes.count, bytes[next] == UInt8(ascii: "\r") { next += 1 }
            if next < bytes.count, bytes[next] == newline { return next + 1 }
        }
        return nil
    }
}
