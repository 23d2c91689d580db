internal import DNSWire
internal import Lab

/// A question as host and nslookup ask it: without EDNS, the search list gone through.
struct BINDQuestion {
    let type: RecordType
    let recordClass: RecordClass
    /// RD or nothing.
    let flags: HeaderFlags

    /// What came of a question.
    enum Outcome {
        case answered(Message, BINDClient.Response, spelling: String, isOnlySpelling: Bool)
        /// The octets are no DNS message.
        case unreadable([UInt8])
        /// No server answered; the complaints are already written.
        case silence
        case illegalName(spelling: String, reason: String)
    }

    /// Asks for each spelling of a name until one exists.
    ///
    /// - Parameters:
    ///   - spellings: at least one.
    ///   - name: as the user wrote it.
    ///   - trying: hears of each spelling before it is asked.
    func ask(
        _ spellings: [String],
        name: String,
        _ client: inout BINDClient,
        _ context: inout ToolContext,
        _ result: inout ToolResult,
        trying: (String, inout ToolResult) -> Void = { _, _ in }
    ) -> Outcome {
        for (index, spelling) in spellings.enumerated() {
            let question: DomainName
            do {
                question = try DomainName(parsing: spelling)
            } catch {
                return .illegalName(spelling: spelling, reason: error.bindText)
            }
            var query = Message(header: Header(id: context.nextID(), flags: flags))
            query.questions = [Question(name: question, type: type, class: recordClass)]
            var bytes: [UInt8] = []
            try? query.encode(into: &bytes)
            trying(spelling, &result)
            guard let response = client.exchange(bytes, name: name, &context, &result) else { return .silence }
            guard let message = try? Message(decoding: response.bytes.span) else { return .unreadable(response.bytes) }
            if message.header.rcode == .nxDomain, index < spellings.count - 1 { continue }
            return .answered(message, response, spelling: spelling, isOnlySpelling: spellings.count == 1)
        }
        return .silence
    }

    /// The spellings that BIND's tools try: the name alone where it has dots enough, else the list and then the name.
    static func spellings(of name: String, search: [String], ndots: Int) -> [String] {
        let all = StubResolver.spellings(of: name, search: search, ndots: ndots)
        return all.first == name || name.hasSuffix(".") ? [name] : all
    }

    /// Where the CNAMEs of a response lead from its question: the name that further questions are about.
    static func canonicalName(in message: Message) -> DomainName? {
        guard var name = message.questions.first?.name else { return nil }
        var steps = 0
        for record in message.answers where steps < message.answers.count {
            guard case .cname(let target) = record.data, record.name == name else { continue }
            name = target
            steps += 1
        }
        return name
    }
}
