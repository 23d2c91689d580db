import Addressing
import CLinux
import DNSWire
import Glibc
import Lab
import Synchronization

/// A name server outside, whose answers a test decides: UDP and TCP on one free port.
///
/// Safe to share: what the threads have in common is behind the mutex or never changes.
final class FakeUpstream: @unchecked Sendable {
    /// A query that came.
    struct Asked {
        let query: [UInt8]
        let isStream: Bool
        let port: UInt16
    }

    /// The datagrams, or framed messages, to send back, in order.
    typealias Script = @Sendable (Asked) -> [[UInt8]]

    let port: UInt16
    private let datagrams: Int32
    private let listener: Int32
    private let script: Script
    private let state = Mutex((asked: [Asked](), isEnding: false))
    private var threads: [pthread_t] = []

    init(_ script: @escaping Script) {
        self.script = script
        var address = netsim_address()
        netsim_address_set(&address, [127, 0, 0, 1], 4, 0)
        var number: UInt16 = 0
        var udp: Int32 = -1
        var tcp: Int32 = -1
        // A number that is free for UDP may be taken for TCP.
        for _ in 0..<20 {
            udp = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
            tcp = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            netsim_address_set(&address, [127, 0, 0, 1], 4, 0)
            _ = netsim_bind(udp, &address)
            number = UInt16(netsim_local_port(udp))
            netsim_address_set(&address, [127, 0, 0, 1], 4, number)
            if netsim_bind(tcp, &address) == 0 { break }
            close(udp)
            close(tcp)
        }
        port = number
        datagrams = udp
        listener = tcp
        listen(tcp, 16)
        TestSocket.setTimeout(udp, 0.02)
        TestSocket.setTimeout(tcp, 0.02)
        start { $0.serveDatagrams() }
        start { $0.serveStreams() }
    }

    private func start(_ body: @escaping (FakeUpstream) -> Void) {
        final class Job {
            let body: () -> Void
            init(_ body: @escaping () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let job = Job { body(self) }
        pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            },
            Unmanaged.passRetained(job).toOpaque()
        )
        threads.append(thread)
    }

    func stop() {
        state.withLock { $0.isEnding = true }
        for thread in threads { pthread_join(thread, nil) }
        close(datagrams)
        close(listener)
    }

    var asked: [Asked] { state.withLock { $0.asked } }

    var server: Upstream.Server { Upstream.Server(address: .v4(IPv4Address(127, 0, 0, 1)), port: port) }

    private var isEnding: Bool { state.withLock { $0.isEnding } }

    private func serveDatagrams() {
        while !isEnding {
            var bytes = [UInt8](repeating: 0, count: 65536)
            var peer = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let count = withUnsafeMutablePointer(to: &peer) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                    recvfrom(datagrams, &bytes, bytes.count, 0, address, &length)
                }
            }
            guard count > 0 else { continue }
            let asked = Asked(query: Array(bytes[..<count]), isStream: false, port: UInt16(bigEndian: peer.sin_port))
            state.withLock { $0.asked.append(asked) }
            for reply in script(asked) {
                withUnsafePointer(to: peer) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                        _ = sendto(datagrams, reply, reply.count, 0, address, length)
                    }
                }
            }
        }
    }

    private func serveStreams() {
        while !isEnding {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { continue }
            TestSocket.setTimeout(connection, 1)
            var bytes = [UInt8](repeating: 0, count: 65537)
            let count = recv(connection, &bytes, bytes.count, 0)
            if count > 2 {
                let asked = Asked(query: Array(bytes[2..<count]), isStream: true, port: 0)
                state.withLock { $0.asked.append(asked) }
                for reply in script(asked) {
                    let framed = [UInt8(reply.count >> 8), UInt8(reply.count & 0xff)] + reply
                    // In two pieces, as a network may deliver it.
                    _ = send(connection, framed, 1, Int32(MSG_NOSIGNAL))
                    usleep(2000)
                    _ = framed[1...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                }
            }
            close(connection)
        }
    }

    /// An answer of one A record.
    static func answer(_ query: [UInt8], _ address: IPv4Address, change: (inout Message) -> Void = { _ in }) -> [UInt8]
    {
        guard var reply = try? Message(decoding: query.span) else { return [] }
        reply.header.flags = [.qr, .rd, .ra]
        if let name = reply.questions.first?.name {
            reply.answers = [ResourceRecord(name: name, ttl: 60, data: .a(address))]
        }
        change(&reply)
        return (try? reply.bytes()) ?? []
    }
}
