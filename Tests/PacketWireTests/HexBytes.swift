import Addressing
import PacketWire

/// The bytes written in hexadecimal; `#` begins a comment that ends with the line.
///
/// A fault in a golden packet gives an array that no test expects, never a trap.
func bytes(_ text: String) -> [UInt8] {
    text.split(separator: "\n").flatMap { line in
        line.prefix { $0 != "#" }.split(separator: " ").flatMap { word in
            stride(from: 0, to: word.count, by: 2).map { index in
                UInt8(word.dropFirst(index).prefix(2), radix: 16) ?? 0xee
            }
        }
    }
}

/// The bytes as hexadecimal, for messages about failures.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

// A span of a global array would outlive its scope; one of a parameter does not.

func frame(of bytes: [UInt8], verifyingChecksums: Bool = true) throws(PacketDecodingError) -> EthernetFrame {
    try EthernetFrame(decoding: bytes.span, verifyingChecksums: verifyingChecksums)
}

func packet(of bytes: [UInt8], verifyingChecksums: Bool = true) throws(PacketDecodingError) -> IPPacket {
    try IPPacket(decoding: bytes.span, verifyingChecksums: verifyingChecksums)
}

func encoded(_ frame: EthernetFrame) throws(PacketEncodingError) -> [UInt8] {
    var bytes: [UInt8] = []
    try frame.encode(into: &bytes)
    return bytes
}

func encoded(_ packet: IPPacket) throws(PacketEncodingError) -> [UInt8] {
    var bytes: [UInt8] = []
    try packet.encode(into: &bytes)
    return bytes
}

extension IPAddress {
    /// For addresses that a test writes down; a fault in one gives `::`, which no test expects.
    init(_ literal: StaticString) {
        self = IPAddress("\(literal)") ?? .v6(IPv6Address(rawValue: 0))
    }
}
