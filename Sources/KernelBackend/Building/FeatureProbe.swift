internal import Glibc
internal import Netlink
internal import NetlinkWire

/// Finds out what the kernel can do, by trying it in a namespace that goes at once.
package enum FeatureProbe {
    /// The needs of a plan that the kernel does not meet.
    package static func missing(of plan: KernelPlan) throws -> [KernelPlan.Need] {
        if plan.needs.isEmpty { return [] }
        return try OwnThread.run {
            _ = try NetworkNamespace.unshare()
            let socket = try NetlinkSocket()
            return try plan.needs.filter { try !has($0.feature, socket) }
        }
    }

    private static func has(_ feature: KernelFeature, _ socket: NetlinkSocket) throws -> Bool {
        let request: NetlinkRequest
        switch feature {
        case .link("bridge"): request = .addLink(LinkMessage("probe", .bridge(BridgeSettings())))
        case .link("dummy"): request = .addLink(LinkMessage("probe", .dummy))
        case .link(let kind):
            // Without what it needs: a kernel that knows the kind says so, and not that it does not.
            request = .addLink(LinkMessage("probe", .other(kind)))
        case .queue(let kind):
            request = .setQdisc(QdiscMessage(.other(kind), on: 1))
        }
        guard let refusal = try socket.perform([request])[0] else {
            if case .addLink(let link) = request { _ = try socket.perform([.deleteLink(link)]) }
            return true
        }
        // "Unknown device type", and "Specified qdisc kind is unknown".
        return refusal.number != EOPNOTSUPP && refusal.number != ENOENT
    }
}
