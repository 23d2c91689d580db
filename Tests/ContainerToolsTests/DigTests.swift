import Testing

@testable import ContainerTools

/// dig's output over a fixed lab, word for word: forms taken from BIND 9.18.49.
@Suite struct `dig` {
    @Test func `a response is shown whole`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ dig alpha

            ; <<>> DiG 9.18.49 <<>> alpha
            ;; global options: +cmd
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 25547
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;alpha.				IN	A

            ;; ANSWER SECTION:
            alpha.			600	IN	A	10.111.0.2

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 39

            $ dig shared

            ; <<>> DiG 9.18.49 <<>> shared
            ;; global options: +cmd
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 59032
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;shared.				IN	A

            ;; ANSWER SECTION:
            shared.			600	IN	A	10.111.0.2
            shared.			600	IN	A	10.111.0.40

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 56

            $ dig alpha AAAA

            ; <<>> DiG 9.18.49 <<>> alpha AAAA
            ;; global options: +cmd
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 29651
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;alpha.				IN	AAAA

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 23

            $ dig example.test MX

            ; <<>> DiG 9.18.49 <<>> example.test MX
            ;; global options: +cmd
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 30667
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; udp: 1232
            ;; QUESTION SECTION:
            ;example.test.			IN	MX

            ;; ANSWER SECTION:
            example.test.		300	IN	MX	10 mail.example.test.

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 62

            $ dig nope

            ; <<>> DiG 9.18.49 <<>> nope
            ;; global options: +cmd
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 8798
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; udp: 1232
            ;; QUESTION SECTION:
            ;nope.				IN	A

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 33

            $ dig alpha shared

            ; <<>> DiG 9.18.49 <<>> alpha shared
            ;; global options: +cmd
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 6786
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;alpha.				IN	A

            ;; ANSWER SECTION:
            alpha.			600	IN	A	10.111.0.2

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 39

            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 60163
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;shared.				IN	A

            ;; ANSWER SECTION:
            shared.			600	IN	A	10.111.0.40
            shared.			600	IN	A	10.111.0.2

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 56

