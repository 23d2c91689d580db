internal import Addressing
internal import DNSWire
internal import Lab

/// A query as dig sends it.
struct DigQuery {
    /// The query in wire form.
    let bytes: [UInt8]
    /// The query as `+qr` shows it: without the zeros that fill it up.
    let shown: Message

    init(_ lookup: DigLookup, _ question: Question, _ context: inout ToolContext) {
        var message = Message(header: Header(id: lookup.queryID ?? context.nextID(), flags: lookup.flags))
        message.questions = [question]
        if let version = lookup.ednsVersion {
            message.edns = EDNS(
                udpPayloadSize: lookup.udpPayloadSize,
                version: version,
                flags: lookup.ednsFlags,
                options: Self.options(lookup, &context)
            )
        }
        shown = message
        var bytes = Self.encode(message)
        if lookup.padding > 0, let last = message.edns?.options.indices.last {
            let rest = bytes.count % lookup.padding
            if rest > 0 { message.edns?.options[last].octets = [UInt8](repeating: 0, count: lookup.padding - rest) }
            bytes = Self.encode(message)
        }
        self.bytes = bytes
    }

    /// The header as `+qr` shows it.
    var header: String {
        guard let counts = try? Header.decode(bytes.span).counts else { return "" }
        return MessageText.header(shown, counts: counts, isQuery: true)
    }

    /// One question and options from a command line always fit; should they not, an empty query goes unanswered.
    private static func encode(_ message: Message) -> [UInt8] {
        var bytes: [UInt8] = []
        try? message.encode(into: &bytes)
        return bytes
    }

    /// The options in dig's order; the padding is last.
    private static func options(_ lookup: DigLookup, _ context: inout ToolContext) -> [EDNSOption] {
        var options: [EDNSOption] = []
        if lookup.requests.contains(.nsid) { options.append(EDNSOption(code: .nsid, octets: [])) }
        if let subnet = lookup.subnet { options.append(subnet.option) }
        if lookup.sendsCookie {
            let number = context.entropy.next()
            let drawn = (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }
            options.append(EDNSOption(code: .cookie, octets: lookup.cookie ?? drawn))
        }
        if lookup.requests.contains(.expire) { options.append(EDNSOption(code: .expire, octets: [])) }
        if lookup.requests.contains(.tcpKeepalive) { options.append(EDNSOption(code: .tcpKeepalive, octets: [])) }
        options += lookup.options
        if lookup.padding > 0 { options.append(EDNSOption(code: .padding, octets: [])) }
        return options
    }
}
