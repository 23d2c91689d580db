package import Addressing

/// A multiset of IPv4 and IPv6 prefixes that answers overlap questions and finds free blocks.
///
/// Host bits are ignored. Each operation takes time in the prefix length, however many prefixes there are.
package struct PrefixSet: Sendable {
    private var ipv4 = PrefixTree(width: 32)
    private var ipv6 = PrefixTree(width: 128)

    package init() {}

    package init(_ prefixes: some Sequence<IPPrefix>) {
        for prefix in prefixes { insert(prefix) }
    }

    /// The number of prefixes, each counted as often as it was inserted.
    package var count: Int { ipv4.count + ipv6.count }

    /// Adds a prefix once more.
    package mutating func insert(_ prefix: IPPrefix) {
        switch prefix.family {
        case .ipv4: ipv4.insert(prefix.key)
        case .ipv6: ipv6.insert(prefix.key)
        }
    }

    /// Removes one occurrence of a prefix; `false` if there is none.
    @discardableResult
    package mutating func remove(_ prefix: IPPrefix) -> Bool {
        switch prefix.family {
        case .ipv4: ipv4.remove(prefix.key)
        case .ipv6: ipv6.remove(prefix.key)
        }
    }

    /// Whether any prefix has an address in common with `prefix`.
    package func overlaps(_ prefix: IPPrefix) -> Bool {
        tree(prefix.family).overlaps(prefix.key)
    }

    /// The distinct prefixes that have an address in common with `prefix`, in ascending order, shorter ones first.
    package func overlapping(_ prefix: IPPrefix) -> [IPPrefix] {
        var found: [IPPrefix] = []
        tree(prefix.family).forEach(overlapping: prefix.key) { key, _ in
            if let overlapping = IPPrefix(key, prefix.family) { found.append(overlapping) }
        }
        return found
    }

    /// All prefixes in ascending order, IPv4 first, each as often as it was inserted.
    package var prefixes: [IPPrefix] {
        var all: [IPPrefix] = []
        for family in AddressFamily.allCases {
            tree(family).forEach(overlapping: PrefixTree.Key(number: 0, length: 0)) { key, occurrences in
                if let prefix = IPPrefix(key, family) {
                    all.append(contentsOf: repeatElement(prefix, count: occurrences))
                }
            }
        }
        return all
    }

    /// The lowest prefix of `length` bits within `base` that has no address in common with any of the set; `nil` if
    /// there is none, or if `length` is shorter than that of `base` or longer than an address.
    package func lowestFree(length: Int, within base: IPPrefix) -> IPPrefix? {
        tree(base.family).lowestFree(length: length, within: base.key).flatMap { IPPrefix($0, base.family) }
    }

    private func tree(_ family: AddressFamily) -> PrefixTree {
        switch family {
        case .ipv4: ipv4
        case .ipv6: ipv6
        }
    }
}

extension PrefixSet: Equatable {
    package static func == (left: PrefixSet, right: PrefixSet) -> Bool {
        left.count == right.count && left.prefixes == right.prefixes
    }
}

extension IPPrefix {
    fileprivate var key: PrefixTree.Key { PrefixTree.Key(number: first.number, length: length) }

    fileprivate init?(_ key: PrefixTree.Key, _ family: AddressFamily) {
        guard let address = IPAddress(family: family, number: key.number) else { return nil }
        self.init(address: address, length: key.length)
    }
}
