internal import Addressing
internal import Lab

extension Dataplane {
    /// All sockets of a stack, the listening ones of its services included: listening ones first, then by port.
    package mutating func sockets(of stack: StackID) -> [SocketView] {
        guard stacks.indices.contains(stack.index) else { return [] }
        var views = listening(in: stack.index)
        for socket in sockets
        where socket.stack == stack.index && (socket.isOpen || socket.connection?.state == .timeWait) {
            if let view = view(of: socket) { views.append(view) }
        }
        return views.sorted {
            (Self.rank($0), $0.transport, $0.localPort, $0.localAddress.family, $0.localAddress, $0.peerPort)
                < (Self.rank($1), $1.transport, $1.localPort, $1.localAddress.family, $1.localAddress, $1.peerPort)
        }
    }

    private static func rank(_ view: SocketView) -> Int { view.state == .listen || view.state == .unconnected ? 0 : 1 }

    private func view(of socket: Socket) -> SocketView? {
        let unspecified = IPAddress.v4(IPv4Address(rawValue: 0))
        switch socket.kind {
        case .echo: return nil
        case .udp, .listener:
            let isUDP = if case .udp = socket.kind { true } else { false }
            return SocketView(
                transport: isUDP ? .udp : .tcp,
                state: isUDP ? .unconnected : .listen,
                localAddress: socket.localAddress ?? unspecified,
                localPort: socket.localPort,
                peerAddress: nil,
                peerPort: 0,
                owner: stacks[socket.stack].name
            )
        case .stream:
            guard let connection = socket.connection else { return nil }
            return SocketView(
                transport: .tcp,
                state: connection.state,
                localAddress: connection.flow.localAddress,
                localPort: connection.flow.localPort,
                peerAddress: connection.flow.peerAddress,
                peerPort: connection.flow.peerPort,
                owner: stacks[socket.stack].name
            )
        }
    }

    private mutating func listening(in stack: Int) -> [SocketView] {
        switch stacks[stack].kind {
        case .container(let slot):
            var views = services(of: services.members(of: slot, in: lab), in: stack)
            if lab.containers[slot].hasEmbeddedDNS {
                views += [TransportProtocol.udp, .tcp].map { Self.listener($0, 53, at: Self.embeddedDNS, "dockerd") }
            }
            return views
        case .host:
            var views = services(of: services.hostMembers(in: lab), in: stack)
            for entry in services.allPublished(in: lab) {
                views.append(
                    Self.listener(
                        entry.port.port.transport,
                        entry.port.hostPort,
                        at: entry.port.hostAddress,
                        "docker-proxy"
                    )
                )
            }
            views += lab.host.listeners.map { Self.listener($0.transport, $0.port, at: $0.address, "host") }
            return views
        case .outside, .world: return []
        }
    }

    /// A service that names no address listens on all of them, in every family that its stack has.
    private func services(of slots: [Int32], in stack: Int) -> [SocketView] {
        let hasIPv6 = stacks[stack].local.keys.contains { $0.family == .ipv6 && !$0.isLoopback }
        var views: [SocketView] = []
        for slot in slots where lab.containers[slot].isRunning {
            for listener in lab.listeners(of: lab.containers[slot]) {
                let families = hasIPv6 ? AddressFamily.allCases : [.ipv4]
                let addresses =
                    listener.address.map { [$0] } ?? families.compactMap { IPAddress(family: $0, number: 0) }
                for address in addresses {
                    views.append(
                        Self.listener(
                            listener.port.transport,
                            listener.port.number,
                            at: address,
                            lab.containers[slot].name
                        )
                    )
                }
            }
        }
        return views
    }

    private static func listener(
        _ transport: TransportProtocol,
        _ port: UInt16,
        at address: IPAddress,
        _ owner: String
    ) -> SocketView {
        SocketView(
            transport: transport,
            state: transport == .udp ? .unconnected : .listen,
            localAddress: address,
            localPort: port,
            peerAddress: nil,
            peerPort: 0,
            owner: owner
        )
    }
}
