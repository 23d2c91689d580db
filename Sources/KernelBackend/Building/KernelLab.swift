internal import CLinux
internal import Glibc
package import Lab
package import Netlink
internal import NetlinkWire

/// A lab in the kernel, held by this process: its namespaces go when nothing refers to it any more, and with them their
/// links, routes and rules. A process that is killed leaves nothing but what other processes hold.
package final class KernelLab: Sendable {
    package let plan: KernelPlan
    private let namespaces: [PlanSpace: NetworkNamespace]

    private init(_ plan: KernelPlan, _ namespaces: [PlanSpace: NetworkNamespace]) {
        self.plan = plan
        self.namespaces = namespaces
    }

    /// Makes everything that a plan says, or nothing.
    ///
    /// - Throws: ``PlanRefusal`` for what the kernel lacks, before anything is made; ``KernelError`` and
    ///   ``NetlinkError`` for what then fails, when all that was made is gone again.
    package static func build(_ plan: KernelPlan) throws -> KernelLab {
        if let need = try FeatureProbe.missing(of: plan).first { throw PlanRefusal.missing(need) }
        // Two descriptors to a namespace while it is made.
        _ = netsim_raise_descriptor_limit()
        return try OwnThread.run {
            let executor = PlanExecutor()
            // Dropping the executor closes the namespaces, on the way up too.
            try executor.run(plan.steps)
            return KernelLab(plan, executor.namespaces)
        }
    }

    package func namespace(_ space: PlanSpace) -> NetworkNamespace? { namespaces[space] }

    /// The stack that a container uses.
    ///
    /// - Throws: ``KernelError/noStack(_:)`` where it does not run.
    package func namespace(of container: Container) throws(KernelError) -> NetworkNamespace {
        guard let space = plan.spaceOfContainer[container.id], let namespace = namespaces[space] else {
            throw .noStack(container.name)
        }
        return namespace
    }

    /// Runs synchronous work in one of the lab's namespaces.
    package func run<Value>(in space: PlanSpace, _ body: () throws -> Value) throws -> Value {
        guard let namespace = namespaces[space] else { throw KernelError.noStack(space.name) }
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
        guard let host = namespaces[.host] else { throw KernelError.noStack(PlanSpace.host.name) }
        let proxy = try OwnThread.run(in: host) { try UserlandProxy(ProxyRule.all(of: lab)) }
        try OwnThread.start(in: host) { try proxy.run() }
        return proxy
    }

    /// What nft prints of all tables of one of the lab's namespaces.
    package func ruleset(in space: PlanSpace) throws -> String {
        try run(in: space) { try NFTables().load("list ruleset") }
    }
}

/// Takes the steps of a plan, on the thread that made it.
private final class PlanExecutor {
    private(set) var namespaces: [PlanSpace: NetworkNamespace] = [:]
    private var sockets: [PlanSpace: NetlinkSocket] = [:]
    private var here: PlanSpace?
    /// Requests in one namespace that wait to be sent together.
    private var pending: (space: PlanSpace, requests: [NetlinkRequest])?
    private var nftables: NFTables?

    func run(_ steps: [PlanStep]) throws {
        for step in steps { try take(step) }
        try flush()
    }

    private func take(_ step: PlanStep) throws {
        switch step {
        case .request(let space, let request): try add(request, in: space)
        case .addLink(let space, var link, let other):
            let namespace = UInt32(clamping: try namespace(other).descriptor)
            if case .veth(var peer?) = link.kind {
                peer.namespace = namespace
                link.kind = .veth(peer: peer)
            } else {
                link.namespace = namespace
            }
            try add(.addLink(link), in: space)
        case .makeNamespace(let space):
            try flush()
            do throws(NetlinkError) {
                namespaces[space] = try NetworkNamespace.unshare()
            } catch {
                if case .system(let attempt, number: EPERM) = error {
                    throw KernelError.notAllowed("cannot \(attempt)")
                }
                throw error
            }
            here = space
            sockets[space] = try NetlinkSocket()
        case .setting(let space, let path, let value, let option):
            try flush()
            try enter(space)
            try explain(space) { try KernelSettings.set(path, to: value, option: option) }
        case .rules(let space, let text):
            try flush()
            try enter(space)
            let library = try nftables ?? NFTables()
            nftables = library
            try library.load(text)
        }
    }

    private func namespace(_ space: PlanSpace) throws(KernelError) -> NetworkNamespace {
        guard let namespace = namespaces[space] else {
            throw .step(space: space.name, reason: "the namespace has not been made")
        }
        return namespace
    }

    private func enter(_ space: PlanSpace) throws {
        if here == space { return }
        try namespace(space).enter()
        here = space
    }

    private func add(_ request: NetlinkRequest, in space: PlanSpace) throws {
        if let pending, pending.space != space || pending.requests.count >= NetlinkSocket.batch { try flush() }
        if pending == nil { pending = (space, []) }
        pending?.requests.append(request)
    }

    private func flush() throws {
        guard let (space, requests) = pending else { return }
        pending = nil
        guard let socket = sockets[space] else {
            throw KernelError.step(space: space.name, reason: "the namespace has not been made")
        }
        try explain(space) { try socket.performAll(requests) }
    }

    /// Says in which namespace something failed.
    private func explain(_ space: PlanSpace, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as NetlinkError {
            throw KernelError.step(space: space.name, reason: error.description)
        }
    }
}
