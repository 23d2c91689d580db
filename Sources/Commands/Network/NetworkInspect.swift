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
            .inspectFormat { $0.format = $1 },
            .bool("verbose", short: "v", "Verbose output for diagnostics") { $0.verbose = $1 },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        try session.inspect(operands, format: format) { lab, name in
            try EmptyName.refuseNetwork(name)
            return NetworkView.inspect(try lab.network(matching: name), in: lab, verbose: verbose)
        }
    }
}
