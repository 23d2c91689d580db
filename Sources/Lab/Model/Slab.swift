/// Elements in numbered slots: a slot keeps its number until its element is removed, and is then reused.
///
/// Numbers stand for identities inside the lab (4 bytes rather than 32), and element access is an array
/// index. They are never stored or shown.
///
/// Elements stand in chunks, so that a change to a copy of a slab copies one chunk and not all of them. What reads an
/// element is inlinable, and public because only then is it inlined: compiled once for all types, each read in another
/// room would copy the whole element.
public struct Slab<Element: Sendable>: Sendable {
    public typealias Slot = Int32

    /// The binary logarithm of the number of elements in a chunk that is full.
    @usableFromInline static var chunkBits: Int { 6 }
    /// How much of a slot's number is its place in a chunk.
    @usableFromInline static var placeMask: Int { 1 << chunkBits - 1 }

    // Not arrays of optionals: a field that is read through an optional costs a copy of the whole element, some
    // 500 bytes with a reference to count for most of its fields.
    @usableFromInline var chunks: [[Element]] = []
    @usableFromInline var occupied: [Bool] = []
    private var free: [Slot] = []
    private let placeholder: Element

    /// - Parameter placeholder: an element without storage of its own, for the slots that are free.
    public init(placeholder: Element) {
        self.placeholder = placeholder
    }

    public var count: Int { occupied.count - free.count }

    public mutating func insert(_ element: consuming Element) -> Slot {
        if let slot = free.popLast() {
            self[slot] = element
            occupied[Int(slot)] = true
            return slot
        }
        let number = occupied.count
        if number & Self.placeMask == 0 { chunks.append([]) }
        chunks[number >> Self.chunkBits].append(element)
        occupied.append(true)
        return Slot(number)
    }

    /// Empties `slot`, which must be occupied.
    public mutating func remove(_ slot: Slot) {
        self[slot] = placeholder
        occupied[Int(slot)] = false
        free.append(slot)
    }

    /// The element in `slot`, which must be occupied: slots come from this slab alone, never from input.
    @inlinable public subscript(slot: Slot) -> Element {
        _read { yield chunks[Int(slot) >> Self.chunkBits][Int(slot) & Self.placeMask] }
        _modify { yield &chunks[Int(slot) >> Self.chunkBits][Int(slot) & Self.placeMask] }
    }

    /// All occupied slots, lowest first.
    @inlinable public var slots: some Sequence<Slot> {
        occupied.indices.lazy.filter { occupied[$0] }.map { Slot($0) }
    }

    /// All elements, lowest slot first.
    @inlinable public var elements: some Sequence<Element> {
        occupied.indices.lazy.filter { occupied[$0] }.map { self[Slot($0)] }
    }
}
