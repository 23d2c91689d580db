public import Compose
package import Images
public import YAML

/// What a repository's `.netsim.yaml` says to every check in it.
///
/// `schema/netsim.schema.json` says the same for editors.
public struct Configuration: Sendable {
    /// A rule that is silenced, and why.
    public struct Ignored: Hashable, Sendable {
        public let rule: Placed<String>
        public let reason: String
        /// A service of any project; nil: everywhere.
        public let service: String?
        public let network: String?
    }

    /// The least severity that makes a check fail.
    public internal(set) var failOn: Placed<String>?
    public internal(set) var ignored: [Ignored] = []
    /// What is said of the host, as under `x-netsim.host`.
    public internal(set) var host = HostStatement()
    /// Files with what the host says of itself; paths start from the file's folder.
    public internal(set) var hostFacts: [Placed<String>] = []
    /// A file of accepted findings; its path starts from the file's folder.
    public internal(set) var baseline: Placed<String>?
    /// What is said of images, as under `x-netsim.images`.
    package internal(set) var images: [ImageEntry] = []

    /// Nothing said.
    public init() {}

    /// Reads a file that stands in the table.
    ///
    /// - Throws: everything that is wrong with it, in the order of the file.
    public init(ofFile file: Int, in sources: SourceTable) throws(ComposeFailure) {
        let documents: [YAMLNode]
        do throws(SourceError) {
            documents = try YAMLReader.read(file: file, in: sources)
        } catch {
            throw ComposeFailure([error])
        }
        if documents.count > 1 {
            throw ComposeFailure([SourceError("the file has several documents", at: documents[1].place)])
        }
        var reader = ConfigurationReader()
        if let document = documents.first { reader.read(document) }
        if !reader.errors.isEmpty { throw ComposeFailure(reader.errors) }
        self = reader.found
    }
}

extension Extension {
    /// Takes what the repository says beside what the project does, which goes first.
    public mutating func adopt(_ configuration: Configuration) {
        host = HostStatement.union([host, configuration.host])
        let own = Set(images.map(\.name))
        images += configuration.images.filter { !own.contains($0.name) }
    }
}
