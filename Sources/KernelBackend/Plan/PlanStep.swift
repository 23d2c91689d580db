package import Netlink
package import NetlinkWire

/// One thing that is done to make a lab in the kernel. The builder does it, and a script says it in the words of `ip`,
/// `tc`, `nft` and `sysctl`.
///
/// Nothing needs an undo of its own: all of it goes with the namespaces, which are the lab's.
package enum PlanStep: Hashable, Sendable {
    case makeNamespace(PlanSpace)
    /// A setting under `/proc/sys`, by its path there. `kernelOption` is what the kernel was made without where the
    /// setting is absent; nil for one that every kernel has.
    case setting(PlanSpace, path: String, value: String, kernelOption: String?)
    /// A link of which an end, or which itself, is made in another namespace.
    case addLink(PlanSpace, LinkMessage, into: PlanSpace)
    case request(PlanSpace, NetlinkRequest)
    /// A file for `nft`.
    case rules(PlanSpace, String)
}
