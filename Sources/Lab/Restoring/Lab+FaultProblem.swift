extension Lab {
    /// What is wrong with the faults of a lab that is being restored: each must be of networks and containers that are
    /// there, with values in range. nil: nothing.
    var faultProblem: String? {
        if faults.isNone { return nil }
        for (id, impairment) in faults.networkImpairments.sorted(by: { $0.key < $1.key }) {
            if let problem = Self.problem(of: impairment) ?? problem(ofNetwork: id) { return problem }
        }
        for (place, impairment) in faults.linkImpairments.sorted(by: { $0.key < $1.key }) {
            if let problem = Self.problem(of: impairment) ?? problem(of: place) { return problem }
        }
        for place in faults.downLinks.sorted() {
            if let problem = problem(of: place) { return problem }
        }
        for partition in faults.partitions.sorted() {
            if partition.first == partition.second { return "it cuts a container off from itself" }
            if let problem = problem(ofContainer: partition.first) ?? problem(ofContainer: partition.second) {
                return problem
            }
        }
        return nil
    }

    private static func problem(of impairment: Impairment) -> String? {
        impairment.problem.map { "an impairment: \($0)" }
    }

    private func problem(of place: Faults.Place) -> String? {
        problem(ofNetwork: place.network) ?? problem(ofContainer: place.container)
    }

    private func problem(ofNetwork id: NetworkID) -> String? {
        networks.slot(id) == nil ? "its faults name a network that does not exist, \(id.short)" : nil
    }

    private func problem(ofContainer id: ContainerID) -> String? {
        containers.slot(id) == nil ? "its faults name a container that does not exist, \(id.short)" : nil
    }
}
