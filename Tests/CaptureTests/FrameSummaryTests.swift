import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

@testable import Capture

/// A recording as text.
struct FrameSummaryTests {
    private static func masked(_ text: String) -> [String] {
        // MAC addresses, identifiers, ephemeral ports and first sequence numbers are the seed's.
        text.split(separator: "\n").map { line in
            String(line).replacing(/[0-9a-f]{2}(:[0-9a-f]{2}){5}/, with: "MAC").replacing(/id [0-9]+/, with: "id ID")
                .replacing(/\.[0-9]{5}(?=[: ])/, with: ".PORT").replacing(/seq [0-9]{6,}/, with: "seq ISN")
        }
    }

    @Test func `an echo and its answer`() throws {
        let recording = try CaptureLab.record(CaptureLab.lab()) { plane, stack in try CaptureLab.ping(&plane, stack) }
        #expect(
            Self.masked(FrameSummary.text(recording)) == [
                "0.000000 user eth0 on front In  ARP, Request who-has 172.18.0.2 tell 172.18.0.3, length 28",
                "0.000005 web eth0 on front  Out ARP, Request who-has 172.18.0.2 tell 172.18.0.3, length 28",
                "0.000010 web eth0 on front  In  ARP, Reply 172.18.0.2 is-at MAC, length 28",
                "0.000015 user eth0 on front Out ARP, Reply 172.18.0.2 is-at MAC, length 28",
                "0.000020 user eth0 on front In  IP 172.18.0.3 > 172.18.0.2: "
                    + "ICMP echo request, id ID, seq 1, length 64",
                "0.000025 web eth0 on front  Out IP 172.18.0.3 > 172.18.0.2: "
                    + "ICMP echo request, id ID, seq 1, length 64",
                "0.000030 web eth0 on front  In  IP 172.18.0.2 > 172.18.0.3: ICMP echo reply, id ID, seq 1, length 64",
                "0.000035 user eth0 on front Out IP 172.18.0.2 > 172.18.0.3: ICMP echo reply, id ID, seq 1, length 64",
            ]
        )
    }

    @Test func `a connection counts from its first sequence numbers, on one link`() throws {
        let recording = try CaptureLab.record(
            CaptureLab.lab(),
            includes: { $0.container == "web" },
            { plane, stack in try CaptureLab.fetch(&plane, stack) }
        )
        let lines = Self.masked(FrameSummary.text(recording)).map { $0.split(separator: ": ", maxSplits: 1).last ?? "" }
        #expect(
            lines.dropFirst(2).map(String.init) == [
                "Flags [S], seq ISN, win 64240, options [mss 1460,sackOK], length 0",
                "Flags [S.], seq ISN, ack 1, win 64240, options [mss 1460,sackOK], length 0",
                "Flags [.], ack 1, win 64240, length 0",
                "Flags [P.], seq 1:54, ack 1, win 64240, length 53: HTTP: GET /index HTTP/1.1",
                "Flags [.], ack 54, win 64187, length 0",
                "Flags [P.], seq 1:104, ack 54, win 64240, length 103: HTTP: HTTP/1.1 200 OK",
                "Flags [F.], seq 104, ack 54, win 64240, length 0",
                "Flags [.], ack 104, win 64137, length 0",
                "Flags [F.], seq 54, ack 104, win 64240, length 0",
                "Flags [.], ack 105, win 64240, length 0",
                "Flags [.], ack 55, win 64240, length 0",
            ]
        )
    }

    @Test func `who describes datagrams is heard, and a dropped one says why`() throws {
        let recording = try CaptureLab.record(CaptureLab.lab(), includes: { $0.network == "front" }) { plane, stack in
            CaptureLab.ask(&plane, stack, .udp)
            try CaptureLab.ping(&plane, stack, to: IPAddress.v4(IPv4Address(172, 18, 0, 77)))
        }
        let plain = Self.masked(FrameSummary.text(recording))
        #expect(plain.contains("0.000010 user eth0 on front In  IP 172.18.0.3.PORT > 192.0.2.53.53: UDP, length 29"))
        let told = Self.masked(FrameSummary.text(recording) { "from \($0.sourcePort == 53 ? "server" : "client")" })
        #expect(told.contains { $0.hasSuffix("192.0.2.53.53: from client (29)") })
    }

    struct Told: Sendable, CustomTestStringConvertible {
        let message: ICMPMessage
        var family = AddressFamily.ipv4
        let text: String

        var testDescription: String { text }
    }

    /// A datagram from 10.0.0.1 to port 53 of 10.0.0.2.
    private static let cause: [UInt8] =
        [0x45, 0, 0, 29, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0x9c, 0x40, 0, 53, 0, 9, 0, 0]
    private static let target = IPv6Address(rawValue: 0xfe80 << 112 | 1)

    @Test(arguments: [
        Told(message: .unreachable(.network, quoted: cause), text: "ICMP net 10.0.0.2 unreachable, length 36"),
        Told(message: .unreachable(.host, quoted: cause), text: "ICMP host 10.0.0.2 unreachable, length 36"),
        Told(
            message: .unreachable(.protocolNumber, quoted: cause),
            text: "ICMP 10.0.0.2 protocol 17 unreachable, length 36"
        ),
        Told(message: .unreachable(.port, quoted: cause), text: "ICMP 10.0.0.2 udp port 53 unreachable, length 36"),
        Told(
            message: .unreachable(.prohibited, quoted: cause),
            text: "ICMP host 10.0.0.2 unreachable - admin prohibited filter, length 36"
        ),
        Told(message: .unreachable(.host, quoted: [1]), text: "ICMP host ? unreachable, length 9"),
        Told(
            message: .packetTooBig(mtu: 1400, quoted: cause),
            text: "ICMP 10.0.0.2 unreachable - need to frag (mtu 1400), length 36"
        ),
        Told(message: .timeExceeded(quoted: cause), text: "ICMP time exceeded in-transit, length 36"),
        Told(message: .other(type: 13, code: 0, body: [0, 0]), text: "ICMP type-#13, code 0, length 6"),
        Told(
            message: .echoRequest(identifier: 7, sequence: 2, payload: [1]),
            family: .ipv6,
            text: "ICMP6, echo request, id 7, seq 2, length 9"
        ),
        Told(
            message: .packetTooBig(mtu: 1280, quoted: cause),
            family: .ipv6,
            text: "ICMP6, packet too big, mtu 1280, length 36"
        ),
        Told(
            message: .unreachable(.port, quoted: cause),
            family: .ipv6,
            text: "ICMP6, destination unreachable, 10.0.0.2 udp port 53 unreachable, length 36"
        ),
        Told(
            message: .neighborSolicitation(target: target, sourceMAC: nil),
            family: .ipv6,
            text: "ICMP6, neighbor solicitation, who has fe80::1, length 24"
        ),
        Told(
            message: .neighborAdvertisement(target: target, targetMAC: nil, isSolicited: true, isOverride: true),
            family: .ipv6,
            text: "ICMP6, neighbor advertisement, tgt is fe80::1, length 24"
        ),
    ])
    func `ICMP messages read as tcpdump prints them`(told: Told) {
        #expect(ICMPSummary.text(told.message, told.family) == told.text)
    }
}
