import Addressing
import PacketWire
import Testing

@Suite struct `A capture` {
    @Test func `is written byte for byte`() throws {
        let section = PcapngSection(hardware: "x86_64", operatingSystem: "Linux", application: "netsim")
        var writer = try PcapngWriter(section)
        #expect(try writer.add(PcapngInterface(name: "veth0", description: "one")) == 0)
        try writer.add([PcapngName(address: IPAddress("172.18.0.2" as StaticString), names: ["alpha", "db"])])
        try writer.add([PcapngName(address: IPAddress("fd00::2" as StaticString), names: ["alpha"])])
        try writer.add(
            PcapngPacket(
                interface: 0,
                timestamp: 0x0102_0304_0506_0708,
                bytes: [1, 2, 3, 4, 5],
                direction: .outbound,
                dropCount: 3,
                comments: ["hi"]
            )
        )
        try writer.finish(at: 0x0102_0304_0506_0709)
        let expected = bytes(
            """
            0a0d0d0a 44000000 4d3c2b1a 0100 0000 ffffffffffffffff   # section header, version 1.0, length unknown
              0200 0600 7838365f3634 0000               # shb_hardware x86_64
              0300 0500 4c696e7578 000000               # shb_os Linux
              0400 0600 6e657473696d 0000               # shb_userappl netsim
              0000 0000 44000000
            01000000 34000000 0100 0000 00000400        # interface description: Ethernet, snap length 262144
              0200 0500 7665746830 000000               # if_name veth0
              0300 0300 6f6e65 00                       # if_description one
              0900 0100 09 000000                       # if_tsresol: nanoseconds
              0000 0000 34000000
            04000000 24000000                           # name resolution
              0100 0d00 ac120002 616c70686100 646200 000000 # 172.18.0.2 is alpha and db
              0000 0000 24000000
            04000000 2c000000
              0200 1600 fd000000000000000000000000000002 616c70686100 0000  # fd00::2 is alpha
              0000 0000 2c000000
            06000000 48000000 00000000 04030201 08070605    # enhanced packet on 0, time by words, the upper first
              05000000 05000000 0102030405 000000       # captured 5 of 5
              0100 0200 6869 0000                       # opt_comment hi
              0200 0400 02000000                        # epb_flags: outbound
              0400 0800 0300000000000000                # epb_dropcount 3
              0000 0000 48000000
            05000000 4c000000 00000000 04030201 09070605    # interface statistics
              0200 0800 04030201 08070605               # isb_starttime
              0300 0800 04030201 08070605               # isb_endtime
              0400 0800 0100000000000000                # isb_ifrecv 1
              0500 0800 0300000000000000                # isb_ifdrop 3
              0000 0000 4c000000
            """
        )
        #expect(hexadecimal(writer.bytes) == hexadecimal(expected))
        #expect(writer.takeBytes() == expected)
        #expect(writer.takeBytes() == [])
    }

    /// Blocks made at random, written; and what a reader should give.
    private func write(_ random: inout RandomPackets) throws -> (capture: [UInt8], blocks: [PcapngBlock]) {
        func text() -> String {
            ["", "a", "veth1a2b3c", "\u{e9}t\u{e9}", "0123456789"].randomElement(using: &random.generator) ?? ""
        }
        let section = PcapngSection(hardware: text(), application: text(), comments: [text()])
        var writer = try PcapngWriter(section)
        var blocks: [PcapngBlock] = [.section(section)]
        var bytes: [UInt8] = []
        for _ in 0..<random.number(1...3) as Range<Int> {
            let interface = PcapngInterface(name: text(), description: text())
            _ = try writer.add(interface)
            blocks.append(.interface(interface))
        }
        let count = blocks.count - 1
        for _ in 0..<random.number(0...20) as Range<Int> {
            let data = random.bytes(upTo: 90)
            let packet = PcapngPacket(
                interface: random.number(0...count - 1),
                timestamp: random.number(0...Int64.max),
                bytes: data,
                originalLength: data.count + random.number(0...9),
                direction: [nil, .inbound, .outbound].randomElement(using: &random.generator) ?? nil,
                dropCount: Bool.random(using: &random.generator) ? random.number(0...99) : nil,
                comments: (0..<random.number(0...2)).map { _ in text() }
            )
            try writer.add(packet)
            blocks.append(.packet(packet))
            bytes += writer.takeBytes()
        }
        let name = PcapngName(address: .v4(IPv4Address(rawValue: random.number())), names: ["one", "two"])
        try writer.add([name])
        blocks.append(.names([name]))
        return (bytes + writer.bytes, blocks)
    }

