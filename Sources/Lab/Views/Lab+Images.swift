package import Addressing
package import Images

/// What a container's image brings along, beside what the container itself was told.
extension Lab {
    /// What is known of a container's image; nil: nothing.
    package func image(of container: Container) -> KnownImage? { images.lookup(container.config.image) }

    /// Takes note of what somebody says of an image.
    package mutating func state(_ entry: ImageEntry) {
        let before = images
        images.add(entry)
        if images != before { changes.settings = true }
    }

    /// The same lab with nothing listening where nobody knows what does: as the kernel has it, which runs no images.
    package func withoutDoubts() -> Lab {
        var lab = self
        for slot in containers.slots where listening(of: containers[slot]).isOpenEnded {
            lab.containers[slot].config.labels[Self.listenLabel] = ""
        }
        return lab
    }

    /// Whether a container runs its image's service, and on which ports.
    package func imageCommand(of container: Container) -> ImageCommand {
        let config = container.config
        guard let image = image(of: container) else {
            let own = (config.entrypoint ?? []) + config.command
            return ImageCommand.opensNothing(own) ? .nothing : .unknown
        }
        return ImageCommand(
            image,
            entrypoint: config.entrypoint,
            arguments: config.command,
            environment: config.environment
        )
    }

    /// The ports that a container exposes: those of its image, its own, and those that it publishes, lowest first.
    package func exposedPorts(of container: Container) -> [ContainerPort] {
        let own = container.config.exposedPorts + container.config.portBindings.map(\.port)
        guard let image = image(of: container)?.exposed, !image.isEmpty else { return Set(own).sorted() }
        return Set(own + image).sorted()
    }

    /// The same as runs.
    package func exposed(by container: Container) -> PortSet {
        var ports = container.config.exposed
        if let image = image(of: container)?.exposed, !image.isEmpty { ports.formUnion(PortSet(image)) }
        return ports
    }

    /// A container's entrypoint; nil: none that is known (Docker Engine: `daemon.merge`).
    package func entrypoint(of container: Container) -> [String]? {
        container.config.entrypoint ?? image(of: container)?.entrypoint
    }

    /// A container's command, which takes the image's place with its own entrypoint too.
    package func command(of container: Container) -> [String] {
        let config = container.config
        if !config.command.isEmpty || config.entrypoint?.isEmpty == false { return config.command }
        return image(of: container)?.command ?? []
    }

    /// The program with its arguments: the entrypoint's, then the command's.
    package func processArguments(of container: Container) -> [String] {
        (entrypoint(of: container) ?? []) + command(of: container)
    }

    /// What is not known of a container that a port is asked of, in words; nil where it is known to listen there or not.
    package func doubt(about container: Container, on port: ContainerPort) -> String? {
        let listening = listening(of: container)
        guard listening.isOpenEnded, !listening.ports.contains(port) else { return nil }
        let name = container.config.image
        let why =
            image(of: container).map {
                $0.knowsPorts ? "its command is not that of \(name)" : "\(name) listens where it is told to"
            }
            ?? (name.isEmpty ? "it has no image" : "nothing is known of the image \(name)")
        return "whether \(container.name) listens on \(port) is not known: \(why); expose, x-netsim.listen or "
            + "x-netsim.images says so"
    }
}
