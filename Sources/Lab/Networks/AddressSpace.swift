package import Addressing
package import IPAM

/// The subnets that the networks of a lab hold, with the pool of addresses of each.
///
/// A subnet may be shared: networks that ask for the same prefix with different ip-ranges draw from one pool
/// (Docker Engine's default IPAM driver; the bridge driver then refuses the second, macvlan does not).
package struct AddressSpace: Sendable {
    package enum Refusal: Error, Hashable, Sendable {
        case overlap
        case exhausted
        case invalidPool
    }

    private struct Entry: Sendable {
        var pool: AddressPool
        /// The ip-ranges that networks took of it; one without a range holds the subnet alone.
        var ranges: Set<IPPrefix> = []
    }

    private var entries: [IPPrefix: Entry] = [:]
    private var subnets: SubnetAllocator

    /// - Parameter reserved: what networks chosen from the default pools keep clear of beside each other.
    package init(plan: AddressSpacePlan, reserved: [IPPrefix]) {
        subnets = SubnetAllocator(plan: plan, hostPrefixes: reserved)
    }

    /// Takes `prefix` for a network.
    ///
    /// With a range no overlap is looked for but an equal claim: this is the engine's behaviour.
    package mutating func claim(_ prefix: IPPrefix, range: IPPrefix?) throws(Refusal) {
        guard let range else {
            do {
                try subnets.claim(prefix)
            } catch {
                throw .overlap
            }
            addPool(prefix)
            return
        }
        if let entry = entries[prefix] {
            guard !entry.ranges.contains(range) else { throw .overlap }
        } else {
            subnets.claimAllowingOverlap(prefix)
            addPool(prefix)
        }
        entries[prefix]?.ranges.insert(range)
    }

    /// Takes the lowest free chunk of the default pools; `length` asks for one of that size instead of the pools' own.
    package mutating func claimFree(
        _ family: AddressFamily,
        length: Int? = nil
    ) throws(Refusal) -> IPPrefix {
        let prefix: IPPrefix
        do {
            prefix = try subnets.allocate(family, length: length)
        } catch {
            throw error == .noMatchingPool ? .invalidPool : .exhausted
        }
        addPool(prefix)
        return prefix
    }

    /// Gives back what ``claim(_:range:)`` or ``claimFree(_:length:)`` took.
    package mutating func release(_ prefix: IPPrefix, range: IPPrefix?) {
        if let range { entries[prefix]?.ranges.remove(range) }
        guard let entry = entries[prefix], entry.ranges.isEmpty else { return }
        entries[prefix] = nil
        subnets.release(prefix)
    }

    /// The lowest free address of the subnet, or of `range` where one is given.
    package mutating func allocate(
        from prefix: IPPrefix,
        range: IPPrefix?
    ) throws(AddressPoolError) -> IPAddress {
        guard entries[prefix] != nil else { throw .outOfRange }
        // Through the optional chain the pool is changed in place; the guard above says that it is there.
        guard let address = try entries[prefix]?.pool.allocate(in: range) else { throw .exhausted }
        return address
    }

    package mutating func reserve(_ address: IPAddress, in prefix: IPPrefix) throws(AddressPoolError) {
        guard entries[prefix] != nil else { throw .outOfRange }
        try entries[prefix]?.pool.reserve(address)
    }

    /// Takes many addresses of a subnet that is held, for a stored lab.
    ///
    /// - Returns: the position of the first that is not to be had; nil when all were taken.
    package mutating func reserve(_ addresses: [IPAddress], in prefix: IPPrefix) -> Int? {
        guard let entry = entries.index(forKey: prefix) else { return addresses.isEmpty ? nil : 0 }
        for (index, address) in addresses.enumerated() {
            do throws(AddressPoolError) {
                try entries.values[entry].pool.reserve(address)
            } catch {
                return index
            }
        }
        return nil
    }

    package mutating func release(_ address: IPAddress, in prefix: IPPrefix) {
        _ = entries[prefix]?.pool.release(address)
    }

    /// The pool of a subnet, for counting.
    package func pool(_ prefix: IPPrefix) -> AddressPool? { entries[prefix]?.pool }

    /// Any subnet held that overlaps `prefix`.
    package func overlapping(_ prefix: IPPrefix) -> IPPrefix? { subnets.overlapping(prefix).first }

    private mutating func addPool(_ prefix: IPPrefix) {
        entries[prefix] = Entry(pool: AddressPool(subnet: prefix))
    }
}
