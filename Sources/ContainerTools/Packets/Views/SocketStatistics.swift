internal import Addressing
internal import Dataplane

/// iproute2's ss (6.1).
enum SocketStatistics {
    private struct Filter {
        var transports: Set<TransportProtocol> = []
        var family: AddressFamily?
        var showsAll = false
        var onlyListening = false
        var isNumeric = false
        var showsProcesses = false
        var hasHeader = true
        /// From `state …`; nil for what the options say.
        var states: Set<SocketView.State>?
        var sourcePort: UInt16?
        var peerPort: UInt16?
        var source: IPPrefix?
        var peer: IPPrefix?

        /// What was asked for, else what ss shows by itself.
        func admits(_ socket: SocketView) -> Bool {
            (transports.isEmpty || transports.contains(socket.transport))
                && (family == nil || family == socket.localAddress.family) && admitsState(socket.state)
                && (sourcePort == nil || sourcePort == socket.localPort)
                && (peerPort == nil || peerPort == socket.peerPort)
                && (source?.contains(socket.localAddress) ?? true)
                && (peer.map { prefix in socket.peerAddress.map(prefix.contains) ?? false } ?? true)
        }

        private func admitsState(_ state: SocketView.State) -> Bool {
            if let states { return states.contains(state) }
            if showsAll { return true }
            let isListening = state == .listen || state == .unconnected
            return onlyListening
                ? isListening : !isListening && state != .timeWait && state != .synReceived
        }

