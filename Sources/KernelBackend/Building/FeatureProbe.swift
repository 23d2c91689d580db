internal import Glibc
internal import Netlink
internal import NetlinkWire

/// Finds out what the kernel can do, by trying it in a namespace that goes at once.
package enum FeatureProbe {
    /// The needs of a plan that the kernel does not meet.
    ///
    /// - Parameter known: what it is known to have.
    package static func missing(
        of plan: KernelPlan,
        besides known: Set<KernelFeature> = []
    ) throws -> [KernelPlan.Need] {
        let needs = plan.needs.filter { !known.contains($0.feature) }
        if needs.isEmpty { return [] }
        return try OwnThread.run {
            _ = try NetworkNamespace.unshare()
            let socket = try NetlinkSocket()
            return try needs.enumerated().filter { try !has($1.feature, "probe\($0)", socket) }.map(\.element)
        }
    }

    private static func has(_ feature: KernelFeature, _ name: String, _ socket: NetlinkSocket) throws -> Bool {
        let request: NetlinkRequest
        switch feature {
        case .link("bridge"): request = .addLink(LinkMessage(name, .bridge(BridgeSettings())))
        case .link("dummy"): request = .addLink(LinkMessage(name, .dummy))
        case .link(let kind):
            // Without what it needs: a kernel that knows the kind says so, and not that it does not.
            request = .addLink(LinkMessage(name, .other(kind)))
        case .queue(let kind):
            request = .setQdisc(QdiscMessage(.other(kind), on: 1))
        }
        // What is made is not deleted, which would take longer: it goes with the namespace.
        guard let refusal = try socket.perform([request])[0] else { return true }
        // "Unknown device type", and "Specified qdisc kind is unknown".
        return refusal.number != EOPNOTSUPP && refusal.number != ENOENT
    }
}
