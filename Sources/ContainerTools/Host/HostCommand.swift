internal import Addressing
internal import DNSWire
internal import Lab

/// BIND's host: a name's addresses and mail exchangers in a line each.
struct HostCommand {
    private let options: HostOptions
    private let container: Container
    private var client: BINDClient
    private var result = ToolResult()
    /// Printed with the first response: the server, where one was named.
    private var introduction = ""

    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        var options = HostOptions()
        if let ended = options.read(arguments) { return ended }
        var servers = BINDClient.servers(of: container, in: context.lab, options.family)
        if let server = options.server {
            servers = BINDClient.named(server, in: container, &context)
            guard !servers.isEmpty else { return .failure("host: couldn't get address for '\(server)': not found") }
        }
        let client = BINDClient(
            container: container,
            servers: servers,
            port: options.port,
            tries: options.tries,
            serverFailure: options.stopsAtServerFailure ? .accept : .next,
            tellsTruncation: false
        )
        var command = HostCommand(options: options, container: container, client: client)
        if let server = options.server, let first = servers.first {
            command.introduction =
                "Using domain server:\nName: \(server)\nAddress: \(first.address)#\(options.port)\nAliases: \n\n"
        }
        command.run(&context)
        return command.result
    }

    private mutating func run(_ context: inout ToolContext) {
        var name = options.name
        var types = options.type.map { [$0] } ?? [.a, .aaaa, .mx]
        let isWhole = options.type == nil
        if let address = IPAddress(name) {
            // An IPv4 address is looked up with the dot at its end, an IPv6 one without: so the tool prints them.
            name = address.family == .ipv4 ? address.reverseName : String(address.reverseName.dropLast())
            types = [options.type ?? .ptr]
        }
        if types == [.axfr] || types == [.ixfr] {
            result.print("; Transfer failed.")
            return
        }
        let resolver = StubResolver(of: container, in: context.lab)
        let configuration = context.lab.resolverConfiguration(of: container)
        var spellings = BINDQuestion.spellings(
            of: name,
            search: configuration.search,
            ndots: options.ndots ?? resolver.ndots
        )
        for type in types {
            client.isTCP = options.usesTCP ?? (type == .any)
            let question = BINDQuestion(
                type: type,
                recordClass: options.recordClass,
                flags: options.isRecursive ? .rd : []
            )
            let isVerbose = options.isVerbose
            let outcome = question.ask(spellings, name: name, &client, &context, &result) { spelling, result in
                let shown = spelling.hasSuffix(".") && spelling.count > 1 ? String(spelling.dropLast()) : spelling
                if isVerbose { result.print("Trying \"\(shown)\"") }
            }
            switch outcome {
            case .illegalName(let spelling, let reason):
                result.complain("host: '\(spelling)' is not a legal name (\(reason))")
                result.exitCode = 1
                return
            case .silence:
                result.exitCode = 1
                return
            case .unreadable(let bytes):
                result.stdout += MessageText.badPacket(bytes)
                result.exitCode = 1
                return
            case .answered(let message, let response, let spelling, let isOnlySpelling):
                result.stdout += introduction
                introduction = ""
                guard message.header.rcode == .noError else {
                    let rcode = message.header.rcode
                    let shown = isOnlySpelling ? name : spelling
                    result.print("Host \(shown) not found: \(rcode.rawValue)(\(rcode))")
                    result.exitCode = 1
                    showSize(response, times: rcode == .nxDomain && isOnlySpelling ? 2 : 1)
                    return
                }
                show(message, response, type, isWhole: isWhole)
                // What exists is looked up further where its CNAMEs lead.
                spellings = [(BINDQuestion.canonicalName(in: message) ?? .root).description]
                name = StubResolver.text(of: BINDQuestion.canonicalName(in: message) ?? .root)
            }
        }
    }

    private mutating func show(
        _ message: Message,
        _ response: BINDClient.Response,
        _ type: RecordType,
        isWhole: Bool
    ) {
        if options.isVerbose {
            if let counts = try? Header.decode(response.bytes.span).counts {
                result.stdout += MessageText.header(message, counts: counts) + "\n"
            }
            let style = RecordStyle()
            result.stdout += MessageText.section("QUESTION", message.questions.map(style.line))
            result.stdout += MessageText.section("ANSWER", message.answers.map(style.line))
            result.stdout += MessageText.section("AUTHORITY", message.authorities.map(style.line))
            result.stdout += MessageText.section("ADDITIONAL", message.additionals.map(style.line))
            showSize(response)
            return
        }
        for record in message.answers {
            let name = StubResolver.text(of: record.name)
            result.print("\(name) \(Self.phrase(record.type)) \(record.data.text())")
        }
        if message.answers.isEmpty, !isWhole, let question = message.questions.first {
            result.print("\(StubResolver.text(of: question.name)) has no \(type) record")
        }
    }

    private mutating func showSize(_ response: BINDClient.Response, times: Int = 1) {
        guard options.isVerbose else { return }
        for _ in 0..<times {
            result.print(
                "Received \(response.bytes.count) bytes from \(response.server.address)#\(options.port) in 0 ms"
            )
        }
    }

    private static func phrase(_ type: RecordType) -> String {
        switch type {
        case .a: "has address"
        case .aaaa: "has IPv6 address"
        case .mx: "mail is handled by"
        case .txt: "descriptive text"
        case .cname: "is an alias for"
        case .ns: "name server"
        case .ptr: "domain name pointer"
        case .hinfo: "host information"
        default: "has \(type) record"
        }
    }
}
