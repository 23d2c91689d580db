internal import Lab

/// Tools that send packets of their own, or show those of others.
enum PacketTools {
    static let names = [
        "ping", "ping6", "traceroute", "traceroute6", "tracepath", "nc", "ncat", "netcat", "curl", "wget", "arping",
        "telnet", "ss", "tcpdump", "nmap",
    ]

    static func tool(_ name: String) -> ToolRunner.Tool {
        { _, _, _ in .failure("\(name): packets are not simulated yet") }
    }
}
