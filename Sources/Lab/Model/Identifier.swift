/// A Docker object's identity: 256 random bits, written as 64 lower-case hexadecimal digits.
///
/// Networks, containers, endpoints and sandboxes all carry one. Docker shows the first twelve
/// digits wherever space is short and accepts any unique prefix (Docker Engine, `pkg/stringid`).
public struct Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let words: (UInt64, UInt64, UInt64, UInt64)

    package init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// Of nothing: it is never drawn.
    package static let zero = Identifier(words: (0, 0, 0, 0))

    /// Draws a fresh identifier from `entropy`.
    ///
    /// An identifier whose short form is all decimal digits is drawn again, as Docker does, so that
    /// a short identifier is never mistaken for a number by a tool.
    package init(drawnFrom entropy: inout Entropy) {
        var words = (entropy.next(), entropy.next(), entropy.next(), entropy.next())
        while Self.isDecimal(words.0 >> 16) { words.0 = entropy.next() }
        self.words = words
    }

    /// The identifier written as exactly 64 hexadecimal digits, or nil.
    public init?(_ text: some StringProtocol) {
        // Most texts that are tried are names: they shall cost nothing but this.
        guard text.utf8.count == 64 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for byte in text.utf8 {
            guard let digit = Self.hexValue(byte) else { return nil }
            // Each digit moves the whole number up by four bits.
            words.0 = words.0 << 4 | words.1 >> 60
            words.1 = words.1 << 4 | words.2 >> 60
            words.2 = words.2 << 4 | words.3 >> 60
            words.3 = words.3 << 4 | UInt64(digit)
        }
        self.words = words
    }

    /// All 64 digits.
    public var description: String { Self.hex(words.0) + Self.hex(words.1) + Self.hex(words.2) + Self.hex(words.3) }

    /// The first 12 digits, Docker's short form.
    public var short: String { Self.hex(words.0, digits: 12) }

    /// Whether the 64 digits begin with `prefix` (lower-case hexadecimal).
    public func hasPrefix(_ prefix: some StringProtocol) -> Bool {
        var index = 0
        for byte in prefix.utf8 {
            guard index < 64, let digit = Self.hexValue(byte), byte < 0x41 || byte > 0x46 else { return false }
            let word =
                switch index / 16 {
                case 0: words.0
                case 1: words.1
                case 2: words.2
                default: words.3
                }
            guard UInt8(truncatingIfNeeded: word >> (60 - 4 * UInt64(index % 16))) & 0xf == digit else { return false }
            index += 1
        }
        return true
    }

    /// The first eight digits as a number, which a ``SlotIndex`` finds the identifier by.
    public var tag: UInt32 { UInt32(truncatingIfNeeded: words.0 >> 32) }

    /// The tags of the identifiers that begin with `prefix`; nil where none can, as it is no lower-case hexadecimal.
    package static func tags(ofPrefix prefix: some StringProtocol) -> ClosedRange<UInt32>? {
        var (first, last): (UInt32, UInt32) = (0, .max)
        var shift: UInt32 = 32
        for byte in prefix.utf8 {
            guard let digit = hexValue(byte), byte < 0x41 || byte > 0x46 else { return nil }
            guard shift > 0 else { continue }
            shift -= 4
            first |= UInt32(digit) << shift
            last = first | ((1 << shift) - 1)
        }
        return first...last
    }

    public static func == (a: Identifier, b: Identifier) -> Bool { a.words == b.words }

    public static func < (a: Identifier, b: Identifier) -> Bool { a.words < b.words }

    public func hash(into hasher: inout Hasher) {
        // The bits are random: one word of them tells identifiers apart as well as four.
        hasher.combine(words.0)
    }

    /// `value` as `digits` lower-case hexadecimal digits, most significant first.
    package static func hex(_ value: UInt64, digits: Int = 16) -> String {
        String(unsafeUninitializedCapacity: digits) { buffer in
            var rest = value
            for index in 0..<digits {
                rest = rest << 4 | rest >> 60
                let nibble = UInt8(truncatingIfNeeded: rest) & 0xf
                buffer[index] = nibble < 10 ? 0x30 + nibble : 0x57 + nibble
            }
            return digits
        }
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x57
        case 0x41...0x46: byte - 0x37
        default: nil
        }
    }

    private static func isDecimal(_ twelveDigits: UInt64) -> Bool {
        (0..<12).allSatisfy { (twelveDigits >> (4 * UInt64($0))) & 0xf < 10 }
    }
}

public typealias NetworkID = Identifier
public typealias ContainerID = Identifier
public typealias EndpointID = Identifier
public typealias SandboxID = Identifier
