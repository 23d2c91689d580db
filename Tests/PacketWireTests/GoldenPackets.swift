import Addressing
import PacketWire

/// A frame as bytes and by meaning. tshark finds no fault with any of them (`CaptureProgramTests`).
struct GoldenPacket: CustomStringConvertible, Sendable {
    let description: String
    let bytes: [UInt8]
    let frame: EthernetFrame

    private init(_ description: String, _ hexadecimal: String, _ frame: EthernetFrame) {
        self.description = description
        bytes = PacketWireTests.bytes(hexadecimal)
        self.frame = frame
    }

    /// The IP packet in the frame.
    var packet: [UInt8] { [UInt8](bytes.dropFirst(EthernetFrame.headerLength)) }

    private static let macA = MACAddress(rawValue: 0x0242_ac12_0002)
    private static let macB = MACAddress(rawValue: 0x0242_ac12_0003)
    private static let a4 = IPv4Address(172, 18, 0, 2)
    private static let b4 = IPv4Address(172, 18, 0, 3)
    private static let a6 = IPv6Address(rawValue: 0xfd00_0018 << 96 | 2)
    private static let b6 = IPv6Address(rawValue: 0xfd00_0018 << 96 | 3)
    private static let echoPayload = [UInt8]("netsim".utf8) + [UInt8](0..<10)
    private static let query = PacketWireTests.bytes("2b5c 0100 0001 0000 0000 0000 02 6462 00 0001 0001")

    private static func fromA(_ packet: IPPacket) -> EthernetFrame {
        EthernetFrame(destination: macB, source: macA, payload: .ip(packet))
    }

    private static func ipv4(_ payload: IPPacket.Payload, identification: UInt32) -> IPPacket {
        var packet = IPPacket(source: .v4(a4), destination: .v4(b4), payload: payload)
        packet.identification = identification
        packet.dontFragment = true
        return packet
    }

    private static func ipv6(_ payload: IPPacket.Payload) -> IPPacket {
        IPPacket(source: .v6(a6), destination: .v6(b6), payload: payload)
    }

    static let arpRequest = GoldenPacket(
        "ARP request",
        """
        ffffffffffff 0242ac120002 0806              # to all
        0001 0800 06 04 0001                        # Ethernet, IPv4, lengths, request
        0242ac120002 ac120002                       # who has it
        000000000000 ac120003                       # whom it seeks
        """,
        EthernetFrame(
            destination: .broadcast,
            source: macA,
            payload: .arp(ARPMessage(.request, senderMAC: macA, senderAddress: a4, targetAddress: b4))
        )
    )

    static let echoRequest = GoldenPacket(
        "ICMP echo request",
        """
        0242ac120003 0242ac120002 0800
        45 00 002c 1c46 4000 40 01 c661 ac120002 ac120003   # 44 bytes, DF, TTL 64
        08 00 9798 0007 0001                        # identifier 7, sequence 1
        6e657473696d 00010203040506070809
        """,
        fromA(ipv4(.icmp(.echoRequest(identifier: 7, sequence: 1, payload: echoPayload)), identification: 0x1c46))
    )

    static let echoRequest6 = GoldenPacket(
        "ICMPv6 echo request",
        """
        0242ac120003 0242ac120002 86dd
        60000000 0018 3a 40                         # 24 bytes of ICMPv6, hop limit 64
        fd000018000000000000000000000002 fd000018000000000000000000000003
        80 00 250f 0007 0001
        6e657473696d 00010203040506070809
        """,
        fromA(ipv6(.icmp(.echoRequest(identifier: 7, sequence: 1, payload: echoPayload))))
    )

    static let solicitation = GoldenPacket(
        "neighbor solicitation",
        """
        3333ff000003 0242ac120002 86dd
        60000000 0020 3a ff                         # hop limit 255
        fd000018000000000000000000000002 ff0200000000000000000001ff000003
        87 00 d10e 00000000 fd000018000000000000000000000003
        01 01 0242ac120002                          # source link-layer address
        """,
        {
            let message = ICMPMessage.neighborSolicitation(target: b6, sourceMAC: macA)
            let group = IPAddress.v6(IPv6Address(rawValue: 0xff02 << 112 | 0x1_ff00_0003))
            let packet = IPPacket(source: .v6(a6), destination: group, hopLimit: 255, payload: .icmp(message))
            return EthernetFrame(
                destination: MACAddress(rawValue: 0x3333_ff00_0003),
                source: macA,
                payload: .ip(packet)
            )
        }()
    )

