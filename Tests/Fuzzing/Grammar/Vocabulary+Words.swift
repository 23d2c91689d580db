import Commands

extension Vocabulary {
    /// Numbers at the ends of what can be counted, at the ends of what ports and lengths can be, and what only looks
    /// like a number.
    static let integers = [
        "0", "1", "-1", "2", "3", "-0", "+5", "10", "15", "16", "31", "32", "33", "64", "127", "128", "129", "255",
        "256",
        "1280", "1500", "32767", "32768", "65534", "65535", "65536", "65537", "-32768", "1000000", "2147483646",
        "2147483647",
        "2147483648", "-2147483648", "-2147483649", "4294967294", "4294967295", "4294967296", "4611686018427387904",
        "9007199254740993", "9223372036854775806", "9223372036854775807", "9223372036854775808", "-9223372036854775807",
        "-9223372036854775808", "-9223372036854775809", "18446744073709551614", "18446744073709551615",
        "18446744073709551616", "340282366920938463463374607431768211455", "340282366920938463463374607431768211456",
        "99999999999999999999999999", "0x7fffffffffffffff", "0xffffffffffffffff", "0b1", "0o17", "017", "1e3", "1e18",
        "1e308", "1e309", "-1e309", "0.5", "0.0000000001", "1.7976931348623157e308", "nan", "inf", "-inf", "1_000",
        "5.",
        ".5", " 5", "", "٣",
    ]

    /// Words that nothing should be called.
    static let oddities = [
        "", " ", "-", "--", "-x", "--help", "=", ":", "/", ",", ".", "..", "*", "\\", "\"", "'", "%s", "{{.}}", "{{",
        "\u{0}", "\u{7f}", "\u{301}e", "é", "🐳", "a b", "a,b", "a=b", "a:b", "a/b", "\n", "\t", "\r\n", "null", "true",
        "~", "$HOME", "${X", "#", "name=", "=name", "host", "none", "default", "container:", "bridge",
        String(repeating: "x", count: 15), String(repeating: "x", count: 16), String(repeating: "y", count: 64),
        String(repeating: "z", count: 256), String(repeating: "a.", count: 127), String(repeating: "w", count: 5000),
    ]

    static let subnets = [
        "10.0.0.0/24", "10.1.0.0/24", "10.2.0.0/16", "10.1.0.0/29", "10.1.0.0/30", "10.1.0.0/31", "10.1.0.0/32",
        "10.1.0.7/24",
        "172.17.0.0/16", "192.168.0.0/16", "0.0.0.0/0", "0.0.0.0/1", "255.255.255.255/32", "224.0.0.0/4", "127.0.0.0/8",
        "fd00:1::/64", "fd00:2::/127", "fd00:3::/128", "fd00:4::/16", "::/0", "fe80::/10", "ffff::/16", "::ffff:0:0/96",
        "10.1.0.0/33", "10.1.0.0/-1", "10.1.0.0", "fd00::/129",
    ]

    static let addresses = [
        "10.0.0.1", "10.1.0.2", "172.17.0.2", "172.17.0.1", "192.0.2.1", "8.8.8.8", "127.0.0.1", "127.0.0.11",
        "0.0.0.0",
        "255.255.255.255", "169.254.9.9", "224.0.0.1", "fd00:1::2", "::", "::1", "fe80::1", "fe80::1%eth0", "ff02::1",
        "::ffff:10.0.0.1", "10.0.0.256", "10.0.0", "010.0.0.1",
    ]

    static let images = ["nginx", "alpine", "redis:7", "busybox", "postgres", "x@sha256:0", "IMG", ""]

    static let restarts = [
        "no", "always", "unless-stopped", "on-failure", "on-failure:3", "on-failure:-1",
        "on-failure:9223372036854775807",
        "on-failure:9223372036854775808", "always:3", "never",
    ]

    static let formats = [
        "json", "table", "{{json .}}", "{{.Name}}", "{{range .}}{{.}}{{end}}", "{{printf \"%999999d\" 1}}",
        "{{slice .ID 0 99}}",
        "{{index . -1}}", "{{len .}}", "{{.NetworkSettings.Networks}}", "{{pad .Name 9223372036854775807 1}}",
        "{{truncate .Name -9223372036854775808}}", "{{printf \"%.9223372036854775807f\" 1.0}}",
        "{{printf \"%*d\" 2147483647 1}}",
        "table {{.Name}}\\t{{.ID}}", "{{.", "svg", "dot", "text", "sarif", "mermaid", "nft", "iptables",
    ]

