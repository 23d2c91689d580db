import Lab
import Testing

@testable import Commands

/// What packets of one command leave for the next.
struct NetworkMemoryTests {
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        line("network create --subnet 10.9.0.0/24 net1")
        line("run -d --name aa --network net1 --mac-address 02:00:00:00:00:0a alpine")
        line("run -d --name bb --network net1 --mac-address 02:00:00:00:00:0b --expose 80 nginx")
        return line
    }

    @Test func `neighbours are remembered on both sides, and grow old`() {
        let line = Self.prepared()
        #expect(line("exec aa ip neigh").output.isEmpty)
        line("exec aa ping -c 1 bb")
        #expect(line("exec aa ip neigh").output == "10.9.0.3 dev eth0 lladdr 02:00:00:00:00:0b REACHABLE \n")
        #expect(line("exec bb ip neigh").output == "10.9.0.2 dev eth0 lladdr 02:00:00:00:00:0a REACHABLE \n")
        #expect(line("exec aa arp -an").output == "? (10.9.0.3) at 02:00:00:00:00:0b [ether]  on eth0\n")
        line.now = Timestamp(seconds: 1_785_585_700)
        #expect(line("exec aa ip neigh").output == "10.9.0.3 dev eth0 lladdr 02:00:00:00:00:0b STALE \n")
    }

    @Test func `a container that starts again has forgotten`() {
        let line = Self.prepared()
        line("exec aa ping -c 1 bb")
        line("restart aa")
        #expect(line("exec aa ip neigh").output.isEmpty)
        #expect(line("exec aa cat /sys/class/net/eth0/statistics/rx_packets").output == "0\n")
    }

    @Test func `interfaces count`() {
        let line = Self.prepared()
        line("exec aa ping -c 2 bb")
        // Two echoes of 98 bytes and ARP's 42, each way.
        #expect(line("exec aa cat /sys/class/net/eth0/statistics/tx_bytes").output == "238\n")
        #expect(line("exec bb sh -c 'cat /sys/class/net/eth0/statistics/rx_packets'").output == "3\n")
        line("exec aa ping -c 1 bb")
        let device = line("exec aa grep eth0 /proc/net/dev").output
        #expect(
            device == """
                  eth0:     378       5    0    0    0     0          0         0      378       5    0    0    0     0       0          0

                """
        )
        #expect(line("exec aa ifconfig eth0").output.contains("RX packets 5  bytes 378 (378.0 B)"))
        #expect(
            line("exec aa ip -s link show eth0").output.hasSuffix(
                """
                    RX:  bytes packets errors dropped  missed   mcast          \u{20}
                           378       5      0       0       0       0\u{20}
                    TX:  bytes packets errors dropped carrier collsns          \u{20}
                           378       5      0       0       0       0\u{20}

                """
            )
        )
        line("exec aa ping -c 1 localhost")
        #expect(line("exec aa cat /sys/class/net/lo/statistics/tx_packets").output == "2\n")
    }

    @Test func `files are kept as long as the container`() {
        let line = Self.prepared()
        line("exec aa sh -c 'echo kept >/tmp/x'")
        #expect(line("exec aa cat /tmp/x").output == "kept\n")
        #expect(line("exec bb cat /tmp/x").status == 1)
        line("restart aa")
        #expect(line("exec aa cat /tmp/x").output == "kept\n")
    }
}
