internal import DNSWire

/// DNS messages on one line, in tcpdump's words: `8765+ A? example.com.`, `8765 1/0/0 A 192.0.2.80`.
enum DNSSummary {
    static let port: UInt16 = 53

    /// nil where the bytes are no DNS message.
    static func text(_ bytes: [UInt8]) -> String? {
        guard let message = try? Message(decoding: bytes.span), let question = message.questions.first else {
            return nil
        }
        let flags = message.header.flags
        var text = "\(message.header.id)"
        guard flags.contains(.qr) else {
            return text + "\(flags.contains(.rd) ? "+" : "") \(question.type)? \(question.name)"
        }
        if flags.contains(.aa) { text += "*" }
        if !flags.contains(.ra) { text += "-" }
        if flags.contains(.tc) { text += "|" }
        if message.header.rcode != .noError { text += " \(message.header.rcode)" }
        let additionals = message.additionals.count + (message.edns == nil ? 0 : 1)
        text += " \(message.answers.count)/\(message.authorities.count)/\(additionals)"
        let answers = message.answers.map { record in "\(record.type) \(record.data)" }
        return answers.isEmpty ? text : "\(text) \(answers.joined(separator: ", "))"
    }
}
