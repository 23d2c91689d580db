internal import CLinux
internal import DNSWire
internal import Glibc
internal import Lab
internal import Resolver

// Queries that nobody in the lab answers, passed on to a real server.

extension ServingLoop {
    /// Passes a query on: from a new port, with an identifier drawn for it, by the transport that it came by.
    ///
    /// - Returns: the response where that cannot be done; nil when it will come later.
    mutating func forward(
        _ query: Span<UInt8>,
        to server: Upstream.Server,
        passesRefusals: Bool,
        for client: Forward.Client,
        asker: Asker
    ) -> [UInt8]? {
        let bytes = (0..<query.count).map { query[$0] }
        guard forwards.count < configuration.maximumForwards else {
            answerer.statistics.refused &+= 1
            return failure(bytes, .refused)
        }
        let isStream = if case .stream = client { true } else { false }
        do throws(SystemError) {
            let address = SocketAddress(server.address, port: server.port)
            let descriptor = try Socket.connected(to: address, isStream: isStream)
            let forward = Forward(
                bytes,
                sending: asker == .named ? Self.withoutClientSubnet(bytes) : bytes,
                identifier: configuration.drawIdentifier(),
                by: descriptor,
                isStream: isStream,
                passesRefusals: passesRefusals,
                for: client
            )
            if !isStream {
                let count = forward.outbound.withUnsafeBytes {
                    netsim_send(descriptor.number, $0.baseAddress, $0.count)
                }
                try check(Int32(truncatingIfNeeded: count), "cannot ask \(address)")
            }
            let handle = forwards.insert { _ in forward }
            do throws(SystemError) {
                try events.add(descriptor, EventToken(.forward, handle), isStream ? .writing : .reading)
            } catch {
                forwards.remove(handle)
                throw error
            }
            pendingForwards.touch(handle.index, at: now)
            answerer.statistics.forwarded &+= 1
            return nil
        } catch {
            report("\(error)")
            answerer.statistics.refused &+= 1
            return failure(bytes, .servFail)
        }
    }

    /// Reads and writes what the connection to a real server allows.
    mutating func serveForward(_ handle: Handle, _ interest: EventQueue.Interest) {
        guard let forward = forwards[handle] else { return }
        if forward.isStream {
            serveStream(handle, forward, interest)
            return
        }
        // Strangers' datagrams are few: connect() lets the server's address alone through.
        for _ in 0..<16 {
            let count = netsim_receive(forward.descriptor.number, input.octets.baseAddress, input.octets.count)
            if count == -Int(EINTR) { continue }
            if count == -Int(EAGAIN) { return }
            guard count >= 0 else { return finish(handle, forward, .failure) }
            let reply = forward.judge(input.prefix(count).span)
            if case .stranger = reply { continue }
            return finish(handle, forward, reply)
        }
    }

    private mutating func serveStream(_ handle: Handle, _ forward: Forward, _ interest: EventQueue.Interest) {
        while forward.sent < forward.outbound.count {
            let count = forward.outbound[forward.sent...].withUnsafeBytes {
                netsim_send(forward.descriptor.number, $0.baseAddress, $0.count)
            }
            switch count {
            case 0...:
                forward.sent += count
                if forward.sent == forward.outbound.count {
                    events.change(forward.descriptor, EventToken(.forward, handle), .reading)
                }
            case -Int(EINTR): break
            case -Int(EAGAIN): return
            default: return finish(handle, forward, .failure)
            }
        }
        let count = netsim_receive(forward.descriptor.number, input.octets.baseAddress, input.octets.count)
        if count == -Int(EAGAIN) || count == -Int(EINTR) { return }
        guard count > 0 else { return finish(handle, forward, .failure) }
        forward.inbound.append(UnsafeRawBufferPointer(input.prefix(count)))
        while true {
            switch forward.inbound.next(into: message) {
            case .incomplete: return
            case .malformed: return finish(handle, forward, .failure)
            case .message(let count):
                let reply = forward.judge(message.prefix(count).span)
                if case .stranger = reply { continue }
                return finish(handle, forward, reply)
            }
        }
    }

    /// Gives up on servers that have taken too long.
    mutating func failLateForwards() {
        while let oldest = pendingForwards.oldest, now &- oldest.time >= configuration.forwardTimeout.nanoseconds {
            guard let handle = forwards.handle(at: oldest.index), let forward = forwards[handle] else {
                pendingForwards.remove(oldest.index)
                continue
            }
            finish(handle, forward, .failure)
        }
    }

    private mutating func finish(_ handle: Handle, _ forward: Forward, _ reply: Forward.Reply) {
        forwards.remove(handle)
        pendingForwards.remove(handle.index)
        switch reply {
        case .stranger: break
        case .response(let bytes): deliver(held(bytes, toWhatTakes: forward), to: forward.client)
        case .failure:
            answerer.statistics.unanswered &+= 1
            deliver(failure(forward.query, .servFail), to: forward.client)
        }
    }

    /// A response as its client takes it: over UDP no longer than it said, 512 octets where it said nothing, and then
    /// with TC set, so that it asks again over TCP (RFC 6891 section 6.2.5, RFC 2181 section 9).
    ///
    /// Docker's own server passes on whatever came, for servers that do not know EDNS (`resolver.go`); but only
    /// containers can ask it. This one answers whoever reaches its ports, also for another's address.
    private func held(_ response: [UInt8], toWhatTakes forward: Forward) -> [UInt8] {
        guard case .datagram = forward.client else { return response }
        let query = forward.query
        let limit = QueryView(query.span).udpLimit(maximum: DatagramBatch.maximumResponse)
        if response.count <= limit { return response }
        var cut: [UInt8] = []
        if let message = try? Message(decoding: response.span), (try? message.encode(into: &cut, limit: limit)) != nil {
            return cut
        }
        // What cannot be read is not passed on in part.
        return failure(query, .servFail)
    }

    private mutating func deliver(_ response: [UInt8], to client: Forward.Client) {
        switch client {
        case .datagram(let port, let peer):
            response.withUnsafeBytes { send($0, to: peer, from: port) }
        case .stream(let handle):
            guard let connection = connections[handle] else { return }
            connection.pending -= 1
            response.withUnsafeBytes { connection.append($0) }
            progress(handle, connection)
        }
    }

    /// A response without records, and without RA (Docker Engine).
    private func failure(_ query: [UInt8], _ rcode: RCODE) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Message.minimumUDPLimit)
        let head = QueryView(query.span)
        var span = bytes.mutableSpan
        var out = span.mutableBytes
        let count = QueryResponder.reject(query.span, head, rcode, flags: [], limit: out.byteCount, into: &out)
        return Array(bytes[..<count])
    }

    /// The query as the container itself would have sent it: the option was for this server alone.
    private static func withoutClientSubnet(_ query: [UInt8]) -> [UInt8] {
        guard var message = try? Message(decoding: query.span) else { return query }
        message.edns?.options.removeAll { $0.code == .clientSubnet }
        var bytes: [UInt8] = []
        guard (try? message.encode(into: &bytes)) != nil else { return query }
        return bytes
    }
}
