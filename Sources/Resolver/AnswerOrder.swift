internal import Lab

/// In which order the several addresses of one name are given.
package enum AnswerOrder: String, Hashable, Sendable, CaseIterable {
    /// Each query from one client starts one address further: over any number of queries no address leads more
    /// than one time oftener than another.
    case rotate
    /// At random each time, which is what Docker Engine does.
    case shuffle
    /// As registered, which is what podman's aardvark-dns does.
    case fixed
}

/// One client's place in the rotation of every name that it asks for.
package struct AnswerSequencer: Sendable {
    package let order: AnswerOrder
    private var places: [UInt64: UInt64] = [:]
    private var entropy: Entropy
    /// The key and count of the last answer whose order mattered.
    package private(set) var last: (key: UInt64, count: Int)?

    package init(order: AnswerOrder, seed: UInt64 = 0) {
        self.order = order
        entropy = Entropy(seed: seed)
    }

    /// Sets how often a name has been asked for before, where that is kept elsewhere.
    package mutating func setPlace(_ place: UInt64, for key: UInt64) {
        places[key] = place
    }

    /// Where the rotation of a name with `count` addresses starts this time.
    mutating func start(_ key: UInt64, count: Int) -> Int {
        guard count > 1 else { return 0 }
        last = (key, count)
        guard order == .rotate else { return 0 }
        let place = places[key, default: 0]
        places[key] = place &+ 1
        return Int(place % UInt64(count))
    }

    /// Another index within `0...bound`, for shuffling.
    mutating func draw(through bound: Int) -> Int {
        Int(entropy.next() % UInt64(bound + 1))
    }
}
