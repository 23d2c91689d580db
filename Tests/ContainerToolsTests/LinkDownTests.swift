import Lab
import TestSupport
import Testing

@testable import ContainerTools

/// A link that is down, seen from within: as `ip` and `ifconfig` showed a veth pair with the bridge's end down on Linux
/// 6.18 (iproute2 6.1, net-tools 2.10).
@Suite struct `A link that is down` {
    @Test func `has no carrier in the container`() throws {
        var lab = try Lab.forTools()
        try lab.setLink(of: "six", isUp: false)
        var session = try Session(lab, "six")
        session.expect(
            #"""
            $ ip link show eth0
            2: eth0@if1008: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 qdisc noqueue state DOWN mode DEFAULT group default 
                link/ether 96:35:95:54:aa:53 brd ff:ff:ff:ff:ff:ff link-netnsid 0
            $ ip -br link
            lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> 
            eth0@if1008      DOWN           96:35:95:54:aa:53 <NO-CARRIER,BROADCAST,MULTICAST,UP> 
            $ ip -br addr
            lo               UNKNOWN        127.0.0.1/8 ::1/128 
            eth0@if1008      DOWN           10.112.0.2/24 fd00:112::2/64 fe80::9435:95ff:fe54:aa53/64 
            $ ip -br link show up
            lo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> 
            eth0@if1008      DOWN           96:35:95:54:aa:53 <NO-CARRIER,BROADCAST,MULTICAST,UP> 
            $ ip -j -br link show eth0
            [{"link_index":1008,"ifname":"eth0","operstate":"DOWN","address":"96:35:95:54:aa:53","flags":["NO-CARRIER","BROADCAST","MULTICAST","UP"]}]
            $ ip route
            default via 10.112.0.1 dev eth0 linkdown 
            10.112.0.0/24 dev eth0 proto kernel scope link src 10.112.0.2 linkdown 
            $ ip -6 route
            fd00:112::/64 dev eth0 proto kernel metric 256 linkdown pref medium
            fe80::/64 dev eth0 proto kernel metric 256 linkdown pref medium
            default via fd00:112::1 dev eth0 metric 1024 linkdown pref medium
            $ netstat -i
            Kernel Interface table
            Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg
            eth0             1500        0      0      0 0             0      0      0      0 BMU
            lo              65536        0      0      0 0             0      0      0      0 LRU
            """#
        )
        #expect(session.out("ifconfig eth0").hasPrefix("eth0: flags=4099<UP,BROADCAST,MULTICAST>  mtu 1500\n"))
    }

    @Test func `is switched off on the host`() throws {
        var lab = try Lab.forTools()
        try lab.setLink(of: "six", isUp: false)
        try lab.run("agent", on: "host")
        let veth = try #require(try lab.container(matching: "six").attachments.first?.endpoint?.hostInterface)
        var session = try Session(lab, "agent")
        let line = session.out("ip -br link show \(veth)")
        #expect(
            line.hasPrefix("\(veth)@if2 ") && line.contains(" DOWN ") && line.hasSuffix(" <BROADCAST,MULTICAST> \n")
        )
        #expect(!session.out("ip -br link show up").contains(veth))
        #expect(!session.out("ip addr show up").contains(veth))
        #expect(session.out("ip -br addr show \(veth)").hasSuffix(" DOWN           \n"))
        #expect(session.out("ifconfig \(veth)").hasPrefix("\(veth): flags=4098<BROADCAST,MULTICAST>  mtu 1500\n"))
        #expect(!session.out("ifconfig").contains(veth) && session.out("ifconfig -a").contains(veth))
        #expect(!session.out("netstat -i").contains(veth) && session.out("netstat -ia").contains("\(veth) "))
        #expect(
            session.out("ip -o link show \(veth)").contains(": <BROADCAST,MULTICAST> mtu 1500 qdisc noqueue master ")
        )
    }
}
