import Addressing
import DNSWire
import Lab
import Resolver
import TestSupport
import Testing

@testable import ContainerTools

/// What tools take from their context: the order of answers, servers outside, and nothing else.
@Suite struct `tool context` {
    // MARK: Rotation

    /// Counts the places that are fetched, as a store would.
    private final class Places {
        var fetched: [UInt64] = []
        func next(_ key: UInt64) -> UInt64 {
            defer { fetched.append(key) }
            return UInt64(fetched.count { $0 == key })
        }
    }

    private static func leaders(of lines: String) -> [String] { lines.split(separator: "\n").map(String.init) }

    @Test(arguments: [
        ("dig +short shared", 1), ("dig +short shared shared", 2), ("dig +short alpha", 0), ("dig +short nope", 0),
        ("getent hosts shared", 1), ("getent ahosts shared", 1), ("host -t A shared", 1),
        ("nslookup -type=A shared", 1),
        ("dig +short shared @127.0.0.1", 0), ("dig +short -p 54 shared", 0), ("dig +short +tcp shared", 1),
    ])
    func `a place is fetched once for each answer whose order matters`(command: String, count: Int) throws {
        let places = Places()
        var session = try Session(.forTools(), "probe")
        session.context.rotationPlace = places.next
        _ = session.run(command)
        #expect(places.fetched.count == count)
        #expect(Set(places.fetched).count <= 1)
    }

    @Test func `places may be kept elsewhere, from one context to the next`() throws {
        let lab = try Lab.forTools()
        let places = Places()
        var leaders: [Substring] = []
        for _ in 0..<4 {
            var session = try Session(lab, "probe")
            session.context.rotationPlace = places.next
            leaders += session.out("dig +short shared").split(separator: "\n").prefix(1)
        }
        #expect(leaders == ["10.111.0.2", "10.111.0.40", "10.111.0.2", "10.111.0.40"])
    }

    @Test func `an answer that is repeated over TCP counts once`() throws {
        var lab = Lab.fresh()
        try lab.network("net1", subnet: "10.111.0.0/24")
        for number in 0..<60 { try lab.run("c\(number)", on: "net1", aliases: ["many"]) }
        let places = Places()
        var session = try Session(lab, "c0")
        session.context.rotationPlace = places.next
        let first = session.run("dig many +noall +answer +noedns")
        let second = session.run("dig many +short +noedns")
        #expect(places.fetched.count == 2)
        #expect(first.stdout.hasPrefix(";; Truncated, retrying in TCP mode.\nmany.\t\t\t600\tIN\tA\t10.111.0.2\n"))
        #expect(first.stdout.split(separator: "\n").count == 61)
        #expect(second.stdout.hasPrefix("10.111.0.3\n"))
        let cut = session.out("dig many +short +noedns +ignore").split(separator: "\n")
        #expect(cut.first == "10.111.0.4" && cut.count == 30)
        #expect(session.out("dig many +short +bufsize=4096").split(separator: "\n").count == 60)
        #expect(session.out("getent hosts many").split(separator: "\n").count == 60)
        #expect(session.out("host -t A many").split(separator: "\n").count == 60)
        #expect(places.fetched.count == 6)
    }

