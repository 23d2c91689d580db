public import Addressing
public import Compose
package import Images
public import Lab
public import YAML

/// What a project says under `x-netsim`, which Compose ignores: at the top level, at services and at networks.
///
/// `schema/x-netsim.schema.json` says the same for editors.
public struct Extension: Sendable {
    /// The ports that a service really opens, in place of those that it exposes and publishes.
    public struct Listen: Hashable, Sendable {
        public let service: String
        public let ports: [Placed<ListeningPort>]
        public let place: SourcePlace

        /// As the label `netsim.listen` spells it: `8080,53/udp,127.0.0.1:5432/tcp`.
        public var label: String {
            ports.map { placed in
                let port = placed.value.port
                return placed.value.address == nil && port.transport == .tcp ? "\(port.number)" : "\(placed.value)"
            }.joined(separator: ",")
        }
    }

    /// What a service that is a name server knows by itself.
    public struct Zone: Hashable, Sendable {
        public let service: String
        public let records: [Placed<Upstream.Record>]
        public let place: SourcePlace

        /// As the label `netsim.zone` spells it.
        public var label: String {
            records.map { "\($0.value.name) \($0.value.ttl) \($0.value.type) \($0.value.data)" }.joined(separator: "; ")
        }
    }

    /// What the links of a network, or of a service on it, do to packets.
    public struct Impaired: Hashable, Sendable {
        /// nil: every service of the network that has no impairment of its own.
        public let service: String?
        /// The key of a network; nil: every network of the service.
        public let network: String?
        public let impairment: Impairment
        public let place: SourcePlace
    }

    /// A rule of lint that is silenced, and why.
    public struct Ignored: Hashable, Sendable {
        public let rule: Placed<String>
        /// nil where none is given, which is itself a finding.
        public let reason: String?
        /// nil: wherever it is found.
        public let service: String?
        public let network: String?
        public let place: SourcePlace
    }

    /// A subnet that the project's networks have to keep clear of, and whose it is.
    public struct Reserved: Hashable, Sendable {
        public let prefix: Placed<IPPrefix>
        /// Such as `VPN`; empty where nothing is said.
        public let name: String
    }

    public internal(set) var expectations: [Placed<String>] = []
    /// At most one of each service.
    public internal(set) var listen: [Listen] = []
    /// At most one of each service.
    public internal(set) var zones: [Zone] = []
    public internal(set) var impairments: [Impaired] = []
    /// Records that the simulated name server outside answers with.
    public internal(set) var upstream: [Placed<Upstream.Record>] = []
    public internal(set) var ignored: [Ignored] = []
    public internal(set) var reserved: [Reserved] = []
    /// What is said of images: at most one entry of each name.
    package internal(set) var images: [ImageEntry] = []
    /// The release of Docker Engine that the project is for; nil where nothing is said.
    public internal(set) var engine: Placed<EngineVersion>?
    /// What is said of the host.
    public internal(set) var host = HostStatement()

    /// What cannot be read of it, where the rest was taken all the same.
    public internal(set) var complaints: [SourceError] = []

    /// Nothing said.
    public init() {}

    /// Reads all that a project says.
    ///
    /// - Throws: everything that is wrong with it, in the order of the file.
    public init(of project: ComposeProject) throws(ComposeFailure) {
        var reader = ExtensionReader(project)
        reader.read()
        if !reader.errors.isEmpty { throw ComposeFailure(reader.errors) }
        self = reader.found
    }

    /// What can be understood of what a project says; the rest is in ``complaints``.
    public static func examine(_ project: ComposeProject) -> Extension {
        var reader = ExtensionReader(project)
        reader.read()
        reader.found.complaints = reader.errors
        return reader.found
    }

    /// Reads a file of images: a mapping as under `x-netsim.images`, by itself or below `images` or `x-netsim`.
    ///
    /// - Throws: everything that is wrong with it, in the order of the file.
    package static func images(ofFile file: Int, in sources: SourceTable) throws(ComposeFailure) -> [ImageEntry] {
        var reader = ExtensionReader()
        do throws(SourceError) {
            for document in try YAMLReader.read(file: file, in: sources) {
                let said = document["x-netsim"] ?? document
                reader.readImages(said["images"] ?? said)
            }
        } catch {
            throw ComposeFailure([error])
        }
        if !reader.errors.isEmpty { throw ComposeFailure(reader.errors) }
        return reader.found.images
    }

    public func listen(of service: String) -> Listen? { listen.first { $0.service == service } }
}
