import Netlink
import Testing

enum Namespace {
    /// Runs work in a namespace that goes with it.
    static func new<Value>(_ body: (NetlinkSocket) throws -> Value) throws -> Value {
        try OwnThread.run {
            _ = try NetworkNamespace.unshare()
            return try body(try NetlinkSocket())
        }
    }
}
