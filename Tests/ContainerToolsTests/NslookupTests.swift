import Testing

@testable import ContainerTools

/// nslookup's output over a fixed lab, word for word: forms taken from BIND 9.18.49.
@Suite struct `nslookup` {
    @Test func `names and addresses`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ nslookup alpha
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            Name:	alpha
            Address: 10.111.0.2

            $ nslookup shared
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            Name:	shared
            Address: 10.111.0.2
            Name:	shared
            Address: 10.111.0.40

            $ nslookup shared
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            Name:	shared
            Address: 10.111.0.40
            Name:	shared
            Address: 10.111.0.2

            $ nslookup www.example.test
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            www.example.test	canonical name = web.example.test.
            Name:	web.example.test
            Address: 198.51.100.7

            $ nslookup nope
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            ** server can't find nope: NXDOMAIN

            [1]
            $ nslookup 10.111.0.2
            2.0.111.10.in-addr.arpa	name = alpha.net1.

            Authoritative answers can be found from:

            $ nslookup 10.111.0.9
            ** server can't find 9.0.111.10.in-addr.arpa: NXDOMAIN

            [1]
            $ nslookup alpha.
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            Name:	alpha
            Address: 10.111.0.2

            """#
        )
    }

    @Test func `types`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ nslookup -type=MX example.test
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            example.test	mail exchanger = 10 mail.example.test.

            Authoritative answers can be found from:

            $ nslookup -q=TXT example.test
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            example.test	text = "v=spf1 -all"

            Authoritative answers can be found from:

            $ nslookup -type=AAAA alpha
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            *** Can't find alpha: No answer

            $ nslookup -query=ANY example.test
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            example.test	mail exchanger = 10 mail.example.test.
            example.test	text = "v=spf1 -all"
            example.test	nameserver = ns.example.test.

            Authoritative answers can be found from:

            $ nslookup -type=MX alpha
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            *** Can't find alpha: No answer

            Authoritative answers can be found from:

            $ nslookup -type=PTR 2.0.111.10.in-addr.arpa
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            2.0.111.10.in-addr.arpa	name = alpha.net1.

            Authoritative answers can be found from:

            $ nslookup -debug alpha
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            ------------
                QUESTIONS:
            	alpha, type = A, class = IN
                ANSWERS:
                ->  alpha
            	internet address = 10.111.0.2
            	ttl = 600
                AUTHORITY RECORDS:
                ADDITIONAL RECORDS:
            ------------
            Non-authoritative answer:
            Name:	alpha
            Address: 10.111.0.2
            ------------
                QUESTIONS:
            	alpha, type = AAAA, class = IN
                ANSWERS:
                AUTHORITY RECORDS:
                ADDITIONAL RECORDS:
            ------------

            """#
        )
    }

    @Test func `both families`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ nslookup six
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            Name:	six
            Address: 10.112.0.2
            Name:	six
            Address: fd00:112::2

            """#
        )
    }

    @Test func `servers`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ nslookup alpha 127.0.0.11
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            Name:	alpha
            Address: 10.111.0.2

            $ nslookup alpha 127.0.0.1
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.1#53: connection refused
            ;; no servers could be reached

            [1]
            $ nslookup -retry=1 alpha alpha
            ;; communications error to 10.111.0.2#53: connection refused
            ;; no servers could be reached

            [1]
            $ nslookup -port=54 -vc -retry=1 alpha
            ;; Connection to 127.0.0.11#54(127.0.0.11) for alpha failed: connection refused.
            ;; no servers could be reached

            [1]
            $ nslookup alpha nosuch
            ! nslookup: couldn't get address for 'nosuch': not found
            [1]
            """#
        )
    }

    @Test func `refusals`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ nslookup a b c
            ! Usage:
            !    nslookup [-opt ...]             # interactive mode using default server
            !    nslookup [-opt ...] - server    # interactive mode using 'server'
            !    nslookup [-opt ...] host        # just look up 'host' using default server
            !    nslookup [-opt ...] host server # just look up 'host' using 'server'
            [1]
            $ nslookup -type=FOO alpha
            unknown query type: FOO
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            Name:	alpha
            Address: 10.111.0.2

            $ nslookup -foo alpha
            *** Invalid option: foo
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            Name:	alpha
            Address: 10.111.0.2

            $ nslookup -port=x alpha
            invalid port 'x': not a valid number
            Server:		127.0.0.11
            Address:	127.0.0.11#53

            Non-authoritative answer:
            Name:	alpha
            Address: 10.111.0.2

            $ nslookup a..b
            ! nslookup: 'a..b' is not a legal name (empty label)
            [10]
            $ nslookup ''
            ! nslookup: '' is not a legal name (unexpected end of input)
            [10]
            $ nslookup -version
            ! nslookup 9.18.49
            $ nslookup

            [1]
            """#
        )
    }
}
