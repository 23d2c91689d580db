import Addressing
import TestSupport
import Testing

@testable import Lab

/// What inspect shows as `DNSNames`, step by step.
@Suite struct `Registered names` {
    private func names(_ lab: Lab, _ container: String, on network: String) throws -> [String]? {
        let container = try lab.container(matching: container)
        return container.attachment(to: network).map {
            lab.dnsNames(of: container, on: $0).map { $0 == container.id.short ? "<id>" : $0 }
        }
    }

    @Test func `a connect takes them up, also of a container that does not run`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.create("web", on: ["net"])
        #expect(try names(lab, "web", on: "net") == [])
        try lab.network("other")
        var config = EndpointConfig()
        config.aliases = ["www"]
        try lab.connect(network: "other", container: "web", config: config)
        #expect(try names(lab, "web", on: "other") == ["web", "www", "<id>"])
        try lab.connect(network: "bridge", container: "web", config: EndpointConfig())
        try lab.connect(network: "nowhere", container: "web", config: EndpointConfig())
        #expect(try names(lab, "web", on: "bridge") == [])
        #expect(try names(lab, "web", on: "nowhere") == [])
    }

    @Test func `a start that gets no address leaves them`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        _ = refusal { try lab.run("web", on: "net", ip: "10.1.0.1", aliases: ["www"]) }
        #expect(try names(lab, "web", on: "net") == ["web", "www", "<id>"])
    }

    @Test func `a rename gives a running container its names on every network, Docker's own among them`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("aa")
        try lab.connect(network: "net", container: "aa", config: EndpointConfig())
        #expect(try names(lab, "aa", on: "bridge") == [])
        try lab.renameContainer(matching: "aa", to: "bb")
        #expect(try names(lab, "bb", on: "bridge") == ["bb", "<id>"])
        #expect(try names(lab, "bb", on: "net") == ["bb", "<id>"])
        try lab.restartContainer(matching: "bb", at: noon)
        #expect(try names(lab, "bb", on: "bridge") == ["bb", "<id>"])
    }

    @Test func `a container that is down keeps its former names until it starts`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("aa", on: "net")
        try lab.stopContainer(matching: "aa", at: noon)
        try lab.renameContainer(matching: "aa", to: "bb")
        #expect(try names(lab, "bb", on: "net") == ["aa", "<id>"])
        try lab.renameContainer(matching: "bb", to: "cc")
        #expect(try names(lab, "cc", on: "net") == ["aa", "<id>"])
        try lab.startContainer(matching: "cc", at: noon)
        #expect(try names(lab, "cc", on: "net") == ["cc", "<id>"])
    }

    @Test func `a network that a running container failed to join forbids the rename`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.run("aa")
        var config = EndpointConfig()
        config.ipv4 = IPAddress("10.1.0.1")
        _ = refusal { try lab.connect(network: "net", container: "aa", config: config) }
        #expect(
            refusal { try lab.renameContainer(matching: "aa", to: "bb") }
                == "no endpoint attached to network net found"
        )
        #expect(try lab.container(matching: "aa").name == "aa")
    }

    @Test func `what was asked of a network stays until an endpoint is made`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.run("box")
        var first = EndpointConfig()
        (first.ipv4, first.aliases) = (IPAddress("10.1.0.1"), ["first"])
        _ = refusal { try lab.connect(network: "net", container: "box", config: first) }
        var second = first
        second.aliases = ["second"]
        _ = refusal { try lab.connect(network: "net", container: "box", config: second) }
        #expect(try lab.container(matching: "box").attachment(to: "net")?.aliases == ["first"])
    }

    @Test func `a mode that names no network refuses every other one`() throws {
        var lab = Lab.fresh()
        try lab.network("aa")
        try lab.network("bb")
        try lab.run("box", on: "aa")
        try lab.connect(network: "bb", container: "box", config: EndpointConfig())
        try lab.disconnect(network: "aa", container: "box")
        try lab.removeNetwork(matching: "aa")
        try lab.network("cc")
        let text = "could not find a network matching network mode aa: network aa not found"
        #expect(refusal { try lab.connect(network: "cc", container: "box", config: EndpointConfig()) } == text)
        try lab.stopContainer(matching: "box", at: noon)
        #expect(
            refusal { try lab.startContainer(matching: "box", at: noon) }
                == "failed to set up container networking: " + text
        )
    }

    @Test func `a mode by part of an identifier becomes the whole one`() throws {
        var lab = Lab.fresh()
        let id = try lab.network("net").id
        try lab.run("box", on: id.short)
        #expect(try lab.container(matching: "box").config.networkMode == .network(id.description))
    }
}
