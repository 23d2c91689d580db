internal import Addressing
internal import Lab
internal import Reachability

/// Which services the containers of one party reach of another, and how many pairs of containers do.
struct ReachedServices: Hashable {
    /// How a service is reached: at an address of its own, or only where it is published on the host.
    private struct Kind: Hashable {
        /// nil: ping.
        let transport: TransportProtocol?
        let isByHost: Bool
    }

    private struct Entry: Hashable {
        let kind: Kind
        /// The first port for ping, which has none.
        let ports: PortRange
        let pairs: Int
    }

    /// A service, or services that follow each other, that another design treats otherwise.
    struct Change {
        let service: String
        let before: DesignDiff.Extent
        let after: DesignDiff.Extent
    }

    private var entries: [Entry] = []
    private var pairs = 0

    mutating func add(_ answer: PairAnswer, _ weight: Int) {
        pairs += weight
        for service in answer.services where service.best.outcome == .reached {
            let isByHost = service.best.way == .published || service.best.way == .proxied
            let kind = Kind(transport: service.ports?.transport, isByHost: isByHost)
            entries.append(Entry(kind: kind, ports: service.ports?.ports ?? PortRange(0), pairs: weight))
        }
    }

    /// What another design changes, by port; ranges are parted where it does not treat them alike.
    func changes(to other: ReachedServices) -> [Change] {
        /// By how much the pairs change from a port on.
        typealias Step = (before: Int, after: Int)
        var steps: [Kind: [Int: Step]] = [:]
        func add(_ entries: [Entry], _ pairs: WritableKeyPath<Step, Int>) {
            for entry in entries {
                let ends = [(Int(entry.ports.first), entry.pairs), (Int(entry.ports.last) + 1, -entry.pairs)]
                for (port, change) in ends {
                    steps[entry.kind, default: [:]][port, default: (0, 0)][keyPath: pairs] += change
                }
            }
        }
        add(entries, \.before)
        add(other.entries, \.after)

        var found: [(first: Int, kind: Kind, change: Change)] = []
        for (kind, steps) in steps {
            var (reached, start) = ((before: 0, after: 0), 0)
            var extents: (DesignDiff.Extent, DesignDiff.Extent) = (.none, .none)
            for (port, step) in steps.sorted(by: { $0.key < $1.key }) {
                reached = (reached.before + step.before, reached.after + step.after)
                let next = (extent(reached.before), other.extent(reached.after))
                if next == extents { continue }
                if extents.0 != extents.1, let text = Self.text(kind, start, port - 1) {
                    found.append((start, kind, Change(service: text, before: extents.0, after: extents.1)))
                }
                (extents, start) = (next, port)
            }
        }
        return found.sorted { Self.rank($0.first, $0.kind) < Self.rank($1.first, $1.kind) }.map(\.change)
    }

    private func extent(_ reached: Int) -> DesignDiff.Extent {
        reached == 0 ? .none : reached == pairs ? .all : .some
    }

    private static func text(_ kind: Kind, _ first: Int, _ last: Int) -> String? {
        var text = "ping"
        if let transport = kind.transport {
            guard let first = UInt16(exactly: first), let last = UInt16(exactly: last), first <= last else {
                return nil
            }
            text = PortRun(PortRange(first...last), transport).description
        }
        return kind.isByHost ? "\(text) by published port" : text
    }

    /// Ping first, then by port and protocol.
    private static func rank(_ first: Int, _ kind: Kind) -> (Int, Int, String, Int) {
        (kind.transport == nil ? 0 : 1, first, kind.transport?.rawValue ?? "", kind.isByHost ? 1 : 0)
    }
}
