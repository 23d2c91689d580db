import Testing

/// What `netsim ping` and `netsim probe` refuse.
struct RefusedPacketCommandTests {
    @Test(
        arguments: [
            .count("ping", of: "ping", "requires at least 2 arguments"),
            .count("ping web", of: "ping", "requires at least 2 arguments"),
            .plain("ping -c 1 web plain", 2, "netsim: ping takes FROM and TO first, then ping's options"),
            .plain("ping web -c 1", 2, "netsim: ping takes FROM and TO first, then ping's options"),
            .engine("ping nope web", "No such container: nope"),
            .engine("ping old web", "container <old> is not running"),
            .engine("ping frozen web", "Container frozen is paused, unpause the container before exec"),
            .plain("ping host 10.9.0.2 -c x", 1, "ping: invalid argument: 'x'"),
            .plain("ping outside 10.9.0.2 -t 300", 1, "ping: invalid argument: '300': out of range: 0 <= value <= 255"),
            .plain("ping host nowhere -c 1", 2, "ping: nowhere: Name or service not known"),
            .plain("ping outside nowhere -c 1", 2, "ping: nowhere: Name or service not known"),
            .count("probe web", of: "probe", "requires 2 arguments"),
            .engine("probe nope web:80", "No such container: nope"),
            .engine("probe done web:80", "container <done> is not running"),
            .plain("probe web plain", 2, "netsim: invalid target plain: want TO:PORT, such as web:80"),
            .plain("probe web :80", 2, "netsim: invalid target :80: the host is missing"),
            .plain("probe web plain:0", 2, "netsim: invalid port 0: want 1-65535"),
            .plain("probe web plain:70000", 2, "netsim: invalid port 70000: want 1-65535"),
            .plain("probe web plain:http", 2, "netsim: invalid port http: want 1-65535"),
            .plain("probe web plain:80/sctp", 2, "netsim: invalid protocol sctp: want tcp or udp"),
            .plain("probe web plain:80/", 2, "netsim: invalid protocol : want tcp or udp"),
            .plain("probe web fd00::2:80", 2, "netsim: invalid target fd00::2:80: IPv6 addresses go in brackets"),
            .count("why web", of: "why", "requires 2 arguments"),
            .engine("why nope web:80", "No such container: nope"),
            .plain("why web :80", 2, "netsim: invalid target :80: the host is missing"),
            .plain("why web plain:0", 2, "netsim: invalid port 0: want 1-65535"),
            .plain("why web plain:", 2, "netsim: invalid port : want 1-65535"),
            .plain("why web plain:65536", 2, "netsim: invalid port 65536: want 1-65535"),
            .plain("why web plain:80/icmp", 2, "netsim: invalid protocol icmp: want tcp or udp"),
            .plain("why web plain/tcp", 2, "netsim: invalid target plain/tcp: a protocol goes with a port"),
            .plain("why web [fd00::2]x", 2, "netsim: invalid target [fd00::2]x: want TO or TO:PORT"),
            .plain("why web a:b:80", 2, "netsim: invalid target a:b:80: IPv6 addresses go in brackets"),
        ] as [RefusedCommand]
    )
    func `is refused`(command: RefusedCommand) {
        command.check(in: RefusedCommand.busyLab)
    }

    @Test func `a name that nobody knows is not reached`() {
        let line = CommandLine(RefusedCommand.busyLab)
        let result = line("probe host nowhere:80")
        #expect(result.status == 1)
        #expect(result.output == "unknown name: nowhere\n")
    }
}
