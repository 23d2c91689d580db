import Addressing

/// Writes a capture for Wireshark and tcpdump: one section of pcapng (draft-ietf-opsawg-pcapng), little-endian, with
/// Ethernet interfaces and times in nanoseconds.
///
/// Blocks collect in `bytes`, which the caller may take out and write at any time.
package struct PcapngWriter: Sendable {
    /// The most bytes of a text: what an option's length field can say.
    package static let maximumTextLength = 65535
    /// The most bytes captured of a packet, and the greatest snap length: Wireshark takes no larger ones.
    package static let maximumSnapLength = 262_144
    /// The most comments of one block, which bounds its length.
    package static let maximumCommentCount = 256

    private struct Counters {
        let snapLength: Int
        var received: UInt64 = 0
        var dropped: UInt64 = 0
        var first: Int64?
        var last: Int64?
    }

    /// What has been written and not been taken.
    package private(set) var bytes: [UInt8] = []
    private var interfaces: [Counters] = []

    /// Begins the section.
    ///
    /// - Throws: `.tooLong` for a text.
    package init(_ section: PcapngSection = PcapngSection()) throws(PcapngError) {
        try Self.check([section.hardware, section.operatingSystem, section.application], section.comments)
        let start = bytes.beginBlock(PcapngBlockType.sectionHeader)
        bytes.append(littleEndian: Pcapng.byteOrderMagic)
        bytes.append(littleEndian: UInt16(1))
        bytes.append(littleEndian: UInt16(0))
        // The section's length is not known.
        bytes.append(littleEndian: Int64(-1))
        let options = bytes.count
        append(section.comments)
        append([
            (PcapngOption.hardware, section.hardware), (PcapngOption.operatingSystem, section.operatingSystem),
            (PcapngOption.application, section.application),
        ])
        bytes.endBlock(start, optionsFrom: options)
    }

    /// The snap length of an interface; nil where there is none of the number.
    func snapLength(of interface: Int) -> Int? {
        interfaces.indices.contains(interface) ? interfaces[interface].snapLength : nil
    }

    /// Appends a block whose octets are written in place: all `length` of them.
    mutating func extend(by length: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        bytes.append(addingCapacity: length) { out in
            out.withUnsafeMutableBufferPointer { room, count in
                body(
                    UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[count..<count + length])
                )
                count += length
            }
        }
    }

    /// Counts a packet of an interface.
    mutating func count(on interface: Int, at timestamp: Int64, dropped: UInt64 = 0) {
        interfaces[interface].received &+= 1
        interfaces[interface].dropped &+= dropped
        let (first, last) = (interfaces[interface].first, interfaces[interface].last)
        interfaces[interface].first = min(first ?? timestamp, timestamp)
        interfaces[interface].last = max(last ?? timestamp, timestamp)
    }

    /// Hands out what has been written since the last call.
    package mutating func takeBytes() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Describes the next interface and returns its number, for packets.
    ///
    /// A snap length of 0 or above `maximumSnapLength` is written as `maximumSnapLength`; the link type is Ethernet.
    /// - Throws: `.tooLong` for a text.
    package mutating func add(_ interface: PcapngInterface) throws(PcapngError) -> Int {
        try Self.check([interface.name, interface.description], interface.comments)
        let wanted = Int(interface.snapLength)
        let snapLength = wanted == 0 ? Self.maximumSnapLength : min(wanted, Self.maximumSnapLength)
        let start = bytes.beginBlock(PcapngBlockType.interfaceDescription)
        bytes.append(littleEndian: Pcapng.ethernet)
        bytes.append(littleEndian: UInt16(0))
        bytes.append(littleEndian: UInt32(snapLength))
        let options = bytes.count
        append(interface.comments)
        append([
            (PcapngOption.interfaceName, interface.name), (PcapngOption.interfaceDescription, interface.description),
        ])
        bytes.append(option: PcapngOption.timestampResolution, number: UInt8(9))
        bytes.endBlock(start, optionsFrom: options)
        interfaces.append(Counters(snapLength: snapLength))
        return interfaces.count - 1
    }

    /// Names addresses, for all packets of the section. Nothing is written for none.
    ///
    /// - Throws: `.tooLong`, or `.invalidName`.
    package mutating func add(_ names: [PcapngName]) throws(PcapngError) {
        for name in names { try Self.check(name) }
        for name in names where !name.names.isEmpty {
            // A block each, which bounds its length. Readers collect the names of all.
            let start = bytes.beginBlock(PcapngBlockType.nameResolution)
            let isIPv4 = name.address.family == .ipv4
            bytes.append(littleEndian: isIPv4 ? PcapngNameRecord.ipv4 : PcapngNameRecord.ipv6)
            bytes.append(littleEndian: UInt16(truncatingIfNeeded: Self.recordLength(name)))
            let record = bytes.count
            bytes.append(contentsOf: name.address.bytes)
            for text in name.names {
                bytes.append(contentsOf: text.utf8)
                bytes.append(0)
            }
            bytes.pad(from: record)
            bytes.append(littleEndian: UInt32(PcapngNameRecord.end))
            bytes.endBlock(start, optionsFrom: bytes.count)
        }
    }

    /// Writes a packet, cut to its interface's snap length.
    ///
    /// - Throws: `.unknownInterface`, `.negativeTimestamp`, or `.tooLong`.
    package mutating func add(_ packet: PcapngPacket) throws(PcapngError) {
        let limit = Int(UInt32.max)
        guard packet.bytes.count...limit ~= packet.originalLength else {
            throw .tooLong(.enhancedPacket, count: packet.originalLength, limit: limit)
        }
        let start = try beginPacket(on: packet.interface, at: packet.timestamp, packet.comments)
        bytes.append(contentsOf: packet.bytes)
        endPacket(start, packet, originalLength: packet.originalLength)
    }

    /// Writes a frame, cut to its interface's snap length, without a detour by an array of its own.
    ///
    /// - Throws: `.unknownInterface`, `.negativeTimestamp`, `.tooLong` for a comment, or `.packet` with why the frame
    ///   cannot be written.
    package mutating func add(
        _ frame: EthernetFrame,
        on interface: Int,
        at timestamp: Int64,
        direction: PcapngPacket.Direction? = nil,
        dropCount: UInt64? = nil,
        comments: [String] = []
    ) throws(PcapngError) {
        let start = try beginPacket(on: interface, at: timestamp, comments)
        let data = bytes.count
        do throws(PacketEncodingError) {
            try frame.encode(into: &bytes)
        } catch {
            bytes.removeSubrange(start...)
            throw .packet(error)
        }
        let packet = PcapngPacket(
            interface: interface,
            timestamp: timestamp,
            bytes: [],
            direction: direction,
            dropCount: dropCount,
            comments: comments
        )
        endPacket(start, packet, originalLength: bytes.count - data)
    }

    /// Gives up what has been written since the last call, and keeps the room for more.
    package mutating func removeBytes() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Writes what an interface counted, by whoever counted it.
    ///
    /// - Throws: `.unknownInterface` or `.negativeTimestamp`.
    package mutating func add(_ statistics: PcapngStatistics) throws(PcapngError) {
        guard interfaces.indices.contains(statistics.interface) else { throw .unknownInterface(statistics.interface) }
        for time in [statistics.timestamp, statistics.start, statistics.end].compactMap({ $0 }) where time < 0 {
            throw .negativeTimestamp(time)
        }
        append(statistics)
    }

    private mutating func append(_ statistics: PcapngStatistics) {
        let start = bytes.beginBlock(PcapngBlockType.interfaceStatistics)
        bytes.append(littleEndian: UInt32(truncatingIfNeeded: statistics.interface))
        bytes.append(timestamp: statistics.timestamp)
        let options = bytes.count
        if let first = statistics.start { bytes.append(option: PcapngOption.statisticsStart, timestamp: first) }
        if let last = statistics.end { bytes.append(option: PcapngOption.statisticsEnd, timestamp: last) }
        if let count = statistics.received { bytes.append(option: PcapngOption.statisticsReceived, number: count) }
        if let count = statistics.dropped { bytes.append(option: PcapngOption.statisticsDropped, number: count) }
        bytes.endBlock(start, optionsFrom: options)
    }

    /// Ends the section with the statistics of each interface, as they were at `timestamp`: packets written, packets
    /// dropped, and when the first and last were captured.
    ///
    /// - Throws: `.negativeTimestamp`.
    package mutating func finish(at timestamp: Int64) throws(PcapngError) {
        guard timestamp >= 0 else { throw .negativeTimestamp(timestamp) }
        for (number, interface) in interfaces.enumerated() {
            append(
                PcapngStatistics(
                    interface: number,
                    timestamp: timestamp,
                    start: interface.first,
                    end: interface.last,
                    received: interface.received,
                    dropped: interface.dropped
                )
            )
        }
    }
}

