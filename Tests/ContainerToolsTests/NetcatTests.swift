import Dataplane
import Testing

@testable import ContainerTools

/// nc's and telnet's texts, word for word, as OpenBSD's nc 1.219 and Debian's telnet print them.
@Suite struct `connections by hand` {
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

    @Test func `nc`() throws {
        var session = try Session.over(Self.network, tools: "iputils")
        session.expect(
            #"""
            $ nc -zv beta 80
            ! Connection to beta (10.111.0.40) 80 port [tcp/http] succeeded!
            $ nc -zv beta 81
            ! nc: connect to beta (10.111.0.40) port 81 (tcp) failed: Connection refused
            [1]
            $ nc -zv -w 1 beta 82
            ! nc: connect to beta (10.111.0.40) port 82 (tcp) timed out: Operation now in progress
            [1]
            $ nc -zv 10.9.0.1 80
            ! nc: connect to 10.9.0.1 port 80 (tcp) failed: No route to host
            [1]
            $ nc -zvu beta 53
            ! Connection to beta (10.111.0.40) 53 port [udp/domain] succeeded!
            $ nc -zvu beta 54
            [1]
            $ nc -zv beta 79-82
            ! nc: connect to beta (10.111.0.40) port 79 (tcp) failed: Connection refused
            ! Connection to beta (10.111.0.40) 80 port [tcp/http] succeeded!
            ! nc: connect to beta (10.111.0.40) port 81 (tcp) failed: Connection refused
            ! nc: connect to beta (10.111.0.40) port 82 (tcp) failed: Connection timed out
            $ nc -v beta 80
            ! Connection to beta (10.111.0.40) 80 port [tcp/http] succeeded!
            $ nc -zv nope 80
            ! nc: getaddrinfo for host "nope" port 80: Name or service not known
            [1]
            $ nc -zv 192.0.2.1 80
            ! nc: connect to 192.0.2.1 port 80 (tcp) failed: Network is unreachable
            [1]
            $ nc beta
            ! nc: missing port number
            [1]
            $ nc -zv beta 70000
            ! nc: port number too large: 70000
            [1]
            $ nc -lv 9000
            ! Listening on 0.0.0.0 9000
            ! netsim: nc stopped, as nobody connects
            $ nc -zvn beta 80
            ! nc: getaddrinfo for host "beta" port 80: Name or service not known
            [1]
            """#
        )
    }

    @Test func `telnet`() throws {
        var session = try Session.over(Self.network, tools: "iputils")
        session.expect(
            #"""
            $ telnet beta 80
            Trying 10.111.0.40...
            Connected to beta.
            Escape character is '^]'.
            ! Connection closed by foreign host.
            $ telnet beta 81
            Trying 10.111.0.40...
            ! telnet: Unable to connect to remote host: Connection refused
            [1]
            $ telnet nope
            Server lookup failure:  nope:telnet, Name or service not known
            [1]
            $ telnet beta 70000
            Port number 70000 is out of range.
            [1]
            """#
        )
    }

    @Test func `busybox's telnet`() throws {
        var session = try Session.over(Self.network)
        session.expect(
            #"""
            $ telnet beta 80
            Connected to beta
            $ telnet beta 81
            ! telnet: can't connect to remote host (10.111.0.40): Connection refused
            [1]
            """#
        )
    }

    @Test func `nc passes on its input and prints what comes`() throws {
        var network = Self.network
        network.ports["10.111.0.40:80"] = .open([.bytes(Array("hello\n".utf8)), .end])
        var session = try Session.over(network)
        session.context.input = Array("GET /\n".utf8)
        #expect(session.out("nc -N beta 80") == "hello\n")
        #expect(session.written == "GET /\n")
        #expect(session.log.contains("close sending"))
    }

    @Test func `nc -l serves who comes`() throws {
        var network = Self.network
        network.callers = [[.bytes(Array("hi\n".utf8)), .end]]
        var session = try Session.over(network)
        session.expect(
            #"""
            $ nc -lv 9000
            hi
            ! Listening on 0.0.0.0 9000
            ! Connection received on 10.111.0.9 40000
            """#
        )
    }
}
