package import Lab

/// Where a tool that sends packets runs.
package enum ToolPlace: Sendable {
    case container(Container)
    /// The simulated host itself.
    case host
    /// A client on the host's uplink.
    case outside

    var container: Container? {
        if case .container(let container) = self { container } else { nil }
    }
}

/// The programs that a place has: Debian's, or busybox's small ones.
///
/// Docker's usual small images have busybox; the label or the variable asks for iputils, and for the full programs that
/// come with it in Debian (traceroute, GNU wget, net-tools' arp, inetutils' telnet).
enum ToolFlavor: String {
    case busybox, iputils

    /// A label of a container.
    static let label = "netsim.tools"
    /// A variable of the command (`exec -e`, or `NAME=value` before it in the shell), which goes before the label.
    static let variable = "NETSIM_TOOLS"

    init(at place: ToolPlace, _ context: ToolContext) {
        let variables =
            place.container.map { ContainerEnvironment.variables(of: $0, context) } ?? context.environment
        let asked =
            ContainerEnvironment.value(Self.variable, in: variables).flatMap(ToolFlavor.init(rawValue:))
            ?? place.container?.config.labels[Self.label].flatMap(ToolFlavor.init(rawValue:))
        self = asked ?? (place.container == nil ? .iputils : .busybox)
    }
}
