import Testing

@testable import ContainerTools

/// ifconfig, route and netstat over a fixed lab, word for word: forms taken from net-tools 2.10.
@Suite struct `net-tools` {
    @Test func `ifconfig`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ ifconfig
            eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
                    inet 10.112.0.2  netmask 255.255.255.0  broadcast 10.112.0.255
                    inet6 fd00:112::2  prefixlen 64  scopeid 0x0<global>
                    inet6 fe80::9435:95ff:fe54:aa53  prefixlen 64  scopeid 0x20<link>
                    ether 96:35:95:54:aa:53  txqueuelen 0  (Ethernet)
                    RX packets 0  bytes 0 (0.0 B)
                    RX errors 0  dropped 0  overruns 0  frame 0
                    TX packets 0  bytes 0 (0.0 B)
                    TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0

            lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536
                    inet 127.0.0.1  netmask 255.0.0.0
                    inet6 ::1  prefixlen 128  scopeid 0x10<host>
                    loop  txqueuelen 1000  (Local Loopback)
                    RX packets 0  bytes 0 (0.0 B)
                    RX errors 0  dropped 0  overruns 0  frame 0
                    TX packets 0  bytes 0 (0.0 B)
                    TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0

            $ ifconfig -a eth0
            eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
                    inet 10.112.0.2  netmask 255.255.255.0  broadcast 10.112.0.255
                    inet6 fd00:112::2  prefixlen 64  scopeid 0x0<global>
                    inet6 fe80::9435:95ff:fe54:aa53  prefixlen 64  scopeid 0x20<link>
                    ether 96:35:95:54:aa:53  txqueuelen 0  (Ethernet)
                    RX packets 0  bytes 0 (0.0 B)
                    RX errors 0  dropped 0  overruns 0  frame 0
                    TX packets 0  bytes 0 (0.0 B)
                    TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0

