import Addressing
import TestSupport
import Testing

@testable import Lab

@Suite struct `Addresses` {
    @Test func `the default bridge is 172.17.0.0/16 and pools follow in order`() throws {
        var lab = Lab.fresh()
        #expect(try lab.network(matching: "bridge").subnets.map(\.prefix.description) == ["172.17.0.0/16"])
        var chosen: [String] = []
        for number in 1...30 { chosen.append(try lab.network("n\(number)").subnets[0].prefix.description) }
        #expect(chosen.prefix(3) == ["172.18.0.0/16", "172.19.0.0/16", "172.20.0.0/16"])
        #expect(chosen[13] == "172.31.0.0/16")
        #expect(Array(chosen[14...]) == ["192.168.0.0/20"] + (1...15).map { "192.168.\($0 * 16).0/20" })
        #expect(refusal { try lab.network("n31") } == "all predefined address pools have been fully subnetted")
        try lab.removeNetwork(matching: "n2")
        #expect(try lab.network("again").subnets[0].prefix.description == "172.19.0.0/16")
    }

    @Test func `the lowest free address is next, also after a release`() throws {
        var lab = Lab.fresh()
        try lab.network("small", subnet: "10.50.0.0/29")
        for name in ["aa", "bb", "cc"] { try lab.run(name, on: "small") }
        #expect(try lab.ip("cc") == "10.50.0.4")
        try lab.stopContainer(matching: "aa", at: noon)
        try lab.run("dd", on: "small")
        #expect(try lab.ip("dd") == "10.50.0.2")
        try lab.startContainer(matching: "aa", at: noon)
        #expect(try lab.ip("aa") == "10.50.0.5")
        try lab.run("ee", on: "small")
        let id = try lab.network(matching: "small").id
        #expect(
            refusal { try lab.run("ff", on: "small") } == "failed to set up container networking: "
                + "no available IPv4 addresses on this network's address pools: small (\(id))"
        )
        let refused = try lab.container(matching: "ff")
        #expect(refused.status == .created && refused.exitCode == 128)
        #expect(refused.attachments.map(\.network) == ["small"])
    }

    @Test(arguments: [
        ("10.63.0.0/31", "10.63.0.0", "10.63.0.1" as String?),
        ("10.63.1.0/32", "10.63.1.0", nil),
        ("10.63.2.0/30", "10.63.2.1", "10.63.2.2"),
    ])
    func `tiny subnets`(subnet: String, gateway: String, first: String?) throws {
        var lab = Lab.fresh()
        let network = try lab.network("tiny", subnet: subnet)
        #expect(network.subnets[0].gateway?.description == gateway)
        if let first {
            try lab.run("aa", on: "tiny")
            #expect(try lab.ip("aa") == first)
        }
        let text = refusal { try lab.run("zz", on: "tiny") }
        #expect(text.contains("no available IPv4 addresses on this network's address pools: tiny"))
    }

    @Test func `a refused claim of part of a subnet leaves the holder of the whole its pool`() throws {
        var lab = Lab.fresh()
        try lab.network("whole", subnet: "10.60.0.0/16")
        let clash = refusal { try lab.network("part", subnet: "10.60.0.0/16", range: "10.60.5.0/24") }
        #expect(clash.hasSuffix("networks have overlapping IPv4"))
        try lab.run("aa", on: "whole")
        #expect(try lab.ip("aa") == "10.60.0.2")
        #expect(refusal { try lab.network("again", subnet: "10.60.0.0/16") }.contains("Pool overlaps"))
    }

    @Test func `with an ip-range the gateway lies in it and the dynamic addresses too`() throws {
        var lab = Lab.fresh()
        let network = try lab.network(
            "ranged",
            subnet: "10.60.0.0/16",
            range: "10.60.7.0/29",
            aux: ["router": "10.60.7.1", "nas": "10.60.7.3"]
        )
        #expect(network.subnets[0].gateway?.description == "10.60.7.0")
        for (name, address) in [("aa", "10.60.7.2"), ("bb", "10.60.7.4"), ("cc", "10.60.7.5")] {
            try lab.run(name, on: "ranged")
            #expect(try lab.ip(name) == address)
        }
        try lab.run("far", on: "ranged", ip: "10.60.200.9")
        #expect(try lab.ip("far") == "10.60.200.9")
        for taken in ["10.60.7.3", "10.60.200.9", "10.60.0.0", "10.60.255.255", "10.60.7.0"] {
            #expect(
                refusal { try lab.run("x\(taken)", on: "ranged", ip: taken) }
                    == "failed to set up container networking: Address already in use"
            )
        }
    }

    @Test func `a stopped container may lose its static address`() throws {
        var lab = Lab.fresh()
        try lab.network("fixed", subnet: "10.70.0.0/24")
        try lab.run("holder", on: "fixed", ip: "10.70.0.2")
        try lab.stopContainer(matching: "holder", at: noon)
        try lab.run("thief", on: "fixed")
        #expect(try lab.ip("thief") == "10.70.0.2")
        var seen: LabError?
        do { try lab.startContainer(matching: "holder", at: noon) } catch { seen = error }
        #expect(seen?.message == "failed to set up container networking: Address already in use")
        #expect(seen?.kind == .forbidden)
        #expect(seen?.hint == "10.70.0.2 is held by container thief")
    }

    @Test func `overlap is refused, and with an ip-range by the driver`() throws {
        var lab = Lab.fresh()
        let first = try lab.network("one", subnet: "10.1.0.0/16")
        #expect(
            refusal { try lab.network("two", subnet: "10.1.64.0/20") }
                == "invalid pool request: Pool overlaps with other one on this address space"
        )
        let text = refusal { try lab.network("three", subnet: "10.1.64.0/20", range: "10.1.64.0/24") }
        #expect(
            text.hasSuffix("conflicts with network \(first.id) (br-\(first.id.short)): networks have overlapping IPv4")
        )
        // Nothing of the refused requests is left behind.
        try lab.removeNetwork(matching: "one")
        try lab.network("two", subnet: "10.1.64.0/20")
    }

    @Test func `dual stack takes a ULA from the engine's own pool`() throws {
        var lab = Lab.fresh()
        let network = try lab.network("dual") { $0.enableIPv6 = true }
        #expect(network.subnets.count == 2)
        let prefix = try #require(network.subnet(.ipv6)).prefix
        #expect(prefix.length == 64 && prefix.description.hasPrefix("fd"))
        let container = try lab.run("aa", on: "dual")
        let address = try #require(container.attachments[0].endpoint?.ipv6)
        #expect(address.address == prefix.address.advanced(by: 2))
    }

    @Test func `a subnet asked for in one family stands before the one chosen`() throws {
        var lab = Lab.fresh()
        let network = try lab.network("half", subnet: "fd00:163::/64") { $0.enableIPv6 = true }
        #expect(network.subnets.map(\.prefix.description) == ["fd00:163::/64", "172.18.0.0/16"])
    }

    @Test func `a dual-stack start that fails loses its IPv4 address until the network is removed`() throws {
        var lab = Lab.fresh()
        func build() throws {
            try lab.network("dual", subnet: "10.1.0.0/24") {
                $0.enableIPv6 = true
                $0.subnets += [NetworkSpec.Subnet(prefix: IPPrefix("fd00:6::/64"))]
            }
        }
        try build()
        let text = refusal {
            try lab.run("taken", on: "dual") {
                var config = EndpointConfig()
                config.ipv6 = IPAddress("fd00:6::1")
                $0.endpoints = [.init(network: "dual", config: config)]
            }
        }
        #expect(text == "failed to set up container networking: Address already in use")
        #expect(try lab.network(matching: "dual").lostAddresses.map(\.description) == ["10.1.0.2"])
        try lab.run("next", on: "dual")
        #expect(try lab.ip("next") == "10.1.0.3")
        let seen = #expect(throws: LabError.self) { try lab.run("wants", on: "dual", ip: "10.1.0.2") }
        #expect(seen?.hint?.contains("a start that failed took 10.1.0.2") == true)
        try lab.removeContainer(matching: "next", force: true, at: noon)
        try lab.removeNetwork(matching: "dual")
        try build()
        try lab.run("again", on: "dual")
        #expect(try lab.ip("again") == "10.1.0.2")
    }

    @Test(arguments: [
        ("0.0.0.0/0", "172.18.0.0/16", nil as String?), ("0.0.0.0/24", "172.18.0.0/24", nil),
        (
            "0.0.0.0/0", "",
            """
            failed to parse pool request for address space "LocalDefault" pool "" subpool "10.1.0.0/24": \
            invalid address subpool
            """
        ),
    ])
    func `a subnet of no address asks for any`(subnet: String, chosen: String, refused: String?) throws {
        var lab = Lab.fresh()
        if let refused {
            #expect(refusal { try lab.network("any", subnet: subnet, range: "10.1.0.0/24") } == refused)
        } else {
            #expect(try lab.network("any", subnet: subnet).subnets.map(\.prefix.description) == [chosen])
        }
    }
}
