internal import Addressing
internal import Compose
internal import Lab
internal import Projects
internal import YAML

/// Subnets that files declare, against what the host and its surroundings use.
enum ClearanceRules {
    static var all: [LintRule] { [hostConflict, reserved] }

    private static var hostConflict: LintRule {
        LintRule(
            "subnet-host-conflict",
            .error,
            "a network takes addresses that the host reaches elsewhere",
            reason: """
                The engine keeps subnets that it chooses itself clear of the host's on-link routes and name servers; \
                a subnet that the file names is taken as it is. The bridge's route then wins over the way to the \
                office or the VPN, and what was there can no longer be reached from the host.
                """,
            fix: "choose a subnet that the host does not use",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 192.168.1.0/24}]}}
                """,
                on: office
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 192.168.2.0/24}]}}
                """,
                on: office
            ),
            needsFacts: true
        ) { run in
            let facts = run.context.host.facts
            var held: [(prefix: IPPrefix, what: String)] = facts.uplinkAddresses.map {
                ($0.masked, "the network of \(facts.uplinkName)")
            }
            held += facts.onLinkRoutes.map { ($0.masked, "a route of the host") }
            held += facts.nameservers.map { (IPPrefix(host: $0), "a name server of the host") }
            for entry in run.networks where entry.isBridge {
                for prefix in entry.network.subnets.compactMap(\.prefix) {
                    guard let other = held.first(where: { $0.prefix.overlaps(prefix.value) }) else { continue }
                    run.report(
                        "subnet \(prefix.value) of \(entry.label) overlaps \(other.prefix), \(other.what)",
                        at: prefix.place,
                        subject: "\(entry.subject)/subnet/\(prefix.value)"
                    )
                }
            }
        }
    }

    @Sendable private static func office() -> HostConditions {
        var facts = HostFacts()
        facts.uplinkAddresses = [IPPrefix("192.168.1.20/24")].compactMap { $0 }
        facts.gateways = [IPAddress("192.168.1.1")].compactMap { $0 }
        facts.nameservers = facts.gateways
        return HostConditions(facts)
    }

    private static var reserved: LintRule {
        LintRule(
            "subnet-reserved-range",
            .warning,
            "a network takes addresses that x-netsim reserves for something else",
            reason: """
                The engine knows the routes of its own host and nothing of the VPN that comes up later, or of the \
                networks behind the router: it takes such a subnet without a word, and packets for the other place \
                then end at the bridge.
                """,
            fix: "choose a subnet outside the reserved range",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 10.8.0.0/24}]}}
                x-netsim:
                  reserved: [{subnet: 10.8.0.0/16, name: VPN}]
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 10.9.0.0/24}]}}
                x-netsim:
                  reserved: [{subnet: 10.8.0.0/16, name: VPN}]
                """
            )
        ) { run in
            let reserved = run.context.extensions.flatMap(\.reserved)
            let needed = run.context.host.reserved
            if reserved.isEmpty, needed.isEmpty { return }
            for entry in run.networks {
                let declared = entry.network.subnets.compactMap(\.prefix)
                let given = declared.isEmpty ? entry.made?.subnets.map(\.prefix) ?? [] : []
                for prefix in declared + given.map({ Placed($0, at: entry.network.place) }) {
                    guard let other = reserved.first(where: { $0.prefix.value.overlaps(prefix.value) }) else {
                        if let other = needed.first(where: { $0.prefix.overlaps(prefix.value) }) {
                            run.report(
                                "subnet \(prefix.value) of \(entry.label) overlaps \(other.prefix), "
                                    + "which the host needs (\(other.purpose))",
                                at: prefix.place,
                                subject: "\(entry.subject)/subnet/\(prefix.value)"
                            )
                        }
                        continue
                    }
                    let name = other.name.isEmpty ? "" : " (\(other.name))"
                    run.report(
                        "subnet \(prefix.value) of \(entry.label) overlaps \(other.prefix.value), "
                            + "which is reserved\(name)",
                        at: prefix.place,
                        subject: "\(entry.subject)/subnet/\(prefix.value)",
                        related: [Placed("reserved here", at: other.prefix.place)]
                    )
                }
            }
        }
    }
}
