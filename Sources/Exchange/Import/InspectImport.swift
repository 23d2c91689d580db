internal import Addressing
package import Lab
internal import Rendering

/// A lab out of what an engine says of its networks and containers: `docker network inspect` and `docker inspect`, in
/// any mixture, or the answers of its API.
///
/// The lab holds the observed state: identifiers, addresses, MAC addresses, published ports and modes as they were
/// printed. What dumps do not say is derived: the names of interfaces and the order of joining.
package struct InspectImport: Sendable {
    package let lab: Lab
    /// What was left out or made up, in a person's words.
    package let notes: [String]

    /// - Parameters:
    ///   - dumps: whole files: an array of objects, or one object.
    ///   - host: facts of the machine; its name is taken from the dumps where they say it.
    ///   - engine: the engine's settings; nil for the defaults.
    package init(
        _ dumps: [InspectedValue],
        host: HostFacts = HostFacts(),
        engine: EngineSettings? = nil,
        at now: Timestamp
    ) throws(ImportError) {
        var sorting = Sorting()
        for dump in dumps { try sorting.add(dump) }
        var builder = InspectBuilder(sorting, host: host, engine: engine, at: now)
        lab = try builder.build()
        notes = builder.notes
    }

    /// The objects of the dumps by what they are.
    struct Sorting {
        var networks: [(origin: InspectedValue, dump: InspectedNetwork)] = []
        var containers: [InspectedContainer] = []
        var notes: [String] = []
        /// Networks that were left out; containers lose their places on them.
        var leftOut: Set<String> = []
        var hostname: String?
        var engineID: String?
        /// nil where nobody said, and for a release that netsim does not know.
        var engine: EngineVersion?

        mutating func add(_ dump: InspectedValue) throws(ImportError) {
            if dump.value.arrayValue != nil {
                for element in try dump.elements() { try add(element) }
                return
            }
            guard dump.value.objectValue != nil else {
                throw dump.problem("expected what docker inspect prints, found \(dump.value.kindName)")
            }
            if dump.has("NetworkSettings"), dump.has("Config") {
                let container = try InspectedContainer.read(dump, notes: &notes)
                if !containers.contains(where: { $0.id == container.id }) { containers.append(container) }
            } else if dump.has("IPAM"), dump.has("Driver") {
                guard let network = try InspectedNetwork.read(dump, notes: &notes) else {
                    leftOut.insert(try dump["Name"].text())
                    return
                }
                if !networks.contains(where: { $0.dump.network.id == network.network.id }) {
                    networks.append((dump, network))
                }
            } else if dump.has("ServerVersion"), dump.has("Name") {
                hostname = try dump["Name"].text()
                engineID = try dump["ID"].text()
                engine = EngineVersion(reported: try dump["ServerVersion"].text())
            } else if dump.has("Names") || dump.has("Image") && dump.has("State") {
                throw dump.problem("this is a line of a list; what docker inspect prints is needed")
            } else {
                throw dump.problem("this is neither a network nor a container as docker inspect prints them")
            }
        }
    }
}
