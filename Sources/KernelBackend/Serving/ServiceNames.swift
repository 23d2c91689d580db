internal import DNSWire
internal import Lab
internal import Resolver

/// What the name servers among a lab's services know: the world outside, and containers with records of their own.
struct ServiceNames {
    /// A query as it came.
    struct Query {
        let bytes: [UInt8]
        let message: Message
    }

    private var names: NameService?
    private let upstream: SimulatedUpstream?
    private var sequencer = AnswerSequencer(order: .rotate)

    /// Nobody's.
    init() { upstream = nil }

    init(_ lab: Lab) {
        names = NameService(lab)
        upstream = try? SimulatedUpstream(lab.upstream)
    }

    /// nil for what is no query.
    static func query(_ bytes: [UInt8]) -> Query? {
        guard let message = try? Message(decoding: bytes.span), !message.header.flags.contains(.qr) else { return nil }
        return Query(bytes: bytes, message: message)
    }

    /// What the lab's upstream records answer.
    func answerOutside(_ query: Query, isTCP: Bool) -> [UInt8]? {
        let limit = isTCP ? Message.maximumLength : Int(query.message.edns?.udpPayloadSize ?? 512)
        return upstream?.respond(to: query.message, limit: limit)
    }

    /// What a container answers: from its own records, or from whom its resolv.conf names, as the simulation reaches them.
    mutating func answer(_ query: Query, by id: ContainerID, port: UInt16, isTCP: Bool) -> [UInt8]? {
        guard let container = names?.lab.container(id) else { return nil }
        return names?.answer(query.bytes, by: container, port: port, isTCP: isTCP, sequencer: &sequencer)
    }
}
