import Addressing
import IPAM

// Nanoseconds an address to fill and to empty a subnet, beside the plainest allocator and an empty loop, in one run:
// trust the ratios, not the digits. Memory is the storage that each structure holds, as it counts itself.
//
//     swift run -c release bench-ipam

/// The plainest peer: a set, and first fit by asking it for each address from the bottom.
///
/// Kept honest by a hint, below which no address is free; without one, filling is quadratic.
struct SetPool {
    var inUse: Set<UInt32> = []
    var hint: UInt32
    let last: UInt32

    init(_ subnet: IPPrefix) {
        hint = UInt32(truncatingIfNeeded: subnet.first.number)
        last = UInt32(truncatingIfNeeded: subnet.last.number)
        inUse = [hint, last]
    }

    mutating func allocate() -> UInt32? {
        while hint < last {
            if inUse.insert(hint).inserted { return hint }
            hint += 1
        }
        return nil
    }

    mutating func release(_ address: UInt32) -> Bool {
        hint = min(hint, address)
        return inUse.remove(address) != nil
    }

    /// A set's table has room for a third more than its capacity, and a bit for each place.
    var storageBytes: Int { inUse.capacity * 4 / 3 * MemoryLayout<UInt32>.stride + inUse.capacity / 6 }
}

/// The best of several runs, in nanoseconds for each of `count` steps; `prepare` is not timed.
func best<State>(_ count: Int, prepare: () -> State, _ body: (inout State) -> Int) -> Double {
    let clock = ContinuousClock()
    return (0..<5).map { _ in
        var state = prepare()
        var done = 0
        let time = clock.measure { done = body(&state) }.components
        precondition(done == count, "\(done) steps instead of \(count)")
        return (Double(time.attoseconds) / 1e9 + Double(time.seconds) * 1e9) / Double(count)
    }.min() ?? 0
}

func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

func rounded(_ value: Double) -> String {
    let tenths = Int(value * 10 + 0.5)
    return "\(tenths / 10).\(tenths % 10)"
}

/// The elements in an order without locality, the same in every run: steps of a prime that divides no count here.
func scattered<Element>(_ elements: [Element]) -> [Element] {
    elements.indices.map { elements[$0 * 2_654_435_761 % elements.count] }
}

@inline(never) func opaque(_ number: UInt32) -> UInt32 { number }

func fill(_ pool: inout AddressPool, _ count: Int) -> Int {
    var done = 0
    while done < count, (try? pool.allocate()) != nil { done += 1 }
    return done
}

func measure(_ text: String, count: Int) {
    guard let subnet = IPPrefix(text) else { return }
    let base = UInt32(truncatingIfNeeded: subnet.first.number) + 1
    let addresses = (0..<UInt32(count)).map { base + $0 }
    let shuffled = scattered(addresses)

    let loop = best(count, prepare: {}) { _ in
        var done = 0
        for number in addresses where opaque(number) != 0 { done += 1 }
        return done
    }
    var full = AddressPool(subnet: subnet)
    _ = fill(&full, count)
    var holed = full
    for number in shuffled.prefix(count / 2) { holed.release(.v4(IPv4Address(rawValue: number))) }
    var fullSet = SetPool(subnet)
    for _ in 0..<count { _ = fullSet.allocate() }

    func release(_ order: [UInt32]) -> Double {
        best(count, prepare: { full }) { pool in
            order.count { pool.release(.v4(IPv4Address(rawValue: $0))) }
        }
    }
    let rows: [(String, Double, Int)] = [
        ("empty loop", loop, 0),
        ("allocate", best(count, prepare: { AddressPool(subnet: subnet) }) { fill(&$0, count) }, full.storageBytes),
        (
            "allocate into random holes", best(count / 2, prepare: { holed }) { fill(&$0, count / 2) },
            holed.storageBytes
        ),
        ("release in order", release(addresses), full.storageBytes),
        ("release at random", release(shuffled), full.storageBytes),
        (
            "set: allocate",
            best(count, prepare: { SetPool(subnet) }) { pool in addresses.count { _ in pool.allocate() != nil } },
            fullSet.storageBytes
        ),
        (
            "set: release at random",
            best(count, prepare: { fullSet }) { pool in shuffled.count { pool.release($0) } },
            fullSet.storageBytes
        ),
    ]
    print("\n\(count) addresses of \(text)")
    print("                                 ns    x loop   x allocate     bytes  bits/address")
    for (name, time, bytes) in rows {
        let ratios = padded(rounded(time / loop), 10) + padded(rounded(time / rows[1].1), 13)
        let storage = padded("\(bytes)", 10) + padded(rounded(Double(bytes) * 8 / Double(count)), 14)
        print(padded(name, 27) + padded(rounded(time), 8) + ratios + storage)
    }
}

func measureSubnets(_ count: Int) {
    guard
        let base = IPPrefix("10.0.0.0/8"),
        let plan = try? AddressSpacePlan(pools: [DefaultPool(base: base, size: 26)], ulaGlobalID: 0)
    else { return }
    var allocator = SubnetAllocator(plan: plan)
    var subnets: [IPPrefix] = []
    let create = best(count, prepare: { SubnetAllocator(plan: plan) }) { state in
        subnets = (0..<count).compactMap { _ in try? state.allocate(.ipv4) }
        allocator = state
        return subnets.count
    }
    let overlap = best(count, prepare: { allocator }) { state in subnets.count { !state.overlapping($0).isEmpty } }
    let order = scattered(subnets)
    let remove = best(count, prepare: { allocator }) { state in order.count { state.release($0) } }
    print(
        "\n\(count) subnets: create \(rounded(create)) ns, overlap \(rounded(overlap)) ns, remove \(rounded(remove)) ns"
    )
}

measure("10.1.0.0/16", count: 65_534)
measure("10.0.0.0/8", count: 1_000_000)
measureSubnets(1_000)
measureSubnets(100_000)
