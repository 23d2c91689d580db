package import Addressing

/// What a block of a capture says (draft-ietf-opsawg-pcapng section 4).
package enum PcapngBlock: Hashable, Sendable {
    case section(PcapngSection)
    case interface(PcapngInterface)
    case packet(PcapngPacket)
    case names([PcapngName])
    case statistics(PcapngStatistics)
}

/// Who made a section of a capture.
package struct PcapngSection: Hashable, Sendable {
    package var hardware: String?
    package var operatingSystem: String?
    package var application: String?
    package var comments: [String]

    package init(
        hardware: String? = nil,
        operatingSystem: String? = nil,
        application: String? = nil,
        comments: [String] = []
    ) {
        self.hardware = hardware
        self.operatingSystem = operatingSystem
        self.application = application
        self.comments = comments
    }
}

/// An interface that packets were captured on.
package struct PcapngInterface: Hashable, Sendable {
    /// 1 is Ethernet (`LINKTYPE_ETHERNET`), the only one that is written.
    package var linkType: UInt16
    /// The most bytes captured of a packet; 0 means no limit.
    package var snapLength: UInt32
    package var name: String?
    package var description: String?
    package var comments: [String]

    package init(
        linkType: UInt16 = 1,
        snapLength: UInt32 = 262_144,
        name: String? = nil,
        description: String? = nil,
        comments: [String] = []
    ) {
        self.linkType = linkType
        self.snapLength = snapLength
        self.name = name
        self.description = description
        self.comments = comments
    }
}

/// A packet that was captured.
package struct PcapngPacket: Hashable, Sendable {
    /// Seen from the interface. The numbers are those of `epb_flags`.
    package enum Direction: UInt8, Hashable, Sendable {
        case inbound = 1
        case outbound = 2
    }

    /// The interface's place among its section's, from 0.
    package var interface: Int
    /// Nanoseconds since 1970.
    package var timestamp: Int64
    /// What was captured.
    package var bytes: [UInt8]
    /// The packet's length before it was cut to the snap length.
    package var originalLength: Int
    package var direction: Direction?
    /// How many packets the interface lost since the one before.
    package var dropCount: UInt64?
    package var comments: [String]

    package init(
        interface: Int,
        timestamp: Int64,
        bytes: [UInt8],
        originalLength: Int? = nil,
        direction: Direction? = nil,
        dropCount: UInt64? = nil,
        comments: [String] = []
    ) {
        self.interface = interface
        self.timestamp = timestamp
        self.bytes = bytes
        self.originalLength = originalLength ?? bytes.count
        self.direction = direction
        self.dropCount = dropCount
        self.comments = comments
    }
}

/// The names of an address, for programs that show captures.
package struct PcapngName: Hashable, Sendable {
    package var address: IPAddress
    package var names: [String]

    package init(address: IPAddress, names: [String]) {
        self.address = address
        self.names = names
    }
}

/// What an interface counted while it was captured on.
package struct PcapngStatistics: Hashable, Sendable {
    package var interface: Int
    /// When the numbers were taken, in nanoseconds since 1970.
    package var timestamp: Int64
    package var start: Int64?
    package var end: Int64?
    package var received: UInt64?
    package var dropped: UInt64?

    package init(
        interface: Int,
        timestamp: Int64,
        start: Int64? = nil,
        end: Int64? = nil,
        received: UInt64? = nil,
        dropped: UInt64? = nil
    ) {
        self.interface = interface
        self.timestamp = timestamp
        self.start = start
        self.end = end
        self.received = received
        self.dropped = dropped
    }
}
