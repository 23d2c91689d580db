import Foundation
import KernelBackend
import Testing

extension KernelTests {
    /// Labs that reach the machine's own network, each time one of the test's own.
    @Suite struct UplinkTests {
        /// Runs lines of shell in a network namespace that stands for the machine's, which forwards nothing.
        private func run(_ home: Home, _ lines: String) throws -> String {
            let script = "\(home.path)/uplink.sh"
            try "echo 0 >/proc/sys/net/ipv4/ip_forward\n\(lines)\n".write(
                toFile: script,
                atomically: true,
                encoding: .utf8
            )
            return try home.run("unshare -n sh '\(script)'", backend: "").output
        }

        @Test func `an uplink leads out by the machine's network, which has its own back afterwards`() throws {
            let home = try Home()
            // The machine has one neighbour.
            let output = try run(
                home,
                """
                unshare -n sleep 60 & neighbour=$!
                sleep 0.2
                ip link add out type veth peer name in netns $neighbour
                ip addr add 10.9.9.1/24 dev out; ip link set out up; ip link set lo up
                nsenter -t $neighbour -n sh -c 'ip addr add 10.9.9.2/24 dev in; ip link set in up'
                $N run -d --name web alpine >/dev/null
                before=$(ip -br link | cut -d" " -f1; nft list ruleset)
                $N kernel up --uplink >/dev/null
                $N exec web -- ping -n -c 1 -W 1 10.9.9.2 | grep -c "1 received"
                $N kernel down >/dev/null
                [ "$before" = "$(ip -br link | cut -d" " -f1; nft list ruleset)" ] && cat /proc/sys/net/ipv4/ip_forward
                $N kernel up --uplink >/dev/null
                kill -9 $(pgrep -f -- "--home $NETSIM_HOME .*[_]_keep")
                $N doctor --fix
                [ "$before" = "$(ip -br link | cut -d" " -f1; nft list ruleset)" ] && cat /proc/sys/net/ipv4/ip_forward
                kill $neighbour
                """
            )
            #expect(output.hasPrefix("1\n0\n"), "\(output)")
            #expect(output.contains("the machine still has its uplink nsup"), "\(output)")
            #expect(output.hasSuffix("cleaned up\n0\n"), "\(output)")
        }

        @Test func `forwarding goes back to off with the last uplink, and not before`() throws {
            let home = try Home()
            let output = try run(
                home,
                """
                forwarding() { echo $1 $(cat /proc/sys/net/ipv4/ip_forward); }
                links() { ip link | grep -c nsup; }
                killed() {
                    kill -9 $(pgrep -f -- "--home $NETSIM_HOME --lab $1 [_]_keep")
                    # The kernel takes its namespaces apart in its own time.
                    for i in $(seq 100); do [ $(links) = $2 ] && break; sleep 0.02; done
                }
                for lab in one two; do $N --lab $lab kernel up --uplink >/dev/null; done
                $N --lab one kernel down >/dev/null; forwarding first
                $N --lab two kernel down >/dev/null; forwarding last
                for lab in one two; do $N --lab $lab kernel up --uplink >/dev/null; done
                killed one 1; forwarding killed
                $N --lab two kernel down >/dev/null; forwarding last
                $N doctor --fix >/dev/null; forwarding doctor
                for lab in one two; do $N --lab $lab kernel up --uplink >/dev/null; done
                killed one 1; killed two 0; $N doctor --fix >/dev/null; forwarding doctor
                echo 1 >/proc/sys/net/ipv4/ip_forward
                $N --lab one kernel up --uplink >/dev/null; $N --lab one kernel down >/dev/null; forwarding own
                nft list tables
                """
            )
            #expect(
                output == """
                    first 1
                    last 0
                    killed 1
                    last 0
                    doctor 0
                    doctor 0
                    own 1

                    """
            )
        }

        @Test func `doctor finds what an uplink left whose lab nobody knows of`() throws {
            let home = try Home()
            let output = try run(
                home,
                """
                $N kernel up --uplink >/dev/null
                kill -9 $(pgrep -f -- "--home $NETSIM_HOME .*[_]_keep")
                rm "$NETSIM_HOME"/run/default.kernel
                for i in $(seq 100); do ip link | grep -q nsup || break; sleep 0.02; done
                $N doctor | grep -c 'of an uplink that is gone'; $N doctor --fix | grep -c 'of an uplink that is gone'
                nft list tables; cat /proc/sys/net/ipv4/ip_forward; $N doctor | tail -n 1
                """
            )
            #expect(output == "2\n2\n0\nnothing is left of labs in the kernel\n")
        }

        @Test func `uplinks that come while others go keep forwarding on`() throws {
            let home = try Home()
            let output = try run(
                home,
                """
                $N --lab one kernel up --uplink >/dev/null
                for i in 1 2 3 4 5 6 7 8; do
                    $N --lab one kernel down >/dev/null & $N --lab two kernel up --uplink >/dev/null; wait
                    cat /proc/sys/net/ipv4/ip_forward
                    $N --lab two kernel down >/dev/null & $N --lab one kernel up --uplink >/dev/null; wait
                    cat /proc/sys/net/ipv4/ip_forward
                done | uniq -c | xargs echo
                $N --lab one kernel down >/dev/null; cat /proc/sys/net/ipv4/ip_forward
                """
            )
            #expect(output == "16 1\n0\n")
        }
    }
}
