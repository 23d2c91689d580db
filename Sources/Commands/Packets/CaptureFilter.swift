internal import Dataplane
internal import Lab
internal import Text

/// Which links `netsim capture` listens on: those of containers and networks, and single ones.
struct CaptureFilter: Sendable {
    private var containers: Set<String> = []
    private var networks: Set<String> = []
    private var links: Set<String> = []

    /// Links outside that are always there, by the word for who hangs on them.
    private static let outside = ["outside", "router"]

    /// - Throws: `LabError` where what a word means has no link, `CommandFailure` for a word that means nothing.
    init(_ words: [String], _ lab: Lab) throws {
        for word in words { try add(word, lab) }
    }

    func includes(_ tap: Recording.Tap) -> Bool {
        links.contains(tap.name) || tap.network.map(networks.contains) ?? false
            || tap.container.map(containers.contains) ?? false
    }

    private mutating func add(_ word: String, _ lab: Lab) throws {
        if word.allSatisfy(\.isWhitespace) {
            throw CommandFailure("netsim: a link, network or container without a name")
        }
        if let slot = lab.knownContainerSlot(matching: word) {
            let container = lab.containers[slot]
            // Who joined another's stack has its links, and who is on the host's has the host's.
            let owner = lab.stackOwner(of: container) ?? container
            if owner.config.networkMode == .host {
                links.insert(lab.host.uplinkName)
                return
            }
            guard !lab.places(of: owner).isEmpty else {
                throw CommandFailure("netsim: container \(container.name) has no link of its own")
            }
            containers.insert(owner.name)
        } else if word == "host" {
            links.insert(lab.host.uplinkName)
        } else if Self.names(of: lab).contains(word) {
            links.insert(word)
        } else if let bridge = lab.allNetworks.first(where: { $0.deviceName == word }) {
            networks.insert(bridge.name)
        } else if lab.knownNetworkSlot(matching: word) != nil {
            networks.insert(try lab.linkedNetwork(matching: word).name)
        } else {
            let known =
                Self.names(of: lab) + lab.allNetworks.flatMap { [$0.name, $0.deviceName].compactMap { $0 } }
                + lab.allContainers.map(\.name)
            throw CommandFailure(
                "netsim: no such link, network or container: \(word)",
                hint: NearName.hint(for: word, among: known)
            )
        }
    }

    /// The names of links, as captures have them.
    private static func names(of lab: Lab) -> [String] {
        let own = lab.allContainers.flatMap { container in
            container.attachments.compactMap { attachment -> String? in
                guard let endpoint = attachment.endpoint, !endpoint.interface.isEmpty else { return nil }
                return endpoint.hostInterface.isEmpty
                    ? "\(container.name)-\(endpoint.interface)" : endpoint.hostInterface
            }
        }
        return own + [lab.host.uplinkName] + outside
    }
}
