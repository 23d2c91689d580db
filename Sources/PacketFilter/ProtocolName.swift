/// The names of IP protocols that iptables reads and writes; the rest go by number.
enum ProtocolName {
    private static let names: [(name: String, number: UInt8)] = [
        ("icmp", 1), ("igmp", 2), ("ipencap", 4), ("tcp", 6), ("udp", 17), ("dccp", 33), ("gre", 47), ("esp", 50),
        ("ah", 51), ("ipv6-icmp", 58), ("ospf", 89), ("pim", 103), ("vrrp", 112), ("sctp", 132),
        ("mobility-header", 135), ("udplite", 136),
    ]

    /// The number of a name, in capitals or not, or of a number's text; 0 stands for all.
    static func number(of text: String) -> UInt8? {
        if text.utf8.first.map({ (0x30...0x39).contains($0) }) == true { return UInt8(text) }
        switch text.lowercased() {
        case "all": return 0
        case "icmpv6": return 58
        case "ipip": return 4
        case "mh", "ipv6-mh": return 135
        case let name: return names.first { $0.name == name }?.number
        }
    }

    /// How `iptables -S` writes a protocol.
    static func text(_ number: UInt8) -> String {
        names.first { $0.number == number }?.name ?? String(number)
    }
}
