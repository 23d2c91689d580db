import Addressing
import Lab
import TestSupport
import Testing

/// Sets of ports, held as runs.
struct PortSetTests {
    private static func set(_ text: String) -> PortSet {
        PortSet(runs: text.split(separator: " ").compactMap { run($0) })
    }

    private static func run(_ text: Substring) -> PortRun? {
        let parts = text.split(separator: "/")
        guard let ports = PortRange(String(parts[0])) else { return nil }
        return PortRun(ports, parts.count > 1 ? TransportProtocol(rawValue: String(parts[1])) ?? .tcp : .tcp)
    }

    private static func text(_ set: PortSet) -> String { set.runs.map(\.shortDescription).joined(separator: " ") }

    @Test(arguments: [
        ("", ""), ("80", "80"), ("81 80", "80-81"), ("80-90 85-95", "80-95"), ("80 82 81", "80-82"),
        ("80-90 82", "80-90"), ("53 53/udp", "53 53/udp"), ("54/udp 53", "53 54/udp"), ("0-65535 7", "0-65535"),
        ("65535 65534", "65534-65535"), ("10-20/udp 15-30", "10-20/udp 15-30"),
    ])
    func `runs that touch are one`(given: String, expected: String) {
        #expect(Self.text(Self.set(given)) == expected)
    }

    @Test(arguments: [
        ("80-90", "85", "80-84 86-90"), ("80-90", "70-100", ""), ("80-90", "80", "81-90"), ("80-90", "90", "80-89"),
        ("80", "80/udp", "80"), ("0-65535", "0 65535", "1-65534"), ("1-10 20-30", "5-25", "1-4 26-30"),
    ])
    func `subtracting leaves what is around`(given: String, other: String, expected: String) {
        #expect(Self.text(Self.set(given).subtracting(Self.set(other))) == expected)
    }

    @Test(arguments: 1...32 as ClosedRange<UInt64>)
    func `a set of runs is the set of its ports`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func draw() -> Set<ContainerPort> {
            var ports: Set<ContainerPort> = []
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let first = UInt16.random(in: 0...40, using: &random)
                let transport = TransportProtocol.allCases.randomElement(using: &random) ?? .tcp
                for port in first...first + UInt16.random(in: 0...9, using: &random) {
                    ports.insert(ContainerPort(port, transport))
                }
            }
            return ports
        }
        let (a, b) = (draw(), draw())
        var union = PortSet(a)
        union.formUnion(PortSet(b))
        #expect(Set(PortSet(a).ports) == a, "seed \(seed)")
        #expect(PortSet(a).count == a.count, "seed \(seed)")
        #expect(union == PortSet(a.union(b)), "seed \(seed)")
        #expect(PortSet(a).subtracting(PortSet(b)) == PortSet(a.subtracting(b)), "seed \(seed)")
        for port in a.union(b) { #expect(PortSet(a).contains(port) == a.contains(port), "seed \(seed): \(port)") }
    }

    @Test func `ports that are published in step are one run`() {
        func published(_ port: UInt16, _ host: UInt16, _ address: String = "0.0.0.0") -> PublishedPort {
            PublishedPort(
                port: ContainerPort(port),
                hostAddress: IPAddress(address) ?? .v4(IPv4Address(rawValue: 0)),
                hostPort: host
            )
        }
        let ports = [
            published(80, 8080), published(80, 8080, "::"), published(81, 8081), published(81, 8081, "::"),
            published(82, 9000), published(83, 0), published(84, 0),
        ]
        #expect(
            ports.runs.map { "\($0.hostAddress) \($0.hostPorts?.description ?? "-") \($0.ports)" } == [
                "0.0.0.0 8080-8081 80-81/tcp", ":: 8080-8081 80-81/tcp", "0.0.0.0 9000 82/tcp",
                "0.0.0.0 - 83-84/tcp",
            ]
        )
    }
}
