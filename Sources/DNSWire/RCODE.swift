/// A response code: RFC 1035 section 4.1.1, with EDNS's upper eight bits on top (RFC 6891 section 6.1.3).
///
/// An open set of 12 bits. A message without an OPT record can carry 0…15 only.
package struct RCODE: RawRepresentable, Hashable, Sendable {
    /// The code; bits above the twelfth never reach the wire.
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let noError = RCODE(rawValue: 0)
    /// The server could not read the query.
    package static let formErr = RCODE(rawValue: 1)
    package static let servFail = RCODE(rawValue: 2)
    /// The name does not exist, with any type.
    package static let nxDomain = RCODE(rawValue: 3)
    package static let notImp = RCODE(rawValue: 4)
    package static let refused = RCODE(rawValue: 5)
    /// The server does not speak the query's EDNS version, RFC 6891 section 6.1.3.
    package static let badVers = RCODE(rawValue: 16)
    package static let badCookie = RCODE(rawValue: 23)

    /// The four bits that stand in the header.
    var headerBits: UInt16 { rawValue & 0xf }
    /// The eight bits that stand in the OPT record.
    var extendedBits: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 4) }
}

extension RCODE: CustomStringConvertible {
    /// The mnemonic as dig prints it: `NXDOMAIN`, `RESERVED11`, `?17`.
    package var description: String {
        switch rawValue {
        case 0: "NOERROR"
        case 1: "FORMERR"
        case 2: "SERVFAIL"
        case 3: "NXDOMAIN"
        case 4: "NOTIMP"
        case 5: "REFUSED"
        case 6: "YXDOMAIN"
        case 7: "YXRRSET"
        case 8: "NXRRSET"
        case 9: "NOTAUTH"
        case 10: "NOTZONE"
        case 11...15: "RESERVED\(rawValue)"
        case 16: "BADVERS"
        case 23: "BADCOOKIE"
        default: "?\(rawValue)"
        }
    }
}
