import Rendering
import Testing

@testable import EngineAPI

/// Clients at the streams of processes.
@Suite struct AttachTests {
    private func open(_ daemon: Daemon, _ target: String, _ body: String = "") throws -> (Recorder, type: String) {
        guard case .hijack(let type, let begin) = daemon.respond("POST", target, body) else {
            throw CallFailure(0, "\(target) leaves HTTP")
        }
        let recorder = Recorder()
        begin(recorder)
        return (recorder, type)
    }

    private static let shell =
        #"{"Image": "ubuntu", "Cmd": ["bash"], "Tty": true, "OpenStdin": true, "Hostname": "web"}"#

    @Test func typesIntoAShell() throws {
        let daemon = try Daemon()
        daemon.create("web", Self.shell)
        let (client, type) = try open(daemon, "/containers/web/attach?stream=1&stdin=1&stdout=1&stderr=1")
        #expect(type == "application/vnd.docker.raw-stream")
        _ = daemon.ask("POST", "/containers/web/start")
        #expect(daemon.wait { client.text.hasSuffix("# ") })
        client.type("echo a")
        client.type("b; false\r")
        #expect(daemon.wait { client.text.hasSuffix("ab\r\nroot@web:/# ") })
        client.type("exit\r")
        #expect(daemon.wait { client.isOver })
        #expect(daemon.ask("POST", "/containers/web/wait").text == "{\"StatusCode\":1}\n")
    }

    @Test(arguments: [("", "\u{10}\u{11}"), ("&detachKeys=ctrl-a,x", "\u{1}x"), ("&detachKeys=q", "q")])
    func detaches(_ query: String, _ keys: String) throws {
        let daemon = try Daemon()
        daemon.create("web", Self.shell)
        _ = daemon.ask("POST", "/containers/web/start")
        let (client, _) = try open(daemon, "/containers/web/attach?stream=1&stdin=1&stdout=1" + query)
        for key in keys { client.type(String(key)) }
        #expect(client.isOver)
        #expect(daemon.ask("GET", "/containers/web/json")["State"]?["Running"] == true)
    }

    struct Keys: CustomTestStringConvertible {
        let keys: String
        let typed: [[UInt8]]
        let passed: [UInt8]
        let isOver: Bool
        var testDescription: String { "\(keys) \(typed)" }
    }

    @Test(arguments: [
        Keys(keys: "ctrl-p,ctrl-q", typed: [[65, 16], [17, 66]], passed: [65], isOver: true),
        Keys(keys: "ctrl-p,ctrl-q", typed: [[16, 65]], passed: [16, 65], isOver: false),
        Keys(keys: "ctrl-p,ctrl-q", typed: [[16, 16, 17]], passed: [16], isOver: true),
        Keys(keys: "a,b,c", typed: [[97], [98], [97, 98, 99]], passed: [97, 98], isOver: true),
        Keys(keys: "ctrl-@", typed: [[0]], passed: [], isOver: true),
        Keys(keys: "ctrl-[,ctrl-_", typed: [[27], [31]], passed: [], isOver: true),
    ])
    func findsKeys(_ row: Keys) throws {
        var keys = try #require(DetachKeys(row.keys))
        var passed: [UInt8] = []
        var isOver = false
        for bytes in row.typed where !isOver {
            let taken = keys.take(bytes)
            passed += taken.passed
            isOver = taken.isOver
        }
        #expect(passed == row.passed)
        #expect(isOver == row.isOver)
    }

    @Test(arguments: ["ctrl-", "ctrl-1", "ctrl-`", "ab", "a,,b", "é"])
    func refusesKeys(_ text: String) throws {
        #expect(DetachKeys(text) == nil)
        let daemon = try Daemon()
        daemon.create("web", Self.shell)
        if text == "ab" {
            let answer = daemon.ask("POST", "/containers/web/attach?stream=1&detachKeys=ab")
            #expect(answer.status == 400)
            #expect(answer.message == "Invalid detach keys (ab) provided")
        }
    }

    /// How it is read says who starts it.
    @Test(arguments: [
        (true, "application/vnd.docker.raw-stream"), (false, "application/vnd.docker.multiplexed-stream"),
    ])
    func runsACommand(_ isRaw: Bool, _ wanted: String) throws {
        let daemon = try Daemon()
        daemon.create("web", #"{"Image": "nginx", "User": "33", "WorkingDir": "/tmp"}"#)
        _ = daemon.ask("POST", "/containers/web/start")
        let made = daemon.ask("POST", "/containers/web/exec", #"{"Cmd": ["sh", "-c", "id -u; pwd"], "Tty": true}"#)
        let id = made["Id"]?.stringValue ?? ""
        let (client, type) = try open(daemon, "/exec/\(id)/start", #"{"Tty": \#(isRaw)}"#)
        #expect(type == wanted)
        #expect(daemon.wait { client.isOver })
        let text = client.text.filter { isRaw || ($0 != "\0" && $0 != "\u{1}") }
        #expect(text.hasPrefix(isRaw ? "33\r\n/tmp" : "\u{4}33\r\n"))
        let shown = daemon.ask("GET", "/exec/\(id)/json")
        #expect(shown["ExitCode"] == 0)
        #expect(shown["Running"] == false)
        #expect(shown["ProcessConfig"]?["tty"] == true)
        let again = daemon.ask("POST", "/exec/\(id)/start", "{}")
        #expect(again.status == 409)
        #expect(again.message == "exec command \(id) has already run")
    }

    /// The groups that the container was created with are those of its own command, and of all others there.
    @Test func groupsAreAdded() throws {
        let daemon = try Daemon()
        daemon.create(
            "web",
            #"{"Image": "alpine", "Cmd": ["id", "-G"], "User": "1000", "HostConfig": {"GroupAdd": ["staff", "77", "50"]}}"#
        )
        _ = daemon.ask("POST", "/containers/web/start")
        #expect(daemon.wait { daemon.ask("GET", "/containers/web/json")["State"]?["Running"] == false })
        #expect(daemon.ask("GET", "/containers/web/logs?stdout=1").text.dropFirst(8) == "0 50 77\n")
    }

    /// Clients hold what they ask for against the image's and the container's.
    @Test func imagesAddNoVariables() throws {
        let daemon = try Daemon()
        daemon.create("web", #"{"Image": "alpine", "Env": ["A=b"]}"#)
        #expect(daemon.ask("GET", "/images/alpine/json")["Config"]?["Env"] == .null)
        #expect(daemon.ask("GET", "/containers/web/json")["Config"]?["Env"] == ["A=b"])
    }

    /// What one command writes another sees, while both run.
    @Test func filesAreShared() throws {
        let daemon = try Daemon()
        daemon.create("web", #"{"Image": "ubuntu", "Cmd": ["sh", "-c", "echo hello > /note; sleep 60"]}"#)
        _ = daemon.ask("POST", "/containers/web/start")
        #expect(daemon.wait { daemon.ask("HEAD", "/containers/web/archive?path=/note").status == 200 })
        let made = daemon.ask("POST", "/containers/web/exec", #"{"Cmd": ["cat", "/note"], "Tty": true}"#)
        let (client, _) = try open(daemon, "/exec/\(made["Id"]?.stringValue ?? "")/start", #"{"Tty": true}"#)
        #expect(daemon.wait { client.isOver })
        #expect(client.text == "hello\r\n")
    }
}
