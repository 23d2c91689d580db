internal import Addressing
internal import DNSWire
internal import Lab
internal import Resolver

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
