internal import Compose
internal import Lab
internal import YAML

/// Names that are used where nobody knows them.
enum NameScopeRules {
    static var all: [LintRule] { [scope] }

    private static var scope: LintRule {
        LintRule(
            "alias-scope",
            .error,
            "a service uses a name that none of its networks knows",
            reason: """
                Names are known per network: 127.0.0.11 asks the networks that the container itself is on, and forwards \
                what they do not know to the world outside, which answers NXDOMAIN. A service, or an alias, on another \
                network does not exist for it.
                """,
            fix: "put both on one network",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front], environment: {DATABASE_URL: "postgres://app@db:5432/shop"}}
                  proxy: {image: example/proxy, networks: [front]}
                  db: {image: postgres, networks: [back]}
                  job: {image: example/job, networks: [back]}
                networks:
                  front: {}
                  back: {internal: true}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front, back], environment: {DATABASE_URL: "postgres://app@db:5432/shop"}}
                  proxy: {image: example/proxy, networks: [front]}
                  db: {image: postgres, networks: [back]}
                  job: {image: example/job, networks: [back]}
                networks:
                  front: {}
                  back: {internal: true}
                """
            )
        ) { run in
            let index = run.names()
            for service in run.services {
                let owner = run.context.stackOwner(of: service) ?? service
                if case .container? = owner.service.networkMode?.value { continue }
                for use in NameUse.all(in: service.service) {
                    let name = use.name.lowercased()
                    guard let holder = index.known[service.project][name]?.first, holder.service != service.index,
                        holder.service != owner.index, !isKnown(name, to: owner, index, run.context)
                    else { continue }
                    let other = run.services[holder.service]
                    // A name in the shared stack of another is that one's to offer.
                    guard run.context.stackOwner(of: other)?.index != owner.index else { continue }
                    run.report(
                        "\(service.label) uses \"\(use.name)\" in \(use.what), and \(knows(owner, run.context))",
                        at: service.service.place,
                        subject: "\(service.subject)/uses/\(name)",
                        related: [Placed("\(other.label) has the name", at: holder.place)]
                    )
                }
            }
        }
    }

    private static func knows(_ service: LintContext.ServiceEntry, _ context: LintContext) -> String {
        let labels = service.joins.map { context.networks[$0.network].label }
        return labels.isEmpty
            ? "it is on no network with names"
            : "\(Count.list(labels)) \(labels.count == 1 ? "does" : "do") not know it"
    }

    private static func isKnown(
        _ name: String,
        to service: LintContext.ServiceEntry,
        _ index: NameIndex,
        _ context: LintContext
    ) -> Bool {
        if !index.offers(of: name, seenBy: service, context).isEmpty { return true }
        let own = service.service
        if own.extraHosts.contains(where: { $0.name.lowercased() == name }) { return true }
        if (own.links + own.externalLinks).contains(where: { $0.alias.lowercased() == name }) { return true }
        if context.lab.upstream.records.contains(where: { $0.name == name }) { return true }
        // Others may have put the name on a network that no file makes.
        return service.joins.contains { context.networks[$0.network].isAssumed }
    }
}
