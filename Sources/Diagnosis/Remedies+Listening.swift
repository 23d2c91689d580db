internal import Addressing
internal import Lab

/// What has to listen, and where.
extension Remedies {
    var listening: [Candidate] { everyAddress + hostPrograms + publishedElsewhere + opening }

    /// The service behind what was asked for, where it keeps to the loopback.
    private var everyAddress: [Candidate] {
        guard let port = inquiry.targetPort else { return [] }
        var bound: [(container: Container, listener: ListeningPort)] = []
        if let target { bound = lab.stackListeners(of: target) }
        if inquiry.isAtHost || inquiry.isOwnLoopback {
            bound += lab.hostModeContainers.flatMap { user in lab.listeners(of: user).map { (user, $0) } }
        }
        return bound.filter { $0.listener.port == port && $0.listener.isLoopbackOnly }.map { container, listener in
            let others = lab.listeners(of: container).filter { $0 != listener }
            let label = (others + [ListeningPort(port)]).map(\.description).joined(separator: ",")
            return Candidate(
                text:
                    "let \(container.name) listen on every address (0.0.0.0:\(port.number)), not on \(listener) alone",
                commands: remake(container, "--label \(Lab.listenLabel)=\(label)")
            ) { $0.altering(container.id) { $0.labels[Lab.listenLabel] = label } }
        }
    }

    /// A program of the host that keeps to the loopback.
    private var hostPrograms: [Candidate] {
        guard let port = kind.port, inquiry.isAtHost || inquiry.isOwnLoopback || inquiry.address == nil,
            let program = lab.host.listeners.first(where: {
                $0.port == port.number && $0.transport == port.transport && $0.address.isLoopback
            })
        else { return [] }
        let shown = "\(program.address):\(program.port)"
        let any = IPAddress(family: program.address.family, number: 0)
        return [
            Candidate(
                text: "let the host's program listen on every address, not on \(shown) alone",
                commands: ["# in the program's own settings: listen on \(any.map { "\($0)" } ?? "every address")"],
                change: { lab in
                    guard let any else { return nil }
                    var lab = lab
                    lab.host.listeners.append(
                        .init(transport: program.transport, address: any, port: program.port)
                    )
                    return lab
                },
                target: { lab in
                    (inquiry.isAtHost ? inquiry.address : inquiry.hostAddress(in: lab)).map { ($0, port.number) }
                }
            )
        ]
    }

    /// A published port that leads nowhere, or that is bound to another address of the host.
    private var publishedElsewhere: [Candidate] {
        guard let port = kind.port, inquiry.isAtHost else { return [] }
        if let publication = inquiry.publication {
            return retargeted(publication)
        }
        return lab.publications.filter { $0.port.hostPort == port.number && $0.port.port.transport == port.transport }
            .prefix(1).map { entry in
                let flag = "-p \(port.number):\(entry.port.port.number)" + suffix(port.transport)
                return Candidate(
                    text: "publish \(port.number) of \(entry.container.name) on every address of the host, "
                        + "not on \(entry.port.hostAddress) alone",
                    commands: remake(entry.container, flag),
                    change: { lab in
                        lab.altering(entry.container.id) { config in
                            for index in config.portBindings.indices
                            where config.portBindings[index].port == entry.port.port {
                                config.portBindings[index].hostAddress = nil
                            }
                        }
                    },
                    publishes: true
                )
            }
    }

    /// The port that the container listens on, in place of the one that its published port leads to.
    private func retargeted(_ publication: Inquiry.Publication) -> [Candidate] {
        let open = lab.stackListeners(of: publication.container).map(\.listener)
        guard !open.contains(where: { $0.port == publication.port.port }) else { return [] }
        let ports = Set(open.filter { !$0.isLoopbackOnly }.map(\.port)).sorted()
        return ports.filter { $0.transport == publication.port.port.transport }.map { other in
            let flag = "-p \(publication.port.hostPort):\(other.number)" + suffix(other.transport)
            return Candidate(
                text:
                    "publish \(other), where \(publication.container.name) listens, in place of \(publication.port.port)",
                commands: remake(publication.container, flag)
            ) { lab in
                lab.altering(publication.container.id) { config in
                    for index in config.portBindings.indices
                    where config.portBindings[index].port == publication.port.port {
                        config.portBindings[index].port = other
                        config.portBindings[index].hostPorts = PortRange(publication.port.hostPort)
                    }
                }
            }
        }
    }

    /// The port that was asked for, open.
    private var opening: [Candidate] {
        guard let target, let port = inquiry.targetPort,
            !lab.stackListeners(of: target).contains(where: { $0.listener.port == port })
        else { return [] }
        let label = target.config.labels[Lab.listenLabel]
        let flag =
            label.map { "--label \(Lab.listenLabel)=\($0.isEmpty ? "" : "\($0),")\(port)" } ?? "--expose \(port)"
        return [
            Candidate(
                text: "let \(target.name) listen on \(port) (--expose \(port), or the label \(Lab.listenLabel))",
                commands: remake(target, flag)
            ) {
                $0.altering(target.id) { config in
                    if let label {
                        config.labels[Lab.listenLabel] = "\(label),\(port)"
                    } else {
                        config.exposedPorts.append(port)
                    }
                }
            }
        ]
    }

    func suffix(_ transport: TransportProtocol) -> String { transport == .tcp ? "" : "/\(transport)" }
}

extension Lab {
    /// The running containers in the host's own stack.
    var hostModeContainers: [Container] {
        guests.sorted().map { containers[$0] }.filter { stackOwner(of: $0)?.stack == .host && $0.status == .running }
    }
}
