import Addressing
import Lab
import TestSupport
import Testing

@testable import LabStore

@Suite struct `Rows` {
    /// The format of rows is what labs on people's disks are in: these bytes change with ``RowFormat/version`` alone.
    @Test func `have the bytes that they always had`() throws {
        var config = EndpointConfig()
        config.ipv4 = IPAddress("10.0.0.9")
        config.ipv6 = IPAddress("fd00::9")
        config.aliases = ["www", "é"]
        config.driverOptions = ["b": "2", "a": "1"]
        config.gatewayPriority = -70
        config.mac = MACAddress(rawValue: 0x0242_ac11_0002)
        let attachment = Attachment(
            network: "app",
            networkID: Identifier(words: (1, 2, 3, 0x0123_4567_89ab_cdef)),
            config: config,
            endpoint: Endpoint(
                id: Identifier(words: (0, 0, 0, 7)),
                sequence: 300,
                ipv4: IPPrefix("10.0.0.9/16"),
                interface: "eth0"
            )
        )
        let expected = """
            01 03617070 01 0000000000000001 0000000000000002 0000000000000003 0123456789abcdef
            01 01040a000009 0106fd000000000000000000000000000009 00 02 03777777 02c3a9 00
            02 0161 0131 0162 0132 8b01 01 0242ac110002 00
            01 0000000000000000 0000000000000000 0000000000000000 0000000000000007 ac02
            01040a00000910 00 00 0465746830 00 00
            """
        #expect(try hex(RowWriter.row(attachment)) == expected.filter(\.isHexDigit))
    }

    @Test func `of every kind read back as what was written`() throws {
        let lab = try richLab()
        func check<T: Record>(_ record: T) throws -> Int {
            let row = try RowWriter.row(record)
            let read = try row.withUnsafeBytes { try RowReader.read(T.self, from: $0) }
            #expect(try RowWriter.row(read) == row)
            #expect(try ArchiveWriter.json(read) == ArchiveWriter.json(record))
            return row.count
        }
        var sizes = [try check(lab.settings)]
        for network in lab.networks.elements { sizes.append(try check(network)) }
        for container in lab.containers.elements { sizes.append(try check(container)) }
        #expect(sizes.max() ?? 0 > 500)
    }

    @Test func `say nothing else when cut off or changed than that they are wrong`() throws {
        let lab = try richLab()
        let rows = try lab.containers.elements.map { try RowWriter.row($0) }
        var generator = SeededGenerator(seed: 4)
        var (refused, read) = (0, 0)
        func attempt(_ row: [UInt8]) {
            do {
                _ = try row.withUnsafeBytes { bytes throws(FieldError) in
                    try RowReader.read(Container.self, from: bytes)
                }
                read += 1
            } catch {
                refused += 1
            }
        }
        for row in rows {
            for length in row.indices { attempt(Array(row[..<length])) }
            #expect(read == 0)
        }
        for _ in 0..<20_000 {
            var row = rows[Int.random(in: 0..<rows.count, using: &generator)]
            for _ in 0...Int.random(in: 0..<3, using: &generator) {
                row[Int.random(in: 0..<row.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            attempt(row)
        }
        #expect(read > 1000 && refused > 1000, "\(read) read, \(refused) refused")
    }

    /// A count that promises more than the row has is refused before memory is taken for it.
    @Test(
        arguments: [
            ([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], "the row ends within it"),
            ([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02], "a number has more than 64 bits"),
            ([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00], "a number has more than 64 bits"),
            ([0x05, 0x61], "the row ends within it"),
            ([0x01, 0xff], "a text is not UTF-8"),
            ([], "the row ends within it"),
        ] as [([UInt8], String)]
    )
    func `with wrong counts are refused`(_ bytes: [UInt8], _ problem: String) {
        let error = #expect(throws: FieldError.self) {
            try ([RowFormat.version] + bytes).withUnsafeBytes { bytes throws(FieldError) in
                try RowReader.read(Upstream.Record.self, from: bytes)
            }
        }
        #expect(error?.path == "name")
        #expect(error?.problem == problem)
    }

    /// A case that is added to the model must be given its number, or it could not be stored.
    @Test func `have a number for every case`() {
        #expect(Set(TransportProtocol.numbered) == Set(TransportProtocol.allCases))
        #expect(Set(NetworkDriver.numbered) == Set(NetworkDriver.allCases))
        #expect(Set(BridgeOptions.GatewayMode.numbered) == Set(BridgeOptions.GatewayMode.allCases))
        #expect(Set(Container.Status.numbered) == Set(Container.Status.allCases))
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { Identifier.hex(UInt64($0) << 56, digits: 2) }.joined()
    }
}
