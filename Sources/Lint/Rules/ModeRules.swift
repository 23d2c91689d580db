internal import Compose
internal import Lab
internal import YAML

/// `network_mode`, and what does not go with it.
enum ModeRules {
    static var all: [LintRule] { [hostPorts, sharedPorts, sharedRestart] + StackRules.all }

    private static var hostPorts: LintRule {
        LintRule(
            "host-mode-ports",
            .warning,
            "ports of a service in host mode",
            reason: """
                A container in host mode uses the host's own stack: what it listens on is open on the host as it is, and \
                the engine warns "Published ports are discarded when using host network mode".
                """,
            fix: "drop the ports, or the mode",
            bad: .init(
                """
                name: shop
                services:
                  agent: {image: example/agent, network_mode: host, ports: ["127.0.0.1:9100:9100"]}
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
            for service in run.services where service.service.networkMode?.value == .host {
                guard let port = service.service.ports.first else { continue }
                run.report(
                    "\(service.label) is in host mode: its ports are not published but open as they are",
                    at: port.place,
                    subject: "\(service.subject)/ports"
                )
            }
        }
    }

    private static var sharedPorts: LintRule {
        LintRule(
            "shared-netns-ports",
            .error,
            "ports of a service that shares another's stack",
            reason: """
                Ports, names and addresses are of the stack, and the stack is of the container that owns it: the engine \
                refuses with "conflicting options: port publishing and the container type network mode", and likewise \
                port exposing, links, dns and extra_hosts.
                """,
            fix: "move the ports to the service that owns the stack",
            bad: .init(
                """
                name: shop
                services:
                  vpn: {image: example/vpn, networks: [wan]}
                  app: {image: example/app, networks: [wan]}
                  sidecar:
                    image: example/sidecar
                    network_mode: "service:vpn"
                    depends_on: {vpn: {condition: service_started, restart: true}}
                    ports: ["127.0.0.1:9091:9091"]
                networks:
                  wan: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  vpn: {image: example/vpn, networks: [wan], ports: ["127.0.0.1:9091:9091"]}
                  app: {image: example/app, networks: [wan]}
                  sidecar:
                    image: example/sidecar
                    network_mode: "service:vpn"
                    depends_on: {vpn: {condition: service_started, restart: true}}
                networks:
                  wan: {}
                """
            )
        ) { run in
            for service in run.services {
                for refusal in run.refusals(of: service)
                where refusal.line.hasPrefix("conflicting options: ")
                    && (refusal.line.contains("container type network") || refusal.line.hasSuffix("the network mode"))
                {
                    run.explain(refusal)
                    guard run.claim(service.subject) else { continue }
                    let owner = run.context.stackOwner(of: service)
                    let place = service.service.ports.first?.place ?? service.service.expose.first?.place
                    let what = place == nil ? "options" : "ports"
                    run.report(
                        "\(service.label) shares the stack of \(owner?.label ?? "a container") and has \(what) of its own",
                        at: place ?? service.service.networkMode?.place ?? refusal.place,
                        subject: "\(service.subject)/ports",
                        details: refusal.details
                    )
                }
            }
        }
    }

    private static var sharedRestart: LintRule {
        LintRule(
            "shared-netns-restart",
            .warning,
            "a sidecar that is not restarted with the owner of its stack",
            reason: """
                When the owner stops, those who joined its stack keep running with nothing but lo; when it starts \
                again it has a new stack, and they stay in the old one until they are restarted themselves.
                """,
            fix:
                "add depends_on: {OWNER: {condition: service_started, restart: true}}, or with the condition that stands there",
            bad: .init(
                """
                name: shop
                services:
                  vpn: {image: example/vpn, networks: [wan]}
                  app: {image: example/app, networks: [wan]}
                  sidecar: {image: example/sidecar, network_mode: "service:vpn", depends_on: [vpn]}
                networks:
                  wan: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  vpn: {image: example/vpn, networks: [wan]}
                  app: {image: example/app, networks: [wan]}
                  sidecar:
                    image: example/sidecar
                    network_mode: "service:vpn"
                    depends_on: {vpn: {condition: service_started, restart: true}}
                networks:
                  wan: {}
                """
            )
        ) { run in
            for service in run.services {
                // In a circle nobody starts, and netns-cycle says so.
                guard let mode = service.service.networkMode, let name = ownerName(of: service, run) else { continue }
                // What Compose implies stands where the mode does, and does as little when the engine restarts the owner.
                let waits = service.service.dependsOn.first { $0.service == name && $0.place != mode.place }
                if waits?.restart == true { continue }
                run.report(
                    "\(service.label) is in the stack of \(name), and not restarted with it",
                    at: mode.place,
                    subject: "\(service.subject)/network_mode",
                    fix:
                        "add depends_on: {\(name): {condition: \(waits?.condition ?? "service_started"), restart: true}}"
                )
            }
        }
    }

    /// The service of the project whose stack another is in, by its own name or its container's.
    private static func ownerName(of service: LintContext.ServiceEntry, _ run: LintRun) -> String? {
        switch service.service.networkMode?.value {
        case .service(let name)?: return run.context.stackOwner(of: service) == nil ? nil : name
        case .container(let name)?:
            let owner = run.services.first {
                $0.project == service.project && $0.index != service.index
                    && $0.service.containerName?.value == name
            }
            return owner?.service.name
        default: return nil
        }
    }
}
