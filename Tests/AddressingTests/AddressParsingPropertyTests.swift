import Addressing
import Glibc
import TestSupport
import Testing

/// Texts made at random, judged by the C library's `inet_pton`, whose grammar of addresses is that of Go's `netip`.
struct AddressParsingPropertyTests {
    private static let seeds: [String] = [
        "10.131.0.1", "255.255.255.255", "0.0.0.0", "fd7a:115c:a1e0:ab12:4843:cd96:626b:430b", "::", "::1", "1::",
        "::ffff:192.168.140.255", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:10.0.0.1", "fe80::1%eth0", "1::2:3:4:5:6:7",
    ]

    /// What `inet_pton` reads in `text`, if it is an address.
    private func reference(_ text: String) -> IPAddress? {
        guard !text.utf8.contains(0) else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { buffer in
            for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
                if inet_pton(family, text, buffer.baseAddress) == 1 { return IPAddress(bytes: buffer[..<count]) }
            }
            return nil
        }
    }

    @Test func `mutated texts are read as the C library reads them, and none traps`() throws {
        let alphabet = Array("0123456789abcdefABCDEF::::....%/g-x \u{0}é".unicodeScalars)
        for seed in 0..<4 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<5000 {
                var text = Array((Self.seeds.randomElement(using: &generator) ?? "").unicodeScalars)
                for _ in 0..<Int.random(in: 0...3, using: &generator) {
                    let place = Int.random(in: 0...text.count, using: &generator)
                    let scalar = alphabet.randomElement(using: &generator) ?? ":"
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: text.insert(scalar, at: place)
                    case 1 where place < text.count: text[place] = scalar
                    case 2 where place < text.count: text.remove(at: place)
                    default: text.removeSubrange(place...)
                    }
                }
                var view = String.UnicodeScalarView()
                view.append(contentsOf: text)
                let string = String(view)
                let address = IPAddress(string)
                try #require(address == reference(string), "seed \(seed): \(string.debugDescription)")
                if let address { try #require(IPAddress(address.description) == address) }
                _ = IPPrefix("\(string)/\(Int.random(in: -1...130, using: &generator))")
                _ = try? CIDRAddress(parsing: string)
                _ = IPAddress(reverseName: string)
                _ = MACAddress(string)
                _ = PortRange(string)
            }
        }
    }

    @Test func `every address survives its text, bytes and reverse name`() throws {
        for seed in 0..<4 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<1000 {
                var number = UInt128.random(in: 0...UInt128.max, using: &generator)
                // Zero groups at random, so that every place of a `::` is met.
                for group in 0..<8 where Bool.random(using: &generator) { number &= ~(0xffff << UInt128(16 * group)) }
                let v4 = IPv4Address(rawValue: UInt32(truncatingIfNeeded: number >> 40))
                for address in [IPAddress.v6(IPv6Address(rawValue: number)), .v4(v4)] {
                    try #require(reference(address.description) == address, "seed \(seed)")
                    try #require(IPAddress(address.description) == address, "seed \(seed)")
                    try #require(IPAddress(bytes: address.bytes) == address, "seed \(seed)")
                    try #require(IPAddress(reverseName: address.reverseName) == address, "seed \(seed)")
                    let length = Int.random(in: 0...address.family.bitWidth, using: &generator)
                    let prefix = try #require(IPPrefix(address: address, length: length))
                    try #require(IPPrefix(prefix.description) == prefix, "seed \(seed)")
                    try #require(prefix.masked.first.number <= address.number && address <= prefix.last, "seed \(seed)")
                }
            }
        }
    }
}
