package import Addressing
internal import PacketWire

/// Bytes that leave: windows, retransmission, time-outs.
extension Dataplane {
    /// Sends bytes on a connection; they leave as windows and time allow.
    package mutating func write(_ bytes: [UInt8], to socket: SocketID) throws(SocketError) {
        guard isValid(socket), let connection = sockets[socket.number].connection else {
            throw sockets.indices.contains(socket.number)
                ? sockets[socket.number].connection?.failure ?? .closed : .closed
        }
        if let failure = connection.failure { throw failure }
        guard connection.maySend, !connection.isFinishing else { throw .closed }
        append(bytes, to: socket.number)
    }

    mutating func append(_ bytes: [UInt8], to number: Int) {
        guard !bytes.isEmpty, sockets[number].isOpen else { return }
        sockets[number].connection?.outgoing.append(bytes)
        push(number)
    }

    /// What a connection receives next, letting time pass up to a deadline.
    package mutating func read(_ socket: SocketID, until deadline: SimulatedTime) -> StreamReading {
        guard sockets.indices.contains(socket.number), sockets[socket.number].connection != nil else { return .reset }
        wait(until: deadline) {
            guard let connection = $0.sockets[socket.number].connection else { return true }
            return !connection.incoming.isEmpty || connection.hasReceivedFIN || connection.failure != nil
                || !$0.sockets[socket.number].isOpen
        }
        guard let connection = sockets[socket.number].connection else { return .reset }
        if !connection.incoming.isEmpty {
            let wasNarrow = Int(connection.receiveWindow) < connection.segmentSize
            let bytes = connection.incoming
            sockets[socket.number].connection?.incoming = []
            if wasNarrow { acknowledge(socket.number) }
            return .bytes(bytes)
        }
        if connection.hasReceivedFIN { return .end }
        if connection.failure != nil { return .reset }
        return sockets[socket.number].isOpen ? .timeout : .end
    }

    /// Sends what the windows allow.
    mutating func push(_ number: Int) {
        guard var connection = sockets[number].connection, sockets[number].isOpen else { return }
        switch connection.state {
        case .established, .closeWait, .finWait1, .closing, .lastAck: break
        default: return
        }
        var sent = false
        while true {
            let flying = connection.inFlight
            let window = min(connection.congestionWindow, connection.peerWindow)
            let room = min(connection.segmentSize, connection.outgoing.count - flying, window - flying)
            guard room > 0, !connection.hasSentFIN || flying < connection.outgoing.count else { break }
            let bytes = connection.outgoing[flying..<(flying + room)]
            let segment = TCPSegment(
                sourcePort: connection.flow.localPort,
                destinationPort: connection.flow.peerPort,
                sequence: connection.next,
                acknowledgement: connection.expected,
                flags: flying + room == connection.outgoing.count ? [.ack, .psh] : .ack,
                window: connection.receiveWindow,
                payload: bytes
            )
            connection.next = connection.next &+ UInt32(truncatingIfNeeded: room)
            if connection.timed == nil, connection.attempts == 0 {
                connection.timed = (connection.next, now.nanoseconds)
            }
            sockets[number].connection = connection
            sent = true
            emit(segment, of: number)
            guard sockets[number].isOpen, let current = sockets[number].connection else { return }
            connection = current
        }
        if connection.isFinishing, !connection.hasSentFIN, connection.inFlight == connection.outgoing.count {
            sendFIN(number)
            sent = true
        }
        // A closed window is probed when the timer runs out.
        let isStuck = connection.peerWindow == 0 && !connection.outgoing.isEmpty && connection.inFlight == 0
        if sent || isStuck { armTimer(number) }
    }

    private mutating func sendFIN(_ number: Int) {
        guard var connection = sockets[number].connection else { return }
        let segment = TCPSegment(
            sourcePort: connection.flow.localPort,
            destinationPort: connection.flow.peerPort,
            sequence: connection.next,
            acknowledgement: connection.expected,
            flags: [.fin, .ack],
            window: connection.receiveWindow
        )
        connection.next = connection.next &+ 1
        connection.hasSentFIN = true
        if connection.state == .established { connection.state = .finWait1 }
        if connection.state == .closeWait { connection.state = .lastAck }
        sockets[number].connection = connection
        emit(segment, of: number)
    }

    mutating func acknowledge(_ number: Int) {
        guard let connection = sockets[number].connection else { return }
        emit(
            TCPSegment(
                sourcePort: connection.flow.localPort,
                destinationPort: connection.flow.peerPort,
                sequence: connection.next,
                acknowledgement: connection.expected,
                flags: .ack,
                window: connection.receiveWindow
            ),
            of: number
        )
    }

