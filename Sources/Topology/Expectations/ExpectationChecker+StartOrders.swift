internal import Addressing
internal import Compose
internal import Lab

/// Addresses that are to be the same whatever starts first.
extension ExpectationChecker {
    mutating func checkStartOrders(
        _ name: Expectation.Name,
        _ address: IPAddress,
        in project: Int
    ) throws(ExpectationError) -> Failure? {
        guard let service = parties.service(name, in: project) else { throw parties.unknown(name, in: project) }
        guard let meant = parties.meant(name, in: project) else { return nil }
        if let failure = Self.notRunning(meant) { return failure }
        for container in meant.containers {
            let holds = container.attachments.contains { $0.endpoint?.address(address.family)?.address == address }
            guard holds else {
                let own = container.attachments.compactMap { $0.endpoint?.address(address.family)?.address }
                return Failure(
                    message: "\(container.name) gets \(own.isEmpty ? "no address" : Count.list(own.map(\.description)))"
                )
            }
        }
        guard let order = AddressRace(context).order(thatTakes: address, from: service) else { return nil }
        return Failure(message: order.message, details: order.steps)
    }
}
