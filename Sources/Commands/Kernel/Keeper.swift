internal import DNSService
internal import KernelBackend
internal import Lab
internal import LabStore
internal import Netlink
internal import Resolver
internal import Synchronization
internal import Verification

/// The process that keeps a lab in the kernel: its namespaces, its name server, its services, its published ports and
/// the programs that its containers run.
///
/// The name server has the main thread. Another one hears of changes, and brings the kernel in line with the store.
final class Keeper: Sendable {
    private struct State: Sendable {
        var record: KernelRecord
        var services: KernelServices
        var proxy: UserlandProxy
        var generation: Int
        /// The programs that were started, by container, with the moment at which it was.
        var started: [ContainerID: Timestamp] = [:]
    }

    private let location: LabLocation
    private let registry: KernelRegistry
    private let options: PlanBuilder.Options
    private let kernel: KernelLab
    let source: KernelNames
    private let state: Mutex<State>

    /// Makes the lab in the kernel.
    ///
    /// - Parameter hasUplink: whether its router is to reach the machine's own network.
    init(
        _ lab: Lab,
        at location: LabLocation,
        _ registry: KernelRegistry,
        _ options: PlanBuilder.Options,
        hasUplink: Bool
    ) throws {
        self.location = location
        self.registry = registry
        self.options = options
        kernel = try KernelLab.build(try PlanBuilder.plan(lab, options: options))
        source = try KernelNames(lab, in: kernel)
        var record = KernelRecord(kernel, of: lab, process: KeeperProcess.own, isRootless: options.isRootless)
        let services = try KernelServices.start(of: lab, in: kernel)
        let proxy = try kernel.startProxy(of: lab)
        // Last of all, so that nothing fails behind it.
        if hasUplink {
            let name = Uplink.name(home: location.home, lab: location.name)
            record.uplink = try Uplink.make(name, for: kernel)
        }
        state = Mutex(State(record: record, services: services, proxy: proxy, generation: 0))
    }

    /// Writes where the lab is found, and starts the containers' programs.
    func enter(_ entry: KernelRegistry.Entry) throws {
        try entry.write(state.withLock { $0.record })
        startPrograms(source.current())
    }

    /// What a command asked for, done; gives the lines that answer it.
    func answer(_ line: String, _ entry: KernelRegistry.Entry) -> [String] {
        guard line.hasPrefix("follow") else { return ["error: cannot do \(line)"] }
        do {
            return try follow(entry) + ["done"]
        } catch {
            return ["error: \(error)"]
        }
    }

    /// Brings the kernel in line with the store.
    ///
    /// - Returns: what could not be done, and is no reason to stop.
    private func follow(_ entry: KernelRegistry.Entry) throws -> [String] {
        let lab = try location.store().read { $0 }
        let plan = try PlanBuilder.plan(lab, options: options)
        var complaints: [String] = []
        var now = state.withLock { $0 }
        end(programsOf: now.record, without: plan, &complaints)
        try kernel.follow(plan)
        if kernel.generation != now.generation {
            // Nothing of what listened is in a namespace that is still the lab's.
            now.services.stop()
            now.proxy.stop()
            now.generation = kernel.generation
            now.services = try KernelServices.start(of: lab, in: kernel) { complaints.append($0) }
            now.proxy = try kernel.startProxy(of: lab)
            if let uplink = now.record.uplink {
                uplink.remove()
                _ = try Uplink.make(uplink.name, for: kernel)
            }
        } else {
            try now.services.follow(lab, in: kernel) { complaints.append($0) }
            do {
                try kernel.follow(lab, with: now.proxy)
            } catch {
                complaints.append("\(error)")
            }
        }
        let uplink = now.record.uplink
        now.record = KernelRecord(kernel, of: lab, process: KeeperProcess.own, isRootless: options.isRootless)
        now.record.uplink = uplink
        try entry.write(now.record)
        source.replace(lab)
        state.withLock { [now] state in
            (state.record, state.services, state.proxy) = (now.record, now.services, now.proxy)
            state.generation = now.generation
        }
        startPrograms(lab)
        return complaints
    }

    /// Ends the programs of stacks that go: they would keep them.
    private func end(programsOf record: KernelRecord, without plan: KernelPlan, _ complaints: inout [String]) {
        let kept = Set(plan.spaces.compactMap { kernel.namespace($0)?.cookie })
        let gone = record.spaces.filter { !kept.contains($0.cookie) }
        if gone.isEmpty { return }
        var part = record
        part.spaces = gone
        for program in Leftovers.find(part).end() { complaints.append("\(program) does not end") }
    }

    // MARK: Programs

    /// Ends what runs in the lab's namespaces, which would keep them, and gives the machine back what is its own.
    func leave() {
        let record = state.withLock { $0.record }
        _ = Leftovers.find(record).end()
        record.uplink?.remove()
    }

    private func startPrograms(_ lab: Lab) {
        KeeperProcess.reap()
        registry.makeLogFolder()
        state.withLock { state in
            for id in state.started.keys where lab.container(id) == nil {
                TextFile.remove(registry.programLog(id))
                state.started[id] = nil
            }
            for container in lab.allContainers
            where container.isRunning && container.config.labels[KernelProgram.label] == KernelProgram.detached {
                let start = container.startedAt
                guard state.started[container.id] != start else { continue }
                state.started[container.id] = start
                let words = ["--home", location.home, "--lab", location.name, "__program", "\(container.id)"]
                KeeperProcess.start(words, log: registry.programLog(container.id))
            }
        }
    }
}
