/// What became of the onward half of a connection that the userland proxy has accepted.
extension Dataplane {
    /// Whether the peer of a tool's connection is the userland proxy.
    package func isProxied(_ socket: SocketID) -> Bool { onward(of: socket) != nil }

    /// Whether the proxy has reached the container.
    package func isProxyConnected(_ socket: SocketID) -> Bool {
        onward(of: socket).map { sockets[$0].connection?.isConnected == true } ?? false
    }

    /// Why the proxy did not reach the container; nil while it still tries, and where it did.
    package func proxyFailure(of socket: SocketID) -> SocketError? {
        onward(of: socket).flatMap { sockets[$0].connection?.failure }
    }

    /// The proxy's own connection to the container, for a client's.
    private func onward(of socket: SocketID) -> Int? {
        guard sockets.indices.contains(socket.number), let flow = sockets[socket.number].connection?.flow else {
            return nil
        }
        for (number, other) in sockets.enumerated() {
            guard case .proxy(let accepted) = other.role, sockets.indices.contains(accepted), accepted < number,
                let peer = sockets[accepted].connection?.flow
            else { continue }
            let isSame = peer.peerPort == flow.localPort && peer.localPort == flow.peerPort
            // The source may be masqueraded on the way.
            if isSame, peer.localAddress == flow.peerAddress || peer.peerAddress == flow.localAddress { return number }
        }
        return nil
    }
}
