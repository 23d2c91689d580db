/// A queueing discipline at the root of an interface (`struct tcmsg` and its attributes).
package struct QdiscMessage: Hashable, Sendable {
    /// What becomes of packets on their way out.
    package enum Kind: Hashable, Sendable {
        /// A token bucket: so many octets a second, so many at once, so many that wait.
        case tokenBucket(TokenBucket)
        /// Delay, loss and the like (`tc-netem`).
        case netem(Netem)
        /// Another one, by the kernel's word.
        case other(String)
    }

    package struct TokenBucket: Hashable, Sendable {
        /// Octets a second.
        package var rate: UInt64
        /// Octets that may leave at once.
        package var burst: UInt32
        /// Octets that may wait.
        package var limit: UInt32

        package init(rate: UInt64, burst: UInt32, limit: UInt32) {
            self.rate = rate
            self.burst = burst
            self.limit = limit
        }
    }

    package struct Netem: Hashable, Sendable {
        /// Nanoseconds.
        package var delay: Int64 = 0
        package var jitter: Int64 = 0
        /// Of 2³² - 1.
        package var loss: UInt32 = 0
        package var duplication: UInt32 = 0
        package var reordering: UInt32 = 0
        /// Packets that may wait.
        package var limit: UInt32 = 1000
        /// Octets a second; 0 for no limit.
        package var rate: UInt64 = 0

        package init() {}

        /// A chance in parts per million, as netem counts it.
        package static func chance(partsPerMillion: Int) -> UInt32 {
            let bounded = UInt64(max(0, min(1_000_000, partsPerMillion)))
            return UInt32(clamping: bounded * UInt64(UInt32.max) / 1_000_000)
        }
    }

    /// The interface's number.
    package var index: Int32
    package var handle: UInt32 = 0
    /// Where it hangs; the root unless another one's class.
    package var parent: UInt32 = 0xffff_ffff
    package var kind: Kind

    package init(_ kind: Kind, on index: Int32) {
        self.kind = kind
        self.index = index
    }

    package var name: String {
        switch kind {
        case .tokenBucket: "tbf"
        case .netem: "netem"
        case .other(let name): name
        }
    }
}

extension QdiscMessage {
    private enum Attribute {
        static let kind: UInt16 = 1
        static let options: UInt16 = 2
        static let tbfParameters: UInt16 = 1
        static let tbfRate64: UInt16 = 4
        static let tbfBurst: UInt16 = 6
        static let netemReorder: UInt16 = 3
        static let netemRate: UInt16 = 6
        static let netemRate64: UInt16 = 8
        static let netemLatency64: UInt16 = 10
        static let netemJitter64: UInt16 = 11
    }

    /// The unit of the kernel's times in queueing: `PSCHED_SHIFT`, 64 ns.
    private static let tick: UInt64 = 64

    package func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        bytes += [0, 0, 0, 0]
        bytes.append(host: index)
        bytes.append(host: handle)
        bytes.append(host: parent)
        bytes.append(host: 0 as UInt32)
        try bytes.attribute(Attribute.kind, name)
        switch kind {
        case .tokenBucket(let bucket): try bytes.attribute(Attribute.options, bucket.encode)
        case .netem(let netem): try bytes.attribute(Attribute.options, netem.encode)
        case .other: break
        }
    }

    package init(decoding bytes: Span<UInt8>, in range: Range<Int>) throws(NetlinkDecodingError) {
        var offset = range.lowerBound
        guard range.count >= 20, range.upperBound <= bytes.count, let index = bytes.hostUInt32(at: offset + 4),
            let handle = bytes.hostUInt32(at: offset + 8), let parent = bytes.hostUInt32(at: offset + 12)
        else { throw .truncated(.familyHeader, offset: offset) }
        self.index = Int32(bitPattern: index)
        self.handle = handle
        self.parent = parent
        offset += 20
        var name = ""
        var options: Range<Int>?
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            if type == Attribute.kind { name = bytes.string(value) }
            if type == Attribute.options { options = value }
        }
        switch (name, options) {
        case ("tbf", let options?): kind = .tokenBucket(try TokenBucket(decoding: bytes, in: options))
        case ("netem", let options?): kind = .netem(try Netem(decoding: bytes, in: options))
        default: kind = .other(name)
        }
    }
}

