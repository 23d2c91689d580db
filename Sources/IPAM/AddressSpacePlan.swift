package import Addressing
internal import Text

/// A block of addresses that networks without a subnet of their own are cut from.
///
/// One entry of `default-address-pools` in Docker Engine's `daemon.json`.
package struct DefaultPool: Hashable, Sendable {
    /// The block, without host bits.
    package let base: IPPrefix
    /// The prefix length of the networks cut from it.
    package let size: Int

    package init(base: IPPrefix, size: Int) {
        self.base = base.masked
        self.size = size
    }
}

/// Why a list of default pools is no plan. Docker Engine does not start with such a list.
package struct AddressSpacePlanError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        /// The size is 0.
        case missingSize
        /// The networks would be larger than the pool.
        case sizeShorterThanBase
        /// The size is longer than an address. Docker Engine overlooks this, and fails when it cuts a network.
        case sizeLongerThanAddress
    }

    /// The place of the pool in the list.
    package let index: Int
    package let pool: DefaultPool
    package let reason: Reason

    /// Docker Engine's sentence, less what it prefixes.
    package var description: String {
        let subject = "network at index \(index) (&{\(pool.base) \(pool.size)})"
        return switch reason {
        case .missingSize: "\(subject) is not in canonical form"
        case .sizeShorterThanBase:
            "\(subject) has a smaller prefix (/\(pool.base.length)) than the target size of that pool (/\(pool.size))"
        case .sizeLongerThanAddress: "\(subject) has a target size longer than an address"
        }
    }
}

/// The default pools of an engine, in the order in which it cuts networks from them.
package struct AddressSpacePlan: Hashable, Sendable {
    /// The pools, IPv4 first, lowest first, none within another.
    package let pools: [DefaultPool]

    /// Makes a plan of configured pools, as Docker Engine does: their order is lost, and a pool within another is
    /// dropped. Where none is of IPv6, one is derived from `ulaGlobalID`.
    ///
    /// - Throws: the first fault in the list.
    package init(pools: [DefaultPool], ulaGlobalID: UInt64) throws(AddressSpacePlanError) {
        for (index, pool) in pools.enumerated() {
            let reason: AddressSpacePlanError.Reason? =
                if pool.size == 0 {
                    .missingSize
                } else if pool.size < pool.base.length {
                    .sizeShorterThanBase
                } else if pool.size > pool.base.family.bitWidth {
                    .sizeLongerThanAddress
                } else {
                    nil
                }
            if let reason { throw AddressSpacePlanError(index: index, pool: pool, reason: reason) }
        }
        self.init(validPools: pools, ulaGlobalID: ulaGlobalID)
    }

    /// The plan of an engine without configured pools: 172.17.0.0/16 to 172.31.0.0/16, then 192.168.0.0/16 in /20s;
    /// for IPv6 the one pool derived from `ulaGlobalID`.
    package init(ulaGlobalID: UInt64) {
        let blocks: [(address: IPv4Address, length: Int, size: Int)] = [
            (IPv4Address(172, 17, 0, 0), 16, 16),
            (IPv4Address(172, 18, 0, 0), 16, 16),
            (IPv4Address(172, 19, 0, 0), 16, 16),
            (IPv4Address(172, 20, 0, 0), 14, 16),
            (IPv4Address(172, 24, 0, 0), 14, 16),
            (IPv4Address(172, 28, 0, 0), 14, 16),
            (IPv4Address(192, 168, 0, 0), 16, 20),
        ]
        let pools = blocks.compactMap { block in
            IPPrefix(address: .v4(block.address), length: block.length).map { DefaultPool(base: $0, size: block.size) }
        }
        self.init(validPools: pools, ulaGlobalID: ulaGlobalID)
    }

    private init(validPools: [DefaultPool], ulaGlobalID: UInt64) {
        var candidates = validPools
        if !candidates.contains(where: { $0.base.family == .ipv6 }) {
            candidates.append(contentsOf: Self.ulaPool(globalID: ulaGlobalID))
        }
        // Of pools with the same base, the sort keeps the order, so the first one configured stays.
        candidates.sort { $0.base < $1.base }
        pools = candidates.reduce(into: []) { kept, pool in
            if kept.last?.base.overlaps(pool.base) != true { kept.append(pool) }
        }
    }

    /// The pool of unique local addresses (RFC 4193): `fd`, 40 bits of global ID, and 65,536 networks of /64.
    private static func ulaPool(globalID: UInt64) -> [DefaultPool] {
        let number = (0xfd << 120 as UInt128) | UInt128(globalID & 0xff_ffff_ffff) << 80
        return IPPrefix(address: .v6(IPv6Address(rawValue: number)), length: 48).map {
            [DefaultPool(base: $0, size: 64)]
        } ?? []
    }

    /// The global ID that Docker Engine derives from its own ID: the low 40 bits of the first 8 bytes of the SHA-256
    /// digest.
    package static func ulaGlobalID(engineID: String) -> UInt64 {
        SHA256.digest(of: Array(engineID.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) } & 0xff_ffff_ffff
    }

    /// What lies at or before a prefix in the pools, as few prefixes as there are.
    private static func blocks(upTo last: IPPrefix, in pools: [DefaultPool]) -> [IPPrefix] {
        var blocks: [IPPrefix] = [last]
        for pool in pools where pool.base.family == last.family && pool.base.first <= last.first {
            guard pool.base.contains(last) else {
                blocks.append(pool.base)
                continue
            }
            // Of each prefix that holds it, the lower half where it is in the upper one.
            for length in stride(from: last.length, to: pool.base.length, by: -1) {
                guard let half = IPPrefix(address: last.first, length: length),
                    let whole = IPPrefix(address: last.first, length: length - 1)
                else { continue }
                if half.masked.first != whole.masked.first, let lower = IPPrefix(address: whole.first, length: length) {
                    blocks.append(lower)
                }
            }
        }
        return blocks
    }

    /// The lowest free network of the first pool that has one.
    ///
    /// - Parameters:
    ///   - length: the prefix length wanted, as with subnet `0.0.0.0/24`; `nil` or 0 for that of each pool.
    ///   - taken: what the network must not overlap: allocated subnets, the host's on-link routes and nameservers.
    ///   - last: nothing at or before it is given; nil for all of the pools.
    /// - Throws: `noMatchingPool` if every pool of the family is smaller than the length wanted, else `exhausted`.
    package func nextFree(
        _ family: AddressFamily,
        length: Int? = nil,
        avoiding taken: PrefixSet,
        after last: IPPrefix? = nil
    ) throws(SubnetAllocatorError) -> IPPrefix {
        let wanted = length == 0 ? nil : length
        var anyPoolMatches = false
        var taken = taken
        if let last { for before in Self.blocks(upTo: last, in: pools) { taken.insert(before) } }
        for pool in pools where pool.base.family == family {
            let size = wanted ?? pool.size
            guard pool.base.length <= size, size <= family.bitWidth else { continue }
            anyPoolMatches = true
            if let free = taken.lowestFree(length: size, within: pool.base) { return free }
        }
        throw anyPoolMatches ? .exhausted : .noMatchingPool
    }
}
