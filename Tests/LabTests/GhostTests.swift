import Addressing
import TestSupport
import Testing

@testable import Lab

@Suite struct `Connecting` {
    @Test func `a refused address leaves a ghost that a second try heals`() throws {
        var lab = Lab.fresh()
        try lab.network("one", subnet: "10.1.0.0/24")
        try lab.network("two", subnet: "10.2.0.0/24")
        try lab.run("box", on: "one")
        var config = EndpointConfig()
        config.ipv4 = IPAddress("10.2.0.1")
        #expect(
            refusal { try lab.connect(network: "two", container: "box", config: config) } == "Address already in use"
        )
        #expect(try lab.container(matching: "box").attachment(to: "two")?.endpoint == nil)
        let id = try lab.container(matching: "box").id
        #expect(
            refusal { try lab.disconnect(network: "two", container: "box") }
                == "container \(id) is not connected to network two"
        )
        try lab.connect(network: "two", container: "box", config: EndpointConfig())
        #expect(try lab.ip("box", on: "two") == "10.2.0.2")
        #expect(
            refusal { try lab.connect(network: "two", container: "box", config: EndpointConfig()) }
                == "endpoint with name box already exists in network two"
        )
    }

    @Test func `on a stopped container only the configuration changes`() throws {
        var lab = Lab.fresh()
        try lab.network("one", subnet: "10.1.0.0/24")
        try lab.create("box", on: ["one"])
        try lab.connect(network: "nowhere", container: "box", config: EndpointConfig())
        #expect(
            refusal { try lab.startContainer(matching: "box", at: noon) }
                == "failed to set up container networking: network nowhere not found"
        )
        try lab.disconnect(network: "nowhere", container: "box")
        let id = try lab.container(matching: "box").id
        #expect(
            refusal { try lab.disconnect(network: "nowhere", container: "box") }
                == "container \(id) is not connected to the network nowhere"
        )
        try lab.startContainer(matching: "box", at: noon)
        #expect(try lab.ip("box") == "10.1.0.2")
    }

    @Test func `disconnected from all networks and restarted a container has only lo`() throws {
        var lab = Lab.fresh()
        try lab.network("one", subnet: "10.1.0.0/24")
        try lab.run("box", on: "one")
        try lab.disconnect(network: "one", container: "box")
        try lab.restartContainer(matching: "box", at: noon)
        let box = try lab.container(matching: "box")
        #expect(lab.stackView(of: box).interfaces.map(\.name) == ["lo"])
        #expect(box.config.networkMode == .network("one"))
    }

    @Test(arguments: [
        ("", "Neither old nor new names may be empty"),
        ("box", "Renaming a container with the same name as its current name"),
        (
            "a b",
            "Error when allocating new name: Invalid container name (/a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
        ),
        (
            "x",
            "Error when allocating new name: Invalid container name (/x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
        ),
    ])
    func `names that a container cannot take`(name: String, text: String) throws {
        var lab = Lab.fresh()
        try lab.run("box")
        #expect(refusal { try lab.renameContainer(matching: "box", to: name) } == text)
    }

    @Test func `the same seed and commands give the same lab`() throws {
        func build() throws -> [String] {
            var lab = Lab.fresh(seed: 7)
            try lab.network("net")
            let box = try lab.run("box", on: "net", publish: [binding(80)])
            return [box.id.description, box.attachments[0].endpoint?.mac?.description ?? "", lab.engine.engineID]
        }
        #expect(try build() == build())
    }

    @Test func `events come in the engine's order`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("box", on: "net")
        try lab.stopContainer(matching: "box", at: noon)
        #expect(
            lab.takeEvents().map(\.action) == [.create, .create, .connect, .start, .kill, .disconnect, .stop, .die]
        )
        #expect(lab.takeEvents().isEmpty)
    }
}
