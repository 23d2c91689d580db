package import Lab

/// Where a tool that sends packets runs.
package enum ToolPlace: Sendable {
    case container(Container)
    /// The simulated host itself.
    case host
    /// A client on the host's uplink.
    case outside

    /// The interfaces and routes there; none outside, where nobody lists them.
    func view(_ lab: Lab) -> StackView {
        switch self {
        case .container(let container): lab.stackView(of: container)
        case .host: lab.hostStackView()
        case .outside: StackView(interfaces: [], routes: [])
        }
    }

    var container: Container? {
        if case .container(let container) = self { container } else { nil }
    }
}

/// The programs that a place has: Debian's, or busybox's small ones.
///
/// Docker's usual small images have busybox; the label or the variable asks for iputils, and for the full programs that
/// come with it in Debian (traceroute, GNU wget, net-tools' arp, inetutils' telnet).
package enum ToolFlavor: String {
    case busybox, iputils

    /// A label of a container.
    static let label = "netsim.tools"
    /// A variable of the command (`exec -e`, or `NAME=value` before it in the shell), which goes before the label.
    static let variable = "NETSIM_TOOLS"

    init(at place: ToolPlace, _ context: ToolContext) {
        let variables =
            place.container.map { ContainerEnvironment.variables(of: $0, context) } ?? context.environment
        self.init(of: place.container, variables)
    }

    private init(of container: Container?, _ variables: [String]) {
        let asked =
            ContainerEnvironment.value(Self.variable, in: variables).flatMap(ToolFlavor.init(rawValue:))
            ?? container?.config.labels[Self.label].flatMap(ToolFlavor.init(rawValue:))
        self = asked ?? (container == nil ? .iputils : .busybox)
    }

    /// The tools of which there are two.
    private static let doubles: Set<String> = ["arp", "ping", "ping6", "telnet", "traceroute", "wget"]

    /// Whether a tool of a container is one of busybox's, of those that there are two of.
    ///
    /// - Parameter variables: the command's own, as `exec -e` gives them.
    package static func isBusybox(_ tool: String, in container: Container, variables: [String]) -> Bool {
        doubles.contains(tool) && ToolFlavor(of: container, container.config.environment + variables) == .busybox
    }
}
