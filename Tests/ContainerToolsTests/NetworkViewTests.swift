import Addressing
import Testing

@testable import ContainerTools
@testable import Dataplane

/// What the network keeps of packets, word for word as iproute2 6.1, net-tools 2.10 and busybox 1.35 print it.
@Suite struct `neighbours and sockets` {
    private static func network() throws -> ScriptedNetwork {
        func address(_ text: String) throws -> IPAddress { try IPAddress(parsing: text) }
        func neighbor(_ text: String, _ mac: UInt64?, _ state: NeighborView.State, _ isRouter: Bool = false) throws
            -> NeighborView
        {
            NeighborView(
                address: try address(text),
                interface: "eth0",
                mac: mac.map(MACAddress.init(rawValue:)),
                state: state,
                isRouter: isRouter
            )
        }
        func socket(
            _ transport: TransportProtocol,
            _ state: SocketView.State,
            _ local: (String, UInt16),
            _ peer: (String, UInt16)? = nil,
            _ owner: String
        ) throws -> SocketView {
            SocketView(
                transport: transport,
                state: state,
                localAddress: try address(local.0),
                localPort: local.1,
                peerAddress: try peer.map { try address($0.0) },
                peerPort: peer?.1 ?? 0,
                owner: owner
            )
        }
        var network = ScriptedNetwork()
        network.table = [
            try neighbor("10.111.0.1", 0x8a7d_9f27_0f14, .reachable), try neighbor("10.111.0.77", nil, .failed),
            try neighbor("fd00:112::1", 0x8a7d_9f27_0f14, .stale, true),
        ]
        network.listed = [
            try socket(.tcp, .listen, ("0.0.0.0", 9001), nil, "alpha"),
            try socket(.tcp, .listen, ("::", 9002), nil, "alpha"),
            try socket(.tcp, .established, ("10.111.0.2", 40608), ("10.111.0.40", 80), "nc"),
            try socket(.udp, .unconnected, ("127.0.0.11", 53), nil, "dockerd"),
            try socket(.tcp, .timeWait, ("10.111.0.2", 49932), ("10.111.0.40", 83), ""),
        ]
        return network
    }

