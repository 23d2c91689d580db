import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// What lies at and behind the host's uplink, children of the uplink among it.
@Suite struct `On the uplink's LAN` {
    /// A macvlan or an ipvlan network on the uplink, the latter in a mode of choice, and a bridge: no link takes both.
    private static func lab(_ mode: String) throws -> Lab {
        var lab = Lab.fresh()
        func parent(_ name: String, _ subnet: String, _ driver: String, _ options: [String: String]) throws {
            try lab.network(name, subnet: subnet, gateway: subnet.replacing("0/24", with: "1")) {
                $0.driver = driver
                $0.options = options.merging(["parent": "eth0"]) { $1 }
            }
        }
        let onUplink = mode == "macvlan" ? "lan" : "shared"
        if mode == "macvlan" {
            try parent("lan", "10.61.0.0/24", "macvlan", [:])
        } else {
            try parent("shared", "10.62.0.0/24", "ipvlan", ["ipvlan_mode": mode])
        }
        try lab.network("front", subnet: "10.81.0.0/24")
        let exposing: (inout ContainerSpec) -> Void = { $0.config.exposedPorts = [ContainerPort(80)] }
        for name in [onUplink, "front"] {
            try lab.run("\(name)1", on: name, change: exposing)
            try lab.run("\(name)2", on: name, change: exposing)
        }
        lab.userRules = [
            UserRule(
                words: ["-p", "tcp", "-d", "198.51.100.1", "-j", "REJECT", "--reject-with", "icmp-host-prohibited"],
                isIPv6: false
            ),
            UserRule(
                words: ["-p", "tcp", "-d", "198.51.100.2", "-j", "REJECT", "--reject-with", "tcp-reset"],
                isIPv6: false
            ),
            UserRule(words: ["-d", "198.51.100.3", "-j", "REJECT"], isIPv6: false),
        ]
        return lab
    }

    @Test(arguments: ["l3", "l3s"], ["192.0.2.100", "192.0.2.10", "192.0.2.1"])
    func `a layer 3 child leaves by the host's uplink with its own source`(mode: String, to: String) throws {
        let lab = try Self.lab(mode)
        var plane = Dataplane(lab, seed: 1)
        let found = plane.stack(of: try lab.container(matching: "shared1"))
        let stack = try #require(found)
        plane.beginTrace()
        let socket = try plane.openUDP(in: stack)
        try plane.send([0], on: socket, to: try IPAddress(parsing: to), port: 9)
        #expect(plane.receive(socket, until: plane.now.advanced(by: 5_000_000_000)) == nil)
        let arrivals = plane.endTrace().filter { step in
            guard case .delivered = step.kind, case .udp? = step.packet?.payload else { return false }
            return true
        }
        #expect(arrivals.map(\.stack) == [["192.0.2.100": "outside", "192.0.2.10": "host", "192.0.2.1": "router"][to]])
        #expect(arrivals.first?.packet?.source.description == (try lab.ip("shared1")))
    }

    @Test(
        arguments: [
            ("lan1", "macvlan", "10.61.0.2", .open), ("shared1", "l2", "10.62.0.2", .open),
            ("outside", "macvlan", "10.61.0.2", .open), ("outside", "l2", "10.62.0.2", .open),
            ("host", "macvlan", "10.61.0.2", .open), ("host", "l2", "10.62.0.2", .open),
            ("lan1", "macvlan", "198.51.100.7", .open), ("shared1", "l2", "198.51.100.7", .open),
            // The router knows nothing of the host's bridges, whose containers reach it masqueraded.
            ("lan1", "macvlan", "10.81.0.2", .timeout), ("front1", "l2", "10.62.0.2", .open),
            // Layer 3 children find their siblings; from beyond the host's uplink nothing comes back.
            ("shared1", "l3", "10.62.0.3", .open), ("shared1", "l3", "198.51.100.7", .timeout),
            ("shared1", "l3s", "192.0.2.10", .timeout),
            // What a rule rejects is told as the rule says.
            ("front1", "l2", "198.51.100.1", .unreachable), ("front1", "l2", "198.51.100.2", .refused),
            ("front1", "l2", "198.51.100.3", .refused), ("lan1", "macvlan", "198.51.100.3", .open),
        ] as [(Prober, String, String, Outcome)]
    )
    func `over TCP`(from: Prober, mode: String, to: String, outcome: Outcome) throws {
        var probe = PlaneProbe(try Self.lab(mode))
        #expect(try probe.tcp(from, to, 80) == outcome)
    }

    @Test(arguments: ["outside", "host", "front1"] as [Prober])
    func `nobody finds a layer 3 child`(from: Prober) throws {
        var probe = PlaneProbe(try Self.lab("l3"))
        let stack = try probe.stack(from)
        let socket = probe.plane.openEcho(in: stack)
        try probe.plane.sendEcho(socket, to: try IPAddress(parsing: "10.62.0.2"), sequence: 1, payloadCount: 8)
        let reception = probe.plane.receive(socket, until: .init(nanoseconds: 10_000_000_000))
        guard case .error(let error)? = reception else {
            Issue.record("no error: \(String(describing: reception))")
            return
        }
        #expect(error.kind == .unreachable(.host))
    }
}
