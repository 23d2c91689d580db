internal import CLinux
internal import Glibc

/// Two connections whose octets the proxy passes on, in both directions, and the end of either.
struct StreamRelay {
    /// What one end sent and the other has not taken yet.
    struct Flow {
        static let capacity = 65_536
        private var octets: [UInt8] = []
        private var start = 0
        /// The sender will send no more.
        private(set) var isEnded = false
        /// The receiver has been told so.
        private(set) var isShut = false

        var isEmpty: Bool { start == octets.count }
        var wantsMore: Bool { !isEnded && octets.count - start < Self.capacity }

        /// Reads what there is room for.
        ///
        /// - Returns: false where the connection broke.
        mutating func fill(from socket: Int32) -> Bool {
            var piece = [UInt8](repeating: 0, count: 16_384)
            while wantsMore {
                let count = piece.withUnsafeMutableBytes { netsim_receive(socket, $0.baseAddress, $0.count) }
                if count == -Int(EINTR) { continue }
                if count == -Int(EAGAIN) { return true }
                if count < 0 { return false }
                if count == 0 {
                    isEnded = true
                } else {
                    octets += piece[..<count]
                }
            }
            return true
        }

        /// Writes what the other end takes.
        ///
        /// - Returns: false where the connection broke.
        mutating func drain(to socket: Int32) -> Bool {
            while !isEmpty {
                let rest = start
                let count = octets.withUnsafeBytes { bytes in
                    netsim_send(socket, bytes.baseAddress.map { $0 + rest }, bytes.count - rest)
                }
                if count == -Int(EINTR) { continue }
                if count == -Int(EAGAIN) { return true }
                if count < 0 { return false }
                start += count
            }
            octets.removeAll(keepingCapacity: true)
            start = 0
            if isEnded, !isShut {
                isShut = true
                shutdown(socket, Int32(SHUT_WR))
            }
            return true
        }
    }

    let client: Int32
    let server: Int32
    /// Whether the container has taken the connection.
    var isConnected = false
    private var toServer = Flow()
    private var toClient = Flow()

    init(client: Int32, server: Int32) {
        self.client = client
        self.server = server
    }

    /// Passes on what can be.
    ///
    /// - Returns: false once both directions have ended, or either connection broke.
    mutating func pass() -> Bool {
        guard isConnected else { return true }
        guard toServer.fill(from: client), toServer.drain(to: server), toClient.fill(from: server),
            toClient.drain(to: client)
        else { return false }
        return !(toServer.isShut && toClient.isShut)
    }

    /// Whether an end has said all that it will.
    func hasEnded(isServer: Bool) -> Bool { isServer ? toClient.isEnded : toServer.isEnded }

    /// Whether what an end said has not all been taken by the other.
    func isWaiting(forOtherThan isServer: Bool) -> Bool { isServer ? !toClient.isEmpty : !toServer.isEmpty }

    /// What to wait for at each end.
    var interests: (client: UInt32, server: UInt32) {
        guard isConnected else { return (0, netsim_writable) }
        let fromClient = toServer.wantsMore ? netsim_readable : 0
        let fromServer = toClient.wantsMore ? netsim_readable : 0
        return (
            fromClient | (toClient.isEmpty ? 0 : netsim_writable), fromServer | (toServer.isEmpty ? 0 : netsim_writable)
        )
    }

    func close() {
        _ = netsim_close(client)
        _ = netsim_close(server)
    }
}
