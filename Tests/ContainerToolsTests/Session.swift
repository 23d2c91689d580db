import Addressing
import Lab
import Resolver
import TestSupport
import Testing

@testable import ContainerTools

/// Commands in the containers of a lab, as one would type them behind `docker exec`.
struct Session {
    var context: ToolContext
    let container: Container

    init(_ lab: Lab, _ name: String, order: AnswerOrder = .rotate) throws {
        context = ToolContext(
            names: NameService(lab),
            sequencer: AnswerSequencer(order: order, seed: 7),
            entropy: Entropy(seed: 7),
            now: noon
        )
        container = try lab.container(matching: name)
    }

    /// Runs a command; words are split at blanks, single quotes hold them together.
    mutating func run(_ line: String) -> ToolResult {
        var argv: [String] = []
        for (index, part) in line.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
            if index % 2 == 1 { argv.append(String(part)) } else { argv += part.split(separator: " ").map(String.init) }
        }
        return run(argv)
    }

    mutating func run(_ argv: [String]) -> ToolResult {
        ToolRunner.run(argv: argv, in: container, context: &context)
    }

    /// What a command prints, which must go well.
    mutating func out(_ line: String, sourceLocation: SourceLocation = #_sourceLocation) -> String {
        let result = run(line)
        #expect(result.stderr.isEmpty && result.exitCode == 0, "\(result)", sourceLocation: sourceLocation)
        return result.stdout
    }
}

extension Session {
    /// Runs the commands of a transcript again and expects it word for word.
    ///
    /// A line `$ command` is run; then come its output, its complaints behind `! `, and its exit code in brackets if it
    /// is not 0. An output without a line end at its end is followed by `%`.
    mutating func expect(_ transcript: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let got = self.transcript(
            transcript.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
        )
        let lines = zip(Self.lines(got), Self.lines(transcript + "\n"))
        let first = lines.first { $0 != $1 }.map { "got \($0), not \($1)" }
        #expect(got == transcript + "\n", "\(first ?? "the end differs")", sourceLocation: sourceLocation)
    }

    /// Runs commands, and writes down what one would see.
    mutating func transcript(_ commands: [String]) -> String {
        var text = ""
        for command in commands {
            let result = run(command)
            // The return before a line feed would be lost in a source file.
            text += "$ \(command)\n\(result.stdout.replacing("\r\n", with: "^M\n"))"
            if result.stdout.utf8.last.map({ $0 != UInt8(ascii: "\n") }) == true { text += "%\n" }
            text += Self.lines(result.stderr).dropLast().map { "! \($0)\n" }.joined()
            if result.exitCode != 0 { text += "[\(result.exitCode)]\n" }
        }
        return text
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}

extension Lab {
    /// Two networks, one of them dual-stack, three containers, records outside.
    static func forTools() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("net1", subnet: "10.111.0.0/24")
        try lab.network("net6", subnet: "10.112.0.0/24") { spec in
            spec.enableIPv6 = true
            spec.subnets.append(.init(prefix: try? .init(parsing: "fd00:112::/64")))
        }
        try lab.run("alpha", on: "net1", aliases: ["shared"]) { $0.config.hostname = "alpha-host" }
        try lab.run("beta", on: "net1", ip: "10.111.0.40", aliases: ["shared"])
        try lab.run("probe", on: "net1") {
            $0.config.hostname = "probe"
            $0.config.domainname = "example.test"
            $0.config.environment = ["COLOR=blue", "EMPTY="]
        }
        try lab.run("six", on: "net6") { $0.config.hostname = "six" }
        try lab.run("legacy") { $0.config.hostname = "legacy" }
        try lab.run("lonely", on: "none") { $0.config.hostname = "lonely" }
        for (name, type, data) in [
            ("www.example.test", "CNAME", "web.example.test"), ("web.example.test", "A", "198.51.100.7"),
            ("example.test", "MX", "10 mail.example.test"), ("example.test", "TXT", "\"v=spf1 -all\""),
            ("_http._tcp.example.test", "SRV", "0 5 80 web.example.test"), ("example.test", "NS", "ns.example.test"),
        ] {
            lab.addUpstreamRecord(.init(name: name, type: type, ttl: 300, data: data))
        }
        return lab
    }
}
