import Testing

/// What the network commands other than `create` refuse.
struct RefusedNetworkCommandTests {
    @Test(
        arguments: [
            .engine("network connect nope web", "network nope not found"),
            .engine("network connect nope frozen", "network nope not found"),
            .engine("network connect back nope", "No such container: nope"),
            .engine("network connect nope nope", "No such container: nope"),
            .engine("network connect back web", "endpoint with name web already exists in network back"),
            .engine(
                "network connect host web",
                "cannot connect container to host network - container must be created in host network mode"
            ),
            .engine(
                "network connect none web",
                """
                container cannot be connected to multiple networks with one of the networks in private (none) mode
                """
            ),
            .engine(
                "network connect back lone",
                """
                container cannot be connected to multiple networks with one of the networks in private (none) mode
                """
            ),
            .engine(
                "network connect back host1",
                "container sharing network namespace with another container or host cannot be connected to any other network"
            ),
            .engine(
                "network connect back joiner",
                "container sharing network namespace with another container or host cannot be connected to any other network"
            ),
            .engine("network connect cfg web", "cannot create endpoint on configuration-only network"),
            .engine(
                "network connect --ip banana back plain",
                #"invalid JSON: ParseAddr("banana"): unable to parse IP"#
            ),
            .engine(
                "network connect --ip 10.8.0.1 back plain",
                "invalid endpoint settings:\nno configured subnet contains IP address 10.8.0.1"
            ),
            .engine("network connect --ip 10.9.0.1 back plain", "Address already in use"),
            .engine("network connect --ip 10.9.0.2 back plain", "Address already in use"),
            .engine(
                "network connect --ip fd00::5 back plain",
                """
                invalid endpoint settings:
                * invalid IPv4 address: fd00::5
                * no configured subnet contains IP address fd00::5
                """
            ),
            .engine(
                "network connect --ip6 1.2.3.4 back plain",
                """
                invalid endpoint settings:
                * invalid IPv6 address: 1.2.3.4
                * no configured subnet contains IP address 1.2.3.4
                """
            ),
            .engine(
                "network connect --ip 0.0.0.0 back plain",
                "invalid endpoint settings:\ninvalid IPv4 address: 0.0.0.0"
            ),
            .engine(
                "network connect --ip 10.8.0.1 back old",
                "invalid endpoint settings:\nno configured subnet contains IP address 10.8.0.1"
            ),
            .engine(
                "network connect --link-local-ip 10.0.0.1 front plain",
                "invalid link local IP address: 10.0.0.1"
            ),
            .engine(
                "network connect --link-local-ip 0.0.0.0 front plain",
                "invalid endpoint settings:\ninvalid link-local IP address: 0.0.0.0"
            ),
            .engine(
                "network connect --ip 172.17.0.99 bridge web",
                "invalid endpoint settings:\nuser-specified IP address is supported on user-defined networks only"
            ),
            .engine(
                "network connect --alias x bridge web",
                "invalid endpoint settings:\nnetwork-scoped aliases are only supported for user-defined networks"
            ),
            .engine(
                "network connect --alias x --ip 172.17.0.99 bridge web",
                """
                invalid endpoint settings:
                * user-specified IP address is supported on user-defined networks only
                * network-scoped aliases are only supported for user-defined networks
                """
            ),
            .plain("network connect --driver-opt x back plain", "invalid key/value pair format in driver options"),
            .plain("network connect '' plain", "invalid network name or ID: value is empty"),
            .plain("network connect back ' '", "invalid container name or ID: value is empty"),
            .value(
                "network connect --link a:b:c back plain",
                of: "network connect",
                "a:b:c",
                "--link",
                "bad format for links: a:b:c"
            ),
            .value(
                "network connect --link '' back plain",
                of: "network connect",
                "",
                "--link",
                "empty string specified for links"
            ),
            .value(
                "network connect --gw-priority x back plain",
                of: "network connect",
                "x",
                "--gw-priority",
                #"strconv.ParseInt: parsing "x": invalid syntax"#
            ),
            .value(
                "network connect --gw-priority 9223372036854775808 back plain",
                of: "network connect",
                "9223372036854775808",
                "--gw-priority",
                #"strconv.ParseInt: parsing "9223372036854775808": value out of range"#
            ),
            .count("network connect", of: "network connect", "requires 2 arguments"),
            .count("network connect back", of: "network connect", "requires 2 arguments"),
            .count("network connect back web x", of: "network connect", "requires 2 arguments"),
        ] as [RefusedCommand]
    )
    func connect(refused: RefusedCommand) { refused.check(in: RefusedCommand.busyLab) }

