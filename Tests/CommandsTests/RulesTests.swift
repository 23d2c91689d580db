import Lab
import Testing

/// `netsim rules`, `rules add` and `rules rm`. What the rules are is the packet filter's own tests' business.
struct RulesTests {
    private static func line(_ commands: String...) -> CommandLine {
        let line = CommandLine()
        line("network create --subnet 10.9.0.0/24 -o com.docker.network.bridge.name=back0 back")
        line("run -d --name web --network back -p 8080:80 nginx")
        for command in commands { #expect(line(command).status == 0, "\(command)") }
        return line
    }

    @Test func `without options it prints what iptables-save does`() {
        let result = Self.line()("rules")
        #expect(result.status == 0)
        #expect(result.errors == "")
        #expect(
            result.output.hasPrefix(
                "*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n-A PREROUTING -d 10.9.0.2/32"
            )
        )
        #expect(result.output.contains("COMMIT\n*filter\n:INPUT ACCEPT [0:0]\n:FORWARD DROP [0:0]\n"))
        #expect(
            result.output.hasSuffix(
                "-A DOCKER ! -i back0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 10.9.0.2:80\nCOMMIT\n"
            )
        )
    }

    @Test func `a chain is printed as iptables -S does`() {
        let line = Self.line()
        #expect(
            line("rules --table filter --chain DOCKER").output == """
                -N DOCKER
                -A DOCKER -d 10.9.0.2/32 ! -i back0 -o back0 -p tcp -m tcp --dport 80 -j ACCEPT
                -A DOCKER ! -i docker0 -o docker0 -j DROP
                -A DOCKER ! -i back0 -o back0 -j DROP

                """
        )
        #expect(
            line("rules --chain FORWARD -4").output == """
                -P FORWARD DROP
                -A FORWARD -j DOCKER-USER
                -A FORWARD -j DOCKER-FORWARD

                """
        )
        #expect(
            line("rules -6 --chain DOCKER").output == """
                *filter
                -N DOCKER

                *nat
                -N DOCKER

                """
        )
    }

    @Test func `the table is that of iptables -L`() {
        #expect(
            Self.line()("rules --format table --table nat --chain DOCKER").output == """
                Chain DOCKER (2 references)
                num   pkts bytes target     prot opt in     out     source               destination         
                1        0     0 DNAT       6    --  !back0 *       0.0.0.0/0            0.0.0.0/0            tcp dpt:8080 to:10.9.0.2:80

                """
        )
    }

    @Test func `other formats are those of every listing of its own`() {
        let line = Self.line()
        #expect(
            line("rules --format json --chain DOCKER-BRIDGE").output == """
                [
                    {
                        "chain": "DOCKER-BRIDGE",
                        "family": "IPv4",
                        "number": 1,
                        "origin": "network bridge: its bridge",
                        "rule": "-A DOCKER-BRIDGE -o docker0 -j DOCKER",
                        "table": "filter"
                    },
                    {
                        "chain": "DOCKER-BRIDGE",
                        "family": "IPv4",
                        "number": 2,
                        "origin": "network back: its bridge",
                        "rule": "-A DOCKER-BRIDGE -o back0 -j DOCKER",
                        "table": "filter"
                    }
                ]

                """
        )
        #expect(line("rules --format {{.Number}}{{.Chain}} --chain FORWARD").output == "1FORWARD\n2FORWARD\n")
    }

    @Test func `--explain names what put each rule there`() {
        let line = Self.line(
            "network create -o com.docker.network.bridge.enable_icc=false -o com.docker.network.bridge.name=shy0 shy",
            "network create --internal -o com.docker.network.bridge.name=in0 inner",
            "rules add -i eth9 -j DROP"
        )
        let output = line("rules --explain").output
        for text in [
            "-A FORWARD -j DOCKER-USER  # engine",
            "-A DOCKER -d 10.9.0.2/32 ! -i back0 -o back0 -p tcp -m tcp --dport 80 -j ACCEPT  # port 8080:80/tcp of web",
            "-A DOCKER-FORWARD -i shy0 -o shy0 -j DROP  # network shy: enable_icc=false",
            "-A DOCKER-FORWARD -i back0 -j ACCEPT  # network back: containers may send",
            "-A PREROUTING -d 10.9.0.2/32 ! -i back0 -j DROP  # container web on back: no direct access",
            "-A POSTROUTING -s 10.9.0.0/24 ! -o back0 -j MASQUERADE  # network back: enable_ip_masquerade=true",
            "-A DOCKER-USER -i eth9 -j DROP  # your own rule 1",
        ] {
            #expect(output.contains("\n\(text)\n"), "\(text)")
        }
        #expect(output.contains(" -o in0 -j DROP  # network inner: --internal\n"))
        #expect(
            line("rules --format nft --explain").output.contains(
                "\t\tip daddr 10.9.0.2 tcp dport 80 counter accept  # port 8080:80/tcp of web\n"
            )
        )
    }

    @Test func `nft is Docker's other backend, which has no DOCKER-USER`() {
        let line = Self.line()
        #expect(line("rules --format nft").output.hasPrefix("table ip docker-bridges {\n"))
        #expect(line("rules --format nft -6").output.hasPrefix("table ip6 docker-bridges {\n"))
        #expect(line("rules --format nft").errors == "")
        line("rules add -j DROP")
        #expect(
            line("rules --format nft").errors
                == "WARNING: Docker's nftables backend has no DOCKER-USER: your own rules are left out\n"
        )
    }

    @Test func `rules of one's own are added, placed and removed`() {
        let line = Self.line(
            "rules add -i eth0 -j DROP",
            "rules add --at 1 -s 10.0.0.0/8 -j RETURN",
            "rules add -p tcp -m multiport --dports 80,443 -j REJECT --reject-with tcp-reset",
            "rules add -6 -j DROP",
            "rules add --at 1 -6 -p icmpv6 -j ACCEPT"
        )
        #expect(
            line("rules --chain DOCKER-USER").output == """
                -N DOCKER-USER
                -A DOCKER-USER -s 10.0.0.0/8 -j RETURN
                -A DOCKER-USER -i eth0 -j DROP
                -A DOCKER-USER -p tcp -m multiport --dports 80,443 -j REJECT --reject-with tcp-reset

                """
        )
        #expect(
            line("rules -6 --chain DOCKER-USER").output
                == "-N DOCKER-USER\n-A DOCKER-USER -p ipv6-icmp -j ACCEPT\n-A DOCKER-USER -j DROP\n"
        )
        #expect(line("rules rm 2") == CommandLine.Result(status: 0, output: "2\n", errors: ""))
        #expect(line("rules rm -6 1").status == 0)
        #expect(line.memory.lab.userRules.map(\.words.last) == ["RETURN", "tcp-reset", "DROP"])
        #expect(line.memory.lab.userRules.map(\.isIPv6) == [false, false, true])
    }

    @Test(
        arguments: [
            .plain("rules --table mangle", "netsim: there is no table mangle: netsim has raw, filter and nat"),
            .plain("rules --chain DOCKER-USR", "netsim: there is no chain DOCKER-USR"),
            .plain("rules --table raw --chain DOCKER", "netsim: there is no chain DOCKER in table raw"),
            .plain("rules -4 -6", "netsim: -4 and -6 exclude each other"),
            .plain(
                "rules --format nft --table nat",
                "netsim: --format nft shows the whole of Docker's table: leave out --table and --chain"
            ),
            .plain("rules add foo", "netsim: Bad argument `foo'"),
            .plain("rules add", "netsim: a rule without -j decides nothing: give it ACCEPT, DROP, REJECT or RETURN"),
            .plain("rules add -p tcp --dport x -j DROP", "netsim: invalid port/service `x' specified"),
            .plain("rules add -A DOCKER-USER -j DROP", #"netsim: unknown option "-A""#),
            .plain("rules add --at 2 -j DROP", "netsim: Index of insertion too big."),
            .plain("rules add --at 0 -j DROP", "netsim: Index of insertion too big."),
            .plain("rules rm 1", "netsim: Index of deletion too big."),
            .plain(
                "rules rm x",
                "netsim: rules rm takes the number of one rule: see netsim rules --chain DOCKER-USER"
            ),
            .plain("rules rm", "netsim: rules rm takes the number of one rule: see netsim rules --chain DOCKER-USER"),
            RefusedCommand(
                line: "rules --bogus",
                status: 125,
                errors:
                    "unknown flag: --bogus\n\nUsage:  netsim rules [OPTIONS]\n\nRun 'netsim rules --help' for more information\n"
            ),
            RefusedCommand(
                line: "rules bogus",
                status: 1,
                errors: """
                    netsim: 'netsim rules' accepts no arguments

                    Usage:  netsim rules [OPTIONS]

                    Run 'netsim rules --help' for more information

                    """
            ),
        ] as [RefusedCommand]
    )
    func refusals(refused: RefusedCommand) { refused.check(in: RefusedCommand.busyLab) }

    @Test(arguments: [
        ("rules --chain DOCKER-USR", "netsim: did you mean DOCKER-USER?\n"),
        ("rules --table fliter", "netsim: did you mean filter?\n"),
        ("rules add -I DOCKER-USER -j DROP", "netsim: leave out -I DOCKER-USER: rules go to DOCKER-USER\n"),
    ])
    func `hints for a person`(command: String, hint: String) {
        let line = CommandLine()
        line.environment["NETSIM_HINTS"] = "always"
        #expect(line(command).errors.hasSuffix(hint))
    }

    @Test func `a rule that a store holds and nobody can read is named`() {
        var lab = Lab(seed: 7, created: Timestamp(seconds: 1_785_585_600))
        lab.appendUserRule(UserRule(words: ["banana"], isIPv6: false))
        let result = CommandLine(lab)("rules --chain DOCKER-USER")
        #expect(result.output == "-N DOCKER-USER\n")
        #expect(result.errors == "WARNING: rule 1 of DOCKER-USER has no effect: Bad argument `banana'\n")
    }
}
