package import Addressing
package import Lab
internal import PacketWire

/// Questions whose answers the caller finds out once it knows who was reached: DNS, which the names of the lab decide and
/// not the packets.
extension Dataplane {
    /// Who took a question.
    package enum Taker: Hashable, Sendable {
        /// A container's service, at a port of its own: the published port is translated by then.
        case container(ContainerID, port: UInt16)
        /// A program of the host.
        case host(port: UInt16)
        /// Whoever has the address outside.
        case world(port: UInt16)
    }

    /// A question that waits for its answer.
    package struct OpenQuestion: Hashable, Sendable {
        let number: Int
        let socket: SocketID
        let transport: TransportProtocol
    }

    /// How far a question came.
    package enum Taking: Hashable, Sendable {
        case taken(Taker, OpenQuestion)
        case failed(Failure)
    }

    /// Why a question or its answer did not arrive.
    package enum Failure: Error, Hashable, Sendable {
        /// Somebody said that the port is closed.
        case refused
        /// The sender's own stack knows no way.
        case unreachable
        /// A router on the way, or the sender itself once nobody answered for the next hop, said so.
        case hostUnreachable
        case timeout
    }

    /// A question on its way, as the one who takes it finds it.
    struct PendingQuestion: Sendable {
        enum Seat: Sendable {
            case datagram(sourcePort: UInt16, destinationPort: UInt16, client: IPAddress, server: IPAddress, stack: Int)
            case stream(Int)
        }

        let bytes: [UInt8]
        let transport: TransportProtocol
        var taker: Taker?
        var seat: Seat?
    }

    /// Whether frames are recorded.
    package var isRecording: Bool { recording != nil }

    /// Sends a question to a server, and waits until somebody takes it.
    ///
    /// - Parameter deadline: until when that is waited for.
    package mutating func ask(
        _ question: [UInt8],
        in stack: StackID,
        to server: IPAddress,
        port: UInt16,
        _ transport: TransportProtocol,
        until deadline: SimulatedTime
    ) -> Taking {
        let number = questions.count
        questions.append(PendingQuestion(bytes: question, transport: transport))
        do throws(SocketError) {
            let socket: SocketID
            if transport == .tcp {
                socket = try connect(in: stack, to: server, port: port, until: deadline)
                try write(question, to: socket)
                wait(until: deadline) {
                    $0.questions[number].seat != nil || $0.hasEnded(socket)
                }
            } else {
                socket = try openUDP(in: stack)
                try send(question, on: socket, to: server, port: port)
                wait(until: deadline) {
                    $0.questions[number].seat != nil || !$0.sockets[socket.number].inbox.isEmpty
                }
            }
            if let taker = questions[number].taker, questions[number].seat != nil {
                return .taken(taker, OpenQuestion(number: number, socket: socket, transport: transport))
            }
            let failure = transport == .tcp ? streamFailure(of: socket) : datagramFailure(of: socket)
            close(socket)
            return .failed(failure)
        } catch {
            return .failed(Self.failure(error))
        }
    }

    /// Lets the one who took a question answer it.
    ///
    /// - Parameters:
    ///   - answer: nil for silence.
    ///   - deadline: until when the answer is waited for.
    /// - Returns: the answer as it arrived.
    package mutating func answer(
        _ question: OpenQuestion,
        with answer: [UInt8]?,
        until deadline: SimulatedTime
    ) -> Result<[UInt8], Failure> {
        guard questions.indices.contains(question.number), isValid(question.socket) else { return .failure(.timeout) }
        defer { close(question.socket) }
        if let answer {
            switch questions[question.number].seat {
            case .datagram(let sourcePort, let destinationPort, let client, let server, let stack):
                reply(answer, from: server, destinationPort, to: client, sourcePort, in: stack)
            case .stream(let number): append(answer, to: number)
            case nil: break
            }
        }
        guard question.transport == .tcp else {
            if case .datagram(let datagram)? = receive(question.socket, until: deadline) {
                return .success(datagram.payload)
            }
            return .failure(.timeout)
        }
        var received: [UInt8] = []
        while received.count < answer?.count ?? 1 {
            guard case .bytes(let bytes) = read(question.socket, until: deadline) else { return .failure(.timeout) }
            received += bytes
        }
        return .success(received)
    }

    /// Sends a question to a server and lets it answer with given bytes, so that both cross the links as packets.
    ///
    /// Whether they arrive is up to the network. A server that does not listen refuses as ever.
    /// - Parameters:
    ///   - answer: nil where a server that listens is to keep silent.
    ///   - deadline: until when the answer is waited for.
    package mutating func exchange(
        _ question: [UInt8],
        answer: [UInt8]?,
        in stack: StackID,
        to server: IPAddress,
        port: UInt16,
        _ transport: TransportProtocol,
        until deadline: SimulatedTime
    ) {
        guard
            case .taken(_, let open) = ask(question, in: stack, to: server, port: port, transport, until: deadline)
        else { return }
        _ = self.answer(open, with: answer, until: deadline)
    }

    // MARK: Taking

    /// The question that a datagram carries, or that a connection is opened for; nil for other traffic.
    func untakenQuestion(_ transport: TransportProtocol, _ bytes: [UInt8]?) -> Int? {
        guard !questions.isEmpty else { return nil }
        return questions.lastIndex { question in
            question.transport == transport && question.taker == nil && bytes.map { $0 == question.bytes } ?? true
        }
    }

    /// Who a service is to those who ask questions; nil for what only passes them on.
    func taker(_ service: Service, port: UInt16) -> Taker? {
        switch service {
        case .container where isPaused(service): nil
        case .container(let slot): .container(lab.containers[slot].id, port: port)
        case .host: .host(port: port)
        case .world: .world(port: port)
        case .proxy, .embeddedDNS: nil
        }
    }

    // MARK: Failures

    /// Whether a connection brings nothing more: it failed, or its peer has closed it.
    private func hasEnded(_ socket: SocketID) -> Bool {
        guard let connection = sockets[socket.number].connection else { return true }
        return connection.failure != nil || connection.hasReceivedFIN || !sockets[socket.number].isOpen
    }

    private mutating func streamFailure(of socket: SocketID) -> Failure {
        if let failure = sockets[socket.number].connection?.failure { return Self.failure(failure) }
        // The proxy closes what it cannot pass on.
        return proxyFailure(of: socket).map(Self.failure) ?? .timeout
    }

    private mutating func datagramFailure(of socket: SocketID) -> Failure {
        switch receive(socket, until: now) {
        case .error(let error):
            switch error.kind {
            case .unreachable(.port), .unreachable(.protocolNumber): return .refused
            default: return .hostUnreachable
            }
        case .datagram, .echoReply, nil: return .timeout
        }
    }

    private static func failure(_ error: SocketError) -> Failure {
        switch error {
        case .connectionRefused, .connectionReset: .refused
        case .timedOut: .timeout
        case .hostUnreachable: .hostUnreachable
        default: .unreachable
        }
    }
}
