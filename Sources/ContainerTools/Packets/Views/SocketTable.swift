internal import Addressing
internal import Dataplane

/// The sockets as net-tools' netstat lists them.
enum SocketTable {
    /// - Parameter letters: netstat's options.
    static func run(_ letters: Set<Character>, at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        for letter in "scgo" where letters.contains(letter) {
            return .failure("netstat: -\(letter) is not simulated")
        }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack("netstat") }
        let kinds = letters.intersection(["t", "u", "w", "x"])
        let families: [AddressFamily] = AddressFamily.allCases.filter {
            !letters.contains("4") && !letters.contains("6") || letters.contains($0 == .ipv4 ? "4" : "6")
        }
        let which =
            letters.contains("l")
            ? "only servers" : letters.contains("a") ? "servers and established" : "w/o servers"
        var result = ToolResult()
        if kinds != ["x"] {
            let program = letters.contains("p") ? " PID/Program name    " : ""
            result.print("Active Internet connections (\(which))")
            result.print(
                "Proto Recv-Q Send-Q Local Address           Foreign Address         State      " + program
            )
            let sockets = context.plane.sockets(of: seat.stack)
            for (transport, letter) in [(TransportProtocol.tcp, Character("t")), (.udp, "u")]
            where kinds.isEmpty || kinds.contains(letter) {
                for family in families {
                    for socket in sockets where socket.transport == transport && socket.localAddress.family == family {
                        guard admits(socket, letters) else { continue }
                        result.print(row(socket, letters, seat, &context))
                    }
                }
            }
        }
        if (kinds.isEmpty && families.count == 2) || kinds.contains("x") {
            result.print("Active UNIX domain sockets (\(which))")
            result.print("Proto RefCnt Flags       Type       State         I-Node   Path")
        }
        return result
    }

    private static func admits(_ socket: SocketView, _ letters: Set<Character>) -> Bool {
        let isListening = socket.state == .listen || socket.state == .unconnected
        return letters.contains("a") || isListening == letters.contains("l")
    }

    private static func row(
        _ socket: SocketView,
        _ letters: Set<Character>,
        _ seat: ToolSeat,
        _ context: inout ToolContext
    ) -> String {
        let isNumeric = letters.contains("n")
        let isIPv4 = socket.localAddress.family == .ipv4
        func end(_ address: IPAddress?, _ port: UInt16) -> String {
            let service = isNumeric ? nil : ServiceNames.name(of: port, socket.transport)
            let portText = port == 0 ? "*" : service ?? "\(port)"
            var host = isNumeric ? (isIPv4 ? "0.0.0.0" : "::") : isIPv4 ? "0.0.0.0" : "[::]"
            if let address, address.number != 0 {
                host = (isNumeric ? nil : seat.name(of: address, &context)) ?? "\(address)"
            }
            // The port always shows; a long name gives way to it.
            return "\(letters.contains("W") ? host : String(host.prefix(max(0, 22 - portText.count)))):\(portText)"
        }
        let name = socket.transport.rawValue + (isIPv4 ? "" : "6")
        let local = end(socket.localAddress, socket.localPort).padded(to: 23)
        let peer = end(socket.peerAddress, socket.peerAddress == nil ? 0 : socket.peerPort).padded(to: 23)
        let line = "\(name.padded(to: 5))\("0".padded(from: 7))\("0".padded(from: 7)) \(local) \(peer) "
        let program =
            letters.contains("p") ? " " + (socket.state == .timeWait ? "-" : "1/\(socket.owner)").padded(to: 20) : ""
        return line + state(socket.state).padded(to: 11) + program
    }

    private static func state(_ state: SocketView.State) -> String {
        switch state {
        case .listen: "LISTEN"
        case .synSent: "SYN_SENT"
        case .synReceived: "SYN_RECV"
        case .established: "ESTABLISHED"
        case .finWait1: "FIN_WAIT1"
        case .finWait2: "FIN_WAIT2"
        case .closeWait: "CLOSE_WAIT"
        case .lastAck: "LAST_ACK"
        case .closing: "CLOSING"
        case .timeWait: "TIME_WAIT"
        case .unconnected: ""
        }
    }
}