    @Test func `is read as it was written`() throws {
        for seed in 0..<60 as Range<UInt64> {
            var random = RandomPackets(seed: seed)
            let (capture, blocks) = try write(&random)
            try #require(try PcapngReader.blocks(of: capture) == blocks, "seed \(seed)")
        }
    }

    @Test func `is read or refused however damaged`() throws {
        for seed in 0..<40 as Range<UInt64> {
            var random = RandomPackets(seed: seed)
            let (capture, _) = try write(&random)
            for round in 0..<60 {
                let damaged = random.mutated(capture)
                var reader = PcapngReader(damaged)
                var count = 0
                while let block = try? reader.next() {
                    _ = block
                    count += 1
                    // The shortest block has 12 bytes.
                    try #require(count <= damaged.count / 12, "seed \(seed), round \(round)")
                }
            }
        }
    }

    @Test func `is cut to the snap length`() throws {
        var writer = try PcapngWriter()
        let interface = try writer.add(PcapngInterface(snapLength: 20))
        let golden = GoldenPacket.query4
        try writer.add(golden.frame, on: interface, at: 1, direction: .inbound, comments: ["cut"])
        let packet = PcapngPacket(
            interface: 0,
            timestamp: 1,
            bytes: [UInt8](golden.bytes.prefix(20)),
            originalLength: golden.bytes.count,
            direction: .inbound,
            comments: ["cut"]
        )
        #expect(try PcapngReader.blocks(of: writer.bytes).last == .packet(packet))
    }

