import Addressing
import DNSWire
import Lab
import Resolver
import TestSupport

private let view: ResolverView = {
    do {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.1.0.0/24")
        try lab.run("aa", on: "net", aliases: ["pool"])
        try lab.run("bb", on: "net", aliases: ["pool"])
        var service = NameService(lab)
        return service.view(of: try lab.container(matching: "aa"))
    } catch {
        fatalError("\(error)")
    }
}()

/// A datagram, as the server gets it: it is answered or not, and what decodes reads the same after encoding.
@Sendable func fuzzDNS(_ input: [UInt8]) {
    var sequencer = AnswerSequencer(order: .rotate)
    var buffer = [UInt8](repeating: 0xa5, count: 1232)
    let head = QueryView(input.span)
    var span = buffer.mutableSpan
    var bytes = span.mutableBytes
    let outcome = QueryResponder.respond(
        to: input.span,
        head,
        for: view,
        sequencer: &sequencer,
        limit: head.udpLimit(maximum: 1232),
        into: &bytes
    )
    if case .reply(let count) = outcome {
        let reply = buffer[..<count]
        guard (try? Message(decoding: Array(reply).span)) != nil else { fatalError("a reply that cannot be read") }
    }
    guard let message = try? Message(decoding: input.span) else { return }
    _ = "\(message)"
    var encoded: [UInt8] = []
    guard (try? message.encode(into: &encoded)) != nil else { return }
    guard let again = try? Message(decoding: encoded.span), again == message else {
        fatalError("a message changes when it is written and read")
    }
}
