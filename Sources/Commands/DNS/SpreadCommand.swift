internal import Addressing
internal import ContainerTools
internal import DockerValues
internal import Engine
internal import Lab
internal import Rendering
internal import Resolver

/// `netsim spread`.
struct SpreadCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] NAME",
        .exactly(1),
        "Show how connections divide over the addresses of a name",
        refusals: .own,
        details: """
            CLIENTS programs in a container each make CONNECTIONS connections to NAME, one after
            the other, each to the first address that they get. What they get depends on the
            order of the answers (--dns-order), on how long a program keeps one (--cache), and on
            how its library sorts them: glibc and musl by RFC 6724 as each reads it, Go's own
            resolver likewise, and none for a program that takes an answer as it comes.

            For example: netsim spread web --from user --cache forever --resolver musl
            """,
        operands: [.containers]
    )

    private var container = ""
    private var format = ""
    private var options = Spread.Options()
    private var namesLibrary = false
    private var request = ProjectRequest()

    /// Of all clients together: more would take minutes.
    private static let mostConnections = 1_000_000

    static var flags: [Flag<SpreadCommand>] {
        let own: [Flag<SpreadCommand>] = [
            .custom(
                "cache",
                as: "policy",
                default: "\"none\"",
                "How long a client keeps an answer: none, ttl or forever"
            ) {
                command,
                text throws(FlagValueError) in
                command.options.cache = try word(text)
            }
            .completing(.words(Spread.Cache.allCases.map(\.rawValue))),
            count("clients", default: 10, "Programs that connect") { $0.options.clients = $1 },
            count("connections", default: 100, "Connections of each") { $0.options.connections = $1 },
            .ownFormat(["table", "json", "yaml"], default: "\"table\"") { $0.format = $1 },
            .string("from", "Container that the clients run in") { $0.container = $1 }.completing(.runningContainers),
            .custom("interval", as: "time", default: "1s", "Time between a client's connections") {
                command,
                text throws(FlagValueError) in
                do throws(ImpairmentTextError) {
                    command.options.interval = try Impairment.time(text)
                } catch {
                    throw FlagValueError(error.description)
                }
            },
            .custom(
                "resolver",
                as: "library",
                default: "the image's, else glibc",
                "Who sorts the addresses: glibc, musl, uclibc, go or none"
            ) {
                command,
                text throws(FlagValueError) in
                command.options.library = try word(text)
                command.namesLibrary = true
            }
            .completing(.words(ResolverLibrary.allCases.map(\.rawValue))),
        ]
        return (own + DesignRequest.flags().map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    private static func count(
        _ name: String,
        default number: Int,
        _ help: String,
        set: @escaping @Sendable (inout SpreadCommand, Int) -> Void
    ) -> Flag<SpreadCommand> {
        .custom(name, as: "int", default: "\(number)", help) { command, text throws(FlagValueError) in
            let count = try FlagNumber.int64(text)
            guard (1...Int64(mostConnections)).contains(count) else {
                throw FlagValueError("must be 1 to \(mostConnections)")
            }
            set(&command, Int(count))
        }
    }

    private static func word<Value: RawRepresentable & CaseIterable>(
        _ text: String
    ) throws(FlagValueError) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            let words = Value.allCases.map(\.rawValue)
            throw FlagValueError("must be \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")")
        }
        return value
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let name = operands[0]
        if container.isEmpty {
            throw CommandFailure("netsim: spread asks from inside a container: name it with --from CONTAINER")
        }
        try EmptyName.refuseContainer(container)
        let format = OutputFormat(format)
        guard options.clients.multipliedReportingOverflow(by: options.connections).partialValue <= Self.mostConnections
        else {
            throw CommandFailure("netsim: \(Self.mostConnections) connections are the most, of all clients together")
        }
        try session.useDesign(request)
        let lab = try session.read { $0 }
        let client = try lab.checkExec(in: container)
        var options = options
        if !namesLibrary, let own = ResolverLibrary.ofPrograms(in: client, lab) { options.library = own }
        let order = session.options.dnsOrder ?? .rotate
        let seed = session.options.seed ?? 0
        var context = ToolContext(
            names: NameService(lab),
            sequencer: AnswerSequencer(order: order, seed: seed),
            entropy: Entropy(seed: seed),
            now: try session.now()
        )
        context.askUpstream = { server, query, isTCP in UpstreamClient.ask(server, query, isTCP: isTCP) }
        guard let spread = Spread(of: name, from: client, options, &context) else {
            throw CommandFailure("netsim: \(name) has no address in container \(client.name)")
        }
        let chart = SpreadChart(
            name: name,
            client: client.name,
            order: order,
            spread: spread,
            tools: .ofTools(in: client, context)
        )
        // Who names a library knows that there are several.
        if !namesLibrary { session.hint(chart.resolver) }
        switch format {
        case .json: session.write(document: chart.object, asYAML: false)
        case .yaml: session.write(document: chart.object, asYAML: true)
        default: session.write(chart.text(width: session.width))
        }
        return 0
    }
}
