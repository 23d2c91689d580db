internal import Addressing
internal import Dataplane
internal import Lab

/// `/proc/net`, in the kernel's own columns (proc_pid_net(5)).
struct ProcNetFiles {
    let container: Container
    let context: ToolContext

    private static let names = ["arp", "dev", "if_inet6", "route", "tcp", "tcp6", "udp", "udp6"]

    /// - Parameter path: what stands behind `/proc/net`.
    func node(_ path: String) -> FileTree.Node? {
        switch path {
        case "": .folder(Self.names)
        case "/dev": .file(devices)
        case "/route": .file(routes)
        case "/arp": .file(neighbors)
        case "/if_inet6": .file(addresses)
        case "/tcp": .file(sockets(.tcp, .ipv4))
        case "/tcp6": .file(sockets(.tcp, .ipv6))
        case "/udp": .file(sockets(.udp, .ipv4))
        case "/udp6": .file(sockets(.udp, .ipv6))
        default: nil
        }
    }

    private var stack: StackView { context.lab.stackView(of: container) }

    private var devices: String {
        let tallies = context.tallies(at: .container(container))
        var text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed

            """
        for interface in stack.interfaces {
            let tally = tallies[interface.name] ?? InterfaceTally()
            text += "\(interface.name.padded(from: 6)): "
            text += "\(String(tally.receivedBytes).padded(from: 7)) \(String(tally.receivedPackets).padded(from: 7))"
            text += "    0    0    0     0          0         0 "
            text += "\(String(tally.sentBytes).padded(from: 8)) \(String(tally.sentPackets).padded(from: 7))"
            text += "    0    0    0     0       0          0\n"
        }
        return text
    }

    private var routes: String {
        let head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT"
        var text = head.padded(to: 127) + "\n"
        for route in stack.routes(.ipv4) {
            let flags = 1 + (route.gateway == nil ? 0 : 2) + (route.destination?.hostBits == 0 ? 4 : 0)
            let row = [
                route.interface, Self.word(route.destination?.first), Self.word(route.gateway), Self.hex(flags, 4), "0",
                "0", "0", Self.word(route.destination?.netmask.map { IPAddress.v4($0) }), "0", "0", "0",
            ]
            text += row.joined(separator: "\t").padded(to: 127) + "\n"
        }
        return text
    }

    private var neighbors: String {
        var context = context
        var text = "IP address       HW type     Flags       HW address            Mask     Device\n"
        guard let seat = ToolSeat(at: .container(container), &context) else { return text }
        for entry in context.neighbors(of: seat) where entry.address.family == .ipv4 {
            let mac = entry.mac.map { "\($0)" } ?? "00:00:00:00:00:00"
            text +=
                "\("\(entry.address)".padded(to: 16)) 0x\("1".padded(to: 10))0x\((entry.mac == nil ? "0" : "2").padded(to: 10))"
            text += "\(mac)     *        \(entry.interface)\n"
        }
        return text
    }

    private var addresses: String {
        var text = ""
        for interface in stack.interfaces {
            for prefix in interface.addresses where prefix.family == .ipv6 {
                let scope = prefix.address.isLoopback ? "10" : prefix.address.isLinkLocalUnicast ? "20" : "00"
                text += "\(Self.digits(prefix.address)) \(Self.hex(interface.index, 2).lowercased()) "
                text += "\(Self.hex(prefix.length, 2).lowercased()) \(scope) 80 \(interface.name.padded(from: 8))\n"
            }
        }
        return text
    }

    // MARK: Sockets

    private func sockets(_ transport: TransportProtocol, _ family: AddressFamily) -> String {
        var context = context
        guard let seat = ToolSeat(at: .container(container), &context) else { return "" }
        let blanks = family == .ipv4 ? " " : String(repeating: " ", count: 25)
        let local = "local_address" + blanks
        let remote = family == .ipv4 ? "rem_address   " : "remote_address" + String(repeating: " ", count: 24)
        let width = transport == .tcp ? (family == .ipv4 ? 149 : 0) : (family == .ipv4 ? 127 : 0)
        var head = (transport == .tcp ? "  sl  " : "   sl  ") + local + remote
        head += "st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
        if transport == .udp { head += " ref pointer drops" }
        var text = head.padded(to: width) + "\n"
        let found = context.plane.sockets(of: seat.stack).filter {
            $0.transport == transport && $0.localAddress.family == family
        }
        for (number, socket) in found.enumerated() {
            let any = IPAddress(family: family, number: 0) ?? socket.localAddress
            var row = "\(String(number).padded(from: transport == .tcp ? 4 : 5)): "
            row +=
                "\(Self.end(socket.localAddress, socket.localPort)) \(Self.end(socket.peerAddress ?? any, socket.peerPort)) "
            row += "\(Self.number(of: socket.state)) 00000000:00000000 00:00000000 00000000     0        0 "
            row += "\(24_000 + number) " + (transport == .tcp ? "1" : "2") + " 0000000000000000"
            row += transport == .tcp ? " 100 0 0 10 0" : " 0"
            text += row.padded(to: width) + "\n"
        }
        return text
    }

    private static func number(of state: SocketView.State) -> String {
        switch state {
        case .established: "01"
        case .synSent: "02"
        case .synReceived: "03"
        case .finWait1: "04"
        case .finWait2: "05"
        case .timeWait: "06"
        case .unconnected: "07"
        case .closeWait: "08"
        case .lastAck: "09"
        case .listen: "0A"
        case .closing: "0B"
        }
    }

    private static func end(_ address: IPAddress, _ port: UInt16) -> String { "\(word(address)):\(hex(Int(port), 4))" }

    // MARK: Numbers

    /// An address as the kernel prints its memory: 32 bits at a time, the lowest byte last in each.
    private static func word(_ address: IPAddress?) -> String {
        guard let address else { return "00000000" }
        let digits = Array(digits(address).uppercased())
        return stride(from: 0, to: digits.count, by: 8).map { start in
            stride(from: start + 6, through: start, by: -2).map { String(digits[$0...($0 + 1)]) }.joined()
        }.joined()
    }

    private static func digits(_ address: IPAddress) -> String {
        switch address {
        case .v4(let address): hex(Int(address.rawValue), 8).lowercased()
        case .v6(let address):
            String(String(address.rawValue, radix: 16).reversed() + String(repeating: "0", count: 32)).prefix(32)
                .reversed().map(String.init).joined()
        }
    }

    private static func hex(_ number: Int, _ width: Int) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
