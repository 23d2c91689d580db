internal import Addressing
internal import Compose
internal import Images
internal import Lab
internal import Reachability
internal import Text
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
            open(&run) { run, service, opening in
                guard sensitive(opening.ports, of: service.service) == nil else { return }
                let isMeant = isMeant(opening, of: service.service)
                let change = isMeant ? nil : loopback(opening, &run)
                run.report(
                    "\(service.label): \(opening.text) can be reached on every address of the host",
                    at: opening.asked.place,
                    subject: "\(service.subject)/port/\(opening.asked.target)",
                    fix: isMeant ? "nothing, where the world is meant to reach it; else begin it with 127.0.0.1:" : nil,
                    change: change,
                    severity: isMeant ? .info : .warning,
                    // Nobody knows whether a program of an unknown image listens there.
                    doubt: KnownImage.of(service.service) == nil ? .likely : nil
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
            open(&run) { run, service, opening in
                guard let (port, name) = sensitive(opening.ports, of: service.service) else { return }
                let isRange = opening.ports.count > 1
                let change = loopback(opening, &run)
                run.report(
                    "\(service.label): \(opening.text), \(isRange ? "among them \(port.number), " : "")\(name), can be "
                        + "reached on every address of the host",
                    at: opening.asked.place,
                    subject: "\(service.subject)/port/\(port)",
                    change: change
                )
            }
        }
    }

    /// Who uses the port from elsewhere would lose it, which nobody but the author can decide.
    private static func loopback(_ opening: PortOpening, _ run: inout LintRun) -> Fix? {
        let hasAddress = opening.asked.hostAddress != nil
        return run.editor.publishOnLoopback(at: opening.asked.place, hasAddress: hasAddress)
            .map { Fix("publish it on 127.0.0.1 alone", $0, .suggested) }
    }

    /// The first of the ports that one line publishes that should not face the world, and what is there.
    private static func sensitive(_ ports: PortSet, of service: ComposeService) -> (port: ContainerPort, name: String)?
    {
        // A port amid a wide range, such as one for RTP, is no sign of a program.
        guard ports.count <= 16 || KnownImage.of(service) != nil else { return nil }
        for port in ports.ports {
            if let name = SensitivePort.text(port, of: service) { return (port, name) }
        }
        return nil
    }

    /// Whether ports are there for the public: those of web, mail and name servers and the like, by the image's name, and
    /// those that a browser asks when nothing else is said.
    private static func isMeant(_ opening: PortOpening, of service: ComposeService) -> Bool {
        if opening.hostPorts.ports.allSatisfy({ $0.number == 80 || $0.number == 443 }) { return true }
        guard let image = KnownImage.of(service) else { return false }
        return opening.ports.ports.allSatisfy(image.isPublic)
    }

    /// Visits the ports that are bound on every address of the host and that the client outside does reach, by the place
    /// that asked for them.
    private static func open(
        _ run: inout LintRun,
        _ body: (inout LintRun, LintContext.ServiceEntry, PortOpening) -> Void
    ) {
        for service in run.services where !service.service.ports.isEmpty {
            var openings = PortOpenings(service.service.ports)
            for container in service.containers where !container.published.isEmpty {
                guard let answer = run.answerOutside(to: container) else { continue }
                let reached = answer.ports.filter { answer in
                    answer.ways.contains { $0.outcome == .reached && $0.publication != nil }
                }
                let reachedPorts = PortSet(runs: reached.compactMap(\.ports))
                for published in container.published.runs where published.hostAddress.isUnspecified {
                    for part in reachedPorts.intersection(published.ports) { openings.add(part, of: published) }
                }
            }
            for opening in openings.all.sorted(by: { $0.asked.place < $1.asked.place }) where !opening.ports.isEmpty {
                body(&run, service, opening)
            }
        }
    }
}
