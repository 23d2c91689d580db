internal import Compose
internal import Lab
internal import Text
internal import YAML

/// Names that services use and none of their networks knows.
enum NameScope {
    struct Miss {
        let use: NameUse
        /// Who has the name, elsewhere in the project.
        let holder: NameIndex.Offer
    }

    /// Each name once.
    static func misses(
        of service: LintContext.ServiceEntry,
        _ index: NameIndex,
        _ context: LintContext
    ) -> [Miss] {
        let owner = context.stackOwner(of: service) ?? service
        // What a container of somebody else is joined to is not known.
        if case .container? = owner.service.networkMode?.value { return [] }
        var misses: [Miss] = []
        var seen: Set<String> = []
        for use in NameUse.all(in: service.service) {
            let name = use.name.lowercased()
            guard !seen.contains(name), let holder = index.known[service.project][name]?.first,
                holder.service != service.index, holder.service != owner.index,
                !isKnown(name, to: owner, index, context)
            else { continue }
            seen.insert(name)
            misses.append(Miss(use: use, holder: holder))
        }
        return misses
    }

    /// Whether a look-up in a service's own stack finds a name, or may find it.
    static func isKnown(
        _ name: String,
        to service: LintContext.ServiceEntry,
        _ index: NameIndex,
        _ context: LintContext
    ) -> Bool {
        if !index.offers(of: name, seenBy: service, context).isEmpty { return true }
        let own = service.service
        if own.extraHosts.contains(where: { $0.value.name.lowercased() == name }) { return true }
        if (own.links + own.externalLinks).contains(where: { $0.value.alias.lowercased() == name }) { return true }
        if context.lab.upstream.records.contains(where: { $0.name == name }) { return true }
        // Others may have put the name on a network that no file makes.
        return service.joins.contains { context.networks[$0.network].isAssumed }
    }

    /// - Parameter owner: whose stack the name is looked up in.
    static func why(
        _ owner: LintContext.ServiceEntry,
        _ other: LintContext.ServiceEntry,
        _ context: LintContext
    ) -> String {
        switch owner.service.networkMode?.value {
        case .host?: return "names of services are not known in host mode"
        case .some(.none): return "it has no network"
        case .bridge?: return "the default bridge knows no names"
        default: break
        }
        if let stack = context.stackOwner(of: other) {
            return "\(other.label) has no name of its own in the stack of \(stack.label)"
        }
        if other.service.networkMode?.value == .host { return "\(other.label) is in host mode, where it has no name" }
        let labels = owner.joins.map { context.networks[$0.network].label }
        return labels.isEmpty
            ? "it is on no network with names"
            : "\(Count.list(labels)) \(labels.count == 1 ? "does" : "do") not know it"
    }

    /// What makes the name, or another one, work in the modes that the two are in.
    static func fix(
        _ service: LintContext.ServiceEntry,
        _ use: NameUse,
        _ other: LintContext.ServiceEntry,
        _ context: LintContext
    ) -> String {
        let owner = context.stackOwner(of: service) ?? service
        let stack = context.stackOwner(of: other)
        if stack?.index == owner.index { return "use localhost: both are in the stack of \(owner.label)" }
        switch owner.service.networkMode?.value {
        case .host?:
            return "publish the port of \(other.label) on 127.0.0.1 and use localhost, or give \(owner.label) a network"
        case .some(.none):
            return "give \(owner.label) a network that \(other.label) is on, in place of network_mode: none"
        case .bridge?: return "drop network_mode: bridge, so that both are on a network with names"
        default: break
        }
        if let stack { return "use \(stack.service.name), whose stack \(other.label) is in" }
        if other.service.networkMode?.value == .host {
            return "add extra_hosts: [\"\(use.name):host-gateway\"], or give \(other.label) a network"
        }
        let names = other.joins.map { context.networks[$0.network].label }
        let target =
            owner.index == service.index ? service.label : "\(owner.label), whose stack \(service.label) is in,"
        return names.isEmpty
            ? "put both on one network" : "put both on one network: join \(target) to \(Count.list(names))"
    }
}
