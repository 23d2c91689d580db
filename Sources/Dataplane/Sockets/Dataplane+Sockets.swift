package import Addressing
internal import Lab
internal import PacketWire

/// Sockets for tools: opening, binding, closing.
extension Dataplane {
    func isValid(_ socket: SocketID) -> Bool {
        sockets.indices.contains(socket.number) && sockets[socket.number].isOpen
    }

    mutating func open(_ socket: Socket) -> Int {
        sockets.append(socket)
        return sockets.count - 1
    }

    /// Closes a socket of any kind.
    package mutating func close(_ socket: SocketID) {
        guard isValid(socket) else { return }
        close(socket.number)
    }

    mutating func close(_ number: Int) {
        let stack = sockets[number].stack
        switch sockets[number].kind {
        case .echo(let identifier):
            stacks[stack].ports.echoes[identifier] = nil
            sockets[number].isOpen = false
        case .udp: unbind(number, .udp)
        case .listener(let waiting):
            for connection in waiting { abort(connection) }
            unbind(number, .tcp)
        case .stream:
            finishStream(number)
        }
    }

    private mutating func unbind(_ number: Int, _ transport: TransportProtocol) {
        let key = PortTable.Key(transport: transport, port: sockets[number].localPort)
        stacks[sockets[number].stack].ports.bound[key]?.removeAll { $0 == number }
        if stacks[sockets[number].stack].ports.bound[key]?.isEmpty == true {
            stacks[sockets[number].stack].ports.bound[key] = nil
        }
        sockets[number].isOpen = false
    }

    /// Binds a new socket to a port; 0 for a free one.
    mutating func bind(
        _ transport: TransportProtocol,
        port: UInt16,
        address: IPAddress?,
        in stack: Int
    ) throws(SocketError) -> UInt16 {
        if let address, !address.isUnspecified, stacks[stack].local[address] == nil, !address.isLoopback {
            throw .addressNotAvailable
        }
        if port != 0 {
            guard !isBusy(transport, port, address, in: stack) else { throw .addressInUse }
            return port
        }
        guard let free = freePort(transport, in: stack, peer: nil) else { throw .addressInUse }
        return free
    }

    /// A free ephemeral port; for a connection, one that no other connection to the same peer has.
    mutating func freePort(
        _ transport: TransportProtocol,
        in stack: Int,
        peer: (local: IPAddress, address: IPAddress, port: UInt16)?
    ) -> UInt16? {
        let range = lab.engine.ephemeralPorts
        for _ in 0..<range.count {
            let next = stacks[stack].ports.nextEphemeral
            let port = range.contains(next) ? next : range.lowerBound
            stacks[stack].ports.nextEphemeral = port == range.upperBound ? range.lowerBound : port + 1
            if isBusy(transport, port, nil, in: stack) { continue }
            if let peer {
                let flow = PortTable.Flow(
                    localAddress: peer.local,
                    localPort: port,
                    peerAddress: peer.address,
                    peerPort: peer.port
                )
                if stacks[stack].ports.flows[flow] != nil { continue }
            }
            return port
        }
        return nil
    }

    private mutating func isBusy(
        _ transport: TransportProtocol,
        _ port: UInt16,
        _ address: IPAddress?,
        in stack: Int
    ) -> Bool {
        let bound = stacks[stack].ports.bound[PortTable.Key(transport: transport, port: port)] ?? []
        let clashes = bound.contains { number in
            guard let own = sockets[number].localAddress, let address else { return true }
            return own == address
        }
        return clashes || hasService(transport, port, address, in: stack)
    }

    /// The source address and interface that a socket's options ask for.
    mutating func checked(
        _ options: SendOptions,
        to destination: IPAddress,
        in stack: Int
    ) throws(SocketError) -> (source: IPAddress, interface: Int?) {
        var wanted: Int?
        if let name = options.interface {
            guard let found = interface(named: name, in: stack) else { throw .noSuchDevice }
            wanted = found
        }
        if let source = options.source {
            guard stacks[stack].local[source] != nil || source.isLoopback else { throw .addressNotAvailable }
        }
        guard let choice = route(destination, in: stack, interface: wanted) else { throw .networkUnreachable }
        if case .broadcast = choice.target, !destination.isMulticast { throw .notPermitted }
        guard let source = options.source ?? choice.source, source.family == destination.family else {
            throw .addressNotAvailable
        }
        return (source, wanted)
    }

