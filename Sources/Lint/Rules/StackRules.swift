internal import Compose
internal import Lab
internal import YAML

/// Whose stack a service is in, where the file contradicts itself.
enum StackRules {
    static var all: [LintRule] { [modeWithNetworks, cycle] }

    private static var modeWithNetworks: LintRule {
        LintRule(
            "mode-with-networks",
            .error,
            "a service has both network_mode and networks",
            reason: """
                network_mode says whose stack the container is in, and networks what a stack of its own is joined to: \
                Compose refuses the file ("declares mutually exclusive `network_mode` and `networks`").
                """,
            fix: "drop one of the two",
            bad: .init(
                """
                name: shop
                services:
                  agent: {image: example/agent, network_mode: none, networks: [back]}
                  web: {image: nginx, networks: [back]}
                  db: {image: postgres, networks: [back]}
                networks:
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  agent: {image: example/agent, networks: [back]}
                  web: {image: nginx, networks: [back]}
                  db: {image: postgres, networks: [back]}
                networks:
                  back: {}
                """
            )
        ) { run in
            for service in run.services {
                guard let mode = service.service.networkMode, service.service.networks?.isEmpty == false else {
                    continue
                }
                for refusal in run.refusals(of: service) { run.explain(refusal) }
                run.report(
                    "\(service.label) has network_mode and networks",
                    at: service.service.networksPlace ?? mode.place,
                    subject: "\(service.subject)/networks",
                    related: [Placed("the mode is set here", at: mode.place)]
                )
            }
        }
    }

    private static var cycle: LintRule {
        LintRule(
            "netns-cycle",
            .error,
            "services share each other's stack in a circle",
            reason: """
                A container joins the stack of one that runs already: where each waits for the other none can start. \
                The engine says "cannot join network namespace of a non running container", or that there is no such \
                container.
                """,
            fix: "let one of them have a stack of its own",
            bad: .init(
                """
                name: shop
                services:
                  a: {image: example/a, network_mode: "service:b"}
                  b: {image: example/b, network_mode: "service:a"}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  a: {image: example/a, network_mode: "service:b", depends_on: {b: {condition: service_started, restart: true}}}
                  b: {image: example/b}
                """
            )
        ) { run in
            var reported: Set<Int> = []
            for service in run.services where !reported.contains(service.index) {
                guard let members = circle(from: service, run) else { continue }
                for member in members {
                    reported.insert(member.index)
                    for refusal in run.refusals(of: member) { run.explain(refusal) }
                }
                guard let place = service.service.networkMode?.place else { continue }
                run.report(
                    "\((members + [service]).map(\.label).joined(separator: " joins "))",
                    at: place,
                    subject: "\(service.subject)/network_mode",
                    related: members.dropFirst().compactMap { member in
                        member.service.networkMode.map { Placed("\(member.label) joins here", at: $0.place) }
                    }
                )
            }
        }
    }

    /// The services that lead from one back to itself; nil where none do.
    private static func circle(
        from start: LintContext.ServiceEntry,
        _ run: LintRun
    ) -> [LintContext.ServiceEntry]? {
        var members = [start]
        var seen: Set<Int> = [start.index]
        while let last = members.last, case .service(let name)? = last.service.networkMode?.value,
            let next = run.context.service(name, in: last.project)
        {
            if next.index == start.index { return members }
            guard seen.insert(next.index).inserted else { return nil }
            members.append(next)
        }
        return nil
    }
}
