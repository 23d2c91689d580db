internal import Lab

/// `netsim network connect`.
struct NetworkConnect: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] NETWORK CONTAINER",
        .exactly(2),
        "Connect a container to a network",
        operands: [.networks, .containers]
    )

    private var attachment = NetworkAttachmentSpec(target: "")
    private var driverOptions: [String] = []
    private var gatewayPriority: Int?

    static var flags: [Flag<NetworkConnect>] {
        [
            .strings("alias", \.attachment.aliases, "Add network-scoped alias for the container"),
            .strings("driver-opt", \.driverOptions, "driver options for the network"),
            .int(
                "gw-priority",
                \.gatewayPriority,
                "Highest gw-priority provides the default gateway. Accepts positive and negative values."
            ),
            .string("ip", \.attachment.ipv4, "IPv4 address (e.g., \"172.30.100.104\")"),
            .string("ip6", \.attachment.ipv6, "IPv6 address (e.g., \"2001:db8::33\")"),
            .list("link", \.attachment.links, "Add link to another container", check: HostValue.link)
                .completing(.containers),
            .strings("link-local-ip", \.attachment.linkLocal, "Add a link-local address for the container"),
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var attachment = attachment
        for text in driverOptions {
            guard let option = DriverOption(parsing: text) else {
                throw CommandFailure("invalid key/value pair format in driver options")
            }
            attachment.driverOptions[option.key] = option.value
        }
        attachment.gatewayPriority = gatewayPriority ?? 0
        try EmptyName.refuseNetwork(operands[0])
        try EmptyName.refuseContainer(operands[1])
        var config = try attachment.endpointConfig()
        // Docker's command line always sends the object, so that inspect shows {} rather than null.
        config.cameFromConnect = true
        try session.update { lab in
            try lab.connect(network: operands[0], container: operands[1], config: config)
        }
        return 0
    }
}
