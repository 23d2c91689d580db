import Addressing
import TestSupport
import Testing

@testable import IPAM

/// Random work on pools and sets, compared step by step with the plainest implementation.
struct AddressPoolModelTests {
    /// A pool as a set of addresses, searched from the bottom.
    private struct Model {
        var subnet: IPPrefix
        var range: IPPrefix
        var inUse: Set<IPAddress> = []

        init(subnet: IPPrefix, range: IPPrefix?) {
            self.subnet = subnet
            self.range = range ?? subnet
            if subnet.family == .ipv6 || subnet.length < 31 { inUse.insert(subnet.first) }
            if subnet.family == .ipv4, subnet.length < 31 { inUse.insert(subnet.last) }
        }

        mutating func allocate() -> IPAddress? {
            var candidate: IPAddress? = range.first
            while let address = candidate, range.contains(address) {
                if inUse.insert(address).inserted { return address }
                candidate = address.advanced(by: 1)
            }
            return nil
        }
    }

    @Test(
        arguments: [
            ("10.0.0.0/22", nil), ("10.0.0.0/24", nil), ("10.0.0.0/25", "10.0.0.32/27"), ("10.0.0.64/26", nil),
            ("10.0.0.0/27", "10.0.0.0/28"), ("10.0.0.0/28", "10.0.0.8/29"), ("10.0.0.0/29", nil), ("10.0.0.0/30", nil),
            ("10.0.0.2/31", nil), ("10.0.0.3/32", nil), ("255.255.255.128/25", nil), ("10.0.0.0/12", "10.3.255.0/24"),
            ("fd00::/64", "fd00::8000:0:0:ff00/121"), ("fd00::/118", nil), ("ffff:ffff::/32", "ffff:ffff::/122"),
            ("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff80/121"),
        ] as [(String, String?)]
    )
    func `a pool behaves as a set of addresses`(subnetText: String, rangeText: String?) throws {
        let subnet = try IPPrefix(parsing: subnetText)
        let range = try rangeText.map { try IPPrefix(parsing: $0) }
        for seed in 0..<4 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var pool = AddressPool(subnet: subnet, range: range)
            var model = Model(subnet: subnet, range: range)
            // Phases lean to filling, then to emptying, so that both ends are met.
            for step in 0..<2000 {
                let fills = step / 500 % 2 == 0
                switch Int.random(in: 0..<10, using: &generator) {
                case 0..<(fills ? 6 : 1):
                    let expected = model.allocate()
                    #expect((try? pool.allocate()) == expected, "seed \(seed), step \(step)")
                case 6...7:
                    let address = randomAddress(near: model.range, &generator)
                    let isFree = subnet.contains(address) && model.inUse.insert(address).inserted
                    #expect(((try? pool.reserve(address)) != nil) == isFree, "seed \(seed), step \(step)")
                default:
                    let address = randomAddress(near: model.range, &generator)
                    let wasInUse = model.inUse.remove(address) != nil
                    #expect(pool.release(address) == wasInUse, "seed \(seed), step \(step)")
                }
                try #require(pool.inUseCount == model.inUse.count, "seed \(seed), step \(step)")
                guard step % 25 == 0 else { continue }
                let inRange = model.inUse.count(where: model.range.contains)
                let size = (1 as UInt128) << model.range.hostBits
                try #require(pool.dynamicAvailable == UInt64(size) - UInt64(inRange), "seed \(seed), step \(step)")
            }
            #expect(pool.addressesInUse.elementsEqual(model.inUse.sorted()), "seed \(seed)")
        }
    }

    /// An address in the range, or now and then one just outside it.
    private func randomAddress(near range: IPPrefix, _ generator: inout SeededGenerator) -> IPAddress {
        let size = 1 << range.hostBits
        let distance = Int.random(in: -2..<size + 2, using: &generator)
        return range.first.advanced(by: distance) ?? range.last
    }

    @Test(arguments: [0, 1, 5, 6, 7, 11, 12, 13, 18, 19, 24, 64, 65, 127, 128])
    func `a sparse set finds members and gaps as a plain set does`(bitWidth: Int) throws {
        for seed in 0..<3 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var set = SparseBitSet(bitWidth: bitWidth)
            var model: Set<UInt128> = []
            // Members crowd at a few places, the last number's among them, so that words and leaves fill up.
            let places = (0..<3).map { _ in UInt128.random(in: 0...set.maximum, using: &generator) } + [0, set.maximum]
            for step in 0..<3000 {
                let distance = UInt128.random(in: 0..<400, using: &generator)
                let place = places[Int.random(in: 0..<places.count, using: &generator)]
                let isHigh = place > set.maximum / 2
                let number = isHigh ? place - min(distance, place) : min(place + distance, set.maximum)
                try #require(set.contains(number) == model.contains(number), "seed \(seed), step \(step)")
                if step % 1000 < 700 {
                    try #require(set.insert(number) == model.insert(number).inserted, "seed \(seed), step \(step)")
                } else {
                    try #require(set.remove(number) == (model.remove(number) != nil), "seed \(seed), step \(step)")
                }
                guard step % 20 == 0 else { continue }
                var gap: UInt128? = number
                while let candidate = gap, model.contains(candidate) {
                    gap = candidate == set.maximum ? nil : candidate + 1
                }
                try #require(set.firstMissing(in: number...set.maximum) == gap, "seed \(seed), step \(step)")
                let member = model.filter { $0 >= number }.min()
                try #require(set.firstMember(from: number) == member, "seed \(seed), step \(step)")
            }
            #expect(set.count == model.count)
        }
    }

    @Test func `full and empty branches give their storage back`() {
        // A branch of 64 leaves and a bit, and a member far above.
        var set = SparseBitSet(bitWidth: 32)
        #expect(set.insert(.init(UInt32.max)) == true)
        let end: UInt128 = 1 << 18 + 100
        for number in 0..<end { _ = set.insert(number) }
        #expect(set.firstMissing(in: 0...set.maximum) == end)
        #expect(set.firstMember(from: end) == UInt128(UInt32.max))
        #expect(set.storageBytes < 60_000)
        let high = set.storageBytes
        #expect(set.remove(77_777) == true)
        #expect(set.remove(77_777) == false)
        #expect(set.firstMissing(in: 0...set.maximum) == 77_777)
        #expect(set.insert(77_777) == true)
        for number in 0..<end { _ = set.remove(number) }
        #expect(set.count == 1)
        #expect(set.firstMember(from: 0) == UInt128(UInt32.max))
        #expect(set.firstMissing(in: 0...set.maximum) == 0)
        #expect(set.storageBytes <= 2 * high)
    }
}
