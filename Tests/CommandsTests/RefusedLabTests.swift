import Testing

/// What the commands refuse that only netsim has, what the environment can get wrong, and words that are no commands.
struct RefusedLabTests {
    /// Behind every fault in dig's own arguments (BIND 9.18).
    private static let digUsage = """
        Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
                    {global-d-opt} host [@local-server] {local-d-opt}
                    [ host [@local-server] {local-d-opt} [...]]

        Use "dig -h" (or "dig -h | more") for complete list of options
        """

    @Test(
        arguments: [
            .plain("dig web", "netsim: dig asks from inside a container: name it with --from CONTAINER"),
            .plain("dig --from '' web", "netsim: dig asks from inside a container: name it with --from CONTAINER"),
            .engine("dig --from nope web", "No such container: nope"),
            .engine("dig --from old web", "container <old> is not running"),
            .engine("dig --from done web", "container <done> is not running"),
            .engine("dig --from frozen web", "Container frozen is paused, unpause the container before exec"),
            .count("dig", of: "dig", "requires at least 1 argument"),
            .count("dig --from web", of: "dig", "requires at least 1 argument"),
            .flag("dig web --from", of: "dig", "flag needs an argument: --from"),
            .value(
                "dig --from web --explain=x web",
                of: "dig",
                "x",
                "--explain",
                #"strconv.ParseBool: parsing "x": invalid syntax"#
            ),
            .plain("dig --from web +foo web", "Invalid option: +foo\n\(digUsage)"),
            .plain("dig --from web +no web", "Invalid option: +no\n\(digUsage)"),
            .plain("dig --from web -z web", "Invalid option: -z\n\(digUsage)"),
            .plain(
                "dig --from web +time=x web",
                10,
                "dig: Couldn't parse timeout",
                output: "invalid timeout 'x': not a valid number\n"
            ),
            .plain(
                "dig --from web -p 99999 web",
                "dig: Couldn't parse port number",
                output: "invalid port number '99999': out of range\n"
            ),
            .plain("dig --from web a..b", 10, "dig: 'a..b' is not a legal name (empty label)"),
            .plain(
                "exec web dig zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
                10,
                """
                dig: 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz' is not a legal name \
                (label too long)
                """
            ),
            .plain("dig --from web @nosuch web", "dig: couldn't get address for 'nosuch': not found"),
        ] as [RefusedCommand]
    )
    func dig(refused: RefusedCommand) { refused.check(in: RefusedCommand.busyLab) }

