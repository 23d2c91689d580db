/// Block types, draft-ietf-opsawg-pcapng section 11.1.
enum PcapngBlockType {
    static let interfaceDescription: UInt32 = 1
    static let nameResolution: UInt32 = 4
    static let interfaceStatistics: UInt32 = 5
    static let enhancedPacket: UInt32 = 6
    /// The same in either byte order.
    static let sectionHeader: UInt32 = 0x0a0d_0d0a
}

/// Option codes; what those above 1 mean depends on the block (draft-ietf-opsawg-pcapng sections 3.5 and 4).
enum PcapngOption {
    static let end: UInt16 = 0
    static let comment: UInt16 = 1

    static let hardware: UInt16 = 2
    static let operatingSystem: UInt16 = 3
    static let application: UInt16 = 4

    static let interfaceName: UInt16 = 2
    static let interfaceDescription: UInt16 = 3
    static let timestampResolution: UInt16 = 9

    static let packetFlags: UInt16 = 2
    static let packetDropCount: UInt16 = 4

    static let statisticsStart: UInt16 = 2
    static let statisticsEnd: UInt16 = 3
    static let statisticsReceived: UInt16 = 4
    static let statisticsDropped: UInt16 = 5
}

/// Record types of name resolution blocks.
enum PcapngNameRecord {
    static let end: UInt16 = 0
    static let ipv4: UInt16 = 1
    static let ipv6: UInt16 = 2
}

enum Pcapng {
    static let byteOrderMagic: UInt32 = 0x1a2b_3c4d
    /// LINKTYPE_ETHERNET
    static let ethernet: UInt16 = 1
}
