package import Addressing
internal import Lab
internal import PacketWire

/// Opening and closing connections (RFC 9293 section 3.5 and 3.6).
extension Dataplane {
    /// Connects to a port, letting time pass until the handshake is done, is refused, or the deadline passes.
    ///
    /// - Parameter sourcePort: 0 for a free one.
    /// - Throws: `connectionRefused`, `timedOut`, `hostUnreachable`, `networkUnreachable` and what the kernel says of
    ///   the options.
    package mutating func connect(
        in stack: StackID,
        to destination: IPAddress,
        port: UInt16,
        sourcePort: UInt16 = 0,
        options: SendOptions = SendOptions(),
        until deadline: SimulatedTime
    ) throws(SocketError) -> SocketID {
        guard stacks.indices.contains(stack.index) else { throw .closed }
        let (source, _) = try checked(options, to: destination, in: stack.index)
        let local: UInt16
        if sourcePort == 0 {
            guard let free = freePort(.tcp, in: stack.index, peer: (source, destination, port)) else {
                throw .addressNotAvailable
            }
            local = free
        } else {
            let flow = PortTable.Flow(
                localAddress: source,
                localPort: sourcePort,
                peerAddress: destination,
                peerPort: port
            )
            guard stacks[stack.index].ports.flows[flow] == nil else { throw .addressInUse }
            local = sourcePort
        }
        let number = beginConnection(
            in: stack.index,
            from: source,
            port: local,
            to: destination,
            port: port,
            role: .tool,
            options: options
        )
        wait(until: deadline) { $0.sockets[number].connection?.state != .synSent }
        if sockets[number].connection?.isConnected == true { return SocketID(number: number) }
        let failure = sockets[number].connection?.failure ?? .timedOut
        abort(number)
        throw failure
    }

    /// Sends the SYN.
    mutating func beginConnection(
        in stack: Int,
        from source: IPAddress,
        port sourcePort: UInt16,
        to destination: IPAddress,
        port: UInt16,
        role: Socket.Role,
        options: SendOptions
    ) -> Int {
        let flow = PortTable.Flow(
            localAddress: source,
            localPort: sourcePort,
            peerAddress: destination,
            peerPort: port
        )
        let number = addStream(flow, state: .synSent, role: role, options: options, in: stack)
        sendSYN(number, acknowledges: false)
        armTimer(number)
        return number
    }

    private mutating func addStream(
        _ flow: PortTable.Flow,
        state: SocketView.State,
        role: Socket.Role,
        options: SendOptions,
        in stack: Int
    ) -> Int {
        let initial = UInt32(truncatingIfNeeded: entropy.next())
        let size = segmentSize(in: stack, towards: flow.peerAddress)
        var socket = Socket(
            stack: stack,
            kind: .stream,
            role: role,
            localAddress: flow.localAddress,
            localPort: flow.localPort
        )
        socket.options = options
        socket.connection = TCPConnection(
            state: state,
            flow: flow,
            segmentSize: size,
            unacknowledged: initial,
            next: initial,
            congestionWindow: 10 * size
        )
        let number = open(socket)
        stacks[stack].ports.flows[flow] = number
        return number
    }

    /// The MTU of the route less both headers (RFC 6691); of the loopback's 65,536 no IPv4 packet can use more than 65,535
    /// (Linux's `ipv4_default_advmss`).
    private mutating func segmentSize(in stack: Int, towards address: IPAddress) -> Int {
        let mtu = route(address, in: stack).map { self.mtu(towards: address, $0, in: stack) } ?? 1500
        return max(48, address.family == .ipv4 ? min(mtu, IPPacket.maximumLength) - 40 : mtu - 60)
    }

    mutating func sendSYN(_ number: Int, acknowledges: Bool) {
        guard var connection = sockets[number].connection else { return }
        var segment = TCPSegment(
            sourcePort: connection.flow.localPort,
            destinationPort: connection.flow.peerPort,
            sequence: connection.unacknowledged,
            acknowledgement: acknowledges ? connection.expected : 0,
            flags: acknowledges ? [.syn, .ack] : .syn,
            window: connection.receiveWindow
        )
        segment.options.maximumSegmentSize = UInt16(
            clamping: segmentSize(in: sockets[number].stack, towards: connection.flow.peerAddress)
        )
        segment.options.permitsSelectiveAcknowledgement = true
        connection.next = connection.unacknowledged &+ 1
        if connection.attempts == 0 { connection.timed = (connection.next, now.nanoseconds) }
        sockets[number].connection = connection
        emit(segment, of: number)
    }

    /// Sends a segment of a connection.
    mutating func emit(_ segment: TCPSegment, of number: Int) {
        guard let flow = sockets[number].connection?.flow else { return }
        let options = sockets[number].options
        let stack = sockets[number].stack
        var packet = IPPacket(
            source: flow.localAddress,
            destination: flow.peerAddress,
            hopLimit: options.hopLimit,
            payload: .tcp(segment)
        )
        packet.trafficClass = options.trafficClass
        // Path MTU discovery is on for TCP (`ip_no_pmtu_disc` 0).
        packet.dontFragment = packet.family == .ipv4
        let interface = options.interface.flatMap { self.interface(named: $0, in: stack) }
        if case .failed(let error) = output(packet, from: stack, interface: interface) {
            switch error {
            case .messageTooLong(let mtu): shrinkSegments(of: number, mtu: mtu)
            default:
                if sockets[number].connection?.state == .synSent { fail(number, error) }
            }
        }
    }

    // MARK: Listening

