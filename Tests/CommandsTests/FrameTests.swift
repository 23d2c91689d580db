import Testing

@testable import Commands

/// Where refusals are printed, in what frame, and with what exit status.
struct FrameTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let line: String
        let status: Int32
        let errors: String
        var output = ""

        init(_ line: String, _ status: Int32, _ errors: String, output: String = "") {
            self.line = line
            self.status = status
            self.errors = errors
            self.output = output
        }

        var testDescription: String { line }
    }

    /// A lab with networks `back` and `front`, `web` running on `back` and `old` created.
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        line("network create --subnet 10.9.0.0/24 back")
        line("network create front")
        line("run -d --name web --net back -p 80:80 nginx")
        line("container create --name old nginx")
        return line
    }

    @Test(arguments: [
        Refused(
            "network create",
            1,
            """
            netsim: 'netsim network create' requires 1 argument

            Usage:  netsim network create [OPTIONS] NETWORK

            Run 'netsim network create --help' for more information

            """
        ),
        Refused(
            "network remove",
            1,
            """
            netsim: 'netsim network rm' requires at least 1 argument

            Usage:  netsim network rm NETWORK [NETWORK...]

            See 'netsim network rm --help' for more information

            """
        ),
        Refused(
            "port",
            1,
            """
            netsim: 'netsim port' requires at least 1 and at most 2 arguments

            Usage:  netsim port CONTAINER [PRIVATE_PORT[/PROTO]]

            Run 'netsim port --help' for more information

            """
        ),
        Refused(
            "container ls x",
            1,
            """
            netsim: 'netsim container ls' accepts no arguments

            Usage:  netsim container ls [OPTIONS]

            Run 'netsim container ls --help' for more information

            """
        ),
        Refused(
            "run --bogus nginx",
            125,
            """
            unknown flag: --bogus

            Usage:  netsim run [OPTIONS] IMAGE [COMMAND] [ARG...]

            Run 'netsim run --help' for more information

            """
        ),
        Refused(
            "stop -t x web",
            125,
            """
            invalid argument "x" for "-t, --timeout" flag: strconv.ParseInt: parsing "x": invalid syntax

            Usage:  netsim stop [OPTIONS] CONTAINER [CONTAINER...]

            Run 'netsim stop --help' for more information

            """
        ),
        Refused(
            "--bogus network ls",
            125,
            """
            unknown flag: --bogus

            Usage:  netsim [OPTIONS] COMMAND [ARG...]

            Run 'netsim --help' for more information

            """
        ),
        Refused("bogus", 1, "netsim: unknown command: netsim bogus\n\nRun 'netsim --help' for more information\n"),
        Refused(
            "network bogus",
            1,
            """
            netsim: unknown command: netsim network bogus

            Usage:  netsim network

            Run 'netsim network --help' for more information

            """
        ),
    ])
    func `usage errors show the usage`(refused: Refused) {
        let result = Self.prepared()(refused.line)
        #expect(result == CommandLine.Result(status: refused.status, output: "", errors: refused.errors))
    }

    @Test(arguments: [
        Refused("network create back", 1, "Error response from daemon: network with name back already exists\n"),
        Refused(
            "network create --ip-range 10.0.0.0/8 x",
            1,
            "every ip-range or gateway must have a corresponding subnet\n"
        ),
        Refused("network connect --driver-opt x back web", 1, "invalid key/value pair format in driver options\n"),
        Refused("network connect '' web", 1, "invalid network name or ID: value is empty\n"),
        Refused(
            "network rm nope front",
            1,
            "Error response from daemon: network nope not found\nexit status 1\n",
            output: "front\n"
        ),
        Refused("network rm ''", 1, "invalid network name or ID: value is empty\nexit status 1\n"),
        Refused(
            "run -d --mac-address zz nginx",
            125,
            "netsim: zz is not a valid mac address\n\n"
        ),
        Refused(
            "run -d --net nope --ip banana nginx",
            125,
            "netsim: Error response from daemon: invalid JSON: ParseAddr(\"banana\"): unable to parse IP\n\n"
        ),
        Refused("run -d -a stdout nginx", 1, "conflicting options: cannot specify both --attach and --detach\n"),
        Refused("run -it nginx", 1, "the input device is not a TTY\n"),
        Refused(
            "create --name web nginx --pull",
            1,
            "Error response from daemon: Conflict. The container name \"/web\" is already in use by container \""
        ),
        Refused("create --mac-address zz nginx", 125, "netsim: zz is not a valid mac address\n\n"),
        Refused(
            "start nope old gone",
            1,
            """
            Error response from daemon: No such container: nope
            Error response from daemon: No such container: gone
            Error: failed to start containers: nope, gone

            """,
            output: "old\n"
        ),
        Refused("start ''", 1, "invalid container name or ID: value is empty\nError: failed to start containers: \n"),
        Refused("start -a web old", 1, "you cannot start and attach multiple containers at once\n"),
        Refused("stop nope", 1, "Error response from daemon: No such container: nope\n"),
        Refused("stop -t 1 --time 2 web", 1, "conflicting options: cannot specify both --timeout and --time\n"),
        Refused("kill old", 1, "Error response from daemon: cannot kill container: old: container "),
        Refused("kill -s FOO web", 1, "Error response from daemon: invalid signal: FOO\n"),
        Refused("rm ''", 1, "container name cannot be empty\n"),
        Refused("rm /", 1, "container name cannot be empty\n"),
        Refused("rename web ''", 1, "Error: Neither old nor new names may be empty\n"),
        Refused(
            "rename nope new",
            1,
            "Error response from daemon: No such container: nope\nError: failed to rename container named nope\n"
        ),
        Refused("port web 81", 1, "Error: No public port '81' published for web\n"),
        Refused(
            "port web abc",
            1,
            "Error: invalid port (abc): strconv.ParseUint: parsing \"abc\": invalid syntax\n"
        ),
        Refused("exec nope true", 1, "Error response from daemon: No such container: nope\n"),
        Refused("exec -it web true", 1, "the input device is not a TTY\n"),
        Refused(
            "exec -e =x web true",
            125,
            "invalid argument \"=x\" for \"-e, --env\" flag: invalid environment variable: =x\n"
        ),
        Refused("exec --env-file /nowhere/f web true", 1, "open /nowhere/f: no such file or directory\n"),
        Refused("wait nope", 1, "Error response from daemon: No such container: nope\n"),
        Refused("inspect nope", 1, "Error: No such object: nope\n", output: "[]\n"),
        Refused("inspect -f {{.Name}} nope", 1, "Error: No such object: nope\n", output: "\n"),
        Refused(
            "inspect --type container back",
            1,
            "Error response from daemon: No such container: back\n",
            output: "[]\n"
        ),
        Refused("inspect -f {{ web", 64, "template parsing error: template: :1: unclosed action\n"),
        Refused("container inspect ''", 1, "invalid container name or ID: value is empty\n", output: "[]\n"),
        Refused(
            "inspect --type foo web",
            1,
            """
            unknown type: "foo": must be one of "config", "container", "image", "network", "node", "plugin", "secret", \
            "service", "task", "volume"

            """
        ),
        Refused(
            "network inspect -f {{.Name}} nope back",
            1,
            "Error response from daemon: network nope not found\n",
            output: "back\n"
        ),
        Refused("network ls --filter colour=red", 1, "Error response from daemon: invalid filter 'colour'\n"),
        Refused("ps --format {{.Foo", 1, "failed to parse template: template: :1: unclosed action\n"),
        Refused("network ls --format {{.Foo", 1, "template parsing error: template: :1: unclosed action\n"),
    ])
    func `refusals are printed as Docker prints them`(refused: Refused) {
        let result = Self.prepared()(refused.line)
        #expect(result.status == refused.status)
        #expect(result.errors.hasPrefix(refused.errors))
        #expect(result.output == refused.output)
    }

    @Test func `a start that fails leaves the container and prints its identifier`() {
        let line = Self.prepared()
        let result = line("run -d --name second -p 80:80 nginx")
        #expect(result.status == 125)
        #expect(result.output.count == 65)
        #expect(result.errors.hasPrefix("netsim: Error response from daemon: failed to set up container networking: "))
        #expect(result.errors.hasSuffix("Bind for 0.0.0.0:80 failed: port is already allocated\n\n"))
        #expect(line("ps -a --format '{{.Names}} {{.State}}'").output == "second created\nold created\nweb running\n")
    }

    @Test func `removing what is not there is fine with force`() {
        let line = Self.prepared()
        let container = line("rm -f nope web")
        #expect(container.status == 0)
        #expect(container.output == "web\n")
        #expect(container.errors == "Error response from daemon: No such container: nope\n")
        let network = line("network rm -f nope back")
        #expect(network == CommandLine.Result(status: 0, output: "back\n", errors: ""))
    }

    @Test func `flags without meaning for networks are named once`() {
        let line = CommandLine()
        let result = line("run -d --memory 1g -v /a:/b --cpus=2 -v /c:/d --name web nginx")
        #expect(result.status == 0)
        #expect(result.errors == "WARNING: netsim ignores --memory, --volume, --cpus\n")
    }

    @Test(arguments: ["n\n", "", "no\n", "yes\n"])
    func `prune asks first, and anything but y is no`(answer: String) {
        let line = Self.prepared()
        line.input = answer
        let result = line("network prune")
        #expect(result.status == 0)
        #expect(
            result.output
                == "WARNING! This will remove all custom networks not used by at least one container.\n"
                + "Are you sure you want to continue? [y/N] "
        )
        #expect(line("network ls -q").output.split(separator: "\n").count == 5)
    }

    @Test func `prune goes on after y`() {
        let line = Self.prepared()
        line.input = "y\n"
        #expect(line("network prune").output.hasSuffix("[y/N] Deleted Networks:\nfront\n\n"))
        #expect(line("network prune -f").output == "")
        #expect(line("container prune -f").output.hasPrefix("Deleted Containers:\n"))
        #expect(line("container prune -f").output == "Total reclaimed space: 0B\n")
    }
}
