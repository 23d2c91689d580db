internal import Addressing

/// Legacy links: the default bridge's own kind, written into the parent's `/etc/hosts`.
extension Lab {
    /// Resolves the links asked for at create.
    ///
    /// - Throws: `invalidParameter` for an unknown or host-mode target, `system` for a bad format.
    func legacyLinks(of config: ContainerConfig) throws(LabError) -> [Container.LegacyLink] {
        guard !config.networkMode.isUserDefined else { return [] }
        var links: [Container.LegacyLink] = []
        for text in config.links {
            let (target, alias) = try Self.splitLink(text)
            let slot: Slab<Container>.Slot
            do throws(LabError) {
                if target.isEmpty { throw LabError(.invalidParameter, "invalid name or ID supplied: \"\"") }
                slot = try engineContainerSlot(matching: target)
            } catch {
                throw LabError(
                    .invalidParameter,
                    "could not get container for \(target): \(error.message)",
                    hint: error.hint
                )
            }
            let child = containers[try linkedStack(of: slot)]
            if child.config.networkMode == .host {
                throw LabError(
                    .invalidParameter,
                    """
                    conflicting options: host type networking can't be used with links. \
                    This would result in undefined behavior
                    """
                )
            }
            // An empty alias is the container's own name, and the first link of a name holds it: the engine ignores both.
            if alias.isEmpty || links.contains(where: { $0.alias == alias }) { continue }
            links.append(Container.LegacyLink(child: child.id, childName: child.name, alias: alias))
        }
        return links
    }

    /// The container that a link to another leads to: where that one shares a stack, the stack's owner.
    private func linkedStack(of slot: Slab<Container>.Slot) throws(LabError) -> Slab<Container>.Slot {
        var slot = slot
        var seen: Set<Slab<Container>.Slot> = []
        while case .container(let target) = containers[slot].config.networkMode, seen.insert(slot).inserted {
            guard let donor = knownEngineContainerSlot(matching: target) else {
                throw LabError(
                    .invalidParameter,
                    "could not get container for \(target): No such container: \(target)"
                )
            }
            slot = donor
        }
        return slot
    }

    /// Splits `target[:alias]`; the alias defaults to the target, without its slash. One that is there and empty links
    /// nothing (Docker Engine: `opts.ParseLink`).
    package static func splitLink(_ text: String) throws(LabError) -> (target: String, alias: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2 { throw LabError(.system, "bad format for links: \(text)") }
        let target = parts.first ?? ""
        let name = target.hasPrefix("/") ? String(target.dropFirst()) : target
        guard parts.count == 2 else { return (target, name) }
        // `/child:/parent/alias`, as inspect shows a link.
        let alias = target.hasPrefix("/") ? parts[1].split(separator: "/").last.map(String.init) ?? "" : parts[1]
        return (target, alias)
    }

    package mutating func registerLinks(of slot: Slab<Container>.Slot) {
        for link in containers[slot].links {
            linkNames["\(containers[slot].name)/\(link.alias)"] = link.child
            linkParents[link.child, default: []].insert(slot)
        }
    }

    mutating func forgetLinks(of slot: Slab<Container>.Slot) {
        for link in containers[slot].links {
            linkNames["\(containers[slot].name)/\(link.alias)"] = nil
            linkParents[link.child]?.remove(slot)
            if linkParents[link.child]?.isEmpty == true { linkParents[link.child] = nil }
        }
    }

    /// The lines that a starting container's links put into its `/etc/hosts`.
    ///
    /// - Throws: `system` where a child is down, gone, or not on the default bridge.
    package func linkLines(of parent: Container) throws(LabError) -> [Container.LinkLine] {
        guard parent.attachments.contains(where: { $0.network == "bridge" }) else { return [] }
        var lines: [Container.LinkLine] = []
        for link in parent.links {
            guard let slot = containers.slot(link.child), containers[slot].isRunning else {
                let name = container(link.child)?.name ?? link.childName
                throw LabError(
                    .system,
                    "Cannot link to a non running container: /\(name) AS /\(parent.name)/\(link.alias)"
                )
            }
            let child = containers[slot]
            guard let address = Self.bridgeAddress(of: child) else {
                throw LabError(
                    .system,
                    engine.has(.linkNetworkText)
                        ? "container \(child.id) not attached to default bridge network"
                        : "Cannot link to /\(child.name), as it does not belong to the default network"
                )
            }
            lines.append(linkLine(link, to: child, at: address))
        }
        return lines
    }

    /// Rewrites the addresses in the lines of running parents once a child has started again; the names stay.
    mutating func refreshLinkLines(to childSlot: Slab<Container>.Slot) {
        if linkParents.isEmpty { return }
        let child = containers[childSlot]
        guard let parents = linkParents[child.id], let address = Self.bridgeAddress(of: child) else { return }
        for slot in parents where containers[slot].isRunning {
            for (index, line) in containers[slot].linkLines.enumerated() where line.child == child.id {
                containers[slot].linkLines[index] = Container.LinkLine(
                    address: address,
                    names: line.names,
                    child: child.id
                )
            }
            changedContainers.insert(slot)
        }
    }

    /// Tells the parents of a renamed child its new name, by which they speak of it when it is gone.
    mutating func renameLinks(to childSlot: Slab<Container>.Slot) {
        let (id, name) = (containers[childSlot].id, containers[childSlot].name)
        for slot in linkParents[id] ?? [] {
            containers[slot].links = containers[slot].links.map { link in
                link.child == id ? Container.LegacyLink(child: id, childName: name, alias: link.alias) : link
            }
            changedContainers.insert(slot)
        }
    }

    /// Removes a link name such as `app/data`, and the line it put into the parent's hosts file.
    ///
    /// - Throws: `notFound`, or `conflict` where `name` is a container's own.
    public mutating func removeLink(_ name: String) throws(LabError) {
        let path = name.hasPrefix("/") ? String(name.dropFirst()) : name
        guard linkNames[path] != nil, let slash = path.lastIndex(of: "/"),
            let slot = containers.slot(named: String(path[..<slash]))
        else {
            _ = try engineContainerSlot(matching: path)
            throw LabError(.conflict, "Conflict, cannot remove the default link name of the container")
        }
        let alias = String(path[path.index(after: slash)...])
        forgetLinks(of: slot)
        containers[slot].links.removeAll { $0.alias == alias }
        containers[slot].linkLines.removeAll { $0.names.first == alias }
        registerLinks(of: slot)
        changedContainers.insert(slot)
    }

    private func linkLine(_ link: Container.LegacyLink, to child: Container, at address: IPAddress)
        -> Container.LinkLine
    {
        var names = [link.alias, hostname(of: child)]
        if child.name != link.alias { names.append(child.name) }
        return Container.LinkLine(address: address, names: names, child: child.id)
    }

    private static func bridgeAddress(of container: Container) -> IPAddress? {
        let endpoint = container.attachments.first { $0.network == "bridge" }?.endpoint
        return (endpoint?.ipv4 ?? endpoint?.ipv6)?.address
    }
}
