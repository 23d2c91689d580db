public import Compose
public import Lab
internal import Text
internal import YAML

extension ComposeProject {
    /// The project with only some of its services enabled, and what they depend on; the others count as disabled. A
    /// service whose profile is not active is enabled by being named (docker/compose: `projectOrName`).
    ///
    /// - Throws: `notFound` for a service that the files do not have.
    public func selecting(_ names: [String], withDependencies: Bool = true) throws(LabError) -> ComposeProject {
        if names.isEmpty { return self }
        let all = services + disabled
        var positions: [String: Int] = [:]
        for (position, service) in all.enumerated() { positions[service.name] = position }
        var wanted: Set<Int> = []
        var pending: [Int] = []
        for name in names {
            guard let position = positions[name] else {
                throw LabError(
                    .notFound,
                    "no such service: \(name)",
                    hint: NearName.hint(for: name, among: all.map(\.name))
                )
            }
            pending.append(position)
        }
        while let position = pending.popLast() {
            guard wanted.insert(position).inserted, withDependencies else { continue }
            pending += ServiceOrder.names(all[position]).compactMap { positions[$0] }
        }
        var selected = self
        selected.services = all.indices.filter(wanted.contains).map { all[$0] }
        selected.disabled = all.indices.filter { !wanted.contains($0) }.map { all[$0] }
        return selected
    }

    /// The project with other numbers of replicas (`--scale`).
    ///
    /// - Throws: `notFound` for a service that is not enabled.
    public func scaling(_ scales: [(service: String, replicas: Int)]) throws(LabError) -> ComposeProject {
        var scaled = self
        for (name, replicas) in scales {
            guard let index = scaled.services.firstIndex(where: { $0.name == name }) else {
                throw LabError(
                    .notFound,
                    "no such service: \(name)",
                    hint: NearName.hint(for: name, among: services.map(\.name))
                )
            }
            let place = scaled.services[index].scale?.place ?? scaled.services[index].place
            scaled.services[index].scale = Placed(replicas, at: place)
        }
        return scaled
    }
}
