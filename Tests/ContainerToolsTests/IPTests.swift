import Testing

@testable import ContainerTools

/// ip's output over a fixed lab, word for word: forms taken from iproute2 6.1.
@Suite struct `ip` {
    @Test func `addresses`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ ip addr
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
                link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                inet 127.0.0.1/8 scope host lo
                   valid_lft forever preferred_lft forever
                inet6 ::1/128 scope host 
                   valid_lft forever preferred_lft forever
            2: eth0@if1008: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default 
                link/ether 96:35:95:54:aa:53 brd ff:ff:ff:ff:ff:ff link-netnsid 0
                inet 10.112.0.2/24 brd 10.112.0.255 scope global eth0
                   valid_lft forever preferred_lft forever
                inet6 fd00:112::2/64 scope global nodad 
                   valid_lft forever preferred_lft forever
                inet6 fe80::9435:95ff:fe54:aa53/64 scope link 
                   valid_lft forever preferred_lft forever
            $ ip -o addr
            1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
            1: lo    inet6 ::1/128 scope host \       valid_lft forever preferred_lft forever
            2: eth0    inet 10.112.0.2/24 brd 10.112.0.255 scope global eth0\       valid_lft forever preferred_lft forever
            2: eth0    inet6 fd00:112::2/64 scope global nodad \       valid_lft forever preferred_lft forever
            2: eth0    inet6 fe80::9435:95ff:fe54:aa53/64 scope link \       valid_lft forever preferred_lft forever
            $ ip -br addr
            lo               UNKNOWN        127.0.0.1/8 ::1/128 
            eth0@if1008      UP             10.112.0.2/24 fd00:112::2/64 fe80::9435:95ff:fe54:aa53/64 
            $ ip -4 addr
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
                inet 127.0.0.1/8 scope host lo
                   valid_lft forever preferred_lft forever
            2: eth0@if1008: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default  link-netnsid 0
                inet 10.112.0.2/24 brd 10.112.0.255 scope global eth0
                   valid_lft forever preferred_lft forever
            $ ip -6 a
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN qlen 1000
                inet6 ::1/128 scope host 
                   valid_lft forever preferred_lft forever
            2: eth0@if1008: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 state UP 
                inet6 fd00:112::2/64 scope global nodad 
                   valid_lft forever preferred_lft forever
                inet6 fe80::9435:95ff:fe54:aa53/64 scope link 
                   valid_lft forever preferred_lft forever
            $ ip a s lo
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
                link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
                inet 127.0.0.1/8 scope host lo
                   valid_lft forever preferred_lft forever
                inet6 ::1/128 scope host 
                   valid_lft forever preferred_lft forever
            $ ip addr show dev eth0 scope link
            2: eth0@if1008: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default 
                link/ether 96:35:95:54:aa:53 brd ff:ff:ff:ff:ff:ff link-netnsid 0
                inet6 fe80::9435:95ff:fe54:aa53/64 scope link 
                   valid_lft forever preferred_lft forever
            $ ip addr show to 10.112.0.0/24
            2: eth0@if1008: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default  link-netnsid 0
                inet 10.112.0.2/24 brd 10.112.0.255 scope global eth0
                   valid_lft forever preferred_lft forever
            $ ip -6 addr show eth0
            2: eth0@if1008: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default  link-netnsid 0
                inet6 fd00:112::2/64 scope global nodad 
                   valid_lft forever preferred_lft forever
                inet6 fe80::9435:95ff:fe54:aa53/64 scope link 
                   valid_lft forever preferred_lft forever
            """#
        )
    }

    @Test func `links`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ ip link
            1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000
                link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
            2: eth0@if1008: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default 
                link/ether 96:35:95:54:aa:53 brd ff:ff:ff:ff:ff:ff link-netnsid 0
            $ ip -o link show eth0
            2: eth0@if1008: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default \    link/ether 96:35:95:54:aa:53 brd ff:ff:ff:ff:ff:ff link-netnsid 0
            $ ip -br l
            lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> 
            eth0@if1008      UP             96:35:95:54:aa:53 <BROADCAST,MULTICAST,UP,LOWER_UP> 
            $ ip link show type veth up
            2: eth0@if1008: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default 
                link/ether 96:35:95:54:aa:53 brd ff:ff:ff:ff:ff:ff link-netnsid 0
            """#
        )
    }

    @Test func `JSON`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ ip -j addr
            [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,"qdisc":"noqueue","operstate":"UNKNOWN","group":"default","txqlen":1000,"link_type":"loopback","address":"00:00:00:00:00:00","broadcast":"00:00:00:00:00:00","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host","label":"lo","valid_life_time":4294967295,"preferred_life_time":4294967295},{"family":"inet6","local":"::1","prefixlen":128,"scope":"host","valid_life_time":4294967295,"preferred_life_time":4294967295}]},{"ifindex":2,"link_index":1008,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1500,"qdisc":"noqueue","operstate":"UP","group":"default","link_type":"ether","address":"96:35:95:54:aa:53","broadcast":"ff:ff:ff:ff:ff:ff","link_netnsid":0,"addr_info":[{"family":"inet","local":"10.112.0.2","prefixlen":24,"broadcast":"10.112.0.255","scope":"global","label":"eth0","valid_life_time":4294967295,"preferred_life_time":4294967295},{"family":"inet6","local":"fd00:112::2","prefixlen":64,"scope":"global","nodad":true,"valid_life_time":4294967295,"preferred_life_time":4294967295},{"family":"inet6","local":"fe80::9435:95ff:fe54:aa53","prefixlen":64,"scope":"link","valid_life_time":4294967295,"preferred_life_time":4294967295}]}]
            $ ip -j -br addr
            [{"ifname":"lo","operstate":"UNKNOWN","addr_info":[{"local":"127.0.0.1","prefixlen":8},{"local":"::1","prefixlen":128}]},{"link_index":1008,"ifname":"eth0","operstate":"UP","addr_info":[{"local":"10.112.0.2","prefixlen":24},{"local":"fd00:112::2","prefixlen":64},{"local":"fe80::9435:95ff:fe54:aa53","prefixlen":64}]}]
            $ ip -j -6 addr
            [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"mtu":65536,"operstate":"UNKNOWN","txqlen":1000,"addr_info":[{"family":"inet6","local":"::1","prefixlen":128,"scope":"host","valid_life_time":4294967295,"preferred_life_time":4294967295}]},{"ifindex":2,"link_index":1008,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1500,"operstate":"UP","addr_info":[{"family":"inet6","local":"fd00:112::2","prefixlen":64,"scope":"global","nodad":true,"valid_life_time":4294967295,"preferred_life_time":4294967295},{"family":"inet6","local":"fe80::9435:95ff:fe54:aa53","prefixlen":64,"scope":"link","valid_life_time":4294967295,"preferred_life_time":4294967295}]}]
            $ ip -j -p link show lo
            [ {
                    "ifindex": 1,
                    "ifname": "lo",
                    "flags": [ "LOOPBACK","UP","LOWER_UP" ],
                    "mtu": 65536,
                    "qdisc": "noqueue",
                    "operstate": "UNKNOWN",
                    "linkmode": "DEFAULT",
                    "group": "default",
                    "txqlen": 1000,
                    "link_type": "loopback",
                    "address": "00:00:00:00:00:00",
                    "broadcast": "00:00:00:00:00:00"
                } ]
            $ ip -j route
            [{"dst":"default","gateway":"10.112.0.1","dev":"eth0","flags":[]},{"dst":"10.112.0.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"10.112.0.2","flags":[]}]
            $ ip -j -p -6 route
            [ {
                    "dst": "fd00:112::/64",
                    "dev": "eth0",
                    "protocol": "kernel",
                    "metric": 256,
                    "flags": [ ],
                    "pref": "medium"
                },{
                    "dst": "fe80::/64",
                    "dev": "eth0",
                    "protocol": "kernel",
                    "metric": 256,
                    "flags": [ ],
                    "pref": "medium"
                },{
                    "dst": "default",
                    "gateway": "fd00:112::1",
                    "dev": "eth0",
                    "metric": 1024,
                    "flags": [ ],
                    "pref": "medium"
                } ]
            $ ip -j rule
            [{"priority":0,"src":"all","table":"local"},{"priority":32766,"src":"all","table":"main"},{"priority":32767,"src":"all","table":"default"}]
            $ ip -j neigh
            []
            $ ip -j route get 9.9.9.9
            [{"dst":"9.9.9.9","gateway":"10.112.0.1","dev":"eth0","prefsrc":"10.112.0.2","flags":[],"uid":0,"cache":[]}]
            $ ip -j route get fd00:112::9
            [{"dst":"fd00:112::9","from":"::","dev":"eth0","protocol":"kernel","prefsrc":"fd00:112::2","metric":256,"flags":[],"pref":"medium"}]
            """#
        )
    }

    @Test func `routes`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ ip route
            default via 10.112.0.1 dev eth0 
            10.112.0.0/24 dev eth0 proto kernel scope link src 10.112.0.2 
            $ ip -6 r
            fd00:112::/64 dev eth0 proto kernel metric 256 pref medium
            fe80::/64 dev eth0 proto kernel metric 256 pref medium
            default via fd00:112::1 dev eth0 metric 1024 pref medium
            $ ip route show default
            default via 10.112.0.1 dev eth0 
            $ ip route show dev eth0
            default via 10.112.0.1 
            10.112.0.0/24 proto kernel scope link src 10.112.0.2 
            $ ip route list 10.112.0.0/24
            10.112.0.0/24 dev eth0 proto kernel scope link src 10.112.0.2 
            $ ip route show match 10.112.0.9
            default via 10.112.0.1 dev eth0 
            10.112.0.0/24 dev eth0 proto kernel scope link src 10.112.0.2 
            $ ip route show via 10.112.0.1
            default dev eth0 
            $ ip route get 10.112.0.9
            10.112.0.9 dev eth0 src 10.112.0.2 uid 0 
                cache 
            $ ip route get 9.9.9.9
            9.9.9.9 via 10.112.0.1 dev eth0 src 10.112.0.2 uid 0 
                cache 
            $ ip route get 10.112.0.2
            local 10.112.0.2 dev lo src 10.112.0.2 uid 0 
                cache <local> 
            $ ip route get 127.0.0.11
            local 127.0.0.11 dev lo src 127.0.0.1 uid 0 
                cache <local> 
            $ ip route get 10.112.0.255
            broadcast 10.112.0.255 dev eth0 src 10.112.0.2 uid 0 
                cache <local,brd> 
            $ ip route get 224.0.0.1
            multicast 224.0.0.1 dev eth0 src 10.112.0.2 uid 0 
                cache <local,mc> 
            $ ip route get fd00:112::9
            fd00:112::9 from :: dev eth0 proto kernel src fd00:112::2 metric 256 pref medium
            $ ip route get 2001:db8::1
            2001:db8::1 from :: via fd00:112::1 dev eth0 src fd00:112::2 metric 1024 pref medium
            $ ip route get fd00:112::2
            local fd00:112::2 from :: dev lo table local proto kernel src fd00:112::2 metric 0 pref medium
            $ ip -o route get 9.9.9.9
            9.9.9.9 via 10.112.0.1 dev eth0 src 10.112.0.2 uid 0 \    cache 
            $ ip rule
            0:	from all lookup local
            32766:	from all lookup main
            32767:	from all lookup default
            $ ip -6 rule
            0:	from all lookup local
            32766:	from all lookup main
            $ ip neigh
            $ ip netns
            """#
        )
    }

    @Test func `a stack with the loopback alone`() throws {
        var session = try Session(.forTools(), "lonely")
        session.expect(
            #"""
            $ ip route
            $ ip -o addr
            1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
            1: lo    inet6 ::1/128 scope host \       valid_lft forever preferred_lft forever
            $ ip route get 9.9.9.9
            ! RTNETLINK answers: Network is unreachable
            [2]
            """#
        )
    }

    @Test func `refusals`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ ip foo
            ! Object "foo" is unknown, try "ip help".
            [1]
            $ ip addr foo
            ! Command "foo" is unknown, try "ip address help".
            [255]
            $ ip route foo
            ! Command "foo" is unknown, try "ip route help".
            [255]
            $ ip addr show eth9
            ! Device "eth9" does not exist.
            [1]
            $ ip addr show eth0 lo
            ! Error: either "dev" is duplicate, or "lo" is a garbage.
            [255]
            $ ip addr show dev
            ! Command line is not complete. Try option "help"
            [255]
            $ ip addr show scope foo
            ! Error: argument "foo" is wrong: invalid "scope"
            ! 
            [255]
            $ ip link show master foo
            ! Error: argument "foo" is wrong: Device does not exist
            ! 
            [255]
            $ ip route show dev eth9
            ! Cannot find device "eth9"
            [1]
            $ ip route show foo
            ! Error: any valid prefix is expected rather than "foo".
            [1]
            $ ip route get
            ! need at least a destination address
            [1]
            $ ip route get foo
            ! Error: any valid prefix is expected rather than "foo".
            [1]
            $ ip route get 1.2.3.4 from 9.9.9.9
            ! RTNETLINK answers: Network is unreachable
            [2]
            $ ip -foo addr
            ! Option "-foo" is unknown, try "ip -help".
            [255]
            $ ip addr add 1.2.3.4/24 dev eth0
            ! RTNETLINK answers: Operation not permitted
            [2]
            $ ip link set eth0 down
            ! RTNETLINK answers: Operation not permitted
            [2]
            $ ip route add default via 1.2.3.4
            ! RTNETLINK answers: Operation not permitted
            [2]
            $ ip tunnel
            ! ip: object tunnel is not simulated
            [1]
            $ ip route show table local
            ! ip: table local is not simulated
            [1]
            $ ip
            ! Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
            !        ip [ -force ] -batch filename
            ! where  OBJECT := { address | link | neighbor | netns | route | rule }
            !        OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] |
            !                     -h[uman-readable] | -j[son] | -p[retty] |
            !                     -f[amily] { inet | inet6 | link } |
            !                     -4 | -6 | -0 | -br[ief] | -o[neline] | -c[olor]}
            [255]
            $ ip -V
            ip utility, iproute2-6.1.0
            """#
        )
    }
}
