internal import Addressing
internal import DNSWire
internal import Lab
internal import Resolver

/// How dig, host and nslookup put a query to their servers, and what they say about servers that do not answer.
struct BINDClient {
    /// How a tool goes on from SERVFAIL.
    enum ServerFailure: Hashable {
        /// It is an answer like any other.
        case accept
        /// The next server is asked, in silence.
        case next
        /// The same, and told.
        case tellNext
    }

    struct Response {
        let bytes: [UInt8]
        let server: NameServer
        let isTCP: Bool
    }

    let container: Container
    let servers: [NameServer]
    var port = ToolContext.dnsPort
    /// How often the first server is asked; the others are asked once.
    var tries: Int
    var isTCP = false
    var ignoresTruncation = false
    var serverFailure = ServerFailure.accept
    /// Whether a repetition over TCP is told.
    var tellsTruncation = true
    /// Whether the source address asked for is none of the container's.
    var lacksSource = false
    /// Printed once before the final complaint.
    var greeting = ""

    /// The servers of the container's resolv.conf, those of one family if asked; without any, the container itself.
    static func servers(of container: Container, in lab: Lab, _ family: AddressFamily? = nil) -> [NameServer] {
        var servers = lab.resolverConfiguration(of: container).nameservers
        if servers.isEmpty || (family != nil && !servers.contains { $0.family == family }) {
            servers = [.v6(IPv6Address(rawValue: 1)), .v4(IPv4Address(127, 0, 0, 1))]
        }
        return servers.filter { family == nil || $0.family == family }
            .map { NameServer(address: $0, text: $0.description) }
    }

    /// The servers that a text stands for: an address, or the addresses of a name; empty where it has none.
    static func named(_ text: String, in container: Container, _ context: inout ToolContext) -> [NameServer] {
        let addresses =
            IPAddress(text).map { [$0] }
            ?? HostLookup(in: container, context.lab).addresses(of: text, onlyConfigured: false, &context)?.addresses
        return (addresses ?? []).map { NameServer(address: $0, text: text) }
    }

    /// Sends a query until a server answers.
    ///
    /// - Parameter name: the name asked for, as the complaints show it.
    /// - Returns: nil where none did; the complaints are then in `result`, the last one included.
    mutating func exchange(
        _ query: [UInt8],
        name: String,
        _ context: inout ToolContext,
        _ result: inout ToolResult
    ) -> Response? {
        var wasConnected = true
        for (index, server) in servers.enumerated() {
            let isLast = index == servers.count - 1
            let attempts = index == 0 ? tries : 1
            attempting: for attempt in 1...max(attempts, 1) {
                var usesTCP = isTCP
                var delivery = send(query, to: server, isTCP: usesTCP, isRepetition: false, &context)
                if case .response(let bytes) = delivery, !usesTCP, !ignoresTruncation, Self.isTruncated(bytes) {
                    if tellsTruncation { result.print(";; Truncated, retrying in TCP mode.") }
                    usesTCP = true
                    delivery = send(query, to: server, isTCP: true, isRepetition: true, &context)
                }
                guard case .response(let bytes) = delivery else {
                    let (line, isSetup) = complaint(delivery, server, name, usesTCP)
                    result.print(line)
                    wasConnected = !isSetup
                    if isSetup, !(attempt == attempts && !isLast) { result.print(Self.noServers) }
                    continue
                }
                if serverFailure != .accept, Self.isServerFailure(bytes) {
                    if serverFailure == .tellNext {
                        result.print(
                            ";; Got SERVFAIL reply from \(server.address)" + (isLast ? "" : ", trying next server")
                        )
                    }
                    if !isLast { break attempting }
                }
                return Response(bytes: bytes, server: server, isTCP: usesTCP)
            }
        }
        if wasConnected {
            result.stdout += greeting
            greeting = ""
            result.print(Self.noServers)
        }
        return nil
    }

    private static let noServers = ";; no servers could be reached"

    private func send(
        _ query: [UInt8],
        to server: NameServer,
        isTCP: Bool,
        isRepetition: Bool,
        _ context: inout ToolContext
    ) -> Delivery {
        if lacksSource { return .unreachable }
        return context.send(
            query,
            from: container,
            to: server.address,
            port: port,
            isTCP: isTCP,
            isRepetition: isRepetition
        )
    }

    /// The line about a server that did not answer, and whether not even the sending came about.
    private func complaint(
        _ delivery: Delivery,
        _ server: NameServer,
        _ name: String,
        _ isTCP: Bool
    ) -> (line: String, isSetup: Bool) {
        let reason: String
        switch delivery {
        case .refused: reason = "connection refused"
        case .unreachable: reason = lacksSource ? "address not available" : "network unreachable"
        case .hostUnreachable: reason = "host unreachable"
        case .timeout, .response: reason = "timed out"
        }
        if isTCP || delivery == .unreachable {
            let what = isTCP ? "Connection to" : "UDP setup with"
            return (";; \(what) \(server.address)#\(port)(\(server.text)) for \(name) failed: \(reason).", true)
        }
        return (";; communications error to \(server.address)#\(port): \(reason)", false)
    }

    static func isTruncated(_ bytes: [UInt8]) -> Bool {
        (try? Header.decode(bytes.span))?.header.flags.contains(.tc) ?? false
    }

    private static func isServerFailure(_ bytes: [UInt8]) -> Bool {
        (try? Header.decode(bytes.span))?.header.rcode == .servFail
    }
}

extension DomainNameError {
    /// The fault in BIND's words.
    var bindText: String {
        switch self {
        case .empty: "unexpected end of input"
        case .emptyLabel: "empty label"
        case .labelTooLong: "label too long"
        case .nameTooLong: "ran out of space"
        case .badEscape: "bad escape"
        }
    }
}
