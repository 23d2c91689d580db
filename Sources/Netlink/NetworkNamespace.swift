internal import CLinux
internal import Glibc

/// A network namespace by a descriptor, which is all that keeps it: it goes, with its links and tables, when no process,
/// socket or descriptor is left in it.
package final class NetworkNamespace: Sendable {
    /// What tells a namespace from all others that there are.
    package struct Identity: Hashable, Sendable {
        package let device: UInt64
        package let inode: UInt64
    }

    package let descriptor: Int32
    package let identity: Identity
    /// Tells it from all that there ever were, where this process made it; else 0, and where the kernel has no such
    /// number.
    package let cookie: UInt64

    /// Takes over a descriptor.
    ///
    /// - Throws: where the number is negative: an error's.
    private init(_ result: Int32, cookie: UInt64 = 0, _ attempt: String) throws(NetlinkError) {
        guard result >= 0 else { throw .system(attempt: attempt, number: -result) }
        var (device, inode): (UInt64, UInt64) = (0, 0)
        let status = netsim_namespace_identity(result, &device, &inode)
        guard status == 0 else {
            _ = netsim_close(result)
            throw .system(attempt: attempt, number: -status)
        }
        descriptor = result
        self.cookie = cookie
        identity = Identity(device: device, inode: inode)
    }

    deinit {
        _ = netsim_close(descriptor)
    }

    /// The one that the calling thread is in.
    package static func current() throws(NetlinkError) -> NetworkNamespace {
        try NetworkNamespace(netsim_current_network_namespace(), "open the network namespace")
    }

    /// The one at a path such as `/proc/7/ns/net`.
    package static func open(_ path: String) throws(NetlinkError) -> NetworkNamespace {
        try NetworkNamespace(netsim_open(path, O_RDONLY, 0), "open the network namespace \(path)")
    }

    /// Makes a new one and puts the calling thread into it; only on a thread of one's own.
    package static func unshare() throws(NetlinkError) -> NetworkNamespace {
        let status = netsim_unshare(netsim_namespace_network)
        guard status == 0 else { throw .system(attempt: "make a network namespace", number: -status) }
        return try NetworkNamespace(
            netsim_current_network_namespace(),
            cookie: netsim_network_cookie(),
            "open the network namespace"
        )
    }

    /// Puts the calling thread into it; only on a thread of one's own.
    package func enter() throws(NetlinkError) {
        let status = netsim_enter_namespace(descriptor, netsim_namespace_network)
        guard status == 0 else { throw .system(attempt: "enter a network namespace", number: -status) }
    }
}