extension QdiscMessage.TokenBucket {
    fileprivate func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        try bytes.attribute(QdiscMessage.Attribute.tbfParameters, parameters)
        if rate > UInt64(UInt32.max) { try bytes.attribute(QdiscMessage.Attribute.tbfRate64, rate) }
        try bytes.attribute(QdiscMessage.Attribute.tbfBurst, burst)
    }

    /// `struct tc_tbf_qopt`. The link layer is said, so that the kernel asks for no table of rates.
    private func parameters(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        bytes += [0, 1, 0, 0, 0, 0, 0, 0]
        bytes.append(host: UInt32(clamping: rate))
        bytes += [UInt8](repeating: 0, count: 12)
        bytes.append(host: limit)
        // The time that the burst takes at the rate.
        let nanoseconds = (UInt64(burst) * 1_000_000_000) / max(1, rate)
        bytes.append(host: UInt32(clamping: nanoseconds / QdiscMessage.tick))
        bytes.append(host: 0 as UInt32)
    }

    fileprivate init(decoding bytes: Span<UInt8>, in range: Range<Int>) throws(NetlinkDecodingError) {
        (rate, burst, limit) = (0, 0, 0)
        var offset = range.lowerBound
        var wideRate: UInt64?
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            switch type {
            case QdiscMessage.Attribute.tbfParameters:
                guard value.count >= 36, let rate = bytes.hostUInt32(at: value.lowerBound + 8),
                    let limit = bytes.hostUInt32(at: value.lowerBound + 24),
                    let ticks = bytes.hostUInt32(at: value.lowerBound + 28)
                else { throw .truncated(.attributeValue, offset: value.lowerBound) }
                self.rate = UInt64(rate)
                self.limit = limit
                // The kernel lists the burst as the time that it takes.
                let (octets, overflow) = UInt64(rate)
                    .multipliedReportingOverflow(by: UInt64(ticks) * QdiscMessage.tick)
                if burst == 0, !overflow { burst = UInt32(clamping: octets / 1_000_000_000) }
            case QdiscMessage.Attribute.tbfRate64: wideRate = try bytes.uint64(value)
            case QdiscMessage.Attribute.tbfBurst: burst = try bytes.uint32(value)
            default: break
            }
        }
        if let wideRate { rate = wideRate }
    }
}

extension QdiscMessage.Netem {
    fileprivate func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        // `struct tc_netem_qopt`: its times count in 64 ns; the attributes say them whole.
        bytes.append(host: UInt32(clamping: delay / 64))
        bytes.append(host: limit)
        bytes.append(host: loss)
        // Packets that reorder counts from, one: each by its own chance.
        bytes.append(host: reordering > 0 ? 1 : 0 as UInt32)
        bytes.append(host: duplication)
        bytes.append(host: UInt32(clamping: jitter / 64))
        if reordering > 0 {
            try bytes.attribute(QdiscMessage.Attribute.netemReorder) { (bytes) throws(NetlinkEncodingError) in
                bytes.append(host: reordering)
                bytes.append(host: 0 as UInt32)
            }
        }
        try bytes.attribute(QdiscMessage.Attribute.netemLatency64, UInt64(bitPattern: delay))
        try bytes.attribute(QdiscMessage.Attribute.netemJitter64, UInt64(bitPattern: jitter))
        guard rate > 0 else { return }
        if rate > UInt64(UInt32.max) { try bytes.attribute(QdiscMessage.Attribute.netemRate64, rate) }
        try bytes.attribute(QdiscMessage.Attribute.netemRate) { (bytes) throws(NetlinkEncodingError) in
            bytes.append(host: UInt32(clamping: rate))
            bytes += [UInt8](repeating: 0, count: 12)
        }
    }

    fileprivate init(decoding bytes: Span<UInt8>, in range: Range<Int>) throws(NetlinkDecodingError) {
        let start = range.lowerBound
        guard range.count >= 24, let latency = bytes.hostUInt32(at: start), let limit = bytes.hostUInt32(at: start + 4),
            let loss = bytes.hostUInt32(at: start + 8), let duplicate = bytes.hostUInt32(at: start + 16),
            let jitter = bytes.hostUInt32(at: start + 20)
        else { throw .truncated(.attributeValue, offset: start) }
        (delay, self.jitter) = (Int64(latency) * 64, Int64(jitter) * 64)
        (self.limit, self.loss, duplication) = (limit, loss, duplicate)
        var offset = start + 24
        var wideRate: UInt64?
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            switch type {
            case QdiscMessage.Attribute.netemReorder: reordering = try bytes.uint32(value)
            case QdiscMessage.Attribute.netemRate: rate = UInt64(try bytes.uint32(value))
            case QdiscMessage.Attribute.netemRate64: wideRate = try bytes.uint64(value)
            case QdiscMessage.Attribute.netemLatency64: delay = Int64(bitPattern: try bytes.uint64(value))
            case QdiscMessage.Attribute.netemJitter64: self.jitter = Int64(bitPattern: try bytes.uint64(value))
            default: break
            }
        }
        if let wideRate { rate = wideRate }
    }
}
