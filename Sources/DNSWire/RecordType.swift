/// A type of resource record, or of question: RFC 1035 section 3.2.2 and IANA's registry.
///
/// The set is open: any 16-bit number is a type, and one without a mnemonic reads `TYPE65280` (RFC 3597 section 5).
package struct RecordType: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let a = RecordType(rawValue: 1)
    package static let ns = RecordType(rawValue: 2)
    package static let cname = RecordType(rawValue: 5)
    package static let soa = RecordType(rawValue: 6)
    package static let ptr = RecordType(rawValue: 12)
    package static let hinfo = RecordType(rawValue: 13)
    package static let mx = RecordType(rawValue: 15)
    package static let txt = RecordType(rawValue: 16)
    package static let aaaa = RecordType(rawValue: 28)
    package static let srv = RecordType(rawValue: 33)
    package static let dname = RecordType(rawValue: 39)
    /// The pseudo-record of EDNS(0), RFC 6891.
    package static let opt = RecordType(rawValue: 41)
    package static let svcb = RecordType(rawValue: 64)
    package static let https = RecordType(rawValue: 65)
    package static let spf = RecordType(rawValue: 99)
    package static let tsig = RecordType(rawValue: 250)
    package static let ixfr = RecordType(rawValue: 251)
    package static let axfr = RecordType(rawValue: 252)
    /// Every type at a name, as a question only; RFC 8482 lets a server answer with less.
    package static let any = RecordType(rawValue: 255)
    package static let caa = RecordType(rawValue: 257)
}

extension RecordType: CustomStringConvertible {
    /// The mnemonic as dig prints it, or `TYPE` and the number.
    package var description: String { Self.mnemonics[rawValue] ?? "TYPE\(rawValue)" }

    /// Parses a mnemonic, or `TYPE` and a number of at most 65535, in any case; `nil` for anything else.
    package init?(parsing text: some StringProtocol) {
        let upper = text.uppercased()
        if let number = Self.numbers[upper] {
            rawValue = number
        } else if let number = genericNumber(upper, after: "TYPE") {
            rawValue = number
        } else {
            return nil
        }
    }

    /// IANA's mnemonics, without those that were never deployed.
    private static let mnemonics: [UInt16: String] = [
        1: "A", 2: "NS", 3: "MD", 4: "MF", 5: "CNAME", 6: "SOA", 7: "MB", 8: "MG", 9: "MR", 10: "NULL", 11: "WKS",
        12: "PTR", 13: "HINFO", 14: "MINFO", 15: "MX", 16: "TXT", 17: "RP", 18: "AFSDB", 19: "X25", 20: "ISDN",
        21: "RT", 22: "NSAP", 23: "NSAP-PTR", 24: "SIG", 25: "KEY", 26: "PX", 27: "GPOS", 28: "AAAA", 29: "LOC",
        30: "NXT", 31: "EID", 32: "NIMLOC", 33: "SRV", 34: "ATMA", 35: "NAPTR", 36: "KX", 37: "CERT", 38: "A6",
        39: "DNAME", 40: "SINK", 41: "OPT", 42: "APL", 43: "DS", 44: "SSHFP", 45: "IPSECKEY", 46: "RRSIG", 47: "NSEC",
        48: "DNSKEY", 49: "DHCID", 50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA", 53: "SMIMEA", 55: "HIP", 56: "NINFO",
        57: "RKEY", 58: "TALINK", 59: "CDS", 60: "CDNSKEY", 61: "OPENPGPKEY", 62: "CSYNC", 63: "ZONEMD", 64: "SVCB",
        65: "HTTPS", 99: "SPF", 104: "NID", 105: "L32", 106: "L64", 107: "LP", 108: "EUI48", 109: "EUI64",
        249: "TKEY", 250: "TSIG", 251: "IXFR", 252: "AXFR", 253: "MAILB", 254: "MAILA", 255: "ANY", 256: "URI",
        257: "CAA", 258: "AVC", 259: "DOA", 260: "AMTRELAY", 261: "RESINFO", 32768: "TA", 32769: "DLV",
    ]

    private static let numbers = [String: UInt16](
        mnemonics.map { ($0.value, $0.key) },
        uniquingKeysWith: { first, _ in first }
    )
}

/// The number in texts such as `TYPE65280` and `CLASS7` (RFC 3597 section 5): digits only, at most 65535.
func genericNumber(_ upper: String, after word: String) -> UInt16? {
    guard upper.hasPrefix(word) else { return nil }
    let digits = upper.dropFirst(word.count)
    return digits.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") } ? UInt16(digits) : nil
}
