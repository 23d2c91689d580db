import DNSWire
import Lab
import TestSupport
import Testing

@testable import Resolver

/// A service for one question, against the one for all.
@Suite struct `A name service about one name` {
    private static func lab() throws -> Lab {
        var lab = Lab.fresh()
        for name in ["net1", "net.two"] { try lab.network(name) }
        try lab.run("alpha", on: "net1", aliases: ["shared", "MixedCase", "a.b"]) { $0.config.hostname = "alpha-host" }
        try lab.run("beta", on: "net1", aliases: ["shared", "\u{212a}elvin"]) { $0.config.hostname = "b.example.com" }
        try lab.run("my.box", on: "net.two", aliases: ["alpha"])
        try lab.run("asker", on: "net1", "net.two")
        try lab.run("linked", on: "net1") {
            var config = EndpointConfig()
            config.links = ["beta:other"]
            $0.endpoints = [.init(network: "net1", config: config)]
        }
        return lab
    }

    @Test(arguments: [
        "alpha", "ALPHA", "alpha.net1", "alpha.net.two", "my.box", "my", "my.box.net.two", "shared", "mixedcase", "a.b",
        "a", "a.b.net1", "kelvin", "b.example.com", "b", "other", "beta", "nobody", "alpha-host.net1", "example.com",
    ])
    func `answers its question alike`(name: String) throws {
        let lab = try Self.lab()
        for asker in ["asker", "linked", "alpha"] {
            let container = try lab.container(matching: asker)
            var all = NameService(lab)
            var one = NameService(lab, about: name)
            for type in [RecordType.a, .aaaa, .mx] {
                let question = Question(name: try DomainName(parsing: name), type: type)
                #expect(one.explain(question, from: container) == all.explain(question, from: container))
            }
        }
    }

    @Test func `short identifiers are names`() throws {
        let lab = try Self.lab()
        let container = try lab.container(matching: "asker")
        let name = try lab.container(matching: "beta").id.short
        var one = NameService(lab, about: name)
        let lines = one.explain(Question(name: try DomainName(parsing: name), type: .a), from: container)
        #expect(lines.contains { $0.hasPrefix("decided: network net1 answers alone, 1 address") }, "\(lines)")
    }
}
