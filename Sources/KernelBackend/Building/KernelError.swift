internal import Netlink

/// Why a lab could not be made in the kernel, or taken down.
package enum KernelError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A step failed: in which namespace, and why.
    case step(space: String, reason: String)
    /// A setting that the kernel has not, and the option that it was made without.
    case noSetting(path: String, option: String?)
    /// A library that is not installed.
    case noLibrary(String, String)
    /// `nft` does not take the rules.
    case badRules(String)
    /// The process may not make namespaces.
    case notAllowed(String)
    /// A container that has no stack, as it does not run.
    case noStack(String)

    package var description: String {
        switch self {
        case .step(let space, let reason): "\(reason) (in namespace \(space))"
        case .noSetting(let path, let option?): "this kernel has no \(path) (\(option))"
        case .noSetting(let path, nil): "this kernel has no \(path)"
        case .noLibrary(let name, let reason):
            "the packet filter needs \(name) (Debian: libnftables1)\(reason.isEmpty ? "" : ": \(reason)")"
        case .badRules(let reason): "nftables does not take the rules: \(reason)"
        case .notAllowed(let reason):
            "\(reason): making network namespaces needs root, or a kernel that gives every user namespaces"
        case .noStack(let name): "container \(name) has no network stack: it is not running"
        }
    }
}
