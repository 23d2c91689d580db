import Addressing
import IPAM
import TestSupport
import Testing

struct PrefixSetTests {
    @Test func `prefixes are counted as often as they are inserted`() throws {
        let prefix = try IPPrefix(parsing: "10.0.0.0/24")
        var set = PrefixSet([prefix, prefix])
        #expect(set.prefixes == [prefix, prefix])
        #expect(set.overlapping(prefix) == [prefix])
        #expect(set.remove(prefix) == true)
        #expect(set.overlaps(prefix))
        #expect(set.remove(prefix) == true)
        #expect(set.remove(prefix) == false)
        #expect(!set.overlaps(prefix))
        #expect(set == PrefixSet())
    }

    @Test func `host bits are ignored`() throws {
        var set = PrefixSet([try IPPrefix(parsing: "10.0.0.77/24")])
        #expect(set.prefixes.map(\.description) == ["10.0.0.0/24"])
        #expect(set.remove(try IPPrefix(parsing: "10.0.0.1/24")) == true)
    }

    @Test func `overlapping prefixes are listed from the outermost`() throws {
        let texts = [
            "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.3.0/24", "10.2.0.0/16", "11.0.0.0/8", "fd00::/8",
        ]
        let set = PrefixSet(try texts.map { try IPPrefix(parsing: $0) }.reversed())
        #expect(set.prefixes.map(\.description) == texts)
        func overlapping(_ text: String) throws -> [String] {
            set.overlapping(try IPPrefix(parsing: text)).map(\.description)
        }
        #expect(try overlapping("10.1.2.128/25") == ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24"])
        #expect(try overlapping("10.1.2.0/23") == ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.3.0/24"])
        #expect(try overlapping("12.0.0.0/8") == [])
        #expect(try overlapping("0.0.0.0/0") == Array(texts.dropLast()))
        #expect(try overlapping("::/0") == ["fd00::/8"])
    }

    @Test(arguments: [
        ("10.0.0.0/16", 24, 24...32, "IPv4"),
        ("0.0.0.0/0", 5, 3...9, "all of IPv4"),
        ("255.255.255.0/24", 28, 26...32, "the end of IPv4"),
        ("fd00::/48", 56, 50...64, "IPv6"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00/120", 124, 120...128, "the end of IPv6"),
        ("::/0", 6, 4...10, "all of IPv6"),
    ])
    func `a prefix set behaves as a list`(base: String, size: Int, lengths: ClosedRange<Int>, _: String) throws {
        let base = try IPPrefix(parsing: base)
        for seed in 0..<3 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var set = PrefixSet()
            var model: [IPPrefix] = []
            for step in 0..<600 {
                let prefix = try randomPrefix(in: base, lengths, &generator)
                let overlapping = model.filter(prefix.overlaps)
                try #require(set.overlaps(prefix) == !overlapping.isEmpty, "seed \(seed), step \(step)")
                let distinct = Array(Set(overlapping)).sorted()
                try #require(set.overlapping(prefix) == distinct, "seed \(seed), step \(step)")

                // Filling and emptying take turns.
                if step % 200 < 120 {
                    set.insert(prefix)
                    model.append(prefix)
                } else {
                    let victim = model.randomElement(using: &generator) ?? prefix
                    let place = model.firstIndex(of: victim)
                    try #require(set.remove(victim) == (place != nil), "seed \(seed), step \(step)")
                    if let place { model.remove(at: place) }
                }
                guard step % 10 == 0 else { continue }
                let length = Int.random(in: base.length...size, using: &generator)
                let expected = lowestFree(length: length, within: base, avoiding: model)
                try #require(set.lowestFree(length: length, within: base) == expected, "seed \(seed), step \(step)")
            }
            #expect(set.prefixes == model.sorted())
        }
    }

    private func randomPrefix(
        in base: IPPrefix,
        _ lengths: ClosedRange<Int>,
        _ generator: inout SeededGenerator
    ) throws -> IPPrefix {
        let host = UInt128.random(in: 0...base.last.number - base.first.number, using: &generator)
        // Crowd half of them at the bottom, so that free blocks do not lie there at once.
        let number = base.first.number + (Bool.random(using: &generator) ? host : host >> 3)
        let address = try #require(IPAddress(family: base.family, number: number))
        return try #require(IPPrefix(address: address, length: Int.random(in: lengths, using: &generator))).masked
    }

    private func lowestFree(length: Int, within base: IPPrefix, avoiding taken: [IPPrefix]) -> IPPrefix? {
        for index in 0..<(1 as UInt128) << (length - base.length) {
            let number = base.first.number + index << (base.family.bitWidth - length)
            guard
                let address = IPAddress(family: base.family, number: number),
                let candidate = IPPrefix(address: address, length: length)
            else { return nil }
            if !taken.contains(where: candidate.overlaps) { return candidate }
        }
        return nil
    }

    @Test func `a free block is sought in sizes that the base can hold`() throws {
        let base = try IPPrefix(parsing: "10.0.0.0/16")
        let set = PrefixSet()
        #expect(set.lowestFree(length: 16, within: base) == base)
        #expect(set.lowestFree(length: 32, within: base)?.description == "10.0.0.0/32")
        #expect(set.lowestFree(length: 15, within: base) == nil)
        #expect(set.lowestFree(length: 33, within: base) == nil)
        #expect(PrefixSet([base]).lowestFree(length: 24, within: base) == nil)
    }
}
