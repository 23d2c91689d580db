internal import Addressing
internal import Compose
public import Lab
internal import Text
internal import YAML

extension Convergence {
    /// Finds, creates and recreates the networks that enabled services join. Others are left alone, as by Compose
    /// (compose-go: `WithoutUnnecessaryResources`).
    ///
    /// - Parameter isExternalTurn: nil for all; several projects make what is their own before they look for what is
    ///   each other's.
    public mutating func makeNetworks(on lab: inout Lab, external isExternalTurn: Bool? = nil) {
        let used = usedNetworks()
        for index in NetworkRequest.order(of: project.networks) where !isOver {
            let network = project.networks[index]
            guard used.contains(network.key), isExternalTurn == nil || isExternalTurn == network.isExternal else {
                continue
            }
            networkNames[network.key] = network.name.value
            for refusal in network.refusals where !isOver {
                fail(
                    RealisationFailure(
                        subject: .network(project: position, key: network.key),
                        step: .create,
                        error: LabError(.invalidParameter, refusal.message),
                        place: refusal.place ?? network.place
                    )
                )
            }
            if isOver { continue }
            if network.isExternal {
                find(network, on: &lab)
            } else {
                converge(network, on: &lab)
            }
        }
    }

    private func usedNetworks() -> Set<String> {
        var keys: Set<String> = []
        for service in project.services where service.networkMode == nil {
            guard let networks = service.networks, !networks.isEmpty else {
                keys.insert("default")
                continue
            }
            for network in networks { keys.insert(network.key) }
        }
        return keys
    }

    private mutating func enter(
        _ network: ComposeNetwork,
        _ id: NetworkID?,
        isAssumed: Bool = false,
        isMended: Bool = false
    ) {
        var realised = RealisedNetwork(
            project: position,
            key: network.key,
            name: network.name.value,
            id: id,
            isAssumed: isAssumed
        )
        realised.isMended = isMended
        networks.append(realised)
    }

    /// An external network: by its name or full identifier (docker/compose: `resolveExternalNetwork`).
    private mutating func find(_ network: ComposeNetwork, on lab: inout Lab) {
        let name = network.name.value
        if let slot = lab.knownNetworkSlot(matching: name) {
            let found = lab.networks[slot]
            if found.name == name || found.id.description == name {
                networkNames[network.key] = found.name
                enter(network, found.id)
                return
            }
        }
        let isKnown = statement.networks != nil
        if options.assumesExternals, !isKnown, let id = assume(network, on: &lab) {
            let subnets = lab.network(id)?.subnets ?? []
            let lost = (fixedAddresses[name] ?? []).first { address in
                !subnets.contains { $0.prefix.contains(address) }
            }
            // Where no subnet holds what is fixed on it, the addresses are let go of, which is said.
            enter(network, id, isAssumed: true, isMended: lost != nil)
            if let lost { refuse(network, Self.cannotHold(lost, name, lab), lab, entersNothing: true) }
            return
        }
        let id = options.mends ? assume(network, on: &lab, isTold: false) : nil
        refuse(
            network,
            LabError(.notFound, "network \(name) declared as external, but could not be found"),
            lab,
            isFromCompose: true,
            entersNothing: id != nil
        )
        if let id { enter(network, id, isAssumed: true, isMended: true) }
    }

    /// Why an external network cannot be what its services need, whatever it is: the subnets of one host do not overlap.
    private static func cannotHold(_ address: IPAddress, _ name: String, _ lab: Lab) -> LabError {
        let holder = lab.allNetworks.first { network in network.subnets.contains { $0.prefix.contains(address) } }
        let other = holder.map { "network \($0.name) has it" } ?? "another network asks for a subnet with it"
        return LabError(
            .conflict,
            "no subnet of \(name) can hold \(address): \(other), and the subnets of one host do not overlap"
        )
    }

    /// The addresses that are fixed on other external networks, and on them alone.
    private func fixedElsewhere(than name: String) -> [IPPrefix] {
        let own = Set(fixedAddresses[name] ?? [])
        return fixedAddresses.filter { $0.key != name }.values.joined().filter { !own.contains($0) }.map(
            IPPrefix.init(host:)
        )
    }

