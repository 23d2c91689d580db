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

    /// Whether one word holds every number.
    private let isNarrow: Bool
    /// The number of branch levels above the leaves: 0 up to 4,096 numbers, 20 for all of IPv6.
    private let levels: Int
    private let wordsPerLeaf: Int
    private var root = Slot.empty
    private var branches: [Branch] = []
    /// The children of branches, 64 each. Not within `Branch`: reading one of an inline array copies them all.
    private var children: [Slot] = []
    private var leaves: [UInt64] = []
    private var unusedBranches: [UInt32] = []
    private var unusedLeaves: [UInt32] = []

    /// Creates an empty set of numbers below 2 to the power of `bitWidth`, which is clamped to 0…128.
    init(bitWidth: Int) {
        let bitWidth = min(max(bitWidth, 0), 128)
        isNarrow = bitWidth <= 64
        maximum = (1 as UInt128) << bitWidth &- 1
        levels = bitWidth > Self.leafBits ? (bitWidth - Self.leafBits + 5) / 6 : 0
        wordsPerLeaf = bitWidth >= Self.leafBits ? 64 : 1 << max(bitWidth - 6, 0)
    }

    /// The bytes of storage held outside the value itself.
    var storageBytes: Int {
        branches.capacity * MemoryLayout<Branch>.stride + children.capacity * MemoryLayout<Slot>.stride
            + leaves.capacity * MemoryLayout<UInt64>.stride
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
            slot = children[node &* 64 &+ childIndex(number, level)]
            level -= 1
        }
        return slot == .full
    }

    /// Adds `number`; `false` if it was a member already, or is above `maximum`.
    mutating func insert(_ number: UInt128) -> Bool {
        guard number <= maximum else { return false }
        return isNarrow ? insertWithin(UInt64(truncatingIfNeeded: number)) : insertWithin(number)
    }

    /// Adds the lowest number within `bounds` that is no member, and returns it; `nil` if there is none.
    mutating func insertFirstMissing(in bounds: ClosedRange<UInt128>) -> UInt128? {
        guard bounds.lowerBound <= maximum else { return nil }
        let upperBound = min(bounds.upperBound, maximum)
        guard isNarrow else { return insertFirstMissing(from: bounds.lowerBound, through: upperBound) }
        return insertFirstMissing(
            from: UInt64(truncatingIfNeeded: bounds.lowerBound),
            through: UInt64(truncatingIfNeeded: upperBound)
        )
    }

    /// Removes `number`; `false` if it was no member.
    mutating func remove(_ number: UInt128) -> Bool {
        guard number <= maximum else { return false }
        return isNarrow ? removeWithin(UInt64(truncatingIfNeeded: number)) : removeWithin(number)
    }

    /// The lowest number within `bounds` that is no member, or `nil`.
    func firstMissing(in bounds: ClosedRange<UInt128>) -> UInt128? {
        first(present: false, from: bounds.lowerBound, through: min(bounds.upperBound, maximum))?.number
    }

    /// The lowest member from `start` on, or `nil`.
    func firstMember(from start: UInt128) -> UInt128? {
        first(present: true, from: start, through: maximum)?.number
    }
}

// MARK: - Changes

// These are generic so that arithmetic is on one word wherever that can hold every number.
extension SparseBitSet {
    private mutating func insertWithin<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> Bool {
        guard root != .full else { return false }
        if root == .empty { root = makeNode(level: levels, filled: false) }
        var slot = root
        var level = levels
        while level > 0, let node = slot.node {
            let index = childIndex(number, level)
            level -= 1
            slot = children[node &* 64 &+ index]
            if slot == .full { return false }
            if slot == .empty {
                slot = makeNode(level: level, filled: false)
                children[node &* 64 &+ index] = slot
                branches[node].used |= 1 &<< UInt64(index)
            }
        }
        guard let leaf = slot.node else { return false }
        return setBit(of: number, inLeafAt: leafBase(leaf))
    }

    private mutating func insertFirstMissing<Number: FixedWidthInteger & UnsignedInteger>(
        from start: Number,
        through end: Number
    ) -> UInt128? {
        guard let found = first(present: false, from: start, through: end) else { return nil }
        if let base = found.leafBase {
            _ = setBit(of: found.number, inLeafAt: base)
        } else {
            _ = insertWithin(found.number)
        }
        return UInt128(found.number)
    }

    private mutating func setBit<Number: FixedWidthInteger & UnsignedInteger>(
        of number: Number,
        inLeafAt base: Int
    ) -> Bool {
        let index = wordIndex(number)
        let word = leaves[base + 2 + index]
        let changed = word | bit(number)
        guard changed != word else { return false }
        leaves[base + 2 + index] = changed
        leaves[base + 1] |= 1 &<< UInt64(index)
        count += 1
        if changed == .max {
            leaves[base] |= 1 &<< UInt64(index)
            if leaves[base] == .max { replaceLeaf(of: number, by: .full) }
        }
        return true
    }

    private mutating func removeWithin<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> Bool {
        if root == .full { root = makeNode(level: levels, filled: true) }
        var slot = root
        var level = levels
        while level > 0, let node = slot.node {
            let index = childIndex(number, level)
            level -= 1
            slot = children[node &* 64 &+ index]
            if slot == .full {
                slot = makeNode(level: level, filled: true)
                children[node &* 64 &+ index] = slot
                branches[node].full &= ~(1 &<< UInt64(index))
            }
        }
        guard let leaf = slot.node else { return false }
        let base = leafBase(leaf)
        let index = wordIndex(number)
        let word = leaves[base + 2 + index]
        let changed = word & ~bit(number)
        guard changed != word else { return false }
        leaves[base + 2 + index] = changed
        leaves[base] &= ~(1 &<< UInt64(index))
        count -= 1
        if changed == 0 {
            leaves[base + 1] &= ~(1 &<< UInt64(index))
            if leaves[base + 1] == 0 { replaceLeaf(of: number, by: .empty) }
        }
        return true
    }
}

