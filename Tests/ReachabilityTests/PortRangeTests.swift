import Addressing
import Lab
import PacketFilter
import Reachability
import TestSupport
import Testing

/// Ranges of ports: one answer stands for all ports that find the same, and for no other.
struct PortRangeTests {
    /// `media` publishes and listens on 10000 to 10019; what may part them is in the middle.
    private static func lab(_ change: (inout Lab) throws -> Void = { _ in }) throws -> Lab {
        var lab = Lab(seed: 5, host: HostFacts(), created: noon)
        try lab.network("front", subnet: "10.1.0.0/24")
        try lab.network("other", subnet: "10.2.0.0/24")
        let bindings = (0..<UInt16(20)).map { offset in
            PortBinding(
                port: ContainerPort(10_000 + offset, .udp),
                hostPorts: PortRange(20_000 + offset)
            )
        }
        try lab.run("media", on: "front", publish: bindings)
        try lab.run("near", on: "front")
        try lab.run("far", on: "other")
        try change(&lab)
        return lab
    }

    struct Design: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What the client outside finds of `media`'s published ports: runs in order.
        let runs: [String]
        let change: @Sendable (inout Lab) throws -> Void
    }

    private static func rule(_ words: String) -> UserRule {
        UserRule(words: words.split(separator: " ").map(String.init), isIPv6: false)
    }

    static let designs = [
        Design(testDescription: "nothing parts them", runs: ["10000-10019/udp"]) { _ in },
        Design(
            testDescription: "a rule of the user's on container ports",
            runs: ["10000-10004/udp", "10005-10006/udp", "10007-10019/udp"]
        ) { $0.userRules = [rule("-p udp --dport 10005:10006 -j DROP")] },
        Design(
            testDescription: "a rule of the user's on host ports",
            runs: ["10000-10002/udp", "10003/udp", "10004-10019/udp"]
        ) { $0.userRules = [rule("-p udp -m conntrack --ctorigdstport 20003 -j DROP")] },
        Design(
            testDescription: "answers from a port are dropped",
            runs: ["10000-10008/udp", "10009/udp", "10010-10019/udp"]
        ) { $0.userRules = [rule("-p udp --sport 10009 -j DROP")] },
        Design(
            testDescription: "two ports of several",
            runs: ["10000/udp", "10001/udp", "10002/udp", "10003/udp", "10004-10019/udp"]
        ) { $0.userRules = [rule("-p udp -m multiport --dports 10001,10003 -j DROP")] },
    ]

    @Test(arguments: designs)
    func `a range is parted where its ports are treated otherwise`(design: Design) throws {
        let lab = try Self.lab(design.change)
        var reach = Reachability(lab)
        let media = try lab.container(matching: "media")
        let asked = reach.answer(from: .outside, to: .container(media.id))
        let answer = try #require(asked)
        #expect(answer.ports.map(\.description) == design.runs)
    }

    @Test(arguments: designs)
    func `what is said of a range holds for each of its ports`(design: Design) throws {
        let lab = try Self.lab(design.change)
        var reach = Reachability(lab)
        let parties = lab.allContainers.map { Party.container($0.id) } + [.host, .outside]
        var compared = 0
        for from in parties {
            for to in parties {
                guard let answer = reach.answer(from: from, to: to) else { continue }
                for service in answer.ports {
                    guard let ports = service.ports else { continue }
                    for way in service.ways where way.way != .local {
                        guard let address = way.address else { continue }
                        for offset in 0..<UInt16(ports.ports.count) {
                            let port = Service.port(ContainerPort(way.port + offset, ports.transport))
                            let single = reach.answer(from: from, to: address, port)
                            #expect(single?.outcome == way.outcome, "\(port) at \(address)")
                            #expect(single?.reason == way.reason, "\(port) at \(address)")
                            compared += 1
                        }
                    }
                    for offset in [0, UInt16(ports.ports.count - 1)] {
                        let port = ContainerPort(ports.ports.first + offset, ports.transport)
                        #expect(answer.best(of: .port(port))?.outcome == service.best.outcome)
                    }
                }
            }
        }
        #expect(compared > 100)
    }

    @Test func `exposure says ranges`() throws {
        var reach = Reachability(try Self.lab())
        let exposed = reach.exposure(to: .outside).map { "\($0.address):\($0.ports) to \($0.target)" }
        #expect(exposed.contains("192.0.2.10:20000-20019 to 10000-10019/udp"))
        #expect(exposed.count == 2)
    }

    @Test func `all ports of a container cost what one does`() throws {
        var lab = Lab(seed: 5, host: HostFacts(), created: noon)
        try lab.network("front", subnet: "10.1.0.0/24")
        let all = (1...UInt16.max).map { PortBinding(port: ContainerPort($0), hostPorts: PortRange($0)) }
        try lab.run("media", on: "front", publish: all)
        var reach = Reachability(lab)
        #expect(reach.exposure(to: .outside).count == 2)
        // Listening, direct and published: one packet each for the first port, whatever their number.
        #expect(reach.ruleLooks < 500)
    }
}
