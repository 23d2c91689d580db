package import Lab

/// What an interface has moved, as `ip -s link` counts it: frames, and bytes with their Ethernet headers.
package struct InterfaceTally: Hashable, Sendable {
    package var receivedPackets: UInt64 = 0
    package var receivedBytes: UInt64 = 0
    package var sentPackets: UInt64 = 0
    package var sentBytes: UInt64 = 0

    package init() {}

    package static func += (left: inout InterfaceTally, right: InterfaceTally) {
        left.receivedPackets &+= right.receivedPackets
        left.receivedBytes &+= right.receivedBytes
        left.sentPackets &+= right.sentPackets
        left.sentBytes &+= right.sentBytes
    }
}

/// What packets left behind in one stack.
package struct StackTraces: Hashable, Sendable {
    /// The container that the stack is of; nil for the host's.
    package let container: ContainerID?
    /// By interface, those alone that moved something.
    package let tallies: [String: InterfaceTally]
    package let neighbors: [NeighborView]
}

extension Dataplane {
    /// What each stack of a container, and the host's, has counted and learned since this network began to move.
    package mutating func traces() -> [StackTraces] {
        stacks.indices.compactMap { index -> StackTraces? in
            switch stacks[index].kind {
            case .container, .host: break
            case .outside, .world: return nil
            }
            var tallies: [String: InterfaceTally] = [:]
            for interface in stacks[index].interfaces where interfaces[interface].tally != InterfaceTally() {
                tallies[interfaces[interface].name] = interfaces[interface].tally
            }
            let neighbors = neighbors(of: StackID(index: index))
            if tallies.isEmpty, neighbors.isEmpty { return nil }
            return StackTraces(container: stacks[index].container, tallies: tallies, neighbors: neighbors)
        }
    }

    /// What the interfaces of one stack have moved, by name.
    package func tallies(of stack: StackID) -> [String: InterfaceTally] {
        guard stacks.indices.contains(stack.index) else { return [:] }
        var tallies: [String: InterfaceTally] = [:]
        for interface in stacks[stack.index].interfaces {
            tallies[interfaces[interface].name] = interfaces[interface].tally
        }
        return tallies
    }

    mutating func countSent(_ length: Int, by interface: Int) {
        interfaces[interface].tally.sentPackets &+= 1
        interfaces[interface].tally.sentBytes &+= UInt64(truncatingIfNeeded: length)
    }

    mutating func countReceived(_ length: Int, on interface: Int) {
        interfaces[interface].tally.receivedPackets &+= 1
        interfaces[interface].tally.receivedBytes &+= UInt64(truncatingIfNeeded: length)
    }
}
