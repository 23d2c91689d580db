import Lab
import TestSupport
import Testing

@testable import ContainerTools

/// Arguments that nobody should type: every tool answers, and none traps or runs away.
@Suite struct `hostile arguments` {
    static let tools = [
        "dig", "host", "nslookup", "getent", "ip", "ifconfig", "route", "netstat", "hostname", "cat", "ls", "env",
        "printenv", "echo", "id", "whoami", "uname", "sleep", "pwd", "sh", "bash", "true", "ping",
    ]

    static let words = [
        "", " ", "-", "--", "---", "-\u{301}", "+", "+=", "=", "@", "@@", "%", "-1", "0", "99999999999999999999999999",
        "-99999999999999999999", "1e999", "nan", "inf", "\0", "\n", "\r\n", "\u{feff}", "\u{1F600}", "é.é", "\\",
        "\\999",
        "\\300.", "a..b", ".", "..", "...", "/", "//", "/..", "/etc/hosts/", "/etc/../../etc/hosts", "~", "*", "::",
        ":::",
        "1.2.3.4/99", "fe80::1%eth0", "::ffff:1.2.3.4", "255.255.255.255", "0x7f.1", "\u{202e}x", "+tries=4294967295",
        "+retry=4294967295", "+bufsize=0", "+padding=512", "+subnet=::/0", "+ednsopt=65535:", "+ednsopt=:", "+cookie=",
        "+domain=.", "+ndots=65535", "-x", "-t", "-q", "-p", "-b", "0.0.0.0#", "TYPE65535", "CLASS65535", "ixfr=",
        "-retry=99999", "-ndots=99999", "-R", "2147483647", "9223372036854775807", "$", "${", "$((", "'", "\"", "`",
        ";",
        "&&", "||", "|", "$A$A", "A=", "=A",
        String(repeating: "a", count: 64), String(repeating: "a.", count: 200), String(repeating: "x", count: 100_000),
        String(repeating: "\\", count: 10_001), String(repeating: ";", count: 1000),
        String(repeating: "-x ", count: 500),
    ]

    @Test(arguments: tools)
    func `one word, or that word twice, is answered`(tool: String) throws {
        var session = try Session(.forTools(), "probe")
        for word in Self.words {
            for argv in [[tool, word], [tool, word, word], [tool, "alpha", word], [tool, "-c", word]] {
                let result = session.run(argv)
                #expect((0...255).contains(result.exitCode), "\(argv.map { $0.prefix(40) })")
                #expect(result.stdout.utf8.count < 2_000_000, "\(argv.map { $0.prefix(40) })")
            }
        }
    }

    @Test(arguments: tools)
    func `any words together are answered`(tool: String) throws {
        var generator = SeededGenerator(seed: UInt64(tool.utf8.reduce(0) { $0 * 31 + Int($1) }))
        var session = try Session(.forTools(), "six")
        let more =
            Self.words.filter { $0.utf8.count < 500 } + [
                "alpha", "show", "addr", "route", "get", "hosts", "ahosts", "-4", "-6", "-j", "-o", "-br", "dev", "to",
                "via",
                "scope", "+short", "+search", "+tcp", "-type=MX", "-i", "-e", "ANY",
            ]
        for _ in 0..<150 {
            let count = Int.random(in: 0...5, using: &generator)
            let argv = [tool] + (0..<count).map { _ in more[Int.random(in: 0..<more.count, using: &generator)] }
            let result = session.run(argv)
            #expect((0...255).contains(result.exitCode), "seed of \(tool): \(argv)")
        }
    }

    @Test func `every place of a container is answered`() throws {
        var lab = try Lab.forTools()
        try lab.run("hosted", on: "host")
        try lab.run("joiner") { $0.config.networkMode = .container("six") }
        try lab.run("orphan") { $0.config.networkMode = .container("beta") }
        try lab.stopContainer(matching: "beta", at: noon)
        try lab.run("strange") {
            $0.config.extraHosts = ["a\r\nb:1.2.3.4"]
            $0.config.dnsSearch = ["", ".", "x..y", String(repeating: "z", count: 300)]
            $0.config.dnsOptions = ["ndots:99999999999999999999", "ndots:-1"]
            $0.config.environment = ["", "=", "A", "B=\n"]
        }
        let commands = [
            "dig alpha", "dig +search alpha", "host alpha", "nslookup alpha", "getent hosts alpha", "getent ahosts b",
            "getent hosts", "hostname -f", "hostname -A", "ip addr", "ip -6 route", "ip route get 10.111.0.1",
            "ifconfig",
            "route", "netstat -rn6", "cat /etc/hosts", "env", "sh -c env",
        ]
        for container in lab.allContainers {
            var session = try Session(lab, container.name)
            for command in commands {
                #expect((0...255).contains(session.run(command).exitCode), "\(container.name) \(command)")
            }
        }
    }

    @Test func `a shell cannot be made to grow without end`() throws {
        var session = try Session(.forTools(), "probe")
        let doubling = "A=aaaaaaaaaaaaaaaa;" + String(repeating: "A=$A$A;", count: 64) + "echo $A"
        #expect(session.run(["sh", "-c", doubling]).exitCode == 2)
        #expect(session.run(["sh", "-c", "sh -c 'sh -c \"sh -c true\"'"]).exitCode == 0)
        session.context.depth = Shell.deepest
        #expect(session.run(["sh", "-c", "true"]).exitCode == 2)
    }
}
