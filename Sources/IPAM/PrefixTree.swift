/// A multiset of prefixes of one family, as a binary tree by their bits that skips bits on which all agree.
///
/// Each node knows the shortest prefix that is free below it, as a buddy allocator does, so that the lowest free block
/// of any size is found without visiting the prefixes in use. Every operation takes time in the prefix length, not in
/// the number of prefixes; storage is at most two nodes of 32 bytes a prefix.
struct PrefixTree: Sendable {
    /// A prefix as the number of its first address and its length.
    struct Key: Hashable, Sendable {
        var number: UInt128
        var length: Int
    }

    /// The number of bits of an address.
    let width: Int
    private var root: Int32 = Self.none
    private var nodes: [Node] = []
    private var unused: [Int32] = []
    /// The number of prefixes, each counted as often as it was inserted.
    private(set) var count = 0

    private static var none: Int32 { -1 }

    private struct Node: Sendable {
        private let number: UInt128
        private let length: UInt8
        /// The length of the shortest free prefix within this one; more than the width if there is none.
        var shortestFree: UInt8
        /// How often the prefix was inserted; 0 for a node that only parts two subtrees.
        var occurrences: Int32
        /// The subtrees whose next bit is 0, and 1.
        var children: InlineArray<2, Int32> = [-1, -1]

        init(_ key: Key, occurrences: Int32, shortestFree: Int) {
            number = key.number
            length = UInt8(truncatingIfNeeded: key.length)
            self.shortestFree = UInt8(truncatingIfNeeded: shortestFree)
            self.occurrences = occurrences
        }

        var key: Key { Key(number: number, length: Int(length)) }
    }

    /// Creates an empty set of prefixes of addresses of `width` bits, at most 128.
    init(width: Int) {
        self.width = width
    }

    /// Adds a prefix, whose host bits must be clear.
    mutating func insert(_ key: Key) {
        root = insert(key, at: root)
        count += 1
    }

    /// Removes one occurrence of a prefix; `false` if there is none.
    mutating func remove(_ key: Key) -> Bool {
        let before = count
        root = remove(key, at: root)
        return count < before
    }
}

// MARK: - Queries

extension PrefixTree {
    /// Whether any prefix has an address in common with `key`.
    func overlaps(_ key: Key) -> Bool {
        var index = root
        while index != Self.none {
            let node = nodes[Int(index)]
            switch relation(of: node.key, to: key) {
            case .equal, .inside: return true
            case .apart: return false
            case .around:
                if node.occurrences > 0 { return true }
                index = node.children[bit(of: key, at: node.key.length)]
            }
        }
        return false
    }

    /// Calls `body` with each distinct prefix that has an address in common with `key`, in ascending order, shorter
    /// ones first, and with the number of its occurrences.
    func forEach(overlapping key: Key, _ body: (Key, Int) -> Void) {
        visit(root, overlapping: key, body)
    }

    private func visit(_ index: Int32, overlapping key: Key, _ body: (Key, Int) -> Void) {
        guard index != Self.none else { return }
        let node = nodes[Int(index)]
        let relation = relation(of: node.key, to: key)
        guard relation != .apart else { return }
        if node.occurrences > 0 { body(node.key, Int(node.occurrences)) }
        if relation == .around {
            visit(node.children[bit(of: key, at: node.key.length)], overlapping: key, body)
        } else {
            visit(node.children[0], overlapping: key, body)
            visit(node.children[1], overlapping: key, body)
        }
    }

    /// The lowest prefix of `length` bits within `base` that has no address in common with any prefix of the set.
    func lowestFree(length: Int, within base: Key) -> Key? {
        guard length >= base.length, length <= width else { return nil }
        var index = root
        walk: while index != Self.none {
            let node = nodes[Int(index)]
            switch relation(of: node.key, to: base) {
            case .equal, .inside: break walk
            case .apart: index = Self.none
            case .around:
                guard node.occurrences == 0 else { return nil }
                index = node.children[bit(of: base, at: node.key.length)]
            }
        }
        // `index` is now the subtree within the block, which narrows to the half that has a free prefix.
        var block = base
        while index != Self.none {
            guard shortestFree(in: index, fromDepth: block.length) <= length else { return nil }
            let node = nodes[Int(index)]
            var halves: InlineArray<2, Int32> = [Self.none, Self.none]
            if node.key.length == block.length {
                halves = node.children
            } else {
                halves[bit(of: node.key, at: block.length)] = index
            }
            let half = shortestFree(in: halves[0], fromDepth: block.length + 1) <= length ? 0 : 1
            block.length += 1
            block.number |= UInt128(half) << (width - block.length)
            index = halves[half]
        }
        return Key(number: block.number, length: length)
    }
}

