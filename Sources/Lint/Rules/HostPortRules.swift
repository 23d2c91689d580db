internal import Addressing
internal import Compose
internal import Lab
internal import Text
internal import YAML

/// Ports of the host that two want.
enum HostPortRules {
    static var all: [LintRule] { [duplicate, repeated, busy] }

    private static var duplicate: LintRule {
        LintRule(
            "port-duplicate",
            .error,
            "one port of the host is published twice",
            reason: """
                A port of the host, address and protocol considered, has one owner: 0.0.0.0 is in the way of every \
                address. The second container that starts fails with "Bind for 0.0.0.0:8080 failed: port is already \
                allocated"; with a scale above one, all replicas but the first.
                """,
            fix: "publish on another port, or on another address; for replicas give a range of ports, or none",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front], ports: ["127.0.0.1:8080:80"]}
                  api: {image: example/api, networks: [front], ports: ["127.0.0.1:8080:3000"]}
                networks:
                  front: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front], ports: ["127.0.0.1:8080:80"]}
                  api: {image: example/api, networks: [front], ports: ["127.0.0.1:8081:3000"]}
                networks:
                  front: {}
                """
            )
        ) { run in
            for service in run.services {
                for refusal in run.refusals(of: service)
                where refusal.line.contains("port is already allocated")
                    || refusal.line.contains("all ports are allocated")
                {
                    run.explain(refusal)
                    let number = hostPort(in: refusal.line, before: " failed")
                    let port =
                        service.service.ports.first { number != nil && $0.published?.contains(number ?? 0) == true }
                        ?? service.service.ports.first
                    guard run.claim("\(service.subject)/\(number ?? 0)") else { continue }
                    let other = run.services.first { other in
                        other.index != service.index && number.map { holds(other, $0, port, run) } == true
                    }
                    let what = number.map { "port \($0) of the host" } ?? "a port of the host"
                    let own = service.service.ports.filter { $0.published?.contains(number ?? 0) == true }
                    let isOwn = other == nil && own.count > 1
                    run.report(
                        other.map { "\($0.label) and \(service.label) both publish on \(what)" }
                            ?? (isOwn
                                ? "\(service.label) publishes \(Count.of(own.count, "port")) on \(what)"
                                : "\(Count.of(service.service.replicas, "replica")) of \(service.label) publish on \(what)"),
                        at: (isOwn ? own.last?.place : port?.place) ?? refusal.place,
                        subject: "\(service.subject)/host-port/\(number ?? 0)",
                        related: [
                            isOwn ? own.first.map { Placed("the same port of the host", at: $0.place) } : nil,
                            other.flatMap { holder in
                                holder.service.ports.first { $0.published?.contains(number ?? 0) == true }
                                    .map { Placed("\(holder.label) has it", at: $0.place) }
                            },
                        ].compactMap { $0 },
                        details: refusal.details
                    )
                }
            }
        }
    }

    private static func holds(
        _ service: LintContext.ServiceEntry,
        _ number: UInt16,
        _ port: ServicePort?,
        _ run: LintRun
    ) -> Bool {
        service.containers.contains { container in
            container.published.contains { $0.hostPort == number && $0.port.transport == port?.target.transport }
        }
    }

    private static var repeated: LintRule {
        LintRule(
            "port-repeated",
            .info,
            "a service publishes one port in two lines",
            reason: """
                Compose takes two lines that say the same for one: a port without a protocol is TCP's, and no address \
                is 0.0.0.0. Whoever changes one of them later finds that nothing changed, or that both hold.
                """,
            fix: "remove one of the two lines",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front], ports: ["127.0.0.1:8080:80", "127.0.0.1:8080:80/tcp"]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front], ports: ["127.0.0.1:8080:80", "127.0.0.1:8080:80/udp"]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                """
            )
        ) { run in
            for service in run.services {
                // A file that is merged upon another may well say again what that says.
                for line in service.service.repeatedPorts where run.editor.areSiblings(line.place, line.value) {
                    let edits = run.editor.removeItem(at: line.place)
                    run.report(
                        "\(service.label) publishes this port in a line above already",
                        at: line.place,
                        subject: "\(service.subject)/port/repeated",
                        related: [Placed("first published here", at: line.value)],
                        change: edits.map { Fix("remove the line", $0, .safe) }
                    )
                }
            }
        }
    }

    private static var busy: LintRule {
        LintRule(
            "port-host-busy",
            .error,
            "a port is published that a program of the host listens on",
            reason: """
                The engine binds each published port itself: "failed to bind host port 0.0.0.0:22/tcp: address already \
                in use", and the container does not start.
                """,
            fix: "publish on another port, or stop the host's program",
            bad: .init(
                """
                name: shop
                services:
                  git: {image: example/git, networks: [front], ports: ["192.0.2.10:22:22"]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                """,
                on: secureShell
            ),
            good: .init(
                """
                name: shop
                services:
                  git: {image: example/git, networks: [front], ports: ["192.0.2.10:2222:22"]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                """,
                on: secureShell
            ),
            needsFacts: true
        ) { run in
            for service in run.services {
                for refusal in run.refusals(of: service)
                where refusal.line.contains("failed to bind host port")
                    && refusal.line.contains("address already in use")
                {
                    run.explain(refusal)
                    let number = hostPort(in: refusal.line, before: "/")
                    guard run.claim("\(service.subject)/\(number ?? 0)") else { continue }
                    let port = service.service.ports.first {
                        number != nil && $0.published?.contains(number ?? 0) == true
                    }
                    run.report(
                        "\(service.label) publishes on port \(number.map { "\($0)" } ?? "") of the host, where a program "
                            + "listens already",
                        at: port?.place ?? refusal.place,
                        subject: "\(service.subject)/host-port/\(number ?? 0)",
                        details: refusal.details
                    )
                }
            }
        }
    }

    @Sendable private static func secureShell() -> HostConditions {
        var facts = HostFacts()
        facts.listeners = [IPAddress("0.0.0.0"), IPAddress("::")].compactMap { $0 }
            .map { HostFacts.Listener(transport: .tcp, address: $0, port: 22) }
        return HostConditions(facts)
    }

    /// The number between the last colon before `end` and `end`.
    private static func hostPort(in line: String, before end: String) -> UInt16? {
        // The address stands last in the line, behind the names of endpoints.
        let start = line.ranges(of: end == "/" ? "host port " : "Bind for ").last?.upperBound ?? line.startIndex
        let text = line[start...]
        guard let stop = text.firstRange(of: end)?.lowerBound, let colon = text[..<stop].lastIndex(of: ":") else {
            return nil
        }
        return UInt16(text[text.index(after: colon)..<stop])
    }
}
