import Testing

@testable import ContainerTools

/// What tools say first of command lines that they cannot use, and how they end: recorded from Debian 12's programs.
@Suite struct `packet tools' refusals` {
    @Test(arguments: [
        ("ping", "ping: usage error: Destination address required", 1),
        ("ping -Z x", "ping: invalid option -- 'Z'", 2),
        ("ping -c", "ping: option requires an argument -- 'c'", 2),
        ("ping -c x 10.0.0.1", "ping: invalid argument: 'x'", 1),
        ("ping -c 0 10.0.0.1", "ping: invalid argument: '0': out of range: 1 <= value <= 9223372036854775807", 1),
        ("ping -c -1 10.0.0.1", "ping: invalid argument: '-1': out of range: 1 <= value <= 9223372036854775807", 1),
        ("ping -c 1x 10.0.0.1", "ping: invalid argument: '1x'", 1),
        ("ping -s -1 10.0.0.1", "ping: invalid argument: '-1': out of range: 0 <= value <= 2147483647", 1),
        ("ping -s x 10.0.0.1", "ping: invalid argument: 'x'", 1),
        (
            "ping -s 99999999999 10.0.0.1",
            "ping: invalid argument: '99999999999': out of range: 0 <= value <= 2147483647", 1
        ),
        ("ping -t 300 10.0.0.1", "ping: invalid argument: '300': out of range: 0 <= value <= 255", 1),
        ("ping -t x 10.0.0.1", "ping: invalid argument: 'x'", 1),
        ("ping -w x 10.0.0.1", "ping: invalid argument: 'x'", 1),
        ("ping -w -3 10.0.0.1", "ping: invalid argument: '-3': out of range: 0 <= value <= 2147483647", 1),
        ("ping -l 0 10.0.0.1", "ping: invalid argument: '0': out of range: 1 <= value <= 65536", 1),
        ("ping -l 99999999 10.0.0.1", "ping: invalid argument: '99999999': out of range: 1 <= value <= 65536", 1),
        ("ping -M foo 10.0.0.1", "ping: invalid -M argument: foo", 2),
        ("ping -Q 300 10.0.0.1", "ping: the decimal value of TOS bits must be in range 0-255: 300", 2),
        ("ping -p zz 10.0.0.1", "ping: patterns must be specified as hex digits: zz", 2),
        ("ping -4 -c1 fd00::2", "ping: fd00::2: Address family for hostname not supported", 2),
        ("ping -6 -c1 10.0.0.1", "ping: 10.0.0.1: Address family for hostname not supported", 2),
        ("ping -I", "ping: option requires an argument -- 'I'", 2),
        (
            "ping -c1 255.255.255.255",
            "ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules", 2
        ),
        ("traceroute -m 0 10.0.0.1", "first hop out of range", 2),
        ("traceroute -m 300 10.0.0.1", "max hops cannot be more than 255", 2),
        ("traceroute -m x 10.0.0.1", "Cannot handle `-m' option with arg `x' (argc 2)", 2),
        ("traceroute -q 0 10.0.0.1", "no more than 10 probes per hop", 2),
        ("traceroute -q 11 10.0.0.1", "no more than 10 probes per hop", 2),
        ("traceroute -q x 10.0.0.1", "Cannot handle `-q' option with arg `x' (argc 2)", 2),
        ("traceroute -w x 10.0.0.1", "Cannot handle `-w' option with arg `x' (argc 2)", 2),
        ("traceroute -Z", "Bad option `-Z' (argc 1)", 2),
        ("traceroute -m", "Option `-m' (argc 1) requires an argument: `-m max_ttl'", 2),
        ("traceroute -f 5 -m 3 10.0.0.1", "first hop out of range", 2),
        ("traceroute -f 0 10.0.0.1", "first hop out of range", 2),
        ("traceroute 10.0.0.1 x", "Cannot handle \"packetlen\" cmdline arg `x' on position 2 (argc 2)", 2),
        ("traceroute 10.0.0.1 10 10 10", "Extra arg `10' (position 3, argc 3)", 2),
        ("traceroute --foo", "Bad option `--foo' (argc 1)", 2),
        ("traceroute -p x 10.0.0.1", "Cannot handle `-p' option with arg `x' (argc 2)", 2),
        ("traceroute -4 fd01::2", "fd01::2: Address family for hostname not supported", 2),
        ("traceroute -6 10.0.0.1", "10.0.0.1: Address family for hostname not supported", 2),
        ("traceroute6 10.0.0.1", "10.0.0.1: Address family for hostname not supported", 2),
        ("nc", "usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]", 1),
        ("nc 10.0.0.1", "nc: missing port number", 1),
        ("nc -Q", "nc: invalid option -- 'Q'", 1),
        ("nc -w", "nc: option requires an argument -- 'w'", 1),
        ("nc -w x 10.0.0.1 80", "nc: timeout invalid: x", 1),
        ("nc -w -1 10.0.0.1 80", "nc: timeout too small: -1", 1),
        ("nc -zv 10.0.0.1 foo", "nc: port number invalid: foo", 1),
        ("nc -zv 10.0.0.1 0", "nc: port number too small: 0", 1),
        ("nc -zv 10.0.0.1 70000", "nc: port number too large: 70000", 1),
        ("nc -zv 10.0.0.1 80,81", "nc: port number invalid: 80,81", 1),
        ("nc -zv 10.0.0.1 80-", "nc: port number invalid: ", 1),
        ("nc -zv 10.0.0.1 1-99999", "nc: port number too large: 99999", 1),
        ("nc -l", "nc: missing port number", 1),
        ("nc -l 80 -p 80", "usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]", 1),
        ("nc -l -p", "nc: option requires an argument -- 'p'", 1),
        ("nc -k 10.0.0.1 80", "nc: must use -l with -k", 1),
        ("nc -z -l 80", "nc: cannot use -z and -l", 1),
        ("nc -u -x p:1 10.0.0.1 80", "nc: no proxy support for UDP mode", 1),
        ("nc -q x 10.0.0.1 80", "nc: quit timer invalid: x", 1),
        ("nc -i x 10.0.0.1 80", "nc: interval invalid: x", 1),
        ("nc -T foo 10.0.0.1 80", "nc: illegal tos value foo", 1),
        (
            "nc -zv -6 10.0.0.1 80",
            "nc: getaddrinfo for host \"10.0.0.1\" port 80: Address family for hostname not supported", 1
        ),
        (
            "nc -zv -4 fd01::2 80",
            "nc: getaddrinfo for host \"fd01::2\" port 80: Address family for hostname not supported", 1
        ),
        ("nc -p x -zv 10.0.0.1 80", "nc: getaddrinfo: Servname not supported for ai_socktype", 1),
        ("nc -zvn localhost 80", "nc: getaddrinfo for host \"localhost\" port 80: Name or service not known", 1),
        ("ncat", "Ncat: You must specify a host to connect to. QUITTING.", 2),
        ("ncat '' 80", "Ncat: You must specify a host to connect to. QUITTING.", 2),
        ("ncat 10.0.0.1 80 81", "Ncat: Got more than one port specification: 80 81. QUITTING.", 2),
        ("ncat 10.0.0.1 abc", "Ncat: Invalid port number \"abc\". QUITTING.", 2),
        ("ncat 10.0.0.1 70000", "Ncat: Invalid port number \"70000\". QUITTING.", 2),
        ("ncat 10.0.0.1 80-90", "Ncat: Invalid port number \"80-90\". QUITTING.", 2),
        ("ncat -X", "ncat: invalid option -- 'X'", 2),
        ("ncat 10.0.0.1 -5", "ncat: invalid option -- '5'", 2),
        ("ncat --bogus", "ncat: unrecognized option '--bogus'", 2),
        ("ncat --ver", "ncat: option '--ver' is ambiguous; possibilities: '--version' '--verbose'", 2),
        ("ncat -w", "ncat: option requires an argument -- 'w'", 2),
        (
            "ncat -w abc 10.0.0.1 80",
            "Ncat: Invalid -w timeout \"abc\" (must be greater than 0 and less than 2147483s). QUITTING.", 2
        ),
        (
            "ncat -w 0 10.0.0.1 80",
            "Ncat: Invalid -w timeout \"0\" (must be greater than 0 and less than 2147483s). QUITTING.", 2
        ),
        (
            "ncat -w 1h30 10.0.0.1 80",
            "Ncat: Invalid -w timeout \"1h30\" (must be greater than 0 and less than 2147483s). QUITTING.", 2
        ),
        (
            "ncat -i 2147484 10.0.0.1 80",
            "Ncat: Invalid -i timeout \"2147484\" (must be greater than 0 and less than 2147483s). QUITTING.", 2
        ),
        ("ncat -p 80x 10.0.0.1 80", "Ncat: Invalid source port number \"80x\". QUITTING.", 2),
        ("ncat -p 70000 10.0.0.1 80", "Ncat: Invalid source port 70000. QUITTING.", 2),
        ("ncat -z -l 80", "Ncat: Services designed for LISTENING can't be used with -z QUITTING.", 2),
        ("ncat -k 10.0.0.1 80", "Ncat: Invalid option combination: `--keep-open' with connect. QUITTING.", 2),
        ("ncat -m 3 10.0.0.1 80", "Ncat: Invalid option combination: `--max-conns' with connect. QUITTING.", 2),
        (
            "ncat -l -s 10.0.0.1 80",
            "Ncat: -l and -s are incompatible.  Specify the address and port to bind to like you would a host to connect to. "
                + "QUITTING.", 2
        ),
        ("ncat -l 99999", "Ncat: Invalid port number \"99999\". QUITTING.", 2),
        (
            "ncat -6 10.0.0.1 80",
            "Ncat: Could not resolve hostname \"10.0.0.1\": Address family for hostname not supported. QUITTING.", 2
        ),
        ("ncat -n nope 80", "Ncat: Could not resolve hostname \"nope\": Name or service not known. QUITTING.", 2),
        (
            "ncat -s nope 10.0.0.1 80",
            "Ncat: Could not resolve source address \"nope\": Name or service not known. QUITTING.", 2
        ),
        ("ncat -v", "Ncat: Version 7.93 ( https://nmap.org/ncat )", 2),
        ("ncat --version", "Ncat: Version 7.93 ( https://nmap.org/ncat )", 0),
        ("ncat -h", "Ncat 7.93 ( https://nmap.org/ncat )", 0),
        ("curl", "curl: try 'curl --help' or 'curl --manual' for more information", 2),
        ("curl -Z9", "curl: option -Z9: is unknown", 2),
        ("curl --foo http://10.0.0.1/", "curl: option --foo: is unknown", 2),
        ("curl -m", "curl: option -m: requires parameter", 2),
        ("curl -m x http://10.0.0.1/", "curl: option -m: expected a proper numerical parameter", 2),
        (
            "curl --connect-timeout x http://10.0.0.1/",
            "curl: option --connect-timeout: expected a proper numerical parameter", 2
        ),
        ("curl --resolve web:80 http://web/", "curl: (49) Couldn't parse CURLOPT_RESOLVE entry 'web:80'", 49),
        ("curl foo://10.0.0.1/", "curl: (1) Protocol \"foo\" not supported or disabled in libcurl", 1),
        ("curl http://", "curl: (3) URL using bad/illegal format or missing URL", 3),
        ("curl http://10.0.0.1:99999/", "curl: (3) URL using bad/illegal format or missing URL", 3),
        ("curl http://10.0.0.1:x/", "curl: (3) URL using bad/illegal format or missing URL", 3),
        ("curl -O http://10.0.0.1/", "curl: Remote file name has no length!", 23),
        ("wget", "wget: missing URL", 1),
        ("wget --foo", "wget: unrecognized option '--foo'", 2),
        ("wget -Z", "wget: invalid option -- 'Z'", 2),
        ("wget -T", "wget: option requires an argument -- 'T'", 2),
        ("wget -T x http://10.0.0.1/", "wget: --timeout: Invalid time period ‘x’", 2),
        ("wget foo://x", "foo://x: Unsupported scheme ‘foo’.", 1),
        ("wget http://", "http://: Invalid host name.", 1),
        ("wget http://10.0.0.1:99999/", "http://10.0.0.1:99999/: Bad port number.", 1),
        ("telnet -Z", "telnet: invalid option -- 'Z'", 64),
        ("telnet a b c", "telnet: too many arguments", 1),
        ("telnet 10.0.0.1 foo", "Server lookup failure:  10.0.0.1:foo, Servname not supported for ai_socktype", 1),
        ("telnet 10.0.0.1 70000", "Port number 70000 is out of range.", 1),
        ("telnet -4 fd01::2 80", "Server lookup failure:  fd01::2:80, Address family for hostname not supported", 1),
        ("arp -Z", "arp: invalid option -- 'Z'", 3),
        ("ss --foo", "ss: unrecognized option '--foo'", 255),
        ("ss -Z", "ss: SELinux is not enabled.", 1),
        ("ss -tan state foo", "ss: wrong state name: foo", 255),
        ("ip neigh show foo", "Error: any valid prefix is expected rather than \"foo\".", 1),
        ("ip neigh show nud foo", "Error: argument \"foo\" is wrong: nud state is bad", 255),
        ("ip neigh show dev eth9", "Cannot find device \"eth9\"", 1),
        ("ip neigh get 10.0.0.1", "Device and address are required arguments.", 1),
        ("ip neigh foo", "Command \"foo\" is unknown, try \"ip neigh help\".", 255),
    ])
    func `the full programs`(command: String, complaint: String, exitCode: Int) throws {
        try check(command, complaint, exitCode, tools: "iputils")
    }

