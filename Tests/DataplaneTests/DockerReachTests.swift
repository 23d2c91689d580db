import Addressing
import Lab
import TestSupport
import Testing

/// The table "From → to" of Docker's behaviour, packet by packet.
@Suite struct `Who reaches whom` {
    /// Two bridges, one internal, one without inter-container communication, and published ports.
    static func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24")
        try lab.network("back", subnet: "10.82.0.0/24")
        try lab.network("closed", subnet: "10.83.0.0/24") { $0.isInternal = true }
        try lab.network(
            "quiet",
            subnet: "10.84.0.0/24",
            options: ["com.docker.network.bridge.enable_icc": "false"]
        )
        try lab.network(
            "routed",
            subnet: "10.85.0.0/24",
            options: ["com.docker.network.bridge.gateway_mode_ipv4": "routed"]
        )
        try lab.network(
            "open",
            subnet: "10.86.0.0/24",
            options: ["com.docker.network.bridge.gateway_mode_ipv4": "nat-unprotected"]
        )
        func exposing(_ port: UInt16) -> (inout ContainerSpec) -> Void {
            { $0.config.exposedPorts = [ContainerPort(port), ContainerPort(port, .udp)] }
        }
        try lab.run("web", on: "front", change: exposing(80))
        try lab.run("user", on: "front")
        try lab.run("db", on: "back", change: exposing(3306))
        try lab.run("pub", on: "back", publish: [binding(80, host: 8080), binding(81, host: 8081, at: "127.0.0.1")])
        try lab.run("vault", on: "closed", change: exposing(80))
        try lab.run("guard", on: "closed")
        try lab.run("mute", on: "quiet", publish: [binding(80, host: 8084)])
        try lab.run("deaf", on: "quiet")
        try lab.run("straight", on: "routed", publish: [binding(80, host: 8085)])
        try lab.run("bare", on: "open", change: exposing(80))
        try lab.run("hosted", on: "host", change: exposing(9000))
        try lab.run("alone", on: "none", change: exposing(80))
        return lab
    }

    @Test(
        arguments: [
            // The same network.
            ("user", "10.81.0.2", 80, .open), ("user", "10.81.0.2", 81, .refused), ("web", "127.0.0.1", 80, .open),
            // Another bridge.
            ("user", "10.82.0.2", 3306, .timeout), ("user", "10.82.0.3", 80, .timeout),
            // Published, by any of the host's addresses.
            ("user", "10.81.0.1", 8080, .open), ("user", "10.82.0.1", 8080, .open), ("user", "192.0.2.10", 8080, .open),
            ("db", "10.82.0.1", 8080, .open), ("pub", "10.82.0.1", 8080, .open), ("host", "127.0.0.1", 8080, .open),
            ("host", "127.0.0.1", 8081, .open), ("host", "192.0.2.10", 8080, .open),
            ("outside", "192.0.2.10", 8080, .open),
            ("outside", "192.0.2.10", 8081, .refused), ("db", "10.82.0.1", 8081, .refused),
            // The container's own port is another.
            ("db", "10.82.0.3", 8080, .refused), ("db", "10.82.0.3", 80, .open),
            // Straight at containers.
            ("host", "10.82.0.2", 3306, .open), ("host", "10.83.0.2", 80, .open), ("host", "10.84.0.2", 80, .open),
            ("outside", "10.82.0.3", 80, .timeout), ("outside", "10.82.0.2", 3306, .timeout),
            // Internal networks.
            ("guard", "10.83.0.2", 80, .open), ("guard", "10.82.0.2", 3306, .unreachable),
            ("user", "10.83.0.2", 80, .timeout), ("guard", "10.83.0.1", 8080, .timeout),
            ("guard", "10.83.0.1", 9000, .open),
            // icc=false.
            ("deaf", "10.84.0.2", 80, .timeout), ("deaf", "10.84.0.1", 8084, .open),
            // Gateway modes.
            ("user", "10.85.0.2", 80, .open), ("outside", "10.85.0.2", 80, .open),
            ("outside", "10.85.0.2", 81, .timeout),
            ("user", "10.86.0.2", 80, .open), ("outside", "10.86.0.2", 80, .open),
            ("outside", "10.86.0.2", 81, .refused),
            // Host and none modes.
            ("user", "10.81.0.1", 9000, .open), ("outside", "192.0.2.10", 9000, .open),
            ("hosted", "127.0.0.1", 9000, .open),
            ("alone", "127.0.0.1", 80, .open), ("alone", "10.81.0.2", 80, .unreachable),
            // The world.
            ("user", "198.51.100.7", 80, .open), ("user", "198.51.100.7", 25, .refused),
            ("straight", "198.51.100.7", 80, .timeout), ("guard", "198.51.100.7", 80, .unreachable),
            ("host", "198.51.100.7", 443, .open), ("user", "10.99.0.1", 80, .timeout),
        ] as [(Prober, String, UInt16, Outcome)]
    )
    func `over TCP`(from: Prober, to: String, port: UInt16, outcome: Outcome) throws {
        var probe = PlaneProbe(try Self.lab())
        #expect(try probe.tcp(from, to, port) == outcome)
    }

    @Test(
        arguments: [
            ("user", "10.81.0.2", .open), ("user", "10.82.0.2", .timeout), ("user", "10.81.0.1", .open),
            ("user", "10.82.0.1", .open), ("guard", "10.83.0.1", .open), ("guard", "10.83.0.2", .open),
            ("deaf", "10.84.0.2", .timeout), ("deaf", "10.84.0.1", .open), ("user", "10.83.0.2", .timeout),
            ("user", "198.51.100.7", .open), ("host", "10.82.0.2", .open), ("outside", "10.85.0.2", .open),
            ("user", "10.81.0.99", .timeout), ("alone", "10.81.0.1", .unreachable), ("user", "10.81.0.3", .open),
            ("outside", "192.0.2.10", .open), ("hosted", "198.51.100.7", .open),
        ] as [(Prober, String, Outcome)]
    )
    func `by echo`(from: Prober, to: String, outcome: Outcome) throws {
        var probe = PlaneProbe(try Self.lab())
        #expect(try probe.ping(from, to) == outcome)
    }

    @Test(
        arguments: [
            ("user", "10.81.0.2", 80, .open), ("user", "10.81.0.2", 81, .refused),
            ("user", "10.82.0.2", 3306, .timeout),
            ("host", "10.82.0.2", 3306, .open), ("host", "10.82.0.2", 1, .refused),
            ("user", "198.51.100.7", 9, .refused),
        ] as [(Prober, String, UInt16, Outcome)]
    )
    func `over UDP`(from: Prober, to: String, port: UInt16, outcome: Outcome) throws {
        var probe = PlaneProbe(try Self.lab())
        #expect(try probe.udp(from, to, port) == outcome)
    }

    @Test(
        arguments: [
            ("user", "10.81.0.2", 80, "web"), ("user", "10.81.0.1", 8080, "pub"), ("db", "10.82.0.1", 8080, "pub"),
            ("outside", "192.0.2.10", 8080, "pub"), ("host", "127.0.0.1", 8080, "pub"),
            ("user", "198.51.100.7", 80, "198.51.100.7"),
            ("user", "10.81.0.1", 9000, "hosted"),
        ] as [(Prober, String, UInt16, String)]
    )
    func `the name of who answers`(from: Prober, to: String, port: UInt16, name: String) throws {
        var probe = PlaneProbe(try Self.lab())
        #expect(try probe.get(from, to, port) == name)
    }
}