    /// Makes an external network that nobody makes.
    private mutating func assume(_ network: ComposeNetwork, on lab: inout Lab, isTold: Bool = true) -> NetworkID? {
        let name = network.name.value
        let fixed = fixedAddresses[name] ?? []
        let spec = AssumedNetwork.spec(
            name,
            holding: fixed,
            in: lab,
            declared: declaredSubnets + fixedElsewhere(than: name)
        )
        guard
            let id = (try? lab.createNetwork(spec, at: now))
                ?? (try? lab.createNetwork(NetworkSpec(name: name), at: now))
        else { return nil }
        let subnets = Count.list(spec.subnets.compactMap { $0.prefix.map(\.description) })
        let text = "network \(name) is there" + (subnets.isEmpty ? "" : ", with \(subnets)")
        if isTold { assumptions.append(Assumption(.network, name, text, at: network.name.place)) }
        return id
    }

    /// A driver that is no part of the engine, as a bridge.
    private mutating func assumeDriver(_ spec: inout NetworkSpec, _ network: ComposeNetwork) {
        guard options.assumesDrivers else { return }
        if spec.driver == "overlay" {
            spec.driver = ""
            spec.options = spec.options.filter { $0.key == BridgeOptions.Key.mtu }
            return
        }
        if !["", "default", "null"].contains(spec.ipamDriver), isPlugin(spec.ipamDriver, beside: ["default", "null"]) {
            let text = "the plugin \(spec.ipamDriver) gives network \(network.key) its addresses"
            assume(.driver, spec.ipamDriver, text, network.ipamDriver?.place ?? network.place)
            (spec.ipamDriver, spec.ipamOptions) = ("default", [:])
        }
        let known = NetworkDriver.allCases.map(\.rawValue) + ["overlay"]
        guard !spec.driver.isEmpty, isPlugin(spec.driver, beside: known) else { return }
        let text = "network \(network.key) of the plugin \(spec.driver) is like a bridge"
        assume(.driver, spec.driver, text, network.driver?.place ?? network.place)
        (spec.driver, spec.options) = ("", [:])
    }

    /// Whether a driver may be a plugin's: it is said to be there, or nothing is said, and it is no slip for one that is.
    private func isPlugin(_ driver: String, beside known: [String]) -> Bool {
        if known.contains(driver) { return false }
        if let stated = statement.drivers { return stated.contains { $0.value == driver } }
        return NearName.nearest(to: driver, among: known) == nil
    }

    private mutating func assume(_ kind: Assumption.Kind, _ name: String, _ text: String, _ place: SourcePlace) {
        if statement.drivers == nil { assumptions.append(Assumption(kind, name, text, at: place)) }
    }

    private mutating func converge(_ network: ComposeNetwork, on lab: inout Lab) {
        let name = network.name.value
        var spec = NetworkRequest.spec(of: network, in: project.name.value)
        assumeDriver(&spec, network)
        if let own = ownNetwork(network, on: lab) {
            if let hash = own.labels[ComposeLabel.configHash], hash != spec.labels[ComposeLabel.configHash] {
                recreate(network, own, spec, on: &lab)
            } else {
                enter(network, own.id)
            }
            return
        }
        if let slot = lab.knownNetworkSlot(matching: name), lab.networks[slot].name == name {
            adopt(network, lab.networks[slot], lab)
            return
        }
        create(network, spec, on: &lab)
    }

    private mutating func create(_ network: ComposeNetwork, _ spec: NetworkSpec, on lab: inout Lab) {
        do {
            enter(network, try lab.createNetwork(spec, at: now))
            note(.network, spec.name, .created)
        } catch {
            let count = failures.count
            if let id = mend(network, spec, after: error, on: &lab) {
                // What was said first stands first.
                refuse(network, error, lab, entersNothing: true, at: count)
                enter(network, id, isMended: true)
            } else {
                refuse(network, error, lab)
            }
        }
    }

    /// The network that an earlier run made of the same key; of several the one with the right name.
    private func ownNetwork(_ network: ComposeNetwork, on lab: Lab) -> Network? {
        func isOwn(_ labels: [String: String]) -> Bool {
            labels[ComposeLabel.project] == project.name.value && labels[ComposeLabel.network] == network.key
        }
        if let slot = lab.networks.slot(named: network.name.value) {
            // A namesake settles it either way: what is not the project's own stands in the way of one.
            return isOwn(lab.networks[slot].labels) ? lab.networks[slot] : nil
        }
        guard let slot = lab.networks.slots.first(where: { isOwn(lab.networks[$0].labels) }) else { return nil }
        return lab.networks[slot]
    }

