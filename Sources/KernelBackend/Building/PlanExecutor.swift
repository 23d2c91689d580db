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
    /// The host's, which keeps its descriptor low: libnftables takes no other.
    let nftables: NFTables

    init(_ namespaces: [PlanSpace: NetworkNamespace] = [:], nftables: NFTables = NFTables()) {
        self.namespaces = namespaces
        self.nftables = nftables
    }

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
            try nftables.load(text)
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
        let socket = try sockets[space] ?? openSocket(space)
        try explain(space) { try socket.performAll(requests) }
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
    private func explain(_ space: PlanSpace, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as NetlinkError {
            throw KernelError.step(space: space.name, reason: error.description)
        }
    }
}
