internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// Subnets that a file declares, against each other and against the world.
enum SubnetRules {
    static var all: [LintRule] { [overlap, hostConflict, reserved, publicRange, hostBits] }

    private static var overlap: LintRule {
        LintRule(
            "subnet-overlap",
            .error,
            "two networks of one host have addresses in common",
            reason: """
                Each address of a host belongs to one network: the engine compares a new subnet with all that it has \
                and refuses with "Pool overlaps with other one on this address space", or, where an ip_range is given, \
                with "networks have overlapping IPv4". Compose compares nothing, so that `up` fails halfway.
                """,
            fix: "give one of the two another subnet",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front, back]}
                  db: {image: postgres, networks: [front, back]}
                networks:
                  front: {internal: true, ipam: {config: [{subnet: 172.30.0.0/20}]}}
                  back: {internal: true, ipam: {config: [{subnet: 172.30.8.0/21}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front, back]}
                  db: {image: postgres, networks: [front, back]}
                networks:
                  front: {internal: true, ipam: {config: [{subnet: 172.30.0.0/21}]}}
                  back: {internal: true, ipam: {config: [{subnet: 172.30.8.0/21}]}}
                """
            )
        ) { run in
            for entry in run.networks {
                for refusal in run.refusals(of: entry)
                where refusal.line.contains("Pool overlaps") || refusal.line.contains("networks have overlapping") {
                    run.explain(refusal)
                    report(refusal, of: entry, in: &run)
                }
            }
        }
    }

    /// Names the other subnet: one that is declared, or one that the engine gave.
    private static func report(_ refusal: LintRun.Refusal, of entry: LintContext.NetworkEntry, in run: inout LintRun) {
        for subnet in entry.network.subnets {
            guard let prefix = subnet.prefix else { continue }
            for other in run.networks where other.index != entry.index && !entry.same.contains(other.index) {
                let held = other.network.subnets.compactMap(\.prefix).first { $0.value.overlaps(prefix.value) }
                let given = other.made?.subnets.map(\.prefix).first { $0.overlaps(prefix.value) }
                guard let found = held?.value ?? given, other.made != nil else { continue }
                run.report(
                    "subnet \(prefix.value) of \(entry.label) overlaps \(found) of \(other.label)",
                    at: prefix.place,
                    subject: "\(entry.subject)/subnet/\(prefix.value)",
                    related: [
                        Placed(
                            held == nil
                                ? "\(other.label) has \(found) from the default pools" : "\(found) is used here",
                            at: held?.place ?? other.network.place
                        )
                    ],
                    details: refusal.details
                )
                return
            }
        }
        let prefix = entry.network.subnets.lazy.compactMap(\.prefix).first
        let failure = run.context.realisation.failures[refusal.failure]
        run.report(
            failure.error.hint.map { "subnet of \(entry.label): \($0)" }
                ?? "the subnet of \(entry.label) overlaps one that the host has",
            at: prefix?.place ?? refusal.place,
            subject: "\(entry.subject)/subnet",
            details: refusal.details
        )
    }

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
            if reserved.isEmpty { return }
            for entry in run.networks {
                let declared = entry.network.subnets.compactMap(\.prefix)
                let given = declared.isEmpty ? entry.made?.subnets.map(\.prefix) ?? [] : []
                for prefix in declared + given.map({ Placed($0, at: entry.network.place) }) {
                    guard let other = reserved.first(where: { $0.prefix.value.overlaps(prefix.value) }) else {
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

    private static var publicRange: LintRule {
        LintRule(
            "subnet-public-range",
            .warning,
            "a network takes addresses of the public Internet",
            reason: """
                The engine checks host bits, ranges and gateways, and never whether a block is private. Containers, \
                and the host, then look for the real owners of these addresses on the bridge, and find nobody. Private \
                172.* space ends at 172.31.255.255 (RFC 1918).
                """,
            fix: "use 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16; fd00::/8 for IPv6",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 172.72.0.0/24}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 172.27.0.0/24}]}}
                """
            )
        ) { run in
            // IPv6 has no translation to speak of, so that global prefixes are what one routes: ipv6-not-ula has those.
            for entry in run.networks where entry.isBridge {
                for prefix in entry.network.subnets.compactMap(\.prefix)
                where prefix.value.family == .ipv4 && PublicAddressSpace.holds(prefix.value) {
                    let slip = PublicAddressSpace.slip(prefix.value).map { "; \($0)" } ?? ""
                    run.report(
                        "subnet \(prefix.value) of \(entry.label) is public address space\(slip)",
                        at: prefix.place,
                        subject: "\(entry.subject)/subnet/\(prefix.value)"
                    )
                }
            }
        }
    }

    private static var hostBits: LintRule {
        LintRule(
            "subnet-host-bits",
            .error,
            "a subnet is written with an address inside it",
            reason: """
                The engine wants the network address: "invalid subnet 10.50.0.5/24: it should be 10.50.0.0/24". Before \
                version 25 it took such a subnet and showed it as it was.
                """,
            fix: "write the network address",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 10.1.0.7/24}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 10.1.0.0/24}]}}
                """
            )
        ) { run in
            for entry in run.networks {
                for refusal in run.refusals(of: entry) where refusal.line.hasPrefix("invalid subnet ") {
                    run.explain(refusal)
                    let prefix = entry.network.subnets.lazy.compactMap(\.prefix)
                        .first { refusal.line.hasPrefix("invalid subnet \($0.value):") }
                    run.report(
                        "subnet \(prefix.map { "\($0.value)" } ?? "") of \(entry.label) has host bits",
                        at: prefix?.place ?? refusal.place,
                        subject: "\(entry.subject)/subnet",
                        fix: prefix.map { "write \($0.value.masked)" },
                        details: refusal.details
                    )
                }
            }
        }
    }
}
