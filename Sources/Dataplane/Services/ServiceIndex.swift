internal import Addressing
internal import Lab

/// Who listens where, built once for each kind of question that is asked, from the few containers that it concerns.
struct ServiceIndex: Sendable {
    struct Published: Sendable {
        let container: Int32
        let port: PublishedPort
    }

    /// A port at an address of a stack.
    struct Place: Hashable, Sendable {
        let stack: Int
        let address: IPAddress
        let port: PortTable.Key
    }

    /// What was found before: services do not change.
    var known: [Place: Service?] = [:]
    private var published: [PortTable.Key: [Published]]?
    private var joiners: [Int32: [Int32]]?
    private var hostMode: [Int32] = []
    /// By sandbox: the container that stands for what is left of a stack whose owner has gone.
    private var orphans: [SandboxID: Int32] = [:]

    /// The published ports with a host port's number.
    mutating func published(_ key: PortTable.Key, in lab: Lab) -> [Published] {
        if let published { return published[key] ?? [] }
        // The lab knows which ports are held: most that are asked for are not.
        let holding = HostPorts.Holding(transport: key.transport, port: key.port)
        return lab.hostPorts.holders[holding] == nil ? [] : allByPort(in: lab)[key] ?? []
    }

    /// Every published port, for listings.
    mutating func allPublished(in lab: Lab) -> [Published] { allByPort(in: lab).values.flatMap { $0 } }

    private mutating func allByPort(in lab: Lab) -> [PortTable.Key: [Published]] {
        if let published { return published }
        var index: [PortTable.Key: [Published]] = [:]
        for slot in lab.publishers.sorted() {
            for port in lab.containers[slot].published where port.hostPort != 0 {
                index[PortTable.Key(transport: port.port.transport, port: port.hostPort), default: []].append(
                    Published(container: slot, port: port)
                )
            }
        }
        published = index
        return index
    }

    /// The running containers that share a container's stack, itself first.
    mutating func members(of owner: Int32, in lab: Lab) -> [Int32] {
        scan(lab)
        return [owner] + (joiners?[owner] ?? [])
    }

    /// The running containers in the host's own stack.
    mutating func hostMembers(in lab: Lab) -> [Int32] {
        scan(lab)
        return hostMode
    }

    /// The container that stands for a stack whose owner has gone, among those that joined it.
    mutating func standIn(for sandbox: SandboxID, in lab: Lab) -> Int32? {
        scan(lab)
        return orphans[sandbox]
    }

    private mutating func scan(_ lab: Lab) {
        if joiners != nil { return }
        var found: [Int32: [Int32]] = [:]
        for slot in lab.guests.sorted() {
            switch lab.containers[slot].stack {
            case .down, .own: continue
            case .host: hostMode.append(slot)
            case .joined(let sandbox):
                guard let owner = lab.stackOwner(of: lab.containers[slot]) else {
                    if let first = orphans[sandbox] {
                        found[first, default: []].append(slot)
                    } else {
                        orphans[sandbox] = slot
                    }
                    continue
                }
                if owner.stack == .host {
                    hostMode.append(slot)
                } else if let place = lab.containers.slot(owner.id) {
                    found[place, default: []].append(slot)
                }
            }
        }
        joiners = found
    }
}
