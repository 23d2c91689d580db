import Addressing

/// A part of a capture that is read field by field, in the byte order of its section.
struct PcapngFields {
    private let capture: [UInt8]
    private let isLittleEndian: Bool
    private let end: Int
    /// Where the next field begins, in the capture.
    private(set) var offset: Int
    /// Of the block that these fields are the body of.
    var blockType: UInt32?
    var blockLength = 0

    /// The range lies within the capture.
    init(_ capture: [UInt8], _ range: Range<Int>, isLittleEndian: Bool) {
        self.capture = capture
        self.isLittleEndian = isLittleEndian
        offset = range.lowerBound
        end = range.upperBound
    }

    mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type,
        _ part: PcapngPart
    ) throws(PcapngError) -> Number {
        let bytes = try take(Number.bitWidth / 8, part)
        return isLittleEndian
            ? bytes.reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
            : bytes.reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }

    /// The next `count` bytes.
    mutating func take(_ count: Int, _ part: PcapngPart) throws(PcapngError) -> ArraySlice<UInt8> {
        guard count <= end - offset else { throw .truncated(part, offset: offset) }
        defer { offset += count }
        return capture[offset..<offset + count]
    }

    /// The next `count` bytes, and the zeros that fill them up to a multiple of 4.
    mutating func takePadded(_ count: Int, _ part: PcapngPart) throws(PcapngError) -> ArraySlice<UInt8> {
        let bytes = try take(count, part)
        _ = try take((4 - count % 4) % 4, part)
        return bytes
    }

    private mutating func timestamp(_ resolution: PcapngResolution) throws(PcapngError) -> Int64 {
        let place = offset
        let upper = try number(UInt32.self, .timestamp)
        let lower = try number(UInt32.self, .timestamp)
        guard let time = resolution.nanoseconds(UInt64(upper) << 32 | UInt64(lower)) else {
            throw .invalid(.timestamp, offset: place)
        }
        return time
    }

    /// Calls `body` with each option up to the end of the block or of the options.
    private mutating func forEachOption(
        _ body: (_ code: UInt16, _ value: inout PcapngFields) throws(PcapngError) -> Void
    ) throws(PcapngError) {
        while offset < end {
            let code = try number(UInt16.self, .option)
            let length = Int(try number(UInt16.self, .option))
            if code == PcapngOption.end { return }
            let value = try takePadded(length, .option)
            var fields = PcapngFields(
                capture,
                value.startIndex..<value.endIndex,
                isLittleEndian: isLittleEndian
            )
            try body(code, &fields)
        }
    }

    /// The rest, as text. What is not UTF-8 is replaced.
    private mutating func text() -> String {
        defer { offset = end }
        return String(decoding: capture[offset..<end], as: UTF8.self)
    }
}

// MARK: Bodies of blocks

extension PcapngFields {
    mutating func section() throws(PcapngError) -> PcapngSection {
        _ = try number(UInt32.self, .sectionHeader)
        let place = offset
        let version = try number(UInt16.self, .sectionHeader)
        _ = try number(UInt16.self, .sectionHeader)
        guard version == 1 else { throw .unknownVersion(version, offset: place) }
        _ = try number(UInt64.self, .sectionHeader)
        var section = PcapngSection()
        try forEachOption { code, value throws(PcapngError) in
            switch code {
            case PcapngOption.comment: section.comments.append(value.text())
            case PcapngOption.hardware: section.hardware = value.text()
            case PcapngOption.operatingSystem: section.operatingSystem = value.text()
            case PcapngOption.application: section.application = value.text()
            default: break
            }
        }
        return section
    }

    mutating func interface() throws(PcapngError) -> (PcapngInterface, PcapngResolution) {
        let linkType = try number(UInt16.self, .interfaceDescription)
        _ = try number(UInt16.self, .interfaceDescription)
        let snapLength = try number(UInt32.self, .interfaceDescription)
        var interface = PcapngInterface(linkType: linkType, snapLength: snapLength)
        var resolution = PcapngResolution.microseconds
        try forEachOption { code, value throws(PcapngError) in
            switch code {
            case PcapngOption.comment: interface.comments.append(value.text())
            case PcapngOption.interfaceName: interface.name = value.text()
            case PcapngOption.interfaceDescription: interface.description = value.text()
            case PcapngOption.timestampResolution:
                let place = value.offset
                guard let known = PcapngResolution(code: try value.number(UInt8.self, .timestampResolution)) else {
                    throw .invalid(.timestampResolution, offset: place)
                }
                resolution = known
            default: break
            }
        }
        return (interface, resolution)
    }

    mutating func packet(on interface: Int, _ resolution: PcapngResolution) throws(PcapngError) -> PcapngPacket {
        let time = try timestamp(resolution)
        let place = offset
        let capturedLength = Int(try number(UInt32.self, .enhancedPacket))
        let originalLength = Int(try number(UInt32.self, .enhancedPacket))
        guard capturedLength <= originalLength else { throw .invalid(.capturedLength, offset: place) }
        var packet = PcapngPacket(
            interface: interface,
            timestamp: time,
            bytes: Array(try takePadded(capturedLength, .enhancedPacket)),
            originalLength: originalLength
        )
        try forEachOption { code, value throws(PcapngError) in
            switch code {
            case PcapngOption.comment: packet.comments.append(value.text())
            case PcapngOption.packetFlags:
                let flags = try value.number(UInt32.self, .option)
                packet.direction = PcapngPacket.Direction(rawValue: UInt8(truncatingIfNeeded: flags & 3))
            case PcapngOption.packetDropCount: packet.dropCount = try value.number(UInt64.self, .option)
            default: break
            }
        }
        return packet
    }

    mutating func statistics(
        on interface: Int,
        _ resolution: PcapngResolution
    ) throws(PcapngError) -> PcapngStatistics {
        var statistics = PcapngStatistics(interface: interface, timestamp: try timestamp(resolution))
        try forEachOption { code, value throws(PcapngError) in
            switch code {
            case PcapngOption.statisticsStart: statistics.start = try value.timestamp(resolution)
            case PcapngOption.statisticsEnd: statistics.end = try value.timestamp(resolution)
            case PcapngOption.statisticsReceived: statistics.received = try value.number(UInt64.self, .option)
            case PcapngOption.statisticsDropped: statistics.dropped = try value.number(UInt64.self, .option)
            default: break
            }
        }
        return statistics
    }

    mutating func names() throws(PcapngError) -> [PcapngName] {
        var names: [PcapngName] = []
        while true {
            let type = try number(UInt16.self, .nameResolution)
            let length = Int(try number(UInt16.self, .nameResolution))
            if type == PcapngNameRecord.end { return names }
            let place = offset
            let value = try takePadded(length, .nameResolution)
            let addressLength: Int
            switch type {
            case PcapngNameRecord.ipv4: addressLength = 4
            case PcapngNameRecord.ipv6: addressLength = 16
            default: continue
            }
            guard let address = IPAddress(bytes: value.prefix(addressLength)),
                value.count > addressLength, value.last == 0
            else { throw .invalid(.nameResolution, offset: place) }
            let texts = value.dropFirst(addressLength).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            names.append(PcapngName(address: address, names: texts))
        }
    }
}
