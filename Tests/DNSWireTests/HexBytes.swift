import DNSWire

/// The octets written in hexadecimal; `#` begins a comment that ends with the line.
///
/// A fault in a golden packet gives an array that no test expects, never a trap.
func octets(_ text: String) -> [UInt8] {
    text.split(separator: "\n").flatMap { line in
        line.prefix { $0 != "#" }.split(separator: " ").flatMap { word in
            stride(from: 0, to: word.count, by: 2).map { index in
                UInt8(word.dropFirst(index).prefix(2), radix: 16) ?? 0xee
            }
        }
    }
}

/// The octets as hexadecimal, for messages about failures.
func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

/// The message in the octets. A span of a global array would outlive its scope; one of a parameter does not.
func message(of octets: [UInt8]) throws(DNSWireError) -> Message { try Message(decoding: octets.span) }
