import Dataplane
import PacketWire
import Testing

@testable import ContainerTools

/// The texts of tools for HTTP, word for word as curl 7.88.1, busybox 1.35 and GNU wget 1.21.3 print them.
@Suite struct `web tools` {
    @Test func `curl`() throws {
        var session = try Session.over(.forWeb, tools: "iputils")
        session.expect(
            #"""
            $ curl -s http://beta/
            beta
            $ curl -sv http://beta/
            beta
            ! *   Trying 10.111.0.40:80...
            ! * Connected to beta (10.111.0.40) port 80 (#0)
            ! > GET / HTTP/1.1
            ! > Host: beta
            ! > User-Agent: curl/7.88.1
            ! > Accept: */*
            ! > 
            ! < HTTP/1.1 200 OK
            ! < Content-Type: text/plain
            ! < Content-Length: 5
            ! < Connection: close
            ! < 
            ! * Closing connection 0
            $ curl -si beta
            HTTP/1.1 200 OK^M
            Content-Type: text/plain^M
            Content-Length: 5^M
            Connection: close^M
            ^M
            beta
            $ curl -sI beta
            HTTP/1.1 200 OK^M
            Content-Type: text/plain^M
            Content-Length: 5^M
            Connection: close^M
            ^M
            $ curl -sS http://beta:81/
            ! curl: (7) Failed to connect to beta port 81 after 0 ms: Couldn't connect to server
            [7]
            $ curl -s http://beta:81/
            [7]
            $ curl -sS -m 1 http://beta:82/
            ! curl: (28) Operation timed out after 1000 milliseconds with 0 bytes received
            [28]
            $ curl -sS --connect-timeout 1 http://beta:90/
            ! curl: (28) Failed to connect to beta port 90 after 1000 ms: Timeout was reached
            [28]
            $ curl -sS http://beta:83/
            ! curl: (52) Empty reply from server
            [52]
            $ curl -sS http://beta:84/
            ! curl: (56) Recv failure: Connection reset by peer
            [56]
            $ curl -s http://beta:85/
            beta
            $ curl -sS http://beta:86/
            ! curl: (1) Received HTTP/0.9 when not allowed
            [1]
            $ curl -sSf http://beta:87/
            ! curl: (22) The requested URL returned error: 404
            [22]
            $ curl -s http://beta:88/
            $ curl -sL http://beta:88/
            beta
            $ curl -sS http://beta:89/
            beta
            ! curl: (18) transfer closed with 4 bytes remaining to read
            [18]
            $ curl -sS https://beta/
            ! curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number
            [35]
            $ curl -sS http://nope/
            ! curl: (6) Could not resolve host: nope
            [6]
            $ curl -sS -4 http://[fd01::2]/
            ! curl: (7) Couldn't connect to server
            [7]
            $ curl -s -o /dev/null -w %{http_code}|%{remote_ip}|%{exitcode}\n http://beta/
            200|10.111.0.40|0
            $ curl -sS --resolve web:80:10.111.0.40 http://web/
            beta
            $ curl -sv -X POST -d a=b -H X-Foo:1 http://beta/
            beta
            ! Note: Unnecessary use of -X or --request, POST is already inferred.
            ! *   Trying 10.111.0.40:80...
            ! * Connected to beta (10.111.0.40) port 80 (#0)
            ! > POST / HTTP/1.1
            ! > Host: beta
            ! > User-Agent: curl/7.88.1
            ! > Accept: */*
            ! > Content-Length: 3
            ! > Content-Type: application/x-www-form-urlencoded
            ! > X-Foo:1
            ! > 
            ! < HTTP/1.1 200 OK
            ! < Content-Type: text/plain
            ! < Content-Length: 5
            ! < Connection: close
            ! < 
            ! * Closing connection 0
            $ curl -sS http://192.0.2.1/
            ! curl: (7) Failed to connect to 192.0.2.1 port 80 after 0 ms: Couldn't connect to server
            [7]
            $ curl -sS http://10.9.0.1/
            ! curl: (7) Failed to connect to 10.9.0.1 port 80 after 3058 ms: Couldn't connect to server
            [7]
            $ curl -sS --interface eth9 http://beta/
            ! curl: (45) Couldn't bind to 'eth9'
            [45]
            """#
        )
    }

    @Test func `GNU's wget`() throws {
        var session = try Session.over(.forWeb, tools: "iputils")
        session.expect(
            #"""
            $ wget -qO- http://beta/
            beta
            $ wget -O- http://beta/
            beta
            ! --2026-05-28 20:26:40--  http://beta/
            ! Resolving beta (beta)... 10.111.0.40
            ! Connecting to beta (beta)|10.111.0.40|:80... connected.
            ! HTTP request sent, awaiting response... 200 OK
            ! Length: 5 [text/plain]
            ! Saving to: ‘STDOUT’
            ! 
            !      0K                                                       100% 0.00 =0s
            ! 
            ! 2026-05-28 20:26:40 (0.00 B/s) - written to stdout [5/5]
            ! 
            $ wget --spider http://beta:87/
            ! Spider mode enabled. Check if remote file exists.
            ! --2026-05-28 20:26:40--  http://beta:87/
            ! Resolving beta (beta)... 10.111.0.40
            ! Connecting to beta (beta)|10.111.0.40|:87... connected.
            ! HTTP request sent, awaiting response... 404 Not Found
            ! Remote file does not exist -- broken link!!!
            ! 
            [8]
            $ wget -t 1 -O- http://10.111.0.40:81/
            ! --2026-05-28 20:26:40--  http://10.111.0.40:81/
            ! Connecting to 10.111.0.40:81... failed: Connection refused.
            [4]
            $ wget -O- http://nope/
            ! --2026-05-28 20:26:40--  http://nope/
            ! Resolving nope (nope)... failed: Name or service not known.
            ! wget: unable to resolve host address ‘nope’
            [4]
            $ wget -t1 -O- http://beta:83/
            ! --2026-05-28 20:26:40--  http://beta:83/
            ! Resolving beta (beta)... 10.111.0.40
            ! Connecting to beta (beta)|10.111.0.40|:83... connected.
            ! HTTP request sent, awaiting response... No data received.
            ! Giving up.
            ! 
            [4]
            $ wget -t1 -S -O /dev/null http://beta:88/
            ! --2026-05-28 20:26:40--  http://beta:88/
            ! Resolving beta (beta)... 10.111.0.40
            ! Connecting to beta (beta)|10.111.0.40|:88... connected.
            ! HTTP request sent, awaiting response... 
            !   HTTP/1.1 302 Found
            !   Location: http://beta/x
            !   Content-Length: 0
            ! Location: http://beta/x [following]
            ! --2026-05-28 20:26:40--  http://beta/x
            ! Resolving beta (beta)... 10.111.0.40
            ! Connecting to beta (beta)|10.111.0.40|:80... connected.
            ! HTTP request sent, awaiting response... 
            !   HTTP/1.1 200 OK
            !   Content-Type: text/plain
            !   Content-Length: 5
            !   Connection: close
            ! Length: 5 [text/plain]
            ! Saving to: ‘/dev/null’
            ! 
            !      0K                                                       100% 0.00 =0s
            ! 
            ! 2026-05-28 20:26:40 (0.00 B/s) - ‘/dev/null’ saved [5/5]
            ! 
            """#
        )
    }

    @Test func `busybox's wget`() throws {
        var session = try Session.over(.forWeb)
        session.expect(
            #"""
            $ wget -qO- http://beta/
            beta
            $ wget -O- http://beta/
            beta
            ! Connecting to beta (10.111.0.40:80)
            ! writing to stdout
            ! -                    100% |********************************|     5  0:00:00 ETA
            ! written to stdout
            $ wget --spider http://beta:87/
            ! Connecting to beta:87 (10.111.0.40:87)
            ! wget: server returned error: HTTP/1.1 404 Not Found
            [1]
            $ wget -S -O /dev/null http://beta
            ! Connecting to beta (10.111.0.40:80)
            !   HTTP/1.1 200 OK
            !   Content-Type: text/plain
            !   Content-Length: 5
            !   Connection: close
            !   
            ! saving to '/dev/null'
            ! null                 100% |********************************|     5  0:00:00 ETA
            ! '/dev/null' saved
            $ wget -O- http://beta:81/
            ! Connecting to beta:81 (10.111.0.40:81)
            ! wget: can't connect to remote host (10.111.0.40): Connection refused
            [1]
            $ wget -O- http://beta:83/
            ! Connecting to beta:83 (10.111.0.40:83)
            ! wget: error getting response
            [1]
            $ wget -O- http://beta:84/
            ! Connecting to beta:84 (10.111.0.40:84)
            ! wget: error getting response: Connection reset by peer
            [1]
            $ wget -O- http://beta:88/
            beta
            ! Connecting to beta:88 (10.111.0.40:88)
            ! Connecting to beta (10.111.0.40:80)
            ! writing to stdout
            ! -                    100% |********************************|     5  0:00:00 ETA
            ! written to stdout
            $ wget -O- https://beta/
            ! Connecting to beta (10.111.0.40:443)
            ! wget: TLS error from peer (alert code 70): protocol version
            [1]
            $ wget -O- http://nope/
            ! wget: bad address 'nope'
            [1]
            $ wget -T 1 -O- http://beta:82/
            ! Connecting to beta:82 (10.111.0.40:82)
            ! wget: download timed out
            [1]
            """#
        )
    }

    @Test func `Debian's traceroute`() throws {
        var session = try Session.over(.forWeb, tools: "iputils")
        session.expect(
            #"""
            $ traceroute -n 10.9.0.1
            traceroute to 10.9.0.1 (10.9.0.1), 30 hops max, 60 byte packets
             1  10.9.0.1  2.500 ms  2.500 ms  2.500 ms
            $ traceroute -I -n 10.9.0.1
            traceroute to 10.9.0.1 (10.9.0.1), 30 hops max, 60 byte packets
             1  10.9.0.1  2.500 ms  2.500 ms  2.500 ms
            $ traceroute -n -q 1 -m 3 10.9.0.9
            traceroute to 10.9.0.9 (10.9.0.9), 3 hops max, 60 byte packets
             1  *
             2  *
             3  *
            $ traceroute -n 10.9.0.8
            traceroute to 10.9.0.8 (10.9.0.8), 30 hops max, 60 byte packets
             1  10.9.0.254  1.500 ms !H  1.500 ms !H  1.500 ms !H
            $ traceroute -n 192.0.2.1
            traceroute to 192.0.2.1 (192.0.2.1), 30 hops max, 60 byte packets%
            ! 
            ! connect: Network is unreachable
            [1]
            $ traceroute nope
            ! nope: Name or service not known
            ! Cannot handle "host" cmdline arg `nope' on position 1 (argc 1)
            [2]
            """#
        )
    }

    @Test func `busybox's traceroute`() throws {
        var session = try Session.over(.forWeb)
        session.expect(
            #"""
            $ traceroute -n 10.9.0.1
            traceroute to 10.9.0.1 (10.9.0.1), 30 hops max, 46 byte packets
             1  10.9.0.1  2.500 ms  2.500 ms  2.500 ms
            $ traceroute 10.9.0.1
            traceroute to 10.9.0.1 (10.9.0.1), 30 hops max, 46 byte packets
             1  10.9.0.1 (10.9.0.1)  2.500 ms  2.500 ms  2.500 ms
            $ traceroute -n -q 2 -w 1 -m 4 10.9.0.9
            traceroute to 10.9.0.9 (10.9.0.9), 4 hops max, 46 byte packets
             1  *  *
             2  *  *
             3  *  *
             4  *  *
            $ traceroute -n 10.9.0.8
            traceroute to 10.9.0.8 (10.9.0.8), 30 hops max, 46 byte packets
             1  10.9.0.254  1.500 ms !H  1.500 ms !H  1.500 ms !H
            $ traceroute -n 192.0.2.1
            ! traceroute: can't connect to remote host (192.0.2.1): Network is unreachable
            [1]
            """#
        )
    }

    /// A way over one router, behind which packets of 1400 bytes pass.
    @Test func `tracepath`() throws {
        var network = ScriptedNetwork.forWeb
        network.routers = ["10.111.0.1"]
        network.echoes["10.9.0.7"] = [
            .error(.packetTooBig(mtu: 1400), from: "10.111.0.1", milliseconds: 1),
            .error(.unreachable(.port), from: "10.9.0.7", milliseconds: 2),
        ]
        network.echoes["10.9.0.8"] = [.error(.unreachable(.host), from: "10.111.0.1", milliseconds: 3052.613)]
        var session = try Session.over(network, tools: "iputils")
        session.expect(
            #"""
            $ tracepath -n 10.9.0.7
             1?: [LOCALHOST]                      pmtu 1500
             1:  10.111.0.1                                            1.000ms\#u{20}
             1:  10.111.0.1                                            1.000ms\#u{20}
             2:  10.111.0.1                                            1.000ms pmtu 1400
             2:  10.9.0.7                                              2.000ms reached
                 Resume: pmtu 1400 hops 2 back 2\#u{20}
            $ tracepath -n -m 2 10.9.0.9
             1?: [LOCALHOST]                      pmtu 1500
             1:  10.111.0.1                                            1.000ms\#u{20}
             1:  10.111.0.1                                            1.000ms\#u{20}
             2:  no reply
                 Too many hops: pmtu 1500
                 Resume: pmtu 1500\#u{20}
            $ tracepath -n -l 1300 10.9.0.8
             1:  10.111.0.1                                            1.000ms\#u{20}
             2:  no reply
             2:  10.111.0.1                                          3052.613ms !H
                 Resume: pmtu 1300\#u{20}
            $ tracepath 192.0.2.1
             1:  send failed
                 Resume: pmtu 65535\#u{20}
            $ tracepath -m x 10.9.0.1
            ! tracepath: invalid argument: 'x'
            [1]
            $ tracepath -6 10.9.0.1
            ! tracepath: 10.9.0.1: Address family for hostname not supported
            [1]
            """#
        )
    }
}
