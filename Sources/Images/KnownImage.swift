package import Addressing

/// What is known of an image: the program in it, and what it was built with.
package struct KnownImage: Hashable, Sendable {
    package enum Role: String, Hashable, Sendable, CaseIterable {
        /// A database, cache, index or registry: whatever it listens on is its data.
        case store
        case broker
        /// What gives power over a machine, or over other programs.
        case control
        case web, proxy, mail, dns, vpn
        /// A service for strangers, such as a game.
        case `public`
        /// A distribution or a language, to build or to run something else on.
        case base
        case other
    }

    /// The program: what its images have in common, whoever makes them.
    package struct Program: Hashable, Sendable {
        /// Such as `PostgreSQL`.
        package let title: String
        package let role: Role
        package let ports: [ImagePort]
        /// Whether these are all; else it listens on what it is told to.
        package let knowsPorts: Bool
        /// What its processes and subcommands are called, such as `postgres`.
        package let processes: Set<String>
        /// Such as `postgres` in `postgres://…`.
        package let schemes: Set<String>
    }

    /// Of an image that somebody else has made under a program's name only the program is known.
    package enum Certainty: Hashable, Sendable {
        /// This very image is in the table.
        case image
        /// It is called as a program is.
        case name
        /// Somebody said so, in a file or for the lab.
        case stated
    }

    package var program: Program
    package var certainty: Certainty
    /// In place of the program's ports, where the image has others.
    package var ownPorts: [ImagePort]?
    /// Whether it is known what it listens on as it stands.
    package var knowsPorts: Bool
    /// `EXPOSE`; nil: not known.
    package var exposed: [ContainerPort]?
    /// nil: not known, or none.
    package var entrypoint: [String]?
    /// nil: not known, or none.
    package var command: [String]?
    /// nil: not known.
    package var user: String?
    package var base: ImageBase?
    /// nil: not known.
    package var hasHealthCheck: Bool?
    package var stopSignal: String?
    /// Where this can be looked up.
    package var source: String

    package init(_ program: Program, _ certainty: Certainty, source: String) {
        self.program = program
        self.certainty = certainty
        self.source = source
        knowsPorts = program.knowsPorts
    }

    package var title: String { program.title }
    package var role: Role { program.role }
    package var schemes: Set<String> { program.schemes }
    package var ports: [ImagePort] { ownPorts ?? program.ports }

    /// Ports of the container that must not face the world.
    package var sensitivePorts: Set<ContainerPort> { ports(.sensitive) }

    /// Ports that are meant for the world.
    package var publicPorts: Set<ContainerPort> { ports(.public) }

    private func ports(_ audience: ImagePort.Audience) -> Set<ContainerPort> {
        Set((program.ports + (ownPorts ?? [])).filter { $0.audience == audience }.map(\.port))
    }

    /// Whether whoever reaches a port reaches data, or power.
    package func isSensitive(_ port: ContainerPort) -> Bool {
        sensitivePorts.contains(port) || role == .store && port.transport == .tcp && !publicPorts.contains(port)
    }

    /// Whether a port is there for strangers.
    package func isPublic(_ port: ContainerPort) -> Bool {
        publicPorts.contains(port) || role == .public && port.transport == .udp
    }

    // MARK: Looking up

    /// What the table says of an image; nil where nothing is known.
    package static func named(_ image: String) -> KnownImage? { ImageTable.lookup(ImageName(image)) }

    /// What commonly answers URLs of a scheme.
    package static func speaking(_ scheme: String) -> KnownImage? { ImageTable.speaking(scheme) }
}
