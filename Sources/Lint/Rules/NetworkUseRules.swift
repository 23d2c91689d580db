internal import Compose
internal import Lab
internal import Projects
internal import Reachability
internal import Text
internal import YAML

/// Networks that nobody makes, or nobody joins.
enum NetworkUseRules {
    static var all: [LintRule] { [unused, externalMissing] }

    private static var unused: LintRule {
        LintRule(
            "network-unused",
            .info,
            "a network that no service joins",
            reason: """
                Compose makes only networks that an enabled service joins: this one is not made, and whoever looks for \
                it, such as another project, does not find it.
                """,
            fix: "drop it, or join it",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {}
                  back: {}
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
            let projects = run.context.realisation.projects
            for entry in run.networks where entry.members.isEmpty && !entry.network.isImplied {
                let waiting = projects[entry.project].disabled.first { service in
                    service.networks?.contains { $0.key == entry.network.key } ?? (entry.network.key == "default")
                }
                // A profile that is not active may want it.
                if waiting != nil { continue }
                run.report(
                    "no service joins \(entry.label)",
                    at: entry.network.place,
                    subject: "\(entry.subject)/members"
                )
            }
        }
    }

    private static var externalMissing: LintRule {
        LintRule(
            "external-missing",
            .error,
            "an external network that the host does not have",
            reason: """
                Compose makes no external networks: `up` fails with "network NAME declared as external, but could not be \
                found", before anything starts.
                """,
            fix: "create it (docker network create NAME), or check the project that makes it as well",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [shared]}
                networks:
                  shared: {external: true}
                """,
                on: { HostConditions(HostFacts(), networks: ["bridge", "host", "none", "proxy"]) }
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [shared]}
                networks:
                  shared: {external: true, name: proxy}
                """,
                on: { HostConditions(HostFacts(), networks: ["bridge", "host", "none", "proxy"]) }
            ),
            needsFacts: true
        ) { run in
            guard let known = run.context.host.networks else { return }
            for entry in run.networks where entry.network.isExternal && !entry.members.isEmpty {
                let name = entry.network.name.value
                let isMade = entry.same.contains { !run.networks[$0].network.isExternal }
                guard !known.contains(name), !isMade else { continue }
                for refusal in run.refusals(of: entry) { run.explain(refusal) }
                run.report(
                    "the host has no network \"\(name)\"",
                    at: entry.network.name.place,
                    subject: "\(entry.subject)/external",
                    fix: NearName.nearest(to: name, among: known.sorted()).map { "did you mean \"\($0)\"?" }
                )
            }
        }
    }
}
