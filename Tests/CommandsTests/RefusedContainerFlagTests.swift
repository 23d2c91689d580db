import Testing

/// Values of the flags of `run` and `create` that Docker's command line refuses.
struct RefusedContainerFlagTests {
    @Test(arguments: [
        ("", "no port specified: <empty>"),
        (":", "no port specified: :<empty>"),
        ("80:", "no port specified: 80:<empty>"),
        ("80:/tcp", "no port specified: 80:/tcp<empty>"),
        ("published=80", "no port specified: 80:/tcp<empty>"),
        ("host:80:80", "invalid IP address: host"),
        ("1.2.3:80:80", "invalid IP address: 1.2.3"),
        ("1.2.3:x:y/foo", "invalid IP address: 1.2.3"),
        ("abc", "invalid containerPort: abc"),
        ("70000", "invalid containerPort: 70000"),
        ("80:90-80", "invalid containerPort: 90-80"),
        ("web:-1", "invalid containerPort: -1"),
        ("target=abc", "invalid containerPort: abc"),
        ("70000:80", "invalid hostPort: 70000"),
        ("web:80", "invalid hostPort: web"),
        ("90-80:80", "invalid hostPort: 90-80"),
        ("80-81:80-82", "invalid ranges specified for container and host Ports: 80-82 and 80-81"),
        ("80:80-82", "invalid ranges specified for container and host Ports: 80-82 and 80"),
        ("80:80/foo", "invalid proto: foo"),
        ("target=80,protocol=icmp", "invalid proto: icmp"),
        ("target=80,foo", "invalid publish opts format (should be name=value but got 'foo')"),
    ])
    func publish(value: String, message: String) {
        RefusedCommand.run("run -d -p '\(value)' nginx", message).checkNothingIsMade(in: RefusedCommand.busyLab)
    }

    @Test(arguments: [
        ("80:80", "invalid port format for --expose: 80:80"),
        ("", "invalid range format for --expose: , error: empty string specified for ports"),
        (
            "abc",
            #"invalid range format for --expose: abc, error: strconv.ParseUint: parsing "abc": invalid syntax"#
        ),
        (
            "70000",
            #"invalid range format for --expose: 70000, error: strconv.ParseUint: parsing "70000": value out of range"#
        ),
        (
            "80-70",
            "invalid range format for --expose: 80-70, error: invalid range specified for port: 80-70"
        ),
        (
            "80-x/udp",
            #"invalid range format for --expose: 80-x/udp, error: strconv.ParseUint: parsing "x": invalid syntax"#
        ),
    ])
    func expose(value: String, message: String) {
        RefusedCommand.run("create --expose '\(value)' nginx", message).checkNothingIsMade(in: RefusedCommand.busyLab)
    }

