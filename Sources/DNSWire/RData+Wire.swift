import Addressing

extension RData {
    /// Reads the RDATA of `length` octets at `offset` of a message and moves `offset` past it.
    ///
    /// RDATA must fill its length exactly. Names in NS, CNAME, PTR, MX, SOA and SRV may be compressed (RFC 3597
    /// section 4); in DNAME, SVCB and HTTPS they may not.
    /// - Parameter class: A, AAAA, SRV, SVCB and HTTPS mean what they mean in IN alone. In the classes NONE and ANY, which
    ///   dynamic updates use (RFC 2136), RDATA of every type stays as it is.
    init(
        decoding message: Span<UInt8>,
        at offset: inout Int,
        length: Int,
        type: RecordType,
        class: RecordClass
    ) throws(DNSWireError) {
        try message.require(length, at: offset, .rdata)
        let end = offset + length
        // What lies behind the RDATA is out of reach; offsets stay those of the message.
        let bytes = message.extracting(..<end)
        guard Self.isDefined(type, in: `class`), let typed = try Self.decodeTyped(bytes, at: &offset, type) else {
            self = .unknown(type, try bytes.readBytes(end - offset, &offset, .rdata))
            return
        }
        guard offset == end else { throw .trailingBytes(.rdata, offset: offset) }
        self = typed
    }

    private static func isDefined(_ type: RecordType, in class: RecordClass) -> Bool {
        switch `class` {
        case .in: true
        case .none, .any: false
        default: ![.a, .aaaa, .srv, .svcb, .https].contains(type)
        }
    }

    /// Reads RDATA up to the end of `bytes`; `nil`, with `offset` unmoved, for a type without a case.
    private static func decodeTyped(
        _ bytes: Span<UInt8>,
        at offset: inout Int,
        _ type: RecordType
    ) throws(DNSWireError) -> RData? {
        switch type {
        case .a:
            return .a(IPv4Address(rawValue: try bytes.readUInt32(&offset, .rdata)))
        case .aaaa:
            return .aaaa(IPv6Address(rawValue: try bytes.readNumber(16, &offset, .rdata)))
        case .ns:
            return .ns(try DomainName(decoding: bytes, at: &offset))
        case .cname:
            return .cname(try DomainName(decoding: bytes, at: &offset))
        case .ptr:
            return .ptr(try DomainName(decoding: bytes, at: &offset))
        case .dname:
            return .dname(try DomainName(decoding: bytes, at: &offset, followsPointers: false))
        case .mx:
            let preference = try bytes.readUInt16(&offset, .rdata)
            return .mx(preference: preference, exchange: try DomainName(decoding: bytes, at: &offset))
        case .txt:
            var strings: [CharacterString] = []
            repeat { strings.append(try CharacterString(decoding: bytes, at: &offset)) } while offset < bytes.count
            return .txt(strings)
        case .soa:
            return .soa(try StartOfAuthority(decoding: bytes, at: &offset))
        case .srv:
            return .srv(
                priority: try bytes.readUInt16(&offset, .rdata),
                weight: try bytes.readUInt16(&offset, .rdata),
                port: try bytes.readUInt16(&offset, .rdata),
                target: try DomainName(decoding: bytes, at: &offset)
            )
        case .hinfo:
            let cpu = try CharacterString(decoding: bytes, at: &offset)
            return .hinfo(cpu: cpu, os: try CharacterString(decoding: bytes, at: &offset))
        case .caa:
            let flags = try bytes.readUInt8(&offset, .rdata)
            let tagOffset = offset
            let tag = try CharacterString(decoding: bytes, at: &offset)
            guard !tag.octets.isEmpty else { throw .invalid(.rdata, offset: tagOffset) }
            return .caa(flags: flags, tag: tag, value: try bytes.readBytes(bytes.count - offset, &offset, .rdata))
        case .svcb:
            return .svcb(try ServiceBinding(decoding: bytes, at: &offset))
        case .https:
            return .https(try ServiceBinding(decoding: bytes, at: &offset))
        default:
            return nil
        }
    }

    /// Appends the RDATA without its length. Names are compressed in the types of RFC 1035 only (RFC 3597 section 4).
    func encode(into bytes: inout [UInt8], _ compressor: inout NameCompressor) throws(DNSEncodingError) {
        switch self {
        case .a(let address):
            bytes.append(bigEndian: address.rawValue)
        case .aaaa(let address):
            for shift in stride(from: 120, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: address.rawValue >> shift))
            }
        case .ns(let name), .cname(let name), .ptr(let name):
            compressor.append(name, to: &bytes)
        case .dname(let name):
            name.encode(into: &bytes)
        case .mx(let preference, let exchange):
            bytes.append(bigEndian: preference)
            compressor.append(exchange, to: &bytes)
        case .txt(let strings):
            guard !strings.isEmpty else { throw .emptyRDATA(.txt) }
            for string in strings { string.encode(into: &bytes) }
        case .soa(let authority):
            authority.encode(into: &bytes, &compressor)
        case .srv(let priority, let weight, let port, let target):
            bytes.append(bigEndian: priority)
            bytes.append(bigEndian: weight)
            bytes.append(bigEndian: port)
            target.encode(into: &bytes)
        case .hinfo(let cpu, let os):
            cpu.encode(into: &bytes)
            os.encode(into: &bytes)
        case .caa(let flags, let tag, let value):
            guard !tag.octets.isEmpty else { throw .emptyRDATA(.caa) }
            bytes.append(flags)
            tag.encode(into: &bytes)
            bytes.append(contentsOf: value)
        case .svcb(let binding), .https(let binding):
            binding.encode(into: &bytes)
        case .unknown(_, let octets):
            bytes.append(contentsOf: octets)
        }
    }
}

extension StartOfAuthority {
    fileprivate init(decoding bytes: Span<UInt8>, at offset: inout Int) throws(DNSWireError) {
        self.init(
            primary: try DomainName(decoding: bytes, at: &offset),
            mailbox: try DomainName(decoding: bytes, at: &offset),
            serial: try bytes.readUInt32(&offset, .rdata),
            refresh: try bytes.readUInt32(&offset, .rdata),
            retry: try bytes.readUInt32(&offset, .rdata),
            expire: try bytes.readUInt32(&offset, .rdata),
            minimum: try bytes.readUInt32(&offset, .rdata)
        )
    }

    fileprivate func encode(into bytes: inout [UInt8], _ compressor: inout NameCompressor) {
        compressor.append(primary, to: &bytes)
        compressor.append(mailbox, to: &bytes)
        for number in [serial, refresh, retry, expire, minimum] { bytes.append(bigEndian: number) }
    }
}
