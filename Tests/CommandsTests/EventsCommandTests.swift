import Lab
import Testing

/// Texts were taken from Docker's own command line, version 28.2.2.
@Suite("netsim events")
struct EventsCommandTests {
    private let line: CommandLine
    private let id: String

    init() throws {
        line = CommandLine()
        line.environment["NETSIM_TIME"] = "2026-08-01T12:00:00Z"
        line("network create app")
        id = String(line("run -d --name web --network app --label tier=front nginx").output.dropLast())
        line("network create --driver macvlan wide")
        line("kill web")
    }

    private func shown(_ flags: String) -> [String] {
        let result = line("events --since 0 --until 2026-08-01T12:00:01Z \(flags)")
        #expect(result.errors == "")
        #expect(result.status == 0)
        return result.output.split(separator: "\n").map(String.init)
    }

    @Test func `a line has the moment, what happened to whom, and what is known of it`() {
        #expect(
            shown("--filter event=start") == [
                "2026-08-01T12:00:00.000000000Z container start \(id) (image=nginx, name=web, tier=front)"
            ]
        )
    }

    @Test(arguments: [
        ("--filter type=network", ["create", "connect", "create", "disconnect"]),
        ("--filter container=web", ["create", "start", "kill", "die"]),
        ("--filter container=we", ["create", "start", "kill", "die"]),
        ("--filter network=wide", ["create"]), ("--filter label=tier", ["create", "start", "kill", "die"]),
        ("--filter label=tier=back", []), ("--filter image=nginx --filter event=die", ["die"]),
        ("--filter event=kill --filter event=die", ["kill", "die"]), ("--filter scope=swarm", []),
        ("--filter volume=x", []),
    ])
    func `filters choose`(flags: String, actions: [String]) {
        #expect(shown("\(flags) --format {{.Action}}") == actions)
    }

    @Test func `JSON is the engine's own object`() {
        #expect(
            shown("--filter event=die --format json") == [
                """
                {"status":"die","id":"\(id)","from":"nginx","Type":"container","Action":"die","Actor":{"ID":"\(id)",\
                "Attributes":{"execDuration":"0","exitCode":"137","image":"nginx","name":"web","tier":"front"}},\
                "scope":"local","time":1785585600,"timeNano":1785585600000000000}
                """
            ]
        )
    }

    @Test func `without --since only what comes is shown`() {
        #expect(line("events --until 2026-08-01T12:00:01Z").output == "")
    }

    @Test(arguments: [
        ("events --filter color=red --until 0", "Error response from daemon: invalid filter 'color'\n"),
        (
            "events --since yesterday",
            """
            invalid value for "since": failed to parse value as time or duration: "yesterday"

            """
        ),
    ])
    func `what cannot be asked is refused`(words: String, errors: String) {
        let result = line(words)
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix(errors.dropLast()))
    }
}
