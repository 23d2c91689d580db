import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// Packets and neighbours as holding the simulation against a kernel has shown them.
@Suite struct `Packets as the kernel has them` {
    private static func reject(_ words: String) -> UserRule {
        UserRule(words: words.split(separator: " ").map(String.init) + ["-j", "REJECT"], isIPv6: false)
    }

    private static func reset(_ words: String) -> UserRule {
        UserRule(words: reject(words).words + ["--reject-with", "tcp-reset"], isIPv6: false)
    }

    // MARK: REJECT

    @Test(
        arguments: [
            // By a bridge's port it goes straight back, from the translated address, which nobody asked.
            (from: "peer", to: "192.0.2.10", port: 8080, Outcome.timeout),
            ("neighbor", "10.81.0.2", 80, .refused),
            ("outside", "192.0.2.10", 8080, .refused),
        ] as [(from: Prober, to: String, port: UInt16, Outcome)]
    )
    func `a reset of a rule goes back by the port of the bridge`(
        from: Prober,
        to: String,
        port: UInt16,
        expected: Outcome
    ) throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24")
        try lab.network("back", subnet: "10.82.0.0/24")
        try lab.run("web", on: "front", publish: [binding(80, host: 8080)])
        try lab.run("neighbor", on: "front")
        try lab.run("peer", on: "back")
        lab.appendUserRule(Self.reset("-p tcp --dport 80"))
        var probe = PlaneProbe(lab)
        #expect(try probe.tcp(from, to, port) == expected)
    }

    @Test func `no reset answers a reset, and no error does`() throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24")
        try lab.run("web", on: "front")
        lab.appendUserRule(Self.reset("-p tcp -d 10.81.0.0/24"))
        var probe = PlaneProbe(lab)
        probe.plane.beginRecording()
        // The router resets the connection; its reset meets the rule.
        #expect(try probe.tcp("web", "192.0.2.1", 9) == .timeout)
        let sent = try probe.recorded().entries.compactMap { entry -> Bool? in
            guard case .ip(let packet) = entry.frame.payload else { return nil }
            if case .icmp(.unreachable) = packet.payload { return true }
            guard case .tcp(let segment) = packet.payload, segment.flags.contains(.rst) else { return nil }
            return packet.source != IPAddress("192.0.2.1")
        }
        #expect(!sent.contains(true))
        #expect(!sent.isEmpty)
    }

    // MARK: NAT

    @Test func `what NAT leads to where it came from is bridged`() throws {
        var lab = Lab.fresh()
        let mode = BridgeOptions.GatewayMode.routed.rawValue
        try lab.network("aa", subnet: "10.81.0.0/24", options: [BridgeOptions.Key.hostIPv4: "192.0.2.10"])
        try lab.network("bb", subnet: "10.82.0.0/24", options: [BridgeOptions.Key.gatewayMode4: mode])
        try lab.run("asker", on: "aa")
        try lab.run("both", on: "bb", "aa")
        // It answers the host's address by its default route, on the asker's bridge.
        var probe = PlaneProbe(lab)
        let socket = probe.plane.openEcho(in: try probe.stack("asker"))
        try probe.plane.sendEcho(socket, to: try IPAddress(parsing: "10.82.0.2"), sequence: 1, payloadCount: 8)
        guard
            case .echoReply(let reply)? = probe.plane.receive(
                socket,
                until: probe.plane.now.advanced(by: 1_000_000_000)
            )
        else {
            Issue.record("no answer")
            return
        }
        #expect(reply.hopLimit == 64)
    }

    @Test func `an error about a packet with both addresses translated comes from the one that was asked`() throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24")
        try lab.network("back", subnet: "10.82.0.0/24")
        try lab.run("web", on: "front", publish: [binding(80, host: 8080)])
        try lab.run("peer", on: "back")
        try lab.setLink(of: "web", on: "front", isUp: false)
        var probe = PlaneProbe(lab)
        probe.plane.beginRecording()
        let stack = try probe.stack("peer")
        #expect(throws: SocketError.hostUnreachable) {
            try probe.plane.connect(
                in: stack,
                to: try IPAddress(parsing: "10.82.0.1"),
                port: 8080,
                until: SimulatedTime(nanoseconds: 10_000_000_000)
            )
        }
        let sources = try probe.recorded().unreachableSources
        #expect(sources == ["10.82.0.1"])
    }

    // MARK: Neighbours

    /// MAC addresses of one container on two networks of one parent, and which of the two macvlan asks first.
    @Test(arguments: [
        (first: 0x0200_0000_0001, second: 0x0200_0000_0008, asked: 1), (0x0200_0000_0008, 0x0200_0000_0001, 0),
    ])
    func `of two answers to ARP the first one counts, and macvlan asks by a hash of the MAC address`(
        first: UInt64,
        second: UInt64,
        asked: Int
    ) throws {
        var lab = Lab.fresh()
        for (name, place) in [("aa", 1), ("bb", 2)] {
            try lab.network(name, subnet: "10.8\(place).0.0/24") {
                $0.driver = "macvlan"
                $0.options["parent"] = "eth0"
            }
        }
        let addresses = [MACAddress(rawValue: first), MACAddress(rawValue: second)]
        try lab.run("both", on: "aa", "bb") { spec in
            for index in addresses.indices { spec.endpoints[index].config.mac = addresses[index] }
        }
        try lab.run("asker", on: "aa")
        var probe = PlaneProbe(lab)
        probe.plane.beginRecording()
        let target = try #require(try lab.ip("both", on: "aa"))
        #expect(try probe.ping("asker", target) == .open)
        let frames = try probe.recorded().entries.map(\.frame)
        let answers = Set(
            frames.compactMap { frame -> MACAddress? in
                guard case .arp(let message) = frame.payload, message.operation == .reply,
                    message.senderAddress.description == target
                else { return nil }
                return message.senderMAC
            }
        )
        #expect(answers == Set(addresses), "Linux answers by every interface that hears the question")
        let taken = frames.first { frame in
            guard case .ip(let packet) = frame.payload, case .icmp(.echoRequest) = packet.payload else { return false }
            return true
        }
        #expect(taken?.destination == addresses[asked])
    }

    @Test func `macvlan passes a question for an IPv6 address to those of its group alone`() throws {
        var lab = Lab.fresh()
        try lab.network("lan", subnet: "10.81.0.0/24") {
            $0.driver = "macvlan"
            $0.options["parent"] = "eth0"
            $0.enableIPv6 = true
            $0.subnets.append(NetworkSpec.Subnet(prefix: IPPrefix("fd81::/64")))
        }
        for name in ["aa", "bb", "cc"] { try lab.run(name, on: "lan") }
        var probe = PlaneProbe(lab)
        probe.plane.beginRecording()
        let target = try #require(try lab.container(matching: "bb").attachments.first?.endpoint?.ipv6).address
        #expect(try probe.ping("aa", target.description) == .open)
        let recording = try probe.recorded()
        let heard = Set(
            recording.entries.compactMap { entry -> String? in
                guard !entry.isInbound, case .ip(let packet) = entry.frame.payload,
                    case .icmp(.neighborSolicitation(let asked, _)) = packet.payload, .v6(asked) == target
                else { return nil }
                return recording.taps[entry.tap].container
            }
        )
        #expect(heard == ["bb"])
    }

    @Test func `a neighbour is asked for with the address that the waiting packet comes from`() throws {
        var lab = Lab.fresh()
        let mode = BridgeOptions.GatewayMode.routed.rawValue
        try lab.network("aa", subnet: "10.81.0.0/24", options: [BridgeOptions.Key.enableMasquerade: "false"])
        try lab.network("bb", subnet: "10.82.0.0/24", options: [BridgeOptions.Key.gatewayMode4: mode])
        try lab.run("asker", on: "aa")
        try lab.run("both", on: "bb", "aa")
        var probe = PlaneProbe(lab)
        probe.plane.beginRecording()
        #expect(try probe.ping("asker", "10.82.0.2") == .open)
        let recording = try probe.recorded()
        let askers = recording.entries.compactMap { entry -> String? in
            guard entry.isInbound, case .arp(let message) = entry.frame.payload, message.operation == .request,
                recording.taps[entry.tap].container == "both"
            else { return nil }
            return message.senderAddress.description
        }
        #expect(askers == ["10.82.0.2"])
    }

    @Test func `partitions cut in the bridge, before the link`() throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24")
        for name in ["aa", "bb"] { try lab.run(name, on: "front") }
        try lab.partition("aa", "bb")
        var probe = PlaneProbe(lab)
        probe.plane.beginRecording()
        #expect(try probe.ping("aa", "10.81.0.3") != .open)
        let recording = try probe.recorded()
        let seen = Set(recording.entries.compactMap { recording.taps[$0.tap].container })
        #expect(seen == ["aa"])
    }
}