    static let advertisement = GoldenPacket(
        "neighbor advertisement",
        """
        0242ac120002 0242ac120003 86dd
        60000000 0020 3a ff
        fd000018000000000000000000000003 fd000018000000000000000000000002
        88 00 6ff9 60000000 fd000018000000000000000000000003    # solicited, override
        02 01 0242ac120003                          # target link-layer address
        """,
        {
            let message = ICMPMessage.neighborAdvertisement(
                target: b6,
                targetMAC: macB,
                isSolicited: true,
                isOverride: true
            )
            let packet = IPPacket(source: .v6(b6), destination: .v6(a6), hopLimit: 255, payload: .icmp(message))
            return EthernetFrame(destination: macA, source: macB, payload: .ip(packet))
        }()
    )

    private static let datagram = UDPDatagram(sourcePort: 40000, destinationPort: 53, payload: query)

    static let query4 = GoldenPacket(
        "DNS query",
        """
        0242ac120003 0242ac120002 0800
        45 00 0030 1c46 4000 40 11 c64d ac120002 ac120003
        9c40 0035 001c 7a53                         # 28 bytes from port 40000 to 53
        2b5c 0100 0001 0000 0000 0000 02 6462 00 0001 0001  # db. A
        """,
        fromA(ipv4(.udp(datagram), identification: 0x1c46))
    )

    static let query6 = GoldenPacket(
        "DNS query over IPv6",
        """
        0242ac120003 0242ac120002 86dd
        60000000 001c 11 40
        fd000018000000000000000000000002 fd000018000000000000000000000003
        9c40 0035 001c d846
        2b5c 0100 0001 0000 0000 0000 02 6462 00 0001 0001
        """,
        fromA(ipv6(.udp(datagram)))
    )

    static let syn = GoldenPacket(
        "TCP SYN",
        """
        0242ac120003 0242ac120002 0800
        45 00 0034 2b01 4000 40 06 b799 ac120002 ac120003
        c000 0050 12345678 00000000 80 02 faf0 f2f9 0000    # 32 bytes of header, SYN, window 64240
        02 04 05b4                                  # MSS 1460
        01 01 04 02                                 # SACK permitted
        01 03 03 07                                 # window scale 7
        """,
        {
            var segment = TCPSegment(
                sourcePort: 49152,
                destinationPort: 80,
                sequence: 0x1234_5678,
                acknowledgement: 0,
                flags: .syn
            )
            segment.options.maximumSegmentSize = 1460
            segment.options.windowScale = 7
            segment.options.permitsSelectiveAcknowledgement = true
            return fromA(ipv4(.tcp(segment), identification: 0x2b01))
        }()
    )

    static let portUnreachable = GoldenPacket(
        "port unreachable",
        """
        0242ac120002 0242ac120003 0800
        45 c0 004c 77aa 0000 40 01 aa1d ac120003 ac120002
        03 03 5554 00000000
        45 00 0030 1c46 4000 40 11 c64d ac120002 ac120003   # the query, quoted
        9c40 0035 001c 7a53
        2b5c 0100 0001 0000 0000 0000 02 6462 00 0001 0001
        """,
        {
            let message = ICMPMessage.unreachable(.port, quoted: query4.packet)
            var packet = IPPacket(source: .v4(b4), destination: .v4(a4), payload: .icmp(message))
            packet.identification = 0x77aa
            packet.trafficClass = 0xc0
            return EthernetFrame(destination: macA, source: macB, payload: .ip(packet))
        }()
    )

    static let firstFragment6 = GoldenPacket(
        "first fragment over IPv6",
        """
        0242ac120003 0242ac120002 86dd
        60000000 0018 2c 40
        fd000018000000000000000000000002 fd000018000000000000000000000003
        11 00 0001 deadbeef                         # UDP, offset 0, more to come
        9c40 0035 001c d846 2b5c 0100 0001 0000
        """,
        {
            let start = [UInt8](query6.packet[40..<56])
            var packet = ipv6(.other(protocolNumber: 17, bytes: start))
            packet.fragment = IPPacket.Fragment(offset: 0, hasMore: true)
            packet.identification = 0xdead_beef
            return fromA(packet)
        }()
    )

    static let all = [
        arpRequest, echoRequest, echoRequest6, solicitation, advertisement, query4, query6, syn, portUnreachable,
        firstFragment6,
    ]
}
