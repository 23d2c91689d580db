internal import Addressing
internal import DNSWire
internal import Lab
internal import Resolver

/// BIND's dig: each query of a command line in turn, its response as it came.
struct Dig {
    private let container: Container
    private let command: DigCommand
    private var result: ToolResult

    /// - Parameter arguments: without the tool's own name.
    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        var parser = DigParser(arguments, servers: namedServers(arguments, in: container, &context))
        do {
            try parser.parse()
        } catch {
            var result = parser.result
            result.exitCode = error.exitCode
            return result
        }
        var dig = Dig(container: container, command: parser.command, result: parser.result)
        for lookup in dig.command.lookups {
            guard dig.run(lookup, &context) else { break }
        }
        return dig.result
    }

    /// The servers that a command line names, by what follows the `@`.
    static func namedServers(
        _ arguments: [String],
        in container: Container,
        _ context: inout ToolContext
    ) -> [String: [NameServer]] {
        var found: [String: [NameServer]] = [:]
        for argument in arguments where argument.hasPrefix("@") {
            let text = String(argument.dropFirst())
            if found[text] == nil { found[text] = BINDClient.named(text, in: container, &context) }
        }
        return found
    }

    /// Runs one query with its search list; false where the tool gives up altogether.
    private mutating func run(_ lookup: DigLookup, _ context: inout ToolContext) -> Bool {
        let configuration = context.lab.resolverConfiguration(of: container)
        let resolver = StubResolver(of: container, in: context.lab)
        var spellings = [lookup.name]
        if lookup.searches {
            let search = command.domain.map { [$0] } ?? configuration.search
            let ndots = command.ndots ?? resolver.ndots
            spellings = BINDQuestion.spellings(of: lookup.name, search: search, ndots: ndots)
        }
        var client = BINDClient(
            container: container,
            servers: lookup.servers.isEmpty
                ? BINDClient.servers(of: container, in: context.lab, command.family) : usable(lookup.servers),
            port: command.port,
            tries: lookup.tries,
            isTCP: lookup.isTCP,
            ignoresTruncation: lookup.ignoresTruncation,
            serverFailure: lookup.acceptsServerFailure ? .accept : .tellNext,
            tellsTruncation: !command.isShort,
            lacksSource: lacksSource(context),
            greeting: lookup.greeting
        )
        for (index, spelling) in spellings.enumerated() {
            let question: Question
            do {
                question = Question(
                    name: try DomainName(parsing: spelling),
                    type: lookup.type,
                    class: lookup.recordClass
                )
            } catch {
                result.complain("dig: '\(spelling)' is not a legal name (\(error.bindText))")
                result.exitCode = 10
                return false
            }
            if lookup.type == .axfr || lookup.type == .ixfr {
                takeGreeting(&client)
                result.print("; Transfer failed.")
                return true
            }
            let query = DigQuery(lookup, question, &context)
            if lookup.showsQuery, !command.isShort { showQuery(query, lookup, &client) }
            guard let response = client.exchange(query.bytes, name: lookup.name, &context, &result) else {
                result.exitCode = 9
                explain(question, lookup, &context)
                return true
            }
            let isLast = index == spellings.count - 1
            let message = try? Message(decoding: response.bytes.span)
            let isMissing = message?.header.rcode == .nxDomain
            if isMissing, !isLast, !lookup.showsSearch { continue }
            show(response, message, lookup, &client, context)
            explain(question, lookup, &context)
            guard isMissing else { return true }
            if !isLast {
                client.greeting = lookup.greeting
            } else if lookup.searches, spellings.count == 1 {
                // BIND 9.18 prints these lines twice for a name that was not found without the list.
                result.stdout += statistics(response, lookup, context)
            }
        }
        return true
    }

    private func usable(_ servers: [NameServer]) -> [NameServer] {
        guard let family = command.family else { return servers }
        return servers.filter { $0.address.family == family }
    }

    private func lacksSource(_ context: ToolContext) -> Bool {
        guard let source = command.source, !source.isUnspecified else { return false }
        let stack = context.lab.stackView(of: container)
        return RouteLookup(to: source, in: stack)?.kind != .local
    }

    private mutating func takeGreeting(_ client: inout BINDClient) {
        if !command.isShort, command.printsCommand { result.stdout += client.greeting }
        client.greeting = ""
    }

    /// Says which rule decided, as comments; what a server named on the command line knows is its own affair.
    private mutating func explain(_ question: Question, _ lookup: DigLookup, _ context: inout ToolContext) {
        guard context.explains else { return }
        result.print(";; EXPLANATION:")
        let lines =
            lookup.servers.allSatisfy { $0.address == .embeddedResolver }
            ? context.names.explain(question, from: container) : context.explain(question, lookup, in: container)
        for line in lines { result.print(";  \(line)") }
        result.print("")
    }

    // MARK: What is shown

    private mutating func showQuery(_ query: DigQuery, _ lookup: DigLookup, _ client: inout BINDClient) {
        takeGreeting(&client)
        if lookup.showsComments {
            result.print(";; Sending:")
            result.stdout += query.header + "\n"
        }
        result.stdout += sections(query.shown, lookup)
        if lookup.showsStatistics { result.stdout += ";; QUERY SIZE: \(query.bytes.count)\n\n" }
    }

    private mutating func show(
        _ response: BINDClient.Response,
        _ message: Message?,
        _ lookup: DigLookup,
        _ client: inout BINDClient,
        _ context: ToolContext
    ) {
        guard let message, let counts = try? Header.decode(response.bytes.span).counts else {
            result.stdout += MessageText.badPacket(response.bytes)
            return
        }
        takeGreeting(&client)
        if command.isShort {
            if lookup.showsAnswer { showShort(message, response.server, lookup) }
            return
        }
        if lookup.cookie != nil, lookup.sendsCookie, message.edns == nil {
            result.print(";; expected opt record in response")
        }
        if lookup.showsComments {
            result.print(";; Got answer:")
            if message.questions.contains(where: { $0.name.isSubdomain(of: Self.local) }) {
                result.print(";; WARNING: .local is reserved for Multicast DNS")
                result.print(";; You are currently testing what happens when an mDNS query is leaked to DNS")
            }
            result.stdout += MessageText.header(message, counts: counts)
            if lookup.ednsVersion != nil, message.edns == nil, [.formErr, .notImp].contains(message.header.rcode) {
                let advice = lookup.ednsFlags.contains(.dnssecOK) ? "+nodnssec +noedns" : "+noedns"
                result.print(
                    "\n;; WARNING: EDNS query returned status \(message.header.rcode) - retry with '\(advice)'"
                )
            }
            result.print()
        }
        result.stdout += sections(message, lookup) + statistics(response, lookup, context)
    }

    private static let local = (try? DomainName(parsing: "local")) ?? .root

    private func sections(_ message: Message, _ lookup: DigLookup) -> String {
        let hasComments = lookup.showsComments
        let style = lookup.style
        var text = ""
        if hasComments, let edns = message.edns { text += MessageText.edns(edns) }
        if lookup.showsQuestion {
            text += MessageText.section("QUESTION", message.questions.map(style.line), hasComments: hasComments)
        }
        if lookup.showsAnswer {
            text += MessageText.section("ANSWER", message.answers.map(style.line), hasComments: hasComments)
        }
        if lookup.showsAuthority {
            text += MessageText.section("AUTHORITY", message.authorities.map(style.line), hasComments: hasComments)
        }
        if lookup.showsAdditional {
            text += MessageText.section("ADDITIONAL", message.additionals.map(style.line), hasComments: hasComments)
        }
        return text
    }

    private mutating func showShort(_ message: Message, _ server: NameServer, _ lookup: DigLookup) {
        for record in message.answers {
            var line = record.data.text(expandsIPv6: lookup.style.expandsIPv6)
            if lookup.identifies {
                line += " from server \(server.address) in 0 \(lookup.usesMicroseconds ? "us" : "ms")."
            }
            result.print(line)
        }
    }

    /// Answers take no time here.
    private func statistics(
        _ response: BINDClient.Response,
        _ lookup: DigLookup,
        _ context: ToolContext
    ) -> String {
        guard !command.isShort else { return "" }
        let server = "\(response.server.address)#\(command.port)(\(response.server.text))"
        guard lookup.showsStatistics else {
            guard lookup.identifies else { return "" }
            let time = lookup.usesMicroseconds ? "0 us" : "0 ms"
            return ";; Received \(response.bytes.count) bytes from \(server) in \(time)\n\n"
        }
        return """
            ;; Query time: 0 \(lookup.usesMicroseconds ? "usec" : "msec")
            ;; SERVER: \(server) (\(response.isTCP ? "TCP" : "UDP"))
            ;; WHEN: \(CalendarText(context.now).dig)
            ;; MSG SIZE  rcvd: \(response.bytes.count)


            """
    }
}
