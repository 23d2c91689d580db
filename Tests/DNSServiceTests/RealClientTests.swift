import DNSService
import Foundation
import Lab
import TestSupport
import Testing

/// A program of this machine that asks name servers.
enum RealClient: String, CaseIterable {
    case dig, kdig, host, drill
    /// Debian's python3 with the package dnspython; other Pythons on the path need not have it.
    case dnspython

    /// Where one is missing its test is skipped; but where everything must be there, the test runs and fails.
    var isExpected: Bool { isInstalled || ProcessInfo.processInfo.environment["CI"] == "true" }

    private var isInstalled: Bool {
        switch self {
        case .dnspython: (try? Self.run(path, ["-c", "import dns.query, dns.edns"]))?.status == 0
        default: FileManager.default.isExecutableFile(atPath: path)
        }
    }

    private var path: String { self == .dnspython ? "/usr/bin/python3" : "/usr/bin/\(rawValue)" }

    struct Outcome: Equatable {
        let status: Int32
        let output: String
    }

    /// Runs the program, for ten seconds at most.
    func run(_ arguments: [String]) throws -> Outcome { try Self.run(path, arguments) }

    private static func run(_ path: String, _ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["10", path] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }
}

@Suite(.serialized) struct `Real clients` {
    /// Runs the client against a served lab, with the ports of `asker`, of `lonely`, and the shared one.
    private func withPorts(_ body: (_ asker: String, _ lonely: String, _ shared: String) throws -> Void) throws {
        try withServer(FixedLab(try .rotation())) { server in
            let shared = try #require(server.status).sharedPort
            let asker = try #require(server.port(of: "asker"))
            let lonely = try #require(server.port(of: "lonely"))
            try body("\(asker)", "\(lonely)", "\(shared)")
        }
    }