    @Test func `fixed keeps the order, shuffle repeats with its seed`() throws {
        let lab = try Lab.forTools()
        var fixed = try Session(lab, "probe", order: .fixed)
        for _ in 0..<3 { #expect(fixed.out("dig +short shared") == "10.111.0.2\n10.111.0.40\n") }
        func shuffled() throws -> [String] {
            var session = try Session(lab, "probe", order: .shuffle)
            return (0..<20).map { _ in session.out("dig +short shared") }
        }
        let once = try shuffled()
        #expect(once == (try shuffled()))
        #expect(Set(once).count == 2)
    }

    // MARK: Real servers

    private static func session(
        in name: String = "probe",
        _ answer: @escaping (_ query: Message, _ isTCP: Bool) -> QueryReply
    ) throws -> Session {
        var lab = try Lab.forTools()
        lab.setUpstreamServer(.init(address: .v4(IPv4Address(203, 0, 113, 5)), port: 5353))
        var session = try Session(lab, name)
        session.context.askUpstream = { server, query, isTCP in
            #expect(server.port == 5353)
            guard let message = try? Message(decoding: query.span) else { return .timeout }
            return answer(message, isTCP)
        }
        return session
    }

    private static func reply(_ query: Message, _ rcode: RCODE = .noError, count: Int = 1) -> QueryReply {
        var message = query
        message.header.flags = [.qr, .rd, .ra]
        message.header.rcode = rcode
        message.edns = nil
        if rcode == .noError, let name = query.questions.first?.name {
            message.answers = (0..<count).map { number in
                ResourceRecord(name: name, ttl: 60, data: .a(IPv4Address(rawValue: 0xc633_6400 + UInt32(number))))
            }
        }
        var bytes: [UInt8] = []
        _ = try? message.encode(into: &bytes, limit: 512)
        return .response(bytes)
    }

    @Test func `a real server is asked for what no container answers`() throws {
        var session = try Self.session { query, _ in Self.reply(query) }
        #expect(session.out("dig +short www.example.org") == "198.51.100.0\n")
        #expect(session.out("dig +short alpha") == "10.111.0.2\n")
        #expect(session.out("dig @9.9.9.9 +short alpha") == "198.51.100.0\n")
        #expect(session.out("host -t A www.example.org") == "www.example.org has address 198.51.100.0\n")
    }

    @Test func `a response that was cut short is asked for over TCP`() throws {
        var transports: [Bool] = []
        var session = try Self.session { query, isTCP in
            transports.append(isTCP)
            return isTCP ? Self.reply(query, count: 3) : Self.reply(query, count: 100)
        }
        #expect(session.out("dig +short www.example.org").split(separator: "\n").count == 3)
        #expect(transports == [false, true])
    }

    @Test(arguments: [QueryReply.timeout, .refused, .unreachable])
    func `the embedded DNS answers for a server that is silent`(outcome: QueryReply) throws {
        var session = try Self.session { _, _ in outcome }
        let text = session.out("dig +noall +comments www.example.org")
        #expect(text.contains("status: SERVFAIL,"))
        #expect(text.contains(";; flags: qr rd; QUERY: 1, ANSWER: 0,"))
        #expect(text.contains(";; WARNING: recursion requested but not available"))
        #expect(session.run("getent hosts www.example.org") == ToolResult(exitCode: 2))
    }

    @Test(arguments: [RCODE.servFail, .refused])
    func `a server's own failure becomes the embedded DNS's`(rcode: RCODE) throws {
        var session = try Self.session { query, _ in Self.reply(query, rcode) }
        #expect(session.out("dig +noall +comments www.example.org").contains(";; flags: qr rd; QUERY: 1"))
    }

    @Test func `other codes are passed on`() throws {
        var session = try Self.session { query, _ in Self.reply(query, .notImp) }
        let text = session.out("dig +noall +comments www.example.org")
        #expect(text.contains("status: NOTIMP,"))
        #expect(text.contains(";; WARNING: EDNS query returned status NOTIMP - retry with '+noedns'"))
    }

    @Test(arguments: [
        (QueryReply.timeout, ";; communications error to 192.0.2.53#53: timed out\n"),
        (.refused, ";; communications error to 192.0.2.53#53: connection refused\n"),
        (.unreachable, ";; UDP setup with 192.0.2.53#53(192.0.2.53) for b failed: network unreachable.\n"),
    ])
    func `without the embedded DNS the tool sees the server itself`(outcome: QueryReply, line: String) throws {
        var session = try Self.session(in: "legacy") { _, _ in outcome }
        let result = session.run("dig +tries=1 b")
        #expect(result.stdout.hasPrefix(line))
        #expect(result.exitCode == 9)
    }

    @Test func `octets that are no message are shown as they are`() throws {
        var session = try Self.session { _, _ in .response(Array("no DNS at all, is it".utf8)) }
        let shown = """
            ;; Got bad packet: FORMERR
            20 bytes
            6e 6f 20 44 4e 53 20 61 74 20 61 6c 6c 2c 20 69          no DNS at all, i
            73 20 69 74                                              s it

            """
        #expect(session.out("dig b") == shown)
        #expect(session.run("host a") == ToolResult(stdout: shown, exitCode: 1))
        #expect(session.run("nslookup a") == ToolResult(stdout: shown + "\n", exitCode: 1))
    }

    @Test func `several servers are asked in turn`() throws {
        var lab = try Lab.forTools()
        try lab.run("two") { $0.config.dns = ["127.0.0.1", "192.0.2.53"].compactMap { IPAddress($0) } }
        try lab.run("none") { $0.config.dns = ["127.0.0.1", "127.0.0.2"].compactMap { IPAddress($0) } }
        var two = try Session(lab, "two")
        two.expect(
            """
            $ dig +tries=2 +noall +answer web.example.test
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.1#53: connection refused
            web.example.test.	300	IN	A	198.51.100.7
            $ getent hosts web.example.test
            198.51.100.7    web.example.test
            """
        )
        var none = try Session(lab, "none")
        none.expect(
            """
            $ dig +tries=2 b
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.2#53: connection refused

            ; <<>> DiG 9.18.49 <<>> +tries=2 b
            ;; global options: +cmd
            ;; no servers could be reached
            [9]
            $ dig +tcp +tries=2 b
            ;; Connection to 127.0.0.1#53(127.0.0.1) for b failed: connection refused.
            ;; no servers could be reached
            ;; Connection to 127.0.0.1#53(127.0.0.1) for b failed: connection refused.
            ;; Connection to 127.0.0.2#53(127.0.0.2) for b failed: connection refused.
            ;; no servers could be reached
            [9]
            """
        )
    }

    @Test func `SERVFAIL goes on to the next server where the tool does`() throws {
        var lab = try Lab.forTools()
        lab.setUpstreamServer(.init(address: .v4(IPv4Address(203, 0, 113, 5)), port: 53))
        try lab.run("two") { $0.config.dns = ["192.0.2.53", "127.0.0.1"].compactMap { IPAddress($0) } }
        var session = try Session(lab, "two")
        session.context.askUpstream = { _, query, _ in
            (try? Message(decoding: query.span)).map { Self.reply($0, .servFail) } ?? .timeout
        }
        session.expect(
            """
            $ dig +noall +comments +qid=1 b
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: SERVFAIL, id: 1
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0

            $ dig +noall +nofail b
            ;; Got SERVFAIL reply from 192.0.2.53, trying next server
            ;; communications error to 127.0.0.1#53: connection refused
            ;; no servers could be reached
            [9]
            $ host a
            ;; communications error to 127.0.0.1#53: connection refused
            ;; no servers could be reached
            [1]
            $ host -s a
            Host a not found: 2(SERVFAIL)
            [1]
            $ nslookup a
            ;; Got SERVFAIL reply from 192.0.2.53, trying next server
            ;; communications error to 127.0.0.1#53: connection refused
            ;; no servers could be reached

            [1]
            """
        )
    }

    // MARK: The rest of the context

    @Test func `exec's own variables and terminal are in the environment`() throws {
        var session = try Session(.forTools(), "probe")
        session.context.hasTerminal = true
        session.context.environment = ["COLOR=red", "EXTRA=1"]
        #expect(
            session.out("env") == """
                PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
                HOSTNAME=probe
                TERM=xterm
                COLOR=red
                EMPTY=
                EXTRA=1
                HOME=/root

                """
        )
    }

