internal import Netlink

/// Why frames of real links cannot be captured. What libpcap or the kernel said is quoted.
package enum LiveCaptureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// libpcap is not installed.
    case noLibrary(String)
    /// No interface of the namespace has the name.
    case noInterface(String)
    /// The process may not capture on it.
    case noPrivilege(String)
    /// It does not carry Ethernet frames.
    case notEthernet(String, String)
    /// The filter does not compile, or is too long for the kernel.
    case filter(String, String)
    /// The interface went while it was captured on.
    case vanished(String)
    /// A handle on the interface failed.
    case link(String, String)
    /// A system call failed: what was attempted, and the error's number.
    case system(attempt: String, number: Int32)
    /// The capture cannot be written.
    case format(String)

    package var description: String {
        switch self {
        case .noLibrary(let words): "libpcap cannot be loaded: \(words): install libpcap (Debian: libpcap0.8)"
        case .noInterface(let name): "there is no interface \(name)"
        case .noPrivilege(let name): "not allowed to capture on \(name): it takes root, or CAP_NET_RAW in the namespace"
        case .notEthernet(let name, let words): "\(name) does not carry Ethernet frames (\(words))"
        case .filter(let text, let words): "filter \"\(text)\": \(words)"
        case .vanished(let name): "interface \(name) went"
        case .link(let name, let words): "cannot capture on \(name): \(words)"
        case .system(let attempt, let number): "cannot \(attempt): \(NetlinkError.text(number))"
        case .format(let words): "cannot write the capture: \(words)"
        }
    }
}
