internal import Addressing
package import DNSWire
package import Lab

/// The name server outside: it knows the lab's upstream records, and answers NXDOMAIN for the rest.
package struct SimulatedUpstream: Sendable {
    private var records: [DomainName: [ResourceRecord]] = [:]

    init(_ all: [ResourceRecord]) {
        for record in all { records[record.name, default: []].append(record) }
    }

    /// - Throws: ``UpstreamRecordError`` for the first record that cannot be read.
    package init(_ upstream: Upstream) throws(UpstreamRecordError) {
        var all: [ResourceRecord] = []
        for record in upstream.records { all.append(try Self.parse(record)) }
        self.init(all)
    }

    /// Reads a record's presentation format.
    package static func parse(_ record: Upstream.Record) throws(UpstreamRecordError) -> ResourceRecord {
        guard let type = RecordType(parsing: record.type) else {
            throw UpstreamRecordError(record: record, reason: "unknown record type \(record.type)")
        }
        do {
            let name = try DomainName(parsing: record.name)
            let data = try RecordText.data(record.data, type)
            return ResourceRecord(name: name, ttl: record.ttl, data: data)
        } catch {
            throw UpstreamRecordError(record: record, reason: "\(error)")
        }
    }

    /// The response to a query, of at most `limit` octets.
    ///
    /// As a recursive server answers: CNAMEs are followed, a name without the type asked for has no data.
    package func respond(to query: Message, limit: Int) -> [UInt8] {
        respond(to: query, limit: limit, isAuthority: false)
    }

    /// - Parameters:
    ///   - isAuthority: whether the records are the server's own (AA).
    ///   - owner: the wildcard whose records answer for the name asked for; nil for its own.
    func respond(to query: Message, limit: Int, isAuthority: Bool, as owner: DomainName? = nil) -> [UInt8] {
        var reply = Message(header: query.header)
        reply.header.flags = query.header.flags.intersection([.rd, .cd]).union([.qr, .ra])
        if isAuthority { reply.header.flags.insert(.aa) }
        reply.header.rcode = .noError
        reply.questions = query.questions
        if let edns = query.edns { reply.edns = EDNS(udpPayloadSize: 1232, flags: edns.flags) }
        if let question = query.questions.first {
            let asked = Question(name: owner ?? question.name, type: question.type, class: question.class)
            (reply.answers, reply.header.rcode) = answer(asked)
            if let owner {
                reply.answers = reply.answers.map { record in
                    guard record.name == owner else { return record }
                    return ResourceRecord(name: question.name, ttl: record.ttl, data: record.data)
                }
            }
        } else {
            reply.header.rcode = .formErr
        }
        var bytes: [UInt8] = []
        do {
            _ = try reply.encode(into: &bytes, limit: limit)
        } catch {
            // Records that were parsed can be written; a set too large for any message cannot.
            reply.answers = []
            reply.header.rcode = .servFail
            bytes = []
            _ = try? reply.encode(into: &bytes, limit: limit)
        }
        return bytes
    }

    /// The records that answer a question, and the code that goes with them.
    package func answer(_ question: Question) -> ([ResourceRecord], RCODE) {
        var answers: [ResourceRecord] = []
        var name = question.name
        // Sixteen is what resolvers commonly follow before they suspect a loop.
        for _ in 0..<16 {
            guard let known = records[name] else {
                let isParent = records.keys.contains { $0.isSubdomain(of: name) }
                return (answers, answers.isEmpty && !isParent ? .nxDomain : .noError)
            }
            let matching = known.filter { $0.type == question.type || question.type == .any }
            if !matching.isEmpty { return (answers + matching, .noError) }
            guard let alias = known.first(where: { $0.type == .cname }), case .cname(let target) = alias.data else {
                return (answers, .noError)
            }
            answers.append(alias)
            name = target
        }
        return ([], .servFail)
    }
}

/// A record of the simulated upstream that cannot be read.
package struct UpstreamRecordError: Error, Hashable, Sendable, CustomStringConvertible {
    package let record: Upstream.Record
    package let reason: String

    package var description: String {
        "cannot read upstream record \(record.name) \(record.type) \(record.data): \(reason)"
    }
}
