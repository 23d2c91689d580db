/// A set of slots that is filled by single insertions and emptied as a whole: one bit for each slot of its slab.
package struct SlotSet: Sendable {
    package typealias Slot = Int32

    private var words: [UInt64] = []
    /// Every slot that was inserted; those removed since have no bit any more.
    private var inserted: [Slot] = []

    package init() {}

    package mutating func insert(_ slot: Slot) {
        let (index, bit) = Self.position(slot)
        if index >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(index + 1 - words.count, words.count)))
        }
        if words[index] & bit == 0 {
            words[index] |= bit
            inserted.append(slot)
        }
    }

    package mutating func remove(_ slot: Slot) {
        let (index, bit) = Self.position(slot)
        if index < words.count { words[index] &= ~bit }
    }

    package func contains(_ slot: Slot) -> Bool {
        let (index, bit) = Self.position(slot)
        return index < words.count && words[index] & bit != 0
    }

    /// Empties the set, in time proportional to what was inserted.
    ///
    /// - Returns: what it held, each once, in order of insertion.
    package mutating func takeAll() -> [Slot] {
        var taken: [Slot] = []
        for slot in inserted where contains(slot) {
            remove(slot)
            taken.append(slot)
        }
        inserted = []
        return taken
    }

    private static func position(_ slot: Slot) -> (index: Int, bit: UInt64) { (Int(slot) / 64, 1 << UInt64(slot % 64)) }
}
