internal import Addressing
internal import Lab

/// `netsim upstream use`.
struct UpstreamUse: Command {
    static let synopsis = Synopsis(
        "SERVER[:PORT] | records",
        .exactly(1),
        "Pass queries on to a real name server, or answer from the lab's records again",
        details: """
            SERVER is an address such as 192.0.2.53, with a port if need be: 192.0.2.53:5353,
            192.0.2.53#5353 or [2001:db8::1]:53.
            """,
        operands: [.words(["records"])]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let text = operands[0]
        guard let server = Self.server(text) ?? (text == "records" ? .some(nil) : nil) else {
            throw CommandFailure("netsim: \(text) is neither a name server's address nor \"records\"")
        }
        try session.update { lab in lab.setUpstreamServer(server) }
        return 0
    }

    /// An address, perhaps with a port after a colon or, as `dig` writes it, a hash.
    private static func server(_ text: String) -> Upstream.Server?? {
        if let address = IPAddress(text) { return Upstream.Server(address: address, port: 53) }
        guard let separator = text.lastIndex(where: { $0 == ":" || $0 == "#" }),
            let port = UInt16(text[text.index(after: separator)...]), port > 0
        else { return nil }
        var host = text[..<separator]
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        return IPAddress(host).map { Upstream.Server(address: $0, port: port) }
    }
}
