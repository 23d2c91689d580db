internal import Addressing
internal import Compose
internal import Images
internal import Lab
internal import YAML

/// What it means to have the host's stack, or none.
enum HostModeRules {
    static var all: [LintRule] { [mode, sensitive, nonePorts] }

    private static var mode: LintRule {
        LintRule(
            "host-mode",
            .info,
            "a service in host mode",
            reason: """
                A container in host mode uses the host's own stack: each port that it opens is open on every address of \
                the host, it sees the host's loopback, and names of services do not work in it, nor does its own in \
                others. Programs that listen to broadcasts, such as home automation, need it; few others do.
                """,
            fix: "give it a network and publish its ports, where it needs no broadcasts",
            bad: .init(
                """
                name: shop
                services:
                  agent: {image: example/agent, network_mode: host}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  agent: {image: example/agent, ports: ["127.0.0.1:9100:9100"]}
                """
            )
        ) { run in
            for service in run.services {
                guard let mode = service.service.networkMode, mode.value == .host else { continue }
                // host-mode-ports and host-mode-sensitive say it with more words.
                guard service.service.ports.isEmpty, open(service, run.context) == nil else { continue }
                run.report(
                    "\(service.label) is in host mode: what it listens on is open on every address of the host",
                    at: mode.place,
                    subject: "\(service.subject)/network_mode"
                )
            }
        }
    }

    private static var sensitive: LintRule {
        LintRule(
            "host-mode-sensitive",
            .error,
            "a database or control program in host mode",
            reason: """
                In host mode nothing stands between a program and the host's addresses. Images of databases, caches and \
                brokers listen on all of them, many without a password, so that whoever reaches the host reaches the data.
                """,
            fix: "give it a network; for tools on the host publish its port on 127.0.0.1",
            bad: .init(
                """
                name: shop
                services:
                  db: {image: postgres, network_mode: host}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  db: {image: postgres, ports: ["127.0.0.1:5432:5432"]}
                """
            )
        ) { run in
            for service in run.services {
                guard let found = open(service, run.context) else { continue }
                let owner = run.context.stackOwner(of: service)
                run.report(
                    "\(service.label): port \(found.port.number), \(found.name), is open on every address of the host, "
                        + (owner.map { "in the stack of \($0.label), which is in host mode" } ?? "in host mode"),
                    at: service.service.networkMode?.place ?? service.service.place,
                    subject: "\(service.subject)/port/\(found.port)"
                )
            }
        }
    }

    /// What a service in the host's stack listens on that should not face the world; nil where it is told to listen on
    /// loopback.
    private static func open(
        _ service: LintContext.ServiceEntry,
        _ context: LintContext
    ) -> (port: ContainerPort, name: String)? {
        let own = service.service
        guard (context.stackOwner(of: service) ?? service).service.networkMode?.value == .host,
            !own.command.contains(where: { $0.contains("127.0.0.1") || $0.contains("localhost") })
        else { return nil }
        let image = KnownImage.of(own)
        let asked = own.ports.map(\.target) + own.expose.map { ContainerPort($0.value.ports.first, $0.value.transport) }
        let candidates = image.map { $0.sensitivePorts.sorted() } ?? asked.sorted()
        for port in candidates {
            if let name = SensitivePort.text(port, of: own) { return (port, name) }
        }
        return nil
    }

    private static var nonePorts: LintRule {
        LintRule(
            "none-mode-ports",
            .warning,
            "ports of a service without a network",
            reason: """
                With network_mode: none a container has loopback and nothing else: the engine takes its ports, binds \
                nothing on the host, and says nothing.
                """,
            fix: "drop the ports, or give the service a network",
            bad: .init(
                """
                name: shop
                services:
                  job: {image: example/job, network_mode: none, ports: ["127.0.0.1:8080:80"]}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  job: {image: example/job, network_mode: none}
                """
            )
        ) { run in
            for service in run.services where service.service.networkMode?.value == ServiceNetworkMode.none {
                guard let port = service.service.ports.first else { continue }
                run.report(
                    "\(service.label) has no network: nothing is bound on the host for its ports",
                    at: port.place,
                    subject: "\(service.subject)/ports"
                )
            }
        }
    }
}
