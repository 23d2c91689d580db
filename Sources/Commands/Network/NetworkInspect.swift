internal import DockerViews
internal import Lab

/// `netsim network inspect`.
struct NetworkInspect: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] NETWORK [NETWORK...]",
        .atLeast(1),
        "Display detailed information on one or more networks",
        operands: [.networks]
    )

    private var format = ""
    private var verbose = false

    static var flags: [Flag<NetworkInspect>] {
        [
            .inspectFormat(\.format),
            .bool("verbose", short: "v", \.verbose, "Verbose output for diagnostics"),
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        try session.inspect(operands, format: format) { lab, name in
            try EmptyName.refuseNetwork(name)
            return NetworkView.inspect(try lab.network(matching: name), in: lab, verbose: verbose)
        }
    }
}
