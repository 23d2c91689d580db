import Lab
import LabStore
import TestSupport
import Testing

@Suite("Events in the store")
struct EventTests {
    let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    private func actions(after sequence: Int64 = 0) throws -> [String] {
        try home.store().events(after: sequence).map { "\($0.sequence) \($0.type) \($0.action)" }
    }

    @Test func `what commands cause is kept with its moment, for every process`() throws {
        let store = try home.store()
        try store.update(now: noon) { lab in try lab.network("app") }
        try store.update(now: noon) { lab in
            _ = try lab.run("web") { spec in
                spec.config.image = "nginx"
                spec.config.labels = ["tier": "front"]
            }
            try lab.killContainer(matching: "web", signal: "WINCH", at: noon)
        }
        let later = Timestamp(nanoseconds: noon.nanoseconds + 2_500_000_000)
        try store.update(now: later) { lab in try lab.stopContainer(matching: "web", at: later) }
        #expect(
            try actions() == [
                "1 network create", "2 container create", "3 network connect", "4 container start", "5 container kill",
                "6 container kill", "7 network disconnect", "8 container stop", "9 container die",
            ]
        )
        let kept = try home.store().events()
        try #require(kept.count == 9)
        #expect(
            kept.map(\.moment.nanoseconds)
                == [noon.nanoseconds] + (0..<4).map { noon.nanoseconds + $0 } + (0..<4).map { later.nanoseconds + $0 }
        )
        #expect(kept[0].attributes == ["name": "app", "type": "bridge"])
        #expect(kept[2].attributes == ["container": kept[1].subject, "name": "bridge", "type": "bridge"])
        let own = ["image": "nginx", "name": "web", "tier": "front"]
        #expect(kept[1].attributes == own)
        #expect(kept[4].attributes == own.merging(["signal": "28"]) { $1 })
        #expect(kept[8].attributes == own.merging(["exitCode": "143", "execDuration": "2"]) { $1 })
        #expect(try actions(after: 8) == ["9 container die"])
    }

    @Test func `a signal that changes nothing is an event all the same, and no change`() throws {
        let store = try home.store()
        try store.update(now: noon) { lab in _ = try lab.run("web") }
        let generation = try store.generation()
        let before = try store.events().count
        try store.update(now: noon) { lab in try lab.killContainer(matching: "web", signal: "WINCH", at: noon) }
        #expect(try store.generation() == generation)
        #expect(try store.events().dropFirst(before).map(\.action) == ["kill"])
    }

    @Test func `a lab that does not exist has no events, and reading them makes none`() throws {
        #expect(try home.store().events().isEmpty)
        #expect(try home.contents().isEmpty)
    }

    @Test func `the oldest go, and places are never given twice`() throws {
        let store = try home.store()
        for round in 0..<5 {
            try store.update(now: noon) { lab in
                for number in 0..<500 {
                    _ = try lab.network("n\(round)-\(number)")
                    try lab.removeNetwork(matching: "n\(round)-\(number)")
                }
            }
        }
        let kept = try store.events()
        #expect(kept.map(\.sequence) == Array(905...5000))
    }

    @Test func `who has seen more than there is sees all that there is`() throws {
        try home.store().update(now: noon) { lab in try lab.network("app") }
        #expect(try actions(after: 77) == ["1 network create"])
    }
}
