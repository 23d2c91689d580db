internal import Addressing
internal import Compose
internal import Lab
internal import Reachability
internal import YAML

/// What published ports come to.
enum PublishingRules {
    static var all: [LintRule] { [internalPublish, allInterfaces, sensitive] }

    private static var internalPublish: LintRule {
        LintRule(
            "internal-publish",
            .error,
            "a port is published from internal networks only",
            reason: """
                Published ports belong to the endpoint that holds the default route, and an internal network gives \
                none: the engine starts the container, binds nothing on the host, and says nothing.
                """,
            fix: "join a network that is not internal as well, or drop the port",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [back], ports: ["127.0.0.1:8080:80"]}
                  app: {image: example/app, networks: [back]}
                networks:
                  back: {internal: true}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front], ports: ["127.0.0.1:8080:80"]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                """
            )
        ) { run in
            for service in run.services where !service.joins.isEmpty {
                guard let port = service.service.ports.first, let container = service.running,
                    container.published.isEmpty,
                    service.joins.allSatisfy({ run.networks[$0.network].made?.isInternal == true })
                else { continue }
                let labels = service.joins.map { run.networks[$0.network].label }
                run.report(
                    "\(service.label) publishes port \(port.target.number), and \(Count.list(labels)) "
                        + "\(labels.count == 1 ? "is" : "are") internal: nothing is bound on the host",
                    at: port.place,
                    subject: "\(service.subject)/port/\(port.target)"
                )
            }
        }
    }

    private static var allInterfaces: LintRule {
        LintRule(
            "port-all-interfaces",
            .warning,
            "a port is published on every address of the host",
            reason: """
                Without a host address a port is bound on 0.0.0.0 and [::]. Packets for it are translated before the \
                host's own INPUT rules see them, so that ufw and firewalld do not hold them back: whoever reaches the \
                host reaches the container. What is meant for the public, by the image's name or on ports 80 and 443 of the \
                host, is a note.
                """,
            fix: "begin it with 127.0.0.1: where only the host, or a proxy on it, has to reach the port",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: example/web, networks: [front], ports: ["8080:80"]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front], ports: ["127.0.0.1:8080:80"]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                """
            )
        ) { run in
            open(&run) { run, service, port, published, ports in
                guard sensitive(ports, of: service.service) == nil else { return }
                let isMeant = isMeant(published, ports, of: service.service)
                run.report(
                    "\(service.label): \(text(published, ports)) can be reached on every address of the host",
                    at: port.place,
                    subject: "\(service.subject)/port/\(port.target)",
                    fix: isMeant ? "nothing, where the world is meant to reach it; else begin it with 127.0.0.1:" : nil,
                    severity: isMeant ? .info : .warning
                )
            }
        }
    }

    private static var sensitive: LintRule {
        LintRule(
            "port-sensitive-public",
            .error,
            "a database or control port is published on every address of the host",
            reason: """
                Without a host address a port is bound on 0.0.0.0 and [::], past the host's own firewall rules. Ports of \
                databases, caches and control planes are what scanners look for first; many of them ask for no password \
                by default. The program is known by the image's name, and by the port where that tells nothing.
                """,
            fix:
                "drop the port: containers on the same network need none; for tools on the host write 127.0.0.1:PORT:PORT",
            bad: .init(
                """
                name: shop
                services:
                  db: {image: postgres, networks: [back], ports: ["5432:5432"]}
                  app: {image: example/app, networks: [back]}
                networks:
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  db: {image: postgres, networks: [back], ports: ["127.0.0.1:5432:5432"]}
                  app: {image: example/app, networks: [back]}
                networks:
                  back: {}
                """
            )
        ) { run in
            open(&run) { run, service, port, published, ports in
                guard let (first, name) = sensitive(ports, of: service.service) else { return }
                run.report(
                    "\(service.label): \(text(published, [first])), \(name), can be reached on every address of the host",
                    at: port.place,
                    subject: "\(service.subject)/port/\(first.port)"
                )
            }
        }
    }

    /// The first of the ports that one line publishes that should not face the world, and what is there.
    private static func sensitive(
        _ ports: [PublishedPort],
        of service: ComposeService
    ) -> (port: PublishedPort, name: String)? {
        // A port amid a wide range, such as one for RTP, is no sign of a program.
        guard ports.count <= 16 || KnownImage.of(service) != nil else { return nil }
        for port in ports.sorted(by: { $0.port < $1.port }) {
            if let name = SensitivePort.text(port.port, of: service) { return (port, name) }
        }
        return nil
    }

    /// Whether ports are there for the public: those of web, mail and name servers and the like, by the image's name, and
    /// those that a browser asks when nothing else is said.
    private static func isMeant(_ hosts: Set<UInt16>, _ ports: [PublishedPort], of service: ComposeService) -> Bool {
        if hosts.allSatisfy({ $0 == 80 || $0 == 443 }) { return true }
        guard let image = KnownImage.of(service) else { return false }
        return ports.allSatisfy { image.isPublic($0.port) }
    }

    /// Visits the ports that are bound on every address of the host and that the client outside does reach, by the place
    /// that asked for them.
    private static func open(
        _ run: inout LintRun,
        _ body: (inout LintRun, LintContext.ServiceEntry, ServicePort, Set<UInt16>, [PublishedPort]) -> Void
    ) {
        for service in run.services where !service.service.ports.isEmpty {
            var found: [SourcePlace: (port: ServicePort, hosts: Set<UInt16>, ports: [PublishedPort])] = [:]
            for container in service.containers where !container.published.isEmpty {
                guard let answer = run.answerOutside(to: container) else { continue }
                for published in container.published where published.hostAddress.isUnspecified {
                    let isReached =
                        answer.ports.first { $0.service == .port(published.port) }?
                        .ways.contains { $0.outcome == .reached && $0.publication != nil } ?? false
                    let asked = service.service.ports.first {
                        $0.target == published.port && $0.hostAddress?.isUnspecified != false
                    }
                    guard isReached, let asked else { continue }
                    var entry = found[asked.place] ?? (asked, [], [])
                    // Where the engine refused the port, another one stands for it.
                    let wanted = asked.published.flatMap { $0.count == 1 ? $0.first : nil }
                    entry.hosts.insert(wanted ?? published.hostPort)
                    if !entry.ports.contains(where: { $0.port == published.port }) { entry.ports.append(published) }
                    found[asked.place] = entry
                }
            }
            for (_, entry) in found.sorted(by: { $0.key < $1.key }) {
                body(&run, service, entry.port, entry.hosts, entry.ports)
            }
        }
    }

    /// `port 80 (8080 on the host)`.
    private static func text(_ hosts: Set<UInt16>, _ ports: [PublishedPort]) -> String {
        let sorted = ports.map(\.port).sorted()
        guard let first = sorted.first, let last = sorted.last else { return "a port" }
        if sorted.count > 1 { return "ports \(first.number) to \(last.number)" }
        let host = hosts.count == 1 ? hosts.first : ports.first?.hostPort
        let number = first.transport == .tcp ? "\(first.number)" : "\(first)"
        return host == first.number ? "port \(number)" : "port \(number) (\(host ?? 0) on the host)"
    }
}
