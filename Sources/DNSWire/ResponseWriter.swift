package import Addressing

/// Writes the response to one query into memory that the caller reuses, without allocating.
///
/// The header echoes the query's ID, opcode, RD and CD; the question is copied octet for octet, case included; answers
/// stand at the question's name, by a pointer to octet 12; an OPT record is there just when the query had one.
/// Records that would go over the limit are left out, and TC set. Make one, add records, then call `finish`.
///
/// The memory is passed to each call, since a stored span would tie the writer's life to it: pass the same each time.
package struct ResponseWriter: Sendable {
    /// The octets written so far, without the OPT record that `finish` adds.
    package private(set) var count: Int
    /// How many answers stand in the response.
    package private(set) var answerCount: UInt16 = 0
    /// Whether an answer was left out for lack of room.
    package private(set) var isTruncated = false

    private var header: Header
    /// Where answers must end: the limit less the OPT record.
    private let room: Int
    /// The OPT record but its RCODE, ready for the wire; `nil` for a response without EDNS.
    private let opt: OPT?

    /// The fields of a response's OPT record, as plain numbers: this is copied with each query.
    private struct OPT {
        var udpPayloadSize: UInt16
        var flags: EDNSFlags
        /// The client-subnet option but its address: code, length, family, source and scope; 0 for no option.
        var subnetHead: UInt64 = 0
        /// The octets of the option's address, the first in the top bits.
        var subnetAddress: UInt128 = 0
        var subnetAddressLength = 0

        /// The octets of the options.
        var optionsLength: Int { subnetHead == 0 ? 0 : 8 + subnetAddressLength }
    }

    /// Begins a response: writes the header and copies the question.
    ///
    /// - Parameters:
    ///   - view: what was read of the query.
    ///   - query: the query's octets.
    ///   - rcode: a code above 15 needs EDNS: without an OPT record only its lower four bits are sent.
    ///   - flags: set beside QR and what the query's echo brings; RA unless told.
    ///   - limit: the octets that the response may have, at least 512; `QueryView.udpLimit` or 65535 over TCP.
    ///   - echoesEDNS: whether a query with an OPT record gets one back; Docker Engine's own answers carry none.
    ///   - udpPayloadSize: what the OPT record says that this server takes, in octets.
    ///   - subnetScope: for a server that answers by the client-subnet option, the prefix length that the answer holds
    ///     for, with which the option is echoed (RFC 7871 section 7.2.1); `nil` leaves the option out.
    ///   - out: at least 512 octets; responses are also limited to its size.
    package init(
        to view: QueryView,
        _ query: Span<UInt8>,
        rcode: RCODE = .noError,
        flags: HeaderFlags = .ra,
        limit: Int,
        echoesEDNS: Bool = true,
        udpPayloadSize: UInt16 = 1232,
        subnetScope: UInt8? = nil,
        into out: inout MutableRawSpan
    ) {
        precondition(out.byteCount >= Message.minimumUDPLimit, "a response needs 512 octets of memory")
        opt = (echoesEDNS ? view.edns : nil).map { Self.opt($0, udpPayloadSize, view.clientSubnet, scope: subnetScope) }
        let limit = min(max(limit, Message.minimumUDPLimit), out.byteCount, Message.maximumLength)
        // A question has at most 259 octets, and an OPT record 35: both always fit.
        room = limit - (opt.map { ResourceRecord.minimumLength + $0.optionsLength } ?? 0)
        header = Header(
            id: view.header.id,
            opcode: view.header.opcode,
            flags: flags.union(.qr).union(view.header.flags.intersection([.rd, .cd])),
            rcode: rcode
        )
        // Words are copied from the end backwards: the first may begin inside the header, which is written after.
        count = view.questionEnd
        var position = count
        while position > Header.length {
            position -= 8
            let word = query.bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            out.storeBytes(of: word, toByteOffset: position, as: UInt64.self)
        }
        let questionCount: UInt64 = view.nameLength > 0 ? 1 : 0
        out.storeBytes(of: (questionCount << 48).bigEndian, toByteOffset: 4, as: UInt64.self)
    }

    private static func opt(
        _ edns: QueryView.OPT,
        _ udpPayloadSize: UInt16,
        _ subnet: ClientSubnet?,
        scope: UInt8?
    ) -> OPT {
        var opt = OPT(udpPayloadSize: udpPayloadSize, flags: edns.flags.intersection(.dnssecOK))
        if let scope, let subnet = subnet?.scoped(to: scope) {
            let code = UInt64(EDNSOptionCode.clientSubnet.rawValue)
            opt.subnetHead =
                code << 48 | UInt64(subnet.octetCount) << 32 | UInt64(subnet.familyNumber) << 16
                | UInt64(subnet.sourcePrefixLength) << 8 | UInt64(subnet.scopePrefixLength)
            opt.subnetAddress = subnet.leftAlignedAddress
            opt.subnetAddressLength = subnet.addressOctetCount
        }
        return opt
    }

    /// Adds an A record of class IN.
    ///
    /// - Parameter ttl: in seconds.
    /// - Returns: `false` when it did not fit; no later record is taken then.
    @discardableResult
    package mutating func addA(_ address: IPv4Address, ttl: UInt32, into out: inout MutableRawSpan) -> Bool {
        guard let offset = reserve(16) else { return false }
        let tail = UInt64(ttl & 0xffff) << 48 | 4 << 32 | UInt64(address.rawValue)
        let record = UInt128(Self.recordHead(.a, ttl: ttl)) << 64 | UInt128(tail)
        out.storeBytes(of: record.bigEndian, toByteOffset: offset, as: UInt128.self)
        return true
    }

    /// Adds an AAAA record of class IN; see `addA`.
    @discardableResult
    package mutating func addAAAA(_ address: IPv6Address, ttl: UInt32, into out: inout MutableRawSpan) -> Bool {
        guard let offset = reserve(28) else { return false }
        storePreamble(.aaaa, ttl: ttl, length: 16, at: offset, into: &out)
        out.storeBytes(of: address.rawValue.bigEndian, toByteOffset: offset + 12, as: UInt128.self)
        return true
    }

    /// Adds a PTR record of class IN; see `addA`. The target is not compressed.
    @discardableResult
    package mutating func addPTR(_ target: DomainName, ttl: UInt32, into out: inout MutableRawSpan) -> Bool {
        add(.ptr, rdata: target.wire.span, ttl: ttl, into: &out)
    }

    /// Adds a record of class IN whose RDATA is in wire form already, without compressed names; see `addA`.
    ///
    /// - Parameter rdata: at most 65535 octets; more never fit.
    @discardableResult
    package mutating func add(
        _ type: RecordType,
        rdata: Span<UInt8>,
        ttl: UInt32,
        into out: inout MutableRawSpan
    ) -> Bool {
        guard let offset = reserve(12 + rdata.count) else { return false }
        let length = UInt16(truncatingIfNeeded: rdata.count)
        storePreamble(type, ttl: ttl, length: length, at: offset, into: &out)
        for index in rdata.indices {
            out.storeBytes(of: rdata[index], toByteOffset: offset + 12 + index, as: UInt8.self)
        }
        return true
    }

    /// Writes the OPT record and the header's final state.
    ///
    /// - Returns: the octets of the whole response.
    package mutating func finish(into out: inout MutableRawSpan) -> Int {
        if let opt { store(opt, into: &out) }
        if isTruncated { header.flags.insert(.tc) }
        let word = UInt32(header.id) << 16 | UInt32(header.word)
        out.storeBytes(of: word.bigEndian, toByteOffset: 0, as: UInt32.self)
        out.storeBytes(of: answerCount.bigEndian, toByteOffset: 6, as: UInt16.self)
        out.storeBytes(of: UInt16(opt == nil ? 0 : 1).bigEndian, toByteOffset: 10, as: UInt16.self)
        return count
    }

    /// Where an answer of `length` octets goes; `nil` when it does not fit, or an earlier one did not.
    private mutating func reserve(_ length: Int) -> Int? {
        guard !isTruncated, length <= room - count else {
            isTruncated = true
            return nil
        }
        answerCount += 1
        defer { count += length }
        return count
    }

    /// The first eight octets of a record: a pointer to the question's name, type, class IN, the upper half of the TTL.
    private static func recordHead(_ type: RecordType, ttl: UInt32) -> UInt64 {
        0xc00c_0000_0001_0000 | UInt64(type.rawValue) << 32 | UInt64(ttl >> 16)
    }

    /// Stores the twelve octets of a record before its RDATA.
    private func storePreamble(
        _ type: RecordType,
        ttl: UInt32,
        length: UInt16,
        at offset: Int,
        into out: inout MutableRawSpan
    ) {
        out.storeBytes(of: Self.recordHead(type, ttl: ttl).bigEndian, toByteOffset: offset, as: UInt64.self)
        out.storeBytes(of: (ttl << 16 | UInt32(length)).bigEndian, toByteOffset: offset + 8, as: UInt32.self)
    }

    private mutating func store(_ opt: OPT, into out: inout MutableRawSpan) {
        // Root name (8 bits), type (16), payload size (16), extended RCODE (8), version 0 (8), the first flags (8).
        let head =
            UInt64(RecordType.opt.rawValue) << 40 | UInt64(opt.udpPayloadSize) << 24
            | UInt64(header.rcode.extendedBits) << 16 | UInt64(opt.flags.rawValue >> 8)
        out.storeBytes(of: head.bigEndian, toByteOffset: count, as: UInt64.self)
        out.storeBytes(of: UInt8(truncatingIfNeeded: opt.flags.rawValue), toByteOffset: count + 8, as: UInt8.self)
        let optionsLength = UInt16(truncatingIfNeeded: opt.optionsLength)
        out.storeBytes(of: optionsLength.bigEndian, toByteOffset: count + 9, as: UInt16.self)
        count += ResourceRecord.minimumLength
        guard opt.subnetHead != 0 else { return }
        out.storeBytes(of: opt.subnetHead.bigEndian, toByteOffset: count, as: UInt64.self)
        count += 8
        var address = opt.subnetAddress
        for _ in 0..<opt.subnetAddressLength {
            out.storeBytes(of: UInt8(truncatingIfNeeded: address >> 120), toByteOffset: count, as: UInt8.self)
            address <<= 8
            count += 1
        }
    }
}
