internal import CLinux

// UDP.

extension ServingLoop {
    /// Answers what has come to a port, some batches of it: the other ports want their turn too.
    mutating func serveDatagrams(_ handle: Handle, _ onStatus: (ServeStatus) -> Void) {
        for _ in 0..<4 {
            guard let port = ports[handle] else { return }
            let count = batch.receive(from: port.datagrams)
            guard count > 0 else { return }
            noticeChanges(onStatus)
            // The change may have been that the container stopped.
            if ports[handle] != nil {
                for index in 0..<count { serveDatagram(index, port, handle) }
                batch.flush(port.datagrams)
            }
            batch.recycle(count)
            // Reading on until nothing is left makes for small batches, and costs a seventh more time a query.
            if count < DatagramBatch.capacity { return }
        }
    }

    private mutating func serveDatagram(_ index: Int, _ port: ServicePort, _ handle: Handle) {
        if batch.isNearlyFull { batch.flush(port.datagrams) }
        let query = batch.query(index)
        let room = batch.room
        var out = room.mutableBytes
        let disposition = answerer.answer(
            query.span,
            for: port.asker,
            isStream: false,
            maximum: DatagramBatch.maximumResponse,
            into: &out
        )
        switch disposition {
        case .reply(let count): batch.reply(to: index, count: count)
        case .silence: break
        case .forward(let server, let passesRefusals):
            let peer = batch.peer(index)
            let response = forward(
                query.span,
                to: server,
                passesRefusals: passesRefusals,
                for: .datagram(port: handle, peer),
                asker: port.asker
            )
            response?.withUnsafeBytes { send($0, to: peer, from: handle) }
        }
    }

    /// Sends one response outside a batch; it is lost where the socket cannot take it.
    func send(_ response: UnsafeRawBufferPointer, to peer: DatagramPeer, from port: Handle) {
        guard let port = ports[port] else { return }
        var address = peer.address
        peer.control.withUnsafeBytes { control in
            _ = netsim_send_to(
                port.datagrams.number,
                response.baseAddress,
                response.count,
                &address,
                control.baseAddress,
                control.count
            )
        }
    }
}
