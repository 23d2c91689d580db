internal import Addressing
internal import Dataplane
internal import Lab
internal import PacketWire

/// An answer that leaves a container by another interface than the question came in by.
struct Detour {
    let container: ContainerID
    /// By which the question came.
    let network: String
    let interface: String
    /// By which the answer leaves.
    let otherNetwork: String
    let otherInterface: String

    init?(_ result: ProbeResult?, in lab: Lab) {
        guard let result else { return nil }
        for (index, arrival) in result.steps.enumerated() {
            guard case .delivered = arrival.kind, let question = arrival.packet, let interface = arrival.interface,
                let answer = result.steps[index...].first(where: { step in
                    guard case .output = step.kind, step.stack == arrival.stack else { return false }
                    return step.packet?.destination == question.source && step.packet?.source == question.destination
                }), case .output(let other, _, _) = answer.kind, other != interface,
                let container = lab.allContainers.first(where: { $0.name == arrival.stack }),
                let network = Self.network(interface, of: container),
                let otherNetwork = Self.network(other, of: container)
            else { continue }
            self.container = container.id
            self.network = network
            self.interface = interface
            self.otherNetwork = otherNetwork
            otherInterface = other
            return
        }
        return nil
    }

    private static func network(_ interface: String, of container: Container) -> String? {
        container.attachments.first { $0.endpoint?.interface == interface }?.network
    }
}
