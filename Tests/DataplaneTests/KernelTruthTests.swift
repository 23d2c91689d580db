import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// What holding the simulation against a kernel has corrected.
@Suite struct `As the kernel has it` {
    @Test func `the address of a bridge that nothing has touched yet is the host's`() throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24")
        try lab.network("back", subnet: "10.82.0.0/24")
        try lab.run("web", on: "front")
        try lab.run("db", on: "back")
        lab.appendUserRule(UserRule(words: ["-s", "10.81.0.0/24", "-j", "DROP"], isIPv6: false))
        var probe = PlaneProbe(lab)
        // What is for the host is not forwarded, so that no rule of DOCKER-USER sees it.
        #expect(try probe.ping("web", "10.82.0.1") == .open)
    }

    @Test func `a rule between the ports of a bridge stops neighbour discovery, and not ARP`() throws {
        var lab = Lab.fresh()
        try lab.network("quiet", subnet: "10.81.0.0/24", options: [BridgeOptions.Key.enableICC: "false"]) {
            $0.enableIPv6 = true
            $0.subnets.append(NetworkSpec.Subnet(prefix: IPPrefix("fd81::/64")))
        }
        try lab.run("aa", on: "quiet")
        try lab.run("bb", on: "quiet")
        let endpoint = try #require(try lab.container(matching: "bb").attachments.first?.endpoint)
        let (four, six) = (try #require(endpoint.ipv4).address, try #require(endpoint.ipv6).address)
        for (address, expected) in [(four, nil), (six, Reception.ReceivedError.Kind.unreachable(.host))] {
            var probe = PlaneProbe(lab)
            let stack = try probe.stack("aa")
            let socket = probe.plane.openEcho(in: stack)
            try probe.plane.sendEcho(socket, to: address, sequence: 1, payloadCount: 8)
            let reception = probe.plane.receive(socket, until: SimulatedTime(nanoseconds: 10_000_000_000))
            var kind: Reception.ReceivedError.Kind?
            if case .error(let error)? = reception { kind = error.kind }
            #expect(kind == expected, "\(address)")
        }
        // The bridge itself is found.
        var probe = PlaneProbe(lab)
        #expect(try probe.ping("aa", "fd81::1") == .open)
    }

    @Test(arguments: [("icmp-net-prohibited", UInt8(9)), ("icmp-host-prohibited", 10), ("icmp-admin-prohibited", 13)])
    func `what is rejected is told by the code of the rule`(with: String, code: UInt8) throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24")
        try lab.run("web", on: "front")
        lab.appendUserRule(UserRule(words: ["-p", "icmp", "-j", "REJECT", "--reject-with", with], isIPv6: false))
        var probe = PlaneProbe(lab)
        // Also where nobody asks for the names of rules.
        probe.plane.namesRules = false
        probe.plane.beginRecording()
        #expect(try probe.ping("web", "192.0.2.100") == .unreachable)
        let codes = try probe.recorded().entries.compactMap { entry -> UInt8? in
            guard case .ip(let packet) = entry.frame.payload, case .icmp(.unreachable) = packet.payload else {
                return nil
            }
            var bytes: [UInt8] = []
            try packet.encode(into: &bytes)
            return bytes[21]
        }
        #expect(codes == [code])
    }

    @Test func `an error about a translated packet comes from the address that was asked`() throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24")
        try lab.run("web", on: "front", publish: [binding(80, host: 8080)])
        lab.appendUserRule(UserRule(words: ["-p", "tcp", "--dport", "80", "-j", "REJECT"], isIPv6: false))
        var probe = PlaneProbe(lab)
        probe.plane.beginRecording()
        let stack = try probe.stack(.outside)
        #expect(throws: SocketError.connectionRefused) {
            try probe.plane.connect(
                in: stack,
                to: try #require(IPAddress("192.0.2.10")),
                port: 8080,
                until: SimulatedTime(nanoseconds: 1_000_000_000)
            )
        }
        let sources = try probe.recorded().unreachableSources
        #expect(sources == ["192.0.2.10"])
    }

    @Test func `who joined a stack shares what is left of it when its owner has gone`() throws {
        var lab = Lab.fresh()
        try lab.run("owner")
        for name in ["one", "two"] {
            try lab.run(name) {
                $0.config.networkMode = .container("owner")
                $0.config.labels[Lab.listenLabel] = name == "two" ? "8080" : ""
            }
        }
        try lab.stopContainer(matching: "owner", at: noon)
        var probe = PlaneProbe(lab)
        #expect(try probe.tcp("one", "127.0.0.1", 8080) == .open)
        #expect(try probe.tcp("one", "127.0.0.1", 8081) == .refused)
    }
}
