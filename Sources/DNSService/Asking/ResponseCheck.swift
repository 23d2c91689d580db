internal import DNSWire

/// Tells the response to a query from whatever else arrives at its socket (RFC 5452 section 9.1).
enum ResponseCheck {
    /// The header of a message that answers `query`: a response that repeats the identifier and the question. An error
    /// may leave the question out, for its sender may not have understood it.
    ///
    /// - Parameters:
    ///   - query: a query with one question; its own identifier does not matter.
    ///   - identifier: the one that it was sent with.
    /// - Returns: nil for anything else: somebody guesses, or it comes late.
    static func header(
        of message: Span<UInt8>,
        answering query: Span<UInt8>,
        sentAs identifier: UInt16
    ) -> Header? {
        guard message.count >= Header.length, let (header, counts) = try? Header.decode(message),
            header.id == identifier, header.flags.contains(.qr)
        else { return nil }
        switch counts.questions {
        case 0: return header.rcode == .noError ? nil : header
        case 1: return repeatsQuestion(message, query) ? header : nil
        default: return nil
        }
    }

    private static func repeatsQuestion(_ message: Span<UInt8>, _ query: Span<UInt8>) -> Bool {
        let asked = QueryView(query)
        let nameEnd = QueryView.nameOffset + asked.nameLength
        guard asked.questionEnd == nameEnd + 4, message.count >= asked.questionEnd, query.count >= asked.questionEnd
        else { return false }
        for index in nameEnd..<asked.questionEnd where message[index] != query[index] { return false }
        return foldedEqual(
            message.extracting(QueryView.nameOffset..<nameEnd),
            query.extracting(QueryView.nameOffset..<nameEnd)
        )
    }
}
