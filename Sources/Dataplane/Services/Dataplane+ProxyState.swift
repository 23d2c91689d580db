internal import Addressing

/// What became of the onward half of a connection that the userland proxy has accepted.
extension Dataplane {
    /// Whether the peer of a tool's connection is the userland proxy.
    package mutating func isProxied(_ socket: SocketID) -> Bool {
        guard let accepted = acceptedEnd(of: socket), let flow = sockets[accepted].connection?.flow else {
            return false
        }
        if case .proxy? = service(.tcp, flow.localPort, at: flow.localAddress, in: sockets[accepted].stack) {
            return true
        }
        return false
    }

    /// Whether the proxy has reached the container.
    package func isProxyConnected(_ socket: SocketID) -> Bool {
        onward(of: socket).map { sockets[$0].connection?.isConnected == true } ?? false
    }

    /// Why the proxy did not reach the container; nil while it still tries, and where it did.
    package func proxyFailure(of socket: SocketID) -> SocketError? {
        onward(of: socket).flatMap { sockets[$0].connection?.failure }
    }

    /// The host's end of a tool's connection, where a service has it.
    private func acceptedEnd(of socket: SocketID) -> Int? {
        guard sockets.indices.contains(socket.number), let flow = sockets[socket.number].connection?.flow else {
            return nil
        }
        return sockets.indices.last { number in
            guard number != socket.number, stacks[sockets[number].stack].isHost,
                let other = sockets[number].connection?.flow
            else { return false }
            if case .tool = sockets[number].role { return false }
            // The source may be masqueraded on the way.
            return other.peerPort == flow.localPort && other.localPort == flow.peerPort
                && (other.localAddress == flow.peerAddress || other.peerAddress == flow.localAddress)
        }
    }

    /// The proxy's own connection to the container.
    private func onward(of socket: SocketID) -> Int? {
        guard let accepted = acceptedEnd(of: socket), case .proxy(let other) = sockets[accepted].role,
            sockets.indices.contains(other)
        else { return nil }
        return other
    }
}
