package import Addressing

/// Values by the ports that they hold for; several may hold for one.
package struct PortMap<Value: Sendable>: Sendable {
    private struct Block: Hashable {
        let transport: TransportProtocol
        let number: UInt16
    }

    private struct Entry {
        let ports: PortRange
        let value: Value
    }

    /// Ports by sixteens: a range stands in each block that it touches.
    private var blocks: [Block: [Entry]] = [:]

    package init() {}

    package mutating func add(_ run: PortRun, _ value: Value) {
        for number in run.ports.first >> 4...run.ports.last >> 4 {
            blocks[Block(transport: run.transport, number: number), default: []]
                .append(Entry(ports: run.ports, value: value))
        }
    }

    /// The values that hold for a port of a run; one that holds for many ports may come several times.
    package func values(in run: PortRun) -> [Value] {
        (run.ports.first >> 4...run.ports.last >> 4).flatMap { number in
            (blocks[Block(transport: run.transport, number: number)] ?? []).compactMap { entry in
                entry.ports.first <= run.ports.last && run.ports.first <= entry.ports.last ? entry.value : nil
            }
        }
    }

    /// The values that hold for a port, in the order in which they were added.
    package subscript(port: ContainerPort) -> [Value] {
        (blocks[Block(transport: port.transport, number: port.number >> 4)] ?? [])
            .compactMap { $0.ports.contains(port.number) ? $0.value : nil }
    }
}
