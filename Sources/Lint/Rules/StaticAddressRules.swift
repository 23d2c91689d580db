/// Addresses that a file gives to services.
enum StaticAddressRules {
    static var all: [LintRule] { [outside, duplicate, dynamic, unusable, noSubnet] }

    private static func project(_ config: String, _ web: String, _ rest: String = "app: {image: app, networks: [back]}")
        -> LintRule.Example
    {
        .init(
            """
            name: shop
            services:
              web: {image: nginx, networks: {back: {\(web)}}}
              \(rest)
            networks:
              back: {ipam: {config: [{\(config)}]}}
            """
        )
    }

    private static var outside: LintRule {
        LintRule(
            "static-ip-outside-subnet",
            .error,
            "a fixed address is in no subnet of its network",
            reason: """
                A container's address must lie in a subnet of the network: "no configured subnet contains IP address \
                10.9.9.9". Compose does not look, so that the container is refused when it is made.
                """,
            fix: "write an address within the network's subnet",
            bad: project("subnet: 172.30.0.0/24", "ipv4_address: 10.9.9.9"),
            good: project("subnet: 172.30.0.0/24", "ipv4_address: 172.30.0.9")
        ) { FixedAddress.report(.outside, in: &$0) }
    }

    private static var duplicate: LintRule {
        LintRule(
            "static-ip-duplicate",
            .error,
            "two containers want one address",
            reason: """
                The first that starts gets the address, the other fails with "Address already in use". With a scale \
                above one, all replicas of a service want the same address.
                """,
            fix: "give each container an address of its own, or none",
            bad: project(
                "subnet: 172.30.0.0/24",
                "ipv4_address: 172.30.0.10",
                "app: {image: app, networks: {back: {ipv4_address: 172.30.0.10}}}"
            ),
            good: project(
                "subnet: 172.30.0.0/24",
                "ipv4_address: 172.30.0.10",
                "app: {image: app, networks: {back: {ipv4_address: 172.30.0.11}}}"
            )
        ) { FixedAddress.report(.duplicate, in: &$0) }
    }

    private static var dynamic: LintRule {
        LintRule(
            "static-ip-in-dynamic-range",
            .warning,
            "a fixed address may be given to a neighbor first",
            reason: """
                A fixed address is reserved only while its container runs. A neighbor without a wish gets the lowest \
                free address of the subnet, and after a reboot containers start in any order: if the neighbor comes \
                first, it has the address, and the start that wants it fails with "Address already in use". Addresses \
                so high up that the neighbors cannot fill what is below them are not reported.
                """,
            fix: "add an ip_range that leaves the fixed addresses out: neighbors then get theirs from there",
            bad: project("subnet: 10.5.0.0/24", "ipv4_address: 10.5.0.2"),
            good: project("subnet: 10.5.0.0/24, ip_range: 10.5.0.128/25", "ipv4_address: 10.5.0.2")
        ) { FixedAddress.report(.dynamic, in: &$0) }
    }

    private static var unusable: LintRule {
        LintRule(
            "static-ip-unusable",
            .error,
            "a fixed address is the network's own or its broadcast address",
            reason: """
                The first and last address of an IPv4 subnet (of more than two), and the first of an IPv6 subnet, are \
                in use from the start: a container that wants one fails with "Address already in use".
                """,
            fix: "write an address between the first and the last",
            bad: project("subnet: 10.5.0.0/24, ip_range: 10.5.0.128/25", "ipv4_address: 10.5.0.255"),
            good: project("subnet: 10.5.0.0/24, ip_range: 10.5.0.128/25", "ipv4_address: 10.5.0.4")
        ) { FixedAddress.report(.unusable, in: &$0) }
    }

    private static var noSubnet: LintRule {
        LintRule(
            "static-ip-no-subnet",
            .error,
            "a fixed address on a network whose subnet the pools choose",
            reason: """
                Without a subnet in the file the engine cuts one from its default pools, the lowest that is free on \
                that host: the address lies in it by luck, else "no configured subnet contains IP address". Before \
                version 25: "user specified IP address is supported only when connecting to networks with user \
                configured subnets".
                """,
            fix: "declare the network's subnet",
            bad: .init(
                """
                name: shop
                services:
                  web: {image: nginx, networks: {back: {ipv4_address: 10.5.0.9}}}
                  app: {image: app, networks: [back]}
                networks:
                  back: {}
                """
            ),
            good: project("subnet: 10.5.0.0/24", "ipv4_address: 10.5.0.9")
        ) { FixedAddress.report(.noSubnet, in: &$0) }
    }
}
