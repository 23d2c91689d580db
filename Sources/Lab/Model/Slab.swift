/// Elements in numbered slots: a slot keeps its number until its element is removed, and is then reused.
///
/// Numbers stand for identities inside the lab (4 bytes rather than 32), and element access is an array
/// index. They are never stored or shown.
package struct Slab<Element: Sendable>: Sendable {
    package typealias Slot = Int32

    private var entries: [Element?] = []
    private var free: [Slot] = []

    package init() {}

    package var count: Int { entries.count - free.count }

    package mutating func reserveCapacity(_ capacity: Int) {
        entries.reserveCapacity(capacity)
    }

    package mutating func insert(_ element: consuming Element) -> Slot {
        if let slot = free.popLast() {
            entries[Int(slot)] = element
            return slot
        }
        entries.append(element)
        return Slot(entries.count - 1)
    }

    package mutating func remove(_ slot: Slot) {
        entries[Int(slot)] = nil
        free.append(slot)
    }

    /// The element in `slot`, which must be occupied: slots come from this slab alone, never from input.
    package subscript(slot: Slot) -> Element {
        // Unwrapping in place lends the element; taking it out and putting it back would copy some 500 bytes and
        // count references for each of its fields.
        // swift-format-ignore: NeverForceUnwrap
        _read { yield entries[Int(slot)]! }
        // swift-format-ignore: NeverForceUnwrap
        _modify { yield &entries[Int(slot)]! }
    }

    /// All occupied slots, lowest first.
    package var slots: some Sequence<Slot> {
        entries.indices.lazy.filter { entries[$0] != nil }.map { Slot($0) }
    }

    /// All elements, lowest slot first.
    package var elements: some Sequence<Element> {
        entries.lazy.compactMap { $0 }
    }
}
