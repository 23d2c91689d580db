internal import Lab

/// `netsim create`, where its arguments speak of a network.
struct NetworkCreateShort: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [NETWORK]",
        .between(0, 1),
        "Create a network, or a container from an image",
        details: """
            Without a name netsim picks one and prints it. Docker's "create [OPTIONS] IMAGE
            [COMMAND] [ARG...]" is understood too: options that only one of the two has
            decide (--subnet makes a network, --name a container); without any, a single
            plain word is a network, while a word with a tag or path (ubuntu:14.04), or
            more than one word, is an image. "network create" and "container create" leave
            no doubt.
            """
    )

    private var network = NetworkCreate()

    static var flags: [Flag<NetworkCreateShort>] { NetworkCreate.flags.map { $0.within(\.network) } }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let created = try network.create(operands.first, in: session)
        session.print(operands.isEmpty ? created.name : created.id.description)
        return 0
    }
}
