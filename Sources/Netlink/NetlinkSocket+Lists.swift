package import Addressing
package import NetlinkWire

/// What there is in the socket's namespace.
extension NetlinkSocket {
    package func links() throws(NetlinkError) -> [LinkMessage] {
        try list("list the links", .getLink, LinkMessage().encode) { (bytes, range) throws(NetlinkDecodingError) in
            try LinkMessage(decoding: bytes, in: range)
        }
    }

    /// The addresses of all links, by family.
    package func addresses() throws(NetlinkError) -> [AddressMessage] {
        // The family 0 is all of them.
        try list("list the addresses", .getAddress, { $0 += [UInt8](repeating: 0, count: 8) }) {
            (bytes, range) throws(NetlinkDecodingError) in
            try AddressMessage(decoding: bytes, in: range)
        }
    }

    /// The routes of one family, of all tables.
    package func routes(_ family: AddressFamily) throws(NetlinkError) -> [RouteMessage] {
        try list(
            "list the \(family) routes",
            .getRoute,
            { $0 += [family == .ipv4 ? 2 : 10] + [UInt8](repeating: 0, count: 11) }
        ) { (bytes, range) throws(NetlinkDecodingError) in
            try RouteMessage(decoding: bytes, in: range)
        }
    }

}
