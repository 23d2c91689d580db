/// Appends little-endian fields, options and blocks (draft-ietf-opsawg-pcapng sections 3.1 and 3.5).
extension [UInt8] {
    mutating func append<Number: FixedWidthInteger>(littleEndian value: Number) {
        append(addingCapacity: MemoryLayout<Number>.size) { out in
            for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
                out.append(UInt8(truncatingIfNeeded: value >> shift))
            }
        }
    }

    /// A moment as two words, the upper first: so blocks say it, whatever their byte order.
    mutating func append(timestamp: Int64) {
        append(littleEndian: UInt32(truncatingIfNeeded: timestamp >> 32))
        append(littleEndian: UInt32(truncatingIfNeeded: timestamp))
    }

    /// Zeros up to a multiple of 4 behind `start`, at which a value began.
    mutating func pad(from start: Int) {
        while (count - start) % 4 != 0 { append(0) }
    }

    mutating func append(option code: UInt16, _ text: String) {
        append(littleEndian: code)
        // The writer has checked the length.
        append(littleEndian: UInt16(truncatingIfNeeded: text.utf8.count))
        let start = count
        append(contentsOf: text.utf8)
        pad(from: start)
    }

    mutating func append<Number: FixedWidthInteger>(option code: UInt16, number: Number) {
        append(littleEndian: code)
        append(littleEndian: UInt16(MemoryLayout<Number>.size))
        let start = count
        append(littleEndian: number)
        pad(from: start)
    }

    mutating func append(option code: UInt16, timestamp: Int64) {
        append(littleEndian: code)
        append(littleEndian: UInt16(8))
        append(timestamp: timestamp)
    }

    /// Begins a block; returns where, for `endBlock`.
    mutating func beginBlock(_ type: UInt32) -> Int {
        let start = count
        append(littleEndian: type)
        append(littleEndian: UInt32(0))
        return start
    }

    /// Ends the options, if there are any since `options`, and the block with its length at both ends.
    mutating func endBlock(_ start: Int, optionsFrom options: Int) {
        if count > options { append(littleEndian: UInt32(PcapngOption.end)) }
        // The writer keeps blocks far below 4 GiB.
        let length = UInt32(truncatingIfNeeded: count - start + 4)
        append(littleEndian: length)
        for index in 0..<4 { self[start + 4 + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
    }
}
