internal import ContainerTools
internal import Engine
internal import Lab

/// `netsim dig`.
struct DigCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [@SERVER] NAME [TYPE] [+OPTION...]",
        .atLeast(1),
        "Ask the embedded DNS of a container, as dig inside it would",
        mode: .passingUnknown,
        details: """
            Everything but the options below is dig's own: @server, -x, -t, +short, +noall
            +answer, +tcp, +noedns, +norecurse and the rest. Several answers rotate from one
            question to the next; --dns-order changes that. The lab is asked, the Compose files of
            -f (dig's own -f reads questions in "netsim exec CONTAINER dig -f FILE"), or the
            folder's Compose file where there is no lab.
            """,
        operands: [.none]
    )

    private var container = ""
    private var explains = false
    private var request = ProjectRequest()

    static var flags: [Flag<DigCommand>] {
        let own: [Flag<DigCommand>] = [
            .string("from", "Container that asks") { $0.container = $1 }.completing(.runningContainers),
            .bool("explain", "Add which rule decided: the spelling, the network, or why none matched") {
                $0.explains = $1
            },
        ]
        // The port is dig's own.
        return (own + DesignRequest.flags(without: ["p"]).map { $0.within(\.request) })
            .sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        if container.isEmpty {
            throw CommandFailure("netsim: dig asks from inside a container: name it with --from CONTAINER")
        }
        try session.useDesign(request)
        let id = try session.read { lab in try lab.checkExec(in: container).id }
        var request = Execution.Request(["dig"] + operands)
        request.explains = explains
        let result = try session.execution().run(request, in: id)
        return session.pass(on: result)
    }
}
