import Glibc
import Lab
import LabStore
import Synchronization
import TestSupport
import Testing

@testable import ContainerTools
@testable import Engine

/// The streams of a process, from both of their ends.
@Suite struct ProcessStreamsTests {
    /// What clients have seen.
    private final class Screen: Sendable {
        private let seen = Mutex((text: "", code: Int?.none))
        var text: String { seen.withLock { $0.text } }
        var code: Int? { seen.withLock { $0.code } }

        func take(_ output: ProcessOutput) {
            seen.withLock { seen in
                switch output {
                case .bytes(let bytes, _): seen.text += String(decoding: bytes, as: UTF8.self)
                case .end(let code): seen.code = code
                }
            }
        }
    }

    @Test func inputComesInPieces() {
        let streams = ProcessStreams(hasTerminal: true, hasInput: true)
        let screen = Screen()
        _ = streams.join { screen.take($0) }
        streams.send(Array("ec".utf8))
        streams.send(Array("ho a\recho b\r".utf8))
        #expect(streams.readLine(prompt: "$ ") == "echo a\n")
        #expect(streams.readLine(prompt: "$ ") == "echo b\n")
        #expect(screen.text == "$ echo a\r\n$ echo b\r\n")
        streams.closeInput()
        #expect(streams.readLine(prompt: "$ ") == nil)
    }

    /// At a prompt Ctrl-C is the line's; a command that runs is interrupted, and what was typed before is gone.
    @Test func interrupts() {
        let streams = ProcessStreams(hasTerminal: true, hasInput: true)
        let screen = Screen()
        _ = streams.join { screen.take($0) }
        streams.send(Array("lost\u{3}kept\r".utf8))
        #expect(streams.isInterrupted)
        #expect(screen.text == "^C")
        streams.beginCommand()
        #expect(!streams.isInterrupted)
        #expect(streams.readLine(prompt: "") == "kept\n")
    }

    @Test func withoutATerminalOctetsPass() {
        let streams = ProcessStreams(hasTerminal: false, hasInput: true)
        streams.send([0x03, 0x0a])
        #expect(!streams.isInterrupted)
        streams.closeInput()
        #expect(streams.commandInput.rest() == [0x03, 0x0a])
    }

    @Test func theEndReachesEverybodyOnce() {
        let streams = ProcessStreams(hasTerminal: false, hasInput: false)
        let (first, second) = (Screen(), Screen())
        _ = streams.join { first.take($0) }
        let place = streams.join { second.take($0) }
        streams.write(stdout: "a\n", stderr: "")
        streams.leave(place)
        streams.write(stdout: "b\n", stderr: "")
        streams.end(exitCode: 3)
        #expect(first.text == "a\nb\n")
        #expect(first.code == 3)
        #expect(second.text == "a\n")
        #expect(second.code == nil)
    }

    // MARK: - In a lab

    private func engine(_ folder: TemporaryFolder) throws -> Engine {
        let store = try LabStore(home: folder.path, lab: "default", options: LabStore.Options())
        try store.create(now: Timestamp(seconds: 1))
        return try Engine(
            store,
            Engine.Configuration {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
            }
        )
    }

    private func wait(_ engine: Engine, _ isSo: () throws -> Bool) throws -> Bool {
        for _ in 0..<3_000 {
            try engine.tick()
            if try isSo() { return true }
            usleep(1_000)
        }
        return false
    }

    @Test func filesThatTwoChangeAtOnceAreBothKept() throws {
        let folder = try TemporaryFolder()
        let engine = try engine(folder)
        let id = try engine.update { lab in
            try lab.createContainer(ContainerSpec(name: "aa", config: ContainerConfig()), at: engine.now).id
        }
        try engine.changeFiles(of: id) { container, context in
            #expect(ContainerFiles.put(.file("1"), at: "/tmp/one", of: container, &context) == nil)
            try engine.changeFiles(of: id) { container, context in
                #expect(ContainerFiles.put(.file("2"), at: "/tmp/two", of: container, &context) == nil)
            }
        }
        let changes = try engine.files(of: id) { container, context in
            ContainerFiles.changes(of: container, context).map(\.path)
        }
        #expect(changes == ["/tmp", "/tmp/one", "/tmp/two"])
    }

    /// A piece's end ends no line.
    @Test func logsKeepUnfinishedLines() throws {
        let folder = try TemporaryFolder()
        let engine = try engine(folder)
        let id = try engine.update { lab in
            try lab.createContainer(ContainerSpec(name: "aa", config: ContainerConfig()), at: engine.now).id
        }
        let log = ContainerLog(id, in: engine.lab)
        let moment = Timestamp(seconds: 5)
        try log.add([(Array("one\ntw".utf8), isError: false, moment), (Array("o\n".utf8), isError: true, moment)])
        #expect(
            try log.lines() == [
                ContainerLog.Line(moment: moment, isError: false, text: "one\n"),
                ContainerLog.Line(moment: moment, isError: false, text: "tw"),
                ContainerLog.Line(moment: moment, isError: true, text: "o\n"),
            ]
        )
    }

    /// A tool that fails is started again, as often as its policy says, and each run is logged.
    @Test func restartsByPolicy() throws {
        let folder = try TemporaryFolder()
        let engine = try engine(folder)
        var config = ContainerConfig()
        config.image = "ubuntu"
        config.command = ["sh", "-c", "echo tried; exit 4"]
        config.restartPolicy = .onFailure(maximumRetries: 2)
        let spec = ContainerSpec(name: "aa", config: config)
        let id = try engine.update { lab in
            let id = try lab.createContainer(spec, at: engine.now).id
            try lab.startContainer(matching: "aa", at: engine.now)
            return id
        }
        defer { engine.shutDown() }
        #expect(try wait(engine) { try engine.read { $0.container(id)?.isUp == false } })
        let container = try #require(try engine.read { $0.container(id) })
        #expect(container.exitCode == 4)
        #expect(container.restartCount == 2)
        #expect(try ContainerLog(id, in: engine.lab).lines().map(\.text) == ["tried\n", "tried\n", "tried\n"])
    }
}
