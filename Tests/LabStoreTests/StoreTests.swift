import Foundation
import Lab
import LabStore
import Rendering
import TestSupport
import Testing

@Suite struct `The store` {
    let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    private struct Stop: Error {}

    @Test func `reading a lab that does not exist gives a fresh one and makes no file`() throws {
        let lab = try home.store().read { $0 }
        var fresh = Lab(seed: 1, created: Timestamp(seconds: 0))
        _ = fresh.takeChanges()
        #expect(lab.archived == fresh.archived)
        #expect(try home.contents().isEmpty)
        #expect(try LabStore.labs(home: home.path) == [])
        #expect(try !LabStore.exists(home: home.path, lab: "lab"))
    }

    @Test func `the first change keeps the identifiers that were read before it`() throws {
        let before = try home.store().read { $0.allNetworks.map(\.id) }
        try home.store().update(now: noon) { lab in try lab.network("new") }
        let lab = try home.store().read { $0 }
        #expect(lab.allNetworks.filter(\.isPredefined).map(\.id) == before)
        #expect(try lab.network(matching: "bridge").created == noon)
        #expect(try LabStore.exists(home: home.path, lab: "lab"))
    }

    /// What a first command leaves that is killed in the middle of its commit: pages in the file, and a journal that
    /// takes them back.
    @Test func `a lab whose first command was killed is not there for anybody`() throws {
        try home.sql(
            """
            PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN; CREATE TABLE lab (text);
            INSERT INTO lab VALUES (hex(randomblob(100000)))
            """,
            to: "other",
            interrupted: "labs/lab"
        )
        let size = try FileManager.default.attributesOfItem(atPath: home.file)[.size] as? Int
        #expect((size ?? 0) > 0)
        #expect(try LabStore.labs(home: home.path) == [])
        #expect(try !LabStore.exists(home: home.path, lab: "lab"))
        #expect(try LabStore.unwrittenLabs(home: home.path) == ["lab"])
        try LabStore.removeUnwritten(home: home.path, lab: "lab")
        #expect(try LabStore.unwrittenLabs(home: home.path) == [])
        #expect(!FileManager.default.fileExists(atPath: home.path + "/labs/lab"))
    }

    @Test func `what is left of a first command is not taken away from one that goes on`() throws {
        try home.write("labs/lab/lab.db", Data())
        #expect(try LabStore.unwrittenLabs(home: home.path) == ["lab"])
        try home.store().update(now: noon) { lab in
            #expect(try LabStore.unwrittenLabs(home: home.path) == [])
            #expect(throws: StoreError.self) { try LabStore.removeUnwritten(home: home.path, lab: "lab") }
            try lab.network("kept")
        }
        try LabStore.removeUnwritten(home: home.path, lab: "lab")
        #expect(try home.store().read { try $0.network(matching: "kept").name } == "kept")
    }

    @Test func `a command that changes nothing writes nothing`() throws {
        try home.store().update(now: noon) { lab in
            #expect(throws: LabError.self) { try lab.removeNetwork(matching: "absent") }
        }
        #expect(throws: Stop.self) { try home.store().update(now: noon) { _ in throw Stop() } }
        #expect(try home.contents().isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.path + "/labs").isEmpty)

        let store = try home.store()
        try store.create(now: noon)
        let (stamp, bytes) = (try store.changeStamp(), try home.contents())
        try store.update(now: noon) { _ in }
        #expect(try store.changeStamp() == stamp)
        #expect(try home.contents() == bytes)
    }

