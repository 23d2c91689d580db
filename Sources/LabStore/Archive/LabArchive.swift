internal import Addressing
package import Lab
package import Rendering

/// A whole lab as one JSON document, for `netsim lab export` and `netsim lab import`.
///
/// Equal labs give the same bytes, and importing what was exported gives an equal lab. The round-robin counters of the
/// store are no part of it.
package enum LabArchive {
    /// The document of a lab.
    ///
    /// Networks stand in order of creation, those of one moment by name; containers in order of creation.
    package static func encode(_ lab: Lab) -> JSONValue {
        let networks = lab.networks.elements.sorted { ($0.created, $0.name, $0.id) < ($1.created, $1.name, $1.id) }
        let document = Document(
            format: Document.format,
            version: Document.version,
            settings: lab.settings,
            networks: networks,
            containers: lab.allContainers
        )
        do {
            return try ArchiveWriter.json(document)
        } catch {
            // A writer is given every value that its lists ask for.
            preconditionFailure("cannot write \(error.path): \(error.problem)")
        }
    }

    /// The lab of a document.
    ///
    /// - Throws: ``ArchiveError`` for an unknown version, a field that is missing, unknown or malformed, and parts that
    ///   contradict each other.
    package static func decode(_ json: JSONValue) throws(ArchiveError) -> Lab {
        try checkHead(json)
        let document: Document
        do throws(FieldError) {
            document = try ArchiveReader.read(Document.self, from: json)
        } catch {
            throw ArchiveError(path: error.path, problem: error.problem)
        }
        do throws(LabRestoration.Refusal) {
            var restoration = try LabRestoration(settings: document.settings, networks: document.networks)
            for container in document.containers { try restoration.add(container) }
            return try restoration.finish()
        } catch {
            switch error.part {
            case .settings: throw ArchiveError(path: "settings", problem: error.problem)
            case .network(let index, _): throw ArchiveError(path: "networks[\(index)]", problem: error.text)
            case .container(let index, _): throw ArchiveError(path: "containers[\(index)]", problem: error.text)
            }
        }
    }

    /// Looks at what the document says it is before anything else in it is read.
    private static func checkHead(_ json: JSONValue) throws(ArchiveError) {
        guard json.objectValue != nil else {
            throw ArchiveError(path: "", problem: "expected an object, found \(json.kindName)")
        }
        guard json["format"]?.stringValue == Document.format else {
            throw ArchiveError(path: "format", problem: "expected \(Document.format.debugDescription): this is no lab")
        }
        guard let version = json["version"]?.intValue else {
            throw ArchiveError(path: "version", problem: "expected an integer")
        }
        guard version == Document.version else {
            throw ArchiveError(
                path: "version",
                problem: "version \(version) is unknown, this netsim reads \(Document.version)"
            )
        }
    }

    private struct Document: Record {
        static let format = "netsim lab"
        static let version = 1

        let format: String
        let version: Int
        let settings: LabSettings
        let networks: [Network]
        let containers: [Container]

        static func fields<C: FieldCoder>(_ given: Document?, with coder: inout C) throws(FieldError) -> Document {
            Document(
                format: try coder.field("format", given?.format),
                version: try coder.field("version", given?.version),
                settings: try coder.field("settings", given?.settings),
                networks: try coder.list("networks", given?.networks),
                containers: try coder.list("containers", given?.containers)
            )
        }
    }
}

/// Why a document is no lab, and where.
package struct ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The place, such as `containers[3].attachments[0].endpoint.mac`; empty for the document itself.
    package let path: String
    package let problem: String

    /// `containers[3].name: the field is missing`.
    package var description: String { path.isEmpty ? problem : "\(path): \(problem)" }
}
