internal import Foundation
internal import Netlink
package import Testing

/// The right to make network namespaces, which tests against the kernel need.
package enum NamespacePrivilege {
    package static let reason: Comment = "needs the right to make network namespaces"

    /// Whether this process has it. In CI it has to: then the tests run, and fail.
    package static let isThere: Bool = {
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        return (try? OwnThread.run { try NetworkNamespace.unshare() }) != nil
    }()
}
