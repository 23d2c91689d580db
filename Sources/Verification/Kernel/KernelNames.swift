package import DNSService
package import KernelBackend
package import Lab
package import Netlink
internal import Synchronization

/// A lab in the kernel as its name server sees it: never newer than the namespaces.
package final class KernelNames: LabSource, ContainerNamespaces, Sendable {
    private struct State: Sendable {
        var lab: Lab
        var isNew = false
        var spaces: [ContainerID: PlanSpace] = [:]
    }

    private let kernel: KernelLab
    private let state: Mutex<State>
    private let event: WakeEvent

    package init(_ lab: Lab, in kernel: KernelLab) throws(NetlinkError) {
        event = try WakeEvent()
        self.kernel = kernel
        state = Mutex(State(lab: lab, spaces: Self.spaces(lab, kernel.plan)))
    }

    /// The stacks that have an embedded DNS; who joined one uses its owner's.
    private static func spaces(_ lab: Lab, _ plan: KernelPlan) -> [ContainerID: PlanSpace] {
        var spaces: [ContainerID: PlanSpace] = [:]
        for container in lab.allContainers
        where container.isRunning && container.hasEmbeddedDNS && container.ownSandbox != nil {
            spaces[container.id] = plan.spaceOfContainer[container.id]
        }
        return spaces
    }

    /// Takes the lab that the kernel has now.
    package func replace(_ lab: Lab) {
        let spaces = Self.spaces(lab, kernel.plan)
        state.withLock { $0 = State(lab: lab, isNew: true, spaces: spaces) }
        event.signal()
    }

    /// The configuration of a server that answers at 127.0.0.11 in the lab's namespaces.
    package var configuration: ServerConfiguration {
        var configuration = ServerConfiguration()
        configuration.namespaces = self
        // A thousand containers: what one of them has to hold is little.
        configuration.receiveBuffer = 1 << 20
        return configuration
    }

    // MARK: LabSource

    package var changeDescriptor: Int32? { event.descriptor }

    package func current() -> Lab { state.withLock { $0.lab } }

    package func reloadIfChanged() -> Lab? {
        state.withLock { state in
            guard state.isNew else { return nil }
            state.isNew = false
            return state.lab
        }
    }

    // MARK: ContainerNamespaces

    package func number(of container: ContainerID) -> UInt64? {
        guard let space = state.withLock({ $0.spaces[container] }), case .sandbox(let sandbox) = space.role else {
            return nil
        }
        // A container that starts again has another sandbox, and all are new where the kernel lab was made anew.
        return sandbox.words.0 ^ UInt64(bitPattern: Int64(kernel.generation))
    }

    package func run(in container: ContainerID, _ body: () throws -> Void) throws {
        guard let space = state.withLock({ $0.spaces[container] }) else { return }
        try kernel.run(in: space, body)
    }
}
