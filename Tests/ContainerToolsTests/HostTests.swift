import Testing

@testable import ContainerTools

/// host's output over a fixed lab, word for word: forms taken from BIND 9.18.49.
@Suite struct `host` {
    @Test func `names and addresses`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ host alpha
            alpha has address 10.111.0.2
            $ host shared
            shared has address 10.111.0.2
            shared has address 10.111.0.40
            $ host shared
            shared has address 10.111.0.40
            shared has address 10.111.0.2
            $ host www.example.test
            www.example.test is an alias for web.example.test.
            web.example.test has address 198.51.100.7
            $ host example.test
            example.test mail is handled by 10 mail.example.test.
            $ host 10.111.0.2
            2.0.111.10.in-addr.arpa domain name pointer alpha.net1.
            $ host 10.111.0.9
            Host 9.0.111.10.in-addr.arpa. not found: 3(NXDOMAIN)
            [1]
            $ host fd00::1
            Host 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa not found: 3(NXDOMAIN)
            [1]
            $ host nope
            Host nope not found: 3(NXDOMAIN)
            [1]
            $ host alpha.
            alpha has address 10.111.0.2
            """#
        )
    }

    @Test func `types`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ host -t A alpha
            alpha has address 10.111.0.2
            $ host -t AAAA alpha
            alpha has no AAAA record
            $ host -t TXT example.test
            example.test descriptive text "v=spf1 -all"
            $ host -t NS example.test
            example.test name server ns.example.test.
            $ host -t ANY example.test
            example.test mail is handled by 10 mail.example.test.
            example.test descriptive text "v=spf1 -all"
            example.test name server ns.example.test.
            $ host -t SRV _http._tcp.example.test
            _http._tcp.example.test has SRV record 0 5 80 web.example.test.
            $ host -t PTR 2.0.111.10.in-addr.arpa
            2.0.111.10.in-addr.arpa domain name pointer alpha.net1.
            $ host -l example.test
            ; Transfer failed.
            """#
        )
    }

    @Test func `verbose`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ host -v alpha
            Trying "alpha"
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 25547
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;alpha.				IN	A

            ;; ANSWER SECTION:
            alpha.			600	IN	A	10.111.0.2

            Received 39 bytes from 127.0.0.11#53 in 0 ms
            Trying "alpha"
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1100
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;alpha.				IN	AAAA

            Received 23 bytes from 127.0.0.11#53 in 0 ms
            Trying "alpha"
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 59032
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;alpha.				IN	MX

            Received 23 bytes from 127.0.0.11#53 in 0 ms
            $ host -v nope
            Trying "nope"
            Host nope not found: 3(NXDOMAIN)
            Received 22 bytes from 127.0.0.11#53 in 0 ms
            Received 22 bytes from 127.0.0.11#53 in 0 ms
            [1]
            $ host -a example.test
            Trying "example.test"
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 29651
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 3, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;example.test.			IN	ANY

            ;; ANSWER SECTION:
            example.test.		300	IN	MX	10 mail.example.test.
            example.test.		300	IN	TXT	"v=spf1 -all"
            example.test.		300	IN	NS	ns.example.test.

            Received 92 bytes from 127.0.0.11#53 in 0 ms
            """#
        )
    }

    @Test func `both families`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ host six
            six has address 10.112.0.2
            six has IPv6 address fd00:112::2
            """#
        )
    }

    @Test func `servers`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ host alpha 127.0.0.11
            Using domain server:
            Name: 127.0.0.11
            Address: 127.0.0.11#53
            Aliases: 

            alpha has address 10.111.0.2
            $ host alpha 127.0.0.1
            ;; communications error to 127.0.0.1#53: connection refused
            ;; communications error to 127.0.0.1#53: connection refused
            ;; no servers could be reached
            [1]
            $ host alpha alpha
            ;; communications error to 10.111.0.2#53: connection refused
            ;; communications error to 10.111.0.2#53: connection refused
            ;; no servers could be reached
            [1]
            $ host -T alpha alpha
            ;; Connection to 10.111.0.2#53(alpha) for alpha failed: connection refused.
            ;; no servers could be reached
            ;; Connection to 10.111.0.2#53(alpha) for alpha failed: connection refused.
            ;; no servers could be reached
            [1]
            $ host -R 3 -p 54 alpha
            ;; communications error to 127.0.0.11#54: connection refused
            ;; communications error to 127.0.0.11#54: connection refused
            ;; communications error to 127.0.0.11#54: connection refused
            ;; communications error to 127.0.0.11#54: connection refused
            ;; no servers could be reached
            [1]
            $ host alpha nosuch
            ! host: couldn't get address for 'nosuch': not found
            [1]
            $ host -6 alpha
            ;; communications error to ::1#53: connection refused
            ;; communications error to ::1#53: connection refused
            ;; no servers could be reached
            [1]
            """#
        )
    }

    @Test func `refusals`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ host
            ! Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]
            !             [-R number] [-m flag] [-p port] hostname [server]
            !        -a is equivalent to -v -t ANY
            !        -A is like -a but omits RRSIG, NSEC, NSEC3
            !        -c specifies query class for non-IN data
            !        -C compares SOA records on authoritative nameservers
            !        -d is equivalent to -v
            !        -l lists all hosts in a domain, using AXFR
            !        -m set memory debugging flag (trace|record|usage)
            !        -N changes the number of dots allowed before root lookup is done
            !        -p specifies the port on the server to query
            !        -r disables recursive processing
            !        -R specifies number of retries for UDP packets
            !        -s a SERVFAIL response should stop query
            !        -t specifies the query type
            !        -T enables TCP/IP mode
            !        -U enables UDP mode
            !        -v enables verbose output
            !        -V print version number and exit
            !        -w specifies to wait forever for a reply
            !        -W specifies how long to wait for a reply
            !        -4 use IPv4 query transport only
            !        -6 use IPv6 query transport only
            [1]
            $ host -Z
            ! host: illegal option -- Z
            ! Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]
            !             [-R number] [-m flag] [-p port] hostname [server]
            !        -a is equivalent to -v -t ANY
            !        -A is like -a but omits RRSIG, NSEC, NSEC3
            !        -c specifies query class for non-IN data
            !        -C compares SOA records on authoritative nameservers
            !        -d is equivalent to -v
            !        -l lists all hosts in a domain, using AXFR
            !        -m set memory debugging flag (trace|record|usage)
            !        -N changes the number of dots allowed before root lookup is done
            !        -p specifies the port on the server to query
            !        -r disables recursive processing
            !        -R specifies number of retries for UDP packets
            !        -s a SERVFAIL response should stop query
            !        -t specifies the query type
            !        -T enables TCP/IP mode
            !        -U enables UDP mode
            !        -v enables verbose output
            !        -V print version number and exit
            !        -w specifies to wait forever for a reply
            !        -W specifies how long to wait for a reply
            !        -4 use IPv4 query transport only
            !        -6 use IPv6 query transport only
            [1]
            $ host -t
            ! host: option requires an argument -- t
            ! Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]
            !             [-R number] [-m flag] [-p port] hostname [server]
            !        -a is equivalent to -v -t ANY
            !        -A is like -a but omits RRSIG, NSEC, NSEC3
            !        -c specifies query class for non-IN data
            !        -C compares SOA records on authoritative nameservers
            !        -d is equivalent to -v
            !        -l lists all hosts in a domain, using AXFR
            !        -m set memory debugging flag (trace|record|usage)
            !        -N changes the number of dots allowed before root lookup is done
            !        -p specifies the port on the server to query
            !        -r disables recursive processing
            !        -R specifies number of retries for UDP packets
            !        -s a SERVFAIL response should stop query
            !        -t specifies the query type
            !        -T enables TCP/IP mode
            !        -U enables UDP mode
            !        -v enables verbose output
            !        -V print version number and exit
            !        -w specifies to wait forever for a reply
            !        -W specifies how long to wait for a reply
            !        -4 use IPv4 query transport only
            !        -6 use IPv6 query transport only
            [1]
            $ host -t FOO alpha
            ! host: invalid type: FOO
            ! 
            [2]
            $ host -c FOO alpha
            ! host: invalid class: FOO
            ! 
            [2]
            $ host -4 -6 alpha
            ! host: only one of -4 and -6 allowed
            [1]
            $ host a..b
            ! host: 'a..b' is not a legal name (empty label)
            [1]
            $ host -V
            ! host 9.18.49
            $ host -C example.test
            ! host: -C is not simulated
            [1]
            """#
        )
    }
}
