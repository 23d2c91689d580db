internal import Addressing
internal import DNSWire

/// Why the shared port does not know who asks.
enum Refusal: Error, Hashable {
    case noOption
    case noSingleAddress
    case unknown(IPAddress)
    case ambiguous(IPAddress)

    /// For people, in the response: RFC 8914.
    var text: String {
        switch self {
        case .noOption: "which container asks? name it by its address: dig +subnet=172.18.0.2/32"
        case .noSingleAddress: "the client subnet is not a single address"
        case .unknown(let address): "no running container has the address \(address)"
        case .ambiguous(let address): "several containers have the address \(address)"
        }
    }

    /// Writes a REFUSED response; with EDNS, the option is echoed and the reason given.
    static func write(
        _ refusal: Refusal,
        to query: Span<UInt8>,
        _ head: QueryView,
        limit: Int,
        into out: inout MutableRawSpan
    ) -> Int {
        var writer = ResponseWriter(
            to: head,
            query,
            rcode: .refused,
            flags: [],
            limit: limit,
            subnetScope: head.clientSubnet?.sourcePrefixLength,
            into: &out
        )
        let count = writer.finish(into: &out)
        guard head.edns != nil, var response = decoded(out, count) else { return count }
        // Info-code 0, "Other Error".
        response.edns?.options.append(EDNSOption(code: .extendedError, octets: [0, 0] + Array(refusal.text.utf8)))
        var bytes: [UInt8] = []
        guard (try? response.encode(into: &bytes, limit: limit)) != nil, bytes.count <= out.byteCount else {
            return count
        }
        for index in bytes.indices { out.storeBytes(of: bytes[index], toByteOffset: index, as: UInt8.self) }
        return bytes.count
    }

    private static func decoded(_ out: borrowing MutableRawSpan, _ count: Int) -> Message? {
        let bytes = (0..<count).map { out.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        return try? Message(decoding: bytes.span)
    }
}
