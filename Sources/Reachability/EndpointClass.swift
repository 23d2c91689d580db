package import Lab

/// Containers that behave alike: the same networks in the same order, routes, listening and published ports, faults.
///
/// Every question has one answer for all members. Members may share stacks with one another.
package struct EndpointClass: Sendable {
    /// By creation.
    let slots: [Slab<Container>.Slot]
    /// One member for each stack: two at most are needed to speak for all.
    let first: Slab<Container>.Slot
    let second: Slab<Container>.Slot?
    package let stackCount: Int
    let networks: [Slab<Network>.Slot]
    let kind: Int32
    /// What the members listen on.
    package let ports: PortSet
    /// Whether nobody knows what else they listen on.
    package let isOpenEnded: Bool
    /// Whether the members use the host's stack.
    package let isHostMode: Bool

    package var memberCount: Int { slots.count }
}
