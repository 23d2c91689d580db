internal import Compose
internal import Images
internal import Lab
internal import Reachability
internal import Text
internal import YAML

/// Who is on which network.
enum MembershipRules {
    static var all: [LintRule] { [zoneBridge, catchall, singleMember] }

    private static var zoneBridge: LintRule {
        LintRule(
            "zone-bridge",
            .warning,
            "a database is on a network with what the world reaches, and on another",
            reason: """
                Everything on one network reaches everything else on it, on every port: a proxy that faces the world and \
                shares a network with the database is one step away from it, and the application network between them \
                holds nothing back.
                """,
            fix: "take the database off the network that the published service is on",
            bad: .init(
                """
                name: shop
                services:
                  proxy: {image: example/proxy, networks: [public], ports: ["192.0.2.10:443:443"]}
                  api: {image: example/api, networks: [data]}
                  db: {image: postgres, expose: ["5432"], networks: {public: {gw_priority: 1}, data: {}}}
                networks:
                  public: {}
                  data: {internal: true}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  proxy: {image: example/proxy, networks: [public], ports: ["192.0.2.10:443:443"]}
                  api: {image: example/api, networks: [public, data]}
                  db: {image: postgres, expose: ["5432"], networks: [data]}
                networks:
                  public: {}
                  data: {internal: true}
                """
            )
        ) { run in
            // Found out once for each service that publishes anything.
            var facing: [Int: Bool] = [:]
            for service in run.services where service.joins.count > 1 {
                guard let container = service.running,
                    let port = run.context.lab.listeningPorts(of: container)
                        .first(where: { SensitivePort.store($0, of: service.service) != nil })
                else { continue }
                var exposed: [(join: LintContext.Join, other: Int)] = []
                for join in service.joins {
                    let members = run.context.everyMember(of: run.networks[join.network])
                    let other = members.first { member in
                        guard member != service.index else { return false }
                        if let known = facing[member] { return known }
                        let isFacing = isReachedFromOutside(run.services[member], &run)
                        facing[member] = isFacing
                        return isFacing
                    }
                    if let other { exposed.append((join, other)) }
                }
                guard let (join, other) = exposed.first, exposed.count < service.joins.count else { continue }
                run.report(
                    "\(service.label) (\(SensitivePort.store(port, of: service.service) ?? "port \(port)")) is on "
                        + "\(run.networks[join.network].label) with \(run.services[other].label), which the world "
                        + "reaches, and on \(Count.list(rest(of: service, but: join, run)))",
                    at: join.item.place,
                    subject: "\(service.subject)/network/\(join.item.key)",
                    related: [
                        Placed(
                            "\(run.services[other].label) is published here",
                            at: run.services[other].service.ports.first?.place ?? run.services[other].service.place
                        )
                    ]
                )
            }
        }
    }

    private static func rest(
        of service: LintContext.ServiceEntry,
        but join: LintContext.Join,
        _ run: LintRun
    ) -> [String] {
        service.joins.filter { $0.network != join.network }.map { run.networks[$0.network].label }
    }

    private static func isReachedFromOutside(_ service: LintContext.ServiceEntry, _ run: inout LintRun) -> Bool {
        guard let container = service.running, !container.published.isEmpty else { return false }
        return run.answerOutside(to: container)?.ports.contains { $0.best.outcome == .reached } ?? false
    }

    private static var catchall: LintRule {
        LintRule(
            "default-network-catchall",
            .info,
            "a service joins the default network because nothing is said",
            reason: """
                Compose puts every service without networks and network_mode on a network named default. In a file whose \
                other services are on networks of their own, that service reaches none of them.
                """,
            fix: "say networks: for every service, or for none",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                  cron: {image: example/cron}
                networks:
                  front: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                  cron: {image: example/cron, networks: [default]}
                  mail: {image: example/mail, networks: [default]}
                networks:
                  front: {}
                """
            )
        ) { run in
            let named = Set(run.services.filter { $0.joins.contains { !$0.isImplied } }.map(\.project))
            for service in run.services where named.contains(service.project) {
                // A service that names default means those that join it by themselves.
                guard let join = service.joins.first(where: \.isImplied),
                    !run.networks[join.network].members.contains(where: { member in
                        run.services[member].joins.contains { $0.network == join.network && !$0.isImplied }
                    })
                else { continue }
                run.report(
                    "\(service.label) says no networks, and joins default; other services name theirs",
                    at: service.service.place,
                    subject: "\(service.subject)/networks"
                )
            }
        }
    }

    private static var singleMember: LintRule {
        LintRule(
            "network-single-member",
            .warning,
            "a network with one container",
            reason: """
                A network is for two: with one container it takes a subnet, a bridge and a name for nobody to talk to. \
                Mostly the other end was forgotten, or is on another network.
                """,
            fix: "put the other end on it, or drop it",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front, back]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                  back: {internal: true}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                """
            )
        ) { run in
            for entry in run.networks where !entry.network.isExternal && !entry.network.isImplied {
                // A network that leads a container outside, or onto the LAN, has its other end there.
                guard entry.endpointCount == 1, let member = entry.members.first,
                    !isSoleExit(entry, of: run.services[member], run), !shares(run.services[member], run)
                else { continue }
                run.report(
                    "\(run.services[member].label) is alone on \(entry.label)",
                    at: entry.network.place,
                    subject: "\(entry.subject)/members",
                    related: run.services[member].joins.filter { $0.network == entry.index }
                        .map { Placed("joined here", at: $0.item.place) }
                )
            }
        }
    }

    /// Whether a container needs the network to get out, or to be reached from the host.
    private static func isSoleExit(
        _ entry: LintContext.NetworkEntry,
        of service: LintContext.ServiceEntry,
        _ run: LintRun
    ) -> Bool {
        guard let made = entry.made else { return true }
        if made.driver == .macvlan || made.driver == .ipvlan { return true }
        // Published ports live on the network that holds the default route: their other end is the host.
        if let container = service.running, !container.published.isEmpty,
            let first = run.context.lab.gatewayOrder(of: container).first,
            container.attachments[first].networkID == made.id
        {
            return true
        }
        return made.hasWayOut
            && !service.joins.contains { $0.network != entry.index && run.networks[$0.network].made?.hasWayOut == true }
    }

    /// Whether others are in the service's stack.
    private static func shares(_ service: LintContext.ServiceEntry, _ run: LintRun) -> Bool {
        run.services.contains { other in
            guard other.project == service.project, case .service(let name)? = other.service.networkMode?.value else {
                return false
            }
            return name == service.service.name
        }
    }
}
