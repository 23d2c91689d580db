/// What a server must know of a query datagram, found in one pass and without allocating.
///
/// It holds numbers and offsets, not the octets: keep those until the response is written. Whatever the octets are,
/// `verdict` says what to do with them, in the way of Docker's resolver (miekg/dns) and the RFCs:
/// - silence: fewer than 12 octets, or a response;
/// - NOTIMP: an opcode other than QUERY;
/// - FORMERR: other than one question, more records than a query can have (one answer, one authority, two additional),
///   a bad name, a question name with a compression pointer, anything cut off, an OPT record that is misplaced, not at
///   the root or not alone, a malformed client-subnet option;
/// - BADVERS: an EDNS version above 0 (RFC 6891 section 6.1.3).
///
/// Octets behind the last record are ignored. Class and type are the server's business.
package struct QueryView: Sendable {
    /// What a query deserves.
    package enum Verdict: Hashable, Sendable {
        /// It is well-formed: look up the name.
        case answer
        /// Reply with the code and no records.
        case reject(RCODE)
        /// Send nothing.
        case ignore
    }

    package private(set) var verdict: Verdict
    package private(set) var header: Header
    /// Where the question ends; 12, the header's end, when there is none that a reply could copy.
    package private(set) var questionEnd: Int
    /// The octets of the question's name with the final zero, 1…255, which begin at octet 12; 0 without a question.
    package private(set) var nameLength: Int
    /// The case-blind hash of the name, the same as `DomainName.foldedHash`; 0 without a question.
    package private(set) var nameHash: UInt64
    package private(set) var type: RecordType
    package private(set) var `class`: RecordClass
    /// The OPT record; `nil` for a query without EDNS.
    package private(set) var edns: OPT?
    /// The client-subnet option of the OPT record, RFC 7871.
    package private(set) var clientSubnet: ClientSubnet?

    /// The fixed fields of a query's OPT record, RFC 6891 section 6.1.3.
    package struct OPT: Hashable, Sendable {
        /// As it came: below 512 means 512.
        package var udpPayloadSize: UInt16
        package var version: UInt8
        package var flags: EDNSFlags

        package init(udpPayloadSize: UInt16, version: UInt8 = 0, flags: EDNSFlags = []) {
            self.udpPayloadSize = udpPayloadSize
            self.version = version
            self.flags = flags
        }
    }

    /// Where the question's name begins.
    package static let nameOffset = Header.length

    /// Reads a query; see the type for what becomes of faulty ones.
    package init(_ query: Span<UInt8>) {
        verdict = .ignore
        header = Header(id: 0)
        questionEnd = Header.length
        nameLength = 0
        nameHash = 0
        type = RecordType(rawValue: 0)
        `class` = RecordClass(rawValue: 0)
        guard query.count >= Header.length else { return }
        header = Header(id: query.loadUInt16(at: 0), word: query.loadUInt16(at: 2))
        guard !header.flags.contains(.qr) else { return }
        guard header.opcode == .query else {
            verdict = .reject(.notImp)
            return
        }
        verdict = parseBody(query) ? .answer : .reject(.formErr)
        if verdict == .answer, let edns, edns.version > 0 { verdict = .reject(.badVers) }
    }

    /// The question's name; `nil` without a question. Allocates.
    package func name(in query: Span<UInt8>) -> DomainName? {
        var offset = Self.nameOffset
        return nameLength == 0 ? nil : try? DomainName(decoding: query, at: &offset, followsPointers: false)
    }

    /// Whether the question's name is `name` in any case; `false` without a question.
    ///
    /// - Parameter query: the octets that the view was made of.
    package func nameEquals(_ name: DomainName, in query: Span<UInt8>) -> Bool {
        nameHash == name.foldedHash && nameLength == name.wire.count && query.count >= Self.nameOffset + nameLength
            && foldedEqual(query.extracting(Self.nameOffset..<Self.nameOffset + nameLength), name.wire.span)
    }

    /// The octets that a UDP response may have: 512 without EDNS (RFC 1035 section 4.2.1), else what the asker takes.
    ///
    /// - Parameter maximum: what this server sends at most; below 512 counts as 512.
    package func udpLimit(maximum: Int) -> Int {
        let offered = max(Int(edns?.udpPayloadSize ?? 0), Message.minimumUDPLimit)
        return min(offered, max(maximum, Message.minimumUDPLimit))
    }

    /// Reads all behind the header; `false` where it is malformed.
    private mutating func parseBody(_ query: Span<UInt8>) -> Bool {
        let questions = query.loadUInt16(at: 4)
        let answers = query.loadUInt16(at: 6)
        let authorities = query.loadUInt16(at: 8)
        let additionals = query.loadUInt16(at: 10)
        guard questions == 1, answers <= 1, authorities <= 1, additionals <= 2, parseQuestion(query) else {
            return false
        }
        guard answers | authorities | additionals != 0 else { return true }
        var offset = questionEnd
        for _ in 0..<answers + authorities {
            guard parseRecord(query, at: &offset, mayBeOPT: false) else { return false }
        }
        for _ in 0..<additionals {
            guard parseRecord(query, at: &offset, mayBeOPT: true) else { return false }
        }
        return true
    }

    private mutating func parseQuestion(_ query: Span<UInt8>) -> Bool {
        var position = Self.nameOffset
        // Behind the name stand type and class, so a name that reaches into the last four octets is cut off.
        let end = min(query.count - 4, Self.nameOffset + DomainName.maximumLength)
        while true {
            guard position < end else { return false }
            let length = query[position]
            // Pointers too: only the header stands before this name.
            guard length <= DomainName.maximumLabelLength else { return false }
            position += 1 + Int(length)
            if length == 0 { break }
        }
        nameLength = position - Self.nameOffset
        nameHash = foldedHash(query.extracting(Self.nameOffset..<position))
        type = RecordType(rawValue: query.loadUInt16(at: position))
        `class` = RecordClass(rawValue: query.loadUInt16(at: position + 2))
        questionEnd = position + 4
        return true
    }

    /// Reads the record at `offset` and moves `offset` past it; `false` where it is malformed.
    private mutating func parseRecord(_ query: Span<UInt8>, at offset: inout Int, mayBeOPT: Bool) -> Bool {
        let isRoot = offset < query.count && query[offset] == 0
        guard skipName(query, at: &offset), query.count - offset >= 10 else { return false }
        let type = RecordType(rawValue: query.loadUInt16(at: offset))
        let `class` = query.loadUInt16(at: offset + 2)
        let ttl = query.loadUInt32(at: offset + 4)
        let length = Int(query.loadUInt16(at: offset + 8))
        offset += 10
        guard length <= query.count - offset else { return false }
        defer { offset += length }
        guard type == .opt else { return true }
        guard mayBeOPT, isRoot, edns == nil else { return false }
        edns = OPT(
            udpPayloadSize: `class`,
            version: UInt8(truncatingIfNeeded: ttl >> 16),
            flags: EDNSFlags(rawValue: UInt16(truncatingIfNeeded: ttl))
        )
        // What options of another version look like is not known; the answer is BADVERS whatever they are.
        guard ttl >> 16 & 0xff == 0 else { return true }
        return parseOptions(query.extracting(..<(offset + length)), from: offset)
    }

    /// Reads the options from `start` to the end of `bytes`.
    private mutating func parseOptions(_ bytes: Span<UInt8>, from start: Int) -> Bool {
        var offset = start
        while offset < bytes.count {
            guard bytes.count - offset >= 4 else { return false }
            let code = EDNSOptionCode(rawValue: bytes.loadUInt16(at: offset))
            let length = Int(bytes.loadUInt16(at: offset + 2))
            offset += 4
            guard length <= bytes.count - offset else { return false }
            if code == .clientSubnet, clientSubnet == nil {
                let option = bytes.extracting(..<(offset + length))
                guard let subnet = try? ClientSubnet(decoding: option, at: offset), subnet.scopePrefixLength == 0 else {
                    return false
                }
                clientSubnet = subnet
            }
            offset += length
        }
        return true
    }

    /// Moves `offset` past a name, which a pointer may end; where the pointer leads is of no interest here.
    private func skipName(_ query: Span<UInt8>, at offset: inout Int) -> Bool {
        let end = min(query.count, offset + DomainName.maximumLength)
        while offset < end {
            let length = query[offset]
            switch length & 0xc0 {
            case 0x00:
                offset += 1 + Int(length)
                if length == 0 { return true }
            case 0xc0:
                offset += 2
                return true
            default:
                return false
            }
        }
        return false
    }
}
