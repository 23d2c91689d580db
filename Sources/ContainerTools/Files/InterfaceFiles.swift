internal import Dataplane
internal import Lab

/// `/sys/class/net`.
struct InterfaceFiles {
    let container: Container
    let context: ToolContext

    private static let names = [
        "address", "addr_len", "broadcast", "carrier", "dev_id", "dormant", "duplex", "flags", "ifindex", "iflink",
        "mtu", "operstate", "speed", "statistics", "tx_queue_len", "type", "uevent",
    ]
    private static let counters = [
        "collisions", "multicast", "rx_bytes", "rx_dropped", "rx_errors", "rx_packets", "tx_bytes", "tx_dropped",
        "tx_errors", "tx_packets",
    ]

    /// - Parameter path: what stands behind `/sys/class/net`.
    func node(_ path: String) -> FileTree.Node? {
        let stack = context.lab.stackView(of: container)
        let parts = path.split(separator: "/").map(String.init)
        guard path.isEmpty || path.hasPrefix("/") else { return nil }
        guard let name = parts.first else { return .folder(stack.interfaces.map(\.name).sorted()) }
        guard let interface = stack.interfaces.first(where: { $0.name == name }) else { return nil }
        switch parts.count {
        case 1: return .folder(Self.names.sorted())
        case 2 where parts[1] == "statistics": return .folder(Self.counters)
        case 2: return value(parts[1], of: interface).map { .file($0 + "\n") }
        case 3 where parts[1] == "statistics": return counter(parts[2], of: name).map { .file("\($0)\n") }
        default: return nil
        }
    }

    private func value(_ name: String, of interface: StackView.Interface) -> String? {
        let link = LinkText(interface: interface, peerNamespace: nil)
        let isLoopback = interface.kind == .loopback
        switch name {
        case "address": return "\(interface.mac)"
        case "addr_len": return "6"
        case "broadcast": return isLoopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff"
        case "carrier": return interface.isUp ? "1" : "0"
        case "dev_id": return "0x0"
        case "dormant": return "0"
        case "duplex": return "full"
        case "flags": return isLoopback ? "0x9" : interface.isEnabled ? "0x1003" : "0x1002"
        case "ifindex": return "\(interface.index)"
        case "iflink": return "\(interface.peerIndex ?? interface.index)"
        case "mtu": return "\(interface.mtu)"
        case "operstate": return link.state.lowercased()
        case "speed": return isLoopback ? "" : "10000"
        case "tx_queue_len": return "\(link.queueLength ?? 0)"
        case "type": return isLoopback ? "772" : "1"
        case "uevent": return "INTERFACE=\(interface.name)\nIFINDEX=\(interface.index)"
        default: return nil
        }
    }

    private func counter(_ name: String, of interface: String) -> UInt64? {
        let tally = context.tallies(at: .container(container))[interface] ?? InterfaceTally()
        switch name {
        case "rx_bytes": return tally.receivedBytes
        case "rx_packets": return tally.receivedPackets
        case "tx_bytes": return tally.sentBytes
        case "tx_packets": return tally.sentPackets
        default: return Self.counters.contains(name) ? 0 : nil
        }
    }
}
