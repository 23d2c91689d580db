package import Addressing

/// Tells whether a subnet lies in addresses of the public Internet, so that real hosts there become unreachable.
///
/// Docker takes such subnets without a word; `172.72.0.0/16` is a common slip, for private `172.*` space ends at
/// `172.31.255.255` (RFC 1918).
package enum PublicAddressSpace {
    /// What is not globally reachable, from IANA's special-purpose registries (RFC 6890 and its updates).
    private static let special = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001:2::/48", "2001:db8::/32", "3fff::/20",
        "5f00::/16", "fc00::/7", "fe80::/10", "ff00::/8",
    ]

    /// Whether any of `prefix` is public. `0.0.0.0/N` and `::/N` ask for any subnet of that size from the default pools,
    /// which are private.
    package static func holds(_ prefix: IPPrefix) -> Bool {
        if prefix.address.isUnspecified { return false }
        return !special.contains { IPPrefix($0)?.contains(prefix.masked) == true }
    }

    /// Why one easily takes it for private; nil where that is no common slip.
    package static func slip(_ prefix: IPPrefix) -> String? {
        prefix.address.ipv4.map { $0.rawValue >> 24 == 172 } == true
            ? "private 172.* space ends at 172.31.255.255" : nil
    }

    /// What to warn of; nil where all of `prefix` is private or special.
    package static func warning(for prefix: IPPrefix) -> String? {
        guard holds(prefix) else { return nil }
        let reason = slip(prefix).map { ": \($0)" } ?? ""
        return "subnet \(prefix) is public address space\(reason); containers cannot reach its real hosts"
    }
}
