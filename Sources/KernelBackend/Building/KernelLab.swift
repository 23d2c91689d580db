internal import CLinux
package import Lab
package import Netlink
internal import Synchronization

/// A lab in the kernel, held by this process: its namespaces go when nothing refers to it any more, and with them their
/// links, routes and rules. A process that is killed leaves nothing but what other processes hold.
package final class KernelLab: Sendable {
    private struct State: Sendable {
        var plan: KernelPlan
        var namespaces: [PlanSpace: NetworkNamespace]
        var generation = 0
        var nftables: NFTables
    }

    private let state: Mutex<State>

    private init(_ plan: KernelPlan, _ executor: PlanExecutor) {
        let (namespaces, nftables) = (executor.namespaces, executor.nftables)
        state = Mutex(State(plan: plan, namespaces: namespaces, nftables: nftables))
    }

    /// What it was last made by.
    package var plan: KernelPlan { state.withLock { $0.plan } }

    /// How often all of it was made anew: sockets in its namespaces are then nobody's.
    package var generation: Int { state.withLock { $0.generation } }

    /// Makes everything that a plan says, or nothing.
    ///
    /// - Throws: ``PlanRefusal`` for what the kernel lacks, before anything is made; ``KernelError`` and
    ///   ``NetlinkError`` for what then fails, when all that was made is gone again.
    package static func build(_ plan: KernelPlan) throws -> KernelLab {
        var place: NetworkNamespace?
        if let need = try FeatureProbe.missing(of: plan, in: &place).first { throw PlanRefusal.missing(need) }
        defer { withExtendedLifetime(place) {} }
        // Two descriptors to a namespace while it is made.
        _ = netsim_raise_descriptor_limit()
        NFTables.reserve()
        return try OwnThread.run { KernelLab(plan, try make(plan)) }
    }

    private static func make(_ plan: KernelPlan) throws -> PlanExecutor {
        let executor = PlanExecutor()
        // Dropping the executor closes the namespaces, on the way up too.
        try executor.run(plan.steps)
        return executor
    }

    /// Brings the kernel from the plan that it was made by to another one, by what differs: links, addresses, routes and
    /// connections that are in both stay as they are. Not for two threads at once.
    ///
    /// - Returns: why all was made anew, where a step failed.
    /// - Throws: ``PlanRefusal`` as ``require(_:)``, before anything is changed. Where all could not be made anew either,
    ///   ``KernelError`` or ``NetlinkError``, and the lab has no namespaces any more.
    @discardableResult
    package func follow(_ plan: KernelPlan) throws -> String? {
        try require(plan)
        guard let failure = attempt(plan) else { return nil }
        try remake(plan)
        return "\(failure)"
    }

    /// - Throws: ``PlanRefusal`` for what a plan needs and this kernel lacks.
    package func require(_ plan: KernelPlan) throws {
        let known = Set(self.plan.needs.map(\.feature))
        if let need = try FeatureProbe.missing(of: plan, besides: known).first { throw PlanRefusal.missing(need) }
    }

    private func attempt(_ plan: KernelPlan) -> (any Error)? {
        let old = state.withLock { $0 }
        do {
            try OwnThread.run {
                let executor = PlanExecutor(old.namespaces, nftables: old.nftables)
                let change = PlanChange(from: old.plan, to: plan)
                try executor.run(change.steps)
                // Whom the network knew before at another MAC address.
                try Announcer(change.steps, executor.namespaces)?.announce()
                for space in change.closed { executor.close(space) }
                state.withLock { ($0.plan, $0.namespaces) = (plan, executor.namespaces) }
            }
            return nil
        } catch {
            return error
        }
    }

    private func remake(_ plan: KernelPlan) throws {
        state.withLock {
            // Their descriptors too, which new ones then have: the rules' library needs a low one.
            $0.namespaces = [:]
            $0.nftables = NFTables()
            $0.generation += 1
        }
        try OwnThread.run {
            let executor = try Self.make(plan)
            state.withLock { state in
                (state.plan, state.namespaces, state.nftables) = (plan, executor.namespaces, executor.nftables)
            }
        }
    }

    package func namespace(_ space: PlanSpace) -> NetworkNamespace? { state.withLock { $0.namespaces[space] } }

    /// The stack that a container uses.
    ///
    /// - Throws: ``KernelError/noStack(_:)`` where it does not run.
    package func namespace(of container: Container) throws(KernelError) -> NetworkNamespace {
        guard let space = plan.spaceOfContainer[container.id], let namespace = namespace(space) else {
            throw .noStack(container.name)
        }
        return namespace
    }

    /// Runs synchronous work in one of the lab's namespaces.
    package func run<Value>(in space: PlanSpace, _ body: () throws -> Value) throws -> Value {
        guard let namespace = namespace(space) else { throw KernelError.noStack(space.name) }
        return try OwnThread.run(in: namespace, body)
    }

    /// A socket to the kernel in one of the lab's namespaces.
    package func socket(in space: PlanSpace) throws -> NetlinkSocket {
        try run(in: space) { try NetlinkSocket() }
    }

    /// Starts the userland proxy of the lab's published ports, in a thread of its own, for as long as it is not stopped.
    ///
    /// - Throws: where a port cannot be listened on.
    package func startProxy(of lab: Lab) throws -> UserlandProxy {
        guard let host = namespace(.host) else { throw KernelError.noStack(PlanSpace.host.name) }
        let proxy = try OwnThread.run(in: host) { try UserlandProxy(ProxyRule.all(of: lab)) }
        try OwnThread.start(for: "the published ports", in: host) { try proxy.run() }
        return proxy
    }

    /// Has the proxy hold the ports that a lab publishes now.
    ///
    /// - Throws: where a port cannot be listened on; the others are.
    package func follow(_ lab: Lab, with proxy: UserlandProxy) throws {
        try run(in: .host) { try proxy.follow(ProxyRule.all(of: lab)) }
    }

    /// What nft prints of all tables of one of the lab's namespaces.
    package func ruleset(in space: PlanSpace) throws -> String {
        try run(in: space) { try NFTables().load("list ruleset") }
    }
}
