internal import Addressing
internal import Compose
internal import Images
internal import Lab
internal import Text
internal import YAML

/// Names that lead somewhere else than their user means.
enum NameTargetRules {
    static var all: [LintRule] { [localhost, hostPort, nearName, ambiguous] }

    // MARK: - localhost

    private static var localhost: LintRule {
        LintRule(
            "localhost-for-service",
            .error,
            "a service looks for another one at localhost",
            reason: """
                localhost in a container is the container itself, where no database runs: "connection refused". It works \
                on a developer's machine, where the program is no container, and stays in the file from then.
                """,
            fix: "write the service's name in place of localhost, and the port of its container",
            bad: .init(
                """
                name: shop
                services:
                  app: {image: example/app, environment: {DATABASE_URL: "postgres://app@localhost:5432/shop"}}
                  db: {image: postgres}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  app: {image: example/app, environment: {DATABASE_URL: "postgres://app@db:5432/shop"}}
                  db: {image: postgres}
                """
            )
        ) { run in
            for service in run.services {
                let owner = run.context.stackOwner(of: service) ?? service
                // In host mode localhost is the host, which published ports are on.
                if owner.service.networkMode?.value == .host { continue }
                for use in NameUse.all(in: service.service) where isLoopback(use.name) {
                    guard let meant = meant(by: use, of: service, run.context),
                        run.claim("\(service.index) \(meant.service.index)")
                    else { continue }
                    let name = meant.service.service.name
                    let port = meant.port.map { use.form == .variable ? ", and \($0) as the port" : ":\($0)" } ?? ""
                    run.report(
                        "\(service.label) looks for \(meant.title) at \(use.name) in \(use.what), which is "
                            + "\(service.label) itself: \(meant.service.label) is another container",
                        at: use.place,
                        subject: "\(service.subject)/localhost/\(name)",
                        related: [Placed("\(meant.service.label) is meant", at: meant.service.service.place)],
                        fix: "write \(name)\(port)"
                    )
                }
            }
        }
    }

    private static func isLoopback(_ name: String) -> Bool {
        name.lowercased() == "localhost" || name.hasPrefix("127.") && IPAddress(name)?.isLoopback == true
    }

    /// The service that a use of localhost means; nil where none is, or several could be.
    private static func meant(
        by use: NameUse,
        of service: LintContext.ServiceEntry,
        _ context: LintContext
    ) -> (service: LintContext.ServiceEntry, title: String, port: UInt16?)? {
        let all = context.services.filter { $0.project == service.project }
        let others = all.filter { !context.shareStack($0, service) }
        // Who shares the stack is at localhost indeed.
        let beside = all.filter { context.shareStack($0, service) }
        func isMeant(_ image: KnownImage) -> Bool {
            switch use.form {
            case .url(let scheme): return image.schemes.contains(scheme)
            case .hostAndPort:
                return image.role == .store && use.port.map { image.sensitivePorts.contains(ContainerPort($0)) } == true
            case .variable: return isNamed(image, by: use)
            }
        }
        if beside.contains(where: { KnownImage.of($0.service).map(isMeant) == true }) { return nil }
        let found = others.compactMap { other -> (LintContext.ServiceEntry, String)? in
            if let image = KnownImage.of(other.service), isMeant(image) { return (other, image.title) }
            guard use.form == .variable, words(of: use).contains(other.service.name.lowercased()) else { return nil }
            return (other, other.service.name)
        }
        guard let first = found.first, found.count == 1 else { return nil }
        let published = use.port.flatMap { number in
            first.0.service.ports.first { $0.published?.contains(number) == true && $0.target.number != number }
        }
        return (first.0, first.1, published?.target.number)
    }

    /// The words of a variable without its `HOST`: `db` and `main` of `DB_MAIN_HOST`.
    private static func words(of use: NameUse) -> Set<String> {
        Set(use.what.lowercased().split(separator: "_").dropLast().map(String.init))
    }

    /// Whether a variable's words mean a kind of program: by a scheme of its URLs, or as the database that it is.
    private static func isNamed(_ image: KnownImage, by use: NameUse) -> Bool {
        guard image.role == .store || image.role == .broker else { return false }
        if let port = use.port, !image.sensitivePorts.contains(ContainerPort(port)) { return false }
        let words = words(of: use)
        let names = image.schemes.union([image.title.lowercased()])
        if !words.isDisjoint(with: names) { return true }
        let synonyms: [String: Set<String>] = [
            "PostgreSQL": ["pg", "psql", "postgres"], "MongoDB": ["mongo"], "RabbitMQ": ["rabbit", "mq"],
            "Redis": ["cache"], "Elasticsearch": ["elastic", "es"],
        ]
        if let others = synonyms[image.title], !words.isDisjoint(with: others) { return true }
        let databases = ["PostgreSQL", "MySQL", "SQL Server", "Oracle", "Db2", "Firebird", "MongoDB", "CockroachDB"]
        return databases.contains(image.title) && !words.isDisjoint(with: ["db", "database", "sql"])
    }

