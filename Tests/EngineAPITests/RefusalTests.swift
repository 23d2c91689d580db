import Testing

@testable import EngineAPI

/// What the API refuses: the status, and the text that clients print.
@Suite struct RefusalTests {
    struct Row: CustomTestStringConvertible {
        let method: String
        let target: String
        var body = ""
        let status: Int
        let message: String

        var testDescription: String { "\(method) \(target)" }
    }

    private static let notManager =
        "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to "
        + "swarm and try again."

    static let rows = [
        Row(
            method: "GET",
            target: "/v1.23/info",
            status: 400,
            message:
                "client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client "
                + "to a newer version"
        ),
        Row(
            method: "GET",
            target: "/v1.99/info",
            status: 400,
            message: "client version 1.99 is too new. Maximum supported API version is 1.56"
        ),
        Row(method: "GET", target: "/nothing", status: 404, message: "page not found"),
        Row(method: "GET", target: "/v1.44", status: 404, message: "page not found"),
        Row(method: "PUT", target: "/containers/json", status: 405, message: "method not allowed"),
        Row(method: "GET", target: "/containers/web/json", status: 404, message: "No such container: web"),
        Row(method: "POST", target: "/containers/web/start", status: 404, message: "No such container: web"),
        Row(method: "POST", target: "/containers/web/wait", status: 404, message: "No such container: web"),
        Row(
            method: "POST",
            target: "/containers/web/wait?condition=never",
            status: 400,
            message: "invalid condition: \"never\""
        ),
        Row(method: "GET", target: "/networks/front", status: 404, message: "network front not found"),
        Row(method: "GET", target: "/volumes/data", status: 404, message: "get data: no such volume"),
        Row(method: "GET", target: "/images/alpine/json", status: 404, message: "No such image: alpine:latest"),
        Row(method: "GET", target: "/exec/0123/json", status: 404, message: "No such exec instance: 0123"),
        Row(
            method: "POST",
            target: "/containers/create",
            status: 400,
            message: "invalid JSON: got EOF while reading request body"
        ),
        Row(
            method: "POST",
            target: "/containers/create",
            body: #"{"Image": 5}"#,
            status: 400,
            message: "invalid JSON: json: cannot unmarshal number into Go struct field .Image of type string"
        ),
        Row(
            method: "POST",
            target: "/containers/create",
            body: #"{"Image": "a", "HostConfig": {"Links": "b"}}"#,
            status: 400,
            message:
                "invalid JSON: json: cannot unmarshal string into Go struct field .HostConfig.Links of type []string"
        ),
        Row(
            method: "POST",
            target: "/containers/create",
            body: #"{"Image": "a", "HostConfig": {"LogConfig": {"Type": "asdf"}}}"#,
            status: 400,
            message: "logger: no log driver named 'asdf' is registered"
        ),
        Row(method: "POST", target: "/containers/create", body: "{}", status: 400, message: "no command specified"),
        Row(method: "GET", target: "/containers/json?filters=%5B%5D", status: 400, message: "invalid filter"),
        Row(
            method: "GET",
            target: "/containers/json?filters=%7B%22colour%22%3A%5B%22red%22%5D%7D",
            status: 400,
            message: "invalid filter 'colour'"
        ),
        Row(
            method: "POST",
            target: "/swarm/init",
            body: "{}",
            status: 501,
            message: "netsim simulates one host: it joins no swarm"
        ),
        Row(method: "POST", target: "/swarm/leave?force=1", status: 503, message: "This node is not part of a swarm"),
        Row(method: "GET", target: "/swarm", status: 503, message: notManager),
        Row(method: "GET", target: "/nodes", status: 503, message: notManager),
        Row(method: "GET", target: "/services/web", status: 503, message: notManager),
        Row(method: "POST", target: "/secrets/create", body: "{}", status: 503, message: notManager),
        Row(
            method: "POST",
            target: "/auth",
            body: "{}",
            status: 501,
            message: "netsim asks no registry: images need no login"
        ),
        Row(
            method: "POST",
            target: "/build",
            status: 501,
            message: "netsim holds no files of images: name any image: docker pull NAME makes it known"
        ),
    ]

    @Test(arguments: rows) func says(_ row: Row) throws {
        let answer = try Daemon().ask(row.method, row.target, row.body)
        #expect(answer.status == row.status)
        #expect(answer.message == row.message)
    }

    /// A second request for what is so already.
    @Test func nothingToDo() throws {
        let daemon = try Daemon()
        daemon.create("web", #"{"Image": "nginx"}"#)
        #expect(daemon.ask("POST", "/containers/web/stop").status == 304)
        #expect(daemon.ask("POST", "/containers/web/start").status == 204)
        #expect(daemon.ask("POST", "/containers/web/start").status == 304)
        #expect(daemon.ask("POST", "/containers/web/stop?t=0").status == 204)
        #expect(daemon.ask("POST", "/containers/web/stop?t=0").status == 304)
    }
}
