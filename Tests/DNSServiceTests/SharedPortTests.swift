import Addressing
import DNSWire
import Lab
import TestSupport
import Testing

@testable import DNSService

@Suite struct `The shared port` {
    /// Two networks, with a container on both, one of addresses alone, and one that shares another's stack.
    private static func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "172.18.0.0/16")
        try lab.network("back", subnet: "172.19.0.0/16")
        try lab.network("six", subnet: "fd00:1::/64") { $0.enableIPv6 = true }
        try lab.run("web", on: "front")
        try lab.run("both", on: "front", "back")
        try lab.run("db", on: "back")
        try lab.run("sixth", on: "six")
        try lab.run("legacy")
        lab.addUpstreamRecord(.init(name: "www.example.test", type: "A", ttl: 60, data: "198.51.100.7"))
        return lab
    }

    @Test(arguments: [
        ("172.18.0.2/32", "web", "NOERROR 172.18.0.2"),
        ("172.18.0.2/32", "db", "NXDOMAIN"),
        ("172.18.0.3/32", "web", "NOERROR 172.18.0.2"),
        ("172.18.0.3/32", "db", "NOERROR 172.19.0.3"),
        ("172.19.0.2/32", "web", "NOERROR 172.18.0.2"),
        ("172.19.0.3/32", "db", "NOERROR 172.19.0.3"),
        ("172.19.0.3/32", "web", "NXDOMAIN"),
        ("172.19.0.3/32", "www.example.test", "NOERROR 198.51.100.7"),
        // The default bridge has no embedded DNS: upstream answers.
        ("172.17.0.2/32", "web", "NXDOMAIN"),
        ("172.17.0.2/32", "www.example.test", "NOERROR 198.51.100.7"),
    ])
    func `The client subnet says who asks, and is echoed`(subnet: String, name: String, expected: String) throws {
        try withServer(FixedLab(try Self.lab())) { server in
            let query = try Message.query(name, edns: .naming(subnet))
            for reply in [
                try ask(server.status?.sharedPort, query), try askStream(server.status?.sharedPort, query),
            ] {
                #expect(reply.short == expected)
                #expect(try reply?.edns?.clientSubnet()?.description == "\(subnet)/32")
            }
        }
    }

    @Test func `An IPv6 address names its container too`() throws {
        let lab = try Self.lab()
        let address = try #require(try lab.container(matching: "sixth").attachments.first?.endpoint?.ipv6?.address)
        try withServer(FixedLab(lab)) { server in
            let query = try Message.query("sixth", .aaaa, edns: .naming("\(address)/128"))
            let reply = try ask(server.status?.sharedPort, query)
            #expect(reply.short == "NOERROR \(address)")
            #expect(try reply?.edns?.clientSubnet()?.description == "\(address)/128/128")
        }
    }

    @Test(
        arguments: [
            (nil, nil),
            (
                EDNS(udpPayloadSize: 1232),
                "which container asks? name it by its address: dig +subnet=172.18.0.2/32"
            ),
            (.naming("172.18.0.99/32"), "no running container has the address 172.18.0.99"),
            (.naming("172.18.0.1/32"), "no running container has the address 172.18.0.1"),
            (.naming("172.18.0.0/24"), "the client subnet is not a single address"),
        ] as [(EDNS?, String?)]
    )
    func `Who is not known is refused, with the reason`(edns: EDNS?, reason: String?) throws {
        try withServer(FixedLab(try Self.lab())) { server in
            let reply = try #require(try ask(server.status?.sharedPort, try .query("web", edns: edns)))
            #expect(reply.short == "REFUSED")
            #expect(reply.header.flags == [.qr, .rd])
            #expect((reply.edns != nil) == (edns != nil))
            let option = reply.edns?.options.first { $0.code == .extendedError }
            #expect(option.map { String(decoding: $0.octets.dropFirst(2), as: UTF8.self) } == reason)
        }
    }

    @Test func `An address that two containers have names neither`() throws {
        var entropy = Entropy(seed: 1)
        let (one, other) = (ContainerID(drawnFrom: &entropy), ContainerID(drawnFrom: &entropy))
        let address = try IPAddress(parsing: "10.9.0.7")
        var index = AddressIndex()
        #expect(index[address] == nil)
        index.add(address, of: one)
        index.add(address, of: one)
        #expect(index[address] == .container(one))
        index.add(address, of: other)
        #expect(index[address] == .several)
        index.add(address, of: one)
        #expect(index[address] == .several)
        #expect(Refusal.ambiguous(address).text == "several containers have the address 10.9.0.7")
    }
}
