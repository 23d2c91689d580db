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

    package mutating func insert(_ element: Element) -> Slot {
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
        get {
            guard let element = entries[Int(slot)] else { preconditionFailure("empty slot \(slot)") }
            return element
        }
        _modify {
            guard var element = entries[Int(slot)] else { preconditionFailure("empty slot \(slot)") }
            // Leave nothing behind in the slot, so that the change happens in place.
            entries[Int(slot)] = nil
            defer { entries[Int(slot)] = element }
            yield &element
        }
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
