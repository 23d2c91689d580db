/// Messages over TCP, each behind its length in two octets (RFC 1035 section 4.2.2), however they are cut on the way.
struct StreamFrames {
    enum Next: Equatable {
        /// The octets of the next message.
        case message(Int)
        case incomplete
        /// A length that no DNS message has: the other end speaks something else.
        case malformed
    }

    /// The shortest message: a header.
    private static let shortest = 12

    private var bytes: [UInt8] = []
    private var taken = 0

    mutating func append(_ piece: UnsafeRawBufferPointer) {
        bytes.removeSubrange(..<taken)
        taken = 0
        bytes.append(contentsOf: piece)
    }

    /// Takes the next whole message, and copies it to the start of `buffer`.
    mutating func next(into buffer: MessageBuffer) -> Next {
        let count = bytes.count - taken
        guard count >= 2 else { return .incomplete }
        let length = Int(bytes[taken]) << 8 | Int(bytes[taken + 1])
        guard length >= Self.shortest else { return .malformed }
        guard count - 2 >= length else { return .incomplete }
        buffer.octets.copyBytes(from: bytes[(taken + 2)..<(taken + 2 + length)])
        taken += 2 + length
        return .message(length)
    }

    /// Appends a message behind its length to `bytes`.
    ///
    /// - Parameter message: at most 65535 octets.
    static func append(_ message: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: message.count >> 8))
        bytes.append(UInt8(truncatingIfNeeded: message.count))
        bytes.append(contentsOf: message)
    }
}
