/// A TCP segment (RFC 9293).
package struct TCPSegment: Hashable, Sendable {
    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let fin = Flags(rawValue: 1)
        package static let syn = Flags(rawValue: 2)
        package static let rst = Flags(rawValue: 4)
        package static let psh = Flags(rawValue: 8)
        package static let ack = Flags(rawValue: 16)
        package static let urg = Flags(rawValue: 32)
        package static let ece = Flags(rawValue: 64)
        package static let cwr = Flags(rawValue: 128)
    }

    /// Options of a SYN that netsim's stacks send. Others are dropped on decoding.
    package struct Options: Hashable, Sendable {
        package var maximumSegmentSize: UInt16?
        /// A shift count (RFC 7323 section 2).
        package var windowScale: UInt8?
        package var permitsSelectiveAcknowledgement = false
        package init() {}

        /// Bytes in the header, padded to a multiple of 4.
        package var length: Int {
            let bytes =
                (maximumSegmentSize == nil ? 0 : 4) + (windowScale == nil ? 0 : 3)
                + (permitsSelectiveAcknowledgement ? 2 : 0)
            return (bytes + 3) / 4 * 4
        }
    }

    package var sourcePort: UInt16
    package var destinationPort: UInt16
    package var sequence: UInt32
    package var acknowledgement: UInt32
    package var flags: Flags
    package var window: UInt16
    package var options = Options()
    package var payload: [UInt8]

    package init(
        sourcePort: UInt16,
        destinationPort: UInt16,
        sequence: UInt32,
        acknowledgement: UInt32,
        flags: Flags,
        window: UInt16 = 64240,
        payload: [UInt8] = []
    ) {
        self.sourcePort = sourcePort
        self.destinationPort = destinationPort
        self.sequence = sequence
        self.acknowledgement = acknowledgement
        self.flags = flags
        self.window = window
        self.payload = payload
    }

    package var headerLength: Int { 20 + options.length }
}
