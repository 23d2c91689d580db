internal import Addressing
internal import Compose
internal import Lab
internal import Projects
internal import YAML

/// Subnets that a file declares, against each other and against the world.
enum SubnetRules {
    static var all: [LintRule] { [overlap, publicRange, hostBits] }

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
                    let edits = prefix.flatMap { prefix in
                        run.editor.replace("\(prefix.value)", at: prefix.place, with: "\(prefix.value.masked)")
                    }
                    run.report(
                        "subnet \(prefix.map { "\($0.value)" } ?? "") of \(entry.label) has host bits",
                        at: prefix?.place ?? refusal.place,
                        subject: "\(entry.subject)/subnet",
                        fix: prefix.map { "write \($0.value.masked)" },
                        change: edits.map { Fix("write the network address", $0, .safe) },
                        details: refusal.details
                    )
                }
            }
        }
    }
}
