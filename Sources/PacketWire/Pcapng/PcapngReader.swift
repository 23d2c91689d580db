import Addressing

/// Reads a capture block by block (draft-ietf-opsawg-pcapng), in the byte order of each section.
///
/// Blocks and options without a meaning here are skipped. Memory is bounded by the capture's length.
package struct PcapngReader: Sendable {
    private let capture: [UInt8]
    private var offset = 0
    private var isLittleEndian = true
    /// What the timestamps of each interface of the section count.
    private var resolutions: [PcapngResolution] = []

    package init(_ capture: [UInt8]) {
        self.capture = capture
    }

    /// All blocks of the capture that have a meaning here.
    ///
    /// - Throws: the first fault.
    package static func blocks(of capture: [UInt8]) throws(PcapngError) -> [PcapngBlock] {
        var reader = PcapngReader(capture)
        var blocks: [PcapngBlock] = []
        while let block = try reader.next() { blocks.append(block) }
        return blocks
    }

    /// The next block that has a meaning here; nil at the end of the capture.
    ///
    /// - Throws: why the block cannot be read; the reader then stays before it.
    package mutating func next() throws(PcapngError) -> PcapngBlock? {
        while offset < capture.count {
            let isFirst = offset == 0
            let fields = try nextBlock()
            guard let type = fields.blockType else { continue }
            if isFirst, type != PcapngBlockType.sectionHeader { throw .notPcapng }
            let block = try read(type, fields)
            offset += fields.blockLength
            if let block { return block }
        }
        if capture.isEmpty { throw .notPcapng }
        return nil
    }

    /// The fields of the block at `offset`, whose lengths have been found right.
    private mutating func nextBlock() throws(PcapngError) -> PcapngFields {
        let left = capture.count - offset
        guard left >= 12 else { throw offset == 0 ? .notPcapng : .truncated(.block, offset: offset) }
        var fields = PcapngFields(capture, offset..<capture.count, isLittleEndian: isLittleEndian)
        let start = offset
        if try fields.number(UInt32.self, .block) == PcapngBlockType.sectionHeader {
            // Its byte order is its own, and decides how its length is read.
            let magic = Array(capture[start + 8..<start + 12])
            switch magic {
            case [0x4d, 0x3c, 0x2b, 0x1a]: isLittleEndian = true
            case [0x1a, 0x2b, 0x3c, 0x4d]: isLittleEndian = false
            default: throw start == 0 ? .notPcapng : .invalid(.byteOrder, offset: start + 8)
            }
        } else if start == 0 {
            throw .notPcapng
        }
        fields = PcapngFields(capture, start..<capture.count, isLittleEndian: isLittleEndian)
        let type = try fields.number(UInt32.self, .block)
        let length = Int(try fields.number(UInt32.self, .blockLength))
        guard length >= 12, length % 4 == 0 else { throw .invalid(.blockLength, offset: start + 4) }
        guard length <= left else { throw .truncated(.block, offset: start) }
        var trailer = PcapngFields(
            capture,
            start + length - 4..<start + length,
            isLittleEndian: isLittleEndian
        )
        guard try trailer.number(UInt32.self, .blockLength) == UInt32(length) else {
            throw .invalid(.blockLength, offset: start + length - 4)
        }
        var body = PcapngFields(capture, start + 8..<start + length - 4, isLittleEndian: isLittleEndian)
        body.blockType = type
        body.blockLength = length
        return body
    }

    /// Reads the body of a block; nil for a type without a meaning here.
    private mutating func read(_ type: UInt32, _ body: PcapngFields) throws(PcapngError) -> PcapngBlock? {
        var fields = body
        switch type {
        case PcapngBlockType.sectionHeader:
            let section = try fields.section()
            resolutions = []
            return .section(section)
        case PcapngBlockType.interfaceDescription:
            let (interface, resolution) = try fields.interface()
            resolutions.append(resolution)
            return .interface(interface)
        case PcapngBlockType.enhancedPacket:
            let (interface, resolution) = try clock(&fields)
            return .packet(try fields.packet(on: interface, resolution))
        case PcapngBlockType.interfaceStatistics:
            let (interface, resolution) = try clock(&fields)
            return .statistics(try fields.statistics(on: interface, resolution))
        case PcapngBlockType.nameResolution:
            return .names(try fields.names())
        default:
            return nil
        }
    }

    /// Reads which interface a block is about.
    private func clock(
        _ fields: inout PcapngFields
    ) throws(PcapngError) -> (interface: Int, resolution: PcapngResolution) {
        let place = fields.offset
        let number = Int(try fields.number(UInt32.self, .interfaceNumber))
        guard resolutions.indices.contains(number) else { throw .invalid(.interfaceNumber, offset: place) }
        return (number, resolutions[number])
    }
}

/// What one tick of an interface's clock is (`if_tsresol`).
struct PcapngResolution: Hashable, Sendable {
    private let isBinary: Bool
    private let exponent: Int

    static let microseconds = PcapngResolution(isBinary: false, exponent: 6)

    private init(isBinary: Bool, exponent: Int) {
        self.isBinary = isBinary
        self.exponent = exponent
    }

    /// The lower seven bits are the negative exponent, of 2 if the highest bit is set, else of 10. Nil for ticks finer than
    /// those of which 64 bits count a second.
    init?(code: UInt8) {
        isBinary = code & 0x80 != 0
        exponent = Int(code & 0x7f)
        guard exponent <= (isBinary ? 63 : 19) else { return nil }
    }

    /// Nil if that is beyond 64 bits, in the year 2262.
    func nanoseconds(_ ticks: UInt64) -> Int64? {
        var value = UInt128(ticks)
        if isBinary {
            value = value * 1_000_000_000 >> UInt128(exponent)
        } else {
            for _ in 0..<max(0, 9 - exponent) { value *= 10 }
            for _ in 0..<max(0, exponent - 9) { value /= 10 }
        }
        return Int64(exactly: value)
    }
}