// MARK: - Nodes

extension PrefixTree {
    /// How a prefix lies to another one.
    private enum Relation {
        case equal
        case inside
        case around
        case apart
    }

    private func relation(of key: Key, to other: Key) -> Relation {
        let common = commonLength(key, other)
        return switch (common == key.length, common == other.length) {
        case (true, true): .equal
        case (true, false): .around
        case (false, true): .inside
        case (false, false): .apart
        }
    }

    /// The number of leading bits that both prefixes fix and agree on.
    private func commonLength(_ left: Key, _ right: Key) -> Int {
        let agreeing = (left.number ^ right.number).leadingZeroBitCount - (128 - width)
        return min(agreeing, left.length, right.length)
    }

    /// The bit of `key` at `depth`, which is below the width, counted from the most significant.
    private func bit(of key: Key, at depth: Int) -> Int {
        Int(truncatingIfNeeded: key.number >> (width - 1 - depth)) & 1
    }

    /// The length of the shortest free prefix in the block of `depth` bits around the subtree at `index`.
    private func shortestFree(in index: Int32, fromDepth depth: Int) -> Int {
        guard index != Self.none else { return depth }
        let node = nodes[Int(index)]
        // Of a bit that the subtree skips, the other half is free.
        return node.key.length > depth ? depth + 1 : Int(node.shortestFree)
    }

    private mutating func makeNode(_ key: Key, occurrences: Int32) -> Int32 {
        let node = Node(key, occurrences: occurrences, shortestFree: width + 1)
        guard let index = unused.popLast() else {
            nodes.append(node)
            return Int32(truncatingIfNeeded: nodes.count - 1)
        }
        nodes[Int(index)] = node
        return index
    }

    /// Recomputes what the node knows of its children.
    private mutating func update(_ index: Int32) {
        let node = nodes[Int(index)]
        let depth = node.key.length + 1
        let shortest =
            node.occurrences > 0
            ? width + 1
            : min(
                shortestFree(in: node.children[0], fromDepth: depth),
                shortestFree(in: node.children[1], fromDepth: depth)
            )
        nodes[Int(index)].shortestFree = UInt8(truncatingIfNeeded: shortest)
    }

    /// Adds `key` to the subtree at `index`, and returns the subtree's new root.
    private mutating func insert(_ key: Key, at index: Int32) -> Int32 {
        guard index != Self.none else { return makeNode(key, occurrences: 1) }
        let present = nodes[Int(index)].key
        switch relation(of: present, to: key) {
        case .equal:
            nodes[Int(index)].occurrences += 1
            update(index)
            return index
        case .around:
            let side = bit(of: key, at: present.length)
            let child = insert(key, at: nodes[Int(index)].children[side])
            nodes[Int(index)].children[side] = child
            update(index)
            return index
        case .inside:
            let new = makeNode(key, occurrences: 1)
            nodes[Int(new)].children[bit(of: present, at: key.length)] = index
            return new
        case .apart:
            let common = commonLength(present, key)
            let hostBits = width - common
            let fork = makeNode(Key(number: (key.number >> hostBits) << hostBits, length: common), occurrences: 0)
            let new = makeNode(key, occurrences: 1)
            nodes[Int(fork)].children[bit(of: present, at: common)] = index
            nodes[Int(fork)].children[bit(of: key, at: common)] = new
            update(fork)
            return fork
        }
    }

    /// Removes `key` once from the subtree at `index`, and returns the subtree's new root.
    private mutating func remove(_ key: Key, at index: Int32) -> Int32 {
        guard index != Self.none else { return index }
        let node = nodes[Int(index)]
        switch relation(of: node.key, to: key) {
        case .equal:
            guard node.occurrences > 0 else { return index }
            nodes[Int(index)].occurrences -= 1
            count -= 1
        case .around:
            let side = bit(of: key, at: node.key.length)
            let child = remove(key, at: node.children[side])
            nodes[Int(index)].children[side] = child
        case .inside, .apart:
            return index
        }
        let children = nodes[Int(index)].children
        if nodes[Int(index)].occurrences == 0, children[0] == Self.none || children[1] == Self.none {
            unused.append(index)
            return max(children[0], children[1])
        }
        update(index)
        return index
    }
}