            $ ifconfig -s
            Iface      MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg
            eth0             1500        0      0      0 0             0      0      0      0 BMRU
            lo              65536        0      0      0 0             0      0      0      0 LRU
            $ ifconfig eth9
            ! eth9: error fetching interface information: Device not found
            [1]
            $ ifconfig -foo
            ! ifconfig: option `-foo' not recognised.
            ! ifconfig: `--help' gives usage information.
            [1]
            $ ifconfig eth0 up
            ! SIOCSIFFLAGS: Operation not permitted
            [255]
            """#
        )
    }

    @Test func `routes`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ route
            Kernel IP routing table
            Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
            default         10.112.0.1      0.0.0.0         UG    0      0        0 eth0
            10.112.0.0      0.0.0.0         255.255.255.0   U     0      0        0 eth0
            $ route -n
            Kernel IP routing table
            Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
            0.0.0.0         10.112.0.1      0.0.0.0         UG    0      0        0 eth0
            10.112.0.0      0.0.0.0         255.255.255.0   U     0      0        0 eth0
            $ route -ne
            Kernel IP routing table
            Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
            0.0.0.0         10.112.0.1      0.0.0.0         UG        0 0          0 eth0
            10.112.0.0      0.0.0.0         255.255.255.0   U         0 0          0 eth0
            $ route -6n
            Kernel IPv6 routing table
            Destination                    Next Hop                   Flag Met Ref  Use If
            fd00:112::/64                  ::                         U    256 1      0 eth0
            fe80::/64                      ::                         U    256 1      0 eth0
            ::/0                           fd00:112::1                UG   1024 1      0 eth0
            ::1/128                        ::                         Un   0   1      0 lo
            fd00:112::2/128                ::                         Un   0   1      0 eth0
            fe80::9435:95ff:fe54:aa53/128  ::                         Un   0   1      0 eth0
            ff00::/8                       ::                         U    256 1      0 eth0
            ::/0                           ::                         !n   -1  1      0 lo
            $ route -A inet6
            Kernel IPv6 routing table
            Destination                    Next Hop                   Flag Met Ref  Use If
            fd00:112::/64                  [::]                       U    256 1      0 eth0
            fe80::/64                      [::]                       U    256 1      0 eth0
            [::]/0                         fd00:112::1                UG   1024 1      0 eth0
            localhost/128                  [::]                       Un   0   1      0 lo
            six/128                        [::]                       Un   0   1      0 eth0
            fe80::9435:95ff:fe54:aa53/128  [::]                       Un   0   1      0 eth0
            ff00::/8                       [::]                       U    256 1      0 eth0
            [::]/0                         [::]                       !n   -1  1      0 lo
            $ netstat -rn
            Kernel IP routing table
            Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
            0.0.0.0         10.112.0.1      0.0.0.0         UG        0 0          0 eth0
            10.112.0.0      0.0.0.0         255.255.255.0   U         0 0          0 eth0
            $ netstat -r
            Kernel IP routing table
            Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
            default         10.112.0.1      0.0.0.0         UG        0 0          0 eth0
            10.112.0.0      0.0.0.0         255.255.255.0   U         0 0          0 eth0
            $ netstat -nr -6
            Kernel IPv6 routing table
            Destination                    Next Hop                   Flag Met Ref  Use If
            fd00:112::/64                  ::                         U    256 1      0 eth0
            fe80::/64                      ::                         U    256 1      0 eth0
            ::/0                           fd00:112::1                UG   1024 1      0 eth0
            ::1/128                        ::                         Un   0   1      0 lo
            fd00:112::2/128                ::                         Un   0   1      0 eth0
            fe80::9435:95ff:fe54:aa53/128  ::                         Un   0   1      0 eth0
            ff00::/8                       ::                         U    256 1      0 eth0
            ::/0                           ::                         !n   -1  1      0 lo
            $ netstat -i
            Kernel Interface table
            Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg
            eth0             1500        0      0      0 0             0      0      0      0 BMRU
            lo              65536        0      0      0 0             0      0      0      0 LRU
            """#
        )
    }

    @Test func `refusals`() throws {
        var session = try Session(.forTools(), "six")
        session.expect(
            #"""
            $ route add default gw 1.2.3.4
            ! SIOCADDRT: Operation not permitted
            [7]
            $ route del default
            ! SIOCDELRT: Operation not permitted
            [7]
            $ route -z
            Usage: route [-nNvee] [-FC] [<AF>]           List kernel routing tables
                   route [-v] [-FC] {add|del|flush} ...  Modify routing table for AF.

                   route {-h|--help} [<AF>]              Detailed usage syntax for specified AF.
                   route {-V|--version}                  Display version/author and exit.

                    -v, --verbose            be verbose
                    -n, --numeric            don't resolve names
                    -e, --extend             display other/more information
                    -F, --fib                display Forwarding Information Base (default)
                    -C, --cache              display routing cache instead of FIB

              <AF>=Use -4, -6, '-A <af>' or '--<af>'; default: inet
            ! route: invalid option -- 'z'
            $ netstat -z
            ! netstat: invalid option -- 'z'
            [4]
            """#
        )
    }

    @Test func `a stack with the loopback alone`() throws {
        var session = try Session(.forTools(), "lonely")
        session.expect(
            #"""
            $ ifconfig
            lo: flags=73<UP,LOOPBACK,RUNNING>  mtu 65536
                    inet 127.0.0.1  netmask 255.0.0.0
                    inet6 ::1  prefixlen 128  scopeid 0x10<host>
                    loop  txqueuelen 1000  (Local Loopback)
                    RX packets 0  bytes 0 (0.0 B)
                    RX errors 0  dropped 0  overruns 0  frame 0
                    TX packets 0  bytes 0 (0.0 B)
                    TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0

            $ route -n
            Kernel IP routing table
            Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
            $ route -6n
            Kernel IPv6 routing table
            Destination                    Next Hop                   Flag Met Ref  Use If
            ::/0                           ::                         !n   -1  1      0 lo
            ::1/128                        ::                         Un   0   1      0 lo
            ::/0                           ::                         !n   -1  1      0 lo
            """#
        )
    }

    @Test func `an interface without IPv6`() throws {
        var session = try Session(.forTools(), "probe")
        session.expect(
            #"""
            $ ifconfig eth0
            eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
                    inet 10.111.0.3  netmask 255.255.255.0  broadcast 10.111.0.255
                    ether 1a:81:79:14:ff:bc  txqueuelen 0  (Ethernet)
                    RX packets 0  bytes 0 (0.0 B)
                    RX errors 0  dropped 0  overruns 0  frame 0
                    TX packets 0  bytes 0 (0.0 B)
                    TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0

            $ route
            Kernel IP routing table
            Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
            default         10.111.0.1      0.0.0.0         UG    0      0        0 eth0
            10.111.0.0      0.0.0.0         255.255.255.0   U     0      0        0 eth0
            """#
        )
    }
}
