// Case-folding of names in wire form, eight octets at a time (RFC 4343: only A–Z and a–z are alike).
//
// A length octet is at most 63, below 'A', so whole names fold at once, lengths included. The hash is not seeded:
// the same name has the same hash in every run, which lets a table be built once and queries be hashed while parsed.
// Whoever sends queries cannot lengthen a table's chains, for only the names in the table make them.

/// A hash of the octets, blind to ASCII case.
package func foldedHash(_ bytes: Span<UInt8>) -> UInt64 {
    let count = bytes.count
    var hash = mix(0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: count), 0xd6e8_feb8_6659_fd93)
    var offset = 0
    while count - offset >= 8 {
        hash = mix(hash ^ foldedWord(loadWord(bytes, at: offset)), 0xa076_1d64_78bd_642f)
        offset += 8
    }
    guard offset < count else { return hash }
    // The last word overlaps the one before: it depends on the same octets and on nothing else.
    let last = count >= 8 ? loadWord(bytes, at: count - 8) : loadShortWord(bytes)
    return mix(hash ^ foldedWord(last), 0xe703_7ed1_a0b4_28db)
}

/// Whether the octets are the same but for ASCII case.
package func foldedEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let count = left.count
    guard count == right.count else { return false }
    guard count >= 8 else { return foldedWord(loadShortWord(left)) == foldedWord(loadShortWord(right)) }
    var offset = 0
    while count - offset >= 8 {
        guard foldedWord(loadWord(left, at: offset)) == foldedWord(loadWord(right, at: offset)) else { return false }
        offset += 8
    }
    return foldedWord(loadWord(left, at: count - 8)) == foldedWord(loadWord(right, at: count - 8))
}

/// The octet with `A`–`Z` made lower case.
func folded(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}

/// The eight octets with `A`–`Z` made lower case.
private func foldedWord(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let low = word & (ones &* 0x7f)
    // The top bit of each octet says: at least 'A'; above 'Z'. Seven-bit sums never carry into the next octet.
    let atLeastA = low &+ ones &* UInt64(0x80 - UInt8(ascii: "A"))
    let aboveZ = low &+ ones &* UInt64(0x80 - UInt8(ascii: "Z") - 1)
    let isUpper = (atLeastA ^ aboveZ) & ~word & (ones &* 0x80)
    return word | isUpper >> 2
}

private func loadWord(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
}

/// The octets, at most eight, as one word.
private func loadShortWord(_ bytes: Span<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for index in bytes.indices { word = word << 8 | UInt64(bytes[index]) }
    return word
}

/// Both halves of the 128-bit product, folded together.
private func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
}
