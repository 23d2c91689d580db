/// What kind of request a message is: RFC 1035 section 4.1.1, an open set of four bits.
package struct Opcode: RawRepresentable, Hashable, Sendable {
    /// The opcode; bits above the fourth never reach the wire.
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let query = Opcode(rawValue: 0)
    package static let iquery = Opcode(rawValue: 1)
    package static let status = Opcode(rawValue: 2)
    package static let notify = Opcode(rawValue: 4)
    package static let update = Opcode(rawValue: 5)
}

extension Opcode: CustomStringConvertible {
    /// The mnemonic as dig prints it: `QUERY`, `RESERVED3`.
    package var description: String {
        switch rawValue {
        case 0: "QUERY"
        case 1: "IQUERY"
        case 2: "STATUS"
        case 4: "NOTIFY"
        case 5: "UPDATE"
        default: "RESERVED\(rawValue)"
        }
    }
}