    @Test func `ip neighbour`() throws {
        var session = try Session.over(Self.network(), tools: "iputils")
        session.expect(
            #"""
            $ ip neigh
            10.111.0.1 dev eth0 lladdr 8a:7d:9f:27:0f:14 REACHABLE 
            10.111.0.77 dev eth0 FAILED 
            fd00:112::1 dev eth0 lladdr 8a:7d:9f:27:0f:14 router STALE 
            $ ip -s neigh
            10.111.0.1 dev eth0 lladdr 8a:7d:9f:27:0f:14  ref 1 used 0/0/0probes 1 REACHABLE 
            10.111.0.77 dev eth0  used 0/0/0probes 6 FAILED 
            fd00:112::1 dev eth0 lladdr 8a:7d:9f:27:0f:14 router  used 0/0/0probes 1 STALE 
            $ ip -j neigh
            [{"dst":"10.111.0.1","dev":"eth0","lladdr":"8a:7d:9f:27:0f:14","state":["REACHABLE"]},{"dst":"10.111.0.77","dev":"eth0","state":["FAILED"]},{"dst":"fd00:112::1","dev":"eth0","lladdr":"8a:7d:9f:27:0f:14","router":null,"state":["STALE"]}]
            $ ip neigh show dev eth0
            10.111.0.1 lladdr 8a:7d:9f:27:0f:14 REACHABLE 
            10.111.0.77 FAILED 
            fd00:112::1 lladdr 8a:7d:9f:27:0f:14 router STALE 
            $ ip neigh show dev eth9
            ! Cannot find device "eth9"
            [1]
            $ ip neigh get 10.111.0.1 dev eth0
            10.111.0.1 dev eth0 lladdr 8a:7d:9f:27:0f:14 REACHABLE 
            $ ip -br neigh
            10.111.0.1                              eth0             8a:7d:9f:27:0f:14
            10.111.0.77                             eth0             
            fd00:112::1                             eth0             8a:7d:9f:27:0f:14
            $ ip neigh show nud stale
            fd00:112::1 dev eth0 lladdr 8a:7d:9f:27:0f:14 router STALE 
            $ ip -4 neigh show 10.111.0.0/24
            10.111.0.1 dev eth0 lladdr 8a:7d:9f:27:0f:14 REACHABLE 
            10.111.0.77 dev eth0 FAILED 
            """#
        )
    }

    @Test func `arp`() throws {
        var session = try Session.over(Self.network(), tools: "iputils")
        session.expect(
            #"""
            $ arp -n
            Address                  HWtype  HWaddress           Flags Mask            Iface
            10.111.0.1               ether   8a:7d:9f:27:0f:14   C                     eth0
            10.111.0.77                      (incomplete)                              eth0
            $ arp -an
            ? (10.111.0.1) at 8a:7d:9f:27:0f:14 [ether] on eth0
            ? (10.111.0.77) at <incomplete> on eth0
            $ arp
            Address                  HWtype  HWaddress           Flags Mask            Iface
            10.111.0.1               ether   8a:7d:9f:27:0f:14   C                     eth0
            10.111.0.77                      (incomplete)                              eth0
            $ arp -n 10.111.0.55
            10.111.0.55 (10.111.0.55) -- no entry
            $ arp -n -i eth9
            arp: in 2 entries no match found.
            $ arp -vn
            Address                  HWtype  HWaddress           Flags Mask            Iface
            10.111.0.1               ether   8a:7d:9f:27:0f:14   C                     eth0
            10.111.0.77                      (incomplete)                              eth0
            Entries: 2	Skipped: 0	Found: 2
            """#
        )
    }

    @Test func `busybox's arp`() throws {
        var session = try Session.over(Self.network())
        session.expect(
            #"""
            $ arp -n
            ? (10.111.0.1) at 8a:7d:9f:27:0f:14 [ether]  on eth0
            ? (10.111.0.77) at <incomplete>  on eth0
            """#
        )
    }

    @Test func `ss`() throws {
        var session = try Session.over(Self.network(), tools: "iputils")
        session.expect(
            #"""
            $ ss -tan
            State     Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess
            LISTEN    0      4096         0.0.0.0:9001       0.0.0.0:*          
            ESTAB     0      0         10.111.0.2:40608  10.111.0.40:80         
            TIME-WAIT 0      0         10.111.0.2:49932  10.111.0.40:83         
            LISTEN    0      4096               *:9002             *:*          
            $ ss -tulpn
            Netid State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess                        
            udp   UNCONN 0      0         127.0.0.11:53        0.0.0.0:*    users:(("dockerd",pid=1,fd=3))
            tcp   LISTEN 0      4096         0.0.0.0:9001      0.0.0.0:*    users:(("alpha",pid=1,fd=3))  
            tcp   LISTEN 0      4096               *:9002            *:*    users:(("alpha",pid=1,fd=3))  
            $ ss
            Netid State Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess
            tcp   ESTAB 0      0         10.111.0.2:40608  10.111.0.40:http       
            $ ss -tln
            State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
            LISTEN 0      4096         0.0.0.0:9001      0.0.0.0:*          
            LISTEN 0      4096               *:9002            *:*          
            $ ss -H -tan
            LISTEN    0      4096      0.0.0.0:9001      0.0.0.0:* 
            ESTAB     0      0      10.111.0.2:40608 10.111.0.40:80
            TIME-WAIT 0      0      10.111.0.2:49932 10.111.0.40:83
            LISTEN    0      4096            *:9002            *:* 
            $ ss -u
            Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
            $ ss -tan state listening
            Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
            0      4096         0.0.0.0:9001      0.0.0.0:*          
            0      4096               *:9002            *:*          
            $ ss -tl sport = :9001
            State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
            LISTEN 0      4096         0.0.0.0:9001      0.0.0.0:*          
            """#
        )
    }

    @Test func `netstat`() throws {
        var session = try Session.over(Self.network(), tools: "iputils")
        session.expect(
            #"""
            $ netstat -tan
            Active Internet connections (servers and established)
            Proto Recv-Q Send-Q Local Address           Foreign Address         State      
            tcp        0      0 0.0.0.0:9001            0.0.0.0:*               LISTEN     
            tcp        0      0 10.111.0.2:40608        10.111.0.40:80          ESTABLISHED
            tcp        0      0 10.111.0.2:49932        10.111.0.40:83          TIME_WAIT  
            tcp6       0      0 :::9002                 :::*                    LISTEN     
            $ netstat -tulpn
            Active Internet connections (only servers)
            Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    
            tcp        0      0 0.0.0.0:9001            0.0.0.0:*               LISTEN      1/alpha             
            tcp6       0      0 :::9002                 :::*                    LISTEN      1/alpha             
            udp        0      0 127.0.0.11:53           0.0.0.0:*                           1/dockerd           
            $ netstat -t
            Active Internet connections (w/o servers)
            Proto Recv-Q Send-Q Local Address           Foreign Address         State      
            tcp        0      0 alpha-host:40608        beta.net1:http          ESTABLISHED
            tcp        0      0 alpha-host:49932        beta.net1:83            TIME_WAIT  
            $ netstat -x
            Active UNIX domain sockets (w/o servers)
            Proto RefCnt Flags       Type       State         I-Node   Path
            """#
        )
    }
}
