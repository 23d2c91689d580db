internal import Lab

/// `netsim network disconnect`.
struct NetworkDisconnect: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] NETWORK CONTAINER",
        .exactly(2),
        "Disconnect a container from a network",
        operands: [.networks, .containers]
    )

    private var force = false

    static var flags: [Flag<NetworkDisconnect>] {
        [.bool("force", short: "f", \.force, "Force the container to disconnect from a network")]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        try EmptyName.refuseNetwork(operands[0])
        try EmptyName.refuseContainer(operands[1])
        try session.update { lab in
            try lab.disconnect(network: operands[0], container: operands[1], force: force)
        }
        return 0
    }
}
