internal import Compose
internal import Lab
internal import Text
internal import YAML

/// Names that networks offer beside those of services.
enum AliasRules {
    static var all: [LintRule] { [collision, containerName, shadowsDomain, defaultBridge] }

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
                        // Of two containers of one name the engine makes one.
                        if first.source == .containerName, offer.source == .containerName { return false }
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

    private static var containerName: LintRule {
        LintRule(
            "container-name-duplicate",
            .error,
            "two services give their containers one name",
            reason: """
                Names of containers are of the whole host, whatever the project: the second is refused with "Conflict. \
                The container name is already in use".
                """,
            fix: "write another container_name, or none: Compose makes one up",
            bad: .init(
                """
                name: shop
                services:
                  db: {image: postgres, container_name: db}
                """,
                """
                name: blog
                services:
                  data: {image: postgres, container_name: db}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  db: {image: postgres, container_name: shop-db}
                """,
                """
                name: blog
                services:
                  data: {image: postgres, container_name: blog-db}
                """
            )
        ) { run in
            var holders: [String: Int] = [:]
            for service in run.services {
                guard let name = service.service.containerName else { continue }
                guard let first = holders[name.value] else {
                    holders[name.value] = service.index
                    continue
                }
                let other = run.services[first]
                for entry in [other, service] {
                    for refusal in run.refusals(of: entry) where refusal.line.contains("\"/\(name.value)\"") {
                        run.explain(refusal)
                    }
                }
                run.report(
                    "\(other.label) and \(service.label) both name their container \"\(name.value)\"",
                    at: name.place,
                    subject: "\(service.subject)/container_name",
                    related: [other.service.containerName.map { Placed("\(other.label) has it", at: $0.place) }]
                        .compactMap { $0 }
                )
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
                api.stripe.com no container of the network reaches the real host of that name, and its AAAA, where the \
                network has no IPv6, is answered with nothing rather than forwarded. A service's own host name, and an alias \
                of a service that publishes ports, is taken to be the host of that name.
                """,
            fix: "use a name without dots, or one below .internal or .test",
            bad: .init(
                """
                name: shop
                services:
                  api: {image: example/api, networks: {back: {aliases: [api.stripe.com]}}}
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
            var seen: Set<String> = []
            for (_, names) in index.offers.sorted(by: { $0.key < $1.key }) {
                for (name, offers) in names.sorted(by: { $0.key < $1.key }) where isPublic(name) {
                    for offer in offers where offer.source == .alias {
                        let service = run.services[offer.service]
                        guard isStandIn(service, for: name), seen.insert(name).inserted else { continue }
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

    /// Whether a service takes the place of a host outside, rather than being that host.
    private static func isStandIn(_ service: LintContext.ServiceEntry, for name: String) -> Bool {
        let own = service.service
        guard own.ports.isEmpty else { return false }
        let names = [own.hostname, own.containerName, own.domainname].compactMap { $0?.value.lowercased() }
        return !names.contains { name == $0 || name.hasSuffix(".\($0)") }
    }

    /// Whether a name could be one of the public DNS: below a top-level domain that there is, and not below one that is
    /// kept for examples (RFC 2606, RFC 6761).
    static func isPublic(_ name: String) -> Bool {
        let labels = name.split(separator: ".")
        guard labels.count > 1, let last = labels.last else { return false }
        let domain = labels[labels.count - 2]
        return TopLevelDomains.contains(last) && !(domain == "example" && ["com", "net", "org", "edu"].contains(last))
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
