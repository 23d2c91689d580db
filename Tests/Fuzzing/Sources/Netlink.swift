import NetlinkWire

/// What a socket to the kernel gives: messages, their answers and lists; what decodes reads the same after encoding.
@Sendable func fuzzNetlink(_ input: [UInt8]) {
    var offset = 0
    while let (header, body) = try? input.span.nextNetlinkMessage(&offset) {
        if let answer = try? NetlinkAcknowledgement(decoding: input.span, in: body, header) {
            let at = Int(answer.offendingOffset ?? 0)
            _ = input.span.attributePath(toOffset: at, from: 16) { $0.count < 64 ? 0 : nil }
        }
        if let link = try? LinkMessage(decoding: input.span, in: body) {
            check(link, link.encode) { bytes in try LinkMessage(decoding: bytes.span, in: 0..<bytes.count) }
        }
        if let address = try? AddressMessage(decoding: input.span, in: body) {
            check(address, address.encode) { bytes in try AddressMessage(decoding: bytes.span, in: 0..<bytes.count) }
        }
        if let route = try? RouteMessage(decoding: input.span, in: body) {
            check(route, route.encode) { bytes in try RouteMessage(decoding: bytes.span, in: 0..<bytes.count) }
        }
        if let qdisc = try? QdiscMessage(decoding: input.span, in: body) {
            check(qdisc, qdisc.encode) { bytes in try QdiscMessage(decoding: bytes.span, in: 0..<bytes.count) }
        }
    }
}

private func check<Message: Equatable>(
    _ message: Message,
    _ encode: (inout [UInt8]) throws(NetlinkEncodingError) -> Void,
    _ decode: ([UInt8]) throws -> Message?
) {
    var bytes: [UInt8] = []
    // The text of a name may grow when octets that are no UTF-8 are replaced.
    guard (try? encode(&bytes)) != nil else { return }
    guard let again = try? decode(bytes), again == message else {
        fatalError("a netlink message changes when it is written and read")
    }
}
