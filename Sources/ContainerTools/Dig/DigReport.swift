internal import Addressing
internal import DNSWire
package import Lab
internal import Resolver

/// Why a dig command got the answers that it got: netsim's own `--explain`.
package enum DigReport {
    /// One paragraph for each query of a command line, as comments that a reader of dig's output skips.
    ///
    /// Nothing is sent to a real server, and no rotation moves.
    /// - Parameter arguments: dig's, without its own name.
    /// - Returns: the text with line ends; empty for a command line that dig refuses.
    package static func explain(arguments: [String], in container: Container, context: ToolContext) -> String {
        // A copy: explaining changes nothing.
        var context = context
        context.rotationPlace = nil
        context.askUpstream = nil
        var parser = DigParser(arguments, servers: Dig.namedServers(arguments, in: container, &context))
        guard (try? parser.parse()) != nil else { return "" }
        return parser.command.lookups.map { paragraph($0, container, &context) }.joined()
    }

    private static func paragraph(
        _ lookup: DigLookup,
        _ container: Container,
        _ context: inout ToolContext
    ) -> String {
        guard let name = try? DomainName(parsing: lookup.name) else { return "" }
        let question = Question(name: name, type: lookup.type, class: lookup.recordClass)
        var lines = [";; EXPLANATION of \(name) \(lookup.type):"]
        let ownServer = context.lab.resolverConfiguration(of: container).nameservers.first
        if let server = lookup.servers.first?.address, server != ownServer {
            lines += context.explain(question, lookup, in: container).map { ";;   \($0)" }
        } else {
            lines += context.names.explain(question, from: container).map { ";;   \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension ToolContext {
    /// Who took a question to a server that the command line names, and what was said there; nothing is changed by it.
    func explain(_ question: Question, _ lookup: DigLookup, in container: Container) -> [String] {
        var context = self
        var unused = AnswerSequencer(order: .fixed)
        let query = DigQuery(lookup, question, &context)
        return lookup.servers.map { server in
            let asked = context.names.ask(
                query.bytes,
                from: container,
                server: server.address,
                isTCP: lookup.isTCP,
                sequencer: &unused
            )
            return "\(server.address): \(asked.decision)"
        }
    }
}
