/// Events in order of time; those of one moment in the order in which they were scheduled.
///
/// Most events lie one link's latency ahead, all the same distance, and so come in order already: they wait in a ring.
/// Only the others, behind delays and timers, are worth a heap.
struct EventQueue: Sendable {
    private struct Entry: Sendable {
        let time: Int64
        let order: UInt64
        let slot: Int32
    }

    private var ring: [Event?] = Array(repeating: nil, count: 64)
    private var ringOrders: [UInt64] = Array(repeating: 0, count: 64)
    private var head = 0
    private var ringCount = 0
    private var lastRingTime = Int64.min

    private var heap: [Entry] = []
    private var events: [Event?] = []
    private var free: [Int32] = []
    private var nextOrder: UInt64 = 0

    /// Packets on links, for the accounts.
    private(set) var flights = 0

    var isEmpty: Bool { ringCount == 0 && heap.isEmpty }

    mutating func schedule(_ event: consuming Event) {
        if carriesPacket(event) { flights += 1 }
        let order = nextOrder
        nextOrder += 1
        let time = event.time
        if time >= lastRingTime || ringCount == 0, !isTimer(event) {
            if ringCount == ring.count { grow() }
            let place = (head + ringCount) & (ring.count - 1)
            ring[place] = event
            ringOrders[place] = order
            ringCount += 1
            lastRingTime = time
            return
        }
        let slot: Int32
        if let free = free.popLast() {
            slot = free
            events[Int(slot)] = event
        } else {
            slot = Int32(events.count)
            events.append(event)
        }
        push(Entry(time: time, order: order, slot: slot))
    }

    /// Takes the next event if it is due at `limit` or before.
    mutating func next(until limit: Int64) -> Event? {
        let ringTime = ringCount > 0 ? ring[head]?.time : nil
        if let ringTime, ringTime <= limit {
            guard let top = heap.first, (top.time, top.order) < (ringTime, ringOrders[head]) else {
                let event = ring[head].take()
                head = (head + 1) & (ring.count - 1)
                ringCount -= 1
                if let event, carriesPacket(event) { flights -= 1 }
                return event
            }
        }
        guard let top = heap.first, top.time <= limit else { return nil }
        pop()
        let event = events[Int(top.slot)].take()
        free.append(top.slot)
        if let event, carriesPacket(event) { flights -= 1 }
        return event
    }

    private func isTimer(_ event: borrowing Event) -> Bool {
        if case .timer = event.kind { true } else { false }
    }

    private func carriesPacket(_ event: borrowing Event) -> Bool {
        switch event.kind {
        case .arrival(let flight, _), .switching(let flight, _): flight.frame.isIP
        case .timer: false
        }
    }

    private mutating func grow() {
        var wider: [Event?] = Array(repeating: nil, count: ring.count * 2)
        var orders: [UInt64] = Array(repeating: 0, count: ring.count * 2)
        for index in 0..<ringCount {
            let place = (head + index) & (ring.count - 1)
            swap(&wider[index], &ring[place])
            orders[index] = ringOrders[place]
        }
        ring = wider
        ringOrders = orders
        head = 0
    }

    // MARK: The heap

    private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
        a.time != b.time ? a.time < b.time : a.order < b.order
    }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            guard Self.precedes(heap[index], heap[parent]) else { return }
            heap.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func pop() {
        let last = heap.removeLast()
        if heap.isEmpty { return }
        heap[0] = last
        var index = 0
        while true {
            var smallest = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
                if Self.precedes(heap[child], heap[smallest]) { smallest = child }
            }
            if smallest == index { return }
            heap.swapAt(index, smallest)
            index = smallest
        }
    }
}
