import Testing

@testable import ContainerTools

/// What options of dig show and ask, and those that it refuses.
extension `dig` {
    @Test func `options say what is shown`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ dig +noall +answer alpha
            alpha.			600	IN	A	10.111.0.2
            $ dig +noall +question alpha
            ;alpha.				IN	A
            $ dig +noall +comments alpha
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 29651
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            $ dig +noall +stats alpha
            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 39

            $ dig +nocomments alpha

            ; <<>> DiG 9.18.49 <<>> +nocomments alpha
            ;; global options: +cmd
            ;alpha.				IN	A
            alpha.			600	IN	A	10.111.0.2
            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 39

            $ dig +nostats +identify alpha

            ; <<>> DiG 9.18.49 <<>> +nostats +identify alpha
            ;; global options: +cmd
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 6786
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;alpha.				IN	A

            ;; ANSWER SECTION:
            alpha.			600	IN	A	10.111.0.2

            ;; Received 39 bytes from 127.0.0.11#53(127.0.0.11) in 0 ms

            $ dig +short +identify shared
            10.111.0.2 from server 127.0.0.11 in 0 ms.
            10.111.0.40 from server 127.0.0.11 in 0 ms.
            $ dig -u +noall +stats alpha
            ;; Query time: 0 usec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (UDP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 39

            $ dig +noall +answer +nottlid alpha
            alpha.			IN	A	10.111.0.2
            $ dig +noall +answer +noclass alpha
            alpha.			600	A	10.111.0.2
            $ dig +noall +answer +noclass +nottlid alpha
            alpha.			A	10.111.0.2
            $ dig +noall +answer +ttlunits alpha
            alpha.			10m	IN	A	10.111.0.2
            $ dig +noall +answer +multiline alpha
            alpha.			600 IN A 10.111.0.2
            $ dig alpha +nocmd +nostats
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 5025
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            ;; QUESTION SECTION:
            ;alpha.				IN	A

            ;; ANSWER SECTION:
            alpha.			600	IN	A	10.111.0.2

            """#
        )
    }

    @Test func `options shape the query`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ dig +qr alpha

            ; <<>> DiG 9.18.49 <<>> +qr alpha
            ;; global options: +cmd
            ;; Sending:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 25547
            ;; flags: rd ad; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; udp: 1232
            ; COOKIE: 044c3cd7f43c661c
            ;; QUESTION SECTION:
            ;alpha.				IN	A

            ;; QUERY SIZE: 46

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

            $ dig +qr +noall +comments +noedns +norecurse +noadflag +cdflag alpha
            ;; Sending:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 59032
            ;; flags: cd; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0

            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 59032
            ;; flags: qr ra cd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            $ dig +qr +noall +comments +nocookie +bufsize=512 +dnssec alpha
            ;; Sending:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 38202
            ;; flags: rd ad; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags: do; udp: 512
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 38202
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            $ dig +qr +noall +comments +subnet=10.1.2.3/12 +nsid +qid=77 alpha
            ;; Sending:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 77
            ;; flags: rd ad; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; udp: 1232
            ; NSID:
            ; CLIENT-SUBNET: 10.0.0.0/12/0
            ; COOKIE: 73d33b666a1e21da
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 77
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            $ dig +qr +noall +comments +subnet=0 +cookie=0102030405060708 alpha
            ;; Sending:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 16346
            ;; flags: rd ad; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; udp: 1232
            ; CLIENT-SUBNET: 0.0.0.0/0/0
            ; COOKIE: 0102030405060708
            ;; expected opt record in response
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 16346
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            $ dig +qr +noall +comments +padding=128 +ednsopt=65001:beef +ednsflags=0x40 alpha
            ;; Sending:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 21500
            ;; flags: rd ad; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 1

            ;; OPT PSEUDOSECTION:
            ; EDNS: version: 0, flags:; MBZ: 0x0040, udp: 1232
            ; COOKIE: 225ec07a99506761
            ; OPT=65001: be ef
            ; PAD:
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 21500
            ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            $ dig +tcp +noall +stats alpha
            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (TCP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 39

            $ dig +noall +stats alpha ANY
            ;; Query time: 0 msec
            ;; SERVER: 127.0.0.11#53(127.0.0.11) (TCP)
            ;; WHEN: Thu May 28 20:26:40 UTC 2026
            ;; MSG SIZE  rcvd: 34

            $ dig +noall +comments +norecurse alpha
            ;; Got answer:
            ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 57103
            ;; flags: qr ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0

            """#
        )
    }

    @Test func `names and options that dig refuses`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ dig -t
            ! Invalid option: -t
            ! Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            !             {global-d-opt} host [@local-server] {local-d-opt}
            !             [ host [@local-server] {local-d-opt} [...]]
            ! 
            ! Use "dig -h" (or "dig -h | more") for complete list of options
            [1]
            $ dig -z
            ! Invalid option: -z
            ! Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            !             {global-d-opt} host [@local-server] {local-d-opt}
            !             [ host [@local-server] {local-d-opt} [...]]
            ! 
            ! Use "dig -h" (or "dig -h | more") for complete list of options
            [1]
            $ dig +foo alpha
            ! Invalid option: +foo
            ! Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            !             {global-d-opt} host [@local-server] {local-d-opt}
            !             [ host [@local-server] {local-d-opt} [...]]
            ! 
            ! Use "dig -h" (or "dig -h | more") for complete list of options
            [1]
            $ dig +t alpha
            ! Invalid option: +t
            ! Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            !             {global-d-opt} host [@local-server] {local-d-opt}
            !             [ host [@local-server] {local-d-opt} [...]]
            ! 
            ! Use "dig -h" (or "dig -h | more") for complete list of options
            [1]
            $ dig +no alpha
            ! Invalid option: +no
            ! Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            !             {global-d-opt} host [@local-server] {local-d-opt}
            !             [ host [@local-server] {local-d-opt} [...]]
            ! 
            ! Use "dig -h" (or "dig -h | more") for complete list of options
            [1]
            $ dig +time alpha
            ! Invalid option: +time
            ! Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            !             {global-d-opt} host [@local-server] {local-d-opt}
            !             [ host [@local-server] {local-d-opt} [...]]
            ! 
            ! Use "dig -h" (or "dig -h | more") for complete list of options
            [1]
            $ dig +notime alpha
            ! Invalid option: +notime
            ! Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            !             {global-d-opt} host [@local-server] {local-d-opt}
            !             [ host [@local-server] {local-d-opt} [...]]
            ! 
            ! Use "dig -h" (or "dig -h | more") for complete list of options
            [1]
            $ dig +time=x alpha
            invalid timeout 'x': not a valid number
            ! dig: Couldn't parse timeout
            [10]
            $ dig +bufsize=99999 alpha
            invalid buffer size '99999': out of range
            ! dig: Couldn't parse buffer size
            [10]
            $ dig +subnet=foo alpha
            ! dig: invalid address 'foo'
            [1]
            $ dig +ednsopt alpha
            ! dig: ednsopt no code point specified
            [10]
            $ dig +ednsopt=foo alpha
            invalid ednsopt 'foo': not a valid number
            ! dig: bad edns code point: foo
            [1]
            $ dig +cookie=x alpha
            ! dig: isc_hex_decodestring: bad hex encoding
            [1]
            $ dig -p x alpha
            invalid port number 'x': not a valid number
            ! dig: Couldn't parse port number
            [1]
            $ dig -p 99999 alpha
            invalid port number '99999': out of range
            ! dig: Couldn't parse port number
            [1]
            $ dig -4 -6 alpha
            ! dig: only one of -4 and -6 allowed
            [1]
            $ dig -t FOO +short alpha
            10.111.0.2
            ! ;; Warning, ignoring invalid type FOO
            $ dig -c XX +short alpha
            10.111.0.2
            ! ;; Warning, ignoring invalid class XX
            $ dig +short alpha A AAAA
            ! ;; Warning, extra type option
            $ dig +short IXFR alpha
            10.111.0.2
            ! ;; Warning, ixfr requires a serial number
            $ dig a..b
            ! dig: 'a..b' is not a legal name (empty label)
            [10]
            $ dig ''
            ! dig: '' is not a legal name (unexpected end of input)
            [10]
            $ dig alpha aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa +short
            10.111.0.2
            ! dig: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' is not a legal name (label too long)
            [10]
            $ dig -f queries
            ! queries: No such file or directory
            ! dig: couldn't open specified batch file
            [8]
            $ dig -v
            ! DiG 9.18.49
            $ dig +trace alpha
            ! dig: +trace is not simulated
            [1]
            $ dig -y hmac:name:key alpha
            ! dig: -y is not simulated
            [1]
            """#
        )
    }
}
