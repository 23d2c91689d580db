import Addressing
import Capture
import Lab
import TestSupport
import Testing

/// Captures as Wireshark reads them.
@Suite(.serialized, .enabled(if: Tshark.isExpected, "tshark is not installed: scripts/need test"))
struct `tshark reads a recording` {
    private static func capture() throws -> [UInt8] {
        let lab = try CaptureLab.lab()
        let recording = try CaptureLab.record(lab) { plane, stack in
            try CaptureLab.ping(&plane, stack)
            try CaptureLab.fetch(&plane, stack)
            CaptureLab.ask(&plane, stack, .udp)
            CaptureLab.ask(&plane, stack, .tcp)
            try CaptureLab.ping(&plane, stack, to: IPAddress.v4(IPv4Address(10, 9, 9, 9)))
        }
        return try CaptureFile.pcapng(
            recording,
            epoch: noon.nanoseconds,
            names: [(CaptureLab.web, "web"), (CaptureLab.user, "user")]
        )
    }

    @Test func `no packet is malformed, and all checksums are right`() throws {
        let capture = try Self.capture()
        #expect(try Tshark.lines(of: capture, ["-Y", "_ws.malformed || _ws.expert.severity == error"]) == [])
        let bad = "ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0"
        #expect(try Tshark.lines(of: capture, ["-Y", "\(bad) || icmp.checksum.status == 0"]) == [])
        let good = try Tshark.fields(["tcp.checksum.status"], of: capture, filter: "tcp")
        #expect(good.count > 10 && good.allSatisfy { $0 == ["1"] })
    }

    @Test func `each frame is on its link`() throws {
        let fields = try Tshark.fields(
            ["frame.interface_description", "frame.time_epoch"],
            of: Self.capture(),
            filter: "arp"
        )
        #expect(fields.first == ["user eth0 on front", "1780000000.000000000"])
        #expect(Set(fields.compactMap(\.first)).isSuperset(of: ["web eth0 on front", "host eth0", "router lan0"]))
    }

    @Test func `HTTP is decoded and its connection followed`() throws {
        let capture = try Self.capture()
        let requests = try Tshark.fields(
            ["http.request.method", "http.request.uri", "http.host"],
            of: capture,
            filter: "http.request"
        )
        // The second link's copy is a retransmission to Wireshark.
        #expect(requests == [["GET", "/index", "web"]])
        let answers = try Tshark.fields(["http.response.code"], of: capture, filter: "http.response")
        #expect(answers == [["200"]])
        let follow = try Tshark.lines(of: capture, ["-q", "-z", "follow,tcp,ascii,0"])
        #expect(follow.contains { $0.hasPrefix("GET /index HTTP/1.1") })
        #expect(follow.contains { $0.hasPrefix("HTTP/1.1 200 OK") })
    }

    @Test(arguments: ["udp", "tcp"])
    func `DNS is decoded, before and after masquerading`(transport: String) throws {
        let capture = try Self.capture()
        let queries = try Tshark.fields(
            ["ip.src", "dns.qry.name"],
            of: capture,
            filter: "\(transport) && dns.flags.response == 0"
        )
        // On three links; of a stream, Wireshark takes the third's copy for a retransmission.
        let count = transport == "tcp" ? 2 : 3
        #expect(queries.map { $0[1] } == Array(repeating: "example.com", count: count))
        #expect(Set(queries.map { $0[0] }) == ["172.18.0.3", "192.0.2.10"])
        let answers = try Tshark.fields(["dns.a"], of: capture, filter: "\(transport) && dns.flags.response == 1")
        #expect(answers == Array(repeating: ["192.0.2.80"], count: count))
    }

    @Test func `a dropped packet has the reason for its comment`() throws {
        let comments = try Tshark.fields(
            ["frame.comment", "ip.dst"],
            of: Self.capture(),
            filter: "frame.comment"
        )
        #expect(comments == [["the world outside routes no private address", "10.9.9.9"]])
    }

    @Test func `a rule that drops is named`() throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "172.18.0.0/16", options: ["com.docker.network.bridge.enable_icc": "false"])
        try lab.run("web", on: "front")
        try lab.run("user", on: "front")
        let recording = try CaptureLab.record(lab) { plane, stack in try CaptureLab.ping(&plane, stack) }
        let capture = try CaptureFile.pcapng(recording, epoch: 0)
        let comments = try Tshark.fields(["frame.comment"], of: capture, filter: "icmp")
        #expect(comments.count == 1)
        #expect(comments.first?.first?.hasPrefix("dropped by rule ") == true)
        #expect(comments.first?.first?.hasSuffix(" of DOCKER-FORWARD (table filter, FORWARD)") == true)
    }

    @Test func `addresses have the containers' names`() throws {
        let lines = try Tshark.lines(of: Self.capture(), ["-N", "n", "-Y", "icmp.type == 8 && ip.dst == 172.18.0.2"])
        #expect(lines.count == 2 && lines.allSatisfy { $0.contains("user → web") })
    }
}
