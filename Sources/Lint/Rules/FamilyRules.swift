internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// IPv6, and addresses of links.
enum FamilyRules {
    static var all: [LintRule] { [disabled, notLocal, duplicateMAC] }

    private static var disabled: LintRule {
        LintRule(
            "ipv6-disabled-address",
            .error,
            "an IPv6 address on a network without IPv6",
            reason: """
                A network has IPv6 only with enable_ipv6: without it the engine makes no IPv6 subnet, even where one is \
                written down, and refuses the address with "no configured subnet contains IP address".
                """,
            fix: "set enable_ipv6: true on the network",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {back: {ipv6_address: "fd00:5::9"}}}
                  app: {image: example/app, networks: [back]}
                networks:
                  back: {ipam: {config: [{subnet: 10.5.0.0/24}, {subnet: "fd00:5::/64"}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {back: {ipv6_address: "fd00:5::9"}}}
                  app: {image: example/app, networks: [back]}
                networks:
                  back: {enable_ipv6: true, ipam: {config: [{subnet: 10.5.0.0/24}, {subnet: "fd00:5::/64"}]}}
                """
            )
        ) { FixedAddress.report(.familyOff, in: &$0) }
    }

    private static var notLocal: LintRule {
        LintRule(
            "ipv6-not-ula",
            .info,
            "a global IPv6 prefix on a network that translates addresses",
            reason: """
                In the default gateway mode, nat, what leaves the network is masqueraded and nothing outside reaches a \
                container's own address: a global prefix is then used up for nothing, and hides its real owner. It is \
                of use with gateway_mode_ipv6 routed or nat-unprotected.
                """,
            fix: "take a prefix of fd00::/8, or set com.docker.network.bridge.gateway_mode_ipv6: routed",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {enable_ipv6: true, ipam: {config: [{subnet: "2600:1f00:1:2::/64"}]}}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: [front]}
                  app: {image: example/app, networks: [front]}
                networks:
                  front: {enable_ipv6: true, ipam: {config: [{subnet: "fd00:1:2::/64"}]}}
                """
            )
        ) { run in
            for entry in run.networks where entry.isBridge {
                guard let made = entry.made, made.enableIPv6, made.bridge.gatewayMode6 == .nat else { continue }
                for prefix in entry.network.subnets.compactMap(\.prefix)
                where prefix.value.family == .ipv6 && PublicAddressSpace.holds(prefix.value) {
                    run.report(
                        "\(prefix.value) of \(entry.label) is a global prefix, and its gateway mode is nat",
                        at: prefix.place,
                        subject: "\(entry.subject)/subnet/\(prefix.value)"
                    )
                }
            }
        }
    }

    private static var duplicateMAC: LintRule {
        LintRule(
            "mac-duplicate",
            .error,
            "one MAC address on two endpoints of a network",
            reason: """
                The engine does not look for duplicates: both containers start, the bridge learns the address now on \
                one port, now on the other, and frames for either arrive at whichever sent last.
                """,
            fix: "leave mac_address out (the engine makes one up), or give each container its own",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, mac_address: "02:00:00:00:00:01", networks: [back]}
                  app: {image: example/app, mac_address: "02:00:00:00:00:01", networks: [back]}
                networks:
                  back: {}
                """
            ),
            good: .init(
                """
                name: shop
                services:
                  web: {image: nginx, mac_address: "02:00:00:00:00:01", networks: [back]}
                  app: {image: example/app, mac_address: "02:00:00:00:00:02", networks: [back]}
                networks:
                  back: {}
                """
            )
        ) { run in
            for entry in run.networks where entry.same.first == entry.index {
                var first: [MACAddress: (service: Int, place: SourcePlace)] = [:]
                for member in run.context.everyMember(of: entry) {
                    let service = run.services[member]
                    let join = service.joins.first { entry.same.contains($0.network) }
                    guard let mac = join?.item.mac ?? service.service.macAddress else { continue }
                    let other = first[mac.value]
                    if other == nil { first[mac.value] = (member, mac.place) }
                    guard other != nil || service.service.replicas > 1 else { continue }
                    run.report(
                        other.map { "\(run.services[$0.service].label) and \(service.label) both have \(mac.value)" }
                            ?? "all \(service.service.replicas) replicas of \(service.label) have \(mac.value)",
                        at: mac.place,
                        subject: "\(service.subject)/mac/\(mac.value)",
                        related: [other.map { Placed("used here", at: $0.place) }].compactMap { $0 }
                    )
                }
            }
        }
    }
}
