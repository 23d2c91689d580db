import Addressing
import TestSupport
import Testing

@testable import Lab

@Suite struct `Macvlan without a gateway` {
    private func lab() throws -> Lab {
        var lab = Lab.fresh()
        for (name, driver, subnet) in [("aa", "macvlan", "10.5.1.0/24"), ("zz", "macvlan", "10.5.2.0/24")] {
            try lab.network(name, subnet: subnet, options: ["parent": "eth0"]) { $0.driver = driver }
        }
        return lab
    }

    private func routes(_ lab: Lab, _ name: String) throws -> [String] {
        try lab.stackView(of: lab.container(matching: name)).routes(.ipv4).map {
            $0.destination?.description ?? "default via \($0.gateway?.description ?? "the link")"
        }
    }

    @Test func `wins by its name, and takes away the default route and the published ports`() throws {
        var lab = try lab()
        try lab.run("web", publish: [binding(80, host: 8099)])
        #expect(try routes(lab, "web") == ["default via 172.17.0.1", "172.17.0.0/16"])
        try lab.connect(network: "zz", container: "web", config: EndpointConfig())
        #expect(try routes(lab, "web") == ["default via 172.17.0.1", "10.5.2.0/24", "172.17.0.0/16"])
        try lab.connect(network: "aa", container: "web", config: EndpointConfig())
        #expect(try routes(lab, "web") == ["10.5.1.0/24", "10.5.2.0/24", "172.17.0.0/16"])
        #expect(try lab.container(matching: "web").published.isEmpty)
        try lab.disconnect(network: "aa", container: "web")
        #expect(try routes(lab, "web") == ["default via 172.17.0.1", "10.5.2.0/24", "172.17.0.0/16"])
        #expect(try lab.container(matching: "web").published.count == 2)
    }

    @Test func `wins by its priority, be it the least of all against the greatest`() throws {
        var lab = try lab()
        try lab.run("web", publish: [binding(80, host: 8099)])
        var config = EndpointConfig()
        config.gatewayPriority = .min
        try lab.connect(network: "aa", container: "web", config: config)
        #expect(try lab.container(matching: "web").published.count == 2)
        config.gatewayPriority = .max
        try lab.connect(network: "zz", container: "web", config: config)
        #expect(try lab.container(matching: "web").published.isEmpty)
    }

    @Test func `an internal one takes nothing`() throws {
        var lab = Lab.fresh()
        try lab.network("aa", subnet: "10.5.1.0/24") { $0.driver = "macvlan" }
        try lab.run("web", publish: [binding(80, host: 8099)])
        try lab.connect(network: "aa", container: "web", config: EndpointConfig())
        #expect(try routes(lab, "web") == ["default via 172.17.0.1", "10.5.1.0/24", "172.17.0.0/16"])
    }

    @Test func `an auxiliary gateway is the bridge driver's alone`() throws {
        var lab = Lab.fresh()
        try lab.network(
            "aa",
            subnet: "10.5.1.0/24",
            aux: ["DefaultGatewayIPv4": "10.5.1.9"],
            options: ["parent": "eth0"]
        ) { $0.driver = "macvlan" }
        try lab.run("web", on: "aa")
        #expect(try routes(lab, "web") == ["10.5.1.0/24"])
    }
}
