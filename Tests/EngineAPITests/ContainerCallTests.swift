import Lab
import Rendering
import Testing

@testable import EngineAPI

/// Containers through the API.
@Suite struct ContainerCallTests {
    /// The same filter as the command line writes it, and as older clients do.
    @Test(arguments: [
        #"{"label":{"tier=front":true}}"#, #"{"label":["tier=front"]}"#, #"{"name":["we"],"label":["tier"]}"#,
    ])
    func filters(_ filters: String) throws {
        let daemon = try Daemon()
        daemon.create("web", #"{"Image": "nginx", "Labels": {"tier": "front"}}"#)
        daemon.create("db", #"{"Image": "postgres", "Labels": {"layer": "back"}}"#)
        let encoded = filters.utf8.map { byte -> String in
            let digits = String(byte, radix: 16)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }
        let list = daemon.ask("GET", "/containers/json?all=1&filters=\(encoded.joined())").json.arrayValue ?? []
        #expect(list.map { $0["Names"]?.arrayValue?.first?.stringValue } == ["/web"])
    }

    @Test func unknownFieldsComeBack() throws {
        let daemon = try Daemon()
        let id = daemon.create(
            "web",
            #"""
            {"image": "nginx", "User": "33", "WorkingDir": "/srv", "StopTimeout": 3, "AttachStdout": true,
             "Healthcheck": {"Test": ["CMD", "true"]},
             "HostConfig": {"Memory": 4194304, "CapAdd": ["NET_ADMIN"], "LogConfig": {"Type": "", "Config": {"max-file": "9"}},
             "Binds": ["data:/data:ro", "/etc:/host:rshared"]}}
            """#
        )
        let shown = daemon.ask("GET", "/containers/\(id)/json")
        let (config, host) = (shown["Config"], shown["HostConfig"])
        #expect(config?["Image"] == "nginx")
        #expect(config?["User"] == "33")
        #expect(config?["WorkingDir"] == "/srv")
        #expect(config?["StopTimeout"] == 3)
        #expect(config?["AttachStdout"] == true)
        #expect(host?["Memory"] == 4_194_304)
        #expect(host?["CapAdd"] == ["NET_ADMIN"])
        #expect(host?["LogConfig"] == ["Type": "json-file", "Config": ["max-file": "9"]])
        let mounts = shown["Mounts"]?.arrayValue ?? []
        #expect(mounts.map { $0["Destination"] } == ["/data", "/host"])
        #expect(mounts.map { $0["RW"] } == [false, true])
        #expect(mounts.map { $0["Propagation"] } == ["", "rshared"])
        #expect(daemon.ask("GET", "/volumes/data").status == 200)
    }

    /// What older clients find at the top of the network's settings.
    @Test(arguments: [("/v1.51", true), ("/v1.52", false)])
    func addressOfTheDefaultBridge(_ version: String, isShown: Bool) throws {
        let daemon = try Daemon()
        daemon.create("web", #"{"Image": "nginx"}"#)
        _ = daemon.ask("POST", "/containers/web/start")
        let settings = daemon.ask("GET", "\(version)/containers/web/json")["NetworkSettings"]
        #expect(settings?["IPAddress"] == (isShown ? "172.17.0.2" : nil))
        #expect(settings?["Networks"]?["bridge"]?["IPAddress"] == "172.17.0.2")
    }

    @Test func waiting() throws {
        let daemon = try Daemon()
        daemon.create("job", #"{"Image": "ubuntu", "Cmd": ["sh", "-c", "exit 7"]}"#)
        // Who has not run counts as at its end, with 0.
        #expect(daemon.ask("POST", "/containers/job/wait").text == "{\"StatusCode\":0}\n")
        let next = try open(daemon, "POST", "/containers/job/wait?condition=next-exit")
        let removed = try open(daemon, "POST", "/containers/job/wait?condition=removed")
        #expect(daemon.ask("POST", "/containers/job/start").status == 204)
        #expect(daemon.wait { next.isOver })
        #expect(next.text == "{\"StatusCode\":7}\n")
        #expect(!removed.isOver)
        #expect(daemon.ask("POST", "/containers/job/wait?condition=not-running").text == "{\"StatusCode\":7}\n")
        #expect(daemon.ask("DELETE", "/containers/job").status == 204)
        #expect(daemon.wait { removed.isOver })
        #expect(removed.text == "{\"StatusCode\":7}\n")
    }

    @Test func logs() throws {
        let daemon = try Daemon()
        daemon.create("job", #"{"Image": "ubuntu", "Cmd": ["sh", "-c", "echo one; echo two >&2; printf three"]}"#)
        let follower = try open(daemon, "GET", "/containers/job/logs?stdout=1&stderr=1&follow=1")
        #expect(follower.isOver)
        _ = daemon.ask("POST", "/containers/job/start")
        #expect(daemon.wait { daemon.ask("GET", "/containers/job/json")["State"]?["Running"] == false })
        let all = daemon.ask("GET", "/containers/job/logs?stdout=1&stderr=1")
        #expect(Array(all.text.utf8) == frames([(1, "one\n"), (2, "two\n"), (1, "three")]))
        #expect(Array(daemon.ask("GET", "/containers/job/logs?stdout=1&tail=1").text.utf8) == frames([(1, "three")]))
        #expect(
            Array(daemon.ask("GET", "/containers/job/logs?stderr=1&timestamps=1").text.utf8)
                == frames([(2, "\(Daemon.moment.nanosecondText) two\n")])
        )
        #expect(
            daemon.ask("GET", "/containers/job/logs").message
                == "Bad parameters: you must choose at least one stream"
        )
    }

    private func open(_ daemon: Daemon, _ method: String, _ target: String) throws -> Recorder {
        let recorder = Recorder()
        guard case .stream(_, let begin) = daemon.respond(method, target) else {
            throw CallFailure(0, "\(target) is no stream")
        }
        begin(recorder)
        return recorder
    }

    private func frames(_ pieces: [(UInt8, String)]) -> [UInt8] {
        pieces.flatMap { stream, text in [stream, 0, 0, 0, 0, 0, 0, UInt8(text.utf8.count)] + Array(text.utf8) }
    }
}
