internal import Addressing
internal import Glibc
internal import Netlink
internal import NetlinkWire

/// Finds out what the kernel can do, by trying it in a namespace that goes at once.
package enum FeatureProbe {
    /// What labs may need, and whether this kernel has it.
    ///
    /// - Throws: ``NetlinkError`` where this process may not make namespaces.
    package static func survey() throws -> [(feature: KernelFeature, isThere: Bool)] {
        let features: [KernelFeature] = [
            .link("bridge"), .link("veth"), .link("macvlan"), .link("ipvlan"), .link("vlan"), .link("dummy"),
            .queue("tbf"), .queue("netem"),
        ]
        return try OwnThread.run {
            _ = try NetworkNamespace.unshare()
            let socket = try NetlinkSocket()
            return try features.enumerated().map { ($1, try has($1, "probe\($0)", socket)) }
        }
    }

    /// The needs of a plan that the kernel does not meet.
    ///
    /// - Parameter known: what it is known to have.
    package static func missing(
        of plan: KernelPlan,
        besides known: Set<KernelFeature> = []
    ) throws -> [KernelPlan.Need] {
        var place: NetworkNamespace?
        return try missing(of: plan, besides: known, in: &place)
    }

    /// - Parameter place: is given the namespace of the trials. While the kernel takes one apart, some 20 ms, it makes no
    ///   others: who wants to make some keeps it as long.
    static func missing(
        of plan: KernelPlan,
        besides known: Set<KernelFeature> = [],
        in place: inout NetworkNamespace?
    ) throws -> [KernelPlan.Need] {
        let needs = plan.needs.filter { !known.contains($0.feature) }
        if needs.isEmpty { return [] }
        let (missing, namespace) = try OwnThread.run {
            let namespace = try NetworkNamespace.unshare()
            let socket = try NetlinkSocket()
            let missing = try needs.enumerated().filter { try !has($1.feature, "probe\($0)", socket) }
            return (missing.map(\.element), namespace)
        }
        place = namespace
        return missing
    }

    private static func has(_ feature: KernelFeature, _ name: String, _ socket: NetlinkSocket) throws -> Bool {
        let request: NetlinkRequest
        switch feature {
        case .link(let kind):
            // With an address that no link can have, or without what it needs: a kernel that knows the kind says so before
            // anything is made, and not that it does not know it.
            var link = LinkMessage(name, .other(kind))
            link.address = .broadcast
            request = .addLink(link)
        case .queue(let kind):
            request = .setQdisc(QdiscMessage(.other(kind), on: 1))
        }
        guard let refusal = try socket.perform([request])[0] else { return true }
        // "Unknown device type", and "Specified qdisc kind is unknown".
        return refusal.number != EOPNOTSUPP && refusal.number != ENOENT
    }
}
