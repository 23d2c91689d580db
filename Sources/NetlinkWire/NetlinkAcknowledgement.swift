/// The kernel's answer to a request: done, or refused and why (`NLMSG_ERROR`, `NLMSG_DONE`).
package struct NetlinkAcknowledgement: Hashable, Sendable {
    /// 0, or the positive number of the error.
    package var error: Int32
    /// The kernel's own words (`NLMSGERR_ATTR_MSG`).
    package var message: String?
    /// Where the attribute that it did not like begins, in octets from the beginning of the request's message
    /// (`NLMSGERR_ATTR_OFFS`).
    package var offendingOffset: UInt32?
    /// The type of an attribute that lacks (`NLMSGERR_ATTR_MISS_TYPE`).
    package var missingType: UInt32?

    package init(error: Int32, message: String? = nil, offendingOffset: UInt32? = nil, missingType: UInt32? = nil) {
        self.error = error
        self.message = message
        self.offendingOffset = offendingOffset
        self.missingType = missingType
    }

    private enum Attribute {
        static let message: UInt16 = 1
        static let offset: UInt16 = 2
        static let missingType: UInt16 = 5
    }

    /// Reads the contents of an error or done message.
    package init(
        decoding bytes: Span<UInt8>,
        in range: Range<Int>,
        _ header: NetlinkHeader
    ) throws(NetlinkDecodingError) {
        guard range.upperBound <= bytes.count, let number = bytes.hostUInt32(at: range.lowerBound), range.count >= 4
        else {
            // A done message may be without a number.
            guard header.type == .done, range.isEmpty else {
                throw .truncated(.errorReply, offset: range.lowerBound)
            }
            error = 0
            return
        }
        let negative = Int32(bitPattern: number)
        error = negative == .min ? .max : abs(negative)
        var offset = range.lowerBound + 4
        if header.type == .error {
            // The request's header follows, and, unless it was capped, its contents.
            guard let length = bytes.hostUInt32(at: offset), range.upperBound - offset >= NetlinkHeader.length else {
                throw .truncated(.errorReply, offset: offset)
            }
            let quoted = header.flags.contains(.capped) || error == 0 ? NetlinkHeader.length : Int(length)
            guard quoted >= NetlinkHeader.length, quoted <= range.upperBound - offset else {
                throw .badLength(.errorReply, offset: offset)
            }
            offset = min(range.upperBound, offset + (quoted + 3) / 4 * 4)
        }
        guard header.flags.contains(.hasAttributes) else { return }
        while let (type, value) = try bytes.nextAttribute(&offset, end: range.upperBound) {
            switch type {
            case Attribute.message: message = bytes.string(value)
            case Attribute.offset: offendingOffset = try bytes.uint32(value)
            case Attribute.missingType: missingType = try bytes.uint32(value)
            default: break
            }
        }
    }
}

extension Span<UInt8> {
    /// The types of the attributes, outermost first, at whose inmost one's beginning `offset` stands in a message that
    /// was sent; empty where there is none.
    ///
    /// - Parameters:
    ///   - first: where the message's attributes begin, in octets from its beginning.
    ///   - hasNested: the types of attributes, by their way down, that hold attributes, and how many octets of a header
    ///     stand before those; nil for other attributes.
    package func attributePath(
        toOffset offset: Int,
        from first: Int,
        hasNested: ([UInt16]) -> Int?
    ) -> [UInt16] {
        var path: [UInt16] = []
        var (start, end) = (first, count)
        // Each turn goes one level down.
        while start < end {
            var next = start
            var found: (type: UInt16, value: Range<Int>)?
            while let at = try? nextAttribute(&next, end: end) {
                let begin = at.value.lowerBound - 4
                if begin == offset { return path + [at.type] }
                if at.value.contains(offset) { found = at }
            }
            guard let found, let header = hasNested(path + [found.type]) else { return path }
            path.append(found.type)
            (start, end) = (found.value.lowerBound + header, found.value.upperBound)
        }
        return path
    }
}
