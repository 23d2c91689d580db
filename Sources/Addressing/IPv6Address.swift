/// An IPv6 address without a zone, RFC 4291.
///
/// Addresses order as numbers. The text form is that of RFC 5952, and of Go's `netip`: lower case, the first longest
/// run of at least two zero groups as `::`, and an IPv4-mapped address as `::ffff:1.2.3.4`.
public struct IPv6Address: Hashable, Comparable, Sendable {
    // Two words rather than one `UInt128`: that has an alignment of 16, so that an `IPAddress` would take 32 bytes
    // instead of 24, and unoptimised code of Swift 6.3 crashes on returning a struct such as `IPPrefix`, which packs
    // bytes behind one (it loads the returned registers from a stack slot that is aligned to 8 bytes alone).
    private var high: UInt64
    private var low: UInt64

    /// Creates the address whose number, in host order, is `rawValue`.
    public init(rawValue: UInt128) {
        high = UInt64(truncatingIfNeeded: rawValue >> 64)
        low = UInt64(truncatingIfNeeded: rawValue)
    }

    /// The address as a number in host order: `::1` is 1.
    public var rawValue: UInt128 {
        get { UInt128(high) << 64 | UInt128(low) }
        set { self = IPv6Address(rawValue: newValue) }
    }

    /// Creates an address from its sixteen bytes in network order; `nil` for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(rawValue: bytes.reduce(0) { $0 << 8 | UInt128($1) })
    }

    /// The sixteen bytes in network order.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            for index in 0..<16 {
                buffer[index] = UInt8(truncatingIfNeeded: rawValue >> (120 - 8 * index))
            }
            count = 16
        }
    }

    /// The IPv4 address inside an IPv4-mapped one (`::ffff:0:0/96`, RFC 4291 section 2.5.5.2), else `nil`.
    public var mappedIPv4: IPv4Address? {
        rawValue >> 32 == 0xffff ? IPv4Address(rawValue: UInt32(truncatingIfNeeded: rawValue)) : nil
    }

    /// Whether the address is in fe80::/10, or maps an IPv4 address that is link-local.
    public var isLinkLocalUnicast: Bool { mappedIPv4?.isLinkLocalUnicast ?? (rawValue >> 118 == 0x3fa) }

    /// Whether the address is ::1, or maps an IPv4 loopback address.
    public var isLoopback: Bool { mappedIPv4?.isLoopback ?? (rawValue == 1) }

    /// Whether the address is in ff00::/8, or maps an IPv4 multicast address.
    public var isMulticast: Bool { mappedIPv4?.isMulticast ?? (rawValue >> 120 == 0xff) }

    /// Whether the address is in fc00::/7 (RFC 4193), or maps an IPv4 private address.
    public var isPrivate: Bool { mappedIPv4?.isPrivate ?? (rawValue >> 121 == 0x7e) }

    /// Whether the address is `::`.
    public var isUnspecified: Bool { rawValue == 0 }

    /// The address `distance` further on, or `nil` past either end of the address space.
    public func advanced(by distance: Int) -> IPv6Address? {
        let magnitude = UInt128(distance.magnitude)
        let (value, overflow) =
            distance < 0
            ? rawValue.subtractingReportingOverflow(magnitude) : rawValue.addingReportingOverflow(magnitude)
        return overflow ? nil : IPv6Address(rawValue: value)
    }

    public static func < (left: IPv6Address, right: IPv6Address) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension IPv6Address: LosslessStringConvertible {
    /// Parses text as Go's `netip.ParseAddr` does; `nil` for text with a zone.
    public init?(_ description: String) {
        guard case .v6(let address)? = IPAddress(description) else { return nil }
        self = address
    }

    public var description: String {
        if let mapped = mappedIPv4 { return "::ffff:\(mapped)" }
        let elided = longestZeroRun
        return String(unsafeUninitializedCapacity: 39) { buffer in
            var count = 0
            func write(_ byte: UInt8) {
                buffer[count] = byte
                count += 1
            }
            var index = 0
            while index < 8 {
                if index == elided.lowerBound, !elided.isEmpty {
                    write(UInt8(ascii: ":"))
                    write(UInt8(ascii: ":"))
                    index = elided.upperBound
                    continue
                }
                if index > 0, index != elided.upperBound || elided.isEmpty { write(UInt8(ascii: ":")) }
                let group = group(index)
                for shift in stride(from: 12, through: 0, by: -4) where shift == 0 || group >> shift != 0 {
                    write(lowercaseHexDigit(UInt8(truncatingIfNeeded: group >> shift)))
                }
                index += 1
            }
            return count
        }
    }

    /// The 16-bit group at `index`, 0 being the most significant.
    private func group(_ index: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: rawValue >> (112 - 16 * index))
    }

    /// The first longest run of two or more zero groups, or an empty range.
    private var longestZeroRun: Range<Int> {
        var longest = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, group(end) == 0 { end += 1 }
            if end - start >= 2, end - start > longest.count { longest = start..<end }
            start = end + 1
        }
        return longest
    }
}

/// The digit `0`–`9`, `a`–`f` of the low four bits of `nibble`.
func lowercaseHexDigit(_ nibble: UInt8) -> UInt8 {
    let value = nibble & 0xf
    return value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
}

/// The value of a hexadecimal digit of either case, else `nil`.
func hexDigitValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte &- UInt8(ascii: "a") &+ 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte &- UInt8(ascii: "A") &+ 10
    default: nil
    }
}

extension IPv6Address {
    /// The group that the owner of the address listens to (RFC 4291 section 2.7.1).
    package var solicitedNodeGroup: IPv6Address {
        IPv6Address(rawValue: 0xff02 << 112 | 0x1_ff00_0000 | rawValue & 0xff_ffff)
    }
}

extension IPAddress {
    /// The solicited-node group of an IPv6 address; nil for IPv4.
    package var solicitedNodeGroup: IPAddress? { ipv6.map { .v6($0.solicitedNodeGroup) } }
}
