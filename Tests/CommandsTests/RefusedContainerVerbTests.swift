import Testing

/// What the verbs on containers that exist refuse.
struct RefusedContainerVerbTests {
    @Test(
        arguments: [
            // start
            .engine("start nope", "No such container: nope\nError: failed to start containers: nope"),
            .engine(
                "start nope old gone",
                """
                No such container: nope
                Error response from daemon: No such container: gone
                Error: failed to start containers: nope, gone
                """,
                output: "old\n"
            ),
            .engine(
                "start frozen",
                "cannot start a paused container, try unpause instead\nError: failed to start containers: frozen"
            ),
            .plain("start ''", "invalid container name or ID: value is empty\nError: failed to start containers: "),
            .plain("start -a web old", "you cannot start and attach multiple containers at once"),
            .flag("start --bogus web", of: "start", "unknown flag: --bogus"),
            .count("start", of: "start", "requires at least 1 argument"),
            // stop and restart
            .engine("stop nope", "No such container: nope"),
            .engine("stop nope plain", "No such container: nope", output: "plain\n"),
            .engine("stop -s FOO web", "invalid signal: FOO"),
            .plain("stop ''", "invalid container name or ID: value is empty"),
            .plain("stop -t 1 --time 2 web", "conflicting options: cannot specify both --timeout and --time"),
            .value(
                "stop -t x web",
                of: "stop",
                "x",
                "-t, --timeout",
                #"strconv.ParseInt: parsing "x": invalid syntax"#
            ),
            .value(
                "stop --time 1.5 web",
                of: "stop",
                "1.5",
                "--time",
                #"strconv.ParseInt: parsing "1.5": invalid syntax"#
            ),
            .count("stop", of: "stop", "requires at least 1 argument"),
            .engine("restart nope", "No such container: nope"),
            .engine("restart -s FOO web", "invalid signal: FOO"),
            .plain("restart ' '", "invalid container name or ID: value is empty"),
            .flag("restart web -t", of: "restart", "flag needs an argument: 't' in -t"),
            .count("restart", of: "restart", "requires at least 1 argument"),
            // kill
            .engine("kill nope", "cannot kill container: nope: No such container: nope"),
            .engine("kill old", "cannot kill container: old: container <old> is not running"),
            .engine("kill done", "cannot kill container: done: container <done> is not running"),
            .engine("kill -s FOO web", "invalid signal: FOO"),
            .engine("kill -s FOO nope", "invalid signal: FOO"),
            .engine("kill -s 0 web", "invalid signal: 0"),
            .engine("kill -s 65 web", "invalid signal: 65"),
            .count("kill", of: "kill", "requires at least 1 argument"),
            // pause and unpause
            .engine("pause old", "container <old> is not running"),
            .engine("pause done", "container <done> is not running"),
            .engine("pause frozen", "container <frozen> is already paused"),
            .engine("pause nope plain", "No such container: nope", output: "plain\n"),
            .count("pause", of: "pause", "requires at least 1 argument"),
            .engine("unpause web", "Container <web> is not paused"),
            .engine("unpause old", "Container <old> is not paused"),
            .engine("unpause nope", "No such container: nope"),
            .count("unpause", of: "unpause", "requires at least 1 argument"),
            .flag("pause -f web", of: "pause", "unknown shorthand flag: 'f' in -f"),
            // rm
            .engine(
                "rm web",
                #"cannot remove container "web": container is running: stop the container before removing or force remove"#
            ),
            .engine(
                "rm /web",
                #"cannot remove container "web": container is running: stop the container before removing or force remove"#
            ),
            .engine(
                "rm frozen",
                #"cannot remove container "frozen": container is paused and must be unpaused first"#
            ),
            .engine("rm nope", "No such container: nope"),
            .engine("rm nope done", "No such container: nope", output: "done\n"),
            .engine("rm --link web", "Conflict, cannot remove the default link name of the container"),
            .engine("rm --link nope", "No such container: nope"),
            .plain("rm ''", "container name cannot be empty"),
            .plain("rm /", "container name cannot be empty"),
            .count("rm", of: "rm", "requires at least 1 argument"),
            .count("rm -f", of: "rm", "requires at least 1 argument"),
            // rename
            .plain("rename '' x2", "Error: Neither old nor new names may be empty"),
            .plain("rename web ''", "Error: Neither old nor new names may be empty"),
            .engine("rename nope new1", "No such container: nope\nError: failed to rename container named nope"),
            .engine(
                "rename web web",
                """
                Renaming a container with the same name as its current name
                Error: failed to rename container named web
                """
            ),
            .engine(
                "rename web 'a b'",
                """
                Error when allocating new name: Invalid container name (/a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed
                Error: failed to rename container named web
                """
            ),
            .engine(
                "rename web old",
                """
                Error when allocating new name: Conflict. The container name "/old" is already in use by container \
                "<old>". You have to remove (or rename) that container to be able to reuse that name.
                Error: failed to rename container named web
                """
            ),
            .count("rename web", of: "rename", "requires 2 arguments"),
            .count("rename a b c", of: "rename", "requires 2 arguments"),
            // wait
            .engine("wait nope", "No such container: nope"),
            .engine("wait nope done", "No such container: nope", output: "137\n"),
            .plain("wait ''", "invalid container name or ID: value is empty"),
            .count("wait", of: "wait", "requires at least 1 argument"),
        ] as [RefusedCommand]
    )
    func `states and names`(refused: RefusedCommand) { refused.check(in: RefusedCommand.busyLab) }

