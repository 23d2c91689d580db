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
        /// The programs that were started, by container.
        var programs: [ContainerID: Program] = [:]
    }

    private struct Program: Sendable {
        /// When its container was.
        let start: Timestamp
        /// Of the process that waits for it, and its own.
        let group: Int64
        /// Whether it is stopped, as its container is paused.
        var isPaused = false
    }

    private let location: LabLocation
    private let registry: KernelRegistry
    private let options: PlanBuilder.Options
    private let clock: @Sendable () -> Timestamp
    private let kernel: KernelLab
    let source: KernelNames
    private let layers: ContainerLayers
    private let state: Mutex<State>
    /// Whether the keeper is about to end; held while the kernel is brought in line, so that it ends before or after.
    private let isLeaving = Mutex(false)

    /// Makes the lab in the kernel.
    ///
    /// - Parameter hasUplink: whether its router is to reach the machine's own network.
    init(
        _ lab: Lab,
        generation: Int64,
        at location: LabLocation,
        _ registry: KernelRegistry,
        _ options: PlanBuilder.Options,
        hasUplink: Bool,
        clock: @escaping @Sendable () -> Timestamp
    ) throws {
        self.clock = clock
        self.location = location
        self.registry = registry
        self.options = options
        layers = ContainerLayers(home: location.home)
        kernel = try KernelLab.build(try PlanBuilder.plan(lab, options: options))
        source = try KernelNames(lab, in: kernel)
        var record = KernelRecord(
            kernel,
            of: lab,
            generation: generation,
            process: KeeperProcess.own,
            isRootless: options.isRootless
        )
        let services = try KernelServices.start(of: lab, in: kernel, onTrouble: Trouble.say)
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
        let current = source.current()
        // Programs that are started anew below.
        forgetRuns { id in current.container(id).map(KernelProgram.isForKeeper) ?? true }
        startPrograms(current)
        // What was changed while it was made.
        let (_, generation) = try stored()
        if state.withLock({ $0.record.generation }) != generation { try follow(entry).forEach(Trouble.say) }
    }

    /// What a command asked for, done; gives the lines that answer it.
    func answer(_ line: String, _ entry: KernelRegistry.Entry) -> [String] {
        let words = line.split(separator: " ")
        let restarted = words.count == 2 && words[0] == "restart" ? ContainerID(words[1]) : nil
        let owner = words.count == 2 && words[0] == "layer" ? layerOwner(words[1]) : nil
        guard line == "follow" || restarted != nil || owner != nil else { return ["error: cannot do \(line)"] }
        do {
            return try isLeaving.withLock { isLeaving in
                // Programs that are started now would outlive the lab.
                if isLeaving { return ["error: lab \(location.name) is being taken down"] }
                if let owner { return [try layers.address(of: owner).text, "done"] }
                if let restarted { return try answerRestart(restarted, entry) }
                return try follow(entry) + ["done"]
            }
        } catch {
            return ["error: \(error)"]
        }
    }

    /// Whose layer is asked for; nil for nobody's.
    private func layerOwner(_ word: Substring) -> ContainerLayers.Owner? {
        if ["host", "router", "client"].contains(word) { return .place(String(word)) }
        return ContainerID(word).flatMap { source.current().container($0) == nil ? nil : .container($0) }
    }

    private func answerRestart(_ id: ContainerID, _ entry: KernelRegistry.Entry) throws -> [String] {
        let isDue: Bool
        do {
            isDue = try restart(id)
        } catch {
            // It cannot start, which the lab now says.
            attempt { try follow(entry).forEach(Trouble.say) }
            throw error
        }
        do {
            return try follow(entry) + [isDue ? "done" : "error: no restart is due"]
        } catch {
            // The kernel cannot hold the lab as it is: a program would have no network to run in.
            let now = clock()
            try location.store().update(now: now) { lab in
                try lab.finishContainer(matching: "\(id)", exitCode: 128, at: now)
            }
            throw error
        }
    }

    /// Starts a container whose restart is due; who asks goes on to wait for its program.
    ///
    /// - Returns: whether it was due.
    private func restart(_ id: ContainerID) throws -> Bool {
        let now = clock()
        let start = try location.store().update(now: now) { lab -> Timestamp? in
            guard lab.container(id)?.status == .restarting else { return nil }
            try lab.startRestartingContainer(matching: "\(id)", at: now)
            return lab.container(id)?.startedAt
        }
        guard let start else { return false }
        state.withLock { state in
            if let group = state.programs[id]?.group { state.programs[id] = Program(start: start, group: group) }
        }
        return true
    }

    /// Ends containers whose program nobody waits for any more, as its netsim was killed.
    func endAbandoned(_ entry: KernelRegistry.Entry) {
        let runs = registry.abandonedRuns()
        if runs.isEmpty { return }
        isLeaving.withLock { isLeaving in
            if isLeaving { return }
            attempt {
                let now = clock()
                try location.store().update(now: now) { lab in
                    for run in runs where lab.container(run.container)?.startedAt == run.start {
                        try lab.finishContainer(matching: "\(run.container)", exitCode: 137, at: now)
                    }
                }
                for run in runs { registry.forget(run) }
                // What its program had started ends as well.
                try follow(entry).forEach(Trouble.say)
            }
        }
    }

    /// Does what no command waits for; what it throws is said in the keeper's log.
    private func attempt(_ body: () throws -> Void) {
        do { try body() } catch { Trouble.say("\(error)") }
    }

    /// Takes back that anybody had waited for the programs of some containers.
    private func forgetRuns(_ isMeant: (ContainerID) -> Bool) {
        for run in registry.abandonedRuns() where isMeant(run.container) { registry.forget(run) }
    }

    /// Brings the kernel in line with the store.
    ///
    /// - Returns: what could not be done, and is no reason to stop.
    private func follow(_ entry: KernelRegistry.Entry) throws -> [String] {
        let (lab, generation) = try stored()
        let plan = try PlanBuilder.plan(lab, options: options)
        var complaints: [String] = []
        var now = state.withLock { $0 }
        try kernel.require(plan)
        endPrograms(lab)
        end(programsOf: now.record, without: plan, &complaints)
        if let reason = try kernel.follow(plan) {
            complaints.append("all of lab \(location.name) was made anew in the kernel, as a step failed: \(reason)")
            // Those that run are in namespaces that nobody finds any more.
            for program in endAllPrograms(of: now.record) { complaints.append("\(program) does not end") }
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
        now.record = KernelRecord(
            kernel,
            of: lab,
            generation: generation,
            process: KeeperProcess.own,
            isRootless: options.isRootless
        )
        now.record.uplink = uplink
        try entry.write(now.record)
        source.replace(lab)
        layers.follow(lab)
        state.withLock { [now] state in
            (state.record, state.services, state.proxy) = (now.record, now.services, now.proxy)
            state.generation = now.generation
        }
        startPrograms(lab)
        pausePrograms(lab)
        return complaints
    }

    /// The lab, and how often it had been changed.
    private func stored() throws -> (lab: Lab, generation: Int64) {
        let store = try location.store()
        let lab = try store.read { $0 }
        return (lab, store.snapshotStamp?.generation ?? 0)
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

    /// Ends the programs of containers that do not run any more, or were started again: their stacks may be others' too.
    private func endPrograms(_ lab: Lab) {
        let over = state.withLock { state in
            state.programs.filter { id, program in
                guard let container = lab.container(id), container.isUp else { return true }
                return container.startedAt != program.start
            }
        }
        KeeperProcess.end(groups: over.values.map(\.group))
        state.withLock { state in
            for id in over.keys { state.programs[id] = nil }
        }
        for id in over.keys where lab.container(id) == nil { TextFile.remove(registry.programLog(id)) }
    }

    /// Ends all programs without their containers hearing of it, which go on as far as the lab is concerned.
    ///
    /// - Returns: those that do not end.
    private func endAllPrograms(of record: KernelRecord) -> [Leftovers.Program] {
        let programs = state.withLock { state in
            defer { state.programs = [:] }
            return state.programs
        }
        // Who waits for a program would end its container with it.
        KeeperProcess.kill(programs.values.map(\.group))
        let stubborn = Leftovers.find(record).end()
        KeeperProcess.end(groups: programs.values.map(\.group))
        forgetRuns { programs[$0] != nil }
        return stubborn
    }

    // MARK: Programs

    /// Ends what runs in the lab's namespaces, which would keep them, and gives the machine back what is its own.
    func leave(_ entry: KernelRegistry.Entry) {
        isLeaving.withLock { isLeaving in
            isLeaving = true
            var record = state.withLock { $0.record }
            record.isLeaving = true
            // Where it cannot be written, commands find out by being refused.
            if entry.isThere { attempt { try entry.write(record) } }
            _ = endAllPrograms(of: record)
            if entry.isThere {
                let now = clock()
                attempt { try location.store().update(now: now) { $0.startRestartingContainers(at: now) } }
            }
            record.uplink?.remove()
        }
    }

    /// Has programs stop with containers that are paused, and go on with them. Those that `netsim exec` runs go on.
    private func pausePrograms(_ lab: Lab) {
        state.withLock { state in
            for (id, program) in state.programs {
                let isPaused = lab.container(id)?.status == .paused
                if isPaused == program.isPaused { continue }
                KeeperProcess.pause(isPaused, group: program.group)
                state.programs[id]?.isPaused = isPaused
            }
        }
    }

    private func startPrograms(_ lab: Lab) {
        KeeperProcess.reap()
        registry.makeLogFolder()
        state.withLock { state in
            for container in lab.allContainers
            where KernelProgram.isForKeeper(container) && state.programs[container.id] == nil {
                let words = ["--home", location.home, "--lab", location.name, "__program", "\(container.id)"]
                let group = KeeperProcess.start(words, log: registry.programLog(container.id))
                if group == 0 { Trouble.say("cannot start the program of container \(container.name)") }
                state.programs[container.id] = Program(start: container.startedAt, group: group)
            }
        }
    }
}
