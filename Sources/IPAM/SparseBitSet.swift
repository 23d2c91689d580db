/// A set of numbers below a power of two, as a tree of 64-bit words.
///
/// A leaf holds up to 4,096 bits in 64 words; a branch has 64 children. Both sum up which of their words or children
/// are full and which hold any member, so the lowest missing number and the next member are found by one word a level.
/// A child without members, and one without gaps, takes no storage: an empty set costs nothing whatever its size, and
/// numbers handed out from the bottom cost one leaf at a time.
struct SparseBitSet: Sendable {
    /// The largest number that the set can hold.
    let maximum: UInt128
    /// The number of members.
    private(set) var count = 0

    /// The number of branch levels above the leaves: 0 up to 4,096 numbers, 20 for all of IPv6.
    private let levels: Int
    private let wordsPerLeaf: Int
    private var root = Slot.empty
    private var branches: [Branch] = []
    private var leaves: [UInt64] = []
    private var unusedBranches: [UInt32] = []
    private var unusedLeaves: [UInt32] = []

    /// Creates an empty set of numbers below 2 to the power of `bitWidth`, which is clamped to 0…128.
    init(bitWidth: Int) {
        let bitWidth = min(max(bitWidth, 0), 128)
        maximum = (1 as UInt128) << bitWidth &- 1
        levels = bitWidth > Self.leafBits ? (bitWidth - Self.leafBits + 5) / 6 : 0
        wordsPerLeaf = bitWidth >= Self.leafBits ? 64 : 1 << max(bitWidth - 6, 0)
    }

    /// The bytes of storage held outside the value itself.
    var storageBytes: Int {
        branches.capacity * MemoryLayout<Branch>.stride + leaves.capacity * MemoryLayout<UInt64>.stride
            + (unusedBranches.capacity + unusedLeaves.capacity) * MemoryLayout<UInt32>.stride
    }
}

// MARK: - Membership

extension SparseBitSet {
    func contains(_ number: UInt128) -> Bool {
        guard number <= maximum else { return false }
        var slot = root
        var level = levels
        while let node = slot.node {
            if level == 0 { return leaves[leafBase(node) + 2 + wordIndex(number)] & bit(number) != 0 }
            slot = branches[node].slots[childIndex(number, level)]
            level -= 1
        }
        return slot == .full
    }

    /// Adds `number`; `false` if it was a member already, or is above `maximum`.
    mutating func insert(_ number: UInt128) -> Bool {
        guard number <= maximum, root != .full else { return false }
        if root == .empty { root = makeNode(level: levels, filled: false) }
        var slot = root
        var level = levels
        while level > 0, let node = slot.node {
            let index = childIndex(number, level)
            level -= 1
            slot = branches[node].slots[index]
            if slot == .full { return false }
            if slot == .empty {
                slot = makeNode(level: level, filled: false)
                branches[node].slots[index] = slot
                branches[node].used |= 1 << UInt64(index)
            }
        }
        guard let leaf = slot.node else { return false }
        let base = leafBase(leaf)
        let index = wordIndex(number)
        let word = leaves[base + 2 + index]
        guard word & bit(number) == 0 else { return false }
        leaves[base + 2 + index] = word | bit(number)
        leaves[base + 1] |= 1 << UInt64(index)
        count += 1
        if word | bit(number) == .max {
            leaves[base] |= 1 << UInt64(index)
            if leaves[base] == .max { replaceLeaf(of: number, by: .full) }
        }
        return true
    }

    /// Removes `number`; `false` if it was no member.
    mutating func remove(_ number: UInt128) -> Bool {
        guard number <= maximum, root != .empty else { return false }
        if root == .full { root = makeNode(level: levels, filled: true) }
        var slot = root
        var level = levels
        while level > 0, let node = slot.node {
            let index = childIndex(number, level)
            level -= 1
            slot = branches[node].slots[index]
            if slot == .empty { return false }
            if slot == .full {
                slot = makeNode(level: level, filled: true)
                branches[node].slots[index] = slot
                branches[node].full &= ~(1 << UInt64(index))
            }
        }
        guard let leaf = slot.node else { return false }
        let base = leafBase(leaf)
        let index = wordIndex(number)
        let word = leaves[base + 2 + index]
        guard word & bit(number) != 0 else { return false }
        leaves[base + 2 + index] = word & ~bit(number)
        leaves[base] &= ~(1 << UInt64(index))
        count -= 1
        if word & ~bit(number) == 0 {
            leaves[base + 1] &= ~(1 << UInt64(index))
            if leaves[base + 1] == 0 { replaceLeaf(of: number, by: .empty) }
        }
        return true
    }
}

// MARK: - Search

extension SparseBitSet {
    /// The lowest number within `bounds` that is no member, or `nil`.
    func firstMissing(in bounds: ClosedRange<UInt128>) -> UInt128? {
        first(present: false, from: bounds.lowerBound, through: bounds.upperBound)
    }

    /// The lowest member from `start` on, or `nil`.
    func firstMember(from start: UInt128) -> UInt128? {
        first(present: true, from: start, through: maximum)
    }

