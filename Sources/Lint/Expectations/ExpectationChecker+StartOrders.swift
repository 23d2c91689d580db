internal import Addressing
internal import Compose
internal import Lab
internal import Planning
internal import Text

/// Addresses that are to be the same whatever starts first.
extension ExpectationChecker {
    mutating func checkStartOrders(
        _ name: Expectation.Name,
        _ address: IPAddress,
        in project: Int
    ) throws(ExpectationError) -> Failure? {
        guard let meant = parties.meant(name, in: project) else { throw parties.unknown(name, in: project) }
        if let failure = Self.notRunning(meant) { return failure }
        for container in meant.containers {
            let own = container.attachments.compactMap { $0.endpoint?.address(address.family)?.address }
            guard own.contains(address) else {
                return Failure(
                    message: "\(container.name) gets \(own.isEmpty ? "no address" : Count.list(own.map(\.description)))"
                )
            }
        }
        let orders = orders ?? StartOrders(context.realisation)
        self.orders = orders
        for container in meant.containers {
            switch orders.assurance(that: container.id, gets: address) {
            case .always: continue
            case .stolen(let theft):
                return Failure(message: "\(theft.thief) gets it \(theft.when)", details: theft.steps)
            case .otherwise(let other):
                return Failure(
                    message: "\(container.name) asks for no address, and gets \(other) in another order",
                    details: ["give it the address, and the network an ip_range that leaves the address out"]
                )
            case .never: return Failure(message: "\(container.name) does not get it on every start")
            }
        }
        return nil
    }
}
