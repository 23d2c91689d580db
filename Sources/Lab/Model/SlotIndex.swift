/// Finds slots by a 32-bit tag of what their elements are known by, at eight bytes a place.
///
/// An open hash table with linear probing, at most three quarters full. It holds no keys: whoever looks something
/// up compares the candidates with the elements themselves. Places are ordered by the tags' highest bits, so that
/// tags in a range, such as those of identifiers with a common prefix, stand together.
public struct SlotIndex: Sendable {
    public typealias Slot = Int32

    private struct Place: Sendable {
        var tag: UInt32 = 0
        /// Negative: free.
        var slot: Slot = -1
    }

    /// Where a look-up stands.
    public struct Probe: Sendable {
        fileprivate let tag: UInt32
        fileprivate var place: Int
    }

    private var places = [Place](repeating: Place(), count: 8)
    /// 32 less the binary logarithm of the number of places.
    private var shift: UInt32 = 29
    private var count = 0

    package init() {}

    /// Begins a look-up of the slots that have `tag`.
    public func probe(_ tag: UInt32) -> Probe { Probe(tag: tag, place: home(tag)) }

    /// The next slot that has the tag, or nil at the end.
    public func next(_ probe: inout Probe) -> Slot? {
        while true {
            let place = places[probe.place]
            if place.slot < 0 { return nil }
            probe.place = after(probe.place)
            if place.tag == probe.tag { return place.slot }
        }
    }

    /// The slots whose tags are in `range`, in no order.
    package func slots(in range: ClosedRange<UInt32>) -> [Slot] {
        var found: [Slot] = []
        var index = home(range.lowerBound)
        let lastHome = home(range.upperBound)
        // Elements stand at their home or, without a gap, behind it; past the last home a gap ends the search.
        for step in 0..<places.count {
            let place = places[index]
            if place.slot < 0 {
                if home(range.lowerBound) + step > lastHome { break }
            } else if range.contains(place.tag) {
                found.append(place.slot)
            }
            index = after(index)
        }
        return found
    }

    /// Adds a slot, which must not stand under this tag yet.
    package mutating func insert(_ slot: Slot, _ tag: UInt32) {
        if 4 * (count + 1) > 3 * places.count { grow() }
        place(Place(tag: tag, slot: slot))
        count += 1
    }

    /// Removes a slot from under the tag that it was added with; one that is not there is ignored.
    package mutating func remove(_ slot: Slot, _ tag: UInt32) {
        var gap = home(tag)
        while places[gap].slot != slot || places[gap].tag != tag {
            if places[gap].slot < 0 { return }
            gap = after(gap)
        }
        // What stands behind the gap moves up, unless that would put it before its home.
        var index = after(gap)
        while places[index].slot >= 0 {
            let home = home(places[index].tag)
            let isBehindGap = gap <= index ? gap < home && home <= index : gap < home || home <= index
            if !isBehindGap {
                places[gap] = places[index]
                gap = index
            }
            index = after(index)
        }
        places[gap] = Place()
        count -= 1
    }

    private func home(_ tag: UInt32) -> Int { Int(tag >> shift) }

    private func after(_ place: Int) -> Int { (place + 1) & (places.count - 1) }

    private mutating func place(_ new: Place) {
        var index = home(new.tag)
        while places[index].slot >= 0 { index = after(index) }
        places[index] = new
    }

    private mutating func grow() {
        let old = places
        shift -= 1
        places = [Place](repeating: Place(), count: 2 * old.count)
        for entry in old where entry.slot >= 0 { place(entry) }
    }
}
