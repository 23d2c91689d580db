internal import Addressing
internal import PacketWire

/// Segments that arrive (RFC 9293 section 3.10.7).
extension Dataplane {
    mutating func receive(_ segment: TCPSegment, _ packet: IPPacket, in stack: Int) {
        let flow = PortTable.Flow(
            localAddress: packet.destination,
            localPort: segment.destinationPort,
            peerAddress: packet.source,
            peerPort: segment.sourcePort
        )
        guard let number = stacks[stack].ports.flows[flow] else {
            if segment.flags.contains(.rst) { return }
            if segment.flags.contains(.syn), !segment.flags.contains(.ack) {
                receiveSYN(segment, packet, in: stack)
            } else {
                sendReset(answering: segment, packet, from: stack)
            }
            return
        }
        switch sockets[number].connection?.state {
        case .synSent: receiveInSynSent(segment, number)
        case .timeWait:
            if segment.flags.contains(.syn) {
                release(number)
                receiveSYN(segment, packet, in: stack)
            } else if segment.flags.contains(.fin) {
                acknowledge(number)
            }
        default: receiveInOrder(segment, number)
        }
    }

    private mutating func receiveInSynSent(_ segment: TCPSegment, _ number: Int) {
        guard var connection = sockets[number].connection else { return }
        let acknowledges = segment.flags.contains(.ack) && segment.acknowledgement == connection.next
        if segment.flags.contains(.rst) {
            if acknowledges { fail(number, .connectionRefused) }
            return
        }
        guard segment.flags.contains(.syn), acknowledges else { return }
        connection.expected = segment.sequence &+ 1
        connection.unacknowledged = segment.acknowledgement
        connection.state = .established
        connection.generation &+= 1
        connection.attempts = 0
        measure(&connection)
        sockets[number].connection = connection
        agree(number, segment)
        acknowledge(number)
        push(number)
    }

    private mutating func receiveInOrder(_ segment: TCPSegment, _ number: Int) {
        guard let connection = sockets[number].connection else { return }
        if segment.flags.contains(.rst) {
            // Within the window (RFC 5961 asks for the exact number; Linux answers others with a challenge).
            if !Sequence.isBefore(segment.sequence, connection.expected) {
                fail(number, connection.state == .synReceived ? .connectionRefused : .connectionReset)
            }
            return
        }
        if segment.flags.contains(.syn) {
            // A SYN again: our answer was lost.
            if connection.state == .synReceived { sendSYN(number, acknowledges: true) } else { acknowledge(number) }
            return
        }
        guard segment.flags.contains(.ack) else { return }
        if connection.state == .synReceived {
            guard segment.acknowledgement == connection.next else { return }
            sockets[number].connection?.state = .established
            sockets[number].connection?.unacknowledged = segment.acknowledgement
            sockets[number].connection?.generation &+= 1
            sockets[number].connection?.attempts = 0
            sockets[number].connection?.peerWindow = Int(segment.window)
            established(number)
        }
        receiveAcknowledgement(segment, number)
        guard sockets[number].isOpen else { return }
        receiveData(segment, number)
    }

    // MARK: Acknowledgements