    @Test(
        arguments: [
            // exec
            .engine("exec nope true", "No such container: nope"),
            .engine("exec old true", "container <old> is not running"),
            .engine("exec done dig web", "container <done> is not running"),
            .engine("exec frozen true", "Container frozen is paused, unpause the container before exec"),
            .plain("exec '' true", "invalid container name or ID: value is empty"),
            .plain("exec -it web true", "the input device is not a TTY"),
            .plain("exec --env-file /nowhere/f web true", "open /nowhere/f: no such file or directory"),
            .value("exec -e =x web true", of: "exec", "=x", "-e, --env", "invalid environment variable: =x"),
            .flag("exec --bogus web true", of: "exec", "unknown flag: --bogus"),
            .count("exec", of: "exec", "requires at least 2 arguments"),
            .count("exec web", of: "exec", "requires at least 2 arguments"),
            RefusedCommand(
                line: "exec web nosuch",
                status: 127,
                errors: "",
                output: """
                    OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": \
                    executable file not found in $PATH: unknown\r\n
                    """
            ),
            RefusedCommand(
                line: "exec web ''",
                status: 127,
                errors: "",
                output: """
                    OCI runtime exec failed: exec failed: unable to start container process: exec: "": \
                    executable file not found in $PATH: unknown\r\n
                    """
            ),
            RefusedCommand(
                line: "exec web /bin/nosuch",
                status: 127,
                errors: "",
                output: """
                    OCI runtime exec failed: exec failed: unable to start container process: exec: "/bin/nosuch": \
                    stat /bin/nosuch: no such file or directory: unknown\r\n
                    """
            ),
            // port
            .engine("port nope", "No such container: nope"),
            .plain("port ''", "invalid container name or ID: value is empty"),
            .plain("port web 81", "Error: No public port '81' published for web"),
            .plain("port web 80/udp", "Error: No public port '80/udp' published for web"),
            .plain("port web 80/TCP", "Error: No public port '80/TCP' published for web"),
            .plain("port plain 80", "Error: No public port '80' published for plain"),
            .plain(
                "port web abc",
                #"Error: invalid port (abc): strconv.ParseUint: parsing "abc": invalid syntax"#
            ),
            .plain(
                "port web 70000",
                #"Error: invalid port (70000): strconv.ParseUint: parsing "70000": value out of range"#
            ),
            .count("port", of: "port", "requires at least 1 and at most 2 arguments"),
            .count("port web 80 81", of: "port", "requires at least 1 and at most 2 arguments"),
            // ps and prune
            .value("ps -f foo", of: "ps", "foo", "-f, --filter", "bad format of filter (expected name=value)"),
            .value("ps -n x", of: "ps", "x", "-n, --last", #"strconv.ParseInt: parsing "x": invalid syntax"#),
            .engine("ps -f colour=red", "invalid filter 'colour'"),
            .engine("ps -f status=foo", "invalid filter 'status=foo'"),
            .engine("ps -f before=nope", "No such container: nope"),
            .engine("ps -f since=nope", "No such container: nope"),
            .plain("ps --format {{.Foo", "failed to parse template: template: :1: unclosed action"),
            .flag("ps -x", of: "ps", "unknown shorthand flag: 'x' in -x"),
            .count("ps web", of: "ps", "accepts no arguments"),
            .engine("container prune -f --filter colour=red", "invalid filter 'colour'"),
            .engine(
                "container prune -f --filter until=2020-13-01",
                #"parsing time "2020-13-01": month out of range"#
            ),
            .count("container prune web", of: "container prune", "accepts no arguments"),
            // inspect
            .plain("inspect nope", "Error: No such object: nope", output: "[]\n"),
            .plain("inspect -f {{.Name}} nope back", "Error: No such object: nope", output: "back\n"),
            .plain("inspect nope gone", "Error: No such object: nope\nError: No such object: gone", output: "[]\n"),
            .engine("inspect --type container back", "No such container: back", output: "[]\n"),
            .engine("inspect --type network web", "network web not found", output: "[]\n"),
            .engine("container inspect nope", "No such container: nope", output: "[]\n"),
            .plain("container inspect ''", "invalid container name or ID: value is empty", output: "[]\n"),
            .plain("inspect -f {{ web", 64, "template parsing error: template: :1: unclosed action"),
            .plain("inspect -f {{end}} web", 64, "template parsing error: template: :1: unexpected {{end}}"),
            .plain(
                "inspect -f '{{if .Name}}' web",
                64,
                "template parsing error: template: :1: unexpected EOF"
            ),
            .plain(
                "inspect --type foo web",
                """
                unknown type: "foo": must be one of "config", "container", "image", "network", "node", "plugin", \
                "secret", "service", "task", "volume"
                """
            ),
            .count("inspect", of: "inspect", "requires at least 1 argument"),
            .count("container inspect", of: "container inspect", "requires at least 1 argument"),
        ] as [RefusedCommand]
    )
    func `looking and executing`(refused: RefusedCommand) { refused.check(in: RefusedCommand.busyLab) }
}
