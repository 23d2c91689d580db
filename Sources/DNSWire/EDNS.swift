/// The OPT pseudo-record of a message, EDNS(0): RFC 6891 section 6.1.
///
/// The upper bits of the RCODE, which the record carries too, are in `Header.rcode`.
package struct EDNS: Hashable, Sendable {
    /// The largest UDP payload that the sender takes, in octets; below 512 means 512.
    package var udpPayloadSize: UInt16
    /// 0 is the only version that is defined.
    package var version: UInt8
    /// All sixteen flags; the reserved ones must be zero.
    package var flags: EDNSFlags
    /// The options in their order on the wire.
    package var options: [EDNSOption]

    package init(udpPayloadSize: UInt16, version: UInt8 = 0, flags: EDNSFlags = [], options: [EDNSOption] = []) {
        self.udpPayloadSize = udpPayloadSize
        self.version = version
        self.flags = flags
        self.options = options
    }

    /// The first client-subnet option, RFC 7871; `nil` without one.
    ///
    /// - Throws: what is wrong with the option; offsets count from the start of its octets.
    package func clientSubnet() throws(DNSWireError) -> ClientSubnet? {
        guard let option = options.first(where: { $0.code == .clientSubnet }) else { return nil }
        return try ClientSubnet(decoding: option.octets.span, at: 0)
    }

    /// Reads the RDATA of an OPT record, whose fields before it are known, and moves `offset` past it.
    init(decoding message: Span<UInt8>, at offset: inout Int, _ preamble: RecordPreamble) throws(DNSWireError) {
        udpPayloadSize = preamble.class.rawValue
        version = preamble.ednsVersion
        flags = EDNSFlags(rawValue: UInt16(truncatingIfNeeded: preamble.ttl))
        options = []
        try message.require(preamble.rdLength, at: offset, .rdata)
        let bytes = message.extracting(..<(offset + preamble.rdLength))
        while offset < bytes.count {
            let code = EDNSOptionCode(rawValue: try bytes.readUInt16(&offset, .option))
            let length = Int(try bytes.readUInt16(&offset, .option))
            options.append(EDNSOption(code: code, octets: try bytes.readBytes(length, &offset, .option)))
        }
    }

    /// Appends the whole record. The caller has checked that `length` fits into a message.
    func encode(into bytes: inout [UInt8], rcode: RCODE) {
        bytes.append(0)
        bytes.append(bigEndian: RecordType.opt.rawValue)
        bytes.append(bigEndian: udpPayloadSize)
        bytes.append(rcode.extendedBits)
        bytes.append(version)
        bytes.append(bigEndian: flags.rawValue)
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: optionsLength))
        for option in options {
            bytes.append(bigEndian: option.code.rawValue)
            bytes.append(bigEndian: UInt16(truncatingIfNeeded: option.octets.count))
            bytes.append(contentsOf: option.octets)
        }
    }

    /// The octets of the whole record.
    var length: Int { ResourceRecord.minimumLength + optionsLength }

    private var optionsLength: Int { options.reduce(0) { $0 + 4 + $1.octets.count } }
}

extension RecordPreamble {
    var ednsVersion: UInt8 { UInt8(truncatingIfNeeded: ttl >> 16) }

    /// The RCODE whose lower four bits are `low` and whose upper eight stand here.
    func rcode(low: RCODE) -> RCODE { RCODE(rawValue: UInt16(truncatingIfNeeded: ttl >> 24) << 4 | low.headerBits) }
}

/// The flags of an OPT record, RFC 6891 section 6.1.4.
package struct EDNSFlags: OptionSet, Hashable, Sendable {
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The asker takes DNSSEC records, RFC 3225.
    package static let dnssecOK = EDNSFlags(rawValue: 0x8000)
    /// The asker takes compact denial of existence, RFC 9824.
    package static let compactAnswersOK = EDNSFlags(rawValue: 0x4000)
}

/// An option of an OPT record as its octets, whatever they mean: RFC 6891 section 6.1.2.
package struct EDNSOption: Hashable, Sendable {
    package var code: EDNSOptionCode
    package var octets: [UInt8]

    package init(code: EDNSOptionCode, octets: [UInt8]) {
        self.code = code
        self.octets = octets
    }
}

/// A number of an EDNS option: an open set.
package struct EDNSOptionCode: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// RFC 5001.
    package static let nsid = EDNSOptionCode(rawValue: 3)
    /// RFC 7871.
    package static let clientSubnet = EDNSOptionCode(rawValue: 8)
    /// RFC 7314.
    package static let expire = EDNSOptionCode(rawValue: 9)
    /// RFC 7873.
    package static let cookie = EDNSOptionCode(rawValue: 10)
    /// RFC 7828.
    package static let tcpKeepalive = EDNSOptionCode(rawValue: 11)
    /// RFC 7830.
    package static let padding = EDNSOptionCode(rawValue: 12)
    /// RFC 8914.
    package static let extendedError = EDNSOptionCode(rawValue: 15)
}
