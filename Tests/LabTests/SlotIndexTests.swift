import TestSupport
import Testing

@testable import Lab

@Suite struct `Slot index` {
    /// Tags in crowds: at both ends of their range, where a search wraps around, and on one home.
    private static let tags: [[UInt32]] = [
        (0..<40).map { .max - $0 },
        (0..<40).map { $0 << 29 },
        [7, 7, 7, .max, .max, 0, 0x8000_0000, 0x7fff_ffff],
        (0..<400).map { $0 &* 0x9e37_79b9 },
    ]

    @Test(arguments: tags)
    func `finds what a dictionary of lists finds`(tags: [UInt32]) {
        let seed = UInt64.random(in: 0..<UInt64.max)
        var random = SeededGenerator(seed: seed)
        var index = SlotIndex()
        var model: [UInt32: Set<Int32>] = [:]
        var held: [Int32: UInt32] = [:]
        for step in 0..<2000 {
            let slot = Int32(random.next() % 300)
            if let tag = held.removeValue(forKey: slot) {
                index.remove(slot, tag)
                model[tag]?.remove(slot)
            } else {
                let tag = tags[Int(random.next() % UInt64(tags.count))]
                index.insert(slot, tag)
                model[tag, default: []].insert(slot)
                held[slot] = tag
            }
            if step % 20 != 0 { continue }
            for tag in tags + [1, 12345] {
                var found: [Int32] = []
                var probe = index.probe(tag)
                while let slot = index.next(&probe) { found.append(slot) }
                #expect(found.count == Set(found).count && Set(found) == model[tag] ?? [], "seed \(seed)")
            }
            let bounds = [UInt32(truncatingIfNeeded: random.next()), tags[step % tags.count]].sorted()
            let found = index.slots(in: bounds[0]...bounds[1])
            let expected = held.filter { (bounds[0]...bounds[1]).contains($0.value) }.keys
            #expect(found.sorted() == expected.sorted(), "seed \(seed)")
        }
    }

    @Test func `a slot that is not there is not removed`() {
        var index = SlotIndex()
        index.insert(3, 9)
        index.remove(3, 8)
        index.remove(4, 9)
        #expect(index.slots(in: 0...UInt32.max) == [3])
    }

    @Test(
        arguments: [
            ("", 0, UInt32.max), ("a", 0xa000_0000, 0xafff_ffff), ("0123456", 0x0123_4560, 0x0123_456f),
            ("01234567", 0x0123_4567, 0x0123_4567), ("0123456789ab", 0x0123_4567, 0x0123_4567),
        ] as [(String, UInt32, UInt32)]
    )
    func `an identifier prefix is a range of tags`(prefix: String, first: UInt32, last: UInt32) {
        #expect(Identifier.tags(ofPrefix: prefix) == first...last)
    }

    @Test(arguments: ["A", "0123g", "web", "é"])
    func `what is no lower-case hexadecimal begins no identifier`(prefix: String) {
        #expect(Identifier.tags(ofPrefix: prefix) == nil)
    }

    @Test func `a set of slots gives each once, and none that was removed`() {
        var set = SlotSet()
        for slot: Int32 in [5, 700, 5, 64, 63] { set.insert(slot) }
        set.remove(64)
        set.remove(9000)
        set.remove(5)
        set.insert(5)
        #expect(set.contains(63) && !set.contains(64))
        #expect(set.takeAll() == [5, 700, 63])
        #expect(set.takeAll().isEmpty)
        set.insert(5)
        #expect(set.takeAll() == [5])
    }
}
