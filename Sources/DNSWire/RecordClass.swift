/// A class of records, RFC 1035 section 3.2.4: an open set, of which only IN is in common use.
package struct RecordClass: RawRepresentable, Hashable, Sendable {
    package var rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The Internet.
    package static let `in` = RecordClass(rawValue: 1)
    /// Chaos; today a place for questions about the server itself, `version.bind`.
    package static let ch = RecordClass(rawValue: 3)
    /// Hesiod.
    package static let hs = RecordClass(rawValue: 4)
    /// Marks a deletion in dynamic updates, RFC 2136.
    package static let none = RecordClass(rawValue: 254)
    /// Every class, as a question only.
    package static let any = RecordClass(rawValue: 255)
}

extension RecordClass: CustomStringConvertible {
    /// The mnemonic as dig prints it, or `CLASS` and the number (RFC 3597 section 5).
    package var description: String {
        switch self {
        case .in: "IN"
        case .ch: "CH"
        case .hs: "HS"
        case .none: "NONE"
        case .any: "ANY"
        default: "CLASS\(rawValue)"
        }
    }

    /// Parses a mnemonic, or `CLASS` and a number of at most 65535, in any case; `nil` for anything else.
    package init?(parsing text: some StringProtocol) {
        let upper = text.uppercased()
        switch upper {
        case "IN": self = .in
        case "CH", "CHAOS": self = .ch
        case "HS", "HESIOD": self = .hs
        case "NONE": self = .none
        case "ANY": self = .any
        default:
            guard let number = genericNumber(upper, after: "CLASS") else { return nil }
            rawValue = number
        }
    }
}
