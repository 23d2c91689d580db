import Addressing
import TestSupport
import Testing

@testable import Lint

/// The rule about fixed addresses and `netsim plan --start-orders` never contradict each other.
@Suite("Fixed addresses and start orders")
struct StartOrderRuleTests {
    /// A project of a few services, some with an address, a policy of restarts, or somebody to wait for.
    private static func project(_ random: inout SeededGenerator) -> String {
        let range = ["", ", ip_range: 10.0.0.128/25", ", ip_range: 10.0.0.0/29"].randomElement(using: &random) ?? ""
        var text = "name: p\nnetworks: {n: {ipam: {config: [{subnet: 10.0.0.0/24\(range)}]}}}\nservices:\n"
        for number in 0..<Int.random(in: 2...6, using: &random) {
            let address = "ipv4_address: 10.0.0.\(Int.random(in: 0...2, using: &random) * 3 + number + 2)"
            let restart = Bool.random(using: &random) ? ", restart: always" : ""
            let needs = number > 0 && Bool.random(using: &random) ? ", depends_on: [s\(number - 1)]" : ""
            let joined = Bool.random(using: &random) ? address : ""
            text += "  s\(number): {image: x, networks: {n: {\(joined)}}\(restart)\(needs)}\n"
        }
        return text
    }

    @Test(arguments: 0..<60)
    func `a rule warns of what the plan finds, and of nothing else`(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let text = Self.project(&random)
        let result = try CheckedFiles.check([text])
        let orders = try CheckedFiles.thefts([text])
        let warns = result.findings.contains { $0.rule == "static-ip-in-dynamic-range" }
        let isDuplicate = result.findings.contains { $0.rule == "static-ip-duplicate" }
        if !isDuplicate { #expect(warns == !orders.isEmpty, "seed \(seed):\n\(text)") }
    }
}
