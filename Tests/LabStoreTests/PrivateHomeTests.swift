import Foundation
import Lab
import LabStore
import TestSupport
import Testing

/// Who but its owner may do what with a home: nothing.
@Suite struct `A home` {
    let home: TemporaryHome

    init() throws { home = try TemporaryHome() }

    /// The rights of all that is below a folder, by path.
    private func modes(_ folder: String) throws -> [String: Int] {
        var modes: [String: Int] = [:]
        for name in FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? [] {
            let facts = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            modes[name] = (facts[.posixPermissions] as? NSNumber)?.intValue
        }
        return modes
    }

    @Test(arguments: ["0", "022", "077", "027", "0777"])
    func `is its owner's alone, whatever the umask`(_ umask: String) throws {
        let worker = try Worker(shell: "umask \(umask); exec $worker \(home.path)/deep/er lab create 2")
        #expect(worker.finish() == (0, ["c0", "c1"]))
        #expect(
            try modes(home.path) == [
                "deep": 0o700, "deep/er": 0o700, "deep/er/labs": 0o700, "deep/er/labs/lab": 0o700,
                "deep/er/labs/lab/lab.db": 0o600, "deep/er/labs/lab/lab.db-journal": 0o600,
            ]
        )
    }

    @Test func `has a folder for sockets, be it the first thing in it`() throws {
        let deep = home.path + "/deep/er"
        #expect(try PrivateHome.makeRunFolder(deep) == deep + "/run")
        #expect(try PrivateHome.makeRunFolder(deep) == deep + "/run")
        #expect(try modes(home.path) == ["deep": 0o700, "deep/er": 0o700, "deep/er/run": 0o700])
    }

    @Test func `of an older netsim is mended, with all that is in it`() throws {
        let old = home.path + "/old"
        try LabStore(home: old, lab: "lab").create(now: noon)
        try home.write("old/run/lab.logs/x.log", Data())
        for name in [""] + (try modes(old).keys.map { "/" + $0 }) {
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: old + name)
        }
        PrivateHome.mend(old)
        #expect(
            try modes(home.path) == [
                "old": 0o700, "old/labs": 0o700, "old/labs/lab": 0o700, "old/labs/lab/lab.db": 0o600,
                "old/labs/lab/lab.db-journal": 0o600, "old/run": 0o700, "old/run/lab.logs": 0o700,
                "old/run/lab.logs/x.log": 0o600,
            ]
        )
    }

    @Test func `that holds other things too is left alone, but for netsim's own`() throws {
        try home.write("shared/letter", Data())
        try home.write("elsewhere/secret", Data())
        let shared = home.path + "/shared"
        try LabStore(home: shared, lab: "lab").create(now: noon)
        let link = shared + "/labs/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: home.path + "/elsewhere")
        for name in ["", "/labs", "/labs/lab"] {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: shared + name)
        }
        let before = try modes(home.path)
        PrivateHome.mend(shared)
        var expected = before
        expected["shared/labs"] = 0o700
        expected["shared/labs/lab"] = 0o700
        #expect(try modes(home.path) == expected)
    }

    /// SQLite would take the one for a URI, and the other for a database in memory.
    @Test(arguments: ["file:lab?mode=memory", "file:///nowhere", ":memory:", "file:x#y"])
    func `is a path, whatever it looks like`(_ name: String) throws {
        let line = "cd \(home.path) && $worker '\(name)' lab create 1 && $worker '\(name)' lab read"
        #expect(try Worker(shell: line).finish() == (0, ["c0", "1 containers"]))
        #expect(try LabStore.labs(home: home.path + "/" + name) == ["lab"])
    }
}
