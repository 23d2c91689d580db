package import Addressing
internal import CLinux
internal import DNSWire
internal import Glibc

/// One query to one real name server, for a tool that waits for the answer.
package enum OneShotQuery {
    package enum Reply: Hashable, Sendable {
        case response([UInt8])
        case timeout
        case refused
        case unreachable
    }

    /// Sends a query and waits for its response; anything else that arrives is passed over.
    ///
    /// - Parameter milliseconds: how long to wait in all.
    package static func send(
        _ query: [UInt8],
        to address: IPAddress,
        port: UInt16,
        isTCP: Bool,
        milliseconds: Int32
    ) -> Reply {
        let deadline = netsim_monotonic() + UInt64(milliseconds) * 1_000_000
        var target = netsim_address()
        let octets = address.bytes
        netsim_address_set(&target, octets, Int32(octets.count), port)
        let descriptor = netsim_socket(address.family == .ipv4 ? AF_INET : AF_INET6, isTCP ? 1 : 2)
        guard descriptor >= 0 else { return .unreachable }
        defer { _ = netsim_close(descriptor) }
        let connected = netsim_connect(descriptor, &target)
        if connected < 0, connected != -EINPROGRESS { return reply(to: connected) }
        let length = UInt16(truncatingIfNeeded: query.count)
        let message = isTCP ? [UInt8(length >> 8), UInt8(truncatingIfNeeded: length)] + query : query
        var sent = 0
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_537)
        while true {
            let now = netsim_monotonic()
            guard now < deadline else { return .timeout }
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if sent < message.count { wait.events |= Int16(POLLOUT) }
            let ready = poll(&wait, 1, Int32((deadline - now) / 1_000_000) + 1)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return .timeout }
            if sent < message.count, wait.revents & Int16(POLLOUT) != 0 {
                let rest = Array(message[sent...])
                let count = netsim_send(descriptor, rest, rest.count)
                if count < 0, count != -Int(EAGAIN) { return reply(to: Int32(truncatingIfNeeded: count)) }
                sent += max(0, count)
            }
            // An error waits to be received like a datagram.
            guard wait.revents & Int16(POLLIN | POLLERR | POLLHUP) != 0 else { continue }
            let count = netsim_receive(descriptor, &buffer, buffer.count)
            if count == -Int(EAGAIN) { continue }
            if count < 0 { return reply(to: Int32(truncatingIfNeeded: count)) }
            if isTCP {
                if count == 0 { return .timeout }
                received += buffer[..<count]
                guard received.count >= 2 else { continue }
                let expected = Int(received[0]) << 8 | Int(received[1])
                guard received.count >= 2 + expected else { continue }
                let response = Array(received[2..<2 + expected])
                return answers(response, query) ? .response(response) : .timeout
            }
            let response = Array(buffer[..<count])
            if answers(response, query) { return .response(response) }
        }
    }

    private static func answers(_ response: [UInt8], _ query: [UInt8]) -> Bool {
        guard let (sent, _) = try? Header.decode(query.span) else { return false }
        return ResponseCheck.header(of: response.span, answering: query.span, sentAs: sent.id) != nil
    }

    private static func reply(to error: Int32) -> Reply {
        switch -error {
        case ECONNREFUSED: .refused
        case ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EACCES, EPERM: .unreachable
        default: .timeout
        }
    }
}
