internal import Addressing

/// One end of a TCP connection (RFC 9293), with slow start and fast retransmission (RFC 5681) and retransmission
/// time-outs (RFC 6298).
struct TCPConnection: Sendable {
    var state: SocketView.State
    let flow: PortTable.Flow
    /// Largest payload of a segment.
    var segmentSize: Int

    // MARK: Sending
    /// The first sequence number that is not acknowledged.
    var unacknowledged: UInt32
    /// The next sequence number to send.
    var next: UInt32
    /// Bytes from `unacknowledged` on (behind the SYN): sent ones first.
    var outgoing = SendBuffer()
    /// Whether the sending side is closed once `outgoing` is empty.
    var isFinishing = false
    var hasSentFIN = false
    var peerWindow = 65535
    /// Bytes.
    var congestionWindow: Int
    var slowStartThreshold = Int.max
    var duplicateAcknowledgements = 0

    // MARK: Receiving
    var expected: UInt32 = 0
    /// Bytes in order that nobody has read yet.
    var incoming: [UInt8] = []
    var outOfOrder: [UInt32: [UInt8]] = [:]
    /// Where the peer's FIN stands.
    var finalSequence: UInt32?
    var hasReceivedFIN = false

    // MARK: Time
    var generation: UInt32 = 0
    var attempts = 0
    var timeout = Self.initialTimeout
    var smoothedRoundTrip: Int64?
    /// The segment that is timed, and when it left (Karn: none once anything was sent again).
    var timed: (sequence: UInt32, since: Int64)?

    /// Why the connection ended, where it did not end well.
    var failure: SocketError?
    /// The listening socket that it came to.
    var listener: Int?

    static let initialTimeout: Int64 = 1_000_000_000
    static let leastTimeout: Int64 = 200_000_000
    static let greatestTimeout: Int64 = 120_000_000_000
    /// `tcp_syn_retries`: 127 seconds in all.
    static let connectAttempts = 6
    /// `tcp_retries2`.
    static let attempts = 15
    /// How much an end takes in before it is read.
    static let window = 64240
    static let timeWait: Int64 = 60_000_000_000

    /// Bytes that were sent and not acknowledged, a FIN not counted.
    var inFlight: Int { min(outgoing.count, Int(next &- unacknowledged)) }

    var receiveWindow: UInt16 { UInt16(truncatingIfNeeded: max(0, Self.window - incoming.count)) }

    var isConnected: Bool {
        switch state {
        case .established, .finWait1, .finWait2, .closeWait, .closing, .lastAck: true
        default: false
        }
    }

    var maySend: Bool { state == .established || state == .closeWait }
}

/// Comparison of sequence numbers, modulo 2³² (RFC 9293 section 3.4).
enum Sequence {
    static func isBefore(_ a: UInt32, _ b: UInt32) -> Bool { Int32(bitPattern: a &- b) < 0 }
    static func isAfter(_ a: UInt32, _ b: UInt32) -> Bool { Int32(bitPattern: a &- b) > 0 }
}