    private mutating func receiveAcknowledgement(_ segment: TCPSegment, _ number: Int) {
        guard var connection = sockets[number].connection else { return }
        let number32 = segment.acknowledgement
        if Sequence.isAfter(number32, connection.next) {
            // After going back, what was sent before may still be acknowledged.
            let limit = connection.unacknowledged &+ UInt32(truncatingIfNeeded: connection.outgoing.count) &+ 1
            guard !Sequence.isAfter(number32, limit) else { return }
            connection.next = number32
        }
        connection.peerWindow = Int(segment.window)
        if Sequence.isAfter(number32, connection.unacknowledged) {
            let advance = Int(number32 &- connection.unacknowledged)
            let bytes = min(advance, connection.outgoing.count)
            connection.outgoing.removeFirst(bytes)
            connection.unacknowledged = number32
            connection.duplicateAcknowledgements = 0
            connection.attempts = 0
            connection.generation &+= 1
            grow(&connection, by: bytes)
            if let timed = connection.timed, !Sequence.isBefore(number32, timed.sequence) { measure(&connection) }
            let isFinished = connection.hasSentFIN && connection.outgoing.isEmpty && number32 == connection.next
            sockets[number].connection = connection
            if isFinished { finished(number) }
            guard sockets[number].isOpen else { return }
            if sockets[number].connection?.unacknowledged != sockets[number].connection?.next { armTimer(number) }
        } else {
            let isDuplicate =
                segment.payload.isEmpty && number32 == connection.unacknowledged && connection.inFlight > 0
                && !segment.flags.contains(.fin)
            if isDuplicate { connection.duplicateAcknowledgements += 1 }
            sockets[number].connection = connection
            if isDuplicate, connection.duplicateAcknowledgements == 3 { retransmitFast(number) }
        }
        push(number)
    }

    private func grow(_ connection: inout TCPConnection, by bytes: Int) {
        if connection.congestionWindow < connection.slowStartThreshold {
            connection.congestionWindow += min(bytes, connection.segmentSize)
        } else {
            connection.congestionWindow += max(
                1,
                connection.segmentSize * connection.segmentSize / max(1, connection.congestionWindow)
            )
        }
        connection.congestionWindow = min(connection.congestionWindow, 1 << 24)
    }

    private func measure(_ connection: inout TCPConnection) {
        guard let timed = connection.timed else { return }
        let sample = now.nanoseconds - timed.since
        let smoothed = connection.smoothedRoundTrip.map { $0 - $0 / 8 + sample / 8 } ?? sample
        connection.smoothedRoundTrip = smoothed
        connection.timeout = min(
            TCPConnection.greatestTimeout,
            smoothed.saturated(max(TCPConnection.leastTimeout, smoothed / 2))
        )
        connection.timed = nil
    }

    /// Our FIN is acknowledged.
    private mutating func finished(_ number: Int) {
        switch sockets[number].connection?.state {
        case .finWait1: sockets[number].connection?.state = .finWait2
        case .closing: enterTimeWait(number)
        case .lastAck: release(number)
        default: break
        }
    }

    private mutating func enterTimeWait(_ number: Int) {
        sockets[number].connection?.state = .timeWait
        sockets[number].connection?.generation &+= 1
        let generation = sockets[number].connection?.generation ?? 0
        schedule(.tcp(socket: number, generation: generation), in: TCPConnection.timeWait)
    }

    // MARK: Data

    private mutating func receiveData(_ segment: TCPSegment, _ number: Int) {
        guard var connection = sockets[number].connection else { return }
        let length = UInt32(truncatingIfNeeded: segment.payload.count)
        if segment.flags.contains(.fin) { connection.finalSequence = segment.sequence &+ length }
        if segment.payload.isEmpty, !segment.flags.contains(.fin) {
            sockets[number].connection = connection
            return
        }
        var fresh: [UInt8] = []
        if !segment.payload.isEmpty {
            if segment.sequence == connection.expected {
                fresh = segment.payload
            } else if Sequence.isAfter(segment.sequence, connection.expected) {
                if connection.outOfOrder.count < 1024 { connection.outOfOrder[segment.sequence] = segment.payload }
            } else if Sequence.isAfter(segment.sequence &+ length, connection.expected) {
                fresh = Array(segment.payload.dropFirst(Int(connection.expected &- segment.sequence)))
            }
        }
        connection.expected = connection.expected &+ UInt32(truncatingIfNeeded: fresh.count)
        while let following = connection.outOfOrder.removeValue(forKey: connection.expected) {
            fresh += following
            connection.expected = connection.expected &+ UInt32(truncatingIfNeeded: following.count)
        }
        let ends = connection.finalSequence == connection.expected && !connection.hasReceivedFIN
        if ends {
            connection.expected = connection.expected &+ 1
            connection.hasReceivedFIN = true
        }
        connection.incoming += fresh
        sockets[number].connection = connection
        acknowledge(number)
        if !fresh.isEmpty { use(number) }
        if ends { peerClosed(number) }
    }

