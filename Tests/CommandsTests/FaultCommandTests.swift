import Commands
import Lab
import Testing

/// What the commands that break links do and show.
struct FaultCommandTests {
    private let line = CommandLine()

    init() {
        for text in [
            "network create --subnet 10.9.0.0/24 -o com.docker.network.bridge.name=back0 back",
            "network create -d macvlan -o parent=eth0 --subnet 192.0.3.0/24 lan",
            "run -d --name web --network back nginx",
            "run -d --name db --network back nginx",
            "network connect lan db",
            "container create --name idle --network back nginx",
        ] {
            #expect(line(text).status == 0, "\(text)")
        }
    }

    @discardableResult
    private func out(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> String {
        let result = line(text)
        #expect(result.status == 0 && result.errors.isEmpty, "\(result.errors)", sourceLocation: sourceLocation)
        var output = result.output
        for container in line.memory.lab.allContainers {
            for endpoint in container.attachments.compactMap(\.endpoint) where !endpoint.hostInterface.isEmpty {
                output = output.replacing(endpoint.hostInterface, with: "veth-\(container.name)")
            }
        }
        return output
    }

    /// Without the blanks that align a table.
    private func table(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> [String] {
        out(text, sourceLocation: sourceLocation).split(separator: "\n").map {
            $0.split(separator: "   ", omittingEmptySubsequences: true)
                .map { $0.trimmingPrefix { $0 == " " } }.filter { !$0.isEmpty }.joined(separator: " | ")
        }
    }

    @Test func `link ls shows each link and what is wrong with it`() {
        let head = "CONTAINER | NETWORK | INTERFACE | HOST INTERFACE | BRIDGE | STATE | IMPAIRMENT"
        #expect(
            table("link ls") == [
                head, "db | back | eth0 | veth-db | back0 | UP", "db | lan | eth1 | eth0 | UP",
                "web | back | eth0 | veth-web | back0 | UP",
            ]
        )
        #expect(out("link down db") == "")
        #expect(out("link down idle back") == "")
        #expect(out("impair --delay 40ms --loss 1% back") == "")
        #expect(
            table("link ls") == [
                head, "db | back | eth0 | veth-db | back0 | DOWN | delay 40ms loss 1%", "db | lan | eth1 | eth0 | DOWN",
                "idle | back | back0 | DOWN | delay 40ms loss 1%",
                "web | back | eth0 | veth-web | back0 | UP | delay 40ms loss 1%",
            ]
        )
        #expect(out("link ls -q") == "db back\ndb lan\nidle back\nweb back\n")
        #expect(out("link ls --format '{{.Container}}={{.State}}'") == "db=DOWN\ndb=DOWN\nidle=DOWN\nweb=UP\n")
        #expect(
            out("link ls --format json").hasSuffix(
                """
                    {
                        "bridge": "back0",
                        "container": "web",
                        "hostInterface": "veth-web",
                        "impairment": "delay 40ms loss 1%",
                        "interface": "eth0",
                        "network": "back",
                        "state": "UP"
                    }
                ]

                """
            )
        )
        #expect(out("link ls --format yaml").hasPrefix("- bridge: back0\n  container: db\n"))
        #expect(out("link up db lan") == "")
        #expect(line.memory.lab.faults.downLinks.count == 2)
        #expect(out("link up db") == "" && out("link up idle") == "")
        #expect(line.memory.lab.faults.downLinks.isEmpty)
    }

    @Test func `impairments are set, shown and ended`() {
        #expect(out("impair") == "NETWORK   CONTAINER   IMPAIRMENT\n")
        #expect(
            out("impair --delay 40ms --jitter 5ms --loss 1% --duplicate .1% --reorder 2 --rate 10mbit back") == ""
        )
        #expect(out("impair --loss 100% back db") == "")
        #expect(out("impair --delay 0 lan db") == "")
        #expect(
            table("impair") == [
                "NETWORK | CONTAINER | IMPAIRMENT",
                "back | * | delay 40ms 5ms loss 1% duplicate 0.1% reorder 2% rate 10mbit", "back | db | loss 100%",
                "lan | db | none",
            ]
        )
        #expect(table("impair lan") == ["NETWORK | CONTAINER | IMPAIRMENT", "lan | db | none"])
        #expect(
            table("impair back web").last == "back | web | delay 40ms 5ms loss 1% duplicate 0.1% reorder 2% rate 10mbit"
        )
        #expect(
            out("impair --format json back") == """
                [
                    {
                        "container": "",
                        "delay": "40ms",
                        "duplicate": "0.1%",
                        "impairment": "delay 40ms 5ms loss 1% duplicate 0.1% reorder 2% rate 10mbit",
                        "jitter": "5ms",
                        "loss": "1%",
                        "network": "back",
                        "rate": "10mbit",
                        "reorder": "2%"
                    },
                    {
                        "container": "db",
                        "delay": "0ns",
                        "duplicate": "0%",
                        "impairment": "loss 100%",
                        "jitter": "0ns",
                        "loss": "100%",
                        "network": "back",
                        "rate": "",
                        "reorder": "0%"
                    }
                ]

                """
        )
        // What is set takes the place of all that was.
        #expect(out("impair --rate 64kbit back") == "")
        #expect(
            table("impair back") == [
                "NETWORK | CONTAINER | IMPAIRMENT", "back | * | rate 64kbit", "back | db | loss 100%",
            ]
        )
        #expect(out("impair --clear back db") == "")
        #expect(table("impair back db").last == "back | db | rate 64kbit")
        #expect(out("impair --clear back") == "")
        #expect(table("impair").count == 2)
        #expect(out("impair --clear") == "")
        #expect(line.memory.lab.faults.isNone)
    }

    @Test func `partitions are made, listed and healed`() {
        #expect(out("partition web db") == "" && out("partition idle web") == "")
        #expect(table("partition") == ["CONTAINER | CUT OFF FROM", "db | web", "idle | web"])
        #expect(out("partition --format '{{.First}}/{{.Second}}'") == "db/web\nidle/web\n")
        #expect(out("heal web db") == "")
        #expect(out("partition --format '{{.First}}/{{.Second}}'") == "idle/web\n")
        #expect(out("heal") == "" && out("heal") == "")
        #expect(line.memory.lab.faults.isNone)
    }

    @Test func `links shows faults below the wiring`() {
        out("impair --rate 1gbit back web")
        out("partition web db")
        #expect(out("links").hasSuffix("\n\nweb:eth0: rate 1gbit\ndb and web: cut off from each other\n"))
        #expect(out("links --format json").contains("\"impairment\": \"rate 1gbit\""))
    }

    /// Hints are for a person alone.
    @Test(
        arguments: [
            ("link down wob", "netsim: did you mean web?"),
            ("link down web lan", "netsim: web is on back"),
            ("impair --los 1% back", "netsim: did you mean --loss?"),
        ]
    )
    func `a refusal says what to do`(_ text: String, _ hint: String) {
        line.terminals = [.errors]
        let result = line(text)
        #expect(result.status != 0)
        #expect(result.errors.split(separator: "\n").last.map(String.init) == hint)
    }
}
