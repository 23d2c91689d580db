/// What a drawing of a lab shows, free of any format: networks, the stacks on them, and what the host publishes.
///
/// All texts are as they are in the lab; renderers make them safe for their formats. The same lab gives the same value.
package struct Diagram: Hashable, Sendable {
    /// A network as a bus.
    package struct Network: Hashable, Sendable {
        package var name: String
        /// `bridge`, `macvlan` or `ipvlan`.
        package var driver: String
        package var subnets: [Subnet] = []
        /// What is not as usual: `internal`, `icc off`, `parent eth0`, …
        package var flags: [String] = []
        /// What every link of it suffers, in the words of tc; nil: nothing.
        package var impairment: String?
        /// Whether its containers can leave it by the host.
        package var hasWayOut = true
    }

    package struct Subnet: Hashable, Sendable {
        package var prefix: String
        package var gateway: String?
    }

    /// A network stack with those that share it, or many like it.
    package struct Node: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case own
            /// The host's own stack.
            case host
            /// `none` mode, and whatever else is on no network.
            case detached
        }

        package var kind = Kind.own
        /// The owner first, then those that joined, in order of creation; all of a stack share everything below.
        package var members: [Member]
        /// How many such stacks this one stands for.
        package var count = 1
        package var legs: [Leg] = []
        package var ports: [Port] = []
        /// What deserves attention, such as `cut off from db`.
        package var marks: [String] = []

        package var isRunning: Bool { members.contains(where: \.isRunning) }
        package var isShared: Bool { members.count > 1 }
    }

    /// A container.
    package struct Member: Hashable, Sendable {
        package var name: String
        package var image: String
        /// Docker's word: `running`, `exited`, …
        package var status: String
        package var isRunning: Bool
        /// The Compose project that it is of; empty for none, and where all are of one.
        package var project = ""
        /// Lines for whoever wants to know more.
        package var details: [String] = []
    }

    /// A stack's place on a network.
    package struct Leg: Hashable, Sendable {
        /// Position in ``Diagram/networks``.
        package var network: Int
        /// IPv4 first; ranges where the node stands for several; those asked for where it does not run.
        package var addresses: [String]
        /// Aliases that other containers can ask for.
        package var names: [String] = []
        /// Of this link alone.
        package var impairment: String?
        package var isDown = false
        /// Whether the endpoint is there: its stack runs.
        package var isLive = true
        /// Whether it holds the default route where the stack has several networks.
        package var isDefaultRoute = false
    }

    /// A port that the host publishes, or would if the container ran.
    package struct Port: Hashable, Sendable {
        /// `192.0.2.10:8080`; `*:8080` for all addresses of the host; empty where nothing is bound (routed mode).
        package var outside: String
        /// `80/tcp`.
        package var inside: String
        package var isLive = true
        /// Whether the host port was asked for and refused.
        package var isRefused = false

        package var label: String {
            let way = outside.isEmpty ? "routed → \(inside)" : "\(outside) → \(inside)"
            return isRefused ? "\(way) (refused)" : way
        }
    }

    /// Two nodes between which no packet passes.
    package struct Cut: Hashable, Sendable {
        package var first: Int
        package var second: Int
    }

    package var hostName: String
    /// The uplink's name and addresses.
    package var uplink: String
    package var uplinkAddresses: [String]
    package var networks: [Network] = []
    package var nodes: [Node] = []
    package var cuts: [Cut] = []

    /// Whether the host itself has a part in it.
    package var usesHost: Bool { nodes.isEmpty || nodes.contains { !$0.ports.isEmpty || $0.kind == .host } }

    /// How many containers the drawing stands for.
    package var containerCount: Int { nodes.reduce(0) { $0 &+ $1.members.count &* $1.count } }
}

extension Diagram.Node {
    /// What the node is called: its owner's name, and how many it stands for.
    package var title: String {
        let name = members.first?.name ?? ""
        return count > 1 ? "\(name) ×\(count)" : name
    }

    /// All aliases, each once, in the order of the networks.
    package var names: [String] {
        var seen: Set<String> = []
        return legs.flatMap(\.names).filter { seen.insert($0).inserted }
    }

    /// The state worth a word: that of a container which does not simply run.
    package func state(of member: Diagram.Member) -> String? { member.status == "running" ? nil : member.status }

    /// What the host publishes, those that are in force apart from those that are not: for formats with one arrow each.
    package var portGroups: [(isLive: Bool, labels: [String])] {
        [true, false].map { isLive in (isLive, ports.filter { $0.isLive == isLive }.map(\.label)) }
            .filter { !$0.labels.isEmpty }
    }

    /// Where the node is, in a word; nil for a stack with links.
    package var place: String? {
        switch kind {
        case .own: nil
        case .host: "host network"
        case .detached: "no network"
        }
    }
}
