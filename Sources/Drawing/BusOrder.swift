/// In which order networks are drawn, so that containers on several of them span few others.
enum BusOrder {
    /// Beyond this many the order of creation stays: nobody sees at a glance where anything is then.
    private static let limit = 60

    /// Positions in ``Diagram/networks``, from top to bottom.
    static func of(_ diagram: Diagram) -> [Int] {
        var order = Array(diagram.networks.indices)
        guard order.count > 1, order.count <= limit else { return order }
        var weights: [[Int]: Int] = [:]
        for node in diagram.nodes {
            let networks = node.legs.map(\.network).sorted()
            let isPublished = node.kind == .own && !node.ports.isEmpty
            // What the host publishes hangs on the host's bar too.
            let key = isPublished ? [-1] + networks : networks
            if key.count > 1 { weights[key, default: 0] += 1 }
        }
        // Networks with published containers and ways out first, so that the search begins near a good order.
        let bonds = weights.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, min($0.value, 20)) }
        var best = cost(order, bonds)
        for _ in 0..<8 {
            var improved = false
            for network in diagram.networks.indices {
                for place in order.indices {
                    var trial = order
                    trial.removeAll { $0 == network }
                    trial.insert(network, at: place)
                    let trialCost = cost(trial, bonds)
                    if trialCost < best {
                        (order, best) = (trial, trialCost)
                        improved = true
                    }
                }
            }
            if !improved { break }
        }
        return order
    }

    private static func cost(_ order: [Int], _ bonds: [([Int], Int)]) -> Int {
        var place: [Int: Int] = [-1: -1]
        for (index, network) in order.enumerated() { place[network] = index }
        return bonds.reduce(0) { sum, bond in
            let places = bond.0.compactMap { place[$0] }
            return sum + bond.1 * ((places.max() ?? 0) - (places.min() ?? 0))
        }
    }
}
