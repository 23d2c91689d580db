package import Lab

/// A network namespace of a lab in the kernel.
package struct PlanSpace: Hashable, Sendable {
    package enum Role: Hashable, Sendable {
        /// The simulated host: bridges, the packet filter, containers in host mode.
        case host
        /// What lies beyond the host's uplink: the LAN and its router.
        case router
        /// A client on that LAN.
        case client
        /// A stack that containers use: their own, or what is left of one that they joined.
        case sandbox(SandboxID)
    }

    package let role: Role
    /// Short, for people and for scripts: `host`, a container's name.
    package let name: String

    package init(_ role: Role, name: String) {
        self.role = role
        self.name = name
    }

    package static let host = PlanSpace(.host, name: "host")
    package static let router = PlanSpace(.router, name: "router")
    package static let client = PlanSpace(.client, name: "client")

    package static func == (a: PlanSpace, b: PlanSpace) -> Bool { a.role == b.role }

    package func hash(into hasher: inout Hasher) { hasher.combine(role) }
}