    /// Flags that are read as they stand on the command line.
    @Test(
        arguments: [
            ("--network", "name=back,foo=1", "--network", "invalid field key foo"),
            ("--network", "name=back,link=x", "--network", "invalid field key link"),
            ("--network", "name=back,ip", "--network", "invalid field ip"),
            ("--network", "alias=x", "--network", "network name/id is not specified"),
            ("--net", "name=back,gw-priority=x", "--net", "invalid gw-priority (x): invalid syntax"),
            (
                "--network", "name=back,gw-priority=99999999999999999999", "--network",
                "invalid gw-priority (99999999999999999999): value out of range"
            ),
            ("--network", "name=back,driver-opt=x", "--network", "invalid key value pair format in driver options"),
            ("--add-host", "noip", "--add-host", #"bad format for add-host: "noip""#),
            ("--add-host", ":1.2.3.4", "--add-host", #"bad format for add-host: ":1.2.3.4""#),
            ("--add-host", "a:xx", "--add-host", #"invalid IP address in add-host: "xx""#),
            ("--add-host", "a=", "--add-host", #"invalid IP address in add-host: """#),
            ("--dns", "1.2.3", "--dns", "IP address is not correctly formatted: 1.2.3"),
            ("--dns", "", "--dns", "IP address is not correctly formatted: "),
            ("--dns-search", "a..b", "--dns-search", "a..b is not a valid domain"),
            ("--dns-search", "_", "--dns-search", "_ is not a valid domain"),
            ("--link", "a:b:c", "--link", "bad format for links: a:b:c"),
            ("--link", "", "--link", "empty string specified for links"),
            ("-e", "=x", "-e, --env", "invalid environment variable: =x"),
            ("--env", "", "-e, --env", "invalid environment variable: "),
            ("-l", "=x", "-l, --label", "invalid label '=x': empty name"),
            ("--sysctl", "foo=bar", "--sysctl", "sysctl 'foo=bar' is not allowed"),
            ("-a", "stdlog", "-a, --attach", "valid streams are STDIN, STDOUT and STDERR"),
            ("--stop-timeout", "x", "--stop-timeout", #"strconv.ParseInt: parsing "x": invalid syntax"#),
            ("--rm=maybe", nil, "--rm", #"strconv.ParseBool: parsing "maybe": invalid syntax"#),
            ("-d=2x", nil, "-d, --detach", #"strconv.ParseBool: parsing "2x": invalid syntax"#),
            ("-P=x", nil, "-P, --publish-all", #"strconv.ParseBool: parsing "x": invalid syntax"#),
        ] as [(String, String?, String, String)]
    )
    func `values read at once`(flag: String, value: String?, display: String, reason: String) {
        let shown = value ?? String(flag.drop { $0 != "=" }.dropFirst())
        let argument = value.map { "\(flag) '\($0)'" } ?? flag
        RefusedCommand.value("run -d \(argument) nginx", of: "run", shown, display, reason)
            .checkNothingIsMade(in: RefusedCommand.busyLab)
    }

    @Test(
        arguments: [
            .flag("run --bogus nginx", of: "run", "unknown flag: --bogus"),
            .flag("run -z nginx", of: "run", "unknown shorthand flag: 'z' in -z"),
            .flag("run -dz nginx", of: "run", "unknown shorthand flag: 'z' in -z"),
            .flag("run --ip", of: "run", "flag needs an argument: --ip"),
            .flag("run -d -p", of: "run", "flag needs an argument: 'p' in -p"),
            .flag("run ---name x", of: "run", "bad flag syntax: ---name"),
            .flag("container create --bogus nginx", of: "container create", "unknown flag: --bogus"),
            .flag("create --name x --bogus nginx", of: "create", "unknown flag: --bogus"),
            .flag(
                "run --dns 1.2.3.4.5 --bogus nginx",
                of: "run",
                """
                invalid argument "1.2.3.4.5" for "--dns" flag: IP address is not correctly formatted: 1.2.3.4.5
                """
            ),
            .count("run", of: "run", "requires at least 1 argument"),
            .count("run -d --name x", of: "run", "requires at least 1 argument"),
            .count("container create", of: "container create", "requires at least 1 argument"),
            .plain("run -d -a stdout nginx", "conflicting options: cannot specify both --attach and --detach"),
            .plain("run -it nginx", "the input device is not a TTY"),
            // Checks after all flags were read, in Docker's order
            .run("run -d --mac-address zz nginx", "zz is not a valid mac address"),
            .run("run -d --mac-address zz:zz --network back nginx", "zz:zz is not a valid mac address"),
            .run("run -d --mac-address zz -p abc nginx", "zz is not a valid mac address"),
            .run("run -d --expose x -p abc nginx", "invalid containerPort: abc"),
            .run(
                "run -d --expose 80-70 --pid foo nginx",
                "invalid range format for --expose: 80-70, error: invalid range specified for port: 80-70"
            ),
            .run("run -d --env-file /nowhere/f nginx", "open /nowhere/f: no such file or directory"),
            .run("run -d --pid foo nginx", "--pid: invalid PID mode"),
            .run("run -d --pid container: nginx", "--pid: invalid PID mode"),
            .run("run -d --uts foo nginx", "--uts: invalid UTS mode"),
            .run(
                "run -d --restart on-failure:x nginx",
                "invalid restart policy format: maximum retry count must be an integer"
            ),
            .run("run -d --rm --restart always nginx", "conflicting options: cannot specify both --restart and --rm"),
            .run(
                "run -d --pull foo nginx",
                #"invalid pull option: 'foo': must be one of "always", "missing" or "never""#
            ),
            .run("create --mac-address zz nginx", "zz is not a valid mac address"),
            .run(
                "container create --name x -p 1:x nginx",
                "invalid containerPort: x"
            ),
            // Networks
            .run("run -d --network ' ' nginx", "no name set for network"),
            .run("run -d --network '' nginx", "no name set for network"),
            .run(
                "run -d --network-alias x nginx",
                "network-scoped aliases are only supported for user-defined networks"
            ),
            .run(
                "run -d --network host --net-alias x nginx",
                "network-scoped aliases are only supported for user-defined networks"
            ),
            .run(
                "run -d --network container:web --network-alias x nginx",
                "network-scoped aliases are only supported for user-defined networks"
            ),
            .run(
                "run -d --network name=back,alias=a --network-alias b nginx",
                "conflicting options: cannot specify both --network-alias and per-network alias"
            ),
            .run(
                "run -d --network name=back,ip=10.9.0.9 --ip 10.9.0.10 nginx",
                "conflicting options: cannot specify both --ip and per-network IPv4 address"
            ),
            .run(
                "run -d --network name=back,ip6=fd00::9 --ip6 fd00::10 nginx",
                "conflicting options: cannot specify both --ip6 and per-network IPv6 address"
            ),
            .run(
                "run -d --network name=back,mac-address=02:00:00:00:00:01 --mac-address 02:00:00:00:00:02 nginx",
                "conflicting options: cannot specify both --mac-address and per-network MAC address"
            ),
            .run(
                "run -d --network name=back,link-local-ip=169.254.1.1 --link-local-ip 169.254.1.2 nginx",
                "conflicting options: cannot specify both --link-local-ip and per-network link-local IP addresses"
            ),
            .run("run -d --network name=back,mac-address=zz nginx", "zz is not a valid mac address"),
            .run(
                "run -d --network back --network back nginx",
                #"network "back" is specified multiple times"#
            ),
            .run(
                "run -d --network back --network host nginx",
                "conflicting options: cannot attach both user-defined and non-user-defined network-modes"
            ),
            // Images
            .run(
                "run -d Bad",
                "invalid reference format: repository name (library/Bad) must be lowercase"
            ),
            .run("run -d ''", "invalid reference format"),
            .run("run -d a:b:c", "invalid reference format"),
            .run("run -d nginx@sha256:12", "invalid reference format"),
        ] as [RefusedCommand]
    )
    func `flags together`(refused: RefusedCommand) { refused.checkNothingIsMade(in: RefusedCommand.busyLab) }
}
