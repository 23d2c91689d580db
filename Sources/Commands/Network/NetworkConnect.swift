internal import DockerValues
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
            .strings("alias", "Add network-scoped alias for the container") { $0.attachment.aliases += $1 },
            .strings("driver-opt", "driver options for the network") { $0.driverOptions += $1 },
            .int(
                "gw-priority",
                "Highest gw-priority provides the default gateway. Accepts positive and negative values."
            ) { $0.gatewayPriority = $1 },
            .string("ip", "IPv4 address (e.g., \"172.30.100.104\")") { $0.attachment.ipv4 = $1 },
            .string("ip6", "IPv6 address (e.g., \"2001:db8::33\")") { $0.attachment.ipv6 = $1 },
            .list("link", "Add link to another container", check: HostValue.link) { $0.attachment.links.append($1) }
                .completing(.containers),
            .strings("link-local-ip", "Add a link-local address for the container") { $0.attachment.linkLocal += $1 },
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
        var config = try attachment.endpointConfig(for: session.read(\.engine.version))
        // Docker's command line always sends the object, so that inspect shows {} rather than null.
        config.cameFromConnect = true
        try session.update { lab in
            try lab.connect(network: operands[0], container: operands[1], config: config)
        }
        return 0
    }
}
