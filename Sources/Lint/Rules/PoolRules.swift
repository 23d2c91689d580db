internal import Addressing
internal import Compose
internal import Lab
internal import Text
internal import YAML

/// How many addresses there are, and how many are wanted.
enum PoolRules {
    static var all: [LintRule] { [tooSmall, oversized, exhausted] }

    private static var tooSmall: LintRule {
        LintRule(
            "subnet-too-small",
            .error,
            "a network has fewer addresses than containers",
            reason: """
                Of a subnet the first and last address, the gateway and auxiliary addresses are not for containers, \
                and with an ip_range only that part is. When none is left the next start fails with "no available IPv4 \
                addresses on this network's address pools", even if the subnet has room outside the ip_range.
                """,
            fix: "give the network a larger subnet, or drop its ip_range",
            bad: .init(
                """
                name: shop
                services:
                  app: {image: example/app, scale: 6, networks: [back]}
                  db: {image: postgres, networks: [back]}
                networks:
                  back: {ipam: {config: [{subnet: 10.2.0.0/29}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  app: {image: example/app, scale: 6, networks: [back]}
                  db: {image: postgres, networks: [back]}
                networks:
                  back: {ipam: {config: [{subnet: 10.2.0.0/28}]}}
                """
            )
        ) { run in
            var full: [Int: (refusal: LintRun.Refusal, count: Int)] = [:]
            for service in run.services {
                for refusal in run.refusals(of: service) where refusal.line.contains("no available IPv") {
                    run.explain(refusal)
                    let network = service.joins.map { run.networks[$0.network] }
                        .first { refusal.line.contains("address pools: \($0.made?.name ?? "") (") }
                    guard let network else { continue }
                    let first = network.same.first ?? network.index
                    full[first] = (full[first]?.refusal ?? refusal, (full[first]?.count ?? 0) + 1)
                }
            }
            for (index, found) in full.sorted(by: { $0.key < $1.key }) {
                let entry = run.networks[index]
                let subnet = entry.network.subnets.first { $0.prefix != nil }
                let range = subnet?.range.map { ", ip_range \($0.value)," } ?? ""
                let prefix = subnet?.prefix?.value ?? entry.made?.subnets.first?.prefix
                run.report(
                    "\(prefix.map { "\($0)" } ?? "the subnet")\(range) of \(entry.label) is too small: "
                        + "\(entry.endpointCount) containers join, and "
                        + "\(found.count) \(found.count == 1 ? "finds" : "find") no address",
                    at: subnet?.range?.place ?? subnet?.prefix?.place ?? entry.network.place,
                    subject: "\(entry.subject)/subnet",
                    details: found.refusal.details
                )
            }
        }
    }

    private static var oversized: LintRule {
        LintRule(
            "subnet-oversized",
            .info,
            "a network takes a large block for a few containers",
            reason: """
                A subnet is taken whole: private 172.16.0.0/12 has room for sixteen /16 networks, and what one network \
                holds no other may overlap, nor should the office or a VPN. A bridge holds 1,023 endpoints at most, so \
                that more than a /22 is never of use.
                """,
            fix: "a /24 has room for 253 containers",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 10.3.0.0/16}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 10.3.0.0/24}]}}
                """
            )
        ) { run in
            for entry in run.networks where entry.isBridge {
                let count = entry.endpointCount
                guard count <= 253 else { continue }
                for prefix in entry.network.subnets.compactMap(\.prefix)
                where prefix.value.family == .ipv4 && prefix.value.length <= 16 {
                    run.report(
                        "\(prefix.value) of \(entry.label) has \(1 << prefix.value.hostBits) addresses for "
                            + "\(Count.containers(count))",
                        at: prefix.place,
                        subject: "\(entry.subject)/subnet/\(prefix.value)"
                    )
                }
            }
        }
    }

    private static var exhausted: LintRule {
        LintRule(
            "pool-exhausted",
            .error,
            "more networks want a subnet than the default pools hold",
            reason: """
                The default pools are 172.17.0.0/16 to 172.31.0.0/16 and 192.168.0.0/16 in /20s: 31 networks, docker0 \
                included, less those that the host's own routes are in the way of. Then the engine refuses with "all \
                predefined address pools have been fully subnetted".
                """,
            fix: "name small subnets in the file, or smaller default-address-pools in daemon.json",
            bad: .init(manyNetworks(31)),
            good: .init(manyNetworks(30))
        ) { run in
            var refused: [(LintContext.NetworkEntry, LintRun.Refusal)] = []
            for entry in run.networks {
                for refusal in run.refusals(of: entry) where refusal.line.contains("fully subnetted") {
                    run.explain(refusal)
                    refused.append((entry, refusal))
                }
            }
            guard let (first, refusal) = refused.first else { return }
            let wanting = run.networks.count { $0.network.subnets.isEmpty && !$0.network.isExternal && $0.isBridge }
            run.report(
                "the default pools have no subnet left for \(first.label): \(wanting) networks of these files want one"
                    + (refused.count == 1 ? "" : ", and \(refused.count) get none"),
                at: first.network.place,
                subject: "\(first.subject)/subnet",
                related: refused.dropFirst().prefix(8).map { Placed("nor for \($0.0.label)", at: $0.0.network.place) },
                details: refusal.details
            )
        }
    }

    /// A project whose networks all ask the pools.
    private static func manyNetworks(_ count: Int) -> String {
        let names = (1...count).map { "n\($0)" }
        let list = names.joined(separator: ", ")
        return """
            name: shop
            services:
              a: {image: busybox, networks: [\(list)]}
              b: {image: busybox, networks: [\(list)]}
            networks:
            \(names.map { "  \($0): {internal: true}" }.joined(separator: "\n"))
            """
    }
}