        /// The state goes without saying where there can only be one.
        var showsState: Bool {
            if let states { return states.count > 1 }
            return transports != [.udp] || showsAll || onlyListening
        }
    }

    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        var filter = Filter()
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner(options).scan(arguments)
        } catch {
            return ToolResult(stderr: "ss: \(error.text)\n" + usage, exitCode: 255)
        }
        for (letter, value) in scanned.options {
            switch letter {
            case "t": filter.transports.insert(.tcp)
            case "u": filter.transports.insert(.udp)
            case "S": filter.transports.insert(.sctp)
            case "4": filter.family = .ipv4
            case "6": filter.family = .ipv6
            case "a": filter.showsAll = true
            case "l": filter.onlyListening = true
            case "n": filter.isNumeric = true
            case "p": filter.showsProcesses = true
            case "H": filter.hasHeader = false
            case "V": return ToolResult(stdout: "ss utility, iproute2-6.1.0\n")
            case "h": return ToolResult(stdout: usage)
            case "Z": return .failure("ss: SELinux is not enabled.")
            // Kinds of sockets of which nobody has one here.
            case "x", "w", "0", "d", "M": return header(filter.hasHeader)
            case "f":
                guard value == "inet" || value == "inet6" else { return header(filter.hasHeader) }
                filter.family = value == "inet" ? .ipv4 : .ipv6
            case "s", "K", "D", "F", "A", "N", "E", "b": return .failure("ss: -\(letter) is not simulated")
            default: break
            }
        }
        if let failure = read(scanned.operands, into: &filter) { return failure }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack("ss") }
        let all = context.plane.sockets(of: seat.stack)
        return table(all.filter(filter.admits), of: all, filter)
    }

    private static func header(_ hasHeader: Bool) -> ToolResult {
        ToolResult(stdout: hasHeader ? "Netid State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n" : "")
    }

    // MARK: Filters

    private static let connected: Set<SocketView.State> = [
        .synSent, .synReceived, .established, .finWait1, .finWait2, .closeWait, .lastAck, .closing, .timeWait,
    ]

    private static func states(named name: String) -> Set<SocketView.State>? {
        switch name {
        case "all": connected.union([.listen, .unconnected])
        case "connected": connected
        case "synchronized": connected.subtracting([.synSent])
        case "bucket": [.synReceived, .timeWait]
        case "big": connected.subtracting([.synReceived, .timeWait]).union([.listen, .unconnected])
        case "established": [.established]
        case "syn-sent": [.synSent]
        case "syn-recv": [.synReceived]
        case "fin-wait-1": [.finWait1]
        case "fin-wait-2": [.finWait2]
        case "time-wait": [.timeWait]
        case "closed", "unconnected": [.unconnected]
        case "close-wait": [.closeWait]
        case "last-ack": [.lastAck]
        case "listening": [.listen]
        case "closing": [.closing]
        default: nil
        }
    }

    private static func read(_ words: [String], into filter: inout Filter) -> ToolResult? {
        var words = words.filter { $0 != "and" && $0 != "(" && $0 != ")" }[...]
        while let word = words.popFirst() {
            switch word {
            case "state":
                let name = words.popFirst() ?? ""
                guard let states = states(named: name) else {
                    return .failure("ss: wrong state name: \(name)", exitCode: 255)
                }
                filter.states = (filter.states ?? []).union(states)
            case "sport", "dport":
                if let sign = words.first, ["=", "==", "eq"].contains(sign) { words.removeFirst() }
                let text = words.popFirst() ?? ""
                let name = text.hasPrefix(":") ? String(text.dropFirst()) : text
                guard let port = UInt16(name) ?? ServiceNames.port(named: name, .tcp) else {
                    return .failure("Error: \"\(name)\" does not look like a port.\nCannot parse dst/src address.")
                }
                if word == "sport" { filter.sourcePort = port } else { filter.peerPort = port }
            case "src", "dst":
                let text = words.popFirst() ?? ""
                guard let prefix = IPPrefix(text) ?? IPAddress(text).map(IPPrefix.init(host:)) else {
                    return notAPrefix(text)
                }
                if word == "src" { filter.source = prefix } else { filter.peer = prefix }
            case "not", "or", "!", "|", "||": return .failure("ss: \(word) is not simulated")
            default:
                guard let prefix = IPPrefix(word) ?? IPAddress(word).map(IPPrefix.init(host:)) else {
                    return notAPrefix(word)
                }
                filter.peer = prefix
            }
        }
        return nil
    }

    private static func notAPrefix(_ text: String) -> ToolResult {
        .failure("Error: an inet prefix is expected rather than \"\(text)\".\nCannot parse dst/src address.")
    }

    // MARK: Table

    private struct Column {
        let title: String
        let before: String
        var alignsRight = false
    }

    private static func table(_ shown: [SocketView], of all: [SocketView], _ filter: Filter) -> ToolResult {
        let columns = [
            Column(title: "Netid", before: ""), Column(title: "State", before: " "),
            Column(title: "Recv-Q", before: " "), Column(title: "Send-Q", before: " "),
            Column(title: "Local Address:", before: " ", alignsRight: true), Column(title: "Port", before: ""),
            Column(title: "Peer Address:", before: " ", alignsRight: true), Column(title: "Port", before: ""),
            Column(title: "Process", before: ""),
        ]
        let showsKind = filter.transports.count != 1
        let kept = columns.indices.filter { ($0 != 0 || showsKind) && ($0 != 1 || filter.showsState) }
        var rows: [[String]] = []
        for transport in [TransportProtocol.udp, .tcp, .sctp] {
            for family in AddressFamily.allCases {
                for socket in shown where socket.transport == transport && socket.localAddress.family == family {
                    rows.append(row(socket, all, filter))
                }
            }
        }
        let lines = (filter.hasHeader ? [columns.map(\.title)] : []) + rows
        let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        var result = ToolResult()
        for line in lines {
            var text = ""
            for column in kept {
                text += column == kept.first ? "" : columns[column].before
                text +=
                    columns[column].alignsRight
                    ? line[column].padded(from: widths[column]) : line[column].padded(to: widths[column])
            }
            result.print(text)
        }
        return result
    }

    private static func row(_ socket: SocketView, _ all: [SocketView], _ filter: Filter) -> [String] {
        // The backlog that most servers get: net.core.somaxconn.
        let backlog = socket.state == .listen ? "4096" : "0"
        let isDual =
            socket.localAddress.family == .ipv6
            && !all.contains {
                $0.transport == socket.transport && $0.localPort == socket.localPort
                    && $0.localAddress.family == .ipv4 && $0.state == socket.state
            }
        func host(_ address: IPAddress?) -> String {
            guard let address, address.number != 0 else {
                return (socket.localAddress.family == .ipv4 ? "0.0.0.0" : isDual ? "*" : "[::]") + ":"
            }
            return (address.family == .ipv4 ? "\(address)" : "[\(address)]") + ":"
        }
        func port(_ port: UInt16) -> String {
            if port == 0 { return "*" }
            return (filter.isNumeric ? nil : ServiceNames.name(of: port, socket.transport)) ?? "\(port)"
        }
        let peerPort = socket.peerAddress == nil ? 0 : socket.peerPort
        let hasProcess = filter.showsProcesses && socket.state != .timeWait
        return [
            socket.transport.rawValue, socket.state.rawValue, "0".padded(to: 6), backlog.padded(to: 6),
            host(socket.localAddress), port(socket.localPort), host(socket.peerAddress), port(peerPort),
            hasProcess ? " users:((\"\(socket.owner)\",pid=1,fd=3))" : "",
        ]
    }

    private static let options: [OptionScanner.Option] = [
        .init("h", "help"), .init("V", "version"), .init("n", "numeric"), .init("r", "resolve"), .init("a", "all"),
        .init("l", "listening"), .init("o", "options"), .init("e", "extended"), .init("m", "memory"),
        .init("p", "processes"), .init("T", "threads"), .init("i", "info"), .init("s", "summary"),
        .init("b", "bpf"), .init("E", "events"), .init("Z", "context"), .init("z", "contexts"),
        .init("N", "net", takesValue: true), .init("4", "ipv4"), .init("6", "ipv6"), .init("0", "packet"),
        .init("t", "tcp"), .init("M", "mptcp"), .init("S", "sctp"), .init("u", "udp"), .init("d", "dccp"),
        .init("w", "raw"), .init("x", "unix"), .init("f", "family", takesValue: true), .init("K", "kill"),
        .init("H", "no-header"), .init("O", "oneline"), .init("A", "query", takesValue: true),
        .init("A", "socket", takesValue: true), .init("D", "diag", takesValue: true),
        .init("F", "filter", takesValue: true),
    ]
}
