package import Addressing
package import Lab

/// A port, or ports in step, that somebody without a network of the lab reaches.
package struct Exposure: Hashable, Sendable {
    /// What opens it.
    package enum Origin: String, Hashable, Sendable {
        case published = "published"
        case natUnprotected = "nat-unprotected"
        case routed = "routed"
        case trusted = "trusted interface"
        /// A container's own address, which the host reaches without further ado.
        case bridge = "bridge"
        case parent = "parent interface"
        case hostMode = "host mode"
        case hostProgram = "host program"
    }

    /// ``Party/host`` or ``Party/outside``.
    package let observer: Party
    /// The interface of the host that leads there: the uplink, a bridge, or `lo`.
    package let interface: String
    package let address: IPAddress
    /// The ports that are asked for there, as many as those that they lead to.
    package let ports: PortRange
    /// nil: a program of the host.
    package let container: ContainerID?
    package let target: PortRun
    package let origin: Origin
    package let seenSource: IPAddress?

    /// This and one that goes on where it ends, as one; nil where they are apart.
    fileprivate func joined(to next: Exposure) -> Exposure? {
        guard ports.last < .max, ports.last + 1 == next.ports.first, target.ports.last < .max,
            target.ports.last + 1 == next.target.ports.first
        else { return nil }
        let joined = with(
            PortRange(ports.first...next.ports.last),
            PortRange(target.ports.first...next.target.ports.last)
        )
        return joined == next.with(joined.ports, joined.target.ports) ? joined : nil
    }

    fileprivate func with(_ ports: PortRange, _ target: PortRange) -> Exposure {
        Exposure(
            observer: observer,
            interface: interface,
            address: address,
            ports: ports,
            container: container,
            target: PortRun(target, self.target.transport),
            origin: origin,
            seenSource: seenSource
        )
    }
}

extension Reachability {
    /// All ports that an observer reaches, by interface, address and port.
    ///
    /// Each class is asked for once; its members differ only in their addresses and host ports.
    package mutating func exposure(to observer: Party) -> [Exposure] {
        let side: Side = observer == .host ? .host : .outside
        var found: [Exposure] = []
        let places = places()
        for index in classes.indices {
            guard let answer = classAnswer(from: side, to: .members(index)) else { continue }
            for service in answer.ports {
                guard let ports = service.ports else { continue }
                for way in service.ways where way.outcome == .reached {
                    found += members(of: index, alike: way, at: places, ports, observer)
                }
            }
        }
        if observer == .outside, let own = classAnswer(from: .outside, to: .host) {
            for service in own.ports {
                guard let ports = service.ports else { continue }
                for way in service.ways where way.outcome == .reached {
                    guard let address = way.address else { continue }
                    found.append(
                        Exposure(
                            observer: observer,
                            interface: lab.host.uplinkName,
                            address: address,
                            ports: ports.ports,
                            container: nil,
                            target: ports,
                            origin: .hostProgram,
                            seenSource: way.seenSource
                        )
                    )
                }
            }
        }
        let sorted = Array(Set(found)).sorted {
            ($0.interface, $0.address, $0.ports, $0.target, $0.container ?? .zero)
                < ($1.interface, $1.address, $1.ports, $1.target, $1.container ?? .zero)
        }
        var joined: [Exposure] = []
        for exposure in sorted {
            if let longer = joined.last?.joined(to: exposure) {
                joined[joined.count - 1] = longer
            } else {
                joined.append(exposure)
            }
        }
        return joined
    }

    /// An address of a stack that speaks for its kind.
    private struct Seat: Hashable {
        let kind: Int32
        let address: IPAddress
    }

    /// Which link has an address, for each that may stand in an answer: classes that are alike up to the names of their
    /// networks share one, with the addresses of whichever was asked first.
    private func places() -> [Seat: Int] {
        var places: [Seat: Int] = [:]
        for index in classes.indices {
            for (place, link) in tracer.stack(of: classes[index].first).links.enumerated() {
                for address in [link.ipv4, link.ipv6].compactMap({ $0?.address }) + link.linkLocal.map(\.address) {
                    places[Seat(kind: classes[index].kind, address: address)] = place
                }
            }
        }
        return places
    }

    /// The same way for every member of a class: its own addresses and host ports in place of the representative's.
    private func members(
        of index: Int,
        alike way: Verdict,
        at places: [Seat: Int],
        _ ports: PortRun,
        _ observer: Party
    ) -> [Exposure] {
        guard let asked = way.address else { return [] }
        let place = places[Seat(kind: classes[index].kind, address: asked)]
        return classes[index].slots.flatMap { slot -> [Exposure] in
            let stack = tracer.stack(of: slot)
            var (address, first, origin) = (asked, way.port, Exposure.Origin.published)
            if let publication = way.publication {
                guard stack.published.indices.contains(publication),
                    let own = stack.published[publication].published(ports.ports.first)
                else { return [] }
                first = own.hostPort
            } else if stack.form == .host {
                origin = .hostMode
            } else {
                guard let place, stack.links.indices.contains(place),
                    let own = stack.links[place].address(asked.family)?.address
                else { return [] }
                address = own
                origin = self.origin(of: stack.links[place].network, asked.family, observer)
            }
            return listening(slot, in: stack).intersection(ports).map { part in
                let start = first &+ (part.ports.first - ports.ports.first)
                return Exposure(
                    observer: observer,
                    interface: interface(towards: address, observer),
                    address: address,
                    ports: PortRange(start...max(start, start &+ (part.ports.last - part.ports.first))),
                    container: lab.containers[slot].id,
                    target: part,
                    origin: origin,
                    seenSource: way.seenSource
                )
            }
        }
    }

    /// What one of those who share a stack listens on: who listens is exposed.
    private func listening(_ slot: Slab<Container>.Slot, in stack: Stack) -> PortSet {
        let isAlone = stack.slot == slot && tracer.joiners[slot] == nil
        return (isAlone ? stack.listeners : lab.listening(of: lab.containers[slot])).openPorts
    }

    private func origin(
        of network: Slab<Network>.Slot,
        _ family: AddressFamily,
        _ observer: Party
    ) -> Exposure.Origin {
        guard lab.networks[network].deviceName != nil else { return .parent }
        if observer == .host { return .bridge }
        switch lab.networks[network].bridge.gatewayMode(family) {
        case .routed: return .routed
        case .natUnprotected: return .natUnprotected
        case .nat, .isolated: return .trusted
        }
    }

    private func interface(towards address: IPAddress, _ observer: Party) -> String {
        if observer == .outside { return lab.host.uplinkName }
        if tracer.host.isLocal(address) { return "lo" }
        return tracer.host.route(to: address).map { tracer.device($0.exit) } ?? lab.host.uplinkName
    }
}