    @Test func `refuses what cannot be written, and stays as it was`() throws {
        var writer = try PcapngWriter()
        _ = try writer.add(PcapngInterface())
        let before = writer.bytes
        let long = String(repeating: "x", count: 65536)
        let tooLong = PcapngError.tooLong(.option, count: 65536, limit: 65535)
        #expect(throws: tooLong) { try PcapngWriter(PcapngSection(application: long)) }
        #expect(throws: tooLong) { try writer.add(PcapngInterface(name: long)) }
        #expect(throws: tooLong) { try writer.add(GoldenPacket.syn.frame, on: 0, at: 0, comments: [long]) }
        #expect(throws: PcapngError.unknownInterface(1)) { try writer.add(GoldenPacket.syn.frame, on: 1, at: 0) }
        #expect(throws: PcapngError.unknownInterface(-1)) { try writer.add(GoldenPacket.syn.frame, on: -1, at: 0) }
        #expect(throws: PcapngError.negativeTimestamp(-1)) { try writer.add(GoldenPacket.syn.frame, on: 0, at: -1) }
        #expect(throws: PcapngError.negativeTimestamp(-1)) { try writer.finish(at: -1) }
        let address = IPAddress("10.0.0.1" as StaticString)
        for name in ["", "a\0b"] {
            #expect(throws: PcapngError.invalidName(name)) {
                try writer.add([PcapngName(address: address, names: [name])])
            }
        }
        #expect(throws: PcapngError.tooLong(.nameResolution, count: 65541, limit: 65535)) {
            try writer.add([PcapngName(address: address, names: [long])])
        }
        #expect(throws: PcapngError.tooLong(.enhancedPacket, count: 1, limit: 4_294_967_295)) {
            try writer.add(PcapngPacket(interface: 0, timestamp: 0, bytes: [1, 2], originalLength: 1))
        }
        var mixed = IPPacket(source: address, destination: address, payload: .other(protocolNumber: 99, bytes: []))
        mixed.identification = 65536
        let frame = EthernetFrame(destination: .broadcast, source: .broadcast, payload: .ip(mixed))
        #expect(throws: PcapngError.packet(.outOfRange(.identification, value: 65536, limit: 65535))) {
            try writer.add(frame, on: 0, at: 0)
        }
        #expect(writer.bytes == before)
    }

    private static let bigEndian = """
        0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c
        00000001 00000018 0001 0000 00000000 0000 0000 00000018         # microseconds, for want of if_tsresol
        00000001 00000020 0071 0000 00000060 0009 0001 83 000000 0000 0000 00000020  # Linux cooked, eighths of a second
        00000bad 00000010 01020304 00000010                             # unknown
        00000006 00000024 00000000 00000001 00000002 00000002 00000003 aabb 0000 00000024
        00000006 00000020 00000001 00000000 0000000c 00000000 00000000 00000020
        """

    @Test func `of the other byte order is read, in any unit of time, without unknown blocks`() throws {
        #expect(
            try PcapngReader.blocks(of: bytes(Self.bigEndian)) == [
                .section(PcapngSection()), .interface(PcapngInterface(snapLength: 0)),
                .interface(PcapngInterface(linkType: 113, snapLength: 96)),
                .packet(
                    PcapngPacket(
                        interface: 0,
                        timestamp: 4_294_967_298_000,
                        bytes: [0xaa, 0xbb],
                        originalLength: 3
                    )
                ),
                .packet(PcapngPacket(interface: 1, timestamp: 1_500_000_000, bytes: [])),
            ]
        )
        // A section after another has its own byte order and interfaces.
        let little = try PcapngWriter().bytes
        #expect(try PcapngReader.blocks(of: bytes(Self.bigEndian) + little).last == .section(PcapngSection()))
        let orphan = "06000000 20000000 00000000 00000000 00000000 00000000 00000000 20000000"
        #expect(throws: PcapngError.invalid(.interfaceNumber, offset: 168 + 28 + 8)) {
            try PcapngReader.blocks(of: bytes(Self.bigEndian) + little + bytes(orphan))
        }
    }

    private static let section = "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000 "

    @Test(
        arguments: [
            ("", .notPcapng), ("0a0d0d0a", .notPcapng), ("d4c3b2a1 02000400 00000000", .notPcapng),
            ("0a0d0d0a 1c000000 4d3c2b1b 0100 0000 ffffffffffffffff 1c000000", .notPcapng),
            (
                "0a0d0d0a 1c000000 4d3c2b1a 0200 0000 ffffffffffffffff 1c000000",
                .unknownVersion(2, offset: 12)
            ),
            (section + "01000000", .truncated(.block, offset: 28)),
            (section + "01000000 10000000 00000000", .truncated(.block, offset: 28)),
            (section + "01000000 0d000000 00000000 00000000", .invalid(.blockLength, offset: 32)),
            (section + "01000000 08000000 00000000", .invalid(.blockLength, offset: 32)),
            (section + "01000000 0c000000 10000000", .invalid(.blockLength, offset: 36)),
            (section + "01000000 0c000000 0c000000", .truncated(.interfaceDescription, offset: 36)),
            (section + "0a0d0d0a 0c000000 0c000000", .invalid(.byteOrder, offset: 36)),
            (section + "06000000 10000000 00000000 10000000", .invalid(.interfaceNumber, offset: 36)),
            (
                section + "01000000 18000000 01000000 00000000 0200 0500 18000000",
                .truncated(.option, offset: 48)
            ),
            (
                section + "01000000 1c000000 01000000 00000000 0900 0100 14 000000 1c000000",
                .invalid(.timestampResolution, offset: 48)
            ),
            (section + "04000000 18000000 0100 0400 0a000001 00000000 18000000", .invalid(.nameResolution, offset: 40)),
            (section + "04000000 0c000000 0c000000", .truncated(.nameResolution, offset: 36)),
        ] as [(String, PcapngError)]
    )
    func `that is damaged names the part, and where`(_ text: String, _ error: PcapngError) {
        #expect(throws: error) { try PcapngReader.blocks(of: bytes(text)) }
    }
}