    func throwing(_ result: OutputResult) throws(SocketError) {
        if case .failed(let error) = result { throw error }
    }

    // MARK: Echo

    /// Opens a socket for echo requests.
    package mutating func openEcho(in stack: StackID) -> SocketID {
        guard stacks.indices.contains(stack.index) else { return SocketID(number: -1) }
        var identifier = stacks[stack.index].ports.nextIdentifier
        while stacks[stack.index].ports.echoes[identifier] != nil { identifier &+= 1 }
        stacks[stack.index].ports.nextIdentifier = identifier &+ 1
        let number = open(
            Socket(
                stack: stack.index,
                kind: .echo(identifier: identifier),
                role: .tool,
                localAddress: nil,
                localPort: 0
            )
        )
        stacks[stack.index].ports.echoes[identifier] = number
        return SocketID(number: number)
    }

    /// Sends an echo request of `payloadCount` data bytes.
    ///
    /// - Throws: what the kernel says at once: no route, too large, no such device or address. What is found out later
    ///   comes by ``receive(_:until:)``.
    package mutating func sendEcho(
        _ socket: SocketID,
        to destination: IPAddress,
        sequence: UInt16,
        payloadCount: Int,
        options: SendOptions = SendOptions()
    ) throws(SocketError) {
        guard isValid(socket), case .echo(let identifier) = sockets[socket.number].kind else { throw .closed }
        let stack = sockets[socket.number].stack
        let (source, interface) = try checked(options, to: destination, in: stack)
        guard payloadCount <= 65507 else { throw .messageTooLong(mtu: 65535) }
        let payload = (0..<max(0, payloadCount)).map { UInt8(truncatingIfNeeded: $0) }
        let message = ICMPMessage.echoRequest(identifier: identifier, sequence: sequence, payload: payload)
        try emit(.icmp(message), from: source, to: destination, by: interface, options, in: stack)
    }

    /// Sends a packet of a socket's with its options.
    mutating func emit(
        _ payload: IPPacket.Payload,
        from source: IPAddress,
        to destination: IPAddress,
        by interface: Int?,
        _ options: SendOptions,
        in stack: Int
    ) throws(SocketError) {
        var packet = IPPacket(source: source, destination: destination, hopLimit: options.hopLimit, payload: payload)
        packet.trafficClass = options.trafficClass
        packet.dontFragment = options.dontFragment && packet.family == .ipv4
        if options.dontFragment, let choice = route(destination, in: stack, interface: interface) {
            let limit = mtu(towards: destination, choice, in: stack)
            if packet.totalLength > limit { throw .messageTooLong(mtu: limit) }
        }
        try throwing(output(packet, from: stack, interface: interface))
    }

    mutating func receiveEcho(
        _ identifier: UInt16,
        _ sequence: UInt16,
        _ payload: [UInt8],
        _ packet: IPPacket,
        in stack: Int
    ) {
        guard let number = stacks[stack].ports.echoes[identifier] else { return }
        let isNew = sockets[number].answered.insert(sequence).inserted
        sockets[number].inbox.append(
            .echoReply(
                Reception.EchoReply(
                    source: packet.source,
                    sequence: sequence,
                    hopLimit: packet.hopLimit,
                    payloadCount: payload.count,
                    time: now,
                    isDuplicate: !isNew
                )
            )
        )
    }

