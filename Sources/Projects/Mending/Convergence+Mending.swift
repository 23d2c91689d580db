internal import Addressing
internal import Compose
internal import Lab
internal import YAML

extension Convergence {
    /// After so many containers of a project the mistakes are the same ones over again.
    private static let maximumMended = 200

    /// Makes a network that was refused, as far as the engine takes it.
    ///
    /// - Returns: its identifier; nil where nothing helps.
    mutating func mend(
        _ network: ComposeNetwork,
        _ spec: NetworkSpec,
        after error: LabError,
        on lab: inout Lab
    ) -> NetworkID? {
        guard options.mends else { return nil }
        var mending = Mending.ofNetworks(free: Self.freeSubnet(in: lab))
        let mended = mending.mend(spec, after: error) { spec throws(LabError) in try lab.createNetwork(spec, at: now) }
        for refusal in mending.refusals { refuse(network, refusal, lab, entersNothing: true) }
        return mended?.result
    }

    /// A subnet that no network has, beside the default pools.
    private static func freeSubnet(in lab: Lab) -> IPPrefix? {
        let start = max(0, lab.allNetworks.count - 16)
        return (start..<start + 4096).lazy.compactMap { number -> IPPrefix? in
            guard number < 1 << 14 else { return nil }
            // 100.64.0.0/10 is nobody's own (RFC 6598).
            return IPPrefix("100.\(64 + number / 256).\(number % 256).0/24")
        }.first { lab.addressSpace.overlapping($0) == nil }
    }

    /// Creates a container that was refused, as far as the engine takes it.
    mutating func mend(
        _ service: ComposeService,
        _ number: Int,
        _ spec: ContainerSpec,
        _ step: RealisationFailure.Step,
        after error: LabError,
        on lab: inout Lab
    ) -> (name: String, id: ContainerID)? {
        guard options.mends, mendedCount < Self.maximumMended else { return nil }
        mendedCount += 1
        var mending = Mending.ofContainers(spec, isMade: step == .start, in: lab)
        let mended = mending.mend(spec, after: error) { spec throws(LabError) in
            let id = try lab.createContainer(spec, at: now).id
            guard step == .start else { return id }
            do throws(LabError) {
                try lab.startContainer(matching: id.description, at: now)
            } catch {
                try lab.removeContainer(matching: id.description, force: true, at: now)
                throw error
            }
            return id
        }
        for refusal in mending.refusals { refuse(service, number, step, refusal) }
        guard let mended, let name = mended.request.name else { return nil }
        // What it asked for is still what the file asks for: start orders are looked for with it.
        if let slot = lab.containers.slot(mended.result) {
            for index in lab.containers[slot].attachments.indices {
                let network = lab.containers[slot].attachments[index].network
                guard let asked = spec.endpoints.first(where: { $0.network == network })?.config else { continue }
                lab.containers[slot].attachments[index].config.ipv4 = asked.ipv4
                lab.containers[slot].attachments[index].config.ipv6 = asked.ipv6
            }
        }
        mendedSpecs[name] = mended.request
        refusedPorts[name] = zip(spec.config.portBindings, mended.request.config.portBindings)
            .filter { $0.hostPorts != nil && $1.hostPorts == nil }.map(\.0)
        return (name, mended.result)
    }

    /// Takes back addresses that are in no subnet of a network that the engine made otherwise than asked: the network's
    /// refusal tells of them.
    func clearOfMended(_ spec: ContainerSpec, _ lab: Lab) -> ContainerSpec {
        let mended = Set(networks.filter(\.isMended).map(\.name))
        if mended.isEmpty { return spec }
        var spec = spec
        for index in spec.endpoints.indices where mended.contains(spec.endpoints[index].network) {
            let slot = lab.knownNetworkSlot(matching: spec.endpoints[index].network)
            let subnets = slot.map { lab.networks[$0].subnets } ?? []
            func isHeld(_ address: IPAddress?) -> Bool {
                address.map { address in subnets.contains { $0.prefix.contains(address) } } ?? true
            }
            if !isHeld(spec.endpoints[index].config.ipv4) { spec.endpoints[index].config.ipv4 = nil }
            if !isHeld(spec.endpoints[index].config.ipv6) { spec.endpoints[index].config.ipv6 = nil }
        }
        return spec
    }
}
