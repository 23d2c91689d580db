import Rendering
import Testing

/// What `netsim why` says, and which changes it offers.
struct WhyTests {
    /// Everything that can stand in the way.
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        for command in [
            "network create --subnet 10.81.0.0/24 front", "network create --subnet 10.82.0.0/24 back",
            "network create --subnet 10.83.0.0/24 --internal vault",
            "network create --subnet 10.84.0.0/24 -o com.docker.network.bridge.enable_icc=false quiet",
            "network create --subnet 10.85.0.0/24 -o com.docker.network.bridge.enable_ip_masquerade=false plain",
            "run -d --name web --net front --expose 80 nginx", "run -d --name user --net front alpine",
            "run -d --name db --net back --expose 3306 mysql", "run -d --name safe --net vault --expose 80 nginx",
            "run -d --name mute --net quiet --expose 80 nginx", "run -d --name deaf --net quiet alpine",
            "run -d --name bare --net plain alpine", "run -d --name cut --net front --expose 80 nginx",
            "run -d --name off --net front --expose 80 nginx", "run -d --name asleep --net front --expose 80 nginx",
            "run -d --name pub --net back -p 8080:80 nginx", "stop -t 0 asleep", "link down off",
            "partition user cut", "rules add -s 10.81.0.0/24 -d 198.51.100.0/24 -j DROP",
        ] {
            #expect(line(command).status == 0, "\(command)")
        }
        return line
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let question: String
        let verdict: String
        let remedies: [String]

        init(_ question: String, _ verdict: String, _ remedies: String...) {
            self.question = question
            self.verdict = verdict
            self.remedies = remedies
        }

        var testDescription: String { question }
    }

    @Test(arguments: [
        Row("user web:80", "reached: web answered"),
        Row("user 10.81.0.1:8080", "reached: pub answered"),
        Row(
            "user db:3306",
            "unresolved: db means nothing to user",
            "connect user to back, then 10.82.0.2:3306 answers",
            "connect db to front, then 10.81.0.6:3306 answers",
            "publish 3306/tcp of db and ask the host for it, then 10.81.0.1:3306 answers"
        ),
        Row(
            "user 10.82.0.2:3306",
            "dropped: rule 3 of PREROUTING (table raw), container db on back: no direct access",
            "connect user to back, then 10.82.0.2:3306 answers",
            "publish 3306/tcp of db and ask the host for it, then 10.81.0.1:3306 answers"
        ),
        Row(
            "user 10.83.0.2:80",
            "dropped: rule 1 of DOCKER-INTERNAL (table filter), network vault: --internal",
            "connect user to vault, then 10.83.0.2:80 answers"
        ),
        Row(
            "safe 198.51.100.7",
            "unreachable: Network is unreachable",
            "make vault without --internal, then 198.51.100.7 answers"
        ),
        Row(
            "deaf mute:80",
            "dropped: rule 8 of DOCKER-FORWARD (table filter), network quiet: enable_icc=false",
            "let containers of quiet talk (enable_icc=true), then 10.84.0.2:80 answers",
            "publish 80/tcp of mute and ask the host for it, then 10.84.0.1:80 answers"
        ),
        Row(
            "bare 198.51.100.7",
            "dropped: the world outside has no way back to a private source address",
            "masquerade what leaves plain, then 198.51.100.7 answers"
        ),
        Row(
            "user cut:80",
            "unreachable: No route to host",
            "heal the partition between user and cut, then 10.81.0.4:80 answers"
        ),
        Row(
            "user off:80",
            "unreachable: No route to host",
            "bring the link of off on front up, then 10.81.0.5:80 answers"
        ),
        Row("user asleep:80", "unresolved: asleep means nothing to user", "start asleep, then 10.81.0.6:80 answers"),
        Row("asleep web:80", "impossible: asleep does not run (exited)", "start asleep, then 10.81.0.2:80 answers"),
        Row(
            "user 198.51.100.7",
            "dropped: rule 1 of DOCKER-USER (table filter), your own rule 1",
            "remove your own rule 1, then 198.51.100.7 answers"
        ),
        Row(
            "user web:81",
            "refused: nothing listens on the port",
            "ask for port 80/tcp, where web listens, then 10.81.0.2:80 answers",
            "let web listen on 81/tcp (--expose 81/tcp, or the label netsim.listen), then 10.81.0.2:81 answers"
        ),
        Row(
            "outside db:3306",
            "dropped: rule 3 of PREROUTING (table raw), container db on back: no direct access",
            "publish 3306/tcp of db and ask the host for it, then 192.0.2.10:3306 answers"
        ),
        Row("host safe:80", "reached: safe answered"),
        Row("user nobody:80", "unresolved: nobody means nothing to user"),
    ])
    func `says what decided, and what helps`(row: Row) {
        let line = Self.prepared()
        let result = line("why \(row.question)")
        #expect(result.status == (row.verdict.hasPrefix("reached") ? 0 : 1))
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines.contains(row.verdict), "\(result.output)")
        let offered = lines.filter { $0.hasPrefix("  - ") }.map { String($0.dropFirst(4)) }
        #expect(row.remedies.allSatisfy(offered.contains), "\(offered)")
        #expect(row.remedies.isEmpty == offered.isEmpty, "\(offered)")
    }

    @Test func `a published port is followed through every rule`() {
        let result = Self.prepared()("why user 10.81.0.1:8080")
        let text = result.output.replacing("br-56e4398a98f8", with: "BACK").replacing("br-b54e0f1600cc", with: "FRONT")
        for part in [
            "nat PREROUTING 1, DOCKER 1: DNAT to 10.82.0.3:80", "by port 8080:80/tcp of pub",
            "filter FORWARD 2, DOCKER-FORWARD 3, DOCKER-BRIDGE 3, DOCKER 1: accept", "masquerade",
            "by network front: enable_ip_masquerade=true", "the source that it sees is 10.82.0.1",
            "by network front: replies to what was let through",
        ] {
            #expect(text.contains(part), "\(part)\n\(text)")
        }
    }

    @Test func `as JSON`() throws {
        let result = Self.prepared()("why deaf mute:80 --format json")
        #expect(result.status == 1)
        let object = try JSONValue(parsing: result.output)
        #expect(object["Verdict"] == "dropped")
        #expect(object["Address"] == "10.84.0.2")
        #expect(object["Origin"] == "network quiet: enable_icc=false")
        #expect(object["Rule"]?.stringValue?.hasPrefix("-A DOCKER-FORWARD -i br-") == true)
        #expect(object["Path"]?.arrayValue?.isEmpty == false)
        #expect(object["Remedies"]?.arrayValue?.first?["Commands"]?.arrayValue?.count == 2)
    }
}
