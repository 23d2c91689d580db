import Addressing

/// The checksum of IPv4 headers, ICMP, UDP and TCP: the complement of a one's complement sum of 16-bit words
/// (RFC 1071).
struct InternetChecksum {
    /// Carries collect in the upper bits; a packet has too few words to fill them.
    private var sum: UInt64 = 0

    init() {}

    /// The sum over a pseudo-header: RFC 768, RFC 9293 section 3.1, RFC 8200 section 8.1.
    ///
    /// - Parameter length: of the header and payload that the checksum covers, in bytes.
    init(from source: IPAddress, to destination: IPAddress, protocolNumber: UInt8, length: Int) {
        add(source)
        add(destination)
        sum &+= UInt64(protocolNumber)
        sum &+= UInt64(truncatingIfNeeded: length)
    }

    mutating func add(_ address: IPAddress) {
        switch address {
        case .v4(let address):
            sum &+= UInt64(address.rawValue)
        case .v6(let address):
            let number = address.rawValue
            for shift in stride(from: 96, through: 0, by: -32) {
                sum &+= UInt64(UInt32(truncatingIfNeeded: number >> shift))
            }
        }
    }

    /// Adds a word of 16 bits or, which sums to the same as its halves, 32 bits.
    mutating func add(word: some FixedWidthInteger & UnsignedInteger) {
        sum &+= UInt64(truncatingIfNeeded: word)
    }

    /// Adds bytes; only the last that are added may be an odd count.
    mutating func add(_ bytes: Span<UInt8>) {
        // The sum is the same in words of any size and byte order, but for being swapped (RFC 1071 section 2). Bytes of
        // a packet have no alignment, and words built of single bytes would take most of the time of an encoding.
        let words = bytes.withUnsafeBytes { buffer in
            var words: UInt64 = 0
            var index = 0
            while index &+ 8 <= buffer.count {
                let word = buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                words &+= word & 0xffff_ffff
                words &+= word >> 32
                index &+= 8
            }
            while index &+ 2 <= buffer.count {
                words &+= UInt64(buffer.loadUnaligned(fromByteOffset: index, as: UInt16.self))
                index &+= 2
            }
            if index < buffer.count { words &+= UInt64(UInt16(littleEndian: UInt16(buffer[index]))) }
            return words
        }
        sum &+= UInt64(UInt16(bigEndian: Self.folded(words)))
    }

    private static func folded(_ sum: UInt64) -> UInt16 {
        var sum = sum
        while sum >> 16 != 0 { sum = (sum & 0xffff) &+ sum >> 16 }
        return UInt16(truncatingIfNeeded: sum)
    }

    /// What belongs into the field, if the field was summed as zero; 0 if a right one was summed with the rest.
    var value: UInt16 { ~Self.folded(sum) }

    /// What belongs into a UDP header, where 0 means that there is none (RFC 768).
    var udpValue: UInt16 { value == 0 ? 0xffff : value }
}

extension InternetChecksum {
    /// Continues a checksum that covers words which are about to change (RFC 1624, equation 3).
    init(adjusting checksum: UInt16) {
        sum = UInt64(~checksum)
    }

    mutating func replace(_ old: UInt16, by new: UInt16) {
        sum &+= UInt64(~old) &+ UInt64(new)
    }

    /// Both addresses are of one family.
    mutating func replace(_ old: IPAddress, by new: IPAddress) {
        for shift in stride(from: 0, to: old.family.bitWidth, by: 16) {
            replace(
                UInt16(truncatingIfNeeded: old.number >> shift),
                by: UInt16(truncatingIfNeeded: new.number >> shift)
            )
        }
    }
}