// MARK: - Search

extension SparseBitSet {
    /// The lowest number from `start` to `end` that is a member, or is none, and the place of its leaf if it has one.
    ///
    /// `end` must be at most `maximum`.
    @inline(__always)
    private func first<Number: FixedWidthInteger & UnsignedInteger>(
        present: Bool,
        from start: Number,
        through end: Number
    ) -> (number: Number, leafBase: Int?)? {
        var low = start
        // Each round goes down once; where a subtree holds no match from `low` on, the next round starts behind it.
        descent: while low <= end {
            var slot = root
            var level = levels
            while level > 0, let node = slot.node {
                let index = childIndex(low, level)
                let matches = (present ? branches[node].used : ~branches[node].full) & (.max &<< UInt64(index))
                let match = matches.trailingZeroBitCount
                // For the missing, `match` may lie past the last child that exists, and thereby past `end`.
                guard match < 64, advance(&low, by: match - index, at: shift(ofLevel: level)), low <= end else {
                    guard level < levels, skip(&low, past: shift(ofLevel: level + 1)) else { return nil }
                    continue descent
                }
                slot = children[node &* 64 &+ match]
                level -= 1
            }
            guard let leaf = slot.node else {
                if slot == (present ? .full : .empty) { return (low, nil) }
                guard level < levels, skip(&low, past: shift(ofLevel: level + 1)) else { return nil }
                continue
            }
            let base = leafBase(leaf)
            let index = wordIndex(low)
            let inFirst = candidates(present, leaves[base + 2 + index]) & (.max &<< UInt64(truncatingIfNeeded: low))
            if inFirst != 0 {
                low = low & ~63 | Number(truncatingIfNeeded: inFirst.trailingZeroBitCount)
                return low <= end ? (low, base) : nil
            }
            let matches = (present ? leaves[base + 1] : ~leaves[base]) & (~1 &<< UInt64(index))
            let match = matches.trailingZeroBitCount
            guard match < 64, advance(&low, by: match - index, at: 6), low <= end else {
                guard levels > 0, skip(&low, past: shift(ofLevel: 1)) else { return nil }
                continue
            }
            let word = candidates(present, leaves[base + 2 + match])
            low |= Number(truncatingIfNeeded: word.trailingZeroBitCount)
            return low <= end ? (low, base) : nil
        }
        return nil
    }

    @inline(__always)
    private func candidates(_ present: Bool, _ word: UInt64) -> UInt64 { present ? word : ~word }

    /// Moves `number` to the start of the block `steps` further on, of 2 to the power of `shift`; it stays for 0 steps.
    /// `false` past the end of all numbers.
    @inline(__always)
    private func advance<Number: FixedWidthInteger & UnsignedInteger>(
        _ number: inout Number,
        by steps: Int,
        at shift: Number
    ) -> Bool {
        guard steps > 0 else { return true }
        let moved = ((number &>> shift) &+ Number(truncatingIfNeeded: steps)) &<< shift
        defer { number = moved }
        return moved > number
    }

    /// Moves `number` to the start of the next block of 2 to the power of `shift`; `false` at the end of all numbers.
    private func skip<Number: FixedWidthInteger & UnsignedInteger>(_ number: inout Number, past shift: Number) -> Bool {
        advance(&number, by: 1, at: shift)
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

        @inline(__always)
        var node: Int? { self == .empty || self == .full ? nil : Int(rawValue) - 1 }
    }

    /// Which of sixty-four subtrees matter to a search.
    private struct Branch: Sendable {
        /// The children without a gap.
        var full: UInt64
        /// The children with any member.
        var used: UInt64

        init(filled: Bool) {
            full = filled ? .max : 0
            used = full
        }
    }

    /// The number of low bits that stand below a child at `level`.
    @inline(__always)
    private func shift<Number: FixedWidthInteger & UnsignedInteger>(ofLevel level: Int) -> Number {
        Number(truncatingIfNeeded: 6 &* (level &+ 1))
    }

    @inline(__always)
    private func childIndex<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number, _ level: Int) -> Int {
        Int(truncatingIfNeeded: number &>> shift(ofLevel: level)) & 63
    }

    @inline(__always)
    private func wordIndex<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> Int {
        Int(truncatingIfNeeded: number) >> 6 & 63
    }

    @inline(__always)
    private func bit<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> UInt64 {
        1 &<< UInt64(truncatingIfNeeded: number)
    }

    /// Where the words of a leaf begin: the summary of its full words, that of its used words, then the words.
    private func leafBase(_ leaf: Int) -> Int { leaf * (wordsPerLeaf + 2) }

    private mutating func makeNode(level: Int, filled: Bool) -> Slot {
        if level == 0 { return makeLeaf(filled: filled) }
        guard let unused = unusedBranches.popLast() else {
            branches.append(Branch(filled: filled))
            children.append(contentsOf: repeatElement(filled ? .full : .empty, count: 64))
            return Slot(node: branches.count - 1)
        }
        branches[Int(unused)] = Branch(filled: filled)
        for index in 0..<64 { children[Int(unused) * 64 + index] = filled ? .full : .empty }
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
    private mutating func replaceLeaf<Number: FixedWidthInteger & UnsignedInteger>(of number: Number, by state: Slot) {
        for level in 0...levels {
            var slot = root
            var parent: Int?
            for upper in stride(from: levels, to: level, by: -1) {
                guard let node = slot.node else { return }
                parent = node
                slot = children[node &* 64 &+ childIndex(number, upper)]
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
            children[parent &* 64 &+ index] = state
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