    // MARK: - Ports of the host

    private static var hostPort: LintRule {
        LintRule(
            "host-port-between-services",
            .error,
            "a service uses another's port of the host",
            reason: """
                In 15432:5432 the first number is the host's. Containers of one network speak to each other directly, \
                where the program listens on the second: the first is refused.
                """,
            fix: "write the container's port, the second number",
            bad: .init(
                """
                name: shop
                services:
                  app: {image: example/app, environment: {DATABASE_URL: "postgres://app@db:15432/shop"}}
                  db: {image: postgres, ports: ["127.0.0.1:15432:5432"]}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  app: {image: example/app, environment: {DATABASE_URL: "postgres://app@db:5432/shop"}}
                  db: {image: postgres, ports: ["127.0.0.1:15432:5432"]}
                """
            )
        ) { run in
            let index = run.names()
            for service in run.services {
                let client = run.context.stackOwner(of: service) ?? service
                for use in NameUse.all(in: service.service) {
                    guard let number = use.port else { continue }
                    let offers = index.offers(of: use.name.lowercased(), seenBy: client, run.context)
                    let holders = Set(offers.map(\.service))
                    guard holders.count == 1, let holder = holders.first, holder != client.index else { continue }
                    let other = run.services[holder]
                    guard let port = mistaken(number, for: other, run.context) else { continue }
                    run.report(
                        "\(service.label) uses \(use.name):\(number) in \(use.what), and \(number) is a port of the host: "
                            + "\(other.label) listens on \(port.target.number)",
                        at: use.place,
                        subject: "\(service.subject)/uses/\(use.name.lowercased())/\(number)",
                        related: [Placed("published here", at: port.place)],
                        fix: "write \(use.name):\(port.target.number)"
                    )
                }
            }
        }
    }

    /// The published port whose number on the host was taken for the container's.
    private static func mistaken(
        _ number: UInt16,
        for other: LintContext.ServiceEntry,
        _ context: LintContext
    ) -> ServicePort? {
        // All who are in a stack listen in it.
        let joined = context.services.filter {
            $0.service.networkMode != nil && $0.index != other.index && context.stackOwner(of: $0)?.index == other.index
        }
        let members = [other] + joined
        for member in members {
            let own = member.service
            if own.ports.contains(where: { $0.target.number == number }) { return nil }
            if own.expose.contains(where: { $0.value.ports.contains(number) }) { return nil }
            if KnownImage.of(own).map({ $0.sensitivePorts.contains(ContainerPort(number)) }) == true { return nil }
            // A program may be told to listen there as well.
            let texts = own.command + own.environment.values.compactMap { $0 } + (own.entrypoint ?? [])
            if texts.contains(where: { mentions(number, in: $0) }) { return nil }
        }
        return members.lazy.flatMap(\.service.ports).first { port in
            port.published?.contains(number) == true && port.target.number != number
        }
    }

    private static func mentions(_ number: UInt16, in text: String) -> Bool {
        text.split { !$0.isASCII || !$0.isNumber }.contains { UInt16($0) == number }
    }

    // MARK: - Slips

    private static var nearName: LintRule {
        LintRule(
            "name-near-service",
            .warning,
            "a service uses a name that nobody has, and that is near another's",
            reason: """
                A name that none of a container's networks knows is forwarded to the world outside, which knows no names \
                without dots: "could not resolve host".
                """,
            fix: "write the service's name",
            bad: .init(
                """
                name: shop
                services:
                  app: {image: example/app, environment: {DATABASE_URL: "postgres://app@postgress:5432/shop"}}
                  postgres: {image: postgres}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  app: {image: example/app, environment: {DATABASE_URL: "postgres://app@postgres:5432/shop"}}
                  postgres: {image: postgres}
                """
            )
        ) { run in
            let index = run.names()
            for service in run.services {
                let client = run.context.stackOwner(of: service) ?? service
                guard !client.joins.isEmpty else { continue }
                let own = Set(index.names(of: service) + index.names(of: client))
                for use in NameUse.all(in: service.service) where mayBeSlip(use) {
                    let name = use.name.lowercased()
                    guard !own.contains(name), index.known[service.project][name] == nil,
                        !NameScope.isKnown(name, to: client, index, run.context)
                    else { continue }
                    let names = client.joins.flatMap { join in
                        index.names(on: run.networks[join.network]).filter { !own.contains($0) }
                    }
                    guard let near = NearName.nearest(to: name, among: names), !differInNumber(name, near),
                        run.claim("\(service.index) \(name)")
                    else { continue }
                    run.report(
                        "\(service.label) uses \"\(use.name)\" in \(use.what), which none of its networks knows: "
                            + "there is \"\(near)\"",
                        at: use.place,
                        subject: "\(service.subject)/uses/\(name)",
                        fix: "write \(near), if it is meant"
                    )
                }
            }
        }
    }

