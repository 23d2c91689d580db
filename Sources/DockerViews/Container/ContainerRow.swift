package import Lab
package import Rendering
internal import Text

/// A line of `docker ps`.
package struct ContainerRow: Sendable {
    private let container: Container
    private let allNames: [String]
    private let ports: String
    private let process: [String]
    private let now: Timestamp

    package init(_ container: Container, in lab: Lab, at now: Timestamp) {
        self.container = container
        self.now = now
        process = lab.processArguments(of: container)
        allNames = Self.names(of: container, lab)
        ports = PortSummary.text(PortSummary.ports(of: container, in: lab))
    }

    package var id: ContainerID { container.id }

    /// Every field that a template may name, keys in byte order as `--format json` prints them; all are texts.
    ///
    /// - Parameter truncated: false for `--no-trunc`: whole identifiers, commands and image names, and the names that
    ///   legacy links give the container.
    package func fields(truncated: Bool = true) -> JSONObject {
        [
            "Command": .string(GoQuote.quote(truncated ? TableText.ellipsis(command, width: 20) : command)),
            "CreatedAt": .string(GoTime.string(container.created, wholeSeconds: true)),
            "ID": .string(truncated ? container.id.short : "\(container.id)"),
            "Image": .string(truncated ? shortImage : image),
            "Labels": .string(TableText.labels(container.config.labels)),
            "LocalVolumes": "0",
            "Mounts": "",
            "Names": .string(truncated ? container.name : allNames.joined(separator: ",")),
            "Networks": .string(container.attachments.map(\.network).sorted().joined(separator: ",")),
            "Platform": "",
            "Ports": .string(ports),
            "RunningFor": .string(GoTime.age(of: container.created, at: now, wholeSeconds: true) + " ago"),
            "Size": "0B",
            "State": .string(container.status.rawValue),
            "Status": .string(Self.status(of: container, at: now)),
        ]
    }

    /// The row for ``listing(withSize:)``.
    package func listed(truncated: Bool = true) -> Listing.Row {
        Listing.Row(fields(truncated: truncated), labels: container.config.labels)
    }

    /// The columns of `docker ps`, and its default table.
    ///
    /// - Parameter withSize: for `-s`: whether the default table ends with the size.
    package static func listing(withSize: Bool = false) -> Listing {
        let size = withSize ? #"\t{{.Size}}"# : ""
        return Listing(
            columns: [
                .init("Command", title: "COMMAND"), .init("CreatedAt", title: "CREATED AT"),
                .init("ID", title: "CONTAINER ID"), .init("Image", title: "IMAGE"), .init("Labels", title: "LABELS"),
                .init("LocalVolumes", title: "LOCAL VOLUMES"), .init("Mounts", title: "MOUNTS"),
                .init("Names", title: "NAMES"), .init("Networks", title: "NETWORKS"), .init("Platform", title: nil),
                .init("Ports", title: "PORTS"), .init("RunningFor", title: "CREATED"), .init("Size", title: "SIZE"),
                .init("State", title: "STATE"), .init("Status", title: "STATUS"),
            ],
            typeName: "formatter.ContainerContext",
            defaultTemplate:
                #"{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}"# + size,
            hasLabels: true
        )
    }

    /// `Up 3 hours (Paused)`, `Created`, `Exited (137) 2 days ago` (Docker Engine: `State.String`).
    package static func status(of container: Container, at now: Timestamp) -> String {
        switch container.status {
        case .running: "Up \(GoTime.age(of: container.startedAt, at: now))"
        case .paused: "Up \(GoTime.age(of: container.startedAt, at: now)) (Paused)"
        case .created: "Created"
        case .restarting:
            "Restarting (\(container.exitCode)) \(GoTime.age(of: container.finishedAt, at: now)) ago"
        case .exited: "Exited (\(container.exitCode)) \(GoTime.age(of: container.finishedAt, at: now)) ago"
        }
    }

    // MARK: - Cells

    /// The container's name, and those of legacy links to it.
    var names: [String] { allNames }

    /// Program and arguments; arguments with blanks in single quotes.
    var command: String {
        process.enumerated()
            .map { $0.offset > 0 && $0.element.contains(" ") ? "'\($0.element)'" : $0.element }
            .joined(separator: " ")
    }

    private var image: String { container.config.image.isEmpty ? "<no image>" : container.config.image }

    /// Without the default registry and without a digest; an image named by its identity is shortened to 12 digits.
    private var shortImage: String {
        if container.config.image.isEmpty { return image }
        if let digits = ImageReference.givenID(image) { return String(digits.prefix(12)) }
        return ImageReference(image).familiar
    }

    /// The container's own name and those of legacy links to it, by name.
    private static func names(of container: Container, _ lab: Lab) -> [String] {
        var names = [container.name]
        for slot in lab.linkParents[container.id] ?? [] {
            let parent = lab.containers[slot]
            names += parent.links.filter { $0.child == container.id }.map { "\(parent.name)/\($0.alias)" }
        }
        return names.sorted()
    }
}
