package import Addressing

/// Why no subnet can be had. The texts are Docker Engine's.
package enum SubnetAllocatorError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The subnet has addresses in common with an allocated one.
    case overlap
    /// No default pool of the family can hold a network of the length wanted.
    case noMatchingPool
    /// No default pool has a free network left.
    case exhausted

    package var description: String {
        switch self {
        case .overlap: "Pool overlaps with other one on this address space"
        case .noMatchingPool: "invalid address pool"
        case .exhausted: "all predefined address pools have been fully subnetted"
        }
    }
}

/// The subnets of an engine's networks, and the choice of the next one.
package struct SubnetAllocator: Sendable, Equatable {
    /// Where networks without a subnet of their own are cut from.
    package let plan: AddressSpacePlan
    /// What such networks keep clear of besides allocated subnets: the host's on-link routes and its nameservers.
    /// Explicit subnets ignore it.
    package private(set) var hostPrefixes: [IPPrefix]
    /// The subnets of networks.
    package private(set) var allocated = PrefixSet()
    /// The subnets of networks and the host's prefixes.
    private var taken: PrefixSet

    package init(plan: AddressSpacePlan, hostPrefixes: [IPPrefix] = []) {
        self.plan = plan
        self.hostPrefixes = hostPrefixes
        taken = PrefixSet(hostPrefixes)
    }

    /// Replaces the host's prefixes.
    package mutating func setHostPrefixes(_ prefixes: [IPPrefix]) {
        for prefix in hostPrefixes { taken.remove(prefix) }
        for prefix in prefixes { taken.insert(prefix) }
        hostPrefixes = prefixes
    }

    /// The subnet that `allocate` would give: the lowest free one of the first default pool that has one.
    ///
    /// - Parameter length: the prefix length wanted, as with subnet `0.0.0.0/24`; `nil` or 0 for that of each pool.
    /// - Throws: `noMatchingPool` or `exhausted`.
    package func nextFree(
        _ family: AddressFamily,
        length: Int? = nil
    ) throws(SubnetAllocatorError) -> IPPrefix {
        try plan.nextFree(family, length: length, avoiding: taken)
    }

    /// Takes the subnet that `nextFree` gives, or the next free one after another, beginning anew at the end.
    package mutating func allocate(
        _ family: AddressFamily,
        length: Int? = nil,
        after last: IPPrefix? = nil
    ) throws(SubnetAllocatorError) -> IPPrefix {
        if let last, let subnet = try? plan.nextFree(family, length: length, avoiding: taken, after: last) {
            insert(subnet)
            return subnet
        }
        let subnet = try nextFree(family, length: length)
        insert(subnet)
        return subnet
    }

    /// Takes an explicit subnet.
    ///
    /// - Throws: `overlap` if an allocated subnet has addresses in common with it.
    package mutating func claim(_ subnet: IPPrefix) throws(SubnetAllocatorError) {
        guard !allocated.overlaps(subnet) else { throw .overlap }
        insert(subnet)
    }

    /// Takes an explicit subnet whatever it overlaps, as Docker Engine's address management does for a network with an
    /// ip-range (its bridge driver objects later).
    package mutating func claimAllowingOverlap(_ subnet: IPPrefix) {
        insert(subnet)
    }

    /// Gives a subnet back, once; `false` if it was not allocated.
    @discardableResult
    package mutating func release(_ subnet: IPPrefix) -> Bool {
        guard allocated.remove(subnet) else { return false }
        taken.remove(subnet)
        return true
    }

    /// The allocated subnets that have addresses in common with `subnet`, in ascending order, shorter ones first.
    package func overlapping(_ subnet: IPPrefix) -> [IPPrefix] {
        allocated.overlapping(subnet)
    }

    private mutating func insert(_ subnet: IPPrefix) {
        allocated.insert(subnet)
        taken.insert(subnet)
    }
}
