import Addressing
import DNSWire
import Testing

struct MessageEncodingTests {
    private func encoded(_ message: Message) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try message.encode(into: &bytes)
        return bytes
    }

    private func record(_ owner: String, _ data: RData) throws -> ResourceRecord {
        ResourceRecord(name: try DomainName(parsing: owner), ttl: 1, data: data)
    }

    @Test func `names are compressed to the longest suffix of the same case`() throws {
        let message = Message(
            header: Header(id: 0),
            answers: [
                try record("a.B.c", .ns(DomainName(parsing: "x.B.c"))),
                try record("B.c", .ns(DomainName(parsing: "a.B.c"))),
                try record("a.b.c", .ns(DomainName(parsing: "c"))),
                try record(".", .ns(.root)),
            ]
        )
        let expected = octets(
            """
            0000 0000 0000 0004 0000 0000
            01 61 01 42 01 63 00 0002 0001 00000001 0004 01 78 c00e     # 12: a.B.c; 14: B.c; 16: c
            c00e 0002 0001 00000001 0002 c00c
            01 61 01 62 c010 0002 0001 00000001 0002 c010               # another case: only c is the same
            00 0002 0001 00000001 0001 00
            """
        )
        #expect(hexadecimal(try encoded(message)) == hexadecimal(expected))
        #expect(try DNSWireTests.message(of: expected) == message)
    }

    @Test func `names behind the reach of pointers are written in full`() throws {
        // Pointers have fourteen bits: names that begin at 16384 or later are no targets.
        let filler = try record(".", .unknown(RecordType(rawValue: 999), [UInt8](repeating: 0, count: 16300)))
        var records = [filler]
        for index in 0..<12 { records.append(try record("n\(index).far", .ns(DomainName(parsing: "n\(index).far")))) }
        let message = Message(header: Header(id: 0), answers: records)
        let bytes = try encoded(message)
        #expect(try DNSWireTests.message(of: bytes) == message)
        // The last target is its own owner, but finds only `far`.
        #expect(hexadecimal(bytes.suffix(6)) == "03 6e 31 31 " + hexadecimal(bytes.suffix(2)))
    }

    @Test func `what does not fit its field is refused, and the buffer stays as it was`() throws {
        func refusal(_ message: Message) -> DNSEncodingError? {
            var bytes: [UInt8] = [0xa5]
            do {
                try message.encode(into: &bytes)
                return nil
            } catch {
                #expect(bytes == [0xa5])
                return error
            }
        }
        let long = [UInt8](repeating: 0, count: 65536)
        let unknown = RecordType(rawValue: 999)
        let header = Header(id: 0)
        let question = Question(name: .root, type: .a)
        let option = EDNSOption(code: .padding, octets: long)
        let empty = try #require(CharacterString(""))

        let rdata = Message(header: header, answers: [try record(".", .unknown(unknown, long))])
        #expect(refusal(rdata) == .rdataTooLong(unknown, count: 65536))
        let half = try record(".", .unknown(unknown, [UInt8](repeating: 0, count: 40000)))
        #expect(refusal(Message(header: header, answers: [half, half])) == .messageTooLong(count: 65536))
        let questions = Message(header: header, questions: [Question](repeating: question, count: 65536))
        #expect(refusal(questions) == .messageTooLong(count: 12 + 65536 * 5))
        let some = Message(header: header, questions: [Question](repeating: question, count: 20000))
        #expect(refusal(some) == .messageTooLong(count: 12 + 20000 * 5))
        #expect(refusal(Message(header: header, answers: [try record(".", .txt([]))])) == .emptyRDATA(.txt))
        let caa = try record(".", .caa(flags: 0, tag: empty, value: []))
        #expect(refusal(Message(header: header, answers: [caa])) == .emptyRDATA(.caa))
        let padded = Message(header: header, edns: EDNS(udpPayloadSize: 512, options: [option]))
        #expect(refusal(padded) == .messageTooLong(count: 12 + 11 + 4 + 65536))
    }

    @Test func `a message may have every octet that TCP can carry`() throws {
        let room = 65535 - 12 - 11
        let unknown = RecordType(rawValue: 999)
        let largest = try record(".", .unknown(unknown, [UInt8](repeating: 1, count: room)))
        let bytes = try encoded(Message(header: Header(id: 0), answers: [largest]))
        #expect(bytes.count == 65535)
        #expect(try message(of: bytes).answers == [largest])
    }

    @Test func `additional records are left out without TC, answers with it`() throws {
        let address = try record("a", .a(IPv4Address(10, 0, 0, 1)))
        var message = Message(
            header: Header(id: 7, flags: .qr),
            questions: [Question(name: try DomainName(parsing: "a"), type: .a)],
            answers: [address, address],
            additionals: [address, address],
            edns: EDNS(udpPayloadSize: 1232)
        )
        // Header and question 19, OPT 11, sixteen a record.
        for (limit, answers, additionals, isTruncated) in [
            (94, 2, 2, false), (93, 2, 1, false), (77, 2, 0, false), (61, 1, 0, true), (45, 0, 0, true),
            (30, 0, 0, true),
        ] {
            var bytes: [UInt8] = []
            let isWhole = try message.encode(into: &bytes, limit: limit)
            let cut = try DNSWireTests.message(of: bytes)
            #expect(isWhole == (limit == 94))
            #expect(cut.answers.count == answers)
            #expect(cut.additionals.count == additionals)
            #expect(cut.header.flags.contains(HeaderFlags.tc) == isTruncated)
            #expect(cut.edns == message.edns)
        }
        var bytes: [UInt8] = []
        #expect(throws: DNSEncodingError.messageTooLong(count: 30)) { try message.encode(into: &bytes, limit: 29) }
        message.edns = nil
        try message.encode(into: &bytes, limit: 29)
        #expect(bytes.count == 19)
    }

    @Test func `character strings and bindings are checked when they are made`() {
        #expect(CharacterString([UInt8](repeating: 0, count: 255))?.octets.count == 255)
        #expect(CharacterString([UInt8](repeating: 0, count: 256)) == nil)
        let one = ServiceBinding.Parameter(key: 1, value: [])
        #expect(ServiceBinding(priority: 1, target: .root, parameters: [one]) != nil)
        #expect(ServiceBinding(priority: 1, target: .root, parameters: [one, one]) == nil)
        let long = ServiceBinding.Parameter(key: 2, value: [UInt8](repeating: 0, count: 65536))
        #expect(ServiceBinding(priority: 1, target: .root, parameters: [long]) == nil)
    }

    @Test func `a client subnet has no host bits, and a scope within its address`() throws {
        let address = try #require(IPAddress("10.1.2.3"))
        let prefix = try #require(IPPrefix(address: address, length: 24))
        #expect(ClientSubnet(prefix: prefix) == nil)
        #expect(ClientSubnet(prefix: prefix.masked, scopePrefixLength: 33) == nil)
        #expect(ClientSubnet(prefix: nil, scopePrefixLength: 1) == nil)
        let subnet = try #require(ClientSubnet(prefix: prefix.masked, scopePrefixLength: 32))
        #expect(hexadecimal(subnet.option.octets) == "00 01 18 20 0a 01 02")
        #expect(subnet.scoped(to: 200).scopePrefixLength == 32)
    }
}
