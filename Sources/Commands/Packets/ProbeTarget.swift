internal import Addressing
internal import Diagnosis
internal import Lab

/// `TO[:PORT[/tcp|/udp]]`, IPv6 addresses with a port in brackets: what is asked for, of whom.
struct ProbeTarget {
    let host: String
    /// nil: ping.
    let port: ContainerPort?

    var kind: ProbeKind {
        guard let port else { return .echo }
        return port.transport == .udp ? .udp(port.number) : .tcp(port.number)
    }

    /// - Throws: with exit status 2.
    init(_ text: String) throws(CommandFailure) {
        if IPAddress(text) != nil {
            host = text
            port = nil
            return
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let end = parts.first ?? ""
        var host = end
        var number: Substring?
        if end.hasPrefix("["), let close = end.lastIndex(of: "]") {
            host = end[end.index(after: end.startIndex)..<close]
            let rest = end[end.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else {
                throw CommandFailure("netsim: invalid target \(text): want TO or TO:PORT", status: 2)
            }
            number = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = end.lastIndex(of: ":") {
            host = end[..<colon]
            number = end[end.index(after: colon)...]
        }
        guard !host.isEmpty else {
            throw CommandFailure("netsim: invalid target \(text): the host is missing", status: 2)
        }
        guard !host.contains(":") || IPAddress(String(host)) != nil else {
            throw CommandFailure("netsim: invalid target \(text): IPv6 addresses go in brackets", status: 2)
        }
        self.host = String(host)
        guard let number else {
            guard parts.count == 1 else {
                throw CommandFailure("netsim: invalid target \(text): a protocol goes with a port", status: 2)
            }
            port = nil
            return
        }
        guard let value = UInt16(number), value > 0 else {
            throw CommandFailure("netsim: invalid port \(number): want 1-65535", status: 2)
        }
        let name = parts.count > 1 ? parts[1].lowercased() : "tcp"
        guard let transport = TransportProtocol(rawValue: name), transport != .sctp else {
            throw CommandFailure("netsim: invalid protocol \(name): want tcp or udp", status: 2)
        }
        port = ContainerPort(value, transport)
    }
}
