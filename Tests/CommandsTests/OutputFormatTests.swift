import Testing

@testable import Commands

/// `--format` and `--json`, the same way in all of netsim's own commands.
struct OutputFormatTests {
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        line("network create back")
        line("run -d --name web --network back -p 8080:80 nginx")
        line("run -d --name user --network back alpine")
        line("upstream add example.com A 192.0.2.1")
        return line
    }

    static let own = [
        "reach", "reach --exposure", "reach --ports", "why user web:80", "probe user web:80", "spread --from user web",
        "links", "link ls", "rules", "upstream ls", "impair", "partition", "version",
    ]

    @Test(arguments: own)
    func `a format that there is not is a flag that cannot be read`(command: String) {
        let result = Self.prepared()("\(command) --format nonsense")
        #expect(result.status == 125)
        #expect(result.output.isEmpty)
        #expect(
            result.errors.hasPrefix(
                "invalid argument \"nonsense\" for \"--format\" flag: invalid format: must be \""
            )
        )
    }

    @Test(arguments: ["links", "link ls", "rules", "upstream ls", "impair", "partition"])
    func `so is a template that cannot be read, or names nothing`(command: String) {
        let line = Self.prepared()
        line("impair --loss 1% back")
        line("partition web user")
        // The document of links is a map, in which a name that is not there has no value, as in Go.
        for template in command == "links" ? ["'{{.Nope'"] : ["'{{.Nope'", "'{{.Nope}}'"] {
            let result = line("\(command) --format \(template)")
            #expect(result.status == 125, "\(template)")
            #expect(result.output.isEmpty)
        }
    }

    @Test(arguments: own)
    func `--json is one document with members in one style`(command: String) {
        let line = Self.prepared()
        let result = line("\(command) --json")
        #expect(result == line("\(command) --format json"))
        #expect(result.errors.isEmpty)
        #expect(["{", "["].contains(result.output.prefix(1)))
        let names = result.output.split(separator: "\n").compactMap { row -> Substring? in
            let text = row.drop { $0 == " " }
            guard text.hasPrefix("\""), let end = text.firstRange(of: "\":") else { return nil }
            return text[text.index(after: text.startIndex)..<end.lowerBound]
        }
        for name in names { #expect(name.first?.isUppercase == false, "\(name)") }
    }

    @Test func `numbers are numbers`() {
        let line = Self.prepared()
        #expect(line("upstream ls --json").output.contains("\"ttl\": 300"))
        #expect(line("rules --json --chain DOCKER-FORWARD").output.contains("\"number\": 1,"))
        #expect(line("probe user web:80 --json").output.contains("\"port\": 80,"))
    }

    /// Docker's commands print what Docker prints: an object a line, and templates of any kind.
    @Test(arguments: ["ps", "network ls"])
    func `Docker's listings stay Docker's`(command: String) {
        let line = Self.prepared()
        let result = line("\(command) --json")
        #expect(result == line("\(command) --format json"))
        #expect(result.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"") && $0.hasSuffix("\"}") })
        #expect(line("\(command) --format nonsense").status == 0)
    }

    @Test(
        arguments: [
            ("ContainerID", "containerID"), ("MTU", "mtu"), ("IPv4", "ipv4"), ("IPv6Address", "ipv6Address"),
            ("MacAddress", "macAddress"), ("listens", "listens"), ("TTL", "ttl"), ("DNSNames", "dnsNames"), ("", ""),
        ]
    )
    func `names`(docker: String, ours: String) {
        #expect(MemberNames.camel(docker) == ours)
    }
}