    private static let three = ["172.18.0.2", "172.18.0.3", "172.18.0.4"]

    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.sorted()
    }

    @Test(.enabled(if: RealClient.dig.isExpected)) func dig() throws {
        try withPorts { asker, lonely, shared in
            let base = ["@127.0.0.1", "+tries=1", "-p"]
            for transport in ["+notcp", "+tcp"] {
                let answer = try RealClient.dig.run(base + [asker, transport, "+short", "alicek106"])
                #expect(lines(answer.output) == Self.three)
                let named = try RealClient.dig.run(
                    base + [shared, transport, "alicek106", "+subnet=172.18.0.5/32"]
                )
                #expect(named.output.contains("; CLIENT-SUBNET: 172.18.0.5/32/32"))
                #expect(named.output.contains("status: NOERROR"))
                #expect(named.output.contains("flags: qr rd ra; QUERY: 1, ANSWER: 3, AUTHORITY: 0, ADDITIONAL: 1"))
                #expect(!named.output.contains("WARNING") && !named.output.contains("malformed"))
            }
            let full = try RealClient.dig.run(base + [asker, "one"]).output
            #expect(full.contains("flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0"))
            #expect(!full.contains("WARNING") && !full.contains("malformed"))
            let reverse = try RealClient.dig.run(base + [asker, "+short", "-x", "172.18.0.3"])
            #expect(reverse.output == "two.mynet.\n")
            #expect(try RealClient.dig.run(base + [lonely, "elsewhere"]).output.contains("status: SERVFAIL"))
            #expect(
                try RealClient.dig.run(base + [asker, "+edns=1", "+noednsneg", "one"]).output.contains(
                    "status: BADVERS"
                )
            )
            #expect(try RealClient.dig.run(base + [asker, "+opcode=STATUS", "one"]).output.contains("status: NOTIMP"))
            let unnamed = try RealClient.dig.run(base + [shared, "one"]).output
            #expect(unnamed.contains("status: REFUSED"))
            #expect(unnamed.contains("which container asks?"))
            // Several queries on one connection.
            let kept = try RealClient.dig.run(base + [asker, "+tcp", "+keepopen", "+short", "one", "two", "three"])
            #expect(lines(kept.output) == Self.three)
        }
    }

    @Test(.enabled(if: RealClient.kdig.isExpected)) func kdig() throws {
        try withPorts { asker, _, shared in
            let base = ["@127.0.0.1", "+retry=0", "-p"]
            for transport in ["+notcp", "+tcp"] {
                let answer = try RealClient.kdig.run(base + [asker, transport, "+short", "alicek106"])
                #expect(lines(answer.output) == Self.three)
                let named = try RealClient.kdig.run(
                    base + [shared, transport, "alicek106", "+edns", "+subnet=172.18.0.5/32"]
                ).output
                #expect(named.contains("status: NOERROR"))
                #expect(named.contains("CLIENT-SUBNET: 172.18.0.5/32/32"))
                #expect(!named.contains("WARNING"))
            }
            let unknown = try RealClient.kdig.run(base + [asker, "nobody"]).output
            #expect(unknown.contains("status: NXDOMAIN") && !unknown.contains("WARNING"))
        }
    }

    @Test(.enabled(if: RealClient.host.isExpected)) func host() throws {
        try withPorts { asker, _, _ in
            for transport in [[], ["-T"]] {
                let answer = try RealClient.host.run(transport + ["-W", "3", "-p", asker, "one", "127.0.0.1"])
                #expect(answer.status == 0)
                #expect(answer.output.contains("one has address 172.18.0.2\n"))
                #expect(!answer.output.contains(";;"))
                let reverse = try RealClient.host.run(transport + ["-W", "3", "-p", asker, "172.18.0.3", "127.0.0.1"])
                #expect(reverse.output.contains("3.0.18.172.in-addr.arpa domain name pointer two.mynet.\n"))
            }
            let unknown = try RealClient.host.run(["-W", "3", "-p", asker, "nobody", "127.0.0.1"])
            #expect(unknown.output.contains("Host nobody not found: 3(NXDOMAIN)"))
        }
    }

    @Test(.enabled(if: RealClient.drill.isExpected)) func drill() throws {
        try withPorts { asker, _, _ in
            for transport in ["-u", "-t"] {
                let answer = try RealClient.drill.run([transport, "-p", asker, "alicek106", "@127.0.0.1"])
                #expect(answer.status == 0)
                #expect(answer.output.contains("rcode: NOERROR"))
                for address in Self.three { #expect(answer.output.contains("alicek106.\t600\tIN\tA\t\(address)\n")) }
            }
            let unknown = try RealClient.drill.run(["-p", asker, "nobody", "@127.0.0.1"])
            #expect(unknown.output.contains("rcode: NXDOMAIN"))
        }
    }

    @Test(.enabled(if: RealClient.dnspython.isExpected)) func dnspython() throws {
        // dnspython refuses trailing octets, other identifiers and other questions by itself.
        let script = """
            import sys, dns.edns, dns.flags, dns.message, dns.query, dns.rcode
            asker, shared = int(sys.argv[1]), int(sys.argv[2])
            def short(response):
                return sorted(item.to_text() for rrset in response.answer for item in rrset)
            for ask in (dns.query.udp, dns.query.tcp):
                query = dns.message.make_query("alicek106", "A")
                response = ask(query, "127.0.0.1", port=asker, timeout=3)
                print(dns.flags.to_text(response.flags), response.edns, *short(response))
                option = dns.edns.ECSOption("172.18.0.5", 32)
                query = dns.message.make_query("alicek106", "A", use_edns=0, options=[option])
                response = ask(query, "127.0.0.1", port=shared, timeout=3)
                print(dns.flags.to_text(response.flags), response.edns, response.options[0].to_text(), *short(response))
            query = dns.message.make_query("one", "A", use_edns=0)
            response = dns.query.udp(query, "127.0.0.1", port=shared, timeout=3)
            print(dns.rcode.to_text(response.rcode()), [int(option.otype) for option in response.options])
            """
        try withPorts { asker, _, shared in
            let outcome = try RealClient.dnspython.run(["-c", script, asker, shared])
            let three = Self.three.joined(separator: " ")
            let pair = "QR RD RA -1 \(three)\nQR RD RA 0 ECS 172.18.0.5/32 scope/32 \(three)\n"
            #expect(outcome == RealClient.Outcome(status: 0, output: "\(pair)\(pair)REFUSED [15]\n"))
        }
    }
}
