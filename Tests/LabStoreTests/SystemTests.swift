import Foundation
import LabStore
import TestSupport
import Testing

/// What the system refuses: permissions, read-only and full file systems, folders that cannot be.
@Suite struct `Refusals of the system` {
    let home: TemporaryHome

    init() throws {
        home = try TemporaryHome()
        try home.store().update(now: noon) { lab in try lab.run("c0", on: "bridge") }
    }

    private static let advice =
        "; netsim reads and writes the lab's file and its folder; NETSIM_HOME names another home"
    private static let homeAdvice = "; set NETSIM_HOME to a folder that you may write to"

    @Test func `a home that cannot be`() throws {
        try home.write("file", Data())
        let below = home.path + "/file/home"
        let store = try LabStore(home: below, lab: "lab")
        let changed = #expect(throws: StoreError.self) { try store.create(now: noon) }
        #expect(
            changed?.description == "cannot create folder \(below)/labs/lab: Not a directory" + Self.homeAdvice
        )
        let read = #expect(throws: StoreError.self) { try store.read { _ in } }
        #expect(
            read?.description
                == "cannot read lab lab: \(below)/labs/lab/lab.db: unable to open database file (Not a directory)"
        )
        let listed = #expect(throws: StoreError.self) { try LabStore.labs(home: below) }
        #expect(
            listed?.description == """
                cannot list the labs in \(below)/labs: Not a directory; set NETSIM_HOME to a folder that you may read
                """
        )
    }

    @Test func `homes are made with the folders above them`() throws {
        let deep = home.path + "/a/b/c"
        try LabStore(home: deep, lab: "lab").create(now: noon)
        #expect(try LabStore.labs(home: deep) == ["lab"])
        try LabStore(home: home.path + "/trailing/", lab: "lab").create(now: noon)
        #expect(try LabStore.labs(home: home.path + "/trailing") == ["lab"])
    }

    @Test func `a folder in the place of the file`() throws {
        try FileManager.default.createDirectory(
            atPath: home.path + "/labs/odd/lab.db",
            withIntermediateDirectories: true
        )
        let error = #expect(throws: StoreError.self) { try home.store("odd").read { _ in } }
        #expect(error?.code == .failed)
        #expect(
            error?.message.hasPrefix("cannot read lab odd: \(home.path)/labs/odd/lab.db: unable to open database file")
                == true
        )
    }

    @Test func `a lab that is not there to be removed`() throws {
        let error = #expect(throws: StoreError.self) { try LabStore.remove(home: home.path, lab: "lap") }
        #expect(error?.code == .notFound)
        #expect(error?.description == "cannot remove lab lap: there is none of this name; did you mean lab?")
    }

    // MARK: - As a user without rights

    private static let canChangeUser = geteuid() == 0

    /// What a worker says and exits with as the user `nobody`.
    private func asNobody(_ command: String) throws -> (Int32, [String]) {
        let (status, lines) = try Worker(home.path, "lab", command, "1", "65534").finish()
        return (status, lines)
    }

    /// Lets everybody read what netsim keeps for its owner alone.
    private func openToAll() throws {
        for folder in ["", "/labs", "/labs/lab"] { try setMode(0o755, home.path + folder) }
        try setMode(0o644, home.file)
    }

    private func setMode(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    @Test(.enabled(if: canChangeUser, "only root can become somebody else"))
    func `what may be read but not written can be read`() throws {
        try openToAll()
        #expect(try asNobody("read") == (0, ["1 containers"]))
        let before = try home.contents()
        #expect(
            try asNobody("create") == (
                1, ["cannot change lab lab: \(home.path)/labs/lab: Permission denied" + Self.advice]
            )
        )
        try setMode(0o777, home.path + "/labs/lab")
        #expect(
            try asNobody("create") == (1, ["cannot change lab lab: \(home.file): Permission denied" + Self.advice])
        )
        #expect(try home.contents() == before)
    }

    @Test(.enabled(if: canChangeUser, "only root can become somebody else"))
    func `what may not be read`() throws {
        try openToAll()
        try setMode(0o600, home.file)
        #expect(
            try asNobody("read") == (1, ["cannot read lab lab: \(home.path)/labs/lab: Permission denied" + Self.advice])
        )
        try setMode(0o777, home.path + "/labs/lab")
        #expect(try asNobody("read") == (1, ["cannot read lab lab: \(home.file): Permission denied" + Self.advice]))
        try setMode(0o700, home.path + "/labs/lab")
        #expect(
            try asNobody("read") == (1, ["cannot read lab lab: \(home.path)/labs/lab: Permission denied" + Self.advice])
        )
    }

    @Test(.enabled(if: canChangeUser, "only root can become somebody else"))
    func `a home that may not be written to`() throws {
        try openToAll()
        try LabStore.remove(home: home.path, lab: "lab")
        #expect(try asNobody("read") == (0, ["0 containers"]))
        #expect(
            try asNobody("create") == (
                1, ["cannot create folder \(home.path)/labs/lab: Permission denied" + Self.homeAdvice]
            )
        )
    }

    // MARK: - On a file system of its own

    /// Runs `script` in a mount namespace, with the home under a small file system in memory; nil where the system
    /// gives none.
    private static func inSmallFileSystem(_ home: String, _ script: String) throws -> [String]? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
        process.arguments = [
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
            "mount -t tmpfs -o size=128k tmpfs \(home) && PATH=\(products):$PATH && \(script)",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
        return lines.isEmpty ? nil : lines
    }

    private static let canMount: Bool = {
        guard let home = try? TemporaryHome() else { return false }
        return (try? inSmallFileSystem(home.path, "echo mounted")) == ["mounted"]
    }()

    @Test(.enabled(if: canMount, "the system lets this user mount nothing"))
    func `a full file system`() throws {
        let home = home.path
        let lines = try #require(
            try Self.inSmallFileSystem(
                home,
                "store-worker \(home) lab create 100000; store-worker \(home) lab read; store-worker \(home) lab create 1"
            )
        )
        let full =
            "cannot change lab lab: no space is left for \(home)/labs/lab/lab.db; free some; the lab is as it was before"
        // All that was acknowledged is there, and nothing else.
        let count = lines.count - 3
        #expect(lines.prefix(count) == (0..<max(0, count)).map { "c\($0)" }[...])
        #expect(count > 10)
        #expect(Array(lines.suffix(3)) == [full, "\(count) containers", full])
    }

    @Test(.enabled(if: canMount, "the system lets this user mount nothing"))
    func `a read-only file system`() throws {
        let home = home.path
        let lines = try #require(
            try Self.inSmallFileSystem(
                home,
                """
                store-worker \(home) lab create 2 && mount -o remount,ro \(home) && \
                { store-worker \(home) lab read; store-worker \(home) lab create 1; store-worker \(home) new create 1; }
                """
            )
        )
        #expect(
            lines == [
                "c0", "c1", "2 containers",
                "cannot change lab lab: \(home)/labs/lab: Read-only file system" + Self.advice,
                "cannot create folder \(home)/labs/new: Read-only file system" + Self.homeAdvice,
            ]
        )
    }
}
