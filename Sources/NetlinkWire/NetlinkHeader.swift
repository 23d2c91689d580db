/// What a message is (`nlmsg_type`); an open set.
package struct NetlinkMessageType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let noOperation = NetlinkMessageType(rawValue: 1)
    package static let error = NetlinkMessageType(rawValue: 2)
    package static let done = NetlinkMessageType(rawValue: 3)
    package static let overrun = NetlinkMessageType(rawValue: 4)
    package static let newLink = NetlinkMessageType(rawValue: 16)
    package static let deleteLink = NetlinkMessageType(rawValue: 17)
    package static let getLink = NetlinkMessageType(rawValue: 18)
    package static let newAddress = NetlinkMessageType(rawValue: 20)
    package static let deleteAddress = NetlinkMessageType(rawValue: 21)
    package static let getAddress = NetlinkMessageType(rawValue: 22)
    package static let newRoute = NetlinkMessageType(rawValue: 24)
    package static let deleteRoute = NetlinkMessageType(rawValue: 25)
    package static let getRoute = NetlinkMessageType(rawValue: 26)
    package static let newQdisc = NetlinkMessageType(rawValue: 36)
    package static let deleteQdisc = NetlinkMessageType(rawValue: 37)
    package static let getQdisc = NetlinkMessageType(rawValue: 38)
}

/// `nlmsg_flags`. Some bits mean one thing in a request that makes something, another in one that asks, a third in an
/// answer.
package struct NetlinkFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let request = NetlinkFlags(rawValue: 0x1)
    /// One of several answers, the last of which is ``NetlinkMessageType/done``.
    package static let multipart = NetlinkFlags(rawValue: 0x2)
    package static let acknowledge = NetlinkFlags(rawValue: 0x4)
    /// The list changed while it was read out: it may have holes.
    package static let dumpInterrupted = NetlinkFlags(rawValue: 0x10)
    package static let replace = NetlinkFlags(rawValue: 0x100)
    package static let exclusive = NetlinkFlags(rawValue: 0x200)
    package static let create = NetlinkFlags(rawValue: 0x400)
    /// All of a kind.
    package static let dump = NetlinkFlags(rawValue: 0x300)
    /// An error that does not quote the whole request.
    package static let capped = NetlinkFlags(rawValue: 0x100)
    /// An error with attributes behind the quotation.
    package static let hasAttributes = NetlinkFlags(rawValue: 0x200)

    /// What a request has that makes something, and fails where that is there already.
    package static let make: NetlinkFlags = [.request, .acknowledge, .create, .exclusive]
}

/// `struct nlmsghdr`, without the length.
package struct NetlinkHeader: Hashable, Sendable {
    package var type: NetlinkMessageType
    package var flags: NetlinkFlags
    package var sequence: UInt32
    package var port: UInt32

    package static let length = 16

    package init(_ type: NetlinkMessageType, _ flags: NetlinkFlags, sequence: UInt32 = 0, port: UInt32 = 0) {
        self.type = type
        self.flags = flags
        self.sequence = sequence
        self.port = port
    }
}

extension [UInt8] {
    /// Appends a message whose contents `body` writes behind the header, padded to four octets.
    package mutating func appendNetlinkMessage(
        _ header: NetlinkHeader,
        _ body: (inout [UInt8]) throws(NetlinkEncodingError) -> Void
    ) throws(NetlinkEncodingError) {
        let start = count
        append(host: 0 as UInt32)
        append(host: header.type.rawValue)
        append(host: header.flags.rawValue)
        append(host: header.sequence)
        append(host: header.port)
        do throws(NetlinkEncodingError) {
            try body(&self)
        } catch {
            // Half a message would be sent with those before it.
            removeSubrange(start...)
            throw error
        }
        patch(host: UInt32(truncatingIfNeeded: count - start), at: start)
        pad(toMultipleOf: 4, from: start)
    }
}

extension Span<UInt8> {
    /// The message at `offset`, which moves behind it and its padding; nil at the end.
    ///
    /// - Returns: the header, and where the message's contents stand.
    /// - Throws: where the length is less than the header's, or reaches beyond what there is.
    package func nextNetlinkMessage(
        _ offset: inout Int
    ) throws(NetlinkDecodingError) -> (header: NetlinkHeader, body: Range<Int>)? {
        guard offset < count else { return nil }
        guard offset >= 0, offset <= count - NetlinkHeader.length, let length = hostUInt32(at: offset),
            let type = hostUInt16(at: offset + 4), let flags = hostUInt16(at: offset + 6),
            let sequence = hostUInt32(at: offset + 8), let port = hostUInt32(at: offset + 12)
        else { throw .truncated(.messageHeader, offset: offset) }
        guard Int(length) >= NetlinkHeader.length, Int(length) <= count - offset else {
            throw .badLength(.messageHeader, offset: offset)
        }
        let header = NetlinkHeader(
            NetlinkMessageType(rawValue: type),
            NetlinkFlags(rawValue: flags),
            sequence: sequence,
            port: port
        )
        let body = offset + NetlinkHeader.length..<offset + Int(length)
        offset = Swift.min(count, offset + (Int(length) + 3) / 4 * 4)
        return (header, body)
    }
}
