import Addressing
import Foundation
import Lab
import PacketFilter
import TestSupport
import Testing

/// The real programs, each in a network namespace of its own, read what netsim writes.
struct KernelTests {
    static let labs: [(name: String, make: @Sendable () throws -> Lab)] =
        [("fresh", { Lab.fresh() }), ("every option", everything)]
        + (0..<6 as Range<UInt64>).map { seed in ("seed \(seed)", { try RandomLab(seed: seed).lab }) }

    /// Each option once, and rules of the user's own.
    @Sendable static func everything() throws -> Lab {
        var lab = try RuleGoldenTests.mobyLab(
            [BridgeOptions.Key.trustedInterfaces: "eth7:wg+"],
            publish: [binding(80, host: 8080), binding(81, host: 8081, at: "127.0.0.1")]
        )
        lab.engine.interContainerCommunication = false
        try lab.network("six", subnet: "fd12::/64", options: [BridgeOptions.Key.hostIPv6: "2001:db8::10"]) {
            $0.enableIPv6 = true
        }
        try lab.network("routed", options: [BridgeOptions.Key.gatewayMode4: "routed"])
        try lab.network("open", options: [BridgeOptions.Key.gatewayMode4: "nat-unprotected"])
        try lab.network("in", options: [BridgeOptions.Key.enableICC: "false"]) { $0.isInternal = true }
        for network in ["six", "routed", "open", "in"] {
            try lab.run("on-\(network)", on: network, publish: [binding(80), binding(53)])
        }
        try lab.run("db", on: "bridge") { $0.config.exposedPorts = [ContainerPort(5432)] }
        try lab.run("app", on: "bridge") { $0.config.links = ["db:data"] }
        for (words, isIPv6) in [
            ("-i eth0 -s 10.0.0.0/8 -p tcp -m tcp ! --dport 80:90 -j REJECT --reject-with tcp-reset", false),
            ("-p udp -m multiport --dports 53,5353 -m comment --comment it's -j RETURN", false),
            ("-p tcp -m conntrack --ctorigdst 192.0.2.10 --ctorigdstport 8080 -j ACCEPT", false),
            ("! -s fd00::/8 -p icmpv6 -j REJECT", true),
        ] {
            lab.appendUserRule(UserRule(words: words.split(separator: " ").map(String.init), isIPv6: isIPv6))
        }
        return lab
    }

    @Test(.enabled(if: Tools.have("iptables"), Tools.reason), arguments: labs.map(\.name))
    func `iptables-restore takes the rules, and iptables-save gives them back`(name: String) throws {
        let lab = try Self.lab(name)
        for (family, prefix) in [(AddressFamily.ipv4, ""), (.ipv6, "6")] {
            let text = PacketFilter(lab).saved(PacketFilter.savedTables, family)
            let result = try Tools.run("ip\(prefix)tables-restore && ip\(prefix)tables-save", input: text)
            #expect(result.status == 0, "\(result.output)")
            let lines = result.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
            #expect(lines.joined(separator: "\n") + "\n" == text)
        }
    }

    @Test(.enabled(if: Tools.have("iptables"), Tools.reason), arguments: labs.map(\.name))
    func `the listing is iptables's own`(name: String) throws {
        let filter = PacketFilter(try Self.lab(name))
        for (family, prefix) in [(AddressFamily.ipv4, ""), (.ipv6, "6")] {
            for table in FilterTable.allCases {
                let result = try Tools.run(
                    "ip\(prefix)tables-restore && ip\(prefix)tables -t \(table) -L -v -n --line-numbers",
                    input: filter.saved([table], family)
                )
                #expect(result.status == 0)
                let own = filter.listed(table, filter.chains(table, family), family)
                #expect(result.output == own, "\(table) \(family)")
            }
        }
    }

    @Test(.enabled(if: Tools.have("nft"), Tools.reason), arguments: labs.map(\.name))
    func `nft takes the other backend's rules, and gives them back`(name: String) throws {
        let lab = try Self.lab(name)
        // A `+` is no part of a chain's name, so that this backend has no such bridges.
        if lab.allNetworks.contains(where: { $0.deviceName?.contains("+") == true }) { return }
        for (family, word) in [(AddressFamily.ipv4, "ip"), (.ipv6, "ip6")] {
            // The name of this priority is not known to all versions of nft at this hook.
            let text = PacketFilter(lab).nftables(family)
                .replacing("hook output priority dstnat", with: "hook output priority -100")
            let result = try Tools.run("nft -f - && nft -s list table \(word) docker-bridges", input: text)
            #expect(result.status == 0, "\(result.output)")
            // The kernel lists the elements of its maps in an order of its own.
            func lines(_ text: String) -> [String] {
                text.split(separator: "\n").filter { !$0.contains(" : jump ") }.map(String.init)
            }
            let output = result.output.replacing("hook output priority dstnat", with: "hook output priority -100")
            #expect(lines(output) == lines(text))
        }
    }

    private static func lab(_ name: String) throws -> Lab {
        let found = try #require(labs.first { $0.name == name })
        return try found.make()
    }
}

/// Programs that change a kernel's tables.
private enum Tools {
    static let reason: Comment = "needs the program and the right to make a network namespace"

    /// Whether a program is there and works in a namespace of its own. Where everything must be there, the test runs
    /// and fails.
    static func have(_ program: String) -> Bool {
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        let result = try? run("\(program) \(program == "nft" ? "list ruleset" : "-S")", input: "")
        return result?.status == 0
    }

    /// Runs a line of shell in a new network namespace, for ten seconds at most.
    static func run(_ line: String, input: String) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("netsim-\(UUID().uuidString)")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        // Who is not root becomes it in a user namespace.
        let unshare = ["10", "unshare"] + (geteuid() == 0 ? ["-n"] : ["-rn"])
        process.arguments = unshare + MachineShell.words(line)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardInput = try FileHandle(forReadingFrom: file)
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
