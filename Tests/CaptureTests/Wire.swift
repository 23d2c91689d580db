import Addressing
import CLinux
import Glibc
import Netlink
import NetlinkWire
import Testing

/// A veth pair between two namespaces of a test's own, `near` 10.9.0.1 and `far` 10.9.0.2, without IPv6's chatter.
final class Wire {
    let near: NetworkNamespace
    let far: NetworkNamespace
    private let socket: NetlinkSocket
    private let farSocket: NetlinkSocket

    init() throws {
        func space() throws -> (NetworkNamespace, NetlinkSocket) {
            try OwnThread.run {
                let namespace = try NetworkNamespace.unshare()
                for part in ["all", "default"] {
                    let file = netsim_open("/proc/sys/net/ipv6/conf/\(part)/disable_ipv6", O_WRONLY, 0)
                    if file < 0 { continue }
                    _ = netsim_write(file, "1", 1)
                    _ = netsim_close(file)
                }
                return (namespace, try NetlinkSocket())
            }
        }
        (near, socket) = try space()
        (far, farSocket) = try space()
        var peer = LinkMessage()
        (peer.name, peer.index, peer.address) = ("far", 2, MACAddress(rawValue: 0x0211_0000_0002))
        peer.namespace = UInt32(far.descriptor)
        var link = LinkMessage("near", .veth(peer: peer), index: 2)
        link.address = MACAddress(rawValue: 0x0211_0000_0001)
        try socket.performAll([.addLink(link)])
        for (end, address) in [(socket, "10.9.0.1/24"), (farSocket, "10.9.0.2/24")] {
            for index: Int32 in [1, 2] {
                var up = LinkMessage()
                up.index = index
                up.set(up: true)
                try end.performAll([.setLink(up)])
            }
            let prefix = try #require(IPPrefix(address))
            try end.performAll([.addAddress(AddressMessage(prefix, on: 2))])
        }
    }

    /// Takes the pair away.
    func cut() throws {
        var link = LinkMessage()
        link.name = "near"
        try socket.performAll([.deleteLink(link)])
    }

    func set(up: Bool) throws {
        var link = LinkMessage()
        link.index = 2
        link.set(up: up)
        try socket.performAll([.setLink(link)])
    }

    /// Sends datagrams of a length from `near` to a port of `far`, or of its own loopback; nobody listens there.
    func send(_ count: Int = 1, length: Int = 100, port: UInt16 = 9000, to address: [UInt8] = [10, 9, 0, 2]) throws {
        let socket = try OwnThread.run(in: near) { netsim_socket(AF_INET, 2) }
        try #require(socket >= 0)
        defer { _ = netsim_close(socket) }
        var target = netsim_address()
        address.withUnsafeBufferPointer { netsim_address_set(&target, $0.baseAddress, 4, port) }
        let octets = [UInt8](repeating: 0x5a, count: length)
        for _ in 0..<count {
            // What an answer said of the one before is no failure of this one.
            for _ in 0..<1000 {
                if netsim_send_to(socket, octets, octets.count, &target, nil, 0) >= 0 { break }
                usleep(100)
            }
        }
    }
}
