import Addressing
import TestSupport
import Testing

@testable import Lab

@Suite struct `Published ports` {
    private func published(_ lab: Lab, _ name: String) throws -> [String] {
        try lab.container(matching: name).published.map { "\($0.hostAddress)|\($0.hostPort)->\($0.port)" }
    }

    @Test func `a port without an address is bound on both wildcards with one number`() throws {
        var lab = Lab.fresh()
        try lab.run("web", publish: [binding(80, host: 8080), binding(81)])
        #expect(
            try published(lab, "web") == [
                "0.0.0.0|8080->80/tcp", "::|8080->80/tcp", "0.0.0.0|32768->81/tcp", "::|32768->81/tcp",
            ]
        )
    }

    @Test func `ephemeral ports move on and are not reused before the range wraps`() throws {
        var lab = Lab.fresh()
        try lab.run("aa", publish: [binding(80)])
        try lab.run("bb", publish: [binding(80)])
        try lab.restartContainer(matching: "aa", at: noon)
        #expect(try published(lab, "aa").first == "0.0.0.0|32770->80/tcp")
        #expect(try published(lab, "bb").first == "0.0.0.0|32769->80/tcp")
    }

    @Test(arguments: [
        (nil as String?, nil as String?, "Bind for 0.0.0.0:80 failed: port is already allocated" as String?),
        ("127.0.0.1", nil, "Bind for 127.0.0.1:80 failed: port is already allocated"),
        (nil, "127.0.0.1", "Bind for 0.0.0.0:80 failed: port is already allocated"),
        ("127.0.0.1", "127.0.0.2", nil),
        ("::", "0.0.0.0", nil),
        ("192.0.2.77", nil, "failed to bind host port 192.0.2.77:80/tcp: cannot assign requested address"),
    ])
    func `who conflicts with whom`(first: String?, second: String?, text: String?) throws {
        var lab = Lab.fresh()
        let seen = refusalOrNil {
            try lab.run("aa", publish: [binding(80, host: 80, at: first)])
            try lab.run("bb", publish: [binding(80, host: 80, at: second)])
        }
        if let text {
            #expect(try #require(seen).hasSuffix(text))
        } else {
            #expect(seen == nil)
        }
    }

    @Test func `a start that fails on a port loses the network for good`() throws {
        var lab = Lab.fresh()
        try lab.run("holder", publish: [binding(80, host: 80)])
        _ = refusal { try lab.run("taken", publish: [binding(8080, host: 80)]) }
        let refused = try lab.container(matching: "taken")
        #expect(refused.attachments.isEmpty && refused.status == .created && refused.exitCode == 128)
        try lab.stopContainer(matching: "holder", at: noon)
        try lab.startContainer(matching: "taken", at: noon)
        #expect(try published(lab, "taken") == [])
        try lab.startContainer(matching: "holder", at: noon)
        _ = refusal { try lab.connect(network: "bridge", container: "taken", config: EndpointConfig()) }
        try lab.removeContainer(matching: "holder", force: true, at: noon)
        try lab.connect(network: "bridge", container: "taken", config: EndpointConfig())
        #expect(try published(lab, "taken") == ["0.0.0.0|80->8080/tcp", "::|80->8080/tcp"])
    }

    @Test func `ports live on the gateway endpoint and move with it`() throws {
        var lab = Lab.fresh()
        try lab.network("aa", options: [BridgeOptions.Key.hostBinding: "127.0.0.1"])
        try lab.network("inside") { $0.isInternal = true }
        try lab.run("box", publish: [binding(80, host: 8080)])
        #expect(try published(lab, "box") == ["0.0.0.0|8080->80/tcp", "::|8080->80/tcp"])
        try lab.connect(network: "aa", container: "box", config: EndpointConfig())
        #expect(try published(lab, "box") == ["127.0.0.1|8080->80/tcp"])
        try lab.disconnect(network: "aa", container: "box")
        #expect(try published(lab, "box") == ["0.0.0.0|8080->80/tcp", "::|8080->80/tcp"])
        try lab.run("inner", on: "inside", publish: [binding(80, host: 8081)])
        #expect(try published(lab, "inner") == [])
    }

    @Test func `exact ports go first and a full range says so`() throws {
        var lab = Lab.fresh()
        var binding80 = binding(80)
        binding80.hostPorts = PortRange(8000...8001)
        try lab.run("aa", publish: [binding80, binding(81, host: 8000)])
        #expect(try published(lab, "aa").first == "0.0.0.0|8001->80/tcp")
        let text = refusal { try lab.run("bb", publish: [binding80]) }
        #expect(text.hasSuffix(": all ports are allocated"))
    }

    private func refusalOrNil(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return "\(error)" }
        return nil
    }

    @Test(arguments: [
        (nil as String?, ["0.0.0.0|0->80/tcp", "::|8188->80/tcp"]), ("127.0.0.1", ["0.0.0.0|0->80/tcp"]),
        ("::1", ["::1|8188->80/tcp"]),
    ])
    func `routed IPv4 opens the port, and the proxy still has IPv6`(address: String?, expected: [String]) throws {
        var lab = Lab.fresh()
        try lab.network("routed", options: [BridgeOptions.Key.gatewayMode4: "routed"])
        try lab.run("web", on: "routed", publish: [binding(80, host: 8188, at: address)])
        #expect(try published(lab, "web") == expected)
    }

    @Test func `a routed network that comes second opens the port as well`() throws {
        var lab = Lab.fresh()
        try lab.network("aa")
        try lab.network("bb", options: [BridgeOptions.Key.gatewayMode4: "routed"])
        try lab.run("web", on: "aa", publish: [binding(80, host: 8188)])
        try lab.connect(network: "bb", container: "web", config: EndpointConfig())
        let bound = ["0.0.0.0|8188->80/tcp", "::|8188->80/tcp"]
        #expect(try published(lab, "web") == ["0.0.0.0|0->80/tcp"] + bound)
        try lab.disconnect(network: "bb", container: "web")
        #expect(try published(lab, "web") == bound)
    }
}
