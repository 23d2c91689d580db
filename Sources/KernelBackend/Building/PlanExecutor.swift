internal import CLinux
internal import Glibc
internal import Netlink
internal import NetlinkWire

/// Takes the steps of a plan, on the thread that made it.
final class PlanExecutor {
    private(set) var namespaces: [PlanSpace: NetworkNamespace] = [:]
    private var sockets: [PlanSpace: NetlinkSocket] = [:]
    private var here: PlanSpace?
    /// Requests in one namespace that wait to be sent together.
    private var pending: (space: PlanSpace, requests: [NetlinkRequest])?
    /// Makes the namespaces ahead of the links; nil where there are few.
    private var maker: NamespaceMaker?
    /// Whether nothing was there before.
    private let isFresh: Bool
    /// Rules that are being loaded.
    private var rules: [OwnThread.Running] = []
    /// The host's, which keeps its descriptor low: libnftables takes no other.
    let nftables: NFTables

    init(_ namespaces: [PlanSpace: NetworkNamespace] = [:], nftables: NFTables = NFTables()) {
        self.namespaces = namespaces
        self.nftables = nftables
        isFresh = namespaces.isEmpty
    }

    func run(_ steps: [PlanStep]) throws {
        let maker = try NamespaceMaker(steps)
        try maker?.start()
        self.maker = maker
        defer {
            maker?.stop()
            self.maker = nil
            for loading in rules { try? loading.wait() }
            rules = []
        }
        for (index, step) in steps.enumerated() where maker?.steps.contains(index) != true { try take(step) }
        try flush()
        // Those that nothing has been done in.
        for case .makeNamespace(let space) in steps { _ = try namespace(space) }
        for loading in rules { try loading.wait() }
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
            namespaces[space] = try Self.unshare()
            here = space
            sockets[space] = try NetlinkSocket()
        case .setting(let space, let path, let value, let option):
            try flush()
            try enter(space)
            try Self.explain(space) { try KernelSettings.set(path, to: value, option: option) }
        case .rules(let space, let text):
            try flush()
            try enter(space)
            if !isFresh {
                try nftables.load(text)
            } else {
                // Links do not wait for rules, which the library takes longer to read than the kernel to have: nobody sends
                // anything yet.
                let nftables = nftables
                try nftables.prepare()
                rules.append(try OwnThread.begin(in: try namespace(space)) { try nftables.load(text) })
            }
        }
    }

    /// Makes a namespace, and puts the calling thread into it.
    static func unshare() throws -> NetworkNamespace {
        do throws(NetlinkError) {
            return try NetworkNamespace.unshare()
        } catch {
            if case .system(let attempt, number: EPERM) = error { throw KernelError.notAllowed("cannot \(attempt)") }
            throw error
        }
    }

    private func namespace(_ space: PlanSpace) throws -> NetworkNamespace {
        if let namespace = namespaces[space] { return namespace }
        guard let maker, maker.makes(space) else {
            throw KernelError.step(space: space.name, reason: "the namespace has not been made")
        }
        // The kernel has something to do meanwhile.
        if !maker.isReady(space) { try flush() }
        let namespace = try maker.wait(for: space)
        namespaces[space] = namespace
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
        let socket = try sockets[space] ?? openSocket(space)
        try Self.explain(space) { try socket.performAll(requests) }
    }

    private func openSocket(_ space: PlanSpace) throws -> NetlinkSocket {
        try enter(space)
        let socket = try NetlinkSocket()
        sockets[space] = socket
        return socket
    }

    /// Gives up a namespace: it goes once nobody else refers to it.
    func close(_ space: PlanSpace) {
        sockets[space] = nil
        namespaces[space] = nil
    }

    /// Says in which namespace something failed.
    static func explain(_ space: PlanSpace, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as NetlinkError {
            throw KernelError.step(space: space.name, reason: error.description)
        }
    }
}
