internal import Exchange
internal import Glibc
internal import Rendering

/// Asks a Docker Engine over its socket: HTTP/1.0, one request to a connection, as `GET` alone.
struct EngineClient {
    let path: String

    /// Bytes of one answer.
    private static let limit = 256 << 20
    /// Seconds that the engine may be silent.
    private static let patience = 30

    /// The answer to a request.
    ///
    /// - Throws: a failure that says what the system or the engine refused.
    func get(_ request: String) throws(CommandFailure) -> InspectedValue {
        guard let answer = try find(request) else { throw failure(request, "the engine knows no such thing") }
        return answer
    }

    /// The answer to a request; nil where the engine says that there is no such thing (404).
    func find(_ request: String) throws(CommandFailure) -> InspectedValue? {
        let bytes = try exchange(request)
        guard let (status, body) = Self.response(bytes) else {
            throw failure(request, "the answer is no HTTP")
        }
        if status == 404 { return nil }
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue(parsing: body)
        } catch {
            throw failure(request, status == 200 ? error.description : "the engine answers with status \(status)")
        }
        guard status == 200 else {
            throw failure(request, json["message"]?.stringValue ?? "the engine answers with status \(status)")
        }
        return InspectedValue(json, source: "GET \(request)")
    }

    private func failure(_ request: String, _ reason: String) -> CommandFailure {
        CommandFailure("netsim: cannot ask the engine at \(path): GET \(request): \(reason)")
    }

    // MARK: The socket

    private func exchange(_ request: String) throws(CommandFailure) -> [UInt8] {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw refusal(errno) }
        defer { close(descriptor) }
        var patience = timeval(tv_sec: Self.patience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { throw refusal(ENAMETOOLONG) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        guard connected == 0 else { throw refusal(errno) }
        try send(Array("GET \(request) HTTP/1.0\r\nHost: docker\r\nAccept: application/json\r\n\r\n".utf8), descriptor)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count > 0 {
                answer += buffer[..<count]
                guard answer.count <= Self.limit else { throw failure(request, "the answer is too long") }
            } else if count == 0 {
                return answer
            } else if errno != EINTR {
                throw refusal(errno)
            }
        }
    }

    private func send(_ bytes: [UInt8], _ descriptor: Int32) throws(CommandFailure) {
        var position = 0
        while position < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor,
                    buffer.baseAddress.map { $0 + position },
                    buffer.count - position,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if count >= 0 { position += count } else if errno != EINTR { throw refusal(errno) }
        }
    }

    private func refusal(_ number: Int32) -> CommandFailure {
        CommandFailure(
            "netsim: cannot ask the engine at \(path): \(SystemError(number: number))",
            hint: number == EACCES ? "the socket is root's, or the group docker's" : nil
        )
    }

    // MARK: HTTP

    /// The status and the body of a response (RFC 9112); nil for anything else.
    static func response(_ bytes: [UInt8]) -> (status: Int, body: [UInt8])? {
        let separator: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a]
        guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: separator) }) else { return nil }
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = (lines.first ?? "").split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else { return nil }
        let body = Array(bytes[(end + 4)...])
        let isChunked = lines.dropFirst().contains { line in
            line.lowercased().hasPrefix("transfer-encoding:") && line.lowercased().hasSuffix("chunked")
        }
        return isChunked ? unchunked(body).map { (status, $0) } : (status, body)
    }

    /// What chunks carry (RFC 9112 section 7.1), which no server should send in an answer to HTTP/1.0.
    private static func unchunked(_ bytes: [UInt8]) -> [UInt8]? {
        var body: [UInt8] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0a) {
            let line = String(decoding: rest[..<end], as: UTF8.self)
            guard let word = line.split(whereSeparator: { $0 == ";" || $0 == "\r" || $0 == "\r\n" }).first,
                let size = Int(word, radix: 16), size >= 0
            else { return nil }
            if size == 0 { return body }
            rest = rest[(end + 1)...]
            guard size <= rest.count - 2 else { return nil }
            body += rest.prefix(size)
            rest = rest.dropFirst(size + 2)
        }
        return nil
    }
}
