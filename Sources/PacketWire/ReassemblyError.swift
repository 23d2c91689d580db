/// Why a fragment was refused, and with it what was kept of its packet.
package enum ReassemblyError: Error, Hashable, Sendable {
    /// A fragment other than the last has no bytes, or not a multiple of 8 (RFC 8200 section 4.5).
    case unevenLength(Int)
    /// The whole packet would be longer than a packet can be.
    case tooLong(end: Int)
    /// The fragment overlaps others without being the same as one of them (RFC 5722, RFC 8200 section 4.5).
    case overlap(offset: Int)
    /// The fragment reaches behind the end that another gave the packet, or gives it another end.
    case wrongEnd(Int)
    /// As many packets are pending as may be; the fragment of yet another was dropped.
    case tooManyPending
    /// All fragments are there, and what they make up cannot be read.
    case undecodable(PacketDecodingError)
}

extension ReassemblyError: CustomStringConvertible {
    /// Lower case, for people: `fragment overlaps another at byte 8`.
    package var description: String {
        switch self {
        case .unevenLength(let length): "fragment of \(length) bytes is not the last"
        case .tooLong(let end): "fragment ends at byte \(end), behind the longest packet"
        case .overlap(let offset): "fragment overlaps another at byte \(offset)"
        case .wrongEnd(let end): "fragment ends at byte \(end), against the packet's other end"
        case .tooManyPending: "too many packets wait for fragments"
        case .undecodable(let error): "reassembled packet has \(error)"
        }
    }
}
