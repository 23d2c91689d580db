import Addressing
import CLinux
import Glibc
import Netlink
import NetlinkWire

/// A veth pair between two namespaces, and a sender at its near end whose datagrams the far end drops at once: they go to
/// a group that nobody joined.
struct BenchWire {
    let near: NetworkNamespace
    let far: NetworkNamespace

    init() throws {
        func space() throws -> (NetworkNamespace, NetlinkSocket) {
            try OwnThread.run { (try NetworkNamespace.unshare(), try NetlinkSocket()) }
        }
        let (near, socket) = try space()
        let (far, farSocket) = try space()
        (self.near, self.far) = (near, far)
        var peer = LinkMessage()
        (peer.name, peer.index, peer.namespace) = ("far", 2, UInt32(far.descriptor))
        try socket.performAll([.addLink(LinkMessage("near", .veth(peer: peer), index: 2))])
        for (end, address) in [(socket, "10.9.0.1/24"), (farSocket, "10.9.0.2/24")] {
            var up = LinkMessage()
            up.index = 2
            up.set(up: true)
            guard let prefix = IPPrefix(address) else { continue }
            try end.performAll([.setLink(up), .addAddress(AddressMessage(prefix, on: 2))])
        }
        var route = RouteMessage(.ipv4)
        route.outInterface = 2
        try socket.performAll([.addRoute(route)])
        // What the kernels tell each other at first shall not be counted.
        sleep(2)
    }

    /// Sends for a while.
    ///
    /// - Parameter rate: datagrams a second; nil for as many as can be.
    /// - Returns: how many the kernel took.
    func flood(seconds: Double, rate: Int?) throws -> Int {
        let socket = try OwnThread.run(in: near) { netsim_socket(AF_INET, 2) }
        guard socket >= 0 else { throw NetlinkError.system(attempt: "make a socket", number: -socket) }
        defer { _ = netsim_close(socket) }
        var target = netsim_address()
        let group: [UInt8] = [239, 9, 9, 9]
        group.withUnsafeBufferPointer { netsim_address_set(&target, $0.baseAddress, 4, 9) }
        guard netsim_connect(socket, &target) == 0 else { throw NetlinkError.system(attempt: "connect", number: errno) }
        let batch = 32
        var payload = [UInt8](repeating: 0x5a, count: 64)
        return payload.withUnsafeMutableBytes { octets in
            var piece = iovec(iov_base: octets.baseAddress, iov_len: octets.count)
            return withUnsafeMutablePointer(to: &piece) { piece in
                var datagrams = [netsim_datagram](repeating: netsim_datagram(), count: batch)
                for index in 0..<batch {
                    datagrams[index].header.msg_iov = piece
                    datagrams[index].header.msg_iovlen = 1
                }
                let start = netsim_monotonic()
                let end = start + UInt64(seconds * 1e9)
                var sent = 0
                while true {
                    let now = netsim_monotonic()
                    if now >= end { return sent }
                    if let rate, Double(sent) > Double(now - start) * Double(rate) / 1e9 { continue }
                    let count = netsim_sendmmsg(socket, &datagrams, UInt32(batch))
                    if count > 0 { sent += Int(count) }
                }
            }
        }
    }
}
