internal import DockerViews
internal import Lab

/// `netsim container inspect`.
struct ContainerInspect: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        .atLeast(1),
        "Display detailed information on one or more containers",
        operands: [.containers]
    )

    private var format = ""
    private var withSize = false

    static var flags: [Flag<ContainerInspect>] {
        [.inspectFormat { $0.format = $1 }, .bool("size", short: "s", "Display total file sizes") { $0.withSize = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        try session.inspect(operands, format: format) { lab, name in
            try EmptyName.refuseContainer(name)
            return ContainerView.inspect(try lab.container(matching: name), in: lab, withSize: withSize)
        }
    }
}