    // MARK: Time-outs

    mutating func armTimer(_ number: Int) {
        guard var connection = sockets[number].connection else { return }
        connection.generation &+= 1
        sockets[number].connection = connection
        schedule(.tcp(socket: number, generation: connection.generation), in: connection.timeout)
    }

    mutating func streamTimer(_ number: Int, generation: UInt32) {
        guard sockets[number].isOpen, var connection = sockets[number].connection, connection.generation == generation
        else { return }
        if connection.state == .timeWait {
            release(number)
            return
        }
        let isOpening = connection.state == .synSent || connection.state == .synReceived
        let limit = isOpening ? TCPConnection.connectAttempts : TCPConnection.attempts
        guard connection.attempts < limit else {
            fail(number, .timedOut)
            return
        }
        connection.attempts += 1
        connection.timed = nil
        connection.timeout = min(TCPConnection.greatestTimeout, connection.timeout.saturated(connection.timeout))
        if isOpening {
            sockets[number].connection = connection
            sendSYN(number, acknowledges: connection.state == .synReceived)
            armTimer(number)
            return
        }
        // Go back to the first byte that is not acknowledged (RFC 5681 section 3.1 for the windows).
        let flying = max(connection.inFlight, connection.segmentSize)
        connection.slowStartThreshold = max(flying / 2, 2 * connection.segmentSize)
        connection.congestionWindow = connection.segmentSize
        connection.next = connection.unacknowledged
        connection.hasSentFIN = false
        if connection.peerWindow == 0 { connection.peerWindow = 1 }
        if connection.state == .finWait1 || connection.state == .closing || connection.state == .lastAck {
            sockets[number].connection = connection
            push(number)
            armTimer(number)
            return
        }
        guard !connection.outgoing.isEmpty || connection.isFinishing else { return }
        sockets[number].connection = connection
        push(number)
        armTimer(number)
    }

    /// Three duplicates say that a segment is missing: it goes again at once (RFC 5681 section 3.2).
    mutating func retransmitFast(_ number: Int) {
        guard var connection = sockets[number].connection else { return }
        connection.slowStartThreshold = max(connection.inFlight / 2, 2 * connection.segmentSize)
        connection.congestionWindow = connection.slowStartThreshold
        connection.timed = nil
        let count = min(connection.segmentSize, connection.outgoing.count)
        guard count > 0 else { return }
        sockets[number].connection = connection
        emit(
            TCPSegment(
                sourcePort: connection.flow.localPort,
                destinationPort: connection.flow.peerPort,
                sequence: connection.unacknowledged,
                acknowledgement: connection.expected,
                flags: [.ack, .psh],
                window: connection.receiveWindow,
                payload: connection.outgoing[0..<count]
            ),
            of: number
        )
        armTimer(number)
    }

    /// The path takes smaller packets only: what is under way goes again in smaller segments (RFC 1191 section 6.4).
    mutating func shrinkSegments(of number: Int, mtu: Int) {
        guard var connection = sockets[number].connection else { return }
        let stack = sockets[number].stack
        let least = connection.flow.peerAddress.family == .ipv4 ? 552 : 1280
        let limit = max(least, mtu)
        stacks[stack].pathMTU[connection.flow.peerAddress] = min(
            limit,
            stacks[stack].pathMTU[connection.flow.peerAddress] ?? .max
        )
        let size = limit - (connection.flow.peerAddress.family == .ipv4 ? 40 : 60)
        guard size < connection.segmentSize else { return }
        connection.segmentSize = size
        connection.congestionWindow = max(connection.congestionWindow, size)
        connection.next = connection.unacknowledged
        connection.hasSentFIN = false
        sockets[number].connection = connection
        push(number)
    }

    // MARK: Views

    /// The other end of a connection.
    package func peer(of socket: SocketID) -> (address: IPAddress, port: UInt16)? {
        guard sockets.indices.contains(socket.number), let flow = sockets[socket.number].connection?.flow else {
            return nil
        }
        return (flow.peerAddress, flow.peerPort)
    }

    /// This end of a connection or bound socket; of an echo socket its identifier stands for the port, as in the kernel
    /// (`ping_get_port`).
    package func localEnd(of socket: SocketID) -> (address: IPAddress, port: UInt16)? {
        guard sockets.indices.contains(socket.number) else { return nil }
        if let flow = sockets[socket.number].connection?.flow { return (flow.localAddress, flow.localPort) }
        let unspecified = IPAddress.v4(IPv4Address(rawValue: 0))
        var port = sockets[socket.number].localPort
        if case .echo(let identifier) = sockets[socket.number].kind { port = identifier }
        return (sockets[socket.number].localAddress ?? unspecified, port)
    }
}
