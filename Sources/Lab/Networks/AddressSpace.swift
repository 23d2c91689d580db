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
        /// Whether a network without an ip-range holds it.
        var isHeldWhole = false
        /// The ip-ranges that networks took of it.
        var ranges: Set<IPPrefix> = []
    }

    private var entries: [IPPrefix: Entry] = [:]
    private var subnets: SubnetAllocator
    /// The chunk of the default pools that was given last, where that decides about the next one.
    package var lastFromPools: IPPrefix?

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
            addPool(prefix, isHeldWhole: true)
            return
        }
        if let entry = entries[prefix] {
            guard !entry.ranges.contains(range) else { throw .overlap }
        } else {
            subnets.claimAllowingOverlap(prefix)
            addPool(prefix, isHeldWhole: false)
        }
        entries[prefix]?.ranges.insert(range)
    }

    /// Takes a free chunk of the default pools; `length` asks for one of that size instead of the pools' own.
    ///
    /// - Parameter goesRound: whether it is the next one after the last that was given, and not the lowest.
    package mutating func claimFree(
        _ family: AddressFamily,
        length: Int? = nil,
        goesRound: Bool = false
    ) throws(Refusal) -> IPPrefix {
        let prefix: IPPrefix
        do {
            prefix = try subnets.allocate(family, length: length, after: goesRound ? lastFromPools : nil)
        } catch {
            throw error == .noMatchingPool ? .invalidPool : .exhausted
        }
        if goesRound { lastFromPools = prefix }
        addPool(prefix, isHeldWhole: true)
        return prefix
    }

    /// Gives back what ``claim(_:range:)`` or ``claimFree(_:length:)`` took.
    package mutating func release(_ prefix: IPPrefix, range: IPPrefix?) {
        guard let place = entries.index(forKey: prefix) else { return }
        if let range {
            entries.values[place].ranges.remove(range)
        } else {
            entries.values[place].isHeldWhole = false
        }
        // The last holder takes the pool with it.
        if entries.values[place].isHeldWhole || !entries.values[place].ranges.isEmpty { return }
        entries.remove(at: place)
        subnets.release(prefix)
    }

    /// The lowest free address of the subnet, or of `range` where one is given.
    package mutating func allocate(
        from prefix: IPPrefix,
        range: IPPrefix?
    ) throws(AddressPoolError) -> IPAddress {
        guard let place = entries.index(forKey: prefix) else { throw .outOfRange }
        return try entries.values[place].pool.allocate(in: range)
    }

    package mutating func reserve(_ address: IPAddress, in prefix: IPPrefix) throws(AddressPoolError) {
        guard let place = entries.index(forKey: prefix) else { throw .outOfRange }
        try entries.values[place].pool.reserve(address)
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

    /// Whether a subnet that a network holds has addresses in common with another one's, as ip-ranges allow.
    package func isShared(_ prefix: IPPrefix) -> Bool {
        guard let entry = entries[prefix] else { return false }
        return entry.ranges.count + (entry.isHeldWhole ? 1 : 0) > 1 || subnets.overlapping(prefix).count > 1
    }

    private mutating func addPool(_ prefix: IPPrefix, isHeldWhole: Bool) {
        entries[prefix] = Entry(pool: AddressPool(subnet: prefix), isHeldWhole: isHeldWhole)
    }
}
