import TestSupport
import Testing

@testable import Lab

@Suite struct `A slab` {
    /// Copies share their elements until one of them changes.
    @Test(arguments: UInt64(1)...10)
    func `holds what a dictionary holds, and so do its copies`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var slab = Slab<String>(placeholder: "")
        var model: [Int32: String] = [:]
        var copies: [(slab: Slab<String>, model: [Int32: String])] = []
        for step in 0..<600 {
            let slots = model.keys.sorted()
            switch Int.random(in: 0..<10, using: &random) {
            case 0...5:
                let slot = slab.insert("\(step)")
                #expect(model[slot] == nil, "seed \(seed)")
                model[slot] = "\(step)"
            case 6, 7:
                guard let slot = slots.randomElement(using: &random) else { continue }
                slab[slot] += "!"
                model[slot, default: ""] += "!"
            case 8:
                guard let slot = slots.randomElement(using: &random) else { continue }
                slab.remove(slot)
                model[slot] = nil
            default:
                if copies.count < 20 { copies.append((slab, model)) }
            }
        }
        for (slab, model) in copies + [(slab, model)] {
            #expect(slab.count == model.count, "seed \(seed)")
            #expect(Array(slab.slots) == model.keys.sorted(), "seed \(seed)")
            #expect(Array(slab.elements) == model.sorted { $0.key < $1.key }.map(\.value), "seed \(seed)")
        }
    }
}
