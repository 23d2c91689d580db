import Netlink
import Testing

enum Namespace {
    static let reason: Comment = "needs the right to make a network namespace"

    /// Whether this process may make network namespaces. In CI it has to: then the tests run, and fail.
    static let isAllowed: Bool = {
        if Environment.isCI { return true }
        return (try? OwnThread.run { try NetworkNamespace.unshare() }) != nil
    }()

    /// Runs work in a namespace that goes with it.
    static func new<Value>(_ body: (NetlinkSocket) throws -> Value) throws -> Value {
        try OwnThread.run {
            _ = try NetworkNamespace.unshare()
            return try body(try NetlinkSocket())
        }
    }
}
