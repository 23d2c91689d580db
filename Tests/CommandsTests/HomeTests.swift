import Foundation
import KernelBackend
import Lab
import LabStore
import TestSupport
import Testing

@testable import Commands

/// What commands find in a home folder on the disk, and what they read from files that have no end.
@Suite struct HomeTests {
    let home: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("netsim-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        home = folder.path
    }

    private func write(_ path: String) throws {
        let url = URL(fileURLWithPath: "\(home)/\(path)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: url)
    }

    // MARK: - Leftovers

    private static let nobody = "4194305"

    @Test(arguments: [
        ("run/web.kernel.log.\(nobody)", "is left of a netsim that was killed while it started a keeper"),
        ("run/a.kernel.log.7.kernel.log.\(nobody)", "is left of a netsim that was killed while it started a keeper"),
        ("run/web.kernel.new", "is left of a keeper that was killed"),
        ("run/web.kernel.log", "is left of a keeper that was killed"),
        ("run/web.serve.\(nobody).tmp", "is left of a server that was killed"),
        ("run/web.serve", "is left of a server that was killed"),
        ("run/web.logs/\(String(repeating: "a", count: 64)).log", "is left of a container that is gone"),
        ("run/web.logs/x.run", "is left of a program that nobody waits for any more"),
    ])
    func `what a killed netsim left is found and taken away`(_ path: String, _ words: String) throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        try LabStore(home: home, lab: "web").create(now: noon)
        try write(path)
        let found = try HomeLeftovers.find(home)
        let text = try #require(found.first?.description)
        #expect(found.count == 1)
        #expect(text.hasSuffix(": \(path) \(words)"), "\(text)")
        #expect(found[0].remove())
        #expect(!FileManager.default.fileExists(atPath: "\(home)/\(path)"))
        #expect(try HomeLeftovers.find(home).isEmpty)
    }

    @Test func `the logs of a lab that is gone go with their folder, and an empty lab with its own`() throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        try write("run/gone.logs/x.log")
        try write("labs/begun/lab.db")
        let found = try HomeLeftovers.find(home)
        #expect(
            found.map(\.description) == [
                "lab gone: run/gone.logs is left of a lab that is gone",
                "lab begun: a first command was killed before it had written anything",
            ]
        )
        for leftover in found { #expect(leftover.remove()) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: home + "/run").isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: home + "/labs").isEmpty)
    }

    @Test func `what is in use is no leftover`() throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let store = try LabStore(home: home, lab: "web")
        let id = try store.update(now: noon) { lab in try lab.run("box", on: "bridge").id }
        try write("run/web.logs/\(id).log")
        try write("run/web.kernel.log.\(getpid())")
        let run = try KernelRegistry(home: home, lab: "web").hold(ProgramRun(id, start: noon))
        #expect(try HomeLeftovers.find(home).isEmpty)
        withExtendedLifetime(run) {}
    }

    // MARK: - Following a lab's name

    private func session() -> Session {
        let home = home
        let session = Session(
            Surroundings(
                environment: { $0 == "NETSIM_HOME" ? home : nil },
                isTerminal: { _ in false },
                readLine: { nil },
                readAll: { [] },
                write: { _, _ in 0 },
                clock: { noon },
                openLab: { try $0.store() }
            )
        )
        session.options.home = home
        session.options.lab = "web"
        return session
    }

    private func names(_ lab: Lab) -> [String] { lab.allContainers.map(\.name) }

    /// Waits until the source has heard of a change, and reads it.
    private func next(_ source: StoredLab) throws -> [String]? {
        let descriptor = try #require(source.changeDescriptor)
        for _ in 0..<200 {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 50) == 1 else { continue }
            var buffer = [UInt8](repeating: 0, count: 4096)
            while read(descriptor, &buffer, buffer.count) > 0 {}
            if let lab = try source.reloadIfChanged() { return names(lab) }
        }
        return nil
    }

    private func make(_ container: String) throws {
        let store = try LabStore(home: home, lab: "web")
        try store.update(now: noon) { lab in _ = try lab.run(container, on: "bridge") }
    }

    @Test func `a server follows the name of its lab`() throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        let source = try StoredLab(session())
        #expect(names(try source.current()) == [])
        try make("one")
        #expect(try next(source) == ["one"])
        for round in 0..<3 {
            try LabStore.remove(home: home, lab: "web")
            #expect(try next(source) == [], "round \(round)")
            try make("again-\(round)")
            #expect(try next(source) == ["again-\(round)"])
            try FileManager.default.moveItem(atPath: home + "/labs/web", toPath: home + "/labs/moved-\(round)")
            #expect(try next(source) == [])
            try FileManager.default.moveItem(atPath: home + "/labs/moved-\(round)", toPath: home + "/labs/web")
            #expect(try next(source) == ["again-\(round)"])
        }
    }

    // MARK: - Input without end

    @Test(arguments: [
        ("lab import -f /dev/zero", "netsim: /dev/zero has more than the 134217728 bytes that are read", 1),
        ("batch /dev/zero", "netsim: /dev/zero has more than the 67108864 bytes that are read", 1),
        ("import inspect /dev/zero", "netsim: /dev/zero has more than the 67108864 bytes that are read", 1),
        ("import host /dev/zero", "netsim: /dev/zero has more than the 67108864 bytes that are read", 1),
        ("run --env-file /dev/zero x", "netsim: /dev/zero has more than the 67108864 bytes that are read", 125),
        ("run --label-file /dev/zero x", "netsim: /dev/zero has more than the 67108864 bytes that are read", 125),
    ])
    func `a device without end is refused`(_ line: String, _ error: String, _ status: Int32) {
        let netsim = CommandLine()
        netsim.environment["NETSIM_HOME"] = home
        let result = netsim(line)
        #expect(result.status == status)
        #expect(result.errors.hasPrefix(error + ": is this the right file?"), "\(result.errors)")
    }

    @Test func `a file that is too long is refused before a byte of it is read`() throws {
        defer { try? FileManager.default.removeItem(atPath: home) }
        try write("large")
        // A hundred gigabytes of nothing, which take no room on the disk.
        try #require(truncate(home + "/large", 100 << 30) == 0)
        let netsim = CommandLine()
        #expect(
            netsim("batch \(home)/large").errors == """
                netsim: \(home)/large has 107374182400 bytes, more than the 67108864 that are read: is this the right \
                file?

                """
        )
    }

    @Test func `standard input is read in pieces, and no further than it has to be`() throws {
        let zeros = open("/dev/zero", O_RDONLY)
        defer { close(zeros) }
        #expect(StandardInput(zeros).rest(atMost: 1 << 20).count <= (1 << 20) + 65_536)
        #expect(StandardInput(zeros).line()?.utf8.count == 65_536)

        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let text = Array("one\n\n\(String(repeating: "x", count: 100_000))\nlast".utf8)
        let writer = Thread { [end = ends[1]] in
            _ = text.withUnsafeBytes { Foundation.write(end, $0.baseAddress, $0.count) }
            close(end)
        }
        writer.start()
        let input = StandardInput(ends[0])
        #expect(input.line() == "one")
        #expect(input.line() == "")
        #expect(input.line()?.utf8.count == 65_536)
        #expect(input.line()?.utf8.count == 100_000 - 65_536)
        #expect(input.line() == "last")
        #expect(input.line() == nil)
        close(ends[0])
    }
}
