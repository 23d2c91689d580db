internal import Addressing
internal import Dataplane
internal import Lab

/// net-tools' ifconfig, as far as it shows.
enum Ifconfig {
    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        let stack = place.view(context.lab)
        var isShort = false
        var showsAll = false
        var words = arguments[...]
        while let word = words.first, word.hasPrefix("-") {
            switch word {
            case "-a": showsAll = true
            case "-v": break
            case "-s": isShort = true
            case "-V", "--version": return ToolResult(stdout: "net-tools 2.10\n")
            default:
                return ToolResult(
                    stderr: "ifconfig: option `\(word)' not recognised.\nifconfig: `--help' gives usage information.\n",
                    exitCode: 1
                )
            }
            words.removeFirst()
        }
        var interfaces = stack.interfaces.sorted { sortKey($0) < sortKey($1) }
        if let name = words.first {
            interfaces = interfaces.filter { $0.name == name }
            guard !interfaces.isEmpty else {
                return .failure("\(name): error fetching interface information: Device not found")
            }
            // Anything more would set something.
            if words.count > 1 { return .failure("SIOCSIFFLAGS: Operation not permitted", exitCode: 255) }
        } else if !showsAll {
            interfaces = interfaces.filter(\.isEnabled)
        }
        let tallies = context.tallies(at: place)
        guard !isShort else {
            return ToolResult(
                stdout: "Iface      MTU    " + InterfaceTable.counters + InterfaceTable.rows(interfaces, tallies)
            )
        }
        return ToolResult(stdout: interfaces.map { text($0, tallies[$0.name] ?? InterfaceTally()) }.joined())
    }

    /// By name, numbers at its end by their value.
    private static func sortKey(_ interface: StackView.Interface) -> (String, Int) {
        let digits = interface.name.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
        return (String(interface.name.dropLast(digits.count)), Int(String(digits)) ?? -1)
    }

    private static func flags(_ interface: StackView.Interface) -> String {
        var names = interface.isEnabled ? ["UP"] : []
        var number = interface.isEnabled ? 1 : 0
        if interface.kind == .loopback {
            names.append("LOOPBACK")
            number |= 8
        } else {
            names.append("BROADCAST")
            number |= 2
        }
        if interface.isUp {
            names.append("RUNNING")
            number |= 64
        }
        if interface.kind != .loopback {
            names.append("MULTICAST")
            number |= 4096
        }
        return "flags=\(number)<\(names.joined(separator: ","))>"
    }

    private static func text(_ interface: StackView.Interface, _ tally: InterfaceTally) -> String {
        var lines = ["\(interface.name): \(flags(interface))  mtu \(interface.mtu)"]
        if let address = interface.addresses.first(where: { $0.family == .ipv4 }), let mask = address.netmask {
            let broadcast = address.length < 31 ? address.last : .v4(IPv4Address(rawValue: 0))
            let tail = interface.kind == .loopback ? "" : "  broadcast \(broadcast)"
            lines.append("inet \(address.address)  netmask \(mask)\(tail)")
        }
        for prefix in interface.addresses where prefix.family == .ipv6 {
            let scope =
                prefix.address.isLoopback
                ? "0x10<host>" : prefix.address.isLinkLocalUnicast ? "0x20<link>" : "0x0<global>"
            lines.append("inet6 \(prefix.address)  prefixlen \(prefix.length)  scopeid \(scope)")
        }
        let queue = LinkText(interface: interface, peerNamespace: nil).queueLength ?? 0
        lines.append(
            interface.kind == .loopback
                ? "loop  txqueuelen \(queue)  (Local Loopback)"
                : "ether \(interface.mac)  txqueuelen \(queue)  (Ethernet)"
        )
        lines += [
            "RX packets \(tally.receivedPackets)  bytes \(tally.receivedBytes) \(LinkStatistics.rounded(tally.receivedBytes))",
            "RX errors 0  dropped 0  overruns 0  frame 0",
            "TX packets \(tally.sentPackets)  bytes \(tally.sentBytes) \(LinkStatistics.rounded(tally.sentBytes))",
            "TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0",
        ]
        return lines.joined(separator: "\n        ") + "\n\n"
    }
}

/// The table of interfaces and their counters, which `ifconfig -s` and `netstat -i` share.
enum InterfaceTable {
    static let counters = "RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n"

    static func rows(_ interfaces: [StackView.Interface], _ tallies: [String: InterfaceTally]) -> String {
        interfaces.map { interface in
            let flags =
                interface.kind == .loopback
                ? "LRU" : interface.isUp ? "BMRU" : interface.isEnabled ? "BMU" : "BM"
            let mtu = String(interface.mtu).padded(from: 5)
            let tally = tallies[interface.name] ?? InterfaceTally()
            let received = "\(tally.receivedPackets)".padded(from: 8)
            let sent = "\(tally.sentPackets)".padded(from: 8)
            return
                "\(interface.name.padded(to: 15)) \(mtu) \(received)      0      0 0      \(sent)      0      0      0 \(flags)\n"
        }.joined()
    }
}
