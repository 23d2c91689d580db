internal import Addressing
package import Lab

/// The steps that make a lab anew, in the order in which its own addresses were given, so that a start from nothing
/// gives the same ones.
///
/// Where order alone does not bring an address back (a container in between is gone), it is asked for. The plan finds
/// that out by carrying its steps out on an empty lab.
package struct RebuildPlan {
    package enum Step {
        case network(NetworkSpec)
        case create(ContainerSpec)
        case connect(network: String, container: String, EndpointConfig)
        case disconnect(network: String, container: String)
        case start(String)
        case pause(String)
    }

    package private(set) var steps: [Step] = []
    /// What the steps do not bring back.
    package private(set) var notes: [String] = []

    private struct Pin: Hashable {
        let container: String
        let network: String
    }

    private let lab: Lab
    private var pins: Set<Pin> = []
    private let pinsEverything: Bool

    /// - Parameter pinsEverything: asks for each address and MAC address, whether the order brings it back or not.
    package init(_ lab: Lab, pinsEverything: Bool = false, at now: Timestamp) {
        self.lab = lab
        self.pinsEverything = pinsEverything
        var missed: Set<Pin> = []
        for _ in 0..<4 {
            steps = makeSteps()
            (missed, notes) = trial(at: now)
            if missed.isSubset(of: pins) { break }
            pins.formUnion(missed)
        }
        addNotes(missed)
    }

    /// Nothing is tried out.
    private init(untried lab: Lab) {
        self.lab = lab
        pinsEverything = false
    }

    /// What makes one container again: how it is created, and the networks that it is connected to then.
    static func requests(
        for container: Container,
        in lab: Lab
    ) -> (spec: ContainerSpec, connections: [(network: String, config: EndpointConfig)]) {
        let plan = RebuildPlan(untried: lab)
        let primary = plan.primary(of: container)
        let others = container.attachments.indices.filter { $0 != primary }.map { index in
            let attachment = container.attachments[index]
            return (network: attachment.network, config: plan.config(of: attachment, in: container))
        }
        return (plan.request(for: container, primary), others)
    }

    // MARK: Steps

    /// Containers and endpoints are numbered by one clock.
    private func makeSteps() -> [Step] {
        var moments: [(time: UInt64, rank: Int, step: Step)] = []
        var startTimes: [ContainerID: UInt64] = [:]
        let containers = lab.allContainers
        for container in containers {
            let primary = primary(of: container)
            moments.append((container.sequence, 0, .create(request(for: container, primary))))
            let early = joinedAtStart(container)
            let start = early.compactMap { container.attachments[$0].endpoint?.sequence }.min() ?? container.sequence
            startTimes[container.id] = max(start, container.sequence)
            for index in container.attachments.indices where index != primary {
                let attachment = container.attachments[index]
                let step = Step.connect(
                    network: attachment.network,
                    container: container.name,
                    config(of: attachment, in: container)
                )
                if !early.contains(index), let time = attachment.endpoint?.sequence {
                    moments.append((max(time, start), 4, step))
                } else {
                    moments.append((container.sequence, 1, step))
                }
            }
        }
        for container in containers where container.isRunning && !isOrphan(container) {
            var time = startTimes[container.id] ?? container.sequence
            if container.config.networkMode.isContainer, let owner = lab.stackOwner(of: container) {
                time = max(time, startTimes[owner.id] ?? 0)
            }
            moments.append((time, container.config.networkMode.isContainer ? 3 : 2, .start(container.name)))
            if primary(of: container) == nil, let network = container.config.networkMode.networkName {
                moments.append((time, 4, .disconnect(network: network, container: container.name)))
            }
            if container.status == .paused { moments.append((.max, 5, .pause(container.name))) }
        }
        let ordered = moments.enumerated().sorted {
            ($0.element.time, $0.element.rank, $0.offset) < ($1.element.time, $1.element.rank, $1.offset)
        }
        return lab.madeNetworks.map { .network(NetworkSpec(of: $0, pinsEverything: pinsEverything)) }
            + ordered.map(\.element.step)
    }

    /// The attachments that a container's start made: their numbers follow each other. `network connect` made the rest.
    private func joinedAtStart(_ container: Container) -> [Int] {
        let live = container.attachments.indices.compactMap { index in
            container.attachments[index].endpoint.map { (index: index, sequence: $0.sequence) }
        }
        .sorted { $0.sequence < $1.sequence }
        guard let first = live.first?.sequence else { return [] }
        return live.enumerated().prefix { $1.sequence == first &+ UInt64($0) }.map(\.element.index)
    }

    /// Whether a container runs in a stack that its owner has left.
    private func isOrphan(_ container: Container) -> Bool {
        container.config.networkMode.isContainer && lab.stackOwner(of: container) == nil
    }

    /// The attachment that creating the container makes.
    private func primary(of container: Container) -> Int? {
        let mode = container.config.networkMode.networkName
        let early = joinedAtStart(container)
        let all = early.isEmpty ? Array(container.attachments.indices) : early
        return all.first { index in
            let attachment = container.attachments[index]
            return attachment.network == mode
                || attachment.networkID.map { "\($0)" == mode || $0.short == mode } == true
        } ?? all.first
    }

    private func request(for container: Container, _ primary: Int?) -> ContainerSpec {
        var config = container.config
        if case .container(let target) = config.networkMode {
            config.networkMode = .container((try? lab.container(matching: target))?.name ?? target)
            // The hostname was copied from the other at its start.
            (config.hostname, config.domainname) = ("", "")
        }
        config.links = container.links.map { "\(lab.container($0.child)?.name ?? $0.childName):\($0.alias)" }
        var spec = ContainerSpec(name: container.name, config: config)
        guard let primary else { return spec }
        let attachment = container.attachments[primary]
        spec.config.networkMode = NetworkMode(attachment.network)
        let endpoint = self.config(of: attachment, in: container)
        if endpoint != EndpointConfig() { spec.endpoints = [.init(network: attachment.network, config: endpoint)] }
        return spec
    }

    private func config(of attachment: Attachment, in container: Container) -> EndpointConfig {
        var config = attachment.config
        config.cameFromConnect = false
        let isUserDefined = !Network.isPredefined(attachment.network)
        if pinsEverything, attachment.endpoint != nil { config.mac = config.mac ?? mac(attachment) }
        let isGiven = attachment.networkID.flatMap { lab.network($0) }?.subnets.allSatisfy(\.isUserDefined) ?? true
        if isUserDefined,
            pinsEverything || isGiven && pins.contains(Pin(container: container.name, network: attachment.network))
        {
            config.ipv4 = attachment.endpoint?.ipv4?.address ?? config.ipv4
            config.ipv6 = attachment.endpoint?.ipv6?.address ?? config.ipv6
        }
        return config
    }

    /// ipvlan children have their parent's.
    private func mac(_ attachment: Attachment) -> MACAddress? {
        guard attachment.networkID.flatMap({ lab.network($0) })?.driver != .ipvlan else { return nil }
        return attachment.endpoint?.mac
    }

    // MARK: Trial

    /// Carries the steps out.
    ///
    /// - Returns: places whose addresses are others, and what was refused.
    private func trial(at now: Timestamp) -> (missed: Set<Pin>, failures: [String]) {
        var trial = Lab(seed: 1, host: lab.host, engine: lab.engine, created: now)
        var failures: [String] = []
        for step in steps {
            do throws(LabError) {
                try Self.carryOut(step, on: &trial, at: now)
            } catch {
                failures.append(error.message)
            }
        }
        var missed: Set<Pin> = []
        for container in lab.allContainers where container.isRunning {
            let made = try? trial.container(matching: container.name)
            for attachment in container.attachments {
                guard let endpoint = attachment.endpoint else { continue }
                let other = made?.attachments.first { $0.network == attachment.network }?.endpoint
                if other?.ipv4 != endpoint.ipv4 || other?.ipv6 != endpoint.ipv6 {
                    missed.insert(Pin(container: container.name, network: attachment.network))
                }
            }
        }
        return (missed, failures)
    }

    package static func carryOut(_ step: Step, on lab: inout Lab, at now: Timestamp) throws(LabError) {
        switch step {
        case .network(let spec): try lab.createNetwork(spec, at: now)
        case .create(let spec): try lab.createContainer(spec, at: now)
        case .connect(let network, let container, let config):
            try lab.connect(network: network, container: container, config: config)
        case .disconnect(let network, let container):
            try lab.disconnect(network: network, container: container)
        case .start(let name): try lab.startContainer(matching: name, at: now)
        case .pause(let name): try lab.pauseContainer(matching: name)
        }
    }

    private mutating func addNotes(_ missed: Set<Pin>) {
        for container in lab.allContainers {
            if isOrphan(container), container.isRunning {
                notes.append("container \(container.name) runs in a stack whose owner has left it: it is not started")
            }
            for attachment in container.attachments
            where missed.contains(Pin(container: container.name, network: attachment.network)) && !isOrphan(container) {
                let addresses = [attachment.endpoint?.ipv4, attachment.endpoint?.ipv6].compactMap {
                    $0?.address.description
                }
                notes.append(
                    "container \(container.name) gets another address on \(attachment.network) than "
                        + addresses.joined(separator: " and ")
                )
            }
        }
        for container in lab.allContainers where container.status == .exited {
            notes.append("container \(container.name) has exited: it is created, and not started")
        }
        if !lab.faults.isNone { notes.append("links that are down, impairments and partitions are not brought back") }
        if !lab.userRules.isEmpty { notes.append("rules in DOCKER-USER are not brought back") }
        if !lab.upstream.records.isEmpty { notes.append("records of the simulated name server are not brought back") }
    }
}