    @inline(__always)
    private func first(present: Bool, from start: UInt128, through end: UInt128) -> UInt128? {
        let end = min(end, maximum)
        var low = start
        // Each round goes down once; where a subtree holds no match from `low` on, the next round starts behind it.
        descent: while low <= end {
            var slot = root
            var level = levels
            while let node = slot.node {
                let isLeaf = level == 0
                let full = isLeaf ? leaves[leafBase(node)] : branches[node].full
                let used = isLeaf ? leaves[leafBase(node) + 1] : branches[node].used
                let index = isLeaf ? wordIndex(low) : childIndex(low, level)
                let shift = shift(ofLevel: level)
                let matches = (present ? used : ~full) & (.max << UInt64(index))
                let match = matches.trailingZeroBitCount
                // For the missing, `match` may lie past the last word or child that exists, and thereby past `end`.
                guard match < 64, advance(&low, by: match - index, at: shift), low <= end else {
                    guard level < levels, skip(&low, past: shift + 6) else { return nil }
                    continue descent
                }
                if isLeaf {
                    let word = leaves[leafBase(node) + 2 + match]
                    let candidates = (present ? word : ~word) & (.max << UInt64(low & 63))
                    guard candidates != 0 else {
                        guard skip(&low, past: 6) else { return nil }
                        continue descent
                    }
                    low = low & ~63 | UInt128(candidates.trailingZeroBitCount)
                    return low <= end ? low : nil
                }
                slot = branches[node].slots[match]
                level -= 1
            }
            if slot == (present ? .full : .empty) { return low }
            guard level < levels, skip(&low, past: shift(ofLevel: level) + 6) else { return nil }
        }
        return nil
    }

    /// Moves `number` to the start of the block `steps` further on, of 2 to the power of `shift`; it stays for 0 steps.
    /// `false` past the end of all numbers.
    private func advance(_ number: inout UInt128, by steps: Int, at shift: Int) -> Bool {
        guard steps > 0 else { return true }
        let moved = ((number >> shift) &+ UInt128(steps)) << shift
        defer { number = moved }
        return moved > number
    }

    /// Moves `number` to the start of the next block of 2 to the power of `shift`; `false` at the end of all numbers.
    private func skip(_ number: inout UInt128, past shift: Int) -> Bool {
        let next = ((number >> shift) &+ 1) << shift
        defer { number = next }
        return next > number
    }
}

// MARK: - Nodes

extension SparseBitSet {
    /// The number of low bits that a leaf tells apart.
    private static var leafBits: Int { 12 }

    /// What stands for a subtree: nothing, everything, or a node by its place in `branches` or `leaves`.
    private struct Slot: Equatable, Sendable {
        var rawValue: UInt32

        static var empty: Slot { Slot(rawValue: 0) }
        static var full: Slot { Slot(rawValue: .max) }

        init(rawValue: UInt32) { self.rawValue = rawValue }
        init(node: Int) { rawValue = UInt32(truncatingIfNeeded: node) &+ 1 }

        var node: Int? { self == .empty || self == .full ? nil : Int(rawValue) - 1 }
    }

    /// Sixty-four subtrees.
    private struct Branch: Sendable {
        /// The children without a gap.
        var full: UInt64
        /// The children with any member.
        var used: UInt64
        var slots: InlineArray<64, Slot>

        init(filled: Bool) {
            full = filled ? .max : 0
            used = full
            slots = InlineArray(repeating: filled ? .full : .empty)
        }
    }

    /// The number of low bits that stand below a child at `level`; for a leaf, below one of its words.
    private func shift(ofLevel level: Int) -> Int { 6 * (level + 1) }

    private func childIndex(_ number: UInt128, _ level: Int) -> Int {
        Int(truncatingIfNeeded: number &>> UInt128(truncatingIfNeeded: shift(ofLevel: level))) & 63
    }

    private func wordIndex(_ number: UInt128) -> Int { Int(truncatingIfNeeded: number) >> 6 & 63 }

    private func bit(_ number: UInt128) -> UInt64 { 1 << (UInt64(truncatingIfNeeded: number) & 63) }

    /// Where the words of a leaf begin: the summary of its full words, that of its used words, then the words.
    private func leafBase(_ leaf: Int) -> Int { leaf * (wordsPerLeaf + 2) }

    private mutating func makeNode(level: Int, filled: Bool) -> Slot {
        if level == 0 { return makeLeaf(filled: filled) }
        guard let unused = unusedBranches.popLast() else {
            branches.append(Branch(filled: filled))
            return Slot(node: branches.count - 1)
        }
        branches[Int(unused)] = Branch(filled: filled)
        return Slot(node: Int(unused))
    }

    private mutating func makeLeaf(filled: Bool) -> Slot {
        let word: UInt64 = filled ? .max : 0
        guard let unused = unusedLeaves.popLast() else {
            let leaf = leaves.count / (wordsPerLeaf + 2)
            leaves.append(contentsOf: repeatElement(word, count: wordsPerLeaf + 2))
            return Slot(node: leaf)
        }
        let base = leafBase(Int(unused))
        for index in base..<base + wordsPerLeaf + 2 { leaves[index] = word }
        return Slot(node: Int(unused))
    }

    /// Gives back the leaf that `number` falls in, now full or empty, and each branch above that becomes so thereby.
    ///
    /// Rare enough, once in 4,096 changes at the most often, for walking down anew at each level.
    private mutating func replaceLeaf(of number: UInt128, by state: Slot) {
        for level in 0...levels {
            var slot = root
            var parent: Int?
            for upper in stride(from: levels, to: level, by: -1) {
                guard let node = slot.node else { return }
                parent = node
                slot = branches[node].slots[childIndex(number, upper)]
            }
            guard let node = slot.node else { return }
            if level == 0 {
                unusedLeaves.append(UInt32(truncatingIfNeeded: node))
            } else {
                unusedBranches.append(UInt32(truncatingIfNeeded: node))
            }
            guard let parent else {
                root = state
                return
            }
            let index = childIndex(number, level + 1)
            let mask: UInt64 = 1 << UInt64(index)
            branches[parent].slots[index] = state
            if state == .full {
                branches[parent].full |= mask
                guard branches[parent].full == .max else { return }
            } else {
                branches[parent].used &= ~mask
                guard branches[parent].used == 0 else { return }
            }
        }
    }
}
