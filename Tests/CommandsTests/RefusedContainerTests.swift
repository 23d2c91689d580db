import Testing

/// What the engine refuses to `run` and `create`: before a container exists, and when it starts.
struct RefusedContainerTests {
    @Test(
        arguments: [
            .runEngine("run -d --ip banana nginx", #"invalid JSON: ParseAddr("banana"): unable to parse IP"#),
            .runEngine(
                "run -d --network back --ip 300.1.2.3 nginx",
                #"invalid JSON: ParseAddr("300.1.2.3"): IPv4 field has value >255"#
            ),
            .runEngine(
                "run -d --network back --ip 1.2.3.4.5 nginx",
                #"invalid JSON: ParseAddr("1.2.3.4.5"): IPv4 address too long"#
            ),
            .runEngine(
                "run -d --network back --ip 01.2.3.4 nginx",
                #"invalid JSON: ParseAddr("01.2.3.4"): IPv4 field has octet with leading zero"#
            ),
            .runEngine(
                "run -d --network back --ip6 1::2::3 nginx",
                #"invalid JSON: ParseAddr("1::2::3"): multiple :: in address (at ":3")"#
            ),
            .runEngine(
                "run -d --network back --link-local-ip x nginx",
                #"invalid JSON: ParseAddr("x"): unable to parse IP"#
            ),
            // Modes
            .runEngine(
                "run -d --network container: nginx",
                "invalid network mode: invalid container format container:<name|id>"
            ),
            .runEngine(
                "run -d --network container:web -h x nginx",
                "conflicting options: hostname and the network mode"
            ),
            .runEngine(
                "run -d --network container:web --link web:x nginx",
                """
                conflicting options: container type network can't be used with links. This would result in undefined \
                behavior
                """
            ),
            .runEngine(
                "run -d --network container:web --dns 8.8.8.8 nginx",
                "conflicting options: dns and the network mode"
            ),
            .runEngine(
                "run -d --network container:web --add-host a:1.2.3.4 nginx",
                "conflicting options: custom host-to-IP mapping and the network mode"
            ),
            .runEngine(
                "run -d --network container:web -p 80 nginx",
                "conflicting options: port publishing and the container type network mode"
            ),
            .runEngine(
                "run -d --network container:web -P nginx",
                "conflicting options: port publishing and the container type network mode"
            ),
            .runEngine(
                "run -d --network container:web --expose 80 nginx",
                "conflicting options: port exposing and the container type network mode"
            ),
            .runEngine(
                "run -d --network container:web -h x --dns 8.8.8.8 -p 80 nginx",
                "conflicting options: hostname and the network mode"
            ),
            .runEngine(
                "run -d --network host --link plain:x nginx",
                "conflicting options: host type networking can't be used with links. This would result in undefined behavior"
            ),
            .runEngine("run -d --uts host -h x nginx", "conflicting options: hostname and the UTS mode"),
            // Settings
            .runEngine("run -d --stop-signal FOO nginx", "invalid signal: FOO"),
            .runEngine("run -d -p 8080:0 nginx", #"invalid port specification: "0/tcp""#),
            .runEngine(
                "run -d --restart foo nginx",
                """
                invalid restart policy: unknown policy 'foo'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'
                """
            ),
            .runEngine(
                "run -d --restart always:3 nginx",
                "invalid restart policy: maximum retry count can only be used with 'on-failure'"
            ),
            .runEngine(
                "run -d --restart on-failure:-1 nginx",
                "invalid restart policy: maximum retry count cannot be negative"
            ),
            // Endpoints
            .runEngine(
                "run -d --ip 172.17.0.99 nginx",
                """
                invalid config for network bridge: invalid endpoint settings:
                user-specified IP address is supported on user-defined networks only
                """
            ),
            .runEngine(
                "run -d --network back --ip 10.8.0.5 nginx",
                """
                invalid config for network back: invalid endpoint settings:
                no configured subnet contains IP address 10.8.0.5
                """
            ),
            .runEngine(
                "run -d --network back --ip 0.0.0.0 nginx",
                "invalid config for network back: invalid endpoint settings:\ninvalid IPv4 address: 0.0.0.0"
            ),
            .runEngine(
                "run -d --network back --ip6 10.9.0.7 nginx",
                "invalid config for network back: invalid endpoint settings:\ninvalid IPv6 address: 10.9.0.7"
            ),
            .runEngine(
                "run -d --network back --ip fd00::1 --ip6 1.2.3.4 nginx",
                """
                invalid config for network back: invalid endpoint settings:
                * invalid IPv4 address: fd00::1
                * invalid IPv6 address: 1.2.3.4
                * no configured subnet contains IP address fd00::1
                * no configured subnet contains IP address 1.2.3.4
                """
            ),
            .runEngine(
                "run -d --network back --ip 10.8.0.5 --name web nginx",
                """
                invalid config for network back: invalid endpoint settings:
                no configured subnet contains IP address 10.8.0.5
                """
            ),
            // Names and links
            .runEngine(
                "run -d --name 'bad name' nginx",
                "Invalid container name (bad name), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
            ),
            .runEngine(
                "run -d --name a nginx",
                "Invalid container name (a), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
            ),
            .runEngine(
                "run -d --name -x nginx",
                "Invalid container name (-x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
            ),
            .runEngine(
                "run -d --name wéb nginx",
                "Invalid container name (wéb), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
            ),
            .runEngine(
                "run -d --name web nginx",
                """
                Conflict. The container name "/web" is already in use by container "<web>". You have to remove (or rename) \
                that container to be able to reuse that name.
                """
            ),
            .engine(
                "container create --name old nginx",
                """
                Conflict. The container name "/old" is already in use by container "<old>". You have to remove (or rename) \
                that container to be able to reuse that name.
                """
            ),
            .runEngine("run -d --link ghost:g nginx", "could not get container for ghost: No such container: ghost"),
            .runEngine("run -d --link : nginx", #"could not get container for : invalid name or ID supplied: """#),
            .runEngine(
                "run -d --link host1:h nginx",
                "conflicting options: host type networking can't be used with links. This would result in undefined behavior"
            ),
            .engine(
                "create --name new1 --link ghost:g nginx",
                "could not get container for ghost: No such container: ghost"
            ),
            .engine(
                "create --name new1 --ip x nginx",
                #"invalid JSON: ParseAddr("x"): unable to parse IP"#
            ),
        ] as [RefusedCommand]
    )
    func `nothing is created`(refused: RefusedCommand) {
        refused.checkNothingIsMade(in: RefusedCommand.busyLab)
    }

    /// The container stays, so that `run -d` prints its identifier although it fails.
    @Test(arguments: [
        ("--network nope", "failed to set up container networking: network nope not found"),
        (
            "--network cfg",
            "failed to set up container networking: cannot create endpoint on configuration-only network"
        ),
        ("--network back --ip 10.9.0.2", "failed to set up container networking: Address already in use"),
        (
            "-p 80:80",
            """
            failed to set up container networking: driver failed programming external connectivity on endpoint new1 \
            (<new>): Bind for 0.0.0.0:80 failed: port is already allocated
            """
        ),
        (
            "-p 127.0.0.1:80:80",
            """
            failed to set up container networking: driver failed programming external connectivity on endpoint new1 \
            (<new>): Bind for 0.0.0.0:80 failed: port is already allocated
            """
        ),
        (
            "-p [::]:80:80",
            """
            failed to set up container networking: driver failed programming external connectivity on endpoint new1 \
            (<new>): Bind for :::80 failed: port is already allocated
            """
        ),
        (
            "-p 203.0.113.9:99:99",
            """
            failed to set up container networking: driver failed programming external connectivity on endpoint new1 \
            (<new>): failed to bind host port 203.0.113.9:99/tcp: cannot assign requested address
            """
        ),
        (
            "--network front --link-local-ip 10.0.0.1",
            "failed to set up container networking: invalid link local IP address: 10.0.0.1"
        ),
        (
            "--network vlan20 --mac-address 02:00:00:00:00:01",
            """
            failed to set up container networking: failed to create endpoint new1 on network vlan20: \
            ipvlan interfaces do not support custom mac address assignment
            """
        ),
        (
            "--network container:nope",
            "joining network namespace of container: No such container: nope"
        ),
        (
            "--network container:done",
            "cannot join network namespace of a non running container: container done is exited"
        ),
        ("--network container:new1", "cannot join own network namespace"),
    ])
    func `the container is left behind`(flags: String, message: String) {
        RefusedCommand.runEngine("run -d --name new1 \(flags) nginx", message, output: "<new1>\n")
            .check(in: RefusedCommand.busyLab)
    }

    @Test func `a link to a stopped container is warned of at creation and refused at start`() {
        var refused = RefusedCommand.runEngine(
            "run -d --name new1 --link done:d nginx",
            "Cannot link to a non running container: /done AS /new1/d",
            output: "<new1>\n"
        )
        refused.errors = """
            WARNING: Links on the default bridge network are deprecated and will be removed in a future release. \
            Use a custom network instead.
            \(refused.errors)
            """
        refused.check(in: RefusedCommand.busyLab)
    }
}
