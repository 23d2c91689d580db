internal import Compose
internal import Lab
internal import YAML

/// Names that networks offer beside those of services.
enum AliasRules {
    static var all: [LintRule] { [collision, shadowsDomain, defaultBridge] }

    private static var collision: LintRule {
        LintRule(
            "alias-collision",
            .warning,
            "one name on a network stands for different services",
            reason: """
                A network knows names and not projects: on a shared network the services of all projects register \
                theirs, and DNS answers with the addresses of all who have the name, shuffled for each query. Every \
                other connection then goes to the wrong database.
                """,
            fix: "join the shared network only with services that others need, under aliases such as PROJECT-db",
            bad: .init(
                """
                name: shop
                services:
                  db: {image: postgres, networks: [shared]}
                networks:
                  shared: {name: shared}
                """,
                """
                name: blog
                services:
                  db: {image: postgres, networks: [shared]}
                networks:
                  shared: {name: shared, external: true}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  shop-db: {image: postgres, networks: [shared]}
                networks:
                  shared: {name: shared}
                """,
                """
                name: blog
                services:
                  blog-db: {image: postgres, networks: [shared]}
                networks:
                  shared: {name: shared, external: true}
                """
            )
        ) { run in
            let index = run.names()
            for (network, names) in index.offers.sorted(by: { $0.key < $1.key }) {
                for (name, offers) in names.sorted(by: { $0.key < $1.key }) {
                    guard offers.count > 1, let first = offers.first else { continue }
                    // An alias that several services of one project share is how one spreads load on purpose.
                    let others = offers.dropFirst().filter { offer in
                        let (a, b) = (run.services[first.service], run.services[offer.service])
                        guard a.index != b.index else { return false }
                        return a.project != b.project || first.source != .alias || offer.source != .alias
                    }
                    guard let other = others.first else { continue }
                    let holders = ([first] + others).map { run.services[$0.service].label }
                    run.report(
                        "\"\(name)\" on \(run.networks[network].label) stands for \(Count.list(holders))",
                        at: other.place,
                        subject: "\(run.services[other.service].subject)/name/\(name)",
                        related: [Placed("\(holders[0]) has the name here", at: first.place)]
                    )
                }
            }
        }
    }

    private static var shadowsDomain: LintRule {
        LintRule(
            "alias-shadows-domain",
            .warning,
            "an alias hides a name of the public DNS",
            reason: """
                127.0.0.11 answers for every name that a network knows and forwards only the rest: with an alias \
                api.example.com no container of the network reaches the real host of that name, and its AAAA, where the \
                network has no IPv6, is answered with nothing rather than forwarded.
                """,
            fix: "use a name without dots, or one below .internal or .test",
            bad: .init(
                """
                name: shop
                services:
                  api: {image: example/api, networks: {back: {aliases: [api.example.com]}}}
                  app: {image: example/app, networks: [back]}
                networks:
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  api: {image: example/api, networks: {back: {aliases: [api.internal]}}}
                  app: {image: example/app, networks: [back]}
                networks:
                  back: {}
                """
            )
        ) { run in
            let index = run.names()
            var seen: Set<SourcePlace> = []
            for (_, names) in index.offers.sorted(by: { $0.key < $1.key }) {
                for (name, offers) in names.sorted(by: { $0.key < $1.key }) where isPublic(name) {
                    for offer in offers where seen.insert(offer.place).inserted {
                        let service = run.services[offer.service]
                        run.report(
                            "\"\(offer.name)\" of \(service.label) hides the host of that name outside",
                            at: offer.place,
                            subject: "\(service.subject)/name/\(name)"
                        )
                    }
                }
            }
        }
    }

    /// Whether a name ends in what could be a domain of the public DNS: RFC 2606, RFC 6761, RFC 6762 and RFC 8375 keep
    /// some out of it, ICANN `internal`; the others are what networks commonly call themselves.
    static func isPublic(_ name: String) -> Bool {
        let labels = name.split(separator: ".")
        guard labels.count > 1, let last = labels.last else { return false }
        let local = [
            "test", "localhost", "invalid", "local", "internal", "arpa", "lan", "home", "corp", "private", "intranet",
            "localdomain", "docker", "svc", "cluster", "example",
        ]
        return !local.contains(String(last)) && last.count > 1
            && last.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "-") }
    }

    private static var defaultBridge: LintRule {
        LintRule(
            "alias-default-bridge",
            .error,
            "an alias or fixed address on the default bridge",
            reason: """
                The network named bridge has no embedded DNS: "network-scoped aliases are only supported for \
                user-defined networks", and likewise "user-specified IP address is supported on user-defined networks \
                only".
                """,
            fix: "use a network of your own",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {docker: {aliases: [www]}}}
                networks:
                  docker: {external: true, name: bridge}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {own: {aliases: [www]}}}
                  app: {image: example/app, networks: [own]}
                networks:
                  own: {}
                """
            )
        ) { run in
            for service in run.services {
                for refusal in run.refusals(of: service)
                where refusal.line.contains("only supported for user-defined networks")
                    || refusal.line.contains("supported on user-defined networks only")
                {
                    let isNew = !run.isExplained(refusal)
                    run.explain(refusal)
                    let join = service.joins.first { run.networks[$0.network].made?.isPredefined == true }
                    guard isNew, let join, run.claim("\(service.subject)/bridge") else { continue }
                    let isAlias = refusal.line.contains("aliases")
                    let place = isAlias ? join.item.aliases.first?.place : join.item.ipv4?.place
                    run.report(
                        "\(service.label) asks for \(isAlias ? "an alias" : "an address") on the default bridge",
                        at: place ?? join.item.place,
                        subject: "\(service.subject)/network/\(join.item.key)",
                        details: refusal.details
                    )
                }
            }
        }
    }
}
