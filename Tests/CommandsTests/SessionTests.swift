import Glibc
import Lab
import Resolver
import Testing

@testable import Commands

/// What all commands have in common: global options, environment, hints, output that cannot be written.
struct SessionTests {
    @Test(arguments: [
        "--lab other network ls", "--lab=other network ls", "network --lab other ls", "network ls --lab other",
    ])
    func `global options may stand anywhere before operands`(text: String) {
        let line = CommandLine()
        #expect(line(text).status == 0)
        #expect(line.openedLabs.map(\.name) == ["other"])
    }

    @Test func `global options of a container's command are its own`() {
        let line = CommandLine()
        line("run -d --name web nginx server --lab other --help")
        #expect(line.openedLabs.map(\.name) == ["default"])
        #expect(line.memory.lab.allContainers.first?.config.command == ["server", "--lab", "other", "--help"])
    }

    @Test func `the environment fills in what no option says`() {
        let line = CommandLine()
        line.environment = [
            "NETSIM_HOME": "/a", "NETSIM_LAB": "b", "NETSIM_SEED": "9", "NETSIM_TIME": "2026-08-01T12:00:00Z",
        ]
        line("network ls")
        line("--home /c --seed 0x10 network ls")
        let time = Timestamp(seconds: 1_785_585_600)
        #expect(
            line.openedLabs == [
                LabLocation(home: "/a", name: "b", seed: 9, now: time),
                LabLocation(home: "/c", name: "b", seed: 16, now: time),
            ]
        )
    }

    @Test(arguments: [
        (["XDG_STATE_HOME": "/x", "HOME": "/h"], "/x/netsim"),
        (["XDG_STATE_HOME": "x", "HOME": "/h"], "/h/.local/state/netsim"),
        (["HOME": "/h"], "/h/.local/state/netsim"), (["NETSIM_HOME": "/n", "HOME": "/h"], "/n"),
    ])
    func `labs are kept where the environment says`(environment: [String: String], home: String) {
        let line = CommandLine()
        line.environment = environment
        line("network ls")
        #expect(line.openedLabs.map(\.home) == [home])
    }

    @Test(arguments: [
        (
            ["NETSIM_SEED": "x"],
            "netsim: environment variable NETSIM_SEED: strconv.ParseUint: parsing \"x\": invalid syntax\n"
        ),
        (
            ["NETSIM_DNS_ORDER": "x"],
            "netsim: environment variable NETSIM_DNS_ORDER: invalid order: must be \"rotate\", \"shuffle\" or \"fixed\"\n"
        ),
        (["NETSIM_HOME": "/a", "NETSIM_TIME": "x"], "netsim: environment variable NETSIM_TIME: "),
        ([:], "netsim: nowhere to keep labs: set NETSIM_HOME, XDG_STATE_HOME or HOME\n"),
    ])
    func `what the environment says is checked`(environment: [String: String], errors: String) {
        let line = CommandLine()
        line.environment = environment
        let result = line("network ls")
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix(errors))
    }

    @Test func `an unknown order of answers is refused`() {
        let result = CommandLine()("--dns-order random network ls")
        #expect(result.status == 125)
        #expect(result.errors.hasPrefix("invalid argument \"random\" for \"--dns-order\" flag: invalid order: "))
    }

    @Test func `hints are for people`() {
        let line = CommandLine()
        line("network create mybridge")
        #expect(
            line("network rm mybrigde").errors
                == "Error response from daemon: network mybrigde not found\nexit status 1\n"
        )
        line.environment["NETSIM_HINTS"] = "always"
        #expect(
            line("network rm mybrigde").errors == """
                Error response from daemon: network mybrigde not found
                exit status 1
                netsim: did you mean mybridge?

                """
        )
        line.environment["NETSIM_HINTS"] = nil
        line.terminals = [.errors]
        #expect(line("netwrok ls").errors.hasSuffix("netsim: did you mean network?\n"))
        #expect(line("run --nmae x nginx").errors.hasSuffix("netsim: did you mean --name?\n"))
        line.environment["NETSIM_HINTS"] = "never"
        #expect(!line("netwrok ls").errors.contains("did you mean"))
    }

    @Test func `headings stand out on terminals that show colour`() {
        let line = CommandLine()
        let plain = line("network ls").output
        #expect(plain.hasPrefix("NETWORK ID"))
        line.terminals = [.output]
        #expect(line("network ls").output.hasPrefix("\u{1b}[1mNETWORK ID     NAME      DRIVER    SCOPE\u{1b}[0m\n"))
        #expect(line("network ls --format {{.Name}}").output == "bridge\nhost\nnone\n")
        line.environment["NO_COLOR"] = "1"
        #expect(line("network ls").output == plain)
        line.environment["NO_COLOR"] = ""
        line.environment["TERM"] = "dumb"
        #expect(line("network ls").output == plain)
    }

    @Test func `output for nobody ends quietly`() {
        let line = CommandLine()
        line.outputFailure = EPIPE
        #expect(line("network ls") == CommandLine.Result(status: 141, output: "", errors: ""))
    }

    @Test func `a full disk is no success`() {
        let line = CommandLine()
        line.outputFailure = ENOSPC
        let expected = "netsim: cannot write standard output: no space left on device\n"
        #expect(line("network ls") == CommandLine.Result(status: 1, output: "", errors: expected))
    }

    @Test(arguments: [
        "--help", "help", "network --help", "help network", "network create --help", "help run", "run --help x",
    ])
    func `help is printed on standard output`(text: String) {
        let result = CommandLine()(text)
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("Usage:  netsim"))
        #expect(result.errors.isEmpty)
    }

    @Test func `help does not hide an unknown flag`() {
        #expect(CommandLine()("network create --help x --bogus").status == 125)
    }

    @Test func `a batch cannot run itself`() {
        let line = CommandLine()
        line.input = "version\nbatch -\n"
        let result = line("batch -")
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("netsim: -: this batch is under way: it cannot run itself\n"))
    }

    @Test func `a batch stops at the first failure`() {
        let line = CommandLine()
        line.input = """
            # two networks
            network create --label 'a=b c' one   # with a label
            network create one
            network create two
            """
        let result = line("batch -")
        #expect(result.status == 1)
        #expect(result.output.count == 65)
        #expect(
            result.errors == """
                Error response from daemon: network with name one already exists
                netsim: -: line 3: network create one

                """
        )
        #expect(line.memory.lab.allNetworks.map(\.name) == ["bridge", "host", "none", "one"])
        #expect(line.memory.lab.allNetworks.last?.labels == ["a": "b c"])
        let rest = line("batch -k -")
        #expect(rest.status == 1)
        #expect(line.memory.lab.allNetworks.map(\.name) == ["bridge", "host", "none", "one", "two"])
    }
}
