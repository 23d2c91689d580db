internal import Addressing
internal import Compose
internal import Lab
internal import Text
internal import YAML

/// Gateways of networks, and which of them a container uses.
enum GatewayRules {
    static var all: [LintRule] { [outside, taken, ambiguous] }

    private static var outside: LintRule {
        LintRule(
            "gateway-outside-subnet",
            .error,
            "a gateway is not in its subnet",
            reason: """
                The bridge takes the gateway's address, which has to lie in the subnet: "invalid gateway G: parent \
                subnet S doesn't contain this address".
                """,
            fix: "write an address of the subnet, or none: the engine takes the lowest",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 172.30.0.0/24, gateway: 172.31.0.1}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 172.30.0.0/24, gateway: 172.30.0.1}]}}
                """
            )
        ) { run in
            for entry in run.networks {
                for refusal in run.refusals(of: entry) where refusal.line.hasPrefix("invalid gateway ") {
                    run.explain(refusal)
                    let subnet = entry.network.subnets.first { subnet in
                        subnet.gateway.map { refusal.line.hasPrefix("invalid gateway \($0.value):") } ?? false
                    }
                    run.report(
                        "gateway \(subnet?.gateway.map { "\($0.value)" } ?? "") of \(entry.label) is outside "
                            + "\(subnet?.prefix.map { "\($0.value)" } ?? "its subnet")",
                        at: subnet?.gateway?.place ?? refusal.place,
                        subject: "\(entry.subject)/gateway",
                        related: [subnet?.prefix.map { Placed("the subnet", at: $0.place) }].compactMap { $0 },
                        details: refusal.details
                    )
                }
            }
        }
    }

    private static var taken: LintRule {
        LintRule(
            "gateway-taken",
            .error,
            "a container wants the address of its gateway",
            reason: """
                The bridge itself has the gateway's address: where none is named it is the lowest of the subnet, or of \
                the ip_range if there is one, so that .1 is taken without anybody having said so. The container's start \
                fails with "Address already in use".
                """,
            fix: "give the container another address, or name another gateway",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {front: {ipv4_address: 172.30.0.1}}}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 172.30.0.0/24}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {front: {ipv4_address: 172.30.0.9}}}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 172.30.0.0/24}]}}
                """
            )
        ) { FixedAddress.report(.gateway, in: &$0) }
    }

    private static var ambiguous: LintRule {
        LintRule(
            "gateway-ambiguous",
            .info,
            "a container has several ways out, and nothing says which it takes",
            reason: """
                The default route, the published ports and the first answer of DNS come from one network: the one with \
                the highest gw_priority, then one that is not internal, then a dual-stack one, and among equals the one \
                with the smallest name. Renaming a network, or joining one more, moves them. Where the networks differ in \
                driver, masquerading, MTU or gateway mode, what the container sends fares differently too, and this is a \
                warning.
                """,
            fix: "set gw_priority: 1 on the network that has to lead outside, or make the other internal",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front, back]}
                  app: {image: example/app, networks: [back]}
                  proxy: {image: example/proxy, networks: [front]}
                networks:
                  front: {}
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {front: {gw_priority: 1}, back: {}}}
                  app: {image: example/app, networks: [back]}
                  proxy: {image: example/proxy, networks: [front]}
                networks:
                  front: {}
                  back: {}
                """
            )
        ) { run in
            for service in run.services where service.joins.count > 1 {
                let exits = service.joins.filter { run.networks[$0.network].made?.hasWayOut == true }
                guard exits.count > 1, let highest = exits.map(\.priority).max() else { continue }
                let equal = exits.filter { $0.priority == highest }
                guard equal.count > 1 else { continue }
                let winner = service.running.flatMap { container in
                    run.context.lab.gatewayOrder(of: container).first.map { container.attachments[$0].network }
                }
                let taken = equal.first { run.networks[$0.network].made?.name == winner }
                let labels = equal.map { run.networks[$0.network].label }
                let differences = differences(between: equal.map { run.networks[$0.network] })
                let how = differences.isEmpty ? "" : ", which differ in \(Count.list(differences))"
                run.report(
                    "\(service.label) has \(equal.count) ways out, by \(Count.list(labels))\(how)"
                        + (taken.map { "; Docker takes \(run.networks[$0.network].label)" } ?? ""),
                    at: equal.first?.item.place ?? service.service.place,
                    subject: "\(service.subject)/gateway",
                    related: equal.dropFirst().prefix(4).map {
                        Placed("another way out", at: $0.item.place)
                    },
                    severity: differences.isEmpty ? .info : .warning
                )
            }
        }
    }

    /// What networks do differently with packets for the outside; of those that nobody described nothing is known.
    private static func differences(between networks: [LintContext.NetworkEntry]) -> [String] {
        let made = networks.filter { !$0.isAssumed }.compactMap(\.made)
        func differ(_ value: (Network) -> some Hashable) -> Bool { Set(made.map(value)).count > 1 }
        if differ(\.driver) { return ["driver"] }
        var found: [String] = []
        if differ(\.bridge.enableMasquerade) { found.append("masquerading") }
        if differ(\.bridge.effectiveMTU) { found.append("MTU") }
        if differ({ [$0.bridge.gatewayMode4, $0.bridge.gatewayMode6] }) { found.append("gateway mode") }
        return found
    }
}

extension LintContext.Join {
    fileprivate var priority: Int { item.gatewayPriority?.value ?? 0 }
}
