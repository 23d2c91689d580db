/// Places of a ``SlotTable`` in the order in which they were last used, each with the time of it.
///
/// Where everything waits equally long, the first in the list is the first whose time is up, so that this is the timer
/// of idle connections and of unanswered queries, and says which connection has idled longest.
struct RecencyList {
    private struct Node {
        var previous = -1
        var next = -1
        var time: UInt64 = 0
        var isListed = false
    }

    private var nodes: [Node] = []
    private var first = -1
    private var last = -1

    /// The place that was used longest ago, and when.
    var oldest: (index: Int, time: UInt64)? {
        first < 0 ? nil : (first, nodes[first].time)
    }

    /// Puts a place at the end.
    ///
    /// - Parameter time: not before any earlier call's.
    mutating func touch(_ index: Int, at time: UInt64) {
        while nodes.count <= index { nodes.append(Node()) }
        remove(index)
        nodes[index] = Node(previous: last, next: -1, time: time, isListed: true)
        if last >= 0 { nodes[last].next = index } else { first = index }
        last = index
    }

    mutating func remove(_ index: Int) {
        guard nodes.indices.contains(index), nodes[index].isListed else { return }
        let node = nodes[index]
        if node.previous >= 0 { nodes[node.previous].next = node.next } else { first = node.next }
        if node.next >= 0 { nodes[node.next].previous = node.previous } else { last = node.previous }
        nodes[index] = Node()
    }
}
