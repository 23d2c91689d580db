internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// Parts of a subnet that are set aside.
enum RangeRules {
    static var all: [LintRule] { [rangeOutside, auxConflict] }

    private static var rangeOutside: LintRule {
        LintRule(
            "range-outside-subnet",
            .error,
            "an ip_range is no part of its subnet",
            reason: """
                Dynamic addresses come from the ip_range, which has to lie within the subnet: "invalid ip-range R: \
                parent subnet S doesn't contain ip-range", or, where it is written with an address inside it, "it should \
                be R"; or "CIDR block is bigger than its parent subnet".
                """,
            fix: "write an ip_range within the subnet, such as its upper half",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 172.30.0.0/24, ip_range: 172.29.0.0/24}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 172.30.0.0/24, ip_range: 172.30.0.128/25}]}}
                """
            )
        ) { run in
            for entry in run.networks {
                for refusal in run.refusals(of: entry) where refusal.line.hasPrefix("invalid ip-range ") {
                    run.explain(refusal)
                    let subnet = entry.network.subnets.first { subnet in
                        subnet.range.map { refusal.line.hasPrefix("invalid ip-range \($0.value):") } ?? false
                    }
                    let network = subnet?.range?.value.masked
                    let hasHostBits =
                        subnet?.range?.value.hasHostBits == true
                        && network.map { subnet?.prefix?.value.masked.contains($0.first) == true } == true
                        && (network?.length ?? 0) >= (subnet?.prefix?.value.length ?? 0)
                    // Where the range has a length of its own, its place in the subnet is plain, and only the network is wrong.
                    let meant =
                        hasHostBits
                        ? network
                        : subnet.flatMap { subnet in
                            subnet.range.flatMap { range in subnet.prefix.flatMap { Self.moved(range.value, $0.value) }
                            }
                        }
                    let change = subnet?.range.flatMap { range in
                        meant.flatMap { meant in
                            run.editor.replace("\(range.value)", at: range.place, with: "\(meant)")
                                .map { Fix("write \(meant)", $0, .safe) }
                        }
                    }
                    let range = "ip_range \(subnet?.range.map { "\($0.value)" } ?? "") of \(entry.label)"
                    run.report(
                        hasHostBits
                            ? "\(range) has host bits"
                            : "\(range) is no part of \(subnet?.prefix.map { "\($0.value)" } ?? "its subnet")",
                        at: subnet?.range?.place ?? refusal.place,
                        subject: "\(entry.subject)/range",
                        related: [subnet?.prefix.map { Placed("the subnet", at: $0.place) }].compactMap { $0 },
                        fix: hasHostBits ? network.map { "write \($0)" } : nil,
                        change: change,
                        details: refusal.details
                    )
                }
            }
        }
    }

    /// A range of another network at the same place of a subnet; nil where it is the whole of it or does not fit.
    private static func moved(_ range: IPPrefix, _ subnet: IPPrefix) -> IPPrefix? {
        guard range.family == subnet.family, range.length > subnet.length else { return nil }
        let below = range.first.number & (subnet.last.number ^ subnet.first.number)
        return IPAddress(family: subnet.family, number: subnet.first.number | below)
            .flatMap { IPPrefix(address: $0, length: range.length) }
    }

    private static var auxConflict: LintRule {
        LintRule(
            "aux-address-conflict",
            .error,
            "an auxiliary address is used twice, or lies outside its subnet",
            reason: """
                aux_addresses are taken out of the pool when the network is made, for what is no container. A container \
                that asks for one fails to start with "Address already in use"; one that is the gateway too, or outside \
                the subnet, is refused with the network.
                """,
            fix: "give the container, or the auxiliary address, another address",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {front: {ipv4_address: 10.4.0.9}}}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 10.4.0.0/24, aux_addresses: {router: 10.4.0.9}}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {front: {ipv4_address: 10.4.0.10}}}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {ipam: {config: [{subnet: 10.4.0.0/24, aux_addresses: {router: 10.4.0.9}}]}}
                """
            )
        ) { run in
            for entry in run.networks {
                for refusal in run.refusals(of: entry)
                where refusal.line.contains("auxiliary address") || refusal.line.contains("secondary ip address") {
                    run.explain(refusal)
                    let named = entry.network.subnets.lazy.flatMap(\.auxiliary).first { auxiliary in
                        refusal.line.contains("address \(auxiliary.name):")
                            || refusal.line.contains("(\(auxiliary.name):\(auxiliary.address.value))")
                    }
                    run.report(
                        "auxiliary address \(named.map { "\($0.address.value)" } ?? "") of \(entry.label) cannot be kept",
                        at: named?.address.place ?? refusal.place,
                        subject: "\(entry.subject)/auxiliary/\(named?.name ?? "")",
                        details: refusal.details
                    )
                }
            }
            FixedAddress.report(.auxiliary, in: &run)
        }
    }
}
