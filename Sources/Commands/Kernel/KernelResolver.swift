internal import DNSService
internal import KernelBackend
internal import Lab
internal import Resolver

/// The embedded DNS of a lab in the kernel: 127.0.0.11 in each container that has one, served by this one process.
enum KernelResolver {
    /// Serves until a signal ends it.
    ///
    /// - Parameter onReady: called once the sockets are open.
    static func run(
        _ lab: Lab,
        _ kernel: KernelLab,
        _ session: Session,
        onReady: () throws -> Void
    ) throws {
        // The stacks that have an embedded DNS; who joined one uses its owner's.
        var spaces: [ContainerID: PlanSpace] = [:]
        for container in lab.allContainers where container.isRunning && container.hasEmbeddedDNS {
            if container.ownSandbox != nil { spaces[container.id] = kernel.plan.spaceOfContainer[container.id] }
        }
        var configuration = ServerConfiguration()
        configuration.order = session.options.dnsOrder ?? .rotate
        configuration.seed = UInt64(bitPattern: try session.now().nanoseconds)
        configuration.followsSignals = true
        // A thousand containers: what one of them has to hold is little.
        configuration.receiveBuffer = 1 << 20
        configuration.inNamespace = { [spaces] id, body in
            guard let space = spaces[id] else { return false }
            try kernel.run(in: space, body)
            return true
        }
        nonisolated(unsafe) let report = session.surroundings.write
        configuration.report = { line in _ = report(.errors, Array("netsim: \(line)\n".utf8)) }
        let server = try DNSServer(configuration, lab: FixedLab(lab))
        var failure: (any Error)?
        var isReady = false
        try server.run { _ in
            guard !isReady else { return }
            isReady = true
            do {
                try onReady()
            } catch {
                failure = error
                server.stopHandle.stop()
            }
        }
        if let failure { throw failure }
    }
}
