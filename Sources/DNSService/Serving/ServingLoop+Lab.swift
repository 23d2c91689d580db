internal import CLinux
internal import Glibc
internal import Lab

// The ports follow the lab: a container that starts gets one, one that stops loses it.

extension ServingLoop {
    /// Opens the shared port and those of the running containers, and enters the server where it is looked for.
    mutating func open(_ onStatus: (ServeStatus) -> Void) throws {
        entry = try configuration.registry?.enter()
        var number: UInt16 = 0
        if configuration.namespaces == nil {
            let address = SocketAddress(configuration.address, port: configuration.sharedPort)
            let shared = try openPort(at: address, .named, nil)
            number = ports[shared]?.number ?? configuration.sharedPort
        }
        portNumbers = PortNumbers(first: configuration.firstContainerPort, excluded: number)
        status = ServeStatus(process: getpid(), address: configuration.address, sharedPort: number, ports: [])
        try followLab(onStatus, isFirst: true)
    }

    /// Reads what made the source's descriptor readable, and the lab where it has changed.
    ///
    /// Called after queries are received and before they are answered, so that what was changed before a query was
    /// sent is in its answer.
    mutating func noticeChanges(_ onStatus: (ServeStatus) -> Void) {
        guard let descriptor = source.changeDescriptor else { return }
        var hasChanged = false
        while netsim_read(descriptor, input.octets.baseAddress, input.octets.count) > 0 { hasChanged = true }
        guard hasChanged else { return }
        do {
            guard let lab = try source.reloadIfChanged() else { return }
            answerer.replaceLab(lab)
            try followLab(onStatus, isFirst: false)
        } catch {
            report("cannot follow the lab, and go on with what was read last: \(error)")
        }
    }

    /// Opens and closes ports until they are those of the lab, and says so where it matters.
    private mutating func followLab(_ onStatus: (ServeStatus) -> Void, isFirst: Bool) throws {
        let lab = answerer.lab
        var existing: [(sequence: UInt64, slot: Slab<Container>.Slot)] = []
        for slot in lab.containers.slots { existing.append((lab.containers[slot].sequence, slot)) }
        existing.sort { $0.sequence < $1.sequence }
        portNumbers.update(existing.map { lab.containers[$0.slot].id })

        for (id, handle) in containerPorts
        where lab.container(id)?.isRunning != true
            || ports[handle]?.namespace != configuration.namespaces?.number(of: id)
        {
            closePort(handle)
            containerPorts[id] = nil
        }
        var entries: [ServeStatus.Port] = []
        for (_, slot) in existing where lab.containers[slot].isRunning {
            let id = lab.containers[slot].id
            let name = lab.containers[slot].name
            if containerPorts[id] == nil { containerPorts[id] = openPort(of: id, name) }
            let number = containerPorts[id].flatMap { ports[$0]?.number }
            entries.append(ServeStatus.Port(container: id, name: name, number: number))
        }
        guard var status, isFirst || status.ports != entries else { return }
        status.ports = entries
        self.status = status
        try entry?.write(status)
        if let file = configuration.readyFile { try TextFile.replace(file, with: status.text) }
        onStatus(status)
    }

    /// Opens a container's port; nil, and a report, where it can have none.
    private mutating func openPort(of id: ContainerID, _ name: String) -> Handle? {
        guard let client = answerer.client(id) else { return nil }
        guard containerPorts.count < mostContainerPorts else {
            report("only \(mostContainerPorts) containers have ports, as the limit of open files has it (ulimit -n)")
            return nil
        }
        if let namespaces = configuration.namespaces { return openPort(of: id, name, client, in: namespaces) }
        while let number = portNumbers.number(of: id) {
            let address = SocketAddress(configuration.address, port: number)
            do {
                let handle = try openPort(at: address, .client(client), id)
                if let got = ports[handle]?.number { portNumbers.note(got, for: id) }
                return handle
            } catch let error as SystemError {
                guard error.number == EADDRINUSE || error.number == EACCES else {
                    report("no port for containers such as \(name): \(error)")
                    return nil
                }
                portNumbers.replace(id)
            } catch {
                return nil
            }
        }
        report("no port number is left for container \(name); the shared port answers it")
        return nil
    }

    /// Opens 127.0.0.11:53 in a container's own namespace; nil where it has none, and, with a report, where it cannot.
    private mutating func openPort(
        of id: ContainerID,
        _ name: String,
        _ client: Int,
        in namespaces: any ContainerNamespaces
    ) -> Handle? {
        guard let number = namespaces.number(of: id) else { return nil }
        do {
            var port: ServicePort?
            let address = ServerConfiguration.embeddedAddress
            // A socket stays in the namespace that it was opened in.
            try namespaces.run(in: id) {
                port = try ServicePort(
                    on: address,
                    asker: .client(client),
                    container: id,
                    receiveBuffer: configuration.receiveBuffer
                )
            }
            guard let port else { return nil }
            port.namespace = number
            return try watch(port)
        } catch {
            report("no embedded DNS for container \(name): \(error)")
            return nil
        }
    }

    private mutating func openPort(
        at address: SocketAddress,
        _ asker: Asker,
        _ container: ContainerID?
    ) throws -> Handle {
        try watch(
            try ServicePort(
                on: address,
                asker: asker,
                container: container,
                receiveBuffer: configuration.receiveBuffer
            )
        )
    }

    private mutating func watch(_ port: ServicePort) throws -> Handle {
        let handle = ports.insert { _ in port }
        do {
            try events.add(port.datagrams, EventToken(.datagrams, handle))
            try events.add(port.listener, EventToken(.listener, handle))
        } catch {
            ports.remove(handle)
            throw error
        }
        return handle
    }

    private mutating func closePort(_ handle: Handle) {
        for other in connections.handles where connections[other]?.port == handle { closeConnection(other) }
        ports.remove(handle)
    }
}
