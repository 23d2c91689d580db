internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// Ports that one line of a service publishes on every address of the host.
struct PortOpening {
    /// The first that the line asks for.
    let asked: ServicePort
    /// How many of the container's ports the line asks for, but those that a line before it does.
    fileprivate(set) var wanted = 0
    /// Those that are open.
    fileprivate(set) var ports = PortSet()
    fileprivate(set) var hostPorts = PortSet()

    /// `port 80 (8080 on the host)`, `ports 8000 to 8010`.
    var text: String {
        guard let first = ports.runs.first, let last = ports.runs.last else { return "a port" }
        if ports.count > 1 { return "ports \(first.ports.first) to \(last.ports.last)" }
        let host = hostPorts.runs.first?.ports.first ?? 0
        return host == first.ports.first
            ? "port \(first.shortDescription)" : "port \(first.shortDescription) (\(host) on the host)"
    }

    fileprivate mutating func add(_ run: PortRun, of published: PublishedRun) {
        ports.insert(run)
        // Where the engine refused the port, another one stands for it.
        if wanted == 1, let only = asked.published, only.count == 1 {
            hostPorts.insert(PortRun(only, run.transport))
            return
        }
        guard let first = published.published(run.ports.first)?.hostPort,
            let last = published.published(run.ports.last)?.hostPort
        else { return }
        hostPorts.insert(PortRun(PortRange(first...max(first, last)), run.transport))
    }
}

/// What each line of a service asks for on every address of the host, and what of it is open.
struct PortOpenings {
    private(set) var all: [PortOpening] = []
    /// Which line asks first for each port: runs that do not overlap, in order.
    private var owners: [(run: PortRun, owner: Int)] = []

    init(_ ports: [ServicePort]) {
        var places: [SourcePlace: Int] = [:]
        for port in ports where port.hostAddress?.isUnspecified != false {
            let place = places[port.place] ?? all.count
            if place == all.count {
                places[port.place] = place
                all.append(PortOpening(asked: port))
            }
            claim(PortRun(PortRange(port.target.number), port.target.transport), for: place)
        }
    }

    /// Notes that ports of a container are open.
    mutating func add(_ run: PortRun, of published: PublishedRun) {
        for (held, owner) in owners[place(of: run)...].prefix(while: { Self.touch($0.run, run) }) {
            let ports = PortRange(held.ports.ports.clamped(to: run.ports.ports))
            all[owner].add(PortRun(ports, run.transport), of: published)
        }
    }

    /// Gives a line the ports of a run that no other has.
    private mutating func claim(_ run: PortRun, for owner: Int) {
        let start = place(of: run)
        var free: [(run: PortRun, owner: Int)] = []
        var first = Int(run.ports.first)
        func take(upTo last: Int) {
            guard first <= last, let low = UInt16(exactly: first), let high = UInt16(exactly: last) else { return }
            free.append((PortRun(PortRange(low...high), run.transport), owner))
            all[owner].wanted += last - first + 1
        }
        var end = start
        while end < owners.count, Self.touch(owners[end].run, run) {
            take(upTo: Int(owners[end].run.ports.first) - 1)
            first = max(first, Int(owners[end].run.ports.last) + 1)
            end += 1
        }
        take(upTo: Int(run.ports.last))
        guard !free.isEmpty else { return }
        if start == end {
            owners.insert(contentsOf: free, at: start)
        } else {
            let merged = (owners[start..<end] + free).sorted { $0.run.ports.first < $1.run.ports.first }
            owners.replaceSubrange(start..<end, with: merged)
        }
    }

    /// The first run that is not before another.
    private func place(of run: PortRun) -> Int {
        var (low, high) = (0, owners.count)
        while low < high {
            let middle = (low + high) / 2
            let held = owners[middle].run
            let isBefore = (held.transport, held.ports.last) < (run.transport, run.ports.first)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func touch(_ held: PortRun, _ run: PortRun) -> Bool {
        held.transport == run.transport && held.ports.first <= run.ports.last
    }
}
