/// What stands between an IPv6 header and its payload (RFC 8200 section 4).
struct IPv6ExtensionHeaders {
    static let hopByHop: UInt8 = 0
    static let routing: UInt8 = 43
    static let fragment: UInt8 = 44
    static let destinationOptions: UInt8 = 60

    /// The most headers that are walked; RFC 8200 section 4.1 has five, one of them twice.
    static let maximumCount = 8

    struct FragmentHeader {
        let fragment: IPPacket.Fragment
        let identification: UInt32
    }

    /// Where the payload begins.
    private(set) var end: Int
    /// Where the number stands that says what the payload is.
    private(set) var nextHeaderOffset: Int
    private(set) var nextHeader: UInt8
    /// What stands behind it is part of a fragment, and not walked.
    private(set) var fragmentHeader: FragmentHeader?

    /// Walks the headers that begin at `start` of `bytes`, which end with the packet or its quote.
    ///
    /// A routing header with segments left is no longer skipped: whoever reads it is not the packet's last destination.
    /// - Parameter start: 40 bytes behind the begin of the IPv6 header.
    /// - Throws: `.truncated`, or `.tooManyExtensionHeaders`.
    init(in bytes: Span<UInt8>, at start: Int, nextHeader first: UInt8) throws(PacketDecodingError) {
        end = start
        nextHeaderOffset = start - 34
        nextHeader = first
        var count = 0
        while fragmentHeader == nil {
            switch nextHeader {
            case Self.hopByHop, Self.destinationOptions:
                break
            case Self.routing:
                try bytes.require(4, at: end, .extensionHeader)
                if bytes[end + 3] != 0 { return }
            case Self.fragment:
                break
            default:
                return
            }
            guard count < Self.maximumCount else { throw .tooManyExtensionHeaders(offset: end) }
            count += 1
            let isFragment = nextHeader == Self.fragment
            let field: PacketField = isFragment ? .fragmentHeader : .extensionHeader
            try bytes.require(8, at: end, field)
            let length = isFragment ? 8 : (Int(bytes[end + 1]) + 1) * 8
            try bytes.require(length, at: end, field)
            if isFragment {
                let bits = bytes.loadUInt16(at: end + 2)
                fragmentHeader = FragmentHeader(
                    fragment: IPPacket.Fragment(offset: Int(bits & 0xfff8), hasMore: bits & 1 != 0),
                    identification: bytes.loadUInt32(at: end + 4)
                )
            }
            nextHeaderOffset = end
            nextHeader = bytes[end]
            end += length
        }
    }
}
