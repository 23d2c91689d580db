import Addressing
import Dataplane
import PacketWire
import Testing

@testable import ContainerTools

/// ping's texts, word for word, as busybox 1.35 and iputils s20221126 print them over the same answers.
@Suite struct `ping` {
    @Test func `busybox's ping`() throws {
        var session = try Session.over(.forPing)
        session.expect(
            #"""
            $ ping -c 4 -W 1 10.9.0.1
            PING 10.9.0.1 (10.9.0.1): 56 data bytes
            64 bytes from 10.9.0.1: seq=0 ttl=64 time=80.000 ms
            64 bytes from 10.9.0.1: seq=1 ttl=64 time=12.345 ms
            64 bytes from 10.9.0.1: seq=1 ttl=64 time=12.345 ms (DUP!)
            64 bytes from 10.9.0.1: seq=3 ttl=64 time=1.200 ms

            --- 10.9.0.1 ping statistics ---
            4 packets transmitted, 3 packets received, 1 duplicates, 25% packet loss
            round-trip min/avg/max = 1.200/26.472/80.000 ms
            $ ping -c1 -W1 -v 10.9.0.2
            PING 10.9.0.2 (10.9.0.2): 56 data bytes

            --- 10.9.0.2 ping statistics ---
            1 packets transmitted, 0 packets received, 100% packet loss
            [1]
            $ ping -c1 192.0.2.1
            PING 192.0.2.1 (192.0.2.1): 56 data bytes
            ! ping: sendto: Network is unreachable
            [1]
            $ ping beta
            PING beta (10.111.0.40): 56 data bytes
            64 bytes from 10.111.0.40: seq=0 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=1 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=2 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=3 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=4 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=5 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=6 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=7 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=8 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=9 ttl=64 time=0.100 ms

            --- beta ping statistics ---
            10 packets transmitted, 10 packets received, 0% packet loss
            round-trip min/avg/max = 0.100/0.100/0.100 ms
            ! netsim: ping stopped after 10 packets (use -c)
            $ ping -c1 nope
            ! ping: bad address 'nope'
            [1]
            $ ping -6 -c1 10.9.0.1
            ! ping: bad address '10.9.0.1'
            [1]
            $ ping -A -c 2 -w 3 beta
            PING beta (10.111.0.40): 56 data bytes
            64 bytes from 10.111.0.40: seq=0 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: seq=1 ttl=64 time=0.100 ms

            --- beta ping statistics ---
            2 packets transmitted, 2 packets received, 0% packet loss
            round-trip min/avg/max = 0.100/0.100/0.100 ms
            $ ping -s 3 -c1 beta
            PING beta (10.111.0.40): 3 data bytes
            11 bytes from 10.111.0.40: seq=0 ttl=64

            --- beta ping statistics ---
            1 packets transmitted, 1 packets received, 0% packet loss
            $ ping -I eth9 -c1 beta
            ! ping: bad address 'eth9'
            [1]
            $ ping -I 10.9.9.9 -c1 beta
            PING beta (10.111.0.40) from 10.9.9.9: 56 data bytes
            ! ping: can't set multicast source interface
            [1]
            $ ping -t 1 -c 1 beta
            PING beta (10.111.0.40): 56 data bytes
            64 bytes from 10.111.0.40: seq=0 ttl=64 time=0.100 ms

            --- beta ping statistics ---
            1 packets transmitted, 1 packets received, 0% packet loss
            round-trip min/avg/max = 0.100/0.100/0.100 ms
            """#
        )
    }

    @Test func `iputils' ping`() throws {
        var session = try Session.over(.forPing, tools: "iputils")
        session.expect(
            #"""
            $ ping -c 4 10.9.0.1
            PING 10.9.0.1 (10.9.0.1) 56(84) bytes of data.
            64 bytes from 10.9.0.1: icmp_seq=1 ttl=64 time=80.0 ms
            64 bytes from 10.9.0.1: icmp_seq=2 ttl=64 time=12.3 ms
            64 bytes from 10.9.0.1: icmp_seq=2 ttl=64 time=12.3 ms (DUP!)
            64 bytes from 10.9.0.1: icmp_seq=4 ttl=64 time=1.20 ms

            --- 10.9.0.1 ping statistics ---
            4 packets transmitted, 3 received, +1 duplicates, 25% packet loss, time 3000ms
            rtt min/avg/max/mdev = 1.200/26.472/80.000/31.237 ms
            $ ping -c2 beta
            PING beta (10.111.0.40) 56(84) bytes of data.
            64 bytes from beta.net1 (10.111.0.40): icmp_seq=1 ttl=64 time=0.100 ms
            64 bytes from beta.net1 (10.111.0.40): icmp_seq=2 ttl=64 time=0.100 ms

            --- beta ping statistics ---
            2 packets transmitted, 2 received, 0% packet loss, time 1000ms
            rtt min/avg/max/mdev = 0.100/0.100/0.100/0.000 ms
            $ ping -c1 10.9.0.2
            PING 10.9.0.2 (10.9.0.2) 56(84) bytes of data.
            From 10.111.0.2 icmp_seq=1 Destination Host Unreachable

            --- 10.9.0.2 ping statistics ---
            1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms

            [1]
            $ ping -c2 -i 0.5 10.9.0.2
            PING 10.9.0.2 (10.9.0.2) 56(84) bytes of data.
            From 10.111.0.2 icmp_seq=1 Destination Host Unreachable
            From 10.111.0.2 icmp_seq=2 Destination Host Unreachable

            --- 10.9.0.2 ping statistics ---
            2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 500ms
            pipe 2
            [1]
            $ ping -c1 -s 1600 -M do 10.9.0.1
            PING 10.9.0.1 (10.9.0.1) 1600(1628) bytes of data.

            --- 10.9.0.1 ping statistics ---
            1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms

            ! ping: local error: message too long, mtu=1500
            [1]
            $ ping -c1 10.9.0.3
            PING 10.9.0.3 (10.9.0.3) 56(84) bytes of data.
            From 10.111.0.1 icmp_seq=1 Frag needed and DF set (mtu = 1400)

            --- 10.9.0.3 ping statistics ---
            1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms

            [1]
            $ ping -c1 10.9.0.4
            PING 10.9.0.4 (10.9.0.4) 56(84) bytes of data.
            From 10.111.0.1 icmp_seq=1 Packet filtered

            --- 10.9.0.4 ping statistics ---
            1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms

            [1]
            $ ping -c1 10.9.0.5
            PING 10.9.0.5 (10.9.0.5) 56(84) bytes of data.

            --- 10.9.0.5 ping statistics ---
            1 packets transmitted, 0 received, 100% packet loss, time 0ms

            ! ping: sendmsg: Permission denied
            [1]
            $ ping -c 3 -O 10.9.0.6
            PING 10.9.0.6 (10.9.0.6) 56(84) bytes of data.
            no answer yet for icmp_seq=1
            no answer yet for icmp_seq=2
            64 bytes from 10.9.0.6: icmp_seq=3 ttl=64 time=5.00 ms

            --- 10.9.0.6 ping statistics ---
            3 packets transmitted, 1 received, 66.6667% packet loss, time 2000ms
            rtt min/avg/max/mdev = 5.000/5.000/5.000/0.000 ms
            $ ping 10.9.0.1
            PING 10.9.0.1 (10.9.0.1) 56(84) bytes of data.
            64 bytes from 10.9.0.1: icmp_seq=1 ttl=64 time=1.20 ms
            64 bytes from 10.9.0.1: icmp_seq=2 ttl=64 time=1.20 ms
            64 bytes from 10.9.0.1: icmp_seq=3 ttl=64 time=1.20 ms
            64 bytes from 10.9.0.1: icmp_seq=4 ttl=64 time=1.20 ms
            64 bytes from 10.9.0.1: icmp_seq=5 ttl=64 time=1.20 ms
            64 bytes from 10.9.0.1: icmp_seq=6 ttl=64 time=1.20 ms
            64 bytes from 10.9.0.1: icmp_seq=7 ttl=64 time=1.20 ms
            64 bytes from 10.9.0.1: icmp_seq=8 ttl=64 time=1.20 ms
            64 bytes from 10.9.0.1: icmp_seq=9 ttl=64 time=1.20 ms
            64 bytes from 10.9.0.1: icmp_seq=10 ttl=64 time=1.20 ms

            --- 10.9.0.1 ping statistics ---
            10 packets transmitted, 10 received, 0% packet loss, time 9000ms
            rtt min/avg/max/mdev = 1.200/1.200/1.200/0.000 ms
            ! netsim: ping stopped after 10 packets (use -c)
            $ ping -q -c2 beta
            PING beta (10.111.0.40) 56(84) bytes of data.

            --- beta ping statistics ---
            2 packets transmitted, 2 received, 0% packet loss, time 1000ms
            rtt min/avg/max/mdev = 0.100/0.100/0.100/0.000 ms
            $ ping -c1 192.0.2.1
            ! ping: connect: Network is unreachable
            [2]
            $ ping -c1 -t 300 beta
            ! ping: invalid argument: '300': out of range: 0 <= value <= 255
            [1]
            $ ping -c x beta
            ! ping: invalid argument: 'x'
            [1]
            $ ping -c1 -I eth9 beta
            ! ping: SO_BINDTODEVICE eth9: No such device
            [2]
            $ ping -c1 -I eth0 beta
            PING beta (10.111.0.40) from 10.111.0.2 eth0: 56(84) bytes of data.
            64 bytes from beta.net1 (10.111.0.40): icmp_seq=1 ttl=64 time=0.100 ms

            --- beta ping statistics ---
            1 packets transmitted, 1 received, 0% packet loss, time 0ms
            rtt min/avg/max/mdev = 0.100/0.100/0.100/0.000 ms
            $ ping -c1 -I 10.9.9.9 beta
            ! ping: bind: Cannot assign requested address
            [2]
            $ ping -c1 nope
            ! ping: nope: Name or service not known
            [2]
            $ ping -6 -c1 10.9.0.1
            ! ping: 10.9.0.1: Address family for hostname not supported
            [2]
            $ ping -c1 fd00:112::9
            PING fd00:112::9(fd00:112::9) 56 data bytes
            64 bytes from fd00:112::9: icmp_seq=1 ttl=64 time=80.0 ms

            --- fd00:112::9 ping statistics ---
            1 packets transmitted, 1 received, 0% packet loss, time 0ms
            rtt min/avg/max/mdev = 80.000/80.000/80.000/0.000 ms
            $ ping -c1 -D beta
            PING beta (10.111.0.40) 56(84) bytes of data.
            [1780000054.580400] 64 bytes from beta.net1 (10.111.0.40): icmp_seq=1 ttl=64 time=0.100 ms

            --- beta ping statistics ---
            1 packets transmitted, 1 received, 0% packet loss, time 0ms
            rtt min/avg/max/mdev = 0.100/0.100/0.100/0.000 ms
            $ ping -v -c1 beta
            ai->ai_family: AF_INET, ai->ai_canonname: 'beta'
            PING beta (10.111.0.40) 56(84) bytes of data.
            64 bytes from beta.net1 (10.111.0.40): icmp_seq=1 ident=40001 ttl=64 time=0.100 ms

            --- beta ping statistics ---
            1 packets transmitted, 1 received, 0% packet loss, time 0ms
            rtt min/avg/max/mdev = 0.100/0.100/0.100/0.000 ms
            ! ping: sock4.fd: 3 (socktype: SOCK_RAW), sock6.fd: 4 (socktype: SOCK_RAW), hints.ai_family: AF_UNSPEC
            ! 
            $ ping -c1 10.111.0.255
            ! ping: Do you want to ping broadcast? Then -b. If not, check your local firewall rules
            [2]
            $ ping -w 2 -c 9 10.111.0.40
            PING 10.111.0.40 (10.111.0.40) 56(84) bytes of data.
            64 bytes from 10.111.0.40: icmp_seq=1 ttl=64 time=0.100 ms
            64 bytes from 10.111.0.40: icmp_seq=2 ttl=64 time=0.100 ms

            --- 10.111.0.40 ping statistics ---
            2 packets transmitted, 2 received, 0% packet loss, time 1000ms
            rtt min/avg/max/mdev = 0.100/0.100/0.100/0.000 ms
            [1]
            $ ping -A -c2 beta
            PING beta (10.111.0.40) 56(84) bytes of data.
            64 bytes from beta.net1 (10.111.0.40): icmp_seq=1 ttl=64 time=0.100 ms
            64 bytes from beta.net1 (10.111.0.40): icmp_seq=2 ttl=64 time=0.100 ms

            --- beta ping statistics ---
            2 packets transmitted, 2 received, 0% packet loss, time 0ms
            rtt min/avg/max/mdev = 0.100/0.100/0.100/0.000 ms, ipg/ewma 0.100/0.100 ms
            """#
        )
    }
}

extension ScriptedNetwork {
    static var forPing: ScriptedNetwork {
        var network = ScriptedNetwork()
        network.echoes = [
            "10.111.0.40": [.reply(milliseconds: 0.1)],
            "fd00:112::9": [.reply(milliseconds: 80)],
            "10.9.0.1": [.reply(milliseconds: 80), .twice(milliseconds: 12.3456), .lost, .reply(milliseconds: 1.2)],
            "10.9.0.2": [.error(.unreachable(.host), from: "10.111.0.2", milliseconds: 3000, isLocal: true)],
            "10.9.0.3": [.error(.packetTooBig(mtu: 1400), from: "10.111.0.1")],
            "10.9.0.4": [.error(.unreachable(.prohibited), from: "10.111.0.1")],
            "10.9.0.5": [.refused(.notPermitted)],
            "10.9.0.6": [.lost, .lost, .reply(milliseconds: 5)],
        ]
        network.unrouted = ["192.0.2.1", "2001:db8::1"]
        return network
    }
}
