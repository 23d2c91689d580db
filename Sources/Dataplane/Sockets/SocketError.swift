/// Why a socket call failed, as the kernel says it (errno).
package enum SocketError: Error, Hashable, Sendable {
    /// ENETUNREACH: no route.
    case networkUnreachable
    /// EHOSTUNREACH: no answer to ARP or NDP, or an ICMP error said so.
    case hostUnreachable
    /// ECONNREFUSED: a reset, or an ICMP port unreachable.
    case connectionRefused
    /// ECONNRESET.
    case connectionReset
    /// ETIMEDOUT, or the caller's own deadline.
    case timedOut
    /// EMSGSIZE: larger than the MTU with "don't fragment" set.
    case messageTooLong(mtu: Int)
    /// EADDRINUSE.
    case addressInUse
    /// EADDRNOTAVAIL: not one of the stack's addresses, or no source port is free.
    case addressNotAvailable
    /// ENODEV: no such interface.
    case noSuchDevice
    /// EACCES: a broadcast address without permission, or a rule of the host refused.
    case notPermitted
    /// EBADF: the socket was closed.
    case closed

    /// glibc's `strerror`.
    package var text: String {
        switch self {
        case .networkUnreachable: "Network is unreachable"
        case .hostUnreachable: "No route to host"
        case .connectionRefused: "Connection refused"
        case .connectionReset: "Connection reset by peer"
        case .timedOut: "Connection timed out"
        case .messageTooLong: "Message too long"
        case .addressInUse: "Address already in use"
        case .addressNotAvailable: "Cannot assign requested address"
        case .noSuchDevice: "No such device"
        case .notPermitted: "Permission denied"
        case .closed: "Bad file descriptor"
        }
    }
}
