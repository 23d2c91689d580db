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
                network does not exist for it, nor does one in host mode or in another's stack, which has no name there.
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
                for miss in NameScope.misses(of: service, index, run.context) {
                    let owner = run.context.stackOwner(of: service) ?? service
                    let other = run.services[miss.holder.service]
                    let waits = service.service.dependsOn.first { $0.service == other.service.name }
                    run.report(
                        "\(service.label) uses \"\(miss.use.name)\" in \(miss.use.what), and "
                            + NameScope.why(owner, other, run.context),
                        at: miss.use.place,
                        subject: "\(service.subject)/uses/\(miss.use.name.lowercased())",
                        related: [Placed("\(other.label) has the name", at: miss.holder.place)]
                            + [waits.map { Placed("\(service.label) depends on it", at: $0.place) }].compactMap { $0 },
                        fix: NameScope.fix(service, miss.use, other, run.context)
                    )
                }
            }
        }
    }
}