            """#
        )
    }

    @Test func `several addresses start one further each time`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ dig +short shared
            10.111.0.2
            10.111.0.40
            $ dig +short shared
            10.111.0.40
            10.111.0.2
            $ dig +short shared shared
            10.111.0.2
            10.111.0.40
            10.111.0.40
            10.111.0.2
            """#
        )
    }

    @Test func `records outside`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ dig +noall +answer www.example.test
            www.example.test.	300	IN	CNAME	web.example.test.
            web.example.test.	300	IN	A	198.51.100.7
            $ dig +noall +answer example.test MX example.test TXT
            example.test.		300	IN	MX	10 mail.example.test.
            example.test.		300	IN	TXT	"v=spf1 -all"
            $ dig +short _http._tcp.example.test SRV
            0 5 80 web.example.test.
            $ dig +noall +answer -x 10.111.0.2 -x 10.111.0.40 -x 10.111.0.1
            2.0.111.10.in-addr.arpa. 600	IN	PTR	alpha.net1.
            40.0.111.10.in-addr.arpa. 600	IN	PTR	beta.net1.
            $ dig +noall +question -x fd00::1 -x 10.111 -x nonsense
            ;1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa. IN PTR
            ;111.10.in-addr.arpa.		IN	PTR
            ;nonsense.in-addr.arpa.		IN	PTR
            """#
        )
    }

    @Test func `servers that do not answer`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ dig @127.0.0.1 alpha
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.1#53: connection refused

            ; <<>> DiG 9.18.49 <<>> @127.0.0.1 alpha
            ; (1 server found)
            ;; global options: +cmd
            ;; no servers could be reached
            [9]
            $ dig @10.111.0.40 +tries=1 alpha
            ;; communications error to 10.111.0.40#53: connection refused

            ; <<>> DiG 9.18.49 <<>> @10.111.0.40 +tries=1 alpha
            ; (1 server found)
            ;; global options: +cmd
            ;; no servers could be reached
            [9]
            $ dig @alpha +tcp +tries=2 alpha
            ;; Connection to 10.111.0.2#53(alpha) for alpha failed: connection refused.
            ;; no servers could be reached
            ;; Connection to 10.111.0.2#53(alpha) for alpha failed: connection refused.
            ;; no servers could be reached
            [9]
            $ dig @10.112.0.77 alpha +short
            ;; communications error to 10.112.0.77#53: timed out
            ;; communications error to 10.112.0.77#53: timed out
            ;; communications error to 10.112.0.77#53: timed out

            ; <<>> DiG 9.18.49 <<>> @10.112.0.77 alpha +short
            ; (1 server found)
            ;; global options: +cmd
            ;; no servers could be reached
            [9]
            $ dig -p 5353 +tries=1 alpha +noall
            ;; communications error to 127.0.0.11#5353: connection refused

            ; <<>> DiG 9.18.49 <<>> -p 5353 +tries=1 alpha +noall
            ;; global options: +cmd
            ;; no servers could be reached
            [9]
            $ dig -6 +tries=1 alpha
            ;; communications error to ::1#53: connection refused

            ; <<>> DiG 9.18.49 <<>> -6 +tries=1 alpha
            ;; global options: +cmd
            ;; no servers could be reached
            [9]
            $ dig -b 1.2.3.4 +tries=1 alpha
            ;; UDP setup with 127.0.0.11#53(127.0.0.11) for alpha failed: address not available.
            ;; no servers could be reached
            [9]
            $ dig +noall +answer alpha alpha @127.0.0.1
            alpha.			600	IN	A	10.111.0.2
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.1#53: connection refused
            ;; no servers could be reached
            [9]
            $ dig @nosuch alpha
            ! dig: couldn't get address for 'nosuch': not found
            [1]
            """#
        )
    }

    @Test func `without a way out`() throws {
        var session = try Session(.forTools(), "lonely")
        session.expect(
            #"""
            $ dig alpha
            ;; UDP setup with 192.0.2.53#53(192.0.2.53) for alpha failed: network unreachable.
            ;; no servers could be reached
            ;; UDP setup with 192.0.2.53#53(192.0.2.53) for alpha failed: network unreachable.
            ;; no servers could be reached
            ;; UDP setup with 192.0.2.53#53(192.0.2.53) for alpha failed: network unreachable.
            ;; no servers could be reached
            [9]
            $ dig +tcp +tries=1 alpha
            ;; Connection to 192.0.2.53#53(192.0.2.53) for alpha failed: network unreachable.
            ;; no servers could be reached
            [9]
            """#
        )
    }

    @Test func `on the default bridge the servers outside are asked`() throws {
        var session = try Session(.forTools(), "legacy")
        session.expect(
            #"""
            $ dig alpha

            ; <<>> DiG 9.18.49 <<>> alpha
            ;; global options: +cmd
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 25547
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; udp: 1232
            ;; QUESTION SECTION:
            ;alpha.				IN	A

            ;; Query time: 0 msec
            ;; SERVER: 192.0.2.53#53(192.0.2.53) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 34

            $ dig +short www.example.test
            web.example.test.
            198.51.100.7
            """#
        )
    }

    @Test func `a search list is used when asked for`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ dig +noall +question +search alpha
            ;alpha.				IN	A
            $ dig +noall +question +domain=net1 +ndots=1 alpha
            ;alpha.net1.			IN	A
            $ dig +search nope

            ; <<>> DiG 9.18.49 <<>> +search nope
            ;; global options: +cmd
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 29651
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; udp: 1232
            ;; QUESTION SECTION:
            ;nope.				IN	A

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 33

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 33

            $ dig +nocmd +domain=net1 +ndots=1 +showsearch nope
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 30667
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; udp: 1232
            ;; QUESTION SECTION:
            ;nope.net1.			IN	A

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 38

            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 8798
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; udp: 1232
            ;; QUESTION SECTION:
            ;nope.				IN	A

            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 33

            """#
        )
    }
}
