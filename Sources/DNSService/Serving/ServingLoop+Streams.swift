internal import CLinux
internal import Glibc

// TCP (RFC 7766): several queries on one connection, without waiting for the responses.

extension ServingLoop {
    /// Takes the connections that wait at a port.
    mutating func accept(_ handle: Handle) {
        guard let port = ports[handle] else { return }
        // As many as the listener's queue holds; more are taken at the next event.
        for _ in 0..<128 {
            let accepted = netsim_accept(port.listener.number)
            switch accepted {
            case 0...: admit(accepted, port, handle)
            case -EINTR, -ECONNABORTED: break
            case -EMFILE, -ENFILE:
                guard makeRoomForConnection(port) else { return }
            default: return
            }
        }
    }

    private mutating func admit(_ accepted: Int32, _ port: ServicePort, _ handle: Handle) {
        guard let descriptor = try? Descriptor(accepted, "") else { return }
        while connections.count >= max(1, configuration.maximumConnections) {
            guard let oldest = idleConnections.oldest, let other = connections.handle(at: oldest.index) else { break }
            closeConnection(other)
        }
        // Responses are written whole: waiting for more to send would only delay them.
        _ = netsim_set_option(descriptor.number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        let connection = StreamConnection(descriptor, port: handle, asker: port.asker)
        let own = connections.insert { _ in connection }
        do {
            try events.add(descriptor, EventToken(.connection, own))
            idleConnections.touch(own.index, at: now)
        } catch {
            connections.remove(own)
        }
    }

    /// Without a descriptor to spare, a waiting connection would be reported for ever: one is closed for it, or it is
    /// taken with the one in reserve and closed itself.
    private mutating func makeRoomForConnection(_ port: ServicePort) -> Bool {
        if let oldest = idleConnections.oldest, let other = connections.handle(at: oldest.index) {
            closeConnection(other)
            return true
        }
        guard reserve != nil else { return false }
        reserve = nil
        _ = try? Descriptor(netsim_accept(port.listener.number), "")
        reserve = try? Descriptor(netsim_open("/dev/null", O_RDONLY, 0), "")
        return true
    }

    mutating func closeConnection(_ handle: Handle) {
        guard connections.remove(handle) != nil else { return }
        idleConnections.remove(handle.index)
    }

    /// Reads and writes what a connection allows.
    mutating func serveConnection(
        _ handle: Handle,
        _ interest: EventQueue.Interest,
        _ onStatus: (ServeStatus) -> Void
    ) {
        guard let connection = connections[handle] else { return }
        if interest.contains(.reading), connection.interest.contains(.reading) {
            let count = netsim_receive(connection.descriptor.number, input.octets.baseAddress, input.octets.count)
            switch count {
            case 0: connection.isFinished = true
            case 1...:
                connection.inbound.append(UnsafeRawBufferPointer(input.prefix(count)))
                noticeChanges(onStatus)
                // The change may have been that the container stopped.
                guard connections[handle] != nil else { return }
            case -Int(EAGAIN), -Int(EINTR): break
            default:
                closeConnection(handle)
                return
            }
        } else if !interest.isDisjoint(with: .trouble) {
            closeConnection(handle)
            return
        }
        progress(handle, connection)
    }

    /// Answers the whole queries that have come, and sends what can be sent.
    mutating func progress(_ handle: Handle, _ connection: StreamConnection) {
        while true {
            var isIncomplete = false
            while connection.takesQueries, !isIncomplete {
                switch connection.inbound.next(into: message) {
                case .message(let count):
                    idleConnections.touch(handle.index, at: now)
                    serveQuery(message.prefix(count), handle, connection)
                case .incomplete: isIncomplete = true
                case .malformed:
                    closeConnection(handle)
                    return
                }
            }
            guard flush(handle, connection) else { return }
            // What was held back by unsent responses goes on once they are sent.
            if isIncomplete || !connection.takesQueries {
                if connection.isFinished, isIncomplete, connection.pending == 0, !connection.hasUnsent {
                    closeConnection(handle)
                    return
                }
                break
            }
        }
        var interest = EventQueue.Interest()
        if !connection.isFinished, connection.takesQueries { interest.insert(.reading) }
        if connection.hasUnsent { interest.insert(.writing) }
        if interest != connection.interest {
            connection.interest = interest
            events.change(connection.descriptor, EventToken(.connection, handle), interest)
        }
    }

    private mutating func serveQuery(
        _ query: UnsafeBufferPointer<UInt8>,
        _ handle: Handle,
        _ connection: StreamConnection
    ) {
        // Held apart, for Swift 6.3 crashes on optimising a span that depends on a property of a property.
        let room = output.octets
        var out = room.mutableBytes
        let disposition = answerer.answer(
            query.span,
            for: connection.asker,
            isStream: true,
            maximum: 65535,
            into: &out
        )
        switch disposition {
        case .reply(let count):
            connection.append(UnsafeRawBufferPointer(output.prefix(count)))
        case .silence: break
        case .forward(let server, let passesRefusals):
            let response = forward(
                query.span,
                to: server,
                passesRefusals: passesRefusals,
                for: .stream(handle),
                asker: connection.asker
            )
            if let response {
                response.withUnsafeBytes { connection.append($0) }
            } else {
                connection.pending += 1
            }
        }
    }

    /// Sends what is to be sent, as far as the client takes it; `false` where the connection is closed over it.
    private mutating func flush(_ handle: Handle, _ connection: StreamConnection) -> Bool {
        while connection.hasUnsent {
            let count = connection.outbound.withUnsafeBytes { bytes in
                netsim_send(
                    connection.descriptor.number,
                    bytes.baseAddress.map { $0 + connection.sent },
                    bytes.count - connection.sent
                )
            }
            switch count {
            case 0...:
                connection.advance(count)
                idleConnections.touch(handle.index, at: now)
            case -Int(EINTR): break
            case -Int(EAGAIN): return true
            default:
                closeConnection(handle)
                return false
            }
        }
        return true
    }

    /// Closes connections that have sent no whole query, and taken no response, for too long.
    mutating func closeIdleConnections() {
        while let oldest = idleConnections.oldest, now &- oldest.time >= configuration.idleTimeout.nanoseconds {
            guard let handle = connections.handle(at: oldest.index), let connection = connections[handle] else {
                idleConnections.remove(oldest.index)
                continue
            }
            // One that waits for a real server is not idle.
            if connection.pending > 0 {
                idleConnections.touch(oldest.index, at: now)
            } else {
                closeConnection(handle)
            }
        }
    }
}
