public import Addressing

/// A set of ports, held as runs, so that a range of ten thousand costs what one port does.
public struct PortSet: Hashable, Sendable {
    /// By protocol, then by port; none touches the next.
    private var ranges: [PortRun]

    public init() { ranges = [] }

    public init(_ ports: some Sequence<ContainerPort>) {
        self.init(runs: ports.map { PortRun(PortRange($0.number), $0.transport) })
    }

    public init(runs: some Sequence<PortRun>) {
        ranges = []
        for run in runs { append(run) }
        normalise()
    }

    /// The ports, lowest first, as few runs as there are; of equal ports TCP's first.
    public var runs: [PortRun] { ranges.count < 2 ? ranges : ranges.sorted() }

    /// Every port, in order.
    public var ports: [ContainerPort] {
        let all = runs.flatMap { run in run.ports.ports.map { ContainerPort($0, run.transport) } }
        return Set(ranges.map(\.transport)).count < 2 ? all : all.sorted()
    }

    public var isEmpty: Bool { ranges.isEmpty }

    /// The number of ports.
    public var count: Int { ranges.reduce(0) { $0 + $1.ports.count } }

    public func contains(_ port: ContainerPort) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].contains(port) { return true }
            if Self.precedes(ranges[middle], PortRun(PortRange(port.number), port.transport)) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return false
    }

    public mutating func insert(_ run: PortRun) {
        append(run)
        normalise()
    }

    public mutating func formUnion(_ other: PortSet) {
        if other.isEmpty || other == self { return }
        ranges += other.ranges
        normalise()
    }

    /// The ports of a run that the set has, as runs.
    public func intersection(_ run: PortRun) -> [PortRun] {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            let range = ranges[middle]
            let isBefore = (range.transport, range.ports.last) < (run.transport, run.ports.first)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return ranges[low...].prefix { $0.transport == run.transport && $0.ports.first <= run.ports.last }.map {
            range in
            PortRun(PortRange(range.ports.ports.clamped(to: run.ports.ports)), run.transport)
        }
    }

    /// The ports that another set lacks.
    public func subtracting(_ other: PortSet) -> PortSet {
        PortSet(
            runs: ranges.flatMap { range -> [PortRun] in
                var parts: [PortRun] = []
                var first = Int(range.ports.first)
                for hole in other.intersection(range) {
                    if let part = Self.run(first, Int(hole.ports.first) - 1, range.transport) { parts.append(part) }
                    first = Int(hole.ports.last) + 1
                }
                return parts + [Self.run(first, Int(range.ports.last), range.transport)].compactMap(\.self)
            }
        )
    }

    private static func run(_ first: Int, _ last: Int, _ transport: TransportProtocol) -> PortRun? {
        guard first <= last, let first = UInt16(exactly: first), let last = UInt16(exactly: last) else { return nil }
        return PortRun(PortRange(first...last), transport)
    }

    /// Adds a run that begins where the last one ends to it, which is what lists of ports consist of.
    private mutating func append(_ run: PortRun) {
        if let last = ranges.last, last.transport == run.transport, last.ports.last < .max,
            last.ports.last + 1 == run.ports.first
        {
            ranges[ranges.count - 1] = PortRun(PortRange(last.ports.first...run.ports.last), run.transport)
        } else {
            ranges.append(run)
        }
    }

    private mutating func normalise() {
        if zip(ranges, ranges.dropFirst()).allSatisfy({ Self.isApart($0, $1) }) { return }
        ranges.sort(by: Self.precedes)
        var merged: [PortRun] = []
        for range in ranges {
            guard let last = merged.last, !Self.isApart(last, range) else {
                merged.append(range)
                continue
            }
            let end = max(last.ports.last, range.ports.last)
            merged[merged.count - 1] = PortRun(PortRange(last.ports.first...end), last.transport)
        }
        ranges = merged
    }

    private static func precedes(_ a: PortRun, _ b: PortRun) -> Bool {
        (a.transport, a.ports) < (b.transport, b.ports)
    }

    /// Whether `b` lies behind `a`, with a port between them that is in neither.
    private static func isApart(_ a: PortRun, _ b: PortRun) -> Bool {
        a.transport == b.transport
            ? a.ports.last < .max && a.ports.last + 1 < b.ports.first : a.transport < b.transport
    }
}
