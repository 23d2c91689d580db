internal import Compose
internal import Images
internal import Lab
internal import PacketFilter
internal import Reachability
internal import Text
internal import YAML

/// Whether a service reaches what it depends on.
enum DependencyRules {
    static var all: [LintRule] { [noPath, iccOff] }

    private static var noPath: LintRule {
        LintRule(
            "depends-no-path",
            .error,
            "a service cannot reach what it depends on and speaks to",
            reason: """
                depends_on orders starts and joins no networks. Between bridges the engine drops every packet that is \
                not for a published port, silently, so that the connection waits until it times out; and the name is \
                not even known, because names are known per network. An order alone says nothing of talk: reported is \
                what is linked, what is named in the environment or the command, and what is known to listen and has a \
                health check to wait for.
                """,
            fix: "put both on one network; where only the order matters, drop the link or the name",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front], depends_on: {db: {condition: service_healthy}}}
                  proxy: {image: example/proxy, networks: [front]}
                  db: {image: postgres, networks: [back], healthcheck: {test: [CMD, pg_isready]}}
                  job: {image: example/job, networks: [back]}
                networks:
                  front: {}
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front], depends_on: {db: {condition: service_healthy}}}
                  proxy: {image: example/proxy, networks: [front]}
                  db: {image: postgres, networks: [front], healthcheck: {test: [CMD, pg_isready]}}
                networks:
                  front: {}
                """
            )
        ) { run in
            let index = run.names()
            for broken in broken(&run) where !share(broken.service, broken.other, run) {
                guard speaks(broken.service, to: broken.other, index, run.context) else { continue }
                let (service, other, item) = (broken.service, broken.other, broken.item)
                let reason = reason(broken, &run)
                run.report(
                    "\(service.label) depends on \(other.label), and does not reach it: \(reason)",
                    at: item.place,
                    subject: "\(service.subject)/depends_on/\(item.service)",
                    details: [networks(of: service, run), networks(of: other, run)]
                )
            }
        }
    }

    private static var iccOff: LintRule {
        LintRule(
            "icc-off-dependency",
            .error,
            "a service depends on another across a network without inter-container communication",
            reason: """
                With com.docker.network.bridge.enable_icc=false the engine drops what goes from one container of the \
                network to another: names still resolve, and every direct connection times out. Only a port that is \
                published on the host can be reached, by the host's address.
                """,
            fix: "join both to a network with inter-container communication",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [guests], depends_on: [db]}
                  db: {image: postgres, networks: [guests]}
                networks:
                  guests: {driver_opts: {com.docker.network.bridge.enable_icc: "false"}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [guests], depends_on: [db]}
                  db: {image: postgres, networks: [guests]}
                networks:
                  guests: {driver_opts: {com.docker.network.bridge.enable_icc: "true"}}
                """
            )
        ) { run in
            for broken in broken(&run) where share(broken.service, broken.other, run) {
                let (service, other, item) = (broken.service, broken.other, broken.item)
                let reason = reason(broken, &run)
                run.report(
                    "\(service.label) depends on \(other.label), and packets between them are dropped: \(reason)",
                    at: item.place,
                    subject: "\(service.subject)/depends_on/\(item.service)"
                )
            }
        }
    }

    private typealias Broken = (
        service: LintContext.ServiceEntry, other: LintContext.ServiceEntry, item: ServiceDependency, answer: PairAnswer
    )

    /// Dependencies that the model finds no way to, by any address and any port that is open. Jobs that have to end
    /// before the dependent starts are not spoken to.
    private static func broken(_ run: inout LintRun) -> [Broken] {
        var found: [Broken] = []
        for service in run.services {
            guard let from = service.running else { continue }
            for item in service.service.dependsOn where item.condition != "service_completed_successfully" {
                guard let other = run.context.service(item.service, in: service.project), let to = other.running,
                    let answer = run.answer(from: from, to: to), answer.outcome != .reached,
                    // A port of its own that is closed says that packets pass.
                    answer.outcome != .refused, answer.ping.best.reason != .parent
                else { continue }
                found.append((service, other, item, answer))
            }
        }
        return found
    }

    /// Whether a service does more than wait for another. A name that none of its networks knows is told of where it is
    /// used, by alias-scope.
    private static func speaks(
        _ service: LintContext.ServiceEntry,
        to other: LintContext.ServiceEntry,
        _ index: NameIndex,
        _ context: LintContext
    ) -> Bool {
        if NameScope.misses(of: service, index, context).contains(where: { $0.holder.service == other.index }) {
            return false
        }
        if service.service.links.contains(where: { $0.value.target == other.service.name }) { return true }
        let names = Set(index.names(of: other))
        if NameUse.all(in: service.service).contains(where: { names.contains($0.name.lowercased()) }) { return true }
        return other.service.hasHealthCheck && listens(other.service)
    }

    private static func listens(_ service: ComposeService) -> Bool {
        if !service.ports.isEmpty || !service.expose.isEmpty { return true }
        guard let image = KnownImage.of(service) else { return false }
        return !image.sensitivePorts.isEmpty || !image.publicPorts.isEmpty
    }

    private static func share(
        _ a: LintContext.ServiceEntry,
        _ b: LintContext.ServiceEntry,
        _ run: LintRun
    ) -> Bool {
        let (a, b) = (run.context.stackOwner(of: a) ?? a, run.context.stackOwner(of: b) ?? b)
        let ofA = Set(a.joins.map { run.networks[$0.network].same.first ?? $0.network })
        return b.joins.contains { ofA.contains(run.networks[$0.network].same.first ?? $0.network) }
    }

    private static func networks(of service: LintContext.ServiceEntry, _ run: LintRun) -> String {
        let owner = run.context.stackOwner(of: service) ?? service
        let labels = owner.joins.map { run.networks[$0.network].label }
        return "\(service.label) is on \(labels.isEmpty ? "no network" : Count.list(labels))"
    }

    private static func reason(_ broken: Broken, _ run: inout LintRun) -> String {
        let answer = run.ruling(from: broken.service, to: broken.other) ?? broken.answer
        let verdict = answer.ports.first?.best ?? answer.ping.best
        guard let rule = verdict.rule else { return verdict.reason.rawValue }
        return "\(verdict.reason.rawValue) (\(rule.rule.origin.description(in: run.context.lab)))"
    }
}
