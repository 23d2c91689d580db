/// One port, or a run of ports from a lowest to a highest one.
public struct PortRange: Hashable, Comparable, Sendable {
    /// The ports, both ends included.
    public let ports: ClosedRange<UInt16>

    public init(_ ports: ClosedRange<UInt16>) {
        self.ports = ports
    }

    public init(_ port: UInt16) {
        ports = port...port
    }

    public var first: UInt16 { ports.lowerBound }
    public var last: UInt16 { ports.upperBound }

    /// The number of ports: 1…65,536.
    public var count: Int { Int(last) - Int(first) + 1 }

    public func contains(_ port: UInt16) -> Bool { ports.contains(port) }

    /// Whether the two have a port in common.
    public func overlaps(_ other: PortRange) -> Bool { ports.overlaps(other.ports) }

    public static func < (left: PortRange, right: PortRange) -> Bool {
        (left.first, left.last) < (right.first, right.last)
    }
}

extension PortRange: LosslessStringConvertible {
    /// Parses `80` or `80-85`: decimal numbers of 0–65535, the first not above the second; `nil` for all else.
    public init?(_ text: String) {
        let parsed: ClosedRange<UInt16>? = withUTF8Span(of: text) { bytes in
            func port(_ range: Range<Int>) -> UInt16? {
                decimalNumber(bytes, range).flatMap(UInt16.init(exactly:))
            }
            guard let dash = bytes.indices.first(where: { bytes[$0] == UInt8(ascii: "-") }) else {
                return port(bytes.indices).map { $0...$0 }
            }
            guard let first = port(0..<dash), let last = port(dash + 1..<bytes.count), first <= last else { return nil }
            return first...last
        }
        guard let parsed else { return nil }
        ports = parsed
    }

    /// `80`, or `80-85` where there are several.
    public var description: String { first == last ? "\(first)" : "\(first)-\(last)" }
}
