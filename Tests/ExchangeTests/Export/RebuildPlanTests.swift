import Addressing
import Lab
import Reachability
import TestSupport
import Testing

@testable import Exchange

@Suite struct RebuildPlanTests {
    /// What a lab gives its containers, by name.
    private func state(of lab: Lab, but notes: [String]) -> [String] {
        let noted = Set(
            notes.filter { $0.hasPrefix("container ") }.compactMap { $0.split(separator: " ").dropFirst().first }
        )
        return lab.allContainers.filter { $0.isRunning && !noted.contains(Substring($0.name)) }.flatMap { container in
            let places = lab.gatewayOrder(of: container).map { index -> String in
                let attachment = container.attachments[index]
                let endpoint = attachment.endpoint
                return
                    "\(attachment.network) \(endpoint?.ipv4?.description ?? "-") \(endpoint?.ipv6?.description ?? "-") \(endpoint?.interface ?? "")"
            }
            return ["\(container.name) \(container.status.rawValue)"] + places
        }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `carried out, the steps give the same addresses`(seed: UInt64) throws {
        let lab = RandomLab.make(seed: seed)
        let plan = RebuildPlan(lab, at: noon)
        var made = Lab(seed: 99, host: lab.host, engine: lab.engine, created: noon)
        for step in plan.steps { try? RebuildPlan.carryOut(step, on: &made, at: noon) }
        let (wanted, got) = (state(of: lab, but: plan.notes), state(of: made, but: plan.notes))
        for (a, b) in zip(wanted, got) where a != b { Issue.record("seed \(seed): \(a) became \(b)") }
        #expect(wanted.count == got.count, "seed \(seed) \(plan.notes)")
    }
}
