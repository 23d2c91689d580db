internal import Lab

/// `netsim link down`.
struct LinkDown: Command {
    static let synopsis = Synopsis(
        "CONTAINER [NETWORK]",
        .between(1, 2),
        "Take a container's link down, as though its cable were pulled",
        refusals: .own,
        details: """
            Without NETWORK all links of the container go down. The container keeps its
            interfaces and addresses, without a carrier; its names keep resolving. The link
            stays down over a stop and start, until it is taken up again or the container
            leaves the network.
            """,
        operands: [.containers, .networks]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        try LinkState.set(operands, isUp: false, in: session)
    }
}

/// `netsim link up`.
struct LinkUp: Command {
    static let synopsis = Synopsis(
        "CONTAINER [NETWORK]",
        .between(1, 2),
        "Take a container's link up again",
        refusals: .own,
        details: "Without NETWORK all links of the container come up.",
        operands: [.containers, .networks]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        try LinkState.set(operands, isUp: true, in: session)
    }
}

private enum LinkState {
    static func set(_ operands: [String], isUp: Bool, in session: Session) throws -> Int32 {
        let network = operands.count > 1 ? operands[1] : nil
        try EmptyName.refuseContainer(operands[0])
        if let network { try EmptyName.refuseNetwork(network) }
        try session.update { lab in _ = try lab.setLink(of: operands[0], on: network, isUp: isUp) }
        return 0
    }
}
