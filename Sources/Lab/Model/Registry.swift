/// What a ``Registry`` holds: something with Docker's two kinds of names.
public protocol Registered: Sendable {
    var id: Identifier { get }
    var name: String { get }
    /// What stands in a slot that is free.
    static var placeholder: Self { get }
}

extension Container: Registered {
    public static let placeholder = Container(
        id: .zero,
        name: "",
        created: .never,
        sequence: 0,
        config: ContainerConfig(),
        attachments: []
    )
}

extension Network: Registered {
    public static let placeholder = Network(
        id: .zero,
        spec: NetworkSpec(name: ""),
        driver: .null,
        created: .never,
        bridge: BridgeOptions(),
        subnets: []
    )
}

/// The networks or containers of a lab in numbered slots, found by identifier, by name and by identifier prefix.
///
/// What reads elements is inlinable and public, as in ``Slab``.
public struct Registry<Element: Registered>: Sendable {
    public typealias Slot = Slab<Element>.Slot

    @usableFromInline var slab = Slab<Element>(placeholder: .placeholder)
    @usableFromInline var identifiers = SlotIndex()
    @usableFromInline var names = SlotIndex()

    package init() {}

    package var count: Int { slab.count }

    /// All occupied slots, lowest first.
    @inlinable public var slots: some Sequence<Slot> { slab.slots }

    /// All elements, lowest slot first.
    @inlinable public var elements: some Sequence<Element> { slab.elements }

    /// All names, lowest slot first.
    package var allNames: some Sequence<String> { slab.slots.lazy.map { slab[$0].name } }

    /// The element in `slot`, which must be occupied. Its name shall change through ``rename(_:to:)`` alone.
    @inlinable public subscript(slot: Slot) -> Element {
        _read { yield slab[slot] }
        _modify { yield &slab[slot] }
    }

    package mutating func insert(_ element: consuming Element) -> Slot {
        let (id, name) = (element.id, element.name)
        let slot = slab.insert(element)
        identifiers.insert(slot, id.tag)
        names.insert(slot, Self.tag(name))
        return slot
    }

    package mutating func remove(_ slot: Slot) {
        identifiers.remove(slot, slab[slot].id.tag)
        names.remove(slot, Self.tag(slab[slot].name))
        slab.remove(slot)
    }

    @inlinable public func slot(_ id: Identifier) -> Slot? {
        var probe = identifiers.probe(id.tag)
        while let slot = identifiers.next(&probe) {
            if slab[slot].id == id { return slot }
        }
        return nil
    }

    @inlinable public func slot(named name: String) -> Slot? {
        var probe = names.probe(Self.tag(name))
        while let slot = names.next(&probe) {
            if slab[slot].name == name { return slot }
        }
        return nil
    }

    /// The elements whose identifiers begin with `prefix`, in no order.
    package func slots(identifierPrefix prefix: String) -> [Slot] {
        guard let tags = Identifier.tags(ofPrefix: prefix) else { return [] }
        return identifiers.slots(in: tags).filter { slab[$0].id.hasPrefix(prefix) }
    }

    @usableFromInline static func tag(_ name: String) -> UInt32 { UInt32(truncatingIfNeeded: name.hashValue) }
}

extension Registry<Container> {
    /// Gives a container a name that is free.
    package mutating func rename(_ slot: Slot, to name: String) {
        names.remove(slot, Self.tag(slab[slot].name))
        slab[slot].name = name
        names.insert(slot, Self.tag(name))
    }
}
