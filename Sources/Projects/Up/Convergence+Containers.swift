internal import Compose
public import Lab
internal import YAML

extension Convergence {
    /// Creates, recreates and removes containers; none is started yet.
    public mutating func makeContainers(on lab: inout Lab) {
        warnOfOrphans(on: &lab)
        for index in order where !isOver { converge(project.services[index], on: &lab) }
    }

    private mutating func converge(_ service: ComposeService, on lab: inout Lab) {
        for refusal in service.refusals where !isOver {
            fail(
                RealisationFailure(
                    subject: .container(project: position, service: service.name, number: 1),
                    step: .create,
                    error: LabError(.invalidParameter, refusal.message),
                    place: refusal.place ?? service.place
                )
            )
        }
        if isOver { return }
        let request: ServiceRequest
        do {
            request = try self.request(for: service)
        } catch {
            for number in 1...max(1, service.replicas) where !isOver {
                refuse(service, number, .create, error, isFromCompose: true)
            }
            return
        }
        let wanted = max(0, service.replicas)
        let isSharedAnew: Bool
        if case .service(let name)? = service.networkMode?.value {
            isSharedAnew = recreated.contains(name)
        } else {
            isSharedAnew = false
        }
        var present = members[service.name] ?? []
        let mustGo = present.map { mustRecreate($0, request, isSharedAnew, service, lab) }
        // Of too many, obsolete ones go first, then those with the highest numbers.
        let ranked = present.indices.sorted { a, b in
            mustGo[a] == mustGo[b] ? present[a].number < present[b].number : !mustGo[a]
        }
        var kept: [Member] = []
        for (rank, index) in ranked.enumerated() where !isOver {
            if rank >= wanted {
                remove(&present[index], on: &lab)
            } else if mustGo[index] {
                kept.append(recreate(present[index], request, on: &lab))
            } else {
                kept.append(present[index])
            }
        }
        members[service.name] = kept
        let missing = wanted - ranked.count
        if missing > 0 {
            let next = (present.map(\.number).max() ?? 0) + 1
            members[service.name]?.reserveCapacity(wanted)
            let linked = linkedNames(service)
            for number in next..<next + missing where !isOver { create(number, request, linked, on: &lab) }
        }
        members[service.name]?.sort { $0.number < $1.number }
    }

    private func request(for service: ComposeService) throws(LabError) -> ServiceRequest {
        var mode: NetworkMode?
        switch service.networkMode?.value {
        case nil: break
        case .bridge?: mode = .bridge
        case .host?: mode = .host
        case .none?: mode = NetworkMode.none
        case .container(let name)?: mode = .container(name)
        case .network(let name)?: mode = NetworkMode(name)
        case .service(let name)?:
            guard let owner = members[name]?.first else {
                throw LabError(
                    .notFound,
                    "cannot share namespace with service \(name): container missing"
                )
            }
            mode = .container(owner.id.description)
        }
        return try ServiceRequest(of: service, in: project, networks: networkNames, mode: mode)
    }

    private func linkedNames(_ service: ComposeService) -> [String: [String]] {
        var names: [String: [String]] = [:]
        for link in service.links { names[link.value.target] = members[link.value.target]?.map(\.name) }
        return names
    }

    private mutating func create(
        _ number: Int,
        _ request: ServiceRequest,
        _ linked: [String: [String]],
        on lab: inout Lab
    ) {
        let spec = clearOfMended(request.spec(number, linked: linked), lab)
        let name = ServiceRequest.name(of: request.service, number, in: project.name.value)
        func enter(_ name: String, _ id: ContainerID) {
            members[request.service.name, default: []].append(
                Member(number: number, name: name, id: id, configHash: request.configHash, isRunning: false)
            )
        }
        do {
            let created = try lab.createContainer(spec, at: now)
            warnings += created.warnings
            enter(name, created.id)
            note(.container, name, .created)
        } catch {
            refuse(request.service, number, .create, error)
            if let mended = mend(request.service, number, spec, .create, after: error, on: &lab) {
                enter(mended.name, mended.id)
            }
        }
    }

    // MARK: - What is there already

    private func mustRecreate(
        _ member: Member,
        _ request: ServiceRequest,
        _ isSharedAnew: Bool,
        _ service: ComposeService,
        _ lab: Lab
    ) -> Bool {
        var recreation = options.recreation
        if !isNamed(service.name) { recreation = options.recreatesDependencies ? .always : .diverged }
        switch recreation {
        case .never: return false
        case .always: return true
        case .diverged: break
        }
        if isSharedAnew || member.configHash != request.configHash { return true }
        return member.isRunning && lacksNetwork(member, service, lab)
    }

    /// Whether a running container is off a network that its service is on (docker/compose: `hasNetworkMismatch`).
    private func lacksNetwork(_ member: Member, _ service: ComposeService, _ lab: Lab) -> Bool {
        guard service.networkMode == nil, let container = lab.container(member.id), container.isRunning else {
            return false
        }
        for network in ServiceRequest.networksByPriority(service, at: service.place) {
            guard let realised = networks.first(where: { $0.key == network.key }), let id = realised.id else {
                continue
            }
            if !container.attachments.contains(where: { $0.networkID == id }) { return true }
        }
        return false
    }

