import Addressing
import CLinux
import DNSWire
import Glibc

/// What the tests ask with: plain blocking sockets that give up after a while.
enum TestSocket {
    static func open(
        _ type: __socket_type,
        port: UInt16,
        at address: [UInt8] = [127, 0, 0, 1],
        seconds: Double = 3
    ) -> Int32 {
        let descriptor = socket(AF_INET, Int32(type.rawValue), 0)
        setTimeout(descriptor, seconds)
        var target = netsim_address()
        netsim_address_set(&target, address, 4, port)
        _ = netsim_connect(descriptor, &target)
        return descriptor
    }

    /// Sends a datagram from a socket that is connected elsewhere.
    static func send(_ bytes: [UInt8], from descriptor: Int32, to port: UInt16) {
        var address = netsim_address()
        netsim_address_set(&address, [127, 0, 0, 1], 4, port)
        _ = netsim_send_to(descriptor, bytes, bytes.count, &address, nil, 0)
    }

    static func setTimeout(_ descriptor: Int32, _ seconds: Double) {
        var timeout = timeval(tv_sec: Int(seconds), tv_usec: Int(seconds * 1_000_000) % 1_000_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, size)
    }
}

/// A UDP socket that talks to one port.
struct DatagramClient: ~Copyable {
    let descriptor: Int32

    init(_ port: UInt16?, at address: [UInt8] = [127, 0, 0, 1], seconds: Double = 3) {
        descriptor = TestSocket.open(SOCK_DGRAM, port: port ?? 0, at: address, seconds: seconds)
    }

    deinit {
        close(descriptor)
    }

    func send(_ bytes: [UInt8]) {
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// A datagram; nil when none comes in time.
    func receive() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0xa5, count: 65536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : Array(bytes[..<count])
    }

    func exchange(_ query: [UInt8]) -> [UInt8]? {
        send(query)
        return receive()
    }

    func exchange(_ query: Message) throws -> Message? {
        try exchange(try query.bytes()).map { try Message(decoding: $0.span) }
    }
}

/// Asks one question over UDP from a new socket.
func ask(_ port: UInt16?, _ query: Message, seconds: Double = 3) throws -> Message? {
    try DatagramClient(port, seconds: seconds).exchange(query)
}

/// Asks one question over a TCP connection of its own.
func askStream(_ port: UInt16?, _ query: Message, seconds: Double = 3) throws -> Message? {
    let client = StreamClient(port, seconds: seconds)
    client.write(try query.frame())
    return try client.receiveMessage()
}

/// A TCP connection.
struct StreamClient: ~Copyable {
    let descriptor: Int32

    init(_ port: UInt16?, seconds: Double = 3) {
        descriptor = TestSocket.open(SOCK_STREAM, port: port ?? 0, seconds: seconds)
    }

    deinit {
        close(descriptor)
    }

    func write(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return }
            sent += count
        }
    }

    /// A whole message without its length; nil when the connection ends, or time is up, before.
    func receive() -> [UInt8]? {
        guard let head = read(2) else { return nil }
        return read(Int(head[0]) << 8 | Int(head[1]))
    }

    func receiveMessage() throws -> Message? {
        try receive().map { try Message(decoding: $0.span) }
    }

    private func read(_ count: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var piece = [UInt8](repeating: 0, count: count - bytes.count)
            let got = recv(descriptor, &piece, piece.count, 0)
            if got <= 0 { return nil }
            bytes += piece[..<got]
        }
        return bytes
    }

    enum End: Equatable {
        case closed
        case open
    }

    /// Whether the server closes the connection within the socket's time; what it sends before is dropped.
    func end() -> End {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            if count > 0 { continue }
            return count == 0 || errno == ECONNRESET ? .closed : .open
        }
    }

    func finishWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }
}

extension Message {
    static func query(
        _ name: String,
        _ type: RecordType = .a,
        id: UInt16 = 0x1234,
        edns: EDNS? = nil
    ) throws -> Message {
        var query = Message(header: Header(id: id, flags: .rd))
        query.questions = [Question(name: try DomainName(parsing: name), type: type)]
        query.edns = edns
        return query
    }

    func bytes() throws -> [UInt8] {
        var bytes: [UInt8] = []
        try encode(into: &bytes)
        return bytes
    }

    /// As it goes over TCP.
    func frame() throws -> [UInt8] {
        let bytes = try bytes()
        return [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes
    }

    /// `NOERROR 10.0.0.2 10.0.0.3` and the like.
    var short: String {
        let answers = answers.map { record in
            switch record.data {
            case .a(let address): address.description
            case .aaaa(let address): address.description
            case .ptr(let name): name.description
            default: "\(record.data)"
            }
        }
        return ([header.rcode.description] + answers).joined(separator: " ")
    }
}

extension Message? {
    /// What the message says; `silence` for none.
    var short: String { self?.short ?? "silence" }
}
