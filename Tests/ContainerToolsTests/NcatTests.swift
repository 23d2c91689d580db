import Dataplane
import Testing

@testable import ContainerTools

/// ncat's texts, word for word, as Debian 12's 7.93 prints them.
@Suite struct `ncat` {
    private static var network: ScriptedNetwork {
        var network = ScriptedNetwork()
        network.ports = [
            "10.111.0.40:80": .open([.end]), "10.111.0.40:82": .silent,
            "10.9.0.1:80": .failing(.hostUnreachable, milliseconds: 3000), "10.111.0.40:53/udp": .silent,
        ]
        network.echoes = ["10.111.0.40": [.reply(milliseconds: 0.1)]]
        network.unrouted = ["192.0.2.1"]
        return network
    }

    @Test func `connects`() throws {
        var session = try Session.over(Self.network, tools: "iputils")
        session.expect(
            #"""
            $ ncat -zv beta 80
            ! Ncat: Version 7.93 ( https://nmap.org/ncat )
            ! Ncat: Connected to 10.111.0.40:80.
            ! Ncat: 0 bytes sent, 0 bytes received in 0.00 seconds.
            $ ncat -z beta 80
            $ ncat -z beta 81
            [1]
            $ ncat beta 81
            ! Ncat: Connection refused.
            [1]
            $ ncat -zv beta 81
            ! Ncat: Version 7.93 ( https://nmap.org/ncat )
            ! Ncat: Connection refused.
            [1]
            $ ncat -w 1 beta 82
            ! Ncat: TIMEOUT.
            [1]
            $ ncat -v 10.9.0.1 80
            ! Ncat: Version 7.93 ( https://nmap.org/ncat )
            ! Ncat: No route to host.
            [1]
            $ ncat 192.0.2.1 80
            ! Ncat: Network is unreachable.
            [1]
            $ ncat nope 80
            ! Ncat: Could not resolve hostname "nope": Name or service not known. QUITTING.
            [2]
            $ ncat -zvu beta 53
            ! Ncat: Version 7.93 ( https://nmap.org/ncat )
            ! Ncat: Connected to 10.111.0.40:53.
            ! Ncat: UDP packet sent successfully
            ! Ncat: 1 bytes sent, 0 bytes received in 2.00 seconds.
            $ ncat -zvu beta 54
            ! Ncat: Version 7.93 ( https://nmap.org/ncat )
            ! Ncat: Connected to 10.111.0.40:54.
            ! Ncat: Connection refused.
            [1]
            $ ncat -lv 9000
            ! Ncat: Version 7.93 ( https://nmap.org/ncat )
            ! Ncat: Listening on :::9000
            ! Ncat: Listening on 0.0.0.0:9000
            ! netsim: ncat stopped, as nobody connects
            """#
        )
    }

    @Test func `passes on its input and prints what comes`() throws {
        var network = Self.network
        network.ports["10.111.0.40:80"] = .open([.bytes(Array("hello\n".utf8)), .end])
        var session = try Session.over(network)
        session.context.input = Array("GET /\n\r\n".utf8)
        let result = session.run("ncat -Cv beta 80")
        #expect(result.stdout == "hello\n")
        #expect(result.stderr.hasSuffix("Ncat: 9 bytes sent, 6 bytes received in 0.00 seconds.\n"))
        #expect(session.written == "GET /\r\n\r\n")
        #expect(session.log.contains("close sending"))
    }

    @Test(
        arguments: [
            (
                "ncat -i 500ms beta 80", [.bytes(Array("a".utf8)), .timeout], "a",
                "Ncat: Idle timeout expired (500 ms).\n", 1
            ),
            ("ncat beta 80", [.reset], "", "Ncat: Connection reset by peer.\n", 1),
            ("ncat --send-only beta 80", [.bytes(Array("a".utf8)), .end], "", "", 0),
        ] as [(String, [StreamReading], String, String, Int)]
    )
    func `ends`(command: String, readings: [StreamReading], output: String, complaint: String, exitCode: Int) throws {
        var network = Self.network
        network.ports["10.111.0.40:80"] = .open(readings)
        var session = try Session.over(network)
        #expect(session.run(command) == ToolResult(stdout: output, stderr: complaint, exitCode: exitCode))
    }

    @Test func `serves who comes`() throws {
        var network = Self.network
        network.callers = [[.bytes(Array("hi\n".utf8)), .end]]
        var session = try Session.over(network)
        let result = session.run("ncat -l4v 9000")
        #expect(result.stdout == "hi\n")
        let lines = result.stderr.split(separator: "\n")
        #expect(
            lines.prefix(2) == [
                "Ncat: Version 7.93 ( https://nmap.org/ncat )", "Ncat: Listening on 0.0.0.0:9000",
            ]
        )
        try #require(lines.count == 4)
        #expect(lines[3].hasPrefix(lines[2].dropLast() + ":"), "the address, then the address with the port")
    }
}