    @Test(arguments: [
        ("ping", "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.", 1),
        ("ping a b", "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.", 1),
        ("ping -Z a", "ping: invalid option -- 'Z'", 1),
        ("ping -c", "ping: option requires an argument -- 'c'", 1),
        ("ping -c x 10.0.0.1", "ping: invalid number 'x'", 1),
        ("ping -c -1 10.0.0.1", "ping: invalid number '-1'", 1),
        ("ping -s 99999 10.0.0.1", "ping: number 99999 is not in 0..65535 range", 1),
        ("ping -s x 10.0.0.1", "ping: invalid number 'x'", 1),
        ("ping -W x 10.0.0.1", "ping: invalid number 'x'", 1),
        ("ping -w x 10.0.0.1", "ping: invalid number 'x'", 1),
        ("ping -t x 10.0.0.1", "ping: invalid number 'x'", 1),
        ("ping -I eth9 -c1 10.0.0.1", "ping: bad address 'eth9'", 1),
        ("ping -4 -c1 fd00::2", "ping: bad address 'fd00::2'", 1),
        ("ping -6 -c1 10.0.0.1", "ping: bad address '10.0.0.1'", 1),
        ("ping6 -c1 10.0.0.1", "ping6: bad address '10.0.0.1'", 1),
        ("ping -m 5 10.0.0.1", "ping: invalid option -- 'm'", 1),
        ("traceroute", "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.", 1),
        ("traceroute -m 0 10.0.0.1", "traceroute: number 0 is not in 1..255 range", 1),
        ("traceroute -m x 10.0.0.1", "traceroute: invalid number 'x'", 1),
        ("traceroute -Z", "traceroute: invalid option -- 'Z'", 1),
        ("traceroute -T 10.0.0.1", "traceroute: invalid option -- 'T'", 1),
        ("traceroute 10.0.0.1 20", "traceroute: number 20 is not in 46..32768 range", 1),
        ("traceroute -q 0 10.0.0.1", "traceroute: number 0 is not in 1..2147483647 range", 1),
        ("traceroute -w x 10.0.0.1", "traceroute: invalid number 'x'", 1),
        ("wget", "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.", 1),
        ("wget --foo", "wget: unrecognized option '--foo'", 1),
        ("wget -Z", "wget: invalid option -- 'Z'", 1),
        ("wget -T", "wget: option requires an argument -- 'T'", 1),
        ("wget -T x http://10.0.0.1/", "wget: invalid number 'x'", 1),
        ("wget foo://x", "wget: not an http or ftp url: foo://x", 1),
        ("wget http://10.0.0.1:x/", "wget: bad port 'x'", 1),
        ("wget http://10.0.0.1:99999/", "wget: bad port '99999'", 1),
        ("arp -Z", "arp: invalid option -- 'Z'", 1),
        ("telnet -Z", "telnet: invalid option -- 'Z'", 1),
    ])
    func `busybox`(command: String, complaint: String, exitCode: Int) throws {
        try check(command, complaint, exitCode, tools: "busybox")
    }

    private func check(_ command: String, _ complaint: String, _ exitCode: Int, tools: String) throws {
        var session = try Session.over(ScriptedNetwork(), tools: tools)
        let result = session.run(command)
        let text = result.stderr.isEmpty ? result.stdout : result.stderr
        let first = text.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init)
        #expect(first == complaint)
        #expect(result.exitCode == exitCode)
    }
}
