/// Why a capture cannot be written, or not be read. Offsets count bytes from the start of the capture.
package enum PcapngError: Error, Hashable, Sendable {
    // Writing.

    /// The text, comment or block is longer than its length field can say.
    case tooLong(PcapngPart, count: Int, limit: Int)
    /// No interface has the number.
    case unknownInterface(Int)
    /// The moment is before 1970.
    case negativeTimestamp(Int64)
    /// A name is empty or holds a zero byte, which ends names in the format.
    case invalidName(String)
    case packet(PacketEncodingError)

    // Reading.

    /// The capture does not begin with a section header.
    case notPcapng
    /// The capture or block ends before the part that begins at `offset` does.
    case truncated(PcapngPart, offset: Int)
    /// The part at `offset` holds a value that the specification forbids.
    case invalid(PcapngPart, offset: Int)
    /// The section has a major version other than 1.
    case unknownVersion(UInt16, offset: Int)
}

/// The parts of a capture that errors name.
package enum PcapngPart: String, Hashable, Sendable {
    case block
    case blockLength = "block length"
    case byteOrder = "byte-order magic"
    case sectionHeader = "section header"
    case interfaceDescription = "interface description"
    case enhancedPacket = "enhanced packet"
    case interfaceStatistics = "interface statistics"
    case nameResolution = "name resolution"
    case interfaceNumber = "interface number"
    case timestampResolution = "if_tsresol"
    case timestamp
    case capturedLength = "captured length"
    case option
}

extension PcapngError: CustomStringConvertible {
    /// Lower case, for people: `truncated option at byte 40`.
    package var description: String {
        switch self {
        case .tooLong(let part, let count, let limit): "\(part.rawValue) needs \(count) bytes, at most \(limit) fit"
        case .unknownInterface(let number): "no interface \(number) in the capture"
        case .negativeTimestamp(let timestamp): "timestamp \(timestamp) is before 1970"
        case .invalidName(let name): "\"\(name)\" is no name for an address"
        case .packet(let error): "\(error)"
        case .notPcapng: "not a pcapng capture"
        case .truncated(let part, let offset): "truncated \(part.rawValue) at byte \(offset)"
        case .invalid(let part, let offset): "invalid \(part.rawValue) at byte \(offset)"
        case .unknownVersion(let version, let offset): "unknown version \(version) at byte \(offset)"
        }
    }
}
