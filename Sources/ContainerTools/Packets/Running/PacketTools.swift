internal import Lab

/// Tools that send packets of their own, or show what the network keeps of them.
enum PacketTools {
    /// A tool as a function of its arguments, its own name left out.
    typealias Tool = @Sendable ([String], ToolPlace, inout ToolContext) -> ToolResult

    static let tools: [String: Tool] = [
        "ping": Ping.run, "ping6": Ping.run6, "nc": Netcat.run, "netcat": Netcat.run, "ncat": Ncat.run,
        "arp": ARP.run, "curl": Curl.run, "wget": Wget.run, "traceroute": Traceroute.run,
        "ip": IPCommand.run, "ifconfig": Ifconfig.run, "traceroute6": Traceroute.run6, "tracepath": Tracepath.run,
        "ss": SocketStatistics.run, "telnet": Telnet.run,
    ]

    /// Tools that are known and not simulated, and why.
    static let missing = ["arping": frames, "nmap": frames, "tcpdump": frames]

    /// No socket of the simulation gives them.
    private static let frames = "needs frames of its own, which are not simulated"

    static func refusal(of name: String) -> ToolRunner.Tool {
        { _, _, _ in .failure("\(name): \(missing[name] ?? frames)") }
    }

    /// What a tool says whose container has no stack.
    static func noStack(_ name: String) -> ToolResult { .failure("\(name): the container does not run") }
}
