internal import Lab

/// Which links of two stacks meet: the same network, or another on the same parent interface.
struct PairPattern: Hashable, Sendable {
    /// A bit for each pair of the first eight links.
    private var same: UInt64 = 0
    private var adjacent: UInt64 = 0
    /// Further pairs, of stacks with more links.
    private var far: [Far] = []

    private struct Far: Hashable {
        let first: Int
        let second: Int
        let isSame: Bool
    }

    var isEmpty: Bool { same == 0 && adjacent == 0 && far.isEmpty }

    /// - Parameter segments: the parent interface of each network that has one, as a number.
    init(
        _ first: [Slab<Network>.Slot],
        _ second: [Slab<Network>.Slot],
        segments: [Slab<Network>.Slot: Int]
    ) {
        for (i, a) in first.enumerated() {
            for (j, b) in second.enumerated() {
                if a == b {
                    add(i, j, isSame: true)
                } else if !segments.isEmpty, let segment = segments[a], segment == segments[b] {
                    add(i, j, isSame: false)
                }
            }
        }
    }

    private mutating func add(_ i: Int, _ j: Int, isSame: Bool) {
        guard i < 8, j < 8 else {
            far.append(Far(first: i, second: j, isSame: isSame))
            return
        }
        let bit: UInt64 = 1 << UInt64(i * 8 + j)
        if isSame { same |= bit } else { adjacent |= bit }
    }
}
