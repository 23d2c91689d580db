public import Lab
internal import YAML

extension Convergence {
    /// Gives the lab's host what is said of it, and the interfaces and addresses that the project needs, where nothing
    /// else is known of it. Networks and containers are the lab's own: what is missing there is missing.
    ///
    /// - Returns: what was assumed now.
    public func assumeHost(_ said: Extension, on lab: inout Lab) -> [Assumption] {
        var assumed = HostAssumptions(said.host, on: lab)
        assumed.addStated(to: &lab, besides: [project], at: now)
        assumed.addInterfaces(for: [project], to: &lab)
        assumed.addAddresses(for: [project], to: &lab)
        return assumed.assumptions
    }

    /// Adds what the project says of the world outside and of its links.
    public mutating func apply(_ said: Extension, on lab: inout Lab) {
        for (impaired, error) in said.apply(on: &lab, networks: networks, containers: containers) {
            var failure = RealisationFailure(
                subject: impaired.service.map { .container(project: position, service: $0, number: 1) }
                    ?? .network(project: position, key: impaired.network ?? ""),
                step: .start,
                error: error,
                place: impaired.place
            )
            failure.isFromCompose = true
            failures.append(failure)
        }
    }
}

extension Extension {
    /// Takes back the records of the world outside. Impairments go with what they are of.
    public func withdraw(from lab: inout Lab) {
        for record in upstream {
            _ = try? lab.removeUpstreamRecords(
                name: record.value.name,
                type: record.value.type,
                data: record.value.data
            )
        }
    }
}
