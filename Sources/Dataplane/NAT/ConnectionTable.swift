internal import Addressing
internal import PacketFilter

/// The host's connection tracking (nf_conntrack) and what NAT made of each connection.
struct ConnectionTable: Sendable {
    struct Connection: Sendable {
        /// As the first packet came.
        var original: FlowTuple
        /// As answers come.
        var reply: FlowTuple
        var hasDestinationNAT = false
        var hasSourceNAT = false
        /// Whether the nat table was asked already, for each half.
        var knowsDestination = false
        var knowsSource = false
        var hasReply = false
        var isClosing = false
        var expires: Int64
        var isConfirmed = false
        /// What the filter has accepted of it.
        var accepted = Decisions()
    }

    /// Remembered decisions: the rules are fixed, and within a connection nothing else changes. A direction, a state and
    /// two interfaces make one; a connection has few.
    struct Decisions: Sendable {
        private var first = UInt64.max
        private var second = UInt64.max
        private var third = UInt64.max
        private var fourth = UInt64.max

        func contains(_ key: UInt64) -> Bool { first == key || second == key || third == key || fourth == key }

        /// The oldest is forgotten.
        mutating func insert(_ key: UInt64) {
            if contains(key) { return }
            (first, second, third, fourth) = (key, first, second, third)
        }
    }

    struct Place: Sendable {
        let index: Int32
        let isReply: Bool
    }

    private var connections: [Connection] = []
    private var free: [Int32] = []
    private var places: [FlowTuple: Place] = [:]

    var count: Int { connections.count - free.count }

    subscript(index: Int32) -> Connection {
        // Not a coroutine: a conditional expression over two of those read freed memory (Swift 6.3.1, debug builds).
        get { connections[Int(index)] }
        _modify { yield &connections[Int(index)] }
    }

    /// The connection of a tuple; one that has expired is forgotten first.
    mutating func find(_ tuple: FlowTuple, now: Int64) -> Place? {
        guard let place = places[tuple] else { return nil }
        if connections[Int(place.index)].expires < now {
            remove(place.index)
            return nil
        }
        return place
    }

    mutating func isTaken(_ tuple: FlowTuple, now: Int64) -> Bool { find(tuple, now: now) != nil }

    /// A connection that nothing but its first packet knows yet.
    mutating func begin(_ tuple: FlowTuple, now: Int64) -> Int32 {
        let connection = Connection(original: tuple, reply: tuple.inverse, expires: now &+ Self.lifetime(tuple, false))
        if let index = free.popLast() {
            connections[Int(index)] = connection
            return index
        }
        connections.append(connection)
        return Int32(truncatingIfNeeded: connections.count - 1)
    }

    /// The first packet has passed all hooks.
    ///
    /// - Returns: false where another connection has taken the tuple meanwhile.
    mutating func confirm(_ index: Int32) -> Bool {
        let connection = connections[Int(index)]
        if connection.isConfirmed { return true }
        guard places[connection.original] == nil, places[connection.reply] == nil else { return false }
        connections[Int(index)].isConfirmed = true
        places[connection.original] = Place(index: index, isReply: false)
        if connection.reply != connection.original {
            places[connection.reply] = Place(index: index, isReply: true)
        }
        return true
    }

    /// Forgets a connection whose first packet was dropped.
    mutating func abandon(_ index: Int32) {
        if !connections[Int(index)].isConfirmed { free.append(index) }
    }

    private mutating func remove(_ index: Int32) {
        let connection = connections[Int(index)]
        if places[connection.original]?.index == index { places[connection.original] = nil }
        if places[connection.reply]?.index == index { places[connection.reply] = nil }
        free.append(index)
    }

    /// How long a connection lives without packets, in nanoseconds (nf_conntrack's defaults).
    static func lifetime(_ tuple: FlowTuple, _ hasReply: Bool, isClosing: Bool = false) -> Int64 {
        let second: Int64 = 1_000_000_000
        switch tuple.protocolNumber {
        case 1, 58: return 30 * second
        case 17: return (hasReply ? 120 : 30) * second
        case 6: return isClosing ? 120 * second : hasReply ? 432_000 * second : 120 * second
        default: return 600 * second
        }
    }
}
