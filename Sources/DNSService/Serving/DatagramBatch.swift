internal import CLinux
internal import Glibc

/// Where a datagram came from, and by which of the server's addresses: what a response needs.
struct DatagramPeer {
    var address: netsim_address
    /// A control message as the kernel gave it; empty unless the server listens on all addresses.
    var control: [UInt8]
}

/// Up to 64 datagrams received with one system call, and the responses to them, sent with one.
///
/// All memory is allocated once. Pointers into it are handed to the kernel, and stay within this type but for the
/// octets of one query and of one response at a time.
struct DatagramBatch: ~Copyable {
    static let capacity = 64
    /// The octets of a query that are read; what is longer is cut, and malformed then. Slots are a cache line further
    /// apart than a page, so that the beginnings of all queries do not compete for the same lines of the cache.
    private static let querySize = 4096
    private static let querySlot = querySize + 64
    /// The octets of a UDP response at most: what fits in an IPv4 packet.
    static let maximumResponse = 65507
    /// Room for the responses to one batch; sent early when the longest response might not fit.
    private static let arenaSize = 4 * 65536

    private let received: UnsafeMutablePointer<netsim_datagram>
    private let replies: UnsafeMutablePointer<netsim_datagram>
    private let receivePieces: UnsafeMutablePointer<iovec>
    private let replyPieces: UnsafeMutablePointer<iovec>
    private let peers: UnsafeMutablePointer<netsim_address>
    private let controls: UnsafeMutableRawPointer
    private let queries: UnsafeMutableRawPointer
    private let arena: UnsafeMutableRawPointer
    private var arenaUsed = 0
    private var replyCount = 0
    private static let controlSlot = Int(NETSIM_CONTROL_SPACE)

    init() {
        let count = Self.capacity
        received = .allocate(capacity: count)
        replies = .allocate(capacity: count)
        receivePieces = .allocate(capacity: count)
        replyPieces = .allocate(capacity: count)
        peers = .allocate(capacity: count)
        controls = .allocate(byteCount: count * Self.controlSlot, alignment: 16)
        queries = .allocate(byteCount: count * Self.querySlot, alignment: 64)
        arena = .allocate(byteCount: Self.arenaSize, alignment: 64)
        received.initialize(repeating: netsim_datagram(), count: count)
        replies.initialize(repeating: netsim_datagram(), count: count)
        receivePieces.initialize(repeating: iovec(), count: count)
        replyPieces.initialize(repeating: iovec(), count: count)
        peers.initialize(repeating: netsim_address(), count: count)
        for index in 0..<count {
            receivePieces[index].iov_base = queries + index * Self.querySlot
            receivePieces[index].iov_len = Self.querySize
            received[index].header.msg_iov = receivePieces + index
            received[index].header.msg_iovlen = 1
            received[index].header.msg_name = UnsafeMutableRawPointer(peers + index)
            received[index].header.msg_control = controls + index * Self.controlSlot
            replies[index].header.msg_iov = replyPieces + index
            replies[index].header.msg_iovlen = 1
            prepare(index)
        }
    }

    deinit {
        received.deallocate()
        replies.deallocate()
        receivePieces.deallocate()
        replyPieces.deallocate()
        peers.deallocate()
        controls.deallocate()
        queries.deallocate()
        arena.deallocate()
    }

    /// Receives what is there, without waiting.
    ///
    /// - Returns: the number of datagrams; 0 for none, or for an error of the socket, which reading has cleared.
    mutating func receive(from socket: Descriptor) -> Int {
        while true {
            let count = netsim_recvmmsg(socket.number, received, UInt32(Self.capacity))
            if count == -EINTR { continue }
            return max(0, Int(count))
        }
    }

    /// The octets of a received datagram, good until the next ``receive(from:)``.
    func query(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let count = min(Int(received[index].length), Self.querySize)
        return UnsafeBufferPointer(
            start: (queries + index * Self.querySlot).assumingMemoryBound(to: UInt8.self),
            count: count
        )
    }

    /// Who sent a received datagram.
    func peer(_ index: Int) -> DatagramPeer {
        var peer = DatagramPeer(address: peers[index], control: [])
        peer.address.length = received[index].header.msg_namelen
        let control = UnsafeRawBufferPointer(
            start: controls + index * Self.controlSlot,
            count: min(Int(received[index].header.msg_controllen), Self.controlSlot)
        )
        peer.control = Array(control)
        return peer
    }

    /// Memory for the next response. Call ``flush(_:)`` first where ``isNearlyFull``.
    var room: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: arena + arenaUsed, count: Self.arenaSize - arenaUsed)
    }

    var isNearlyFull: Bool { Self.arenaSize - arenaUsed < Self.maximumResponse }

    /// Keeps the response of `count` octets that now stands in ``room`` for sending to whom datagram `index` is from.
    mutating func reply(to index: Int, count: Int) {
        replyPieces[replyCount].iov_base = arena + arenaUsed
        replyPieces[replyCount].iov_len = count
        replies[replyCount].header.msg_name = UnsafeMutableRawPointer(peers + index)
        replies[replyCount].header.msg_namelen = received[index].header.msg_namelen
        let controlCount = received[index].header.msg_controllen
        replies[replyCount].header.msg_control = controlCount > 0 ? controls + index * Self.controlSlot : nil
        replies[replyCount].header.msg_controllen = controlCount
        replyCount += 1
        // Rounded up, so that responses do not share cache lines.
        arenaUsed = min(Self.arenaSize, (arenaUsed + count + 63) & ~63)
    }

    /// Sends the kept responses. What the socket cannot take is lost, as datagrams may be.
    mutating func flush(_ socket: Descriptor) {
        var first = 0
        while first < replyCount {
            let sent = netsim_sendmmsg(socket.number, replies + first, UInt32(replyCount - first))
            if sent == -EINTR { continue }
            if sent == -EAGAIN { break }
            // An error is about the first of them, such as a peer that cannot be reached: the others go on.
            first += max(1, Int(sent))
        }
        replyCount = 0
        arenaUsed = 0
    }

    /// Makes the first `count` datagrams ready for the next ``receive(from:)``.
    mutating func recycle(_ count: Int) {
        for index in 0..<count { prepare(index) }
    }

    private func prepare(_ index: Int) {
        received[index].header.msg_namelen = UInt32(MemoryLayout<sockaddr_storage>.size)
        received[index].header.msg_controllen = Self.controlSlot
    }
}