    @Test(
        arguments: [
            .engine("network disconnect back nope", "No such container: nope"),
            .engine("network disconnect -f back nope", "endpoint nope not found"),
            .engine("network disconnect -f nope nope", "network nope not found"),
            .engine("network disconnect nope plain", "network nope not found"),
            .engine("network disconnect back plain", "container <plain> is not connected to network back"),
            .engine("network disconnect back old", "container <old> is not connected to the network back"),
            .engine("network disconnect nope old", "container <old> is not connected to the network nope"),
            .engine("network disconnect -f nope plain", "container <plain> is not connected to the network nope"),
            .engine("network disconnect -f back plain", "container <plain> is not connected to network back"),
            .engine("network disconnect back joiner", "container <joiner> is not connected to network back"),
            .engine(
                "network disconnect host host1",
                "cannot disconnect container from host network - container was created in host network mode"
            ),
            .plain("network disconnect '' plain", "invalid network name or ID: value is empty"),
            .plain("network disconnect back ''", "invalid container name or ID: value is empty"),
            .flag("network disconnect -x back web", of: "network disconnect", "unknown shorthand flag: 'x' in -x"),
            .count("network disconnect back", of: "network disconnect", "requires 2 arguments"),
        ] as [RefusedCommand]
    )
    func disconnect(refused: RefusedCommand) { refused.check(in: RefusedCommand.busyLab) }

    @Test(
        arguments: [
            .engine("network rm nope", "network nope not found\nexit status 1"),
            .engine("network rm bridge", "bridge is a pre-defined network and cannot be removed\nexit status 1"),
            .engine("network rm -f none", "none is a pre-defined network and cannot be removed\nexit status 1"),
            .engine(
                "network rm back",
                """
                error while removing network: network back has active endpoints (name:"web" id:"<new…>")
                exit status 1
                """
            ),
            .engine(
                "network remove cfg",
                """
                error while removing network: configuration network "cfg" is in use
                exit status 1
                """
            ),
            .engine(
                "network rm nope front host",
                """
                network nope not found
                Error response from daemon: host is a pre-defined network and cannot be removed
                exit status 1
                """,
                output: "front\n"
            ),
            .plain("network rm ''", "invalid network name or ID: value is empty\nexit status 1"),
            .flag("network rm --all back", of: "network rm", "unknown flag: --all"),
            .count("network rm", of: "network rm", "requires at least 1 argument"),
            .engine("network inspect nope", "network nope not found", output: "[]\n"),
            .engine("network inspect -f {{.Name}} nope back", "network nope not found", output: "back\n"),
            .engine("network inspect -f {{.Name}} nope", "network nope not found", output: "\n"),
            .plain("network inspect ''", "invalid network name or ID: value is empty", output: "[]\n"),
            .plain("network inspect -f {{ back", 64, "template parsing error: template: :1: unclosed action"),
            .plain(
                "network inspect -f {{nosuch}} back",
                64,
                #"template parsing error: template: :1: function "nosuch" not defined"#
            ),
            .value(
                "network inspect --verbose=x back",
                of: "network inspect",
                "x",
                "-v, --verbose",
                #"strconv.ParseBool: parsing "x": invalid syntax"#
            ),
            .count("network inspect", of: "network inspect", "requires at least 1 argument"),
            .value(
                "network ls -f foo",
                of: "network ls",
                "foo",
                "-f, --filter",
                "bad format of filter (expected name=value)"
            ),
            .engine("network ls -f colour=red", "invalid filter 'colour'"),
            .engine("network list --filter type=bogus", "invalid filter: 'type'='bogus'"),
            .engine(
                "network ls -f dangling=maybe",
                #"invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")"#
            ),
            .engine(
                "network ls -f dangling=true -f dangling=false",
                #"got more than one value for filter key "dangling""#
            ),
            .plain("network ls --format {{.Foo", "template parsing error: template: :1: unclosed action"),
            .count("network ls back", of: "network ls", "accepts no arguments"),
            .flag("network ls -x", of: "network ls", "unknown shorthand flag: 'x' in -x"),
            .flag("network ls --format", of: "network ls", "flag needs an argument: --format"),
            .engine("network prune -f --filter colour=red", "invalid filter 'colour'"),
            .engine(
                "network prune -f --filter until=2020-13-01",
                #"parsing time "2020-13-01": month out of range"#
            ),
            .engine(
                "network prune -f --filter until=1h --filter until=2h",
                "more than one until filter specified"
            ),
            .value(
                "network prune --filter foo",
                of: "network prune",
                "foo",
                "--filter",
                "bad format of filter (expected name=value)"
            ),
            .count("network prune back", of: "network prune", "accepts no arguments"),
        ] as [RefusedCommand]
    )
    func `rm, inspect, ls and prune`(refused: RefusedCommand) { refused.check(in: RefusedCommand.busyLab) }
}
