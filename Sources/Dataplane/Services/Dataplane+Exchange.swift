package import Addressing
internal import Lab

/// Questions whose answers the caller knows: DNS, which the names of the lab decide and not the packets.
extension Dataplane {
    /// A server's port, as a packet to it names it.
    struct ServerPlace: Hashable, Sendable {
        let transport: TransportProtocol
        let address: IPAddress
        let port: UInt16
    }

    /// Whether frames are recorded.
    package var isRecording: Bool { recording != nil }

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
        let place = ServerPlace(transport: transport, address: server, port: port)
        preparedAnswers[place] = answer ?? []
        defer { preparedAnswers[place] = nil }
        do throws(SocketError) {
            guard transport == .tcp else {
                let socket = try openUDP(in: stack)
                defer { close(socket) }
                try send(question, on: socket, to: server, port: port)
                _ = receive(socket, until: deadline)
                return
            }
            let socket = try connect(in: stack, to: server, port: port, until: deadline)
            try write(question, to: socket)
            if answer != nil { _ = read(socket, until: deadline) }
            close(socket)
        } catch {
            // What the network says of it is in the packets.
        }
    }

    /// The answer that was prepared for a server's port; empty for silence, nil where none was.
    func preparedAnswer(_ transport: TransportProtocol, _ port: UInt16, at address: IPAddress) -> [UInt8]? {
        guard !preparedAnswers.isEmpty else { return nil }
        return preparedAnswers[ServerPlace(transport: transport, address: address, port: port)]
    }
}