    /// Tools and their options: `N` stands for a number, `T` for a number with a unit, `H` for a host, `P` for a port and
    /// `O` for something odd.
    static let tools: [[String]] = [
        ["ping", "-c", "1", "H"], ["ping", "-c", "N", "-W", "1", "H"], ["ping", "-c", "2", "-i", "N", "H"],
        ["ping", "-c", "1", "-s", "N", "H"], ["ping", "-c", "1", "-W", "N", "H"], ["ping", "-w", "N", "H"],
        ["ping", "-c", "1", "-t", "N", "H"], ["ping", "-c", "1", "-l", "N", "H"], ["ping", "-c", "1", "-p", "N", "H"],
        ["ping", "-c", "1", "-Q", "N", "H"], ["ping6", "-c", "N", "H"], ["traceroute", "H"],
        ["traceroute", "-m", "N", "H", "N"], ["traceroute", "-w", "N", "-q", "N", "H"], ["traceroute", "-f", "N", "H"],
        ["traceroute", "-p", "N", "-q", "1", "H"], ["tracepath", "-m", "N", "-l", "N", "H"],
        ["nc", "-z", "-w", "N", "H", "P"],
        ["nc", "-w", "1", "-p", "N", "H", "P"], ["nc", "-q", "N", "-w", "1", "H", "P"],
        ["nc", "-zv", "-w", "1", "H", "N-N"],
        ["nc", "-z", "-i", "N", "-w", "1", "H", "1-3"], ["nc", "-M", "N", "-w", "1", "H", "P"],
        ["ncat", "-w", "T", "H", "P"],
        ["ncat", "-i", "T", "-w", "1", "H", "P"], ["telnet", "H", "P"], ["curl", "-s", "http://H:P/"], ["curl", "H"],
        ["curl", "-m", "N", "H"], ["curl", "--connect-timeout", "N", "H"],
        ["curl", "--retry", "N", "--retry-delay", "N", "H"],
        ["curl", "--local-port", "N-N", "H"], ["curl", "--max-redirs", "N", "-L", "H"],
        ["curl", "--resolve", "O", "H"],
        ["curl", "-w", "O", "H"], ["curl", "-r", "N-N", "H"], ["curl", "--limit-rate", "T", "H"],
        ["wget", "-T", "N", "H"],
        ["wget", "-t", "N", "-O", "-", "H"], ["dig", "H"], ["dig", "+time=N", "+tries=N", "H"],
        ["dig", "+bufsize=N", "H"],
        ["dig", "+edns=N", "H"], ["dig", "+ndots=N", "+search", "H"], ["dig", "-p", "N", "H"], ["dig", "-t", "O", "H"],
        ["dig", "-t", "TYPEN", "H"], ["dig", "+subnet=H/N", "H"], ["dig", "+retry=N", "H"], ["dig", "-b", "H#N", "H"],
        ["dig", "+ednsopt=N:ffff", "H"], ["dig", "-x", "H"], ["dig", "+padding=N", "H"],
        ["nslookup", "-timeout=N", "H"],
        ["nslookup", "-port=N", "H"], ["nslookup", "-retry=N", "-ndots=N", "H"], ["host", "-W", "N", "-R", "N", "H"],
        ["host", "-N", "N", "H"], ["getent", "hosts", "H"], ["getent", "ahosts", "O"], ["ip", "addr", "show", "O"],
        ["ip", "route", "get", "H"], ["ip", "route", "show", "table", "N"], ["ip", "-j", "link"], ["ss", "-tln"],
        ["ss", "sport", "=", "N"], ["netstat", "-rn"], ["ifconfig", "O"], ["route", "-n"], ["cat", "O"],
        ["ls", "-l", "/etc"],
        ["head", "-n", "N", "/etc/hosts"], ["head", "-c", "N", "/etc/hosts"], ["tail", "-n", "N", "/etc/hosts"],
        ["seq", "N", "N"], ["seq", "N", "N", "N"], ["sleep", "T"], ["echo", "-e", "\\xN\\0N"], ["printf", "%Nd", "N"],
        ["sh", "-c", "O"], ["sh", "-c", "exit N"], ["sh", "-c", "ping -c 1 H && echo N"],
        ["timeout", "T", "ping", "H"],
        ["hostname", "-i"], ["env"], ["test", "N", "-lt", "N"], ["grep", "-m", "N", "O", "/etc/hosts"], ["O"],
        ["wc", "-l", "O"],
    ]

    /// What libFuzzer is to put into its inputs: commands, flags, numbers and values, in its escapes.
    static var dictionary: [String] {
        var words = Set(integers + subnets + addresses + restarts + formats + images)
        for command in CommandGrammar.commands {
            words.formUnion(command.path)
            for flag in command.flags {
                words.insert("--\(flag.name)")
                words.insert("--\(flag.name)=")
                if case .oneOf(let values) = flag.value { words.formUnion(values) }
            }
        }
        words.formUnion([
            "gw-priority=", "ip=", "name=", "alias=", "driver-opt=", "gw_priority", "host_ip", "published",
        ])
        return words.filter { !$0.isEmpty && $0.utf8.count < 100 }.sorted().map { word in
            word.utf8.map { byte in
                (0x20..<0x7f).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                    ? String(Unicode.Scalar(byte)) : "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
        }
    }
}