// MARK: Parts of blocks

extension PcapngWriter {
    /// Where the captured bytes begin in an enhanced packet block.
    private static let packetHeaderLength = 28

    private mutating func beginPacket(
        on interface: Int,
        at timestamp: Int64,
        _ comments: [String]
    ) throws(PcapngError) -> Int {
        guard interfaces.indices.contains(interface) else { throw .unknownInterface(interface) }
        guard timestamp >= 0 else { throw .negativeTimestamp(timestamp) }
        try Self.check([], comments)
        let start = bytes.beginBlock(PcapngBlockType.enhancedPacket)
        bytes.append(littleEndian: UInt32(truncatingIfNeeded: interface))
        bytes.append(timestamp: timestamp)
        bytes.append(littleEndian: UInt64(0))
        return start
    }

    /// Ends a packet's block whose bytes have been appended.
    private mutating func endPacket(_ start: Int, _ packet: PcapngPacket, originalLength: Int) {
        let data = start + Self.packetHeaderLength
        let end = data + interfaces[packet.interface].snapLength
        if bytes.count > end { bytes.removeSubrange(end...) }
        let capturedLength = bytes.count - data
        for (value, offset) in [(capturedLength, start + 20), (originalLength, start + 24)] {
            for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
        }
        bytes.pad(from: data)
        let options = bytes.count
        append(packet.comments)
        if let direction = packet.direction {
            bytes.append(option: PcapngOption.packetFlags, number: UInt32(direction.rawValue))
        }
        if let dropCount = packet.dropCount {
            bytes.append(option: PcapngOption.packetDropCount, number: dropCount)
        }
        bytes.endBlock(start, optionsFrom: options)
        count(on: packet.interface, at: packet.timestamp, dropped: packet.dropCount ?? 0)
    }

    private mutating func append(_ comments: [String]) {
        for comment in comments { bytes.append(option: PcapngOption.comment, comment) }
    }

    private mutating func append(_ texts: [(code: UInt16, text: String?)]) {
        for (code, text) in texts { if let text { bytes.append(option: code, text) } }
    }

    private static func check(_ texts: [String?], _ comments: [String]) throws(PcapngError) {
        guard comments.count <= maximumCommentCount else {
            throw .tooLong(.block, count: comments.count, limit: maximumCommentCount)
        }
        for text in texts + comments {
            guard let count = text?.utf8.count, count > maximumTextLength else { continue }
            throw .tooLong(.option, count: count, limit: maximumTextLength)
        }
    }

    private static func check(_ name: PcapngName) throws(PcapngError) {
        for text in name.names where text.isEmpty || text.utf8.contains(0) { throw .invalidName(text) }
        guard recordLength(name) <= maximumTextLength else {
            throw .tooLong(.nameResolution, count: recordLength(name), limit: maximumTextLength)
        }
    }

    private static func recordLength(_ name: PcapngName) -> Int {
        name.names.reduce(name.address.family.bitWidth / 8) { $0 + $1.utf8.count + 1 }
    }
}