    /// Hands an error to the socket that sent the packet it is about.
    mutating func reportError(_ error: Reception.ReceivedError, about cause: QuotedPacket, in stack: Int) {
        var error = error
        switch cause.protocolNumber {
        case 1, 58:
            guard let identifier = cause.echoIdentifier, let number = stacks[stack].ports.echoes[identifier] else {
                return
            }
            error.sequence = cause.echoSequence ?? 0
            sockets[number].inbox.append(.error(error))
        case 17:
            guard let port = cause.sourcePort else { return }
            error.sequence = cause.destinationPort ?? 0
            for number in stacks[stack].ports.bound[PortTable.Key(transport: .udp, port: port)] ?? [] {
                sockets[number].inbox.append(.error(error))
            }
        case 6: reportStreamError(error, about: cause, in: stack)
        default: break
        }
    }

    /// The next thing that an echo or UDP socket receives, letting time pass up to a deadline; nil then. A message that
    /// is there already is given at once.
    package mutating func receive(_ socket: SocketID, until deadline: SimulatedTime) -> Reception? {
        guard isValid(socket) else { return nil }
        wait(until: deadline) { !$0.sockets[socket.number].inbox.isEmpty }
        guard !sockets[socket.number].inbox.isEmpty else { return nil }
        return sockets[socket.number].inbox.removeFirst()
    }

    // MARK: UDP

    /// Opens a UDP socket.
    ///
    /// - Parameters:
    ///   - port: 0 for a free one.
    ///   - address: nil for all addresses.
    package mutating func openUDP(
        in stack: StackID,
        port: UInt16 = 0,
        address: IPAddress? = nil
    ) throws(SocketError) -> SocketID {
        guard stacks.indices.contains(stack.index) else { throw .closed }
        let bound = try bind(.udp, port: port, address: address, in: stack.index)
        return SocketID(number: openBound(.udp, .udp, bound, address, role: .tool, in: stack.index))
    }

    mutating func openBound(
        _ kind: Socket.Kind,
        _ transport: TransportProtocol,
        _ port: UInt16,
        _ address: IPAddress?,
        role: Socket.Role,
        in stack: Int
    ) -> Int {
        let number = open(
            Socket(
                stack: stack,
                kind: kind,
                role: role,
                localAddress: address?.isUnspecified == true ? nil : address,
                localPort: port
            )
        )
        stacks[stack].ports.bound[PortTable.Key(transport: transport, port: port), default: []].append(number)
        return number
    }

    package mutating func send(
        _ payload: [UInt8],
        on socket: SocketID,
        to destination: IPAddress,
        port: UInt16,
        options: SendOptions = SendOptions()
    ) throws(SocketError) {
        guard isValid(socket), case .udp = sockets[socket.number].kind else { throw .closed }
        guard payload.count <= 65507 else { throw .messageTooLong(mtu: 65535) }
        let stack = sockets[socket.number].stack
        var options = options
        options.source = options.source ?? sockets[socket.number].localAddress
        let (source, interface) = try checked(options, to: destination, in: stack)
        let datagram = UDPDatagram(
            sourcePort: sockets[socket.number].localPort,
            destinationPort: port,
            payload: payload
        )
        try emit(.udp(datagram), from: source, to: destination, by: interface, options, in: stack)
    }

    mutating func receive(_ datagram: UDPDatagram, _ packet: IPPacket, in stack: Int) {
        let key = PortTable.Key(transport: .udp, port: datagram.destinationPort)
        let bound = stacks[stack].ports.bound[key]?.first { number in
            sockets[number].localAddress.map { $0 == packet.destination } ?? true
        }
        guard let number = bound else {
            serve(datagram, packet, in: stack)
            return
        }
        if case .datagramProxy(let client, let clientPort, let listener, let listenerPort) = sockets[number].role {
            let reply = UDPDatagram(sourcePort: listenerPort, destinationPort: clientPort, payload: datagram.payload)
            output(IPPacket(source: listener, destination: client, payload: .udp(reply)), from: stack)
            return
        }
        sockets[number].inbox.append(
            .datagram(
                Reception.ReceivedDatagram(
                    source: packet.source,
                    sourcePort: datagram.sourcePort,
                    destination: packet.destination,
                    payload: datagram.payload,
                    hopLimit: packet.hopLimit,
                    time: now
                )
            )
        )
    }
}
