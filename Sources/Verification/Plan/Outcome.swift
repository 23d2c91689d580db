internal import Addressing
internal import DNSWire
internal import Dataplane
internal import Glibc
internal import PacketWire

/// What came of a trial, as who asked learns it.
package enum Outcome: Hashable, Sendable, CustomStringConvertible {
    /// Somebody answered: with which name, where it says one.
    case reached(String)
    /// The port is closed, or a proxy found it closed.
    case refused
    /// Nothing came back.
    case dropped
    case unreachable(Reason)
    /// A response of DNS: its code and records, sorted.
    case response([String])
    /// What the comparison does not know; never equal to an outcome of the simulation.
    case other(String)

    package enum Reason: String, Hashable, Sendable {
        case network, host, prohibited
        /// The own stack's filter.
        case notPermitted = "not permitted"
        case hopLimit = "TTL exceeded"
        case tooBig = "too big"
    }

    package var description: String {
        switch self {
        case .reached(let name): name.isEmpty ? "reached" : "reached \(name)"
        case .refused: "refused"
        case .dropped: "dropped"
        case .unreachable(let reason):
            switch reason {
            case .network, .host: "\(reason.rawValue) unreachable"
            default: reason.rawValue
            }
        case .response(let lines): lines.joined(separator: ", ")
        case .other(let text): text
        }
    }

    // MARK: What the simulation says

    static func of(_ error: SocketError) -> Outcome {
        switch error {
        case .connectionRefused, .connectionReset: .refused
        case .timedOut: .dropped
        case .networkUnreachable, .addressNotAvailable: .unreachable(.network)
        case .hostUnreachable: .unreachable(.host)
        case .notPermitted: .unreachable(.notPermitted)
        case .messageTooLong: .unreachable(.tooBig)
        case .addressInUse, .noSuchDevice, .closed: .other(error.text)
        }
    }

    static func of(_ kind: Reception.ReceivedError.Kind) -> Outcome {
        switch kind {
        case .unreachable(.port), .unreachable(.protocolNumber): .refused
        case .unreachable(.network): .unreachable(.network)
        case .unreachable(.host): .unreachable(.host)
        case .unreachable(.prohibited), .unreachable(.networkProhibited), .unreachable(.hostProhibited):
            .unreachable(.prohibited)
        case .packetTooBig: .unreachable(.tooBig)
        case .timeExceeded: .unreachable(.hopLimit)
        }
    }

    // MARK: What the kernel says

    /// By the error number of a socket call.
    static func of(errno number: Int32) -> Outcome {
        switch number {
        case ECONNREFUSED, ECONNRESET, EPIPE: .refused
        case ETIMEDOUT: .dropped
        case ENETUNREACH, EADDRNOTAVAIL: .unreachable(.network)
        case EHOSTUNREACH: .unreachable(.host)
        // What IPv6 calls prohibited (`icmpv6_err_convert`), and a connection in the simulation "no route to host".
        case EACCES: .unreachable(.host)
        case EPERM: .unreachable(.notPermitted)
        case EMSGSIZE: .unreachable(.tooBig)
        default: .other(String(cString: strerror(number)))
        }
    }

    /// By an ICMP message about the packet that was sent.
    static func of(type: UInt8, code: UInt8, _ family: AddressFamily) -> Outcome {
        switch (family, type, code) {
        case (.ipv4, 3, 0), (.ipv6, 1, 0): .unreachable(.network)
        case (.ipv4, 3, 1), (.ipv6, 1, 3): .unreachable(.host)
        case (.ipv4, 3, 2), (.ipv4, 3, 3), (.ipv6, 1, 4), (.ipv6, 4, 1): .refused
        case (.ipv4, 3, 9), (.ipv4, 3, 10), (.ipv4, 3, 13), (.ipv6, 1, 1): .unreachable(.prohibited)
        case (.ipv4, 3, 4), (.ipv6, 2, 0): .unreachable(.tooBig)
        case (.ipv4, 11, 0), (.ipv6, 3, 0): .unreachable(.hopLimit)
        default: .other("ICMP type \(type) code \(code)")
        }
    }

    /// What a response of DNS says: the same whatever the order of its records.
    static func of(response octets: [UInt8]) -> Outcome {
        do {
            let message = try Message(decoding: octets.span)
            let records = (message.answers + message.authorities).map { record in
                record.description.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            return .response(["\(message.header.rcode)"] + records.sorted())
        } catch {
            return .other("a response that cannot be read: \(error)")
        }
    }

    /// Who answers, by what it said: the body of its HTTP response, or its datagram.
    static func name(in octets: [UInt8]) -> String {
        let text = String(decoding: octets, as: UTF8.self)
        let body = text.split(separator: "\r\n\r\n", maxSplits: 1).last.map(String.init) ?? text
        return String(body.prefix { !$0.isNewline })
    }
}
