internal import Addressing
package import DNSWire
package import Lab

/// What a name server among the containers knows by itself: the records that its label `netsim.zone` gives.
///
/// `app.lan 10.0.0.5; www.lan CNAME app.lan; *.dev.lan 300 A 10.0.0.9`: a name, seconds if wanted, a type, and data as in
/// zone files (RFC 1035 section 5.1). Without a type the data are an address.
package struct Zone: Sendable {
    private let records: SimulatedUpstream
    private let names: Set<DomainName>

    /// The names that it has records of, wildcards among them, sorted.
    package var ownNames: [DomainName] { names.sorted { $0.wire.lexicographicallyPrecedes($1.wire) } }

    /// Seconds, where a record says nothing.
    package static let defaultTTL: UInt32 = 300

    /// - Throws: ``UpstreamRecordError`` for the first record that cannot be read.
    package init(label: String) throws(UpstreamRecordError) {
        var parsed: [ResourceRecord] = []
        for text in label.split(whereSeparator: { $0 == ";" || $0.isNewline }) where !text.allSatisfy(\.isWhitespace) {
            parsed.append(try SimulatedUpstream.parse(try Self.record(String(text))))
        }
        records = SimulatedUpstream(parsed)
        names = Set(parsed.map(\.name))
    }

    /// One record of a label, its parts in place.
    package static func record(_ text: String) throws(UpstreamRecordError) -> Upstream.Record {
        var words = text.split(whereSeparator: \.isWhitespace)[...]
        guard let name = words.popFirst() else {
            throw UpstreamRecordError(
                record: Upstream.Record(name: "", type: "", ttl: 0, data: text),
                reason: "no name and no data"
            )
        }
        return try record(named: String(name), words.joined(separator: " "))
    }

    /// A record from its name and the rest: `10.0.0.5`, `CNAME app.lan`, `60 A 10.0.0.5`.
    package static func record(named name: String, _ rest: String) throws(UpstreamRecordError) -> Upstream.Record {
        var words = rest.split(whereSeparator: \.isWhitespace)[...]
        var ttl = defaultTTL
        if words.count > 1, let word = words.first, let seconds = UInt32(word), seconds <= UInt32(Int32.max) {
            ttl = seconds
            words = words.dropFirst()
        }
        var type = words.first.flatMap { IPAddress(String($0)) }.map { $0.family == .ipv4 ? "A" : "AAAA" }
        if type == nil || words.count > 1 { type = words.popFirst()?.uppercased() }
        let folded = name.lowercased()
        let record = Upstream.Record(
            name: folded.count > 1 && folded.hasSuffix(".") ? String(folded.dropLast()) : folded,
            type: type ?? "",
            ttl: ttl,
            data: words.joined(separator: " ")
        )
        guard !words.isEmpty else {
            throw UpstreamRecordError(record: record, reason: "a record has a name, a type and data")
        }
        return record
    }

    /// The response to a query about one of the names; nil for any other, which somebody else may know.
    func respond(to query: Message, limit: Int) -> [UInt8]? {
        guard let question = query.questions.first, let known = owner(of: question.name) else { return nil }
        guard known != question.name else { return records.respond(to: query, limit: limit, isAuthority: true) }
        return records.respond(to: query, limit: limit, isAuthority: true, as: known)
    }

    /// The name whose records answer for another: itself, or the nearest wildcard above it (RFC 1034 section 4.3.3).
    private func owner(of name: DomainName) -> DomainName? {
        if names.contains(name) { return name }
        var labels: [ArraySlice<UInt8>] = []
        var start = 0
        while start < name.wire.count, name.wire[start] > 0 {
            let end = min(start + 1 + Int(name.wire[start]), name.wire.count)
            labels.append(name.wire[(start + 1)..<end])
            start = end
        }
        for count in labels.indices {
            let above = [[UInt8(ascii: "*")]] + labels[(count + 1)...]
            if let wildcard = try? DomainName(labels: above), names.contains(wildcard) { return wildcard }
        }
        return nil
    }
}
