import Addressing
import Lab
import TestSupport
import Testing

@testable import PacketFilter

/// Numbers that are counted, against places in the whole chain.
struct RuleNumberTests {
    @Test(arguments: 0..<30 as Range<UInt64>)
    func `a rule's number is its place in the chain`(seed: UInt64) throws {
        let derived = DerivedRules(lab: try RandomLab(seed: seed).lab)
        for family in AddressFamily.allCases {
            for table in FilterTable.allCases {
                for chain in EngineRules.chains(table) {
                    let rules = derived.rules(table, chain, family)
                    for rule in rules {
                        let place = try #require(rules.firstIndex(of: rule))
                        let number = derived.number(of: rule, table, chain, family)
                        if number != place + 1 {
                            Issue.record(
                                "seed \(seed), \(table) \(chain.rawValue): \(number), not \(place + 1): \(rule)"
                            )
                        }
                    }
                }
            }
        }
    }

    @Test func `many questions about one chain get the same numbers as few`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        for number in 0..<20 { try lab.run("box\(number)", on: "net") }
        let derived = DerivedRules(lab: lab)
        let rules = derived.rules(.raw, .prerouting, .ipv4)
        try #require(rules.count == 20)
        var numbers = RuleNumbers()
        let key = FilterIndex.ChainKey(table: .raw, chain: .prerouting, family: .ipv4)
        for _ in 0..<2 {
            #expect(rules.map { numbers.number(of: $0, key, in: derived) } == Array(1...20))
        }
        let foreign = FilterRule(RuleMatch(), .masquerade, .engine)
        #expect(numbers.number(of: foreign, key, in: derived) == 0)
    }
}
