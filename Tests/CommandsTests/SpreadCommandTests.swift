import Lab
import Testing

/// What `netsim spread` prints and refuses.
struct SpreadCommandTests {
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        line("network create --subnet 172.18.0.0/16 front")
        for number in 2...4 {
            line("run -d --name web-\(number - 1) --network front --ip 172.18.0.\(number) --network-alias web nginx")
        }
        line("run -d --name user --network front --ip 172.18.0.64 alpine")
        line("run -d --name near --network front --ip 172.18.0.5 alpine")
        return line
    }

    @Test func `a bar for each address, and why`() {
        #expect(
            Self.prepared()("spread web --from user --cache forever --clients 4 --connections 25").output == """
                web from user: 4 clients, 25 connections each, 100 in all

                ADDRESS     CONTAINER  CONNECTIONS  SHARE  FIRST CHOICE OF
                172.18.0.2  web-1               50  50.0%  2 clients        ████████████████████
                172.18.0.3  web-2               25  25.0%  1 client         ██████████
                172.18.0.4  web-3               25  25.0%  1 client         ██████████

                each answer starts one address further than the last (--dns-order rotate)
                each client asks once and keeps the first answer

                """
        )
    }

    @Test func `curl names the same order, where it is asked to tell`() {
        let line = Self.prepared()
        line.environment["NETSIM_HINTS"] = "always"
        let told = line("exec near curl -sv http://web/").errors.split(separator: "\n").first
        #expect(told == "* 3 addresses of web, in the order of musl: as answered, with IPv6 by RFC 6724")
        #expect(line("spread web --from near").errors.contains("as musl does, and so does curl in near"))
        #expect(line("exec near curl -s http://web/").errors.isEmpty)
        #expect(!line("exec near curl -sv http://web-1/").errors.contains("in the order of"))
    }

    @Test(arguments: [
        ("", "netsim: the clients sort addresses as musl does, and so does curl in near\n"),
        (" --resolver glibc", ""), (" --resolver uclibc", ""),
    ])
    func `it says whose order is shown, and whose curl has`(library: String, said: String) {
        let line = Self.prepared()
        line.environment["NETSIM_HINTS"] = "always"
        #expect(line("spread web --from near\(library)").errors == said)
    }

    @Test func `a narrow terminal has no bars, and folds the reasons`() {
        let line = Self.prepared()
        line.environment["COLUMNS"] = "60"
        #expect(
            line("spread web --from near --clients 1 --resolver glibc").output == """
                web from near: 1 client, 100 connections each, 100 in all

                ADDRESS     CONTAINER  CONNECTIONS   SHARE  FIRST CHOICE OF
                172.18.0.2  web-1                0    0.0%  0 clients
                172.18.0.3  web-2                0    0.0%  0 clients
                172.18.0.4  web-3              100  100.0%  1 client

                glibc sorts by the longest prefix shared with the client's
                  own 172.18.0.5 (RFC 6724 rule 9): 172.18.0.4 always comes
                  first

                """
        )
    }

    @Test func `JSON has every client's first choice`() {
        let output = Self.prepared()(
            "spread web --from user --clients 2 --connections 2 --resolver musl --format json"
        ).output
        #expect(output.contains("\"firstChoices\": [\n        \"172.18.0.2\",\n        \"172.18.0.3\"\n    ]"))
        #expect(output.contains("\"resolver\": \"musl\""))
        #expect(output.contains("\"percent\": 50"))
    }

    @Test func `a question moves no rotation, and the session's order counts`() {
        let line = Self.prepared()
        let first = line("spread web --from user --connections 1 --clients 1").output
        #expect(line("spread web --from user --connections 1 --clients 1").output == first)
        let fixed = line("--dns-order fixed spread web --from user").output
        #expect(fixed.contains("172.18.0.2  web-1             1000  100.0%  10 clients"))
    }

    @Test(
        arguments: [
            .plain("spread web", "netsim: spread asks from inside a container: name it with --from CONTAINER"),
            .plain("spread web --from nope", "netsim: No such container: nope"),
            .plain("spread web --from ' '", "invalid container name or ID: value is empty"),
            .plain("spread nope --from user", "netsim: nope has no address in container user"),
            .plain(
                "spread web --from user --clients 10000 --connections 10000",
                "netsim: 1000000 connections are the most, of all clients together"
            ),
            .plain(
                "spread web --from user --clients 1000000 --connections 1000000",
                "netsim: 1000000 connections are the most, of all clients together"
            ),
        ] as [RefusedCommand]
    )
    func refusals(refused: RefusedCommand) {
        let result = Self.prepared()(refused.line)
        #expect(result == CommandLine.Result(status: refused.status, output: "", errors: refused.errors))
    }

    @Test(arguments: [
        (
            "--format '{{.}}'",
            #"invalid argument "{{.}}" for "--format" flag: invalid format: must be "table", "json" or "yaml""#
        ), ("--cache x", "invalid argument \"x\" for \"--cache\" flag: must be none, ttl or forever"),
        ("--resolver x", "invalid argument \"x\" for \"--resolver\" flag: must be glibc, musl, uclibc, go or none"),
        ("--clients 0", "invalid argument \"0\" for \"--clients\" flag: must be 1 to 1000000"),
        ("--connections -1", "invalid argument \"-1\" for \"--connections\" flag: must be 1 to 1000000"),
    ])
    func `flags that cannot be read are refused`(flags: String, text: String) {
        let result = Self.prepared()("spread web --from user \(flags)")
        #expect(result.status == 125 && result.errors.hasPrefix(text + "\n\nUsage:  netsim spread [OPTIONS] NAME\n"))
    }
}