    /// A network that somebody else made under the same name (docker/compose: `resolveOrCreateNetwork`).
    private mutating func adopt(_ network: ComposeNetwork, _ found: Network, _ lab: Lab) {
        let name = network.name.value
        if let owner = found.labels[ComposeLabel.project] {
            if owner != project.name.value {
                warnings.append(
                    "a network with name \(name) exists but was not created for project \"\(project.name.value)\".\n"
                        + "Set `external: true` to use an existing network"
                )
            }
        } else {
            warnings.append(
                "a network with name \(name) exists but was not created by compose.\n"
                    + "Set `external: true` to use an existing network"
            )
        }
        let label = found.labels[ComposeLabel.network] ?? ""
        if label != network.key {
            refuse(
                network,
                LabError(
                    .conflict,
                    "network \(name) was found but has incorrect label \(ComposeLabel.network) set to \"\(label)\" "
                        + "(expected: \"\(network.key)\")"
                ),
                lab,
                isFromCompose: true,
                entersNothing: options.mends
            )
            if !options.mends { return }
        }
        enter(network, found.id)
    }

    /// Makes a network anew whose configuration changed: its containers are stopped and taken off, and put on the new
    /// one; they start again with the others (docker/compose: `planRecreateNetworks`).
    private mutating func recreate(
        _ network: ComposeNetwork,
        _ old: Network,
        _ spec: NetworkSpec,
        on lab: inout Lab
    ) {
        let taken: [Seat]
        do throws(LabError) {
            taken = try takeOff(network.key, old, on: &lab)
            do throws(LabError) {
                try lab.removeNetwork(matching: old.id.description)
                note(.network, old.name, .removed)
            } catch {
                // The old one under another name is not in the way.
                guard old.name != spec.name else { throw error }
                warnings.append("network \(old.name) is still in use and was left: \(error.message)")
            }
            enter(network, try lab.createNetwork(spec, at: now))
            note(.network, spec.name, .created)
        } catch {
            refuse(network, error, lab)
            return
        }
        for seat in taken {
            do throws(LabError) {
                let request = try ServiceRequest(of: seat.service, in: project, networks: allNames, mode: nil)
                let endpoint = request.spec(seat.member.number, linked: [:]).endpoints.first { $0.network == spec.name }
                var config = endpoint?.config ?? EndpointConfig()
                config.cameFromConnect = true
                try lab.connect(network: spec.name, container: seat.member.name, config: config)
            } catch {
                refuse(network, error, lab)
            }
        }
    }

    /// A container that was on a network.
    private struct Seat {
        let service: ComposeService
        let member: Member
    }

    /// Stops the project's containers on a network and takes them off it.
    private mutating func takeOff(
        _ key: String,
        _ old: Network,
        on lab: inout Lab
    ) throws(LabError) -> [Seat] {
        var taken: [Seat] = []
        let services = project.services.filter { joins($0, key) }
        for service in services.sorted(by: { ServiceOrder.precedes($0.name, $1.name) }) {
            for (place, member) in (members[service.name] ?? []).enumerated() {
                guard let container = lab.container(member.id) else { continue }
                if container.isRunning {
                    try lab.stopContainer(matching: member.name, at: now)
                    members[service.name]?[place].isRunning = false
                    note(.container, member.name, .stopped)
                }
                if container.attachment(to: old.name) != nil {
                    try lab.disconnect(network: old.name, container: member.name)
                }
                taken.append(Seat(service: service, member: member))
            }
        }
        return taken
    }

    /// The names of all networks of the project, those included that are not seen to yet.
    private var allNames: [String: String] {
        Dictionary(project.networks.map { ($0.key, $0.name.value) }, uniquingKeysWith: { first, _ in first })
    }

    private func joins(_ service: ComposeService, _ key: String) -> Bool {
        service.networkMode == nil
            && ServiceRequest.networksByPriority(service, at: service.place).contains { $0.key == key }
    }

    /// - Parameters:
    ///   - entersNothing: whether something else stands for the network.
    ///   - position: where in the list of failures; nil: last.
    mutating func refuse(
        _ network: ComposeNetwork,
        _ error: LabError,
        _ lab: Lab,
        isFromCompose: Bool = false,
        entersNothing: Bool = false,
        at position: Int? = nil
    ) {
        note(.network, network.name.value, .failed)
        if !entersNothing { enter(network, nil) }
        var failure = RealisationFailure(
            subject: .network(project: self.position, key: network.key),
            step: .create,
            error: error,
            place: FailurePlace.of(error, in: network, lab: lab)
        )
        failure.isFromCompose = isFromCompose
        fail(failure, at: position)
    }
}