    @Test(
        arguments: [
            .plain("serve --list", "netsim: no server is running for lab default"),
            .plain("--lab other serve -l", "netsim: no server is running for lab other"),
            .plain("serve --listen banana", "netsim: banana is no IP address to listen on"),
            .plain("serve --port 70000", "netsim: a port is a number from 0 to 65535"),
            .plain("serve -p -1", "netsim: a port is a number from 0 to 65535"),
            .plain("serve --shared-port 65536", "netsim: a port is a number from 0 to 65535"),
            .value("serve -p x", of: "serve", "x", "-p, --port", #"strconv.ParseInt: parsing "x": invalid syntax"#),
            .count("serve web", of: "serve", "accepts no arguments"),
            // The simulated name server outside
            .plain(
                "upstream add www.example.test A banana",
                "netsim: cannot read upstream record www.example.test A banana: banana is no address of this type"
            ),
            .plain(
                "upstream add www.example.test NOSUCH x",
                "netsim: cannot read upstream record www.example.test NOSUCH x: unknown record type NOSUCH"
            ),
            .value(
                "upstream add --ttl x www.example.test A 192.0.2.1",
                of: "upstream add",
                "x",
                "--ttl",
                #"strconv.ParseUint: parsing "x": invalid syntax"#
            ),
            .value(
                "upstream add --ttl 2147483648 www.example.test A 192.0.2.1",
                of: "upstream add",
                "2147483648",
                "--ttl",
                #"strconv.ParseUint: parsing "2147483648": value out of range"#
            ),
            .count("upstream add www.example.test A", of: "upstream add", "requires at least 3 arguments"),
            .plain("upstream rm www.example.test", "netsim: upstream record www.example.test not found"),
            .plain("upstream rm www.example.test MX", "netsim: upstream record www.example.test MX not found"),
            .count("upstream rm", of: "upstream rm", "requires at least 1 argument"),
            .plain("upstream use banana", #"netsim: banana is neither a name server's address nor "records""#),
            .plain(
                "upstream use 192.0.2.1:0",
                #"netsim: 192.0.2.1:0 is neither a name server's address nor "records""#
            ),
            .plain(
                "upstream use 192.0.2.1:65536",
                #"netsim: 192.0.2.1:65536 is neither a name server's address nor "records""#
            ),
            .count("upstream use", of: "upstream use", "requires 1 argument"),
            .count("upstream ls x", of: "upstream ls", "accepts no arguments"),
        ] as [RefusedCommand]
    )
    func `serve and upstream`(refused: RefusedCommand) { refused.check(in: RefusedCommand.busyLab) }

    /// Documents that are no lab; each names the place and what belongs there.
    @Test(arguments: [
        ("", "line 1, column 1: expected a value, found the end of the text"),
        ("{", "line 1, column 2: expected a key or \"}\", found the end of the text"),
        ("{\"format\": 1, \"format\": 2}", "line 1, column 15: key \"format\" is given twice"),
        ("[]", "expected an object, found an array"),
        ("{}", "format: expected \"netsim lab\": this is no lab"),
        (#"{"format": "other"}"#, "format: expected \"netsim lab\": this is no lab"),
        (#"{"format": "netsim lab"}"#, "version: expected an integer"),
        (#"{"format": "netsim lab", "version": "1"}"#, "version: expected an integer"),
        (#"{"format": "netsim lab", "version": 99}"#, "version: version 99 is unknown, this netsim reads 1"),
        (#"{"format": "netsim lab", "version": 1}"#, "settings: the field is missing"),
    ])
    func `import of broken documents`(document: String, problem: String) {
        RefusedCommand(
            line: "lab import -",
            status: 1,
            errors: "netsim: cannot import standard input: \(problem)\n",
            input: document
        )
        .check(in: RefusedCommand.busyLab)
    }

    /// One change in an export that was sound.
    @Test(arguments: [
        (#""name": "old""#, #""name": "web""#, "containers[5]: container web: another container has its name"),
        (#""name": "front""#, #""name": "back""#, "networks[4]: network back: another network has its name"),
        (#""name": "front""#, #""nome": "front""#, "networks[4].name: the field is missing"),
        (#""version": 1"#, #""version": 1, "extra": true"#, "extra: there is no such field"),
        (#""name": "front""#, #""name": 5"#, "networks[4].name: expected a string, found an integer"),
        (
            #""hostname": "docker-host""#, #""hostname": "docker\u0000host""#,
            #"settings.host.hostname: "docker\0host" has a NUL character"#
        ),
    ])
    func `import of exports that were edited`(old: String, new: String, problem: String) {
        let export = CommandLine(RefusedCommand.busyLab)
        let document = LabText.export(of: export.memory.lab)
        #expect(document.contains(old))
        RefusedCommand(
            line: "lab import",
            status: 1,
            errors: "netsim: cannot import standard input: \(problem)\n",
            input: document.replacing(old, with: new, maxReplacements: 1)
        )
        .check(in: RefusedCommand.busyLab)
    }

    @Test(
        arguments: [
            .plain("lab import /nowhere/f", "netsim: open /nowhere/f: no such file or directory"),
            .flag("lab import --bogus", of: "lab import", "unknown flag: --bogus"),
            .count("lab import a b", of: "lab import", "requires at least 0 and at most 1 argument"),
            .plain("lab export nope", "netsim: cannot export lab nope: there is none of this name"),
            .plain(
                "lab export a/b",
                """
                netsim: invalid lab name "a/b"; a name is 1 to 64 letters, digits, "_", "." and "-", and begins with a \
                letter or digit
                """
            ),
            .plain(
                "lab rm ../x",
                """
                netsim: invalid lab name "../x"; a name is 1 to 64 letters, digits, "_", "." and "-", and begins with a \
                letter or digit
                """
            ),
            .plain(
                "lab rm ''",
                """
                netsim: invalid lab name ""; a name is 1 to 64 letters, digits, "_", "." and "-", and begins with a \
                letter or digit
                """
            ),
            .plain("lab rm nope", "netsim: cannot remove lab nope: there is none of this name"),
            .count("lab rm", of: "lab rm", "requires at least 1 argument"),
            .count("lab ls x", of: "lab ls", "accepts no arguments"),
            .plain("batch /nowhere/f", "netsim: open /nowhere/f: no such file or directory"),
            .count("batch", of: "batch", "requires 1 argument"),
            RefusedCommand(
                line: "batch -",
                status: 1,
                errors: "netsim: -: line 2: a quotation mark is not closed\n",
                input: "network ls -q --filter name=nosuch\nnetwork rm 'x\n"
            ),
            RefusedCommand(
                line: "batch -k -",
                status: 125,
                errors: """
                    Error response from daemon: network nope not found
                    exit status 1
                    netsim: -: line 1: network rm nope
                    unknown flag: --bogus

                    Usage:  netsim ps [OPTIONS]

                    Run 'netsim ps --help' for more information
                    netsim: -: line 2: ps --bogus

                    """,
                input: "network rm nope\nps --bogus\n"
            ),
        ] as [RefusedCommand]
    )
    func `labs and batches`(refused: RefusedCommand) { refused.check(in: RefusedCommand.busyLab) }

    @Test(arguments: [
        ("NETSIM_SEED", "x", #"strconv.ParseUint: parsing "x": invalid syntax"#),
        ("NETSIM_SEED", "-1", #"strconv.ParseUint: parsing "-1": invalid syntax"#),
        (
            "NETSIM_SEED", "18446744073709551616",
            #"strconv.ParseUint: parsing "18446744073709551616": value out of range"#
        ),
        ("NETSIM_DNS_ORDER", "random", #"invalid order: must be "rotate", "shuffle" or "fixed""#),
        ("NETSIM_TIME", "2026-13-01", "2026-13-01 is neither RFC 3339 nor seconds since 1970"),
        ("NETSIM_TIME", "noon", "noon is neither RFC 3339 nor seconds since 1970"),
    ])
    func `variables of the environment`(name: String, value: String, reason: String) {
        RefusedCommand(
            line: "network ls",
            status: 1,
            errors: "netsim: environment variable \(name): \(reason)\n",
            environment: [name: value]
        )
        .check(in: RefusedCommand.busyLab)
    }

    @Test(
        arguments: [
            .plain("bogus", "netsim: unknown command: netsim bogus\n\nRun 'netsim --help' for more information"),
            .plain("''", "netsim: unknown command: netsim \n\nRun 'netsim --help' for more information"),
            .plain(
                "networks ls",
                "netsim: unknown command: netsim networks\n\nRun 'netsim --help' for more information"
            ),
            .plain(
                "network bogus",
                """
                netsim: unknown command: netsim network bogus

                Usage:  netsim network

                Run 'netsim network --help' for more information
                """
            ),
            .plain(
                "container bogus",
                """
                netsim: unknown command: netsim container bogus

                Usage:  netsim container

                Run 'netsim container --help' for more information
                """
            ),
            .plain(
                "lab bogus x",
                """
                netsim: unknown command: netsim lab bogus

                Usage:  netsim lab

                Run 'netsim lab --help' for more information
                """
            ),
            .plain(
                "upstream bogus",
                """
                netsim: unknown command: netsim upstream bogus

                Usage:  netsim upstream

                Run 'netsim upstream --help' for more information
                """
            ),
            RefusedCommand(
                line: "--bogus ps",
                status: 125,
                errors: """
                    unknown flag: --bogus

                    Usage:  netsim [OPTIONS] COMMAND [ARG...]

                    Run 'netsim --help' for more information

                    """
            ),
            RefusedCommand(
                line: "network --bogus ls",
                status: 125,
                errors: """
                    unknown flag: --bogus

                    Usage:  netsim network

                    Run 'netsim network --help' for more information

                    """
            ),
            .value(
                "ps --seed x",
                of: "ps",
                "x",
                "--seed",
                #"strconv.ParseUint: parsing "x": invalid syntax"#
            ),
            .value(
                "ps --dns-order x",
                of: "ps",
                "x",
                "--dns-order",
                #"invalid order: must be "rotate", "shuffle" or "fixed""#
            ),
            .flag("ps --lab", of: "ps", "flag needs an argument: --lab"),
        ] as [RefusedCommand]
    )
    func `words that are no commands, and global options`(refused: RefusedCommand) {
        refused.check(in: RefusedCommand.busyLab)
    }
}