    /// Opens a listening TCP socket that a tool serves itself (`nc -l`).
    package mutating func listen(
        in stack: StackID,
        port: UInt16,
        address: IPAddress? = nil
    ) throws(SocketError) -> SocketID {
        guard stacks.indices.contains(stack.index) else { throw .closed }
        let bound = try bind(.tcp, port: port, address: address, in: stack.index)
        return SocketID(
            number: openBound(.listener(waiting: []), .tcp, bound, address, role: .tool, in: stack.index)
        )
    }

    /// The next connection to a listening socket; nil at the deadline.
    package mutating func accept(_ socket: SocketID, until deadline: SimulatedTime) -> SocketID? {
        guard isValid(socket) else { return nil }
        wait(until: deadline) {
            if case .listener(let waiting) = $0.sockets[socket.number].kind { !waiting.isEmpty } else { true }
        }
        guard case .listener(var waiting) = sockets[socket.number].kind, !waiting.isEmpty else { return nil }
        let first = waiting.removeFirst()
        sockets[socket.number].kind = .listener(waiting: waiting)
        return SocketID(number: first)
    }

    /// A SYN to a port: a tool's listening socket, a service, or nobody.
    mutating func receiveSYN(_ segment: TCPSegment, _ packet: IPPacket, in stack: Int) {
        guard isUnicast(packet.destination, in: stack) else { return }
        let key = PortTable.Key(transport: .tcp, port: segment.destinationPort)
        let listener = stacks[stack].ports.bound[key]?.first { number in
            sockets[number].localAddress.map { $0 == packet.destination } ?? true
        }
        let role: Socket.Role
        if listener != nil {
            role = .tool
        } else if let service = service(.tcp, segment.destinationPort, at: packet.destination, in: stack) {
            note(.served(name(of: service, at: packet.destination)), packet, stack: stack)
            if let taker = taker(service, port: segment.destinationPort), let number = untakenQuestion(.tcp, nil) {
                questions[number].taker = taker
                role = .asked(number)
            } else {
                role = .service(
                    HTTPResponder(name: name(of: service, at: packet.destination), isSilent: isPaused(service))
                )
            }
        } else {
            note(.refused, packet, stack: stack)
            sendReset(answering: segment, packet, from: stack)
            return
        }
        let flow = PortTable.Flow(
            localAddress: packet.destination,
            localPort: segment.destinationPort,
            peerAddress: packet.source,
            peerPort: segment.sourcePort
        )
        let number = addStream(flow, state: .synReceived, role: role, options: SendOptions(), in: stack)
        sockets[number].connection?.listener = listener
        sockets[number].connection?.expected = segment.sequence &+ 1
        agree(number, segment)
        sendSYN(number, acknowledges: true)
        armTimer(number)
    }

    /// Takes over what the peer's SYN says.
    mutating func agree(_ number: Int, _ segment: TCPSegment) {
        guard var connection = sockets[number].connection else { return }
        connection.segmentSize = min(
            connection.segmentSize,
            max(48, Int(segment.options.maximumSegmentSize ?? 536))
        )
        connection.congestionWindow = 10 * connection.segmentSize
        connection.peerWindow = Int(segment.window)
        sockets[number].connection = connection
    }

    /// The handshake of an accepted connection is done.
    mutating func established(_ number: Int) {
        guard let connection = sockets[number].connection else { return }
        if let listener = connection.listener, case .listener(let waiting) = sockets[listener].kind {
            sockets[listener].kind = .listener(waiting: waiting + [number])
            return
        }
        guard case .service = sockets[number].role else { return }
        let flow = connection.flow
        let found = service(.tcp, flow.localPort, at: flow.localAddress, in: sockets[number].stack)
        if case .proxy(let slot, let port)? = found { beginProxy(number, to: slot, port) }
    }

    // MARK: Closing

    /// Closes the sending side of a connection (FIN); reading goes on.
    package mutating func closeSending(_ socket: SocketID) {
        guard isValid(socket) else { return }
        closeSending(socket.number)
    }

    mutating func closeSending(_ number: Int) {
        guard sockets[number].connection?.maySend == true, sockets[number].connection?.isFinishing == false else {
            return
        }
        sockets[number].connection?.isFinishing = true
        push(number)
    }

    /// What a process does when it closes a stream, or ends.
    mutating func finishStream(_ number: Int) {
        guard let connection = sockets[number].connection else { return }
        switch connection.state {
        case .synSent, .synReceived: abort(number)
        default: closeSending(number)
        }
    }

    /// Ends a connection at once, with a reset where the peer knows of it.
    mutating func abort(_ number: Int) {
        guard sockets[number].isOpen, let connection = sockets[number].connection else { return }
        if connection.state != .synSent, connection.failure == nil {
            emit(
                TCPSegment(
                    sourcePort: connection.flow.localPort,
                    destinationPort: connection.flow.peerPort,
                    sequence: connection.next,
                    acknowledgement: connection.expected,
                    flags: [.rst, .ack],
                    window: 0
                ),
                of: number
            )
        }
        release(number)
    }

    /// Forgets a connection.
    mutating func release(_ number: Int) {
        guard let connection = sockets[number].connection else { return }
        if stacks[sockets[number].stack].ports.flows[connection.flow] == number {
            stacks[sockets[number].stack].ports.flows[connection.flow] = nil
        }
        sockets[number].connection?.generation &+= 1
        sockets[number].isOpen = false
    }

    /// A connection ends badly; who uses it learns why.
    mutating func fail(_ number: Int, _ error: SocketError) {
        guard sockets[number].connection?.failure == nil else { return }
        sockets[number].connection?.failure = error
        if sockets[number].connection?.state == .synSent { sockets[number].connection?.state = .unconnected }
        release(number)
        if case .proxy(let other) = sockets[number].role, sockets[other].isOpen { finishStream(other) }
    }
}