    /// A new container takes the place of one: made under a passing name, before the old one goes.
    private mutating func recreate(_ old: Member, _ request: ServiceRequest, on lab: inout Lab) -> Member {
        let service = request.service
        let name = ServiceRequest.name(of: service, old.number, in: project.name.value)
        var spec = request.spec(old.number, linked: linkedNames(service))
        spec.name = "\(old.id.short)_\(name)"
        let id: ContainerID
        do {
            let created = try lab.createContainer(spec, at: now)
            warnings += created.warnings
            id = created.id
        } catch {
            refuse(service, old.number, .create, error)
            return old
        }
        do {
            try lab.removeContainer(matching: old.id.description, force: true, at: now)
            try lab.renameContainer(matching: id.description, to: name)
        } catch {
            refuse(service, old.number, .create, error)
        }
        recreated.insert(service.name)
        note(.container, name, .recreated)
        return Member(number: old.number, name: name, id: id, configHash: request.configHash, isRunning: false)
    }

    private mutating func remove(_ member: inout Member, on lab: inout Lab) {
        do {
            if member.isRunning {
                try lab.stopContainer(matching: member.id.description, at: now)
                note(.container, member.name, .stopped)
            }
            try lab.removeContainer(matching: member.id.description, force: true, at: now)
            note(.container, member.name, .removed)
            member.isRunning = false
        } catch {
            warnings.append(error.message)
        }
    }

    /// Containers of services that the files no longer have: a warning, or the end of them.
    private mutating func warnOfOrphans(on lab: inout Lab) {
        let known = Set(project.services.map(\.name) + project.disabled.map(\.name))
        let strangers = members.keys.filter { !known.contains($0) }.sorted { ServiceOrder.precedes($0, $1) }
        var orphans = strangers.flatMap { members[$0] ?? [] }
        if orphans.isEmpty { return }
        if options.removesOrphans {
            for index in orphans.indices { remove(&orphans[index], on: &lab) }
            for stranger in strangers { members[stranger] = nil }
            return
        }
        let names = "[" + orphans.map(\.name).joined(separator: " ") + "]"
        warnings.append(
            """
            Found orphan containers (\(names)) for this project. If you removed or renamed this service in your compose \
            file, you can run this command with the --remove-orphans flag to clean it up.
            """
        )
    }

    // MARK: - Starting

    /// Starts what does not run, service by service, replicas by their numbers.
    public mutating func startContainers(on lab: inout Lab) {
        guard options.starts else { return }
        var late: [(service: ComposeService, place: Int)] = []
        for index in order where !isOver {
            let service = project.services[index]
            guard let present = members[service.name] else { continue }
            for (place, member) in present.enumerated() where !isOver {
                if member.isRunning {
                    note(.container, member.name, .running)
                    continue
                }
                // What stands for something refused must not take from others what they ask for.
                if mendedSpecs[member.name] != nil || isIn(late, ownerOf: service) {
                    late.append((service, place))
                    continue
                }
                if !start(member, at: place, of: service, on: &lab), options.mends { late.append((service, place)) }
            }
        }
        for (service, place) in late {
            guard let member = members[service.name]?[place] else { continue }
            if mendedSpecs[member.name] != nil || isIn(late, ownerOf: service) {
                if start(member, at: place, of: service, on: &lab) { continue }
            }
            restart(member, at: place, of: service, on: &lab)
        }
    }

    private func isIn(_ late: [(service: ComposeService, place: Int)], ownerOf service: ComposeService) -> Bool {
        switch service.networkMode?.value {
        case .service(let name)?: return late.contains { $0.service.name == name }
        case .container(let name)?: return late.contains { $0.service.containerName?.value == name }
        default: return false
        }
    }

    /// - Returns: whether the engine started it.
    private mutating func start(
        _ member: Member,
        at place: Int,
        of service: ComposeService,
        on lab: inout Lab
    ) -> Bool {
        do {
            try lab.startContainer(matching: member.name, at: now)
            members[service.name]?[place].isRunning = true
            note(.container, member.name, .started)
            return true
        } catch {
            refuse(service, member.number, .start, error)
            refusals[member.name] = error
            return false
        }
    }

    /// Makes a container anew that did not start, as far as the engine takes it.
    private mutating func restart(
        _ member: Member,
        at place: Int,
        of service: ComposeService,
        on lab: inout Lab
    ) {
        guard let request = try? request(for: service) else { return }
        var spec =
            mendedSpecs[member.name] ?? clearOfMended(request.spec(member.number, linked: linkedNames(service)), lab)
        spec.name = member.name
        guard let error = refusals[member.name],
            (try? lab.removeContainer(matching: member.name, force: true, at: now)) != nil
        else { return }
        guard let mended = mend(service, member.number, spec, .start, after: error, on: &lab) else {
            // As it was: created, and not running.
            if let created = try? lab.createContainer(spec, at: now) { members[service.name]?[place].id = created.id }
            return
        }
        members[service.name]?[place].name = mended.name
        members[service.name]?[place].id = mended.id
        members[service.name]?[place].isRunning = true
    }

    mutating func refuse(
        _ service: ComposeService,
        _ number: Int,
        _ step: RealisationFailure.Step,
        _ error: LabError,
        isFromCompose: Bool = false
    ) {
        note(.container, ServiceRequest.name(of: service, number, in: project.name.value), .failed)
        var failure = RealisationFailure(
            subject: .container(project: position, service: service.name, number: number),
            step: step,
            error: error,
            place: FailurePlace.of(error, in: service, project: project)
        )
        failure.isFromCompose = isFromCompose
        fail(failure)
    }
}