    /// Whether a name is certainly that of a host to speak to, and of none outside.
    private static func mayBeSlip(_ use: NameUse) -> Bool {
        guard use.name.utf8.count > 2, !use.name.contains("."), !isLoopback(use.name),
            !use.name.allSatisfy({ $0.isNumber })
        else { return false }
        let key = use.what.uppercased()
        switch use.form {
        case .url: return true
        case .hostAndPort:
            let words = ["HOST", "ADDR", "SERVER", "URL", "URI", "CONNECT", "BROKER", "ENDPOINT", "BOOTSTRAP", "PEERS"]
            return words.contains { key.contains($0) }
        case .variable:
            // Names under which the service itself is known elsewhere.
            let own = ["VIRTUAL", "LETSENCRYPT", "PUBLIC", "DOMAIN", "EXTERNAL", "HOSTNAME"]
            return key.hasSuffix("_HOST") && !own.contains { key.contains($0) }
        }
    }

    /// `kafka-3` beside `kafka-1` and `kafka-2` may be elsewhere.
    private static func differInNumber(_ a: String, _ b: String) -> Bool {
        a.filter { !$0.isNumber } == b.filter { !$0.isNumber }
    }

    // MARK: - Several answers

    private static var ambiguous: LintRule {
        LintRule(
            "name-ambiguous",
            .warning,
            "two networks of a service know one name for different services",
            reason: """
                127.0.0.11 asks the networks that a container is on one after the other and takes the first answer: which \
                of two services a name stands for is decided by the order of the networks, and changes when one is \
                joined, renamed or given another gw_priority.
                """,
            fix: "use an alias that one of the networks alone knows",
            bad: .init(
                """
                name: shop
                services:
                  app: {image: example/app, networks: {front: {gw_priority: 1}, back: {}}}
                  cache: {image: example/cache, networks: {front: {aliases: [store]}}}
                  db: {image: postgres, networks: {back: {aliases: [store]}}}
                networks:
                  front: {}
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  app: {image: example/app, networks: {front: {gw_priority: 1}, back: {}}}
                  cache: {image: example/cache, networks: {front: {aliases: [session-store]}}}
                  db: {image: postgres, networks: {back: {aliases: [store]}}}
                networks:
                  front: {}
                  back: {}
                """
            )
        ) { run in
            let index = run.names()
            for service in run.services where service.joins.count > 1 {
                let uses = NameUse.all(in: service.service)
                for found in ambiguities(of: service, index, run.context) {
                    let use = uses.first { $0.name.lowercased() == found.name }
                    let labels = found.holders.map { "\(run.services[$0.service].label) on \($0.network)" }
                    run.report(
                        "\"\(found.name)\" is \(Count.list(labels)) for \(service.label)",
                        at: use?.place ?? service.service.networksPlace ?? service.service.place,
                        subject: "\(service.subject)/name/\(found.name)",
                        related: found.holders.map { Placed("\(run.services[$0.service].label) has it", at: $0.place) }
                    )
                }
            }
        }
    }

    private struct Ambiguity {
        struct Holder {
            let service: Int
            let network: String
            let place: SourcePlace
        }

        let name: String
        let holders: [Holder]
    }

    private static func ambiguities(
        of service: LintContext.ServiceEntry,
        _ index: NameIndex,
        _ context: LintContext
    ) -> [Ambiguity] {
        var byName: [String: [(offers: [NameIndex.Offer], network: String)]] = [:]
        for join in service.joins {
            let network = context.networks[join.network]
            for (name, offers) in index.offers(on: network) {
                let others = offers.filter { $0.service != service.index }
                if !others.isEmpty { byName[name, default: []].append((others, network.label)) }
            }
        }
        return byName.sorted { $0.key < $1.key }.compactMap { name, known in
            guard known.count > 1, let first = known.first else { return nil }
            let ofFirst = Set(first.offers.map(\.service))
            guard let other = known.dropFirst().first(where: { ofFirst.isDisjoint(with: $0.offers.map(\.service)) })
            else { return nil }
            let holders = [first, other].compactMap { known in
                known.offers.first.map {
                    Ambiguity.Holder(service: $0.service, network: known.network, place: $0.place)
                }
            }
            return Ambiguity(name: name, holders: holders)
        }
    }
}
