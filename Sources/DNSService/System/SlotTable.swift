/// A place in a ``SlotTable``, and which of its tenants is meant.
struct Handle: Hashable, Sendable {
    let index: Int
    let generation: UInt32
}

/// Elements in numbered places that are used again, with handles that a later tenant of the place does not answer to.
///
/// What arrives late, such as an event or a response for a connection that is closed already, then finds nothing.
struct SlotTable<Element> {
    private var slots: [(element: Element?, generation: UInt32)] = []
    private var free: [Int] = []

    var count: Int { slots.count - free.count }

    mutating func insert(_ make: (Handle) throws -> Element) rethrows -> Handle {
        let index = free.last ?? slots.count
        let handle = Handle(index: index, generation: index < slots.count ? slots[index].generation &+ 1 : 1)
        let element = try make(handle)
        if index < slots.count {
            free.removeLast()
            slots[index] = (element, handle.generation)
        } else {
            slots.append((element, handle.generation))
        }
        return handle
    }

    /// The element that `handle` was given for; `nil` once it is removed.
    subscript(handle: Handle) -> Element? {
        guard slots.indices.contains(handle.index), slots[handle.index].generation == handle.generation else {
            return nil
        }
        return slots[handle.index].element
    }

    @discardableResult
    mutating func remove(_ handle: Handle) -> Element? {
        guard let element = self[handle] else { return nil }
        slots[handle.index].element = nil
        free.append(handle.index)
        return element
    }

    /// The handle of the element that is in place `index` now.
    func handle(at index: Int) -> Handle? {
        guard slots.indices.contains(index), slots[index].element != nil else { return nil }
        return Handle(index: index, generation: slots[index].generation)
    }

    var handles: [Handle] {
        slots.indices.compactMap { handle(at: $0) }
    }
}