    @Test func `what a refused command changed is kept, and its error passed on`() throws {
        #expect(throws: Stop.self) {
            try home.store().update(now: noon) { lab in
                try lab.network("kept")
                throw Stop()
            }
        }
        #expect(try home.store().read { try $0.network(matching: "kept").name } == "kept")
    }

    @Test func `only what changed is written`() throws {
        let store = try home.store()
        try store.update(now: noon) { lab in
            try lab.network("app")
            for number in 0..<50 { try lab.run("c\(number)", on: "app") }
        }
        let before = try home.rows()
        try store.update(now: noon) { lab in
            try lab.pauseContainer(matching: "c7")
            try lab.stopContainer(matching: "c9", at: noon)
            try lab.removeContainer(matching: "c9", at: noon)
        }
        let after = try home.rows()
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
        #expect(changed.sorted() == ["container 10", "container 8", "lab 1"])
        #expect(after["container 10"] == nil)
    }

    @Test func `another store sees every change at once, and only changes`() throws {
        let (writer, reader) = (try home.store(), try home.store())
        #expect(reader.snapshotStamp == nil)
        #expect(try reader.read { $0.containerCount } == 0)
        var stamp = reader.snapshotStamp
        #expect(try reader.read(ifChangedSince: stamp) { _ in } == nil)

        try writer.update(now: noon) { lab in try lab.network("app") }
        #expect(try reader.read(ifChangedSince: stamp) { $0.networkCount } == 4)
        stamp = reader.snapshotStamp
        #expect(try reader.read(ifChangedSince: stamp) { _ in } == nil)

        try writer.update(now: noon) { lab in try lab.run("c0", on: "app") }
        #expect(try reader.changeStamp() != stamp)
        #expect(try reader.update(now: noon) { $0.containerCount } == 1)
        stamp = reader.snapshotStamp
        #expect(try reader.changeStamp() == stamp)

        // Counters are no part of the lab.
        #expect(try writer.nextRotation("c") == 0)
        #expect(try reader.changeStamp() == stamp)

        try LabStore.remove(home: home.path, lab: "lab")
        #expect(try reader.read(ifChangedSince: stamp) { $0.networkCount } == 3)
        stamp = reader.snapshotStamp
        try writer.update(now: noon) { lab in try lab.network("app") }
        #expect(try reader.read(ifChangedSince: stamp) { $0.networkCount } == 4)
    }

    @Test func `a long-lived store goes on from what it wrote`() throws {
        let store = try home.store()
        for number in 0..<5 {
            try store.update(now: noon) { lab in
                if number == 0 { try lab.network("app") }
                try lab.run("c\(number)", on: "app")
            }
            #expect(try store.read { $0.archived } == home.store().read { $0.archived })
        }
        #expect(throws: Stop.self) {
            try store.update(now: noon) { lab in
                try lab.pauseContainer(matching: "c0")
                throw Stop()
            }
        }
        #expect(store.snapshotStamp == nil)
        #expect(try store.read { try $0.container(matching: "c0").status } == .paused)
    }

    @Test func `counters count from 0, by key, and go with their container`() throws {
        let store = try home.store()
        // There is nothing yet that could count.
        #expect(try store.nextRotation("key") == 0)
        #expect(try store.nextRotation("key") == 0)
        let id = try store.update(now: noon) { lab in try lab.run("c0", on: "bridge").id.description }
        #expect(try (0..<3).map { _ in try store.nextRotation("key") } == [0, 1, 2])
        #expect(try home.store().nextRotation("key") == 3)
        #expect(try (0..<2).map { _ in try store.nextRotation(id + "/www") } == [0, 1])
        try store.update(now: noon) { lab in try lab.removeContainer(matching: "c0", force: true, at: noon) }
        #expect(try store.nextRotation(id + "/www") == 0)
        #expect(try store.nextRotation("key") == 4)
    }

    @Test func `replacing a lab leaves nothing of the old one`() throws {
        let store = try home.store()
        try store.update(now: noon) { lab in try lab.run("old", on: "bridge") }
        #expect(try store.nextRotation("key") == 0)
        let other = try richLab()
        try store.replace(with: other)
        #expect(try store.read { $0.archived } == other.archived)
        #expect(try home.store().read { $0.archived } == other.archived)
        #expect(try store.nextRotation("key") == 0)
    }

    @Test func `creating a lab twice keeps the first`() throws {
        try home.store().create(now: noon)
        try home.store().create(now: Timestamp(seconds: 9))
        #expect(try home.store().read { try $0.network(matching: "bridge").created } == noon)
    }
}

@Suite struct `Labs of a home` {
    let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    @Test func `are listed in byte order`() throws {
        for name in ["b", "a.1", "A", "10", "a-1"] { try home.store(name).create(now: noon) }
        // Neither an empty file, as a killed command leaves it, nor a stranger is a lab.
        try home.write("labs/empty/lab.db", Data())
        try home.write("labs/stray", Data([1]))
        #expect(try LabStore.labs(home: home.path) == ["10", "A", "a-1", "a.1", "b"])
        #expect(try LabStore.labs(home: home.path + "/nowhere") == [])
        // The empty file is taken for what it is.
        #expect(try home.store("empty").read { $0.networkCount } == 3)
        try home.store("empty").create(now: noon)
        #expect(try LabStore.exists(home: home.path, lab: "empty"))
    }

    @Test func `are removed with all their files`() throws {
        try home.store("a").create(now: noon)
        try home.store("b").create(now: noon)
        for suffix in ["-journal", "-wal", "-shm"] {
            try home.write("labs/a/lab.db" + suffix, Data())
        }
        try LabStore.remove(home: home.path, lab: "a")
        #expect(try LabStore.labs(home: home.path) == ["b"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.path + "/labs") == ["b"])
    }

    @Test func `are removed when nothing else can be done with them`() throws {
        try home.damage { _ in Data("no database at all, not even in its first bytes".utf8) }
        try LabStore.remove(home: home.path, lab: "lab")
        #expect(try LabStore.labs(home: home.path) == [])
    }

    @Test func `that are in use turn into labs that do not exist`() throws {
        let user = try home.store()
        try user.update(now: noon) { lab in try lab.network("old") }
        try LabStore.remove(home: home.path, lab: "lab")
        #expect(try user.read { $0.networkCount } == 3)
        try user.update(now: noon) { lab in try lab.network("new") }
        #expect(try home.store().read { $0.allNetworks.map(\.name) } == ["bridge", "host", "new", "none"])
    }

    @Test(arguments: ["a", "A1", "0", "lab-1_x.y", String(repeating: "x", count: 64)])
    func `may have such names`(_ name: String) throws {
        try home.store(name).create(now: noon)
        #expect(try LabStore.labs(home: home.path) == [name])
    }

    @Test(arguments: ["", ".", "..", "-a", "_a", ".a", "a/b", "a b", "ä", "a\0", String(repeating: "x", count: 65)])
    func `may not have such names`(_ name: String) throws {
        let error = #expect(throws: StoreError.self) { try home.store(name) }
        #expect(error?.code == .invalidName)
        #expect(
            error?.description == """
                invalid lab name \(name.debugDescription); a name is 1 to 64 letters, digits, "_", "." and "-", and begins \
                with a letter or digit
                """
        )
    }
}
