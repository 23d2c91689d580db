import Foundation
import Testing

/// Holds a suite to leave nothing behind once all of it has run: no namespace that this process keeps, none with a name,
/// no link, table or mount in the machine's own network.
struct LeavesNothing: SuiteTrait, TestScoping {
    var isRecursive: Bool { false }

    func provideScope(for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void)
        async throws
    {
        let held = try Kernel.heldNamespaces()
        try await body()
        // Addresses that came to a network are announced for two seconds, by threads that hold their namespace.
        for _ in 0..<40 where try Kernel.heldNamespaces() != held { try await Task.sleep(for: .milliseconds(100)) }
        #expect(try Kernel.heldNamespaces() == held, "namespaces that the tests' process keeps")
        // Of this process alone: others may use the machine meanwhile.
        let left = try Kernel.shell(
            """
            ip netns list 2>/dev/null | grep "^nt\(getpid())-"
            ip -br link | grep '^nsup'
            nft list ruleset 2>/dev/null | grep 'table ip nsup'
            grep -E "netsim|/nt\(getpid())-" /proc/mounts
            """
        )
        #expect(left.output == "")
    }
}

extension Trait where Self == LeavesNothing {
    static var leavesNothing: LeavesNothing { LeavesNothing() }
}
