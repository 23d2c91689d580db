import Foundation
import Lab
import LabStore
import Synchronization
import TestSupport
import Testing

@Suite struct `Several processes and threads` {
    let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    @Test func `create the same lab at once, and lose nothing`() throws {
        let workers = try (0..<4).map { _ in try Worker(home.path, "lab", "create", "25") }
        var names: [String] = []
        for worker in workers {
            let (status, lines) = worker.finish()
            #expect(status == 0, "\(lines)")
            names += lines
        }
        // Each command saw all those before it: no two took the same number.
        #expect(Set(names) == Set((0..<100).map { "c\($0)" }))
        let lab = try home.store().read { $0 }
        #expect(lab.allContainers.map(\.name) == (0..<100).map { "c\($0)" })
        #expect(Set(lab.allContainers.compactMap { $0.attachments.first?.endpoint?.ipv4 }).count == 100)
    }

    @Test func `count together`() throws {
        try home.store().create(now: noon)
        let workers = try (0..<3).map { _ in try Worker(home.path, "lab", "rotate", "40") }
        let numbers = workers.flatMap { $0.finish().lines.compactMap { Int($0) } }
        #expect(numbers.sorted() == Array(0..<120))
    }

    @Test func `read whole states while others write`() async throws {
        try home.store().create(now: noon)
        let path = home.path
        let done = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<2 {
                group.addTask {
                    let store = try LabStore(home: path, lab: "lab")
                    for number in 0..<30 {
                        // Both of a pair or none.
                        try store.update(now: noon) { lab in
                            try lab.run("a\(writer)-\(number)", on: "bridge")
                            try lab.run("b\(writer)-\(number)", on: "bridge")
                        }
                    }
                    done.value.withLock { $0 += 1 }
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    let store = try LabStore(home: path, lab: "lab")
                    var last = 0
                    while done.value.withLock({ $0 < 2 }) {
                        let count = try store.read { $0.containerCount }
                        #expect(count % 2 == 0 && count >= last)
                        last = count
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try home.store().read { $0.containerCount } == 120)
    }

    @Test func `wait for a writer no longer than they were told to`() throws {
        let holder = try home.store()
        try holder.create(now: noon)
        let impatient = try home.store(patience: 50)
        try holder.update(now: noon) { lab in
            try lab.network("app")
            // A reader needs no lock of the writer's; it sees the lab as it was.
            #expect(try impatient.read { $0.networkCount } == 3)
            let error = #expect(throws: StoreError.self) { try impatient.update(now: noon) { _ in } }
            #expect(error?.code == .busy)
            #expect(
                error?.description == """
                    cannot change lab lab: another process has held \(home.file) locked for 50 ms; try again once that \
                    command has ended
                    """
            )
            let removal = #expect(throws: StoreError.self) {
                try LabStore.remove(home: home.path, lab: "lab", patience: 50)
            }
            #expect(removal?.code == .busy)
        }
        #expect(try impatient.update(now: noon) { $0.networkCount } == 4)
    }

    @Test func `remove and change a lab at once, and end with a whole one or none`() async throws {
        let path = home.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let store = try LabStore(home: path, lab: "lab")
                for number in 0..<60 {
                    try store.update(now: noon) { lab in
                        try lab.network("n\(number)", subnet: "10.\(number).0.0/16")
                        #expect(lab.networkCount <= number + 4)
                    }
                }
            }
            group.addTask {
                for _ in 0..<40 {
                    do {
                        try LabStore.remove(home: path, lab: "lab")
                    } catch let error as StoreError where error.code == .notFound {
                        await Task.yield()
                    }
                }
            }
            try await group.waitForAll()
        }
        let names = try home.store().read { $0.allNetworks.filter { !$0.isPredefined }.map(\.name) }
        if let first = names.compactMap({ Int($0.dropFirst()) }).min() {
            #expect(Set(names) == Set((first..<60).map { "n\($0)" }))
        }
    }

    /// A refused command makes no lab, one that is accepted does, and a third takes it away: none of them may notice.
    @Test func `refuse, make and remove a lab that does not exist, and never fail for it`() throws {
        for round in 0..<5 {
            let workers = try [("refuse", "150"), ("renew", "40"), ("refuse", "150"), ("renew", "40")].map {
                try Worker(home.path, "lab\(round)", $0, $1)
            }
            for worker in workers {
                let (status, lines) = worker.finish()
                #expect(status == 0, "\(lines)")
            }
            #expect(try !LabStore.exists(home: home.path, lab: "lab\(round)"))
        }
        #expect(try LabStore.unwrittenLabs(home: home.path) == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.path + "/labs").isEmpty)
    }

    /// Wherever a writer is killed, its lab holds all that it had acknowledged, whole, and at most one command more.
    @Test func `a writer that is killed leaves the lab as before its command or as after it`() throws {
        var generator = SeededGenerator(seed: 20_260_801)
        var acknowledged = 0
        for round in 0..<50 {
            let worker = try Worker(home.path, "lab", "create", "100000")
            worker.waitForFirstWord()
            usleep(UInt32.random(in: 0..<4000, using: &generator))
            worker.kill()
            let (_, lines) = worker.finish()
            if let last = lines.last, let number = Int(last.dropFirst()) {
                acknowledged = max(acknowledged, number + 1)
            }

            let lab = try home.store().read { $0 }
            let names = lab.allContainers.map(\.name)
            #expect(names == (0..<names.count).map { "c\($0)" }, "round \(round)")
            #expect(names.count >= acknowledged, "round \(round)")
            acknowledged = names.count
        }
        #expect(acknowledged >= 50)
        #expect(try LabStore.labs(home: home.path) == ["lab"])
        #expect(try home.sql("PRAGMA integrity_check") == [[Data("ok".utf8)]])
    }

    /// Killed while the lab is created: in the first milliseconds of a process, many times over.
    @Test func `a creator that is killed leaves a lab or none`() throws {
        var generator = SeededGenerator(seed: 7)
        for round in 0..<25 {
            let worker = try Worker(home.path, "lab\(round)", "create", "100000")
            usleep(UInt32.random(in: 1000..<25_000, using: &generator))
            worker.kill()
            _ = worker.finish()
            let count = try home.store("lab\(round)").read { $0.containerCount }
            let listed = try LabStore.labs(home: home.path).contains("lab\(round)")
            #expect(listed || count == 0)
            try home.store("lab\(round)").update(now: noon) { lab in try lab.run("next", on: "bridge") }
            #expect(try home.store("lab\(round)").read { $0.containerCount } == count + 1)
        }
    }
}

private final class Counter: Sendable {
    let value = Mutex(0)
}