    @Test func `on a terminal names are listed in columns`() throws {
        var session = try Session(.forTools(), "probe")
        session.context.hasTerminal = true
        #expect(session.out("ls /etc") == "group  hostname  hosts  nsswitch.conf  passwd  resolv.conf\n")
        #expect(session.out("ls -1p /usr/local") == "bin/\nlib/\nsbin/\nshare/\n")
        #expect(session.out("ls -1 /etc") == "group\nhostname\nhosts\nnsswitch.conf\npasswd\nresolv.conf\n")
        session.context.columns = 30
        #expect(session.out("ls /etc") == "group     nsswitch.conf\nhostname  passwd\nhosts     resolv.conf\n")
        session.context.columns = 0
        #expect(session.out("ls /etc") == "group\nhostname\nhosts\nnsswitch.conf\npasswd\nresolv.conf\n")
    }

    @Test func `the same context gives the same bytes`() throws {
        let lab = try Lab.forTools()
        let commands = ["dig alpha +qr", "dig shared", "nslookup six", "host shared", "ip -j addr", "ls -l /etc"]
        var first = try Session(lab, "probe")
        var second = try Session(lab, "probe")
        #expect(first.transcript(commands) == second.transcript(commands))
    }

    @Test(arguments: [
        ("dig", true), ("/usr/bin/dig", true), ("/bin/sh", true), ("/sbin/ip", true), ("ping", true), ("foo", false),
        ("/opt/dig", false), ("dig/", false), ("", false), ("/", false), ("//dig", false), ("DIG", false),
    ])
    func `tools are known by name and by their usual paths`(command: String, isSimulated: Bool) {
        #expect(ToolRunner.isSimulated(command) == isSimulated)
    }

    // MARK: Explanations

    @Test(
        arguments: [
            (
                "shared",
                [
                    "probe asks 127.0.0.11; networks in gateway order: net1", "\"shared\" on any network",
                    "  net1: alias of alpha 10.111.0.2, alias of beta 10.111.0.40",
                    "decided: network net1 answers alone, 2 addresses, TTL 600",
                ]
            ),
            (
                "nope",
                [
                    "probe asks 127.0.0.11; networks in gateway order: net1", "\"nope\" on any network",
                    "  net1: no container has this name, alias, short id or hostname",
                    "decided: forwarded to 192.0.2.53",
                ]
            ),
            (
                "-x 10.111.0.2",
                [
                    "probe asks 127.0.0.11; networks in gateway order: net1",
                    "decided: 10.111.0.2 is an endpoint on net1",
                ]
            ),
            ("@10.111.0.40 alpha", ["10.111.0.40: nothing listens on port 53 of 10.111.0.40"]),
        ] as [(String, [String])]
    )
    func `an explanation says which rule decided`(arguments: String, lines: [String]) throws {
        var session = try Session(.forTools(), "probe")
        session.context.explains = true
        let said = session.run("dig +tries=1 \(arguments)").stdout.split(separator: "\n").filter { $0.hasPrefix(";  ") }
        #expect(said.map { String($0.dropFirst(3)) } == lines)
    }
}
