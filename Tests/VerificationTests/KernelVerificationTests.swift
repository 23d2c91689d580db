import Addressing
import Foundation
import KernelBackend
import Lab
import Netlink
import TestSupport
import Testing
import Verification

/// Whole runs against the kernel: where both sides are of one lab they agree, and where they are not it is found out.
@Suite(.serialized, .enabled(if: KernelRuns.isAllowed, "needs NETSIM_VERIFY=1, and namespaces"))
struct `A verification` {
    @Test func `agrees on networks, modes, published ports and names`() throws {
        let lab = try KernelRuns.lab()
        let verification = try KernelRuns.verify(lab, as: lab)
        #expect(verification.results.count > 300)
        #expect(verification.lost == 0)
        KernelRuns.expectAgreement(verification, "the lab")
        // Both sides have seen packets, and outcomes of every kind.
        #expect(verification.frames.real > 500 && verification.frames.simulated > 500)
        #expect(
            Set(verification.results.map(\.real.kind)) == ["reached", "refused", "dropped", "unreachable", "response"]
        )
    }

    @Test func `agrees on programs, on paused containers, and on name servers among the containers`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.7.0.0/24")
        try lab.network("six", subnet: "fd17::/64") { $0.enableIPv6 = true }
        try lab.run("own", on: "net", publish: [binding(80, host: 8080)]) {
            $0.config.labels[KernelService.programLabel] = "detached"
        }
        try lab.run("names", on: "net", "six") {
            $0.config.labels[Lab.zoneLabel] = "app.lan 10.7.0.9; *.dev.lan 60 A 10.7.0.10; six.lan fd17::9"
        }
        try lab.run("asks", on: "net") { $0.config.dns = [.v4(IPv4Address(10, 7, 0, 3))] }
        try lab.run("frozen", on: "net", "six", publish: [binding(81, host: 8081)]) {
            $0.config.exposedPorts = [ContainerPort(80), ContainerPort(53, .udp)]
        }
        try lab.pauseContainer(matching: "frozen")
        let verification = try KernelRuns.verify(lab, as: lab)
        KernelRuns.expectAgreement(verification, "the lab")
        func outcomes(_ what: String, to name: String) -> Set<Outcome> {
            Set(verification.results.filter { $0.trial.what == what && $0.trial.toName == name }.map(\.real))
        }
        #expect(outcomes("tcp 80", to: "own").contains(.reached("own")))
        #expect(outcomes("tcp 80", to: "frozen") == [.dropped, .unreachable(.network)])
        #expect(outcomes("tcp 81", to: "frozen").contains(.dropped))
        #expect(outcomes("udp 53", to: "frozen").contains(.dropped))
        #expect(outcomes("A app.lan.", to: "names").contains { "\($0)".contains("10.7.0.9") })
        #expect(outcomes("AAAA six.lan.", to: "names").contains { "\($0)".contains("fd17::9") })
    }

    @Test func `finds a rule that one side has and the other has not`() throws {
        let lab = try KernelRuns.lab()
        var other = lab
        other.appendUserRule(UserRule(words: ["-p", "udp", "--dport", "9", "-j", "DROP"], isIPv6: false))
        let verification = try KernelRuns.verify(lab, as: other)
        #expect(!verification.agrees)
        let found = verification.disagreements
        #expect(!found.isEmpty)
        // Only datagrams to that port that are routed are concerned.
        #expect(found.allSatisfy { $0.trial.what == "udp 9" })
        let example = try #require(found.first { $0.real == .dropped })
        #expect(example.simulated == .refused || example.simulated == .unreachable(.host))
        // Both packet lists say where it ends.
        #expect(!example.simulatedFlows.isEmpty)
    }

    @Test func `finds packets that differ though the outcomes are the same`() throws {
        let lab = try KernelRuns.lab(masquerades: true)
        let other = try KernelRuns.lab(masquerades: false)
        let verification = try KernelRuns.verify(lab, as: other)
        let sameOutcome = verification.disagreements.filter { $0.simulated == $0.real }
        #expect(!sameOutcome.isEmpty)
        let packets = sameOutcome.flatMap(\.simulatedFlows).flatMap(\.packets)
        #expect(packets.contains { $0.contains("192.0.2.10") })
    }

    @Test func `finds a name that one side has and the other has not`() throws {
        let lab = try KernelRuns.lab()
        var other = lab
        other.addUpstreamRecord(Upstream.Record(name: "example.com", type: "A", ttl: 60, data: "203.0.113.7"))
        let verification = try KernelRuns.verify(other, as: lab)
        let what = Set(verification.disagreements.map(\.trial.what))
        #expect(what == ["A example.com.", "AAAA example.com."])
    }

    @Test func `agrees on random labs`() throws {
        var held = 0
        var seed: UInt64 = 410
        while held < 20, seed < 450 {
            let lab = RandomLab.make(seed: seed)
            do {
                let verification = try KernelRuns.verify(lab, as: lab, bound: 300)
                KernelRuns.expectAgreement(verification, "seed \(seed)")
                held += 1
            } catch is PlanRefusal {
                // What this kernel lacks.
            }
            seed += 1
        }
        #expect(held > 0)
    }
}

enum KernelRuns {
    /// Whether these tests are wanted, and this process may make network namespaces. They run in a process of their own:
    /// others count the namespaces that theirs holds.
    static let isAllowed: Bool = {
        ProcessInfo.processInfo.environment["NETSIM_VERIFY"] == "1" && NamespacePrivilege.isThere
    }()

    static func lab(masquerades: Bool = true) throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.1.0.0/24", options: [BridgeOptions.Key.enableMasquerade: "\(masquerades)"])
        try lab.network("back", subnet: "10.2.0.0/24") { $0.isInternal = true }
        try lab.network("six", subnet: "fd12::/64") { $0.enableIPv6 = true }
        try lab.run("web", on: "front", "back", publish: [binding(80, host: 8080)])
        try lab.run("db", on: "back")
        try lab.run("dual", on: "six", publish: [binding(443, host: 8443)])
        try lab.run("hosted") { $0.config.networkMode = .host }
        try lab.run("joiner") { $0.config.networkMode = .container("web") }
        return lab
    }

    /// Simulates one lab and makes another in the kernel.
    static func verify(_ simulated: Lab, as real: Lab, bound: Int = 2000) throws -> Verification {
        let stage = try KernelStage(real, options: Verifier.planOptions(isRootless: geteuid() != 0))
        defer { stage.stop() }
        #expect(stage.troubles.isEmpty)
        var options = Verifier.Options()
        (options.bound, options.seed, options.isRootless) = (bound, 1, geteuid() != 0)
        return try Verifier(simulated, stage.kernel, options).run()
    }

    static func expectAgreement(_ verification: Verification, _ what: String) {
        for result in verification.disagreements.prefix(5) {
            let trial = result.trial
            Issue.record(
                """
                \(what): \(trial.what) from \(trial.fromName) to \(trial.toName) at \(trial.address): simulated \
                \(result.simulated), kernel \(result.real)
                \(result.simulatedFlows) \(result.realFlows)
                """
            )
        }
        #expect(verification.agrees, "\(what): \(verification.strays) \(verification.neighbours)")
    }
}

extension Outcome {
    fileprivate var kind: String {
        switch self {
        case .reached: "reached"
        case .refused: "refused"
        case .dropped: "dropped"
        case .unreachable: "unreachable"
        case .response: "response"
        case .other: "other"
        }
    }
}
