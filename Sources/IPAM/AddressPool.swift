package import Addressing

/// The addresses of one subnet: which are in use, and which is next.
///
/// As in Docker Engine, the next address is always the lowest free one of the ip-range, or of the subnet where there is
/// no ip-range. In use from the start are the subnet's first address (except in an IPv4 /31 or /32) and an IPv4
/// subnet's broadcast address (likewise).
package struct AddressPool: Sendable {
    /// The subnet, without host bits.
    package let subnet: IPPrefix
    /// The part of the subnet that dynamic addresses come from, without host bits; `nil` for all of it.
    package let range: IPPrefix?

    /// The offsets from the subnet's first address that dynamic addresses come from; `nil` for none.
    private let dynamicOffsets: ClosedRange<UInt128>?
    private var offsetsInUse: SparseBitSet
    /// The number of addresses in use within `dynamicOffsets`.
    private var dynamicInUse = 0

    /// Creates the pool of a subnet; host bits of either prefix are ignored.
    ///
    /// A `range` that contains the subnet means all of it; from one that is disjoint, no address can be had.
    package init(subnet: IPPrefix, range: IPPrefix? = nil) {
        self.subnet = subnet.masked
        self.range = range?.masked
        offsetsInUse = SparseBitSet(bitWidth: subnet.hostBits)

        let base = subnet.first.number
        if let range, !range.contains(subnet) {
            dynamicOffsets = subnet.contains(range) ? range.first.number - base...range.last.number - base : nil
        } else {
            dynamicOffsets = 0...offsetsInUse.maximum
        }

        let isPointToPoint = subnet.family == .ipv4 && subnet.hostBits <= 1
        if !isPointToPoint {
            // IPv6 has no broadcast address, but its all-zero host is the routers' anycast address (RFC 4291, 2.6.1).
            _ = insert(0)
            if subnet.family == .ipv4 { _ = insert(offsetsInUse.maximum) }
        }
    }

    /// Takes the lowest free address of the range.
    ///
    /// - Throws: `exhausted`, even if the subnet has free addresses outside the range.
    package mutating func allocate() throws(AddressPoolError) -> IPAddress {
        guard let dynamicOffsets, let offset = offsetsInUse.insertFirstMissing(in: dynamicOffsets) else {
            throw .exhausted
        }
        dynamicInUse += 1
        return address(at: offset)
    }

    /// Takes the lowest free address of `range`, or of the whole subnet without one, whatever the pool's own range.
    ///
    /// Networks that share a subnet and differ in their ip-ranges draw from one pool this way.
    ///
    /// - Throws: `exhausted`; also for a range that is not within the subnet.
    package mutating func allocate(in range: IPPrefix?) throws(AddressPoolError) -> IPAddress {
        guard let bounds = offsets(of: range), let offset = offsetsInUse.firstMissing(in: bounds), insert(offset) else {
            throw .exhausted
        }
        return address(at: offset)
    }

    /// Takes `address`, which may be anywhere in the subnet.
    ///
    /// - Throws: `outOfRange` if it is not in the subnet, `inUse` if it is taken.
    package mutating func reserve(_ address: IPAddress) throws(AddressPoolError) {
        guard let offset = offset(of: address) else { throw .outOfRange }
        guard insert(offset) else { throw .inUse }
    }

    /// Gives `address` back; `false`, and no harm done, if it was not in use.
    @discardableResult
    package mutating func release(_ address: IPAddress) -> Bool {
        guard let offset = offset(of: address), offsetsInUse.remove(offset) else { return false }
        if dynamicOffsets?.contains(offset) == true { dynamicInUse -= 1 }
        return true
    }

    /// Whether `address` is in use: handed out, reserved, or the network's or broadcast address.
    package func isReserved(_ address: IPAddress) -> Bool {
        offset(of: address).map(offsetsInUse.contains) ?? false
    }

    /// The number of addresses in use, those taken from the start included: `IPsInUse` of a network's status.
    package var inUseCount: Int { offsetsInUse.count }

    /// The number of addresses that `allocate()` can still give: `DynamicIPsAvailable` of a network's status.
    ///
    /// `UInt64.max` stands for any larger number, as in Docker Engine.
    package var dynamicAvailable: UInt64 {
        guard let dynamicOffsets else { return 0 }
        // Only ::/0 has more addresses than a number can say.
        let (all, overflow) = (dynamicOffsets.upperBound - dynamicOffsets.lowerBound).addingReportingOverflow(1)
        return overflow ? .max : UInt64(clamping: all - UInt128(dynamicInUse))
    }

    /// The bytes of storage that the pool holds outside its own value.
    package var storageBytes: Int { offsetsInUse.storageBytes }

    private mutating func insert(_ offset: UInt128) -> Bool {
        guard offsetsInUse.insert(offset) else { return false }
        if dynamicOffsets?.contains(offset) == true { dynamicInUse += 1 }
        return true
    }

    private func offsets(of range: IPPrefix?) -> ClosedRange<UInt128>? {
        guard let range, !range.contains(subnet) else { return 0...offsetsInUse.maximum }
        let base = subnet.first.number
        return subnet.contains(range) ? range.first.number - base...range.last.number - base : nil
    }

    private func offset(of address: IPAddress) -> UInt128? {
        subnet.contains(address) ? address.number - subnet.address.number : nil
    }

    private func address(at offset: UInt128) -> IPAddress {
        switch subnet.address {
        case .v4(let first): .v4(IPv4Address(rawValue: first.rawValue | UInt32(truncatingIfNeeded: offset)))
        case .v6(let first): .v6(IPv6Address(rawValue: first.rawValue | offset))
        }
    }
}

extension AddressPool {
    /// The addresses in use, lowest first.
    package var addressesInUse: some Sequence<IPAddress> {
        sequence(state: 0 as UInt128?) { next in
            guard let start = next, let offset = offsetsInUse.firstMember(from: start) else { return nil }
            next = offset == offsetsInUse.maximum ? nil : offset + 1
            return address(at: offset)
        }
    }
}

extension AddressPool: Equatable {
    /// Whether both have the same subnet, range and addresses in use; how they came to them does not matter.
    package static func == (left: AddressPool, right: AddressPool) -> Bool {
        left.subnet == right.subnet && left.range == right.range && left.inUseCount == right.inUseCount
            && left.addressesInUse.elementsEqual(right.addressesInUse)
    }
}