    private mutating func peerClosed(_ number: Int) {
        guard sockets[number].isOpen else { return }
        switch sockets[number].connection?.state {
        case .established: sockets[number].connection?.state = .closeWait
        case .finWait1: sockets[number].connection?.state = .closing
        case .finWait2: enterTimeWait(number)
        default: break
        }
        switch sockets[number].role {
        // Nobody is there to hear that the client has closed, and to close as well.
        case .service(let responder) where responder.isSilent: break
        case .service, .asked: closeSending(number)
        case .proxy(let other): closeSending(other)
        case .tool, .datagramProxy: break
        }
    }

    /// A service answers, the proxy passes on; a tool reads when it likes.
    private mutating func use(_ number: Int) {
        switch sockets[number].role {
        case .service(var responder):
            guard let bytes = sockets[number].connection?.incoming else { return }
            sockets[number].connection?.incoming = []
            let answer = responder.receive(bytes)
            sockets[number].role = .service(responder)
            append(answer.bytes, to: number)
            if answer.closes { closeSending(number) }
        case .asked(let question):
            // Whole once its last octet is there: it stays where it is, and the answer comes later.
            let count = sockets[number].connection?.incoming.count ?? 0
            if questions[question].seat == nil, count >= questions[question].bytes.count {
                questions[question].seat = .stream(number)
            }
        case .proxy(let other):
            guard let bytes = sockets[number].connection?.incoming else { return }
            sockets[number].connection?.incoming = []
            append(bytes, to: other)
        case .tool, .datagramProxy: break
        }
    }

    // MARK: Resets and errors

    static func reset(answering segment: TCPSegment) -> TCPSegment {
        let isAcknowledged = segment.flags.contains(.ack)
        var length = UInt32(truncatingIfNeeded: segment.payload.count)
        if segment.flags.contains(.syn) { length &+= 1 }
        if segment.flags.contains(.fin) { length &+= 1 }
        return TCPSegment(
            sourcePort: segment.destinationPort,
            destinationPort: segment.sourcePort,
            sequence: isAcknowledged ? segment.acknowledgement : 0,
            acknowledgement: isAcknowledged ? 0 : segment.sequence &+ length,
            flags: isAcknowledged ? .rst : [.rst, .ack],
            window: 0
        )
    }

    mutating func sendReset(answering segment: TCPSegment, _ packet: IPPacket, from stack: Int) {
        guard isUnicast(packet.destination, in: stack) else { return }
        var reply = IPPacket(
            source: packet.destination,
            destination: packet.source,
            payload: .tcp(Self.reset(answering: segment))
        )
        reply.dontFragment = reply.family == .ipv4
        output(reply, from: stack)
    }

    /// An ICMP error about a segment: it ends a handshake, and only slows a connection down.
    mutating func reportStreamError(_ error: Reception.ReceivedError, about cause: QuotedPacket, in stack: Int) {
        guard let local = cause.sourcePort, let peer = cause.destinationPort else { return }
        let flow = PortTable.Flow(
            localAddress: cause.source,
            localPort: local,
            peerAddress: cause.destination,
            peerPort: peer
        )
        guard let number = stacks[stack].ports.flows[flow] else { return }
        switch error.kind {
        case .packetTooBig(let mtu): shrinkSegments(of: number, mtu: Int(mtu))
        case .unreachable(let reason):
            guard sockets[number].connection?.state == .synSent else { return }
            switch reason {
            case .network, .networkProhibited: fail(number, .networkUnreachable)
            case .host, .prohibited, .hostProhibited: fail(number, .hostUnreachable)
            case .port, .protocolNumber: fail(number, .connectionRefused)
            }
        case .timeExceeded:
            if sockets[number].connection?.state == .synSent { fail(number, .hostUnreachable) }
        }
    }
}
