internal import Addressing
internal import DNSWire
internal import Lab

/// BIND's nslookup, for one name given on the command line.
struct Nslookup {
    private let options: NslookupOptions
    private let container: Container
    private var client: BINDClient
    private var result: ToolResult
    /// Whether the server was shown already.
    private var hasIntroduced = false

    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        var options = NslookupOptions()
        if let ended = options.read(arguments) { return ended }
        var servers = BINDClient.servers(of: container, in: context.lab)
        if let server = options.server {
            servers = BINDClient.named(server, in: container, &context)
            guard !servers.isEmpty else {
                return .failure("nslookup: couldn't get address for '\(server)': not found")
            }
        }
        // Without a name it reads commands, of which there are none here.
        guard let lookup = options.lookup else { return ToolResult(stdout: options.complaints + "\n", exitCode: 1) }
        let client = BINDClient(
            container: container,
            servers: servers,
            port: options.port,
            tries: options.tries,
            serverFailure: options.triesNext ? .tellNext : .accept
        )
        var nslookup = Nslookup(
            options: options,
            container: container,
            client: client,
            result: ToolResult(stdout: options.complaints)
        )
        if nslookup.run(lookup, &context) { nslookup.result.print() }
        return nslookup.result
    }

    /// Looks a name up; false where the tool gives up at once.
    private mutating func run(_ lookup: NslookupOptions.Lookup, _ context: inout ToolContext) -> Bool {
        var name = lookup.name
        var types = lookup.type.map { [$0] } ?? [.a, .aaaa]
        let isAddress = IPAddress(name) != nil
        if let address = IPAddress(name) {
            name = address.reverseName
            if lookup.type == nil { types = [.ptr] }
        }
        var spellings = [name]
        if options.searches {
            let resolver = StubResolver(of: container, in: context.lab)
            let search = options.domain.map { [$0] } ?? context.lab.resolverConfiguration(of: container).search
            spellings = BINDQuestion.spellings(of: name, search: search, ndots: options.ndots ?? resolver.ndots)
        }
        var hasAnswers = false
        for type in types {
            client.isTCP = options.usesTCP || type == .any
            let question = BINDQuestion(
                type: type,
                recordClass: lookup.recordClass,
                flags: options.isRecursive ? .rd : []
            )
            switch question.ask(spellings, name: lookup.name, &client, &context, &result) {
            case .illegalName(let spelling, let reason):
                result.complain("nslookup: '\(spelling)' is not a legal name (\(reason))")
                result.exitCode = 10
                return false
            case .silence:
                result.exitCode = 1
                return true
            case .unreadable(let bytes):
                result.stdout += MessageText.badPacket(bytes)
                result.exitCode = 1
                return true
            case .answered(let message, let response, _, _):
                let asked = message.questions.first.map { StubResolver.text(of: $0.name) } ?? lookup.name
                let isReverse = isAddress && lookup.type == nil
                if !hasIntroduced, !isReverse {
                    result.print("Server:\t\t\(response.server.text)")
                    result.print("Address:\t\(response.server.address)#\(options.port)\n")
                }
                if options.isDebugging { result.stdout += NslookupText.debug(message) }
                guard message.header.rcode == .noError else {
                    result.print("** server can't find \(asked): \(message.header.rcode)")
                    result.exitCode = 1
                    return true
                }
                if !hasIntroduced, !isReverse, !message.header.flags.contains(.aa) {
                    result.print("Non-authoritative answer:")
                }
                hasIntroduced = true
                hasAnswers = hasAnswers || !message.answers.isEmpty
                for record in message.answers { result.stdout += NslookupText.record(record) }
                if type == types.last, !hasAnswers { result.print("*** Can't find \(asked): No answer") }
                if type != .a, type != .aaaa {
                    result.print("\nAuthoritative answers can be found from:")
                    for record in message.authorities + message.additionals {
                        result.stdout += NslookupText.record(record)
                    }
                }
                spellings = [(BINDQuestion.canonicalName(in: message) ?? .root).description]
            }
        }
        return true
    }
}
