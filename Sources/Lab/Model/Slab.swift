/// Elements in numbered slots: a slot keeps its number until its element is removed, and is then reused.
///
/// Numbers stand for identities inside the lab (4 bytes rather than 32), and element access is an array
/// index. They are never stored or shown.
package struct Slab<Element: Sendable>: Sendable {
    package typealias Slot = Int32

    // Not an array of optionals: a field that is read through an optional costs a copy of the whole element, some
    // 500 bytes with a reference to count for most of its fields.
    private var entries: [Element] = []
    private var occupied: [Bool] = []
    private var free: [Slot] = []
    private let placeholder: Element

    /// - Parameter placeholder: an element without storage of its own, for the slots that are free.
    package init(placeholder: Element) {
        self.placeholder = placeholder
    }

    package var count: Int { entries.count - free.count }

    package mutating func insert(_ element: consuming Element) -> Slot {
        if let slot = free.popLast() {
            entries[Int(slot)] = element
            occupied[Int(slot)] = true
            return slot
        }
        entries.append(element)
        occupied.append(true)
        return Slot(entries.count - 1)
    }

    /// Empties `slot`, which must be occupied.
    package mutating func remove(_ slot: Slot) {
        entries[Int(slot)] = placeholder
        occupied[Int(slot)] = false
        free.append(slot)
    }

    /// The element in `slot`, which must be occupied: slots come from this slab alone, never from input.
    package subscript(slot: Slot) -> Element {
        _read { yield entries[Int(slot)] }
        _modify { yield &entries[Int(slot)] }
    }

    /// All occupied slots, lowest first.
    package var slots: some Sequence<Slot> {
        occupied.indices.lazy.filter { occupied[$0] }.map { Slot($0) }
    }

    /// All elements, lowest slot first.
    package var elements: some Sequence<Element> {
        occupied.indices.lazy.filter { occupied[$0] }.map { entries[$0] }
    }
}
