import Addressing
import TestSupport
import Testing

@testable import Lab

/// What a lab keeps of its containers beside them.
@Suite struct `Guests and publishers` {
    @Test(arguments: UInt64(1)...40)
    func `are those of the containers after commands of all kinds`(seed: UInt64) throws {
        var lab = RandomLab.make(seed: seed)
        try check(lab, "seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for step in 0..<30 {
            let names = lab.allContainers.map(\.name)
            guard let name = names.randomElement(using: &random) else { break }
            let network = lab.allNetworks.randomElement(using: &random)?.name ?? "bridge"
            switch Int.random(in: 0..<6, using: &random) {
            case 0: try? lab.stopContainer(matching: name, at: noon)
            case 1: try? lab.startContainer(matching: name, at: noon)
            case 2: try? lab.connect(network: network, container: name, config: EndpointConfig())
            case 3: try? lab.disconnect(network: network, container: name)
            case 4: try? lab.restartContainer(matching: name, at: noon)
            default: try? lab.removeContainer(matching: name, force: Bool.random(using: &random), at: noon)
            }
            try check(lab, "seed \(seed), step \(step)")
        }
    }

    private func check(_ lab: Lab, _ context: String) throws {
        let publishers = lab.containers.slots.filter { !lab.containers[$0].published.isEmpty }
        #expect(lab.publishers == Set(publishers), "\(context)")
        let guests = lab.containers.slots.filter {
            switch lab.containers[$0].stack {
            case .host, .joined: true
            case .down, .own: false
            }
        }
        #expect(lab.guests == Set(guests), "\(context)")
        var held: Set<HostPorts.Holding> = []
        for slot in lab.publishers {
            for port in lab.containers[slot].published where port.hostPort != 0 {
                held.insert(HostPorts.Holding(transport: port.port.transport, port: port.hostPort))
            }
        }
        #expect(Set(lab.hostPorts.holders.keys) == held, "\(context)")
    }
}
