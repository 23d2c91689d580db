internal import DNSService
package import KernelBackend
package import Lab
internal import Netlink
internal import NetlinkWire
internal import Resolver
internal import Synchronization

/// A lab in the kernel with all that answers in it: services, the userland proxy, and the embedded DNS. It is the process's
/// own, and goes with it.
package final class KernelStage {
    package let kernel: KernelLab
    /// What could not be served, in words: trials of it will disagree.
    package private(set) var troubles: [String] = []
    private var services: KernelServices?
    private var proxy: UserlandProxy?
    private var resolver: StopHandle?

    /// Makes the lab.
    ///
    /// - Throws: ``PlanRefusal`` for what no kernel, or this one, can hold; ``KernelError`` and ``NetlinkError``.
    package init(_ lab: Lab, options: PlanBuilder.Options) throws {
        kernel = try KernelLab.build(try PlanBuilder.plan(lab, options: options))
        try Self.settle(kernel)
        var troubles: [String] = []
        // Containers' own programs do not run here.
        services = try KernelServices.start(of: lab, in: kernel, standsIn: true) { troubles.append($0) }
        proxy = try kernel.startProxy(of: lab)
        resolver = try Self.startResolver(of: lab, in: kernel)
        self.troubles = troubles
    }

    /// Waits until all links know whether they have a carrier, which the kernel tells them up to a second late: at that
    /// moment it forgets, without a word, who waits for a neighbour there.
    private static func settle(_ kernel: KernelLab) throws {
        var sockets = try kernel.plan.spaces.map { try kernel.socket(in: $0) }
        for _ in 0..<150 {
            sockets = try sockets.filter { try $0.links().contains(where: isUnsettled) }
            if sockets.isEmpty { return }
            KernelTrials.pause(milliseconds: 10)
        }
    }

    private static func isUnsettled(_ link: LinkMessage) -> Bool {
        // `IF_OPER_UNKNOWN`, as links begin, and `IF_OPER_UP`.
        switch link.kind {
        case .bridge?: link.operationalState == 0
        case .veth?: link.isUp && !link.flags.contains(.lowerUp) && [0, 6].contains(link.operationalState)
        default: false
        }
    }

    package func stop() {
        services?.stop()
        proxy?.stop()
        resolver?.stop()
        (services, proxy, resolver) = (nil, nil, nil)
    }

    deinit { stop() }

    // MARK: The embedded DNS

    private enum Start: Sendable {
        case waiting
        case ready(StopHandle)
        case failed(String)
    }

    private final class Starting: Sendable {
        let state = Mutex(Start.waiting)
    }

    /// Serves 127.0.0.11 in every stack that has it, on a thread of its own.
    private static func startResolver(of lab: Lab, in kernel: KernelLab) throws -> StopHandle? {
        let names = try KernelNames(lab, in: kernel)
        let starting = Starting()
        try OwnThread.start(for: "the embedded DNS") {
            do {
                var configuration = names.configuration
                configuration.order = .fixed
                let server = try DNSServer(configuration, lab: names)
                try server.run { _ in starting.state.withLock { $0 = .ready(server.stopHandle) } }
            } catch {
                starting.state.withLock { $0 = .failed("\(error)") }
            }
        }
        // A socket in a thousand namespaces takes a tenth of a second.
        for _ in 0..<10_000 {
            switch starting.state.withLock({ $0 }) {
            case .ready(let handle): return handle
            case .failed(let reason): throw KernelError.step(space: "containers", reason: "embedded DNS: \(reason)")
            case .waiting: KernelTrials.pause(milliseconds: 2)
            }
        }
        throw KernelError.step(space: "containers", reason: "embedded DNS: it does not start")
    }
}
